"""From the rules drawn on a page to the cells of its tables.

The model is that of pdfplumber's TableFinder, without the library: rules that nearly meet are
one, four that meet around an area make a cell, and cells that share corners make a table.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import NamedTuple

from gxlab.readers.page import Box

# Points. Rules that come this near to one another meet.
NEAR = 3.0
# A filled area thinner than the first is a rule; an edge shorter than the second is only the end
# of such an area.
THICKEST = 3.2
SHORTEST = 1.0
# A stroke that leans by more than this is not a rule: headers often have one across a corner.
LEANING = 0.5


class Edge(NamedTuple):
    """A rule: ``at`` is its x where it stands upright, else its y; it runs ``start`` to ``end``."""

    upright: bool
    at: float
    start: float
    end: float


Point = tuple[float, float]
#: The crossings on a rule, and the index from which on they lie beyond a given one.
_Further = tuple[list[Point], int]


def edges_of(box: Box) -> list[Edge]:
    """The four edges of a box."""
    x0, top, x1, bottom = box
    level = [Edge(False, y, x0, x1) for y in (top, bottom)]
    return level + [Edge(True, x, top, bottom) for x in (x0, x1)]


def stroke(x0: float, y0: float, x1: float, y1: float) -> Edge | None:
    """A stroke between two points as a rule; None if it leans."""
    across, down = abs(x1 - x0), abs(y1 - y0)
    if min(across, down) >= LEANING:
        return None
    if across >= down:
        return Edge(False, min(y0, y1), min(x0, x1), max(x0, x1))
    return Edge(True, min(x0, x1), min(y0, y1), max(y0, y1))


def closing(edges: Iterable[Edge]) -> list[Edge]:
    """Rules that close what a page break left open.

    Where a table runs on to the next page, Word draws no rule at the break, so that the last row
    has no lower edge (or the first no upper one) and would not be found. The ends of the rules
    that are drawn show where the missing ones would be.
    """
    edges = [edge for edge in edges if edge.end - edge.start >= SHORTEST]
    level = sorted((edge for edge in edges if not edge.upright), key=lambda edge: edge.at)
    heights = [edge.at for edge in level]
    found: list[Edge] = []
    for band in _bands(sorted((e for e in edges if e.upright), key=lambda e: e.start)):
        top, bottom = min(e.start for e in band), max(e.end for e in band)
        beside = level[bisect_left(heights, top - NEAR) : bisect_right(heights, bottom + NEAR)]
        left = min([*(e.at for e in band), *(e.start for e in beside)])
        right = max([*(e.at for e in band), *(e.end for e in beside)])
        found += edges_of((left, top, right, bottom))
    return found


def _bands(upright: Sequence[Edge]) -> list[list[Edge]]:
    """Groups of upright rules that share a stretch of the page: one group for each table."""
    bands: list[list[Edge]] = []
    end = 0.0
    for edge in upright:
        if bands and edge.start <= end + NEAR:
            bands[-1].append(edge)
        else:
            bands.append([edge])
        end = max(end, edge.end) if len(bands[-1]) > 1 else edge.end
    return [band for band in bands if len({round(edge.at) for edge in band}) > 1]


def tables_of(edges: Sequence[Edge]) -> list[list[Box]]:
    """The boxes of the cells of each table that rules make, from top to bottom."""
    rules = [edge for edge in edges if edge.end - edge.start >= SHORTEST]
    rules = [edge for edge in _joined([*rules, *closing(rules)]) if edge.end - edge.start >= NEAR]
    tables = [sorted(cells) for cells in _grouped(list(_cells(rules))) if len(cells) > 1]
    return sorted(tables, key=lambda cells: min((top, x0) for x0, top, _, _ in cells))


def _joined(edges: Iterable[Edge]) -> Iterator[Edge]:
    """Rules, those side by side moved to their mean, and those end to end joined into one."""
    beside: list[Edge] = []
    for edge in sorted(edges):
        apart = beside and (edge.upright, edge.at) > (beside[-1].upright, beside[-1].at + NEAR)
        if apart:
            yield from _in_line(beside)
            beside = []
        beside.append(edge)
    if beside:
        yield from _in_line(beside)


def _in_line(beside: Sequence[Edge]) -> Iterator[Edge]:
    if len(beside) == 1:
        yield beside[0]
        return
    upright = beside[0].upright
    at = sum(edge.at for edge in beside) / len(beside)
    start, end = min((edge.start, edge.end) for edge in beside)
    for first, after in sorted((edge.start, edge.end) for edge in beside):
        if first > end + NEAR:
            yield Edge(upright, at, start, end)
            start, end = first, after
        end = max(end, after)
    yield Edge(upright, at, start, end)


def _crossings(rules: Sequence[Edge]) -> dict[Point, tuple[set[int], set[int]]]:
    """Where rules meet, and which: the upright and the level ones, by their index."""
    level = sorted(
        (edge.at, j, edge.start - NEAR, edge.end + NEAR)
        for j, edge in enumerate(rules)
        if not edge.upright
    )
    heights = [across[0] for across in level]
    found: dict[Point, tuple[set[int], set[int]]] = {}
    for i, (upright, at, start, end) in enumerate(rules):
        if not upright:
            continue
        first, last = bisect_left(heights, start - NEAR), bisect_right(heights, end + NEAR)
        for y, j, left, right in level[first:last]:
            if left <= at <= right:
                meeting = found.get((at, y))
                if meeting is None:
                    found[at, y] = {i}, {j}
                else:
                    meeting[0].add(i)
                    meeting[1].add(j)
    return found


def _cells(rules: Sequence[Edge]) -> Iterator[Box]:
    """For each crossing, the smallest cell of which it is the upper left corner."""
    crossings = _crossings(rules)
    along: list[list[Point]] = [[] for _ in rules]
    for point in sorted(crossings):
        for at in chain(*crossings[point]):
            along[at].append(point)
    beyond: tuple[dict[Point, _Further], ...] = ({}, {})  # to the right, below
    for (upright, *_), points in zip(rules, along, strict=True):
        further = beyond[upright]
        for at, point in enumerate(points, 1):
            if point in further:
                others, start = further[point]
                further[point] = sorted({*others[start:], *points[at:]}), 0
            else:
                further[point] = points, at
    rights, belows = beyond
    for point in crossings:
        cell = _smallest(point, rights[point], belows[point], crossings)
        if cell:
            yield cell


def _smallest(
    point: Point,
    rights: _Further,
    belows: _Further,
    crossings: Mapping[Point, tuple[set[int], set[int]]],
) -> Box | None:
    for below in islice(*belows, None):
        y, foot = below[1], crossings[below][1]
        for right in islice(*rights, None):
            meeting = crossings.get((right[0], y))
            if (
                meeting
                and not meeting[1].isdisjoint(foot)
                and not meeting[0].isdisjoint(crossings[right][0])
            ):
                return (*point, right[0], y)
    return None


def _grouped(cells: Sequence[Box]) -> Iterator[list[Box]]:
    """Cells grouped into tables: those that share a corner are of one table."""
    corners = [((x0, top), (x0, bottom), (x1, top), (x1, bottom)) for x0, top, x1, bottom in cells]
    at_corner: dict[Point, list[int]] = defaultdict(list)
    for at, four in enumerate(corners):
        for corner in four:
            at_corner[corner].append(at)
    placed = [False] * len(cells)
    for at in range(len(cells)):
        group = [] if placed[at] else [at]
        placed[at] = True
        for one in group:
            for corner in corners[one]:
                for other in at_corner.pop(corner, ()):
                    if not placed[other]:
                        placed[other] = True
                        group.append(other)
        if group:
            yield [cells[one] for one in group]
