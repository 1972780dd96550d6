"""Every way to print a report, by name, for the shipped samples and simulated reports.

==================  ======================================================================
name                the file
==================  ======================================================================
html-portal         a portal's page, its words and numbers cut by nested runs
html-plain          headings, paragraphs and tables
html-word-gb18030   the HTML that Word saves, in GB18030
docx                a Word document with merged cells
pdf                 ruled tables over several pages
pdf-framed          the same with invisible rectangles behind the prose, as WPS exports it
text-cell-bar       a crawler's text: a cell a line, each ended by a bar
text-lone-bar       a crawler's text: a bar on a line of its own between cells
text-row-bar        a crawler's text: a row a line
==================  ======================================================================
"""

from __future__ import annotations

from collections.abc import Callable

from gxlab.errors import GxlabError
from gxlab.samples.typeset.docx import to_docx
from gxlab.samples.typeset.html import to_html
from gxlab.samples.typeset.printed import Printed
from gxlab.samples.typeset.text import to_text


def _pdf(printed: Printed, framed: bool = False) -> bytes:
    try:
        from gxlab.samples.typeset.pdf import to_pdf
    except ModuleNotFoundError as error:
        raise GxlabError(
            "PDFs are printed with reportlab: pip install 'gxlab[typeset]', or leave out the pdfs"
        ) from error
    return to_pdf(printed, frame_prose=framed)


#: For each name the suffix of its files and what prints one. PDFs need ``gxlab[typeset]``.
FORMATS: dict[str, tuple[str, Callable[[Printed], bytes]]] = {
    "html-portal": ("html", lambda printed: to_html(printed, style="portal")),
    "html-plain": ("html", lambda printed: to_html(printed, style="plain")),
    "html-word-gb18030": ("html", lambda p: to_html(p, style="word", encoding="gb18030")),
    "docx": ("docx", to_docx),
    "pdf": ("pdf", _pdf),
    "pdf-framed": ("pdf", lambda printed: _pdf(printed, framed=True)),
    "text-cell-bar": ("txt", lambda printed: to_text(printed, style="cell-bar").encode()),
    "text-lone-bar": ("txt", lambda printed: to_text(printed, style="lone-bar").encode()),
    "text-row-bar": ("txt", lambda printed: to_text(printed, style="row-bar").encode()),
}
