"""PDF pages by pdfplumber: slow, but the reference that `pdfium` is held to."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.utils import apply_matrix_rect
from pdfplumber.page import PDFPageAggregatorWithMarkedContent

from gxlab.readers.common import UNREADABLE
from gxlab.readers.page import DESCENT, Box, Char, Chars, EncryptedError, Page
from gxlab.readers.rules import LEANING, THICKEST, Edge, closing
from gxlab.readers.visibility import UNDRAWN, WHITE, readable, seen

_UNSEEN = "gxlab: not drawn"


def pages(data: bytes) -> list[Page]:
    """The pages of a PDF. What pdfminer raises when it stumbles on a broken object is passed on."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            return list(_pages(pdf))
    except Exception as error:
        if any(isinstance(e, PDFPasswordIncorrect) for e in (error, *error.args)):
            raise EncryptedError from error
        raise


class _Device(PDFPageAggregatorWithMarkedContent):
    """Boxes characters from their baseline, and tags those with neither fill nor stroke."""

    mode: Any = 0

    def render_string(self, textstate: Any, *rest: Any) -> None:
        self.mode = textstate.render
        super().render_string(textstate, *rest)

    def render_char(
        self, matrix: Any, font: Any, size: float, scaling: float, rise: float, cid: int, *rest: Any
    ) -> float:
        advance = super().render_char(matrix, font, size, scaling, rise, cid, *rest)
        char: Any = self.cur_item._objs[-1]
        left, right, baseline = 0.0, advance, rise
        if font.is_vertical():
            across, down = font.char_disp(cid)
            left = -(500 if across is None else across) / 1000 * size
            right, baseline = left + size, rise - down / 1000 * size
        bottom = baseline - DESCENT * size
        char.set_bbox(apply_matrix_rect(matrix, (left, bottom, right, bottom + size)))
        char.size = char.height
        if self.mode in UNDRAWN:
            char.tag = _UNSEEN
        return advance

    def handle_undefined_char(self, font: Any, cid: int) -> str:
        return UNREADABLE


def _pages(pdf: Any) -> Iterator[Page]:
    for page in pdf.pages:
        device = _Device(pdf.rsrcmgr, pageno=page.page_number, laparams=pdf.laparams)
        PDFPageInterpreter(pdf.rsrcmgr, device).process_page(page.page_obj)
        page._layout = device.get_result()
        ruled = page.filter(_is_rule_or_char)
        found = ruled.find_tables(_settings(ruled.edges))
        tables = [sorted(table.cells) for table in found]
        yield Page(page.page_number, float(page.height), _chars(page), tables)
        page.close()


def _chars(page: Any) -> Chars:
    drawn = [c for c in page.chars if c["text"].strip()]
    chars = [Char(readable(c["text"]), *_box(c), c["size"]) for c in drawn]
    undrawn = {at for at, c in enumerate(drawn) if c["tag"] == _UNSEEN}
    white = {at for at, c in enumerate(drawn) if _is_white(c)}

    areas = [a for a in (*page.rects, *page.curves) if a["fill"] and not _is_white(a)]
    coloured = [_box(area) for area in (*areas, *page.images)]
    return Chars.of(seen(Chars.of(chars), undrawn, white, coloured))


def _box(item: dict[str, Any]) -> Box:
    return item["x0"], item["top"], item["x1"], item["bottom"]


def _is_white(item: dict[str, Any]) -> bool:
    colour = item.get("non_stroking_color")
    if not isinstance(colour, (tuple, list)) or not colour:
        return False
    if item.get("ncs") in ("Separation", "DeviceN", "Indexed", "Pattern"):
        return False
    if not all(isinstance(part, (int, float)) for part in colour):
        return False
    if len(colour) == 4:  # cyan, magenta, yellow, black
        return bool(max(colour) <= 1 - WHITE)
    return bool(min(colour) >= WHITE)


def _is_rule_or_char(item: dict[str, Any]) -> bool:
    """Whether an object is a character, or may be a rule of a table.

    Filled areas without an outline frame prose or colour cells; lines that lean cross out a
    header's corner.
    """
    kind = item["object_type"]
    if kind == "line":
        return bool(min(item["width"], item["height"]) < LEANING)
    if kind not in ("rect", "curve"):
        return True
    return bool(item.get("stroke")) or min(item["width"], item["height"]) < THICKEST


def _settings(edges: list[dict[str, Any]]) -> dict[str, Any]:
    """Settings for the table finder: the rules to add that are not drawn."""
    drawn = [
        Edge(True, e["x0"], e["top"], e["bottom"])
        if e["orientation"] == "v"
        else Edge(False, e["top"], e["x0"], e["x1"])
        for e in edges
        if e["orientation"]
    ]
    added = closing(drawn)
    return {
        "explicit_vertical_lines": [_line(e.at, e.start, e.at, e.end) for e in added if e.upright],
        "explicit_horizontal_lines": [
            _line(e.start, e.at, e.end, e.at) for e in added if not e.upright
        ],
    }


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
