"""From characters and ruled cells on pages to paragraphs and grids.

A PDF knows neither: this module puts characters into the cells they stand in, joins tables
that a page break cut, and makes paragraphs of the rest. It does not care which library found
the characters and the cells.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np

from gxlab.document import Block, Cell, Grid
from gxlab.readers.common import UNREADABLE, is_continuation, is_page_number
from gxlab.readers.paragraphs import Line, paragraphs, points

Box = tuple[float, float, float, float]
Numbers = np.ndarray[Any, np.dtype[Any]]

_first, _left = itemgetter(0), itemgetter(1)


class EncryptedError(Exception):
    """A PDF that opens with a password only."""


class Char(NamedTuple):
    """A character and its box; y grows downwards.

    A box is as wide as the character's advance and as high as its type size, of which
    `DESCENT` is below the line that it stands on, whatever its font says of itself.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class Page:
    """What a library found on one page: characters, and for each table the boxes of its cells."""

    number: int
    height: float
    chars: Sequence[Char]
    tables: Sequence[Sequence[Box]]


# Points. Edges nearer than this are one rule drawn twice, or on two pages.
_SAME_EDGE = 3.0
_SAME_EDGE_OVER_PAGES = 5.0
# In ems: a gap wider than the first is a space, wider than the second more than a cut number.
_SPACE = 0.2
_WIDE = 0.6
# Between two digits a gap wider than this (a space of most fonts is 0.25) is more than a cut.
_CUT = 0.28
# Digits nearer than this touch: they are of one number, whatever rule runs between them.
_TOUCHING = 0.08
# Of the greater width and height: print that overlaps more than this was printed over.
_OVER = 0.55
# Points, and of a character's size: how far apart bold print is printed twice.
_BOLD = 1.6
_BOLD_SHARE = 0.2
# Of the size of a line's full print: below the first a character is small; one further off the
# line than the second (and than its own smallness explains) is raised or lowered.
_SMALL = 0.95
_CLEARLY_SMALL = 0.75
_OFF_LINE = 0.08
_OTHER_LINE = 0.15
# Of a character's size.
DESCENT = 0.14
# Of the page's height, at its head and foot: where running titles and page numbers stand.
_MARGIN = 0.1
# Word's cell padding on both sides: text that leaves less room than this was wrapped.
_PADDING = 12.0


@dataclass(slots=True)
class _PageTable:
    """A table on one page: its edges, and its cells as spans between them."""

    page: int
    xs: list[float]
    ys: list[float]
    spans: list[tuple[int, int, int, int]] = field(default_factory=list)  # row, col, row, col
    texts: list[str] = field(default_factory=list)

    @property
    def top(self) -> float:
        return self.ys[0]


def blocks_of(pages: Iterable[Page]) -> list[Block]:
    """Paragraphs and grids of all pages, in order, with tables joined over page breaks."""
    on_pages = [_lay_out(page) for page in pages]
    running = _running_titles(on_pages)
    tables: list[list[_PageTable]] = []
    runs: list[list[Line]] = [[]]  # before, between and after the tables
    for item in chain.from_iterable(on_pages):
        if isinstance(item, _PageTable):
            if not runs[-1] and tables and _continues(tables[-1][-1], item):
                tables[-1].append(item)
            else:
                tables.append([item])
                runs.append([])
        elif not (running and _key(item) in running) and not _is_furniture(item.text):
            runs[-1].append(item)
    first, *others = paragraphs(runs)
    blocks: list[Block] = [*first]
    for table, after in zip(tables, others, strict=True):
        blocks += [join_tables(table), *after]
    return blocks


def _is_furniture(line: str) -> bool:
    return is_page_number(line) or is_continuation(line)


