"""Where a table's rules run: the borders between unlike boxes, joined into long strokes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from gxlab.forms.sheet import Box

Cover = Sequence[Sequence[Box | None]]
Stroke = tuple[int, int, int]


def horizontal_rules(cover: Cover) -> Iterator[Stroke]:
    """Yield (level, first column, end column) of each horizontal stroke of a covered grid."""
    width = len(cover[0]) if cover else 0
    empty: list[Box | None] = [None] * width
    rows = [empty, *cover, empty]
    for level in range(len(cover) + 1):
        above, below = rows[level], rows[level + 1]
        drawn = [col for col in range(width) if above[col] is not below[col]]
        for first, last in _stretches(drawn):
            yield level, first, last


def vertical_rules(cover: Cover) -> Iterator[Stroke]:
    """Yield (level, first row, end row) of each vertical stroke: the columns read as rows."""
    yield from horizontal_rules([list(column) for column in zip(*cover, strict=True)])


def _stretches(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Runs of consecutive numbers, as (first, one after the last)."""
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        stretch = [number for _, number in run]
        yield stretch[0], stretch[-1] + 1
