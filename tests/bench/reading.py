"""Reading: PDFs against pdfplumber and against pdfium alone, web pages against lxml alone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pdfplumber
import pypdfium2.raw as pdfium

import gxlab as gx
from gxlab.readers.pdfium import calls
from gxlab.readers.pdfium.objects import in_groups
from tests.bench.ratios import Ratio, in_python, side_by_side
from tests.conftest import ROOT, SHARED

_TURNS = 5
_CHAR_BOX = calls.Function("FPDFText_GetCharBox", calls.POINTER, calls.INT, *(calls.POINTER,) * 4)
_BUNDLED = ROOT / "data" / "reports"


def pdfs() -> tuple[list[Path], str]:
    """The originals beside the checkout if they are there, else the bundled PDFs; which they are.

    The two have the same names, but not the same ratios.
    """
    originals = sorted(SHARED.glob("*.pdf"))
    files = originals or sorted(_BUNDLED.glob("*.pdf"))
    which = "as published" if originals else "bundled: typeset anew, on fewer pages"
    return files, f"{', '.join(path.name for path in files)} ({which})"


def ratios() -> Iterator[Ratio]:
    files, sample = pdfs()
    contents = [path.read_bytes() for path in files]
    read, tables = side_by_side(
        lambda: [gx.read(path) for path in files],
        lambda: [_plumber(content) for content in contents],
        _TURNS,
    )
    what = "PDF: pdfplumber `extract_tables` against `gx.read`"
    yield Ratio.at_least(what, tables / read, 7, sample)
    read, alone = side_by_side(
        lambda: [gx.read(path) for path in files],
        lambda: [_pdfium_alone(content) for content in contents],
        _TURNS,
    )
    what = "PDF: `gx.read` against all characters and paths with pdfium alone, called the same way"
    yield Ratio.at_most(what, read / alone, 3, sample)
    page = max(_BUNDLED.glob("*.html"), key=lambda path: path.stat().st_size)
    content = page.read_bytes()
    read, parse = side_by_side(
        lambda: gx.read(page), lambda: lxml.html.document_fromstring(content), 5 * _TURNS
    )
    what = "web page: `gx.read` against `lxml.html` parsing alone"
    yield Ratio.at_most(what, read / parse, 7, f"{page.name}, {len(content) / 1000:.0f} KB")
    ours, theirs = side_by_side(
        lambda: in_python("import gxlab"), lambda: in_python("import pandas"), 2
    )
    yield Ratio.at_most("`import gxlab` against `import pandas`", ours / theirs, 1.2, "processes")


def _plumber(content: bytes) -> None:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            page.extract_tables()


def _pdfium_alone(content: bytes) -> int:
    """Every character with its box, the ends of every path: the least to be done.

    pdfium is called as `gx.read` calls it, so that the ratio is of what is done.
    """
    document = calls.open_document(content, len(content), None)
    seen = 0
    for number in range(calls.count_pages(document)):
        page = calls.load_page(document, number)
        text = calls.load_text(page)
        places = range(calls.count_chars(text))
        calls.code_of.each(text, places)
        boxes, _ = calls.rows(_CHAR_BOX, text, places, width=4, kind="f8")
        items = calls.object_at.each(page, range(calls.count_objects(page)))
        paths = items[calls.type_of.each(items) == pdfium.FPDF_PAGEOBJ_PATH]
        of, at = in_groups(calls.count_segments.each(paths))
        segments = calls.segment_at.each(paths[of], at)
        points, _ = calls.rows(calls.segment_point, segments, width=2, kind="f4")
        seen += len(boxes) + len(points)
        calls.close_text(text)
        calls.close_page(page)
    calls.close_document(document)
    return seen