def _lay_out(page: Page) -> list[_PageTable | Line]:
    """A page's lines and tables from top to bottom."""
    chars = _visible(page.chars)
    tables = []
    for boxes in page.tables:
        table = _PageTable(page.number, *_edges(boxes))
        if len(table.xs) > 2:
            chars = _fill(table, boxes, chars)
            tables.append(table)
    lines = []
    for those in _lines(chars):
        _, lefts, tops, rights, bottoms, sizes = zip(*those, strict=True)
        box = min(lefts), min(tops), max(rights), max(bottoms)
        lines.append(Line(_text_of(those), *box, max(sizes), page.number))
    for line in lines:
        bare = line.text.strip().isdigit() and len(line.text.strip()) <= 3
        at_edge = line.bottom < _MARGIN * page.height or line.top > (1 - _MARGIN) * page.height
        if bare and at_edge:
            line.text = f"- {line.text.strip()} -"
    items: list[_PageTable | Line] = [*tables, *lines]
    return sorted(items, key=lambda item: item.top)


def _visible(chars: Iterable[Char]) -> list[Char]:
    """The characters without spaces; of those printed over one another, one.

    The same character twice is bold print, or a text layer over print. Two that differ, one
    of them a digit, cannot be told: neither is read.
    """
    printed = [char for char in chars if char.text.strip() and char.size > 0]
    over: dict[int, list[int]] = {}
    for below, above in _near(printed):
        if _overlap(printed[above], printed[below]):
            over.setdefault(above, []).append(below)
    if not over:
        return printed
    texts = [char.text for char in printed]
    gone: set[int] = set()
    for above, those in over.items():
        under = [below for below in those if below not in gone]
        said = {texts[below] for below in under}
        if texts[above] in said:
            gone.add(above)
        elif any(text.isdigit() or text == UNREADABLE for text in (*said, texts[above])) and said:
            gone.add(above)
            for below in under:
                texts[below] = UNREADABLE
    return [
        char._replace(text=text)
        for at, (char, text) in enumerate(zip(printed, texts, strict=True))
        if at not in gone
    ]


def _sides(chars: Sequence[Char]) -> Numbers:
    """The left, upper, right and lower edges of characters, a row each."""
    return np.array(list(zip(*chars, strict=True))[1:5] or np.empty((4, 0)))


def _near(chars: Sequence[Char]) -> list[tuple[int, int]]:
    """Pairs of characters that may overlap, by their places: the one printed first is first."""
    if len(chars) < 2:
        return []
    x0, top, x1, bottom = _sides(chars)
    middle, width = (x0 + x1) / 2, x1 - x0
    bold = _BOLD_SHARE * (bottom - top)
    reach = (0.5 + _BOLD_SHARE) * max(width.max(), (bottom - top).max(), 1.0)
    # Any two that are near are in one band of the page, in the first or in the second parting.
    bands = np.floor((top + bottom) / (4 * reach) + np.array([[0.0], [0.5]]))
    bands[1] += bands[0].max() - bands[1].min() + 1
    band, middles = bands.ravel(), np.tile(middle, 2)
    order = np.lexsort((middles, band))
    band, middles, order = band[order], middles[order], order % len(chars)
    pairs: set[tuple[int, int]] = set()
    for lag in range(1, len(order)):
        near = np.flatnonzero(
            (band[lag:] == band[:-lag]) & (middles[lag:] - middles[:-lag] < reach)
        )
        if not near.size:
            break
        one, other, apart = order[near], order[near + lag], middles[near + lag] - middles[near]
        over = (apart < np.maximum(width[one], width[other]) / 2) | (
            np.abs(x0[one] - x0[other]) < np.maximum(bold[one], bold[other])
        )
        pairs.update(zip(*np.sort([one[over], other[over]], axis=0).tolist(), strict=True))
    return sorted(pairs, key=lambda pair: pair[::-1])


def _overlap(one: Char, other: Char) -> bool:
    if one.text == other.text:
        near = min(_BOLD, _BOLD_SHARE * one.size)
        if abs(one.x0 - other.x0) < near and abs(one.top - other.top) < near:
            return True
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    if across <= _OVER * max(one.x1 - one.x0, other.x1 - other.x0):
        return False
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return down > _OVER * max(one.bottom - one.top, other.bottom - other.top)


def _edges(boxes: Sequence[Box]) -> tuple[list[float], list[float]]:
    xs = _cluster((x for box in boxes for x in (box[0], box[2])), _SAME_EDGE)
    ys = _cluster((y for box in boxes for y in (box[1], box[3])), _SAME_EDGE)
    return xs, ys


