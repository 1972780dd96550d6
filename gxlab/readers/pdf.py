"""PDF with a text layer: characters and ruled cells by pdfplumber, laid out by `ruled`."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from gxlab.document import Block
from gxlab.errors import ReadError
from gxlab.readers.ruled import Char, Page, blocks_of

_FEWEST_HAN = 20
_THIN = 2.0


def read(data: bytes, path: Path) -> tuple[str, list[Block]]:
    """Read a PDF; its own title property is seldom the report's, so none is given."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            pages = list(_pages(pdf))
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args):
            raise ReadError(path, "is encrypted; save a copy without a password") from error
        raise ReadError(path, f"is a damaged PDF ({_first_line(error)})") from error
    except Exception as error:  # pdfminer raises whatever a broken object makes it stumble on
        raise ReadError(path, f"is a damaged PDF ({_first_line(error)})") from error
    han = sum("\u4e00" <= char.text[:1] <= "\u9fff" for page in pages for char in page.chars)
    if han < _FEWEST_HAN:
        raise ReadError(path, "has no text layer; it may be a scan (run OCR first)")
    return "", blocks_of(pages)


def _first_line(error: BaseException) -> str:
    text = str(error).strip() or type(error).__name__
    return text.splitlines()[0]


def _pages(pdf: Any) -> Iterator[Page]:
    for page in pdf.pages:
        chars = [
            Char(c["text"], c["x0"], c["top"], c["x1"], c["bottom"], c["size"]) for c in page.chars
        ]
        ruled = page.filter(_is_rule_or_char)
        tables = [table.cells for table in ruled.find_tables(_closing(ruled.edges))]
        yield Page(page.page_number, float(page.height), chars, tables)
        page.close()


def _is_rule_or_char(item: dict[str, Any]) -> bool:
    """Leave out what frames prose or colours cells: areas that are filled and not outlined."""
    if item["object_type"] not in ("rect", "curve"):
        return True
    return bool(item.get("stroke")) or min(item["width"], item["height"]) < _THIN


def _closing(edges: list[dict[str, Any]]) -> dict[str, Any]:
    """Rules that close what a page break left open.

    Word draws no rule where a table goes over the page, so that its last row there has no
    lower edge (or its first no upper one) and would not be found. The ends of the rules that
    do stand there say where the missing ones are.
    """
    horizontal, vertical = [], []
    upright = sorted((e for e in edges if e["orientation"] == "v"), key=lambda e: e["top"])
    for band in _bands(upright):
        top, bottom = min(e["top"] for e in band), max(e["bottom"] for e in band)
        level = [
            e
            for e in edges
            if e["orientation"] == "h" and top - _THIN <= e["top"] <= bottom + _THIN
        ]
        left = min(e["x0"] for e in (*band, *level))
        right = max(e["x1"] for e in (*band, *level))
        horizontal += [_line(left, y, right, y) for y in (top, bottom)]
        vertical += [_line(x, top, x, bottom) for x in (left, right)]
    return {"explicit_horizontal_lines": horizontal, "explicit_vertical_lines": vertical}


def _bands(upright: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Vertical rules that reach over a common stretch of the page, a group for each table."""
    bands: list[list[dict[str, Any]]] = []
    end = 0.0
    for edge in upright:
        if bands and edge["top"] <= end + _THIN:
            bands[-1].append(edge)
        else:
            bands.append([edge])
        end = max(end, edge["bottom"]) if len(bands[-1]) > 1 else edge["bottom"]
    return [band for band in bands if len({round(e["x0"]) for e in band}) > 1]


def _line(x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    return {
        "object_type": "line",
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
    }
