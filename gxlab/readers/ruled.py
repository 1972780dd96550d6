"""From characters and ruled cells on pages to paragraphs and grids.

A PDF has neither. This module puts characters into the cells they stand in, joins tables that
a page break cut, and makes paragraphs of the rest, whichever library found the characters and
the cells.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from operator import itemgetter

import numpy as np

from gxlab.document import Block, Cell, Grid
from gxlab.readers.common import UNREADABLE, is_continuation, is_page_number
from gxlab.readers.lines import TextLine, in_lines, lines_of
from gxlab.readers.overprint import visible
from gxlab.readers.page import Box, Chars, Numbers, Page
from gxlab.readers.paragraphs import paragraphs, points

# Points. Edges nearer than this are one rule that was drawn twice, on one page or on two.
_SAME_EDGE = 3.0
_SAME_EDGE_OVER_PAGES = 5.0
# In ems. Digits nearer than this touch: they are one number, even if a rule runs between them.
_TOUCHING = 0.08
# Share of the page's height, at its head and foot, where running titles and page numbers stand.
_MARGIN = 0.1
# Word's cell padding on both sides: text that leaves less room than this was wrapped.
_PADDING = 12.0


@dataclass(slots=True)
class _PageTable:
    """A table on one page: its edges, and its cells as spans between edges."""

    page: int
    xs: list[float]
    ys: list[float]
    spans: list[tuple[int, int, int, int]] = field(default_factory=list)  # top, left, bottom, right
    widths: list[float] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def top(self) -> float:
        return self.ys[0]


def blocks_of(pages: Iterable[Page]) -> list[Block]:
    """Paragraphs and grids of all pages, in order, with tables joined over page breaks."""
    on_pages = [_lay_out(page) for page in pages]
    running = _running_titles(on_pages)
    heights = {height for height, _ in running}
    tables: list[list[_PageTable]] = []
    runs: list[list[TextLine]] = [[]]  # of lines: before, between and after the tables
    for item in chain.from_iterable(on_pages):
        if isinstance(item, _PageTable):
            if not runs[-1] and tables and _continues(tables[-1][-1], item):
                tables[-1].append(item)
            else:
                tables.append([item])
                runs.append([])
        elif not (
            (_height(item) in heights and _key(item) in running)
            or is_page_number(item.text)
            or is_continuation(item.text)
        ):
            runs[-1].append(item)
    first, *others = paragraphs(runs)
    blocks: list[Block] = [*first]
    for table, after in zip(tables, others, strict=True):
        blocks += [join_tables(table), *after]
    return blocks


def _lay_out(page: Page) -> list[_PageTable | TextLine]:
    """A page's lines and tables from top to bottom."""
    chars = visible(page.chars)
    cells = np.full(len(chars), -1)
    tables: list[_PageTable] = []
    n_cells = 0
    for boxes in page.tables:
        table = _PageTable(page.number, *_edges(boxes))
        if len(table.xs) > 2:
            _fill(table, boxes, chars, cells, first=n_cells)
            n_cells += len(table.spans)
            tables.append(table)
    outside: list[TextLine] = []
    inside: list[list[TextLine]] = [[] for _ in range(n_cells)]
    for line in lines_of(_without_overrunning(chars, cells), cells, page.number):
        (outside if line.cell < 0 else inside[line.cell]).append(line)
    filled = iter(inside)
    for table in tables:
        table.texts = list(map(_cell_text, islice(filled, len(table.spans)), table.widths))
    items: list[_PageTable | TextLine] = [*tables, *(_with_mark(line, page) for line in outside)]
    return sorted(items, key=lambda item: item.top)


def _with_mark(line: TextLine, page: Page) -> TextLine:
    """The line; a bare number at the page's head or foot is given the marks of a page number."""
    bare = line.text.strip()
    at_edge = line.bottom < _MARGIN * page.height or line.top > (1 - _MARGIN) * page.height
    if at_edge and len(bare) <= 3 and bare.isdigit():
        return line._replace(text=f"- {bare} -")
    return line


def _edges(boxes: Sequence[Box]) -> tuple[list[float], list[float]]:
    xs = _cluster((x for box in boxes for x in (box[0], box[2])), _SAME_EDGE)
    ys = _cluster((y for box in boxes for y in (box[1], box[3])), _SAME_EDGE)
    return xs, ys


def _cluster(values: Iterable[float], width: float) -> list[float]:
    """The mean of each cluster of values: those within `width` of the smallest of their cluster."""
    clusters: list[list[float]] = []
    for value in sorted(values):
        if clusters and value - clusters[-1][0] <= width:
            clusters[-1].append(value)
        else:
            clusters.append([value])
    return [sum(cluster) / len(cluster) for cluster in clusters]


def _nearest(edges: Sequence[float], value: float) -> int:
    above = min(bisect_left(edges, value), len(edges) - 1)
    below = max(above - 1, 0)
    return below if value - edges[below] <= edges[above] - value else above


def _fill(
    table: _PageTable, boxes: Sequence[Box], chars: Chars, cells: Numbers, *, first: int
) -> None:
    """Put characters that are in no cell yet into those of a table, numbered from `first`.

    A character inside the table but in no cell (at the head of a page, a cell may lack its upper
    rule) makes its slot a cell, so that nothing printed in a table is lost.
    """
    xs, ys = table.xs, table.ys
    n_cols = len(xs) - 1
    table.spans += _spans(boxes, ys, xs)
    table.widths += [x1 - x0 for x0, _, x1, _ in boxes]
    slots = np.full((len(ys) - 1, n_cols), -1)
    for number, (top, left, bottom, right) in reversed(list(enumerate(table.spans))):
        slots[top:bottom, left:right] = number  # where cells overlap, the first counts
    cell_at: list[int] = slots.ravel().tolist()
    rows, cols = _places(chars, ys, xs)
    inside = (cells < 0) & (rows >= 0) & (rows < len(ys) - 1) & (cols >= 0) & (cols < n_cols)
    at = np.flatnonzero(inside)
    places = (rows[at] * n_cols + cols[at]).tolist()
    for place in dict.fromkeys(places):
        if cell_at[place] < 0:
            cell_at[place] = len(table.spans)
            row, col = divmod(place, n_cols)
            table.spans.append((row, col, row + 1, col + 1))
            table.widths.append(xs[col + 1] - xs[col])
    cells[at] = [first + cell_at[place] for place in places]