def _cluster(values: Iterable[float], width: float) -> list[float]:
    """Values no further apart than `width` from the first of their cluster, as one each."""
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


def _fill(table: _PageTable, boxes: Sequence[Box], chars: list[Char]) -> list[Char]:
    """Put characters into cells; return those that stand outside the table.

    A character inside the table and in no cell (a cell without its upper rule, at a page's
    head) makes a cell of its own slot, so that nothing printed in a table is lost.
    """
    xs, ys = table.xs, table.ys
    slots: dict[tuple[int, int], int] = {}
    inside: list[list[Char]] = []
    widths: list[float] = []

    def add(span: tuple[int, int, int, int], width: float) -> None:
        for row in range(span[0], span[2]):
            for col in range(span[1], span[3]):
                slots.setdefault((row, col), len(inside))
        table.spans.append(span)
        inside.append([])
        widths.append(width)

    for span, (x0, _, x1, _) in zip(_spans(boxes, ys, xs), boxes, strict=True):
        add(span, x1 - x0)
    outside: list[Char] = []
    digits: list[tuple[Char, int]] = []
    for char, row, col in zip(chars, *_places(chars, ys, xs), strict=True):
        if not (0 <= row < len(ys) - 1 and 0 <= col < len(xs) - 1):
            outside.append(char)
            continue
        if (row, col) not in slots:
            add((row, col, row + 1, col + 1), xs[col + 1] - xs[col])
        slot = slots[row, col]
        if char[0].isdigit():
            digits.append((char, slot))
        else:
            inside[slot].append(char)
    overrunning = _overrunning(digits)
    for char, slot in digits:
        inside[slot].append(char._replace(text=UNREADABLE) if char in overrunning else char)
    table.texts = [_cell_text(c, width) for c, width in zip(inside, widths, strict=True)]
    return outside


def _spans(
    boxes: Sequence[Box], ys: Sequence[float], xs: Sequence[float]
) -> Iterator[tuple[int, int, int, int]]:
    """The edges nearest to the sides of boxes: upper, left, lower, right."""
    x0, top, x1, bottom = np.array(boxes).T
    halves = [np.add(edges[1:], edges[:-1]) / 2 for edges in (ys, xs)]
    sides = zip(halves * 2, (top, x0, bottom, x1), strict=True)
    nearest = (np.searchsorted(half, side).tolist() for half, side in sides)
    return zip(*nearest, strict=True)


def _places(
    chars: Sequence[Char], ys: Sequence[float], xs: Sequence[float]
) -> tuple[list[int], list[int]]:
    """The rows and the columns that the middles of characters lie in."""
    x0, top, x1, bottom = _sides(chars)
    rows = np.searchsorted(ys, (top + bottom) / 2, side="right") - 1
    return rows.tolist(), (np.searchsorted(xs, (x0 + x1) / 2, side="right") - 1).tolist()


def _overrunning(digits: Sequence[tuple[Char, int]]) -> set[Char]:
    """Of digits and their cells, those of numbers too wide: they touch digits in the next cell."""
    at = dict(digits)
    found: set[Char] = set()
    for line in _lines(at):
        for one, other in pairwise(line):
            if other.x0 - one.x1 < _TOUCHING * one.size and at[one] != at[other]:
                found |= {one, other}
    return found


def _lines(chars: Iterable[Char]) -> list[list[Char]]:
    """Characters by printed line, top to bottom and left to right."""
    lines: list[list[Char]] = []
    middle = 0.0
    for at, char in sorted([((c[2] + c[4]) / 2, c) for c in chars], key=_first):
        if lines and at - middle <= 0.5 * max(char[5], lines[-1][0][5]):
            lines[-1].append(char)
        else:
            lines.append([char])
            middle = at
    for line in lines:
        line.sort(key=_left)
    return lines


