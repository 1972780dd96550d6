"""Reading: PDFs against pdfplumber and against pdfium alone, web pages against lxml alone."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium

import gxlab as gx
from tests.bench.ratios import Ratio, in_python, side_by_side
from tests.conftest import ROOT, SHARED

_TURNS = 5


def pdfs() -> list[Path]:
    """The originals beside the checkout where they are there, else the bundled PDFs."""
    return sorted(SHARED.glob("*.pdf")) or sorted((ROOT / "data" / "reports").glob("*.pdf"))


def ratios() -> Iterator[Ratio]:
    files = pdfs()
    contents = [path.read_bytes() for path in files]
    sample = ", ".join(path.name for path in files)
    read, tables = side_by_side(
        lambda: [gx.read(path) for path in files],
        lambda: [_plumber(content) for content in contents],
        _TURNS,
    )
    what = "PDF: pdfplumber `extract_tables` against `gx.read`"
    yield Ratio.at_least(what, tables / read, 10, sample)
    read, alone = side_by_side(
        lambda: [gx.read(path) for path in files],
        lambda: [_pdfium_alone(content) for content in contents],
        _TURNS,
    )
    what = "PDF: `gx.read` against all characters and paths with pdfium alone"
    yield Ratio.at_most(what, read / alone, 2.5, sample)
    page = max((ROOT / "data" / "reports").glob("*.html"), key=lambda path: path.stat().st_size)
    content = page.read_bytes()
    read, parse = side_by_side(
        lambda: gx.read(page), lambda: lxml.html.document_fromstring(content), 5 * _TURNS
    )
    what = "web page: `gx.read` against `lxml.html` parsing alone"
    yield Ratio.at_most(what, read / parse, 3, f"{page.name}, {len(content) / 1000:.0f} KB")
    ours, theirs = side_by_side(
        lambda: in_python("import gxlab"), lambda: in_python("import pandas"), 2
    )
    yield Ratio.at_most("`import gxlab` against `import pandas`", ours / theirs, 1.2, "processes")


def _plumber(content: bytes) -> None:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            page.extract_tables()


def _pdfium_alone(content: bytes) -> int:
    """Every character with its box, the ends of every path: the least to be done."""
    seen = 0
    document = pypdfium2.PdfDocument(content)
    box = [ctypes.c_double() for _ in range(4)]
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        for at in range(pdfium.FPDFText_CountChars(text)):
            pdfium.FPDFText_GetUnicode(text, at)
            pdfium.FPDFText_GetCharBox(text, at, *box)
            seen += 1
        for at in range(pdfium.FPDFPage_CountObjects(page)):
            item = pdfium.FPDFPage_GetObject(page, at)
            if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_PATH:
                for nth in range(pdfium.FPDFPath_CountSegments(item)):
                    segment = pdfium.FPDFPath_GetPathSegment(item, nth)
                    pdfium.FPDFPathSegment_GetPoint(segment, x, y)
                    seen += 1
        text.close()
        page.close()
    document.close()
    return seen