def _spans(
    boxes: Sequence[Box], ys: Sequence[float], xs: Sequence[float]
) -> Iterator[tuple[int, int, int, int]]:
    """For each box, the edges nearest to its sides: top, left, bottom, right."""
    x0, top, x1, bottom = np.array(boxes).T
    halves = [np.add(edges[1:], edges[:-1]) / 2 for edges in (ys, xs)]
    sides = zip(halves * 2, (top, x0, bottom, x1), strict=True)
    nearest = (np.searchsorted(half, side).tolist() for half, side in sides)
    return zip(*nearest, strict=True)


def _places(chars: Chars, ys: Sequence[float], xs: Sequence[float]) -> tuple[Numbers, Numbers]:
    """The rows and the columns in which the centres of characters lie."""
    x0, top, x1, bottom, _ = chars.numbers
    rows = np.searchsorted(ys, (top + bottom) / 2, side="right") - 1
    return rows, np.searchsorted(xs, (x0 + x1) / 2, side="right") - 1


def _without_overrunning(chars: Chars, cells: Numbers) -> Chars:
    """The characters; digits that touch digits of the next cell, or beside the table, unreadable.

    Such a number is too wide for its cell, and each cell would be given a part of it: where the
    last digit stood beyond the table's edge, 650 was read as 65.

    Parameters
    ----------
    cells : the cell of each character, below zero where it is in none
    """
    is_digit = np.fromiter(map(str.isdigit, chars.texts), "?", len(chars))
    digits = np.flatnonzero(is_digit)
    if not digits.size or cells.max() < 0:
        return chars
    order, starts = in_lines(chars.picked(digits), np.zeros(len(digits)))
    places = digits[order]
    x0, _, x1, _, size = chars.numbers[:, places]
    of = cells[places]
    touches = (x0[1:] - x1[:-1] < _TOUCHING * size[:-1]) & (of[1:] != of[:-1])
    touches[starts[1:] - 1] = False
    if not touches.any():
        return chars
    texts = list(chars.texts)
    for at in np.flatnonzero(touches).tolist():
        texts[places[at]] = texts[places[at + 1]] = UNREADABLE
    return Chars(texts, chars.numbers)


def _cell_text(lines: Sequence[TextLine], width: float) -> str:
    """A cell's text; lines that were wrapped for want of room are joined."""
    text = ""
    wrapped = False
    for line in lines:
        text += ("" if wrapped or not text else "\n") + line.text
        wrapped = width - (line.x1 - line.x0) - _PADDING < line.widest
    return text


def _height(line: TextLine) -> int:
    return round(line.top / 5)


def _key(line: TextLine) -> tuple[int, str]:
    """What a running title has in common on all pages: its height, and its text without digits."""
    return _height(line), "".join(char for char in line.text if not char.isdigit())


def _running_titles(pages: Sequence[Sequence[_PageTable | TextLine]]) -> set[tuple[int, str]]:
    """The keys of lines that stand first or last on several pages, at one height."""
    edge = Counter(
        key
        for items in pages
        for key in {_key(i) for i in (*items[:1], *items[-1:]) if isinstance(i, TextLine)}
    )
    return {key for key, count in edge.items() if count > 1 and count >= len(pages) / 2}


def _continues(above: _PageTable, below: _PageTable) -> bool:
    """Whether a table continues the last one of the page before: as wide, and in the same place."""
    if below.page != above.page + 1:
        return False
    width_above, width_below = (t.xs[-1] - t.xs[0] for t in (above, below))
    return (
        abs(width_above - width_below) < 0.1 * width_above
        and abs(above.xs[0] - below.xs[0]) < 0.1 * width_above
    )


def join_tables(parts: Sequence[_PageTable]) -> Grid:
    """Join the parts of a table on several pages into one grid, matching columns by place."""
    first = parts[0]
    left, width = first.xs[0], first.xs[-1] - first.xs[0]

    def moved(part: _PageTable, x: float) -> float:
        return left + (x - part.xs[0]) * width / (part.xs[-1] - part.xs[0])

    edges = _cluster((moved(part, x) for part in parts for x in part.xs), _SAME_EDGE_OVER_PAGES)
    cells: list[Cell] = []
    seams: list[int] = []
    offset = 0
    for part in parts:
        if offset:
            seams.append(offset)
        columns = [_nearest(edges, moved(part, x)) for x in part.xs]
        across, down = list(map(points, part.xs)), list(map(points, part.ys))
        for (r0, c0, r1, c1), text in zip(part.spans, part.texts, strict=True):
            col, end = columns[c0], columns[c1]
            box = f"{across[c0]},{down[r0]},{across[c1]},{down[r1]}"
            rows, cols = max(r1 - r0, 1), max(end - col, 1)
            where = f"page {part.page}, box {box}"
            cells.append(Cell(offset + r0, col, rows, cols, text, where, part.page))
        offset += len(part.ys) - 1
    cells.sort(key=itemgetter(0, 1))
    where = f"page {first.page}, box {points(first.xs[0], first.ys[0])}"
    return Grid(tuple(cells), offset, len(edges) - 1, where, tuple(seams))
