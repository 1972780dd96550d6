"""A PDF's page with a cell outlined, drawn by pdfium.

What is shown is cut to strips of the page: the header that names the cell's column, and the rows
about the cell, wherever a page break has put them. Each strip names its page.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw, ImageFont

from gxlab.cells import PROSE, Observation
from gxlab.document import Cell, Document, Grid
from gxlab.readers.pdfium.calls import ALONE
from gxlab.workbench.evidence.around import cell_at, head_rows, is_marked, rows_around

Area = tuple[float, float, float, float]
"""Left, top, right, bottom in points, from the top left corner of the page as a reader turns it."""

SCALE = 2.0
_LOCATOR = re.compile(r"page (\d+), box (-?\d+),(-?\d+),(-?\d+),(-?\d+)")
_OUTLINE = (214, 39, 40)
_TINT = (255, 246, 214)
_HERE = (255, 233, 168)
_BAND = (226, 226, 226)
_INK = (60, 60, 60)
# Points: room beside and above what is shown, and gaps below which two strips are one.
_BESIDE = 10.0
_ABOVE = 3.0
_GAP = 45.0
# Points above and below words, and about a place that is in no table as it is read now.
_AROUND = 60.0


@dataclass(frozen=True, slots=True)
class _Mark:
    """A box on a page, and why it is marked.

    ``role`` is ``here`` (outlined), ``begins`` (outlined: the paragraph whose words were not
    found), ``along`` (tinted: the row and the header) or ``shown`` (no more than seen).
    """

    page: int
    box: Area
    role: str


def draw(data: bytes, document: Document, cell: Observation, *, full: bool) -> Image.Image:
    """The strips of the PDF that show an observation, one below the other."""
    with ALONE, closing(pdfium.PdfDocument(data)) as pdf:
        marks = list(_marks(pdf, document, cell))
        strips = _strips(marks)
        if full:
            strips = [(page, (0.0, 0.0, 1e9, 1e9)) for page in sorted({m.page for m in marks})]
        pages = {number: _drawn(pdf, number, marks) for number in {page for page, _ in strips}}
    begins = any(mark.role == "begins" for mark in marks)
    where = ", the paragraph begins in the outline" if begins else ""
    return _stacked([(page, _cut(pages[page], area)) for page, area in strips], where)


def to_png(pictures: Sequence[Image.Image]) -> bytes:
    """Pictures, one below the other, as PNG."""
    sheet = pictures[0] if len(pictures) == 1 else _one_below_another(pictures)
    out = io.BytesIO()
    # The octree keeps the few red pixels of the outline; the default would mix them away.
    sheet.quantize(128, method=Image.Quantize.FASTOCTREE).save(out, "PNG", optimize=True)
    return out.getvalue()


# --- What to mark ---------------------------------------------------------------------------


def _marks(pdf: Any, document: Document, cell: Observation) -> Iterator[_Mark]:
    for block in document.blocks:
        if isinstance(block, Grid) and (target := cell_at(block, cell.locator)):
            yield from _in_grid(block, target)
            return
    page, box = _parsed(cell.locator)
    words = _words(pdf, page, box, cell.raw) if cell.table == PROSE else []
    for mark in words or [_Mark(page, box, "begins" if cell.table == PROSE else "here")]:
        yield mark
        boxes = (box for _, box in _characters(pdf[mark.page - 1]))
        left, highest, right, lowest = _around([mark.box, *boxes])
        top, bottom = max(mark.box[1] - _AROUND, highest), min(mark.box[3] + _AROUND, lowest)
        yield _Mark(mark.page, (left, top, right, bottom), "shown")


def _in_grid(grid: Grid, target: Cell) -> Iterator[_Mark]:
    rows, heads = set(rows_around(grid, target)), head_rows(grid, target)
    for cell in grid.cells:
        if _LOCATOR.match(cell.locator) is None:
            continue
        page, box = _parsed(cell.locator)
        if cell.locator == target.locator:
            yield _Mark(page, box, "here")
        elif is_marked(cell, target, heads):
            yield _Mark(page, box, "along")
        is_head = cell.row in heads
        if (is_head or page == target.page) and rows.issuperset(range(cell.row, cell.bottom)):
            yield _Mark(page, box, "shown")


def _parsed(locator: str) -> tuple[int, Area]:
    found = _LOCATOR.match(locator)
    if found is None:
        raise ValueError(f"no place on a page: {locator!r}")
    page, *box = (int(number) for number in found.groups())
    return page, (float(box[0]), float(box[1]), float(box[2]), float(box[3]))


def _words(pdf: Any, page: int, start: Area, raw: str) -> list[_Mark]:
    """The boxes, a line each, of words printed at a paragraph's first line or below it."""
    wanted = "".join(raw.split())
    characters: list[tuple[str, int, Area]] = []
    for number in range(page, min(page + 1, len(pdf)) + 1):
        for char, box in _characters(pdf[number - 1]):
            if number > page or box[3] > start[1]:
                characters.append((char, number, box))
        at = "".join(char for char, _, _ in characters).find(wanted)
        if at >= 0:
            return list(_by_line(characters[at : at + len(wanted)]))
    return []