def _text_of(line: Sequence[Char]) -> str:
    """A line's text: spaces where there are gaps, raised and lowered print in brackets.

    Digits that are parted by a gap, or are not of one size or not on one line, are no number;
    a gap is put between them.
    """
    sizes = [char.size for char in line]
    size = max(sizes)
    base = _base(line, size) if min(sizes) < _SMALL * size else None
    parts: list[str] = []
    before: Char | None = None
    for char in line:
        bracketed = base is not None and _is_off_line(char, size, base)
        if before is not None:
            gap = (char.x0 - before.x1) / size
            if char.text.isdigit() and before.text.isdigit():
                number = not bracketed and parts[-1][-1] != "]"
                if number and (gap > _CUT or _differ(before, char, size)):
                    gap = _WIDE + 1
            if gap > _SPACE:
                parts.append("\t" if gap > _WIDE else " ")
        parts.append(f"[{char.text}]" if bracketed else char.text)
        before = char
    return "".join(parts).replace("][", "")


def _base(line: Sequence[Char], size: float) -> float:
    """The height at which a line's full print ends, of its digits where it has any."""
    full = [char for char in line if char.size >= _SMALL * size]
    full = [char for char in full if char.text.isdigit()] or full
    return Counter(round(char.bottom, 1) for char in full).most_common(1)[0][0]


def _is_off_line(char: Char, size: float, base: float) -> bool:
    """Whether a character is small and raised or lowered; digits need to be so but slightly."""
    off = base - char.bottom
    if not char.text.isdigit():
        return char.size < _CLEARLY_SMALL * size and off > _SPACE * size
    # A smaller character on the same line ends higher, by its smaller descent.
    descent = (size - char.size) / 4
    return char.size < _SMALL * size and not -_OFF_LINE * size < off < _OFF_LINE * size + descent


def _differ(one: Char, other: Char, size: float) -> bool:
    """Whether two digits are not of one size, or not on one line."""
    sizes = sorted((one.size, other.size))
    return sizes[0] < _SMALL * sizes[1] or abs(one.bottom - other.bottom) > _OTHER_LINE * size


def _cell_text(chars: Sequence[Char], width: float) -> str:
    """A cell's text; lines that were wrapped for want of room are joined again."""
    if len(chars) < 2:
        return "".join(char.text for char in chars)
    text = ""
    wrapped = False
    for line in _lines(chars):
        text += ("" if wrapped or not text else "\n") + _text_of(line)
        room = width - (line[-1].x1 - line[0].x0) - _PADDING
        wrapped = room < max(char.x1 - char.x0 for char in line)
    return text


def _key(line: Line) -> tuple[str, int]:
    """What makes a line the same on every page: its text but for numbers, its height."""
    return "".join(sign for sign in line.text if not sign.isdigit()), round(line.top / 5)


def _running_titles(pages: Sequence[Sequence[_PageTable | Line]]) -> set[tuple[str, int]]:
    """Lines that stand first or last on several pages, at one height."""
    edge = Counter(
        key
        for items in pages
        for key in {_key(i) for i in (*items[:1], *items[-1:]) if isinstance(i, Line)}
    )
    return {key for key, count in edge.items() if count > 1 and count >= len(pages) / 2}


def _continues(above: _PageTable, below: _PageTable) -> bool:
    """Whether a table at a page's head goes on from the one at the foot of the page before."""
    if below.page != above.page + 1:
        return False
    width_above, width_below = (t.xs[-1] - t.xs[0] for t in (above, below))
    return (
        abs(width_above - width_below) < 0.1 * width_above
        and abs(above.xs[0] - below.xs[0]) < 0.1 * width_above
    )


def join_tables(parts: Sequence[_PageTable]) -> Grid:
    """One grid of the parts of a table on several pages, their columns matched by place."""
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
        for (r0, c0, r1, c1), text in zip(part.spans, part.texts, strict=True):
            col, end = columns[c0], columns[c1]
            box = points(part.xs[c0], part.ys[r0], part.xs[c1], part.ys[r1])
            span = (offset + r0, col, max(r1 - r0, 1), max(end - col, 1))
            cells.append(Cell(*span, text, f"page {part.page}, box {box}", part.page))
        offset += len(part.ys) - 1
    cells.sort(key=lambda cell: (cell.row, cell.col))
    where = f"page {first.page}, box {points(first.xs[0], first.ys[0])}"
    return Grid(tuple(cells), offset, len(edges) - 1, where, tuple(seams))
