"""Every format and style that a report can be typeset in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from gxlab.document import Document
from gxlab.extract.tables import Extraction, extract
from gxlab.forms.sheet import Sheet
from gxlab.readers import detect, read_blocks
from gxlab.samples.typeset.docx import to_docx
from gxlab.samples.typeset.html import to_html
from gxlab.samples.typeset.pdf import to_pdf
from gxlab.samples.typeset.printed import Printed
from gxlab.samples.typeset.text import to_text

Typeset = Callable[[Printed, Sequence[Sheet] | None], bytes]


def _text(printed: Printed, sheets: Sequence[Sheet] | None = None, *, style: str) -> bytes:
    return to_text(printed, sheets, style=style).encode()


TEXT: dict[str, Typeset] = {
    f"text {style}": partial(_text, style=style)
    for style in ("cell-bar", "lone-bar", "lines", "row-bar")
}
HTML: dict[str, Typeset] = {
    "html portal": partial(to_html, style="portal"),
    "html plain": partial(to_html, style="plain"),
    "html word gb18030": partial(to_html, style="word", encoding="gb18030"),
    "html declared wrongly": partial(to_html, style="plain", encoding="gb18030", declare="utf-8"),
}
PDF: dict[str, Typeset] = {
    "pdf": to_pdf,
    "pdf framed prose": partial(to_pdf, frame_prose=True),
    "pdf repeated header": partial(to_pdf, repeat_header=True),
    "pdf label cut in two": partial(
        to_pdf, break_before=[("applications", "unavailable_needs_creation")]
    ),
}
FORMATS: dict[str, Typeset] = {**HTML, **PDF, "docx": to_docx, **TEXT}


def extraction(content: bytes) -> Extraction:
    """What is extracted from a file with this content."""
    path = Path("typeset")
    kind = detect(content, path)
    title, blocks = read_blocks(kind, content, path)
    found = extract(Document(path, kind, "", title, tuple(blocks)))
    assert found is not None
    return found
