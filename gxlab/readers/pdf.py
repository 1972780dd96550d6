"""PDF with a text layer: characters and ruled cells by pdfplumber, laid out by `ruled`."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfplumber.page import PDFPageAggregatorWithMarkedContent
from pdfplumber.utils.exceptions import PdfminerException

from gxlab.document import Block
from gxlab.errors import ReadError
from gxlab.readers.ruled import Char, Page, blocks_of

_FEWEST_HAN = 20
# Points. Rules that end this near one another meet.
_THIN = 3.0
# A filled area this thin is a rule; what is shorter than the second is the end of one.
_THICKEST = 3.2
_SHORTEST = 1.0
# How text is drawn (PDF 32000-1, 9.3.6) when it leaves no mark, and what such text is tagged.
_UNDRAWN = (3, 7)
_UNSEEN = "gxlab: not drawn"
_WHITE = 0.95


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


class _Device(PDFPageAggregatorWithMarkedContent):
    """Tags the characters that are drawn with neither fill nor stroke."""

    mode: Any = 0

    def render_string(self, textstate: Any, *rest: Any) -> None:
        self.mode = textstate.render
        super().render_string(textstate, *rest)

    def render_char(self, *args: Any, **options: Any) -> float:
        advance = super().render_char(*args, **options)
        if self.mode in _UNDRAWN and self.cur_item._objs:
            self.cur_item._objs[-1].tag = _UNSEEN  # type: ignore[attr-defined]
        return advance


def _pages(pdf: Any) -> Iterator[Page]:
    for page in pdf.pages:
        device = _Device(pdf.rsrcmgr, pageno=page.page_number, laparams=pdf.laparams)
        PDFPageInterpreter(pdf.rsrcmgr, device).process_page(page.page_obj)
        page._layout = device.get_result()
        chars = [
            Char(text, c["x0"], c["top"], c["x1"], c["bottom"], c["size"])
            for text, c in _seen(page)
        ]
        ruled = page.filter(_is_rule_or_char)
        tables = [table.cells for table in ruled.find_tables(_closing(ruled.edges))]
        yield Page(page.page_number, float(page.height), chars, tables)
        page.close()


def _seen(page: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The characters that a reader of the page sees.

    Undrawn text beside as much drawn text is dropped, but that a digit far from any drawn one
    is given as unreadable; where it is most of the page it is the text layer of a scan. A
    white digit that stands on no colour may still be seen, by means that cannot be told here:
    it is given as unreadable too.
    """
    chars = [c for c in page.chars if c["text"].strip()]
    unseen = [c for c in chars if c["tag"] == _UNSEEN]
    if unseen and 2 * len(unseen) <= len(chars):
        chars = [c for c in chars if c["tag"] != _UNSEEN]
        drawn = {_spot(c) for c in chars}
        for c in unseen:
            x, y = _spot(c)
            near = {(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
            if c["text"].isdigit() and not near & drawn:
                yield "\ufffd", c
    coloured: list[dict[str, Any]] | None = None
    for c in chars:
        if _is_white(c):
            if coloured is None:
                areas = [a for a in (*page.rects, *page.curves) if a["fill"] and not _is_white(a)]
                coloured = [*areas, *page.images]
            if not any(_holds(area, c) for area in coloured):
                if c["text"].isdigit():
                    yield "\ufffd", c
                continue
        yield c["text"], c


def _spot(char: dict[str, Any]) -> tuple[int, int]:
    return round(char["x0"] / char["size"]), round(char["top"] / char["size"])


def _is_white(item: dict[str, Any]) -> bool:
    colour = item.get("non_stroking_color")
    if not isinstance(colour, (tuple, list)) or not colour:
        return False
    if item.get("ncs") in ("Separation", "DeviceN", "Indexed", "Pattern"):
        return False
    if not all(isinstance(part, (int, float)) for part in colour):
        return False
    if len(colour) == 4:  # cyan, magenta, yellow, black
        return bool(max(colour) <= 1 - _WHITE)
    return bool(min(colour) >= _WHITE)


def _holds(area: dict[str, Any], char: dict[str, Any]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(area["x0"] <= x <= area["x1"] and area["top"] <= y <= area["bottom"])


def _is_rule_or_char(item: dict[str, Any]) -> bool:
    """Leave out what frames prose or colours cells: areas that are filled and not outlined."""
    if item["object_type"] not in ("rect", "curve"):
        return True
    return bool(item.get("stroke")) or min(item["width"], item["height"]) < _THICKEST


def _closing(edges: list[dict[str, Any]]) -> dict[str, Any]:
    """Rules that close what a page break left open.

    Word draws no rule where a table goes over the page, so that its last row there has no
    lower edge (or its first no upper one) and would not be found. The ends of the rules that
    do stand there say where the missing ones are.
    """
    horizontal, vertical = [], []
    edges = [e for e in edges if max(e["width"], e["height"]) >= _SHORTEST]
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