def _by_line(characters: Sequence[tuple[str, int, Area]]) -> Iterator[_Mark]:
    line: list[Area] = []
    for at, (_, page, box) in enumerate(characters):
        line.append(box)
        after = characters[at + 1] if at + 1 < len(characters) else None
        if after is None or after[1] != page or after[2][1] >= box[3] or after[2][0] < box[0]:
            yield _Mark(page, _around(line), "here")
            line = []


def _around(boxes: Iterable[Area]) -> Area:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _characters(page: Any) -> Iterator[tuple[str, Area]]:
    """The printed characters of a page and their boxes, in the order of its text."""
    text = page.get_textpage()
    try:
        for at in range(text.count_chars()):
            char = text.get_text_range(at, 1)
            if len(char) == 1 and char.isprintable() and not char.isspace():
                yield char, _turned(page, text.get_charbox(at, loose=True))
    finally:
        text.close()


# --- Where it is on the picture -------------------------------------------------------------


def _turned(page: Any, box: Area) -> Area:
    """A box of the file's own space (left, bottom, right, top) as locators count.

    Those count from the top left corner of the MediaBox, as /Rotate turns it; a MediaBox that
    does not begin at the origin moves them by as much.
    """
    left, bottom, right, top = box
    x0, y0, x1, y1 = page.get_mediabox()
    turns = page.get_rotation() // 90
    place = (
        (left - x0, y1 - top, right - x0, y1 - bottom),
        (bottom - y0, left - x0, top - y0, right - x0),
        (x1 - right, bottom - y0, x1 - left, top - y0),
        (y1 - top, x1 - right, y1 - bottom, x1 - left),
    )[turns]
    x, y = (y0, x0) if turns % 2 else (x0, y0)
    return place[0] + x, place[1] - y, place[2] + x, place[3] - y


def _drawn(pdf: Any, number: int, marks: Sequence[_Mark]) -> tuple[Image.Image, Area]:
    """A page with what is marked on it, and the box of it that is shown (its CropBox)."""
    page = pdf[number - 1]
    picture = page.render(scale=SCALE).to_pil().convert("RGB")
    shown = _turned(page, page.get_bbox())
    tints = Image.new("RGB", picture.size, "white")
    brush = ImageDraw.Draw(tints)
    on_page = [mark for mark in marks if mark.page == number]
    here = [_pixels(mark.box, shown) for mark in on_page if mark.role in ("here", "begins")]
    for mark in on_page:
        if mark.role == "along":
            brush.rectangle(_pixels(mark.box, shown), fill=_TINT)
    for box in here:
        brush.rectangle(box, fill=_HERE)
    picture = ImageChops.multiply(picture, tints)
    pen = ImageDraw.Draw(picture)
    for left, top, right, bottom in here:
        pen.rectangle((left - 2, top - 2, right + 2, bottom + 2), outline=_OUTLINE, width=4)
    return picture, shown


def _pixels(box: Area, shown: Area) -> Area:
    left, top = shown[:2]
    return (
        (box[0] - left) * SCALE,
        (box[1] - top) * SCALE,
        (box[2] - left) * SCALE,
        (box[3] - top) * SCALE,
    )


# --- What is shown of it --------------------------------------------------------------------


def _strips(marks: Sequence[_Mark]) -> list[tuple[int, Area]]:
    """The strips of pages that together show every mark: the page and its part that is shown."""
    wanted = sorted((m for m in marks if m.role != "along"), key=lambda m: (m.page, m.box[1]))
    strips: list[tuple[int, Area]] = []
    for number, on_page in groupby(wanted, key=lambda mark: mark.page):
        stretches: list[list[Area]] = []
        for mark in on_page:
            reach = max((box[3] for box in stretches[-1]), default=0.0) if stretches else 0.0
            if stretches and mark.box[1] <= reach + _GAP:
                stretches[-1].append(mark.box)
            else:
                stretches.append([mark.box])
        boxes = [_around(stretch) for stretch in stretches]
        left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
        strips += [(number, (left, box[1], right, box[3])) for box in boxes]
    return strips


def _cut(drawn: tuple[Image.Image, Area], strip: Area) -> Image.Image:
    picture, shown = drawn
    left, top, right, bottom = strip
    box = left - _BESIDE, top - _ABOVE, right + _BESIDE, bottom + _ABOVE
    left, top, right, bottom = (round(at) for at in _pixels(box, shown))
    return picture.crop(
        (max(left, 0), max(top, 0), min(right, picture.width), min(bottom, picture.height))
    )


def _stacked(strips: Sequence[tuple[int, Image.Image]], also: str) -> Image.Image:
    """Strips one below the other, each under a band that names its page."""
    parts: list[Image.Image] = []
    before = 0
    width = max(strip.width for _, strip in strips)
    for number, strip in strips:
        band = Image.new("RGB", (width, 30), _BAND)
        name = f"page {number}" + (", further down" if number == before else also)
        pen = ImageDraw.Draw(band)
        pen.text((2 * _BESIDE, 4), name, fill=_INK, font=ImageFont.load_default(size=18))
        parts += [band, strip]
        before = number
    return _one_below_another(parts)


def _one_below_another(pictures: Sequence[Image.Image]) -> Image.Image:
    width = max(picture.width for picture in pictures)
    sheet = Image.new("RGB", (width, sum(picture.height for picture in pictures)), "white")
    at = 0
    for picture in pictures:
        sheet.paste(picture, (0, at))
        at += picture.height
    return sheet
