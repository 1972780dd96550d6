"""From characters to printed lines: which stand beside one another, and what they say.

All characters of a page are dealt with at once, whether they stand in cells or not: only those
of one cell, or of none, are of one line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, repeat
from typing import NamedTuple

import numpy as np

from gxlab.readers.page import Char, Chars, Numbers

# In ems: a gap wider than the first is a space; one wider than the second parts two values.
_SPACE = 0.2
_WIDE = 0.6
# In ems, between two digits: a gap wider than this parts two values; up to it, they are one value
# with a space in it (most fonts have one of 0.25).
_CUT = 0.28
# Shares of a line's largest size. Below _SMALL a character is small, below _CLEARLY_SMALL it is
# small whatever it is; a digit further off the line than _OFF_LINE (beyond what its smaller size
# explains) is raised or lowered; two digits further apart than _OTHER_LINE are not on one line.
_SMALL = 0.95
_CLEARLY_SMALL = 0.75
_OFF_LINE = 0.08
_OTHER_LINE = 0.15


class TextLine(NamedTuple):
    """A line's text, its box, and its largest and widest character's size and width.

    ``cell`` is the number of the cell that it is in, below zero where it is in none.
    """

    page: int
    cell: int
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    widest: float


def lines_of(chars: Chars, cells: Numbers, page: int) -> list[TextLine]:
    """The lines of a page's characters, by cell and from top to bottom.

    Parameters
    ----------
    cells : the number of each character's cell, below zero where it is in none
    """
    if not chars:
        return []
    order, starts = in_lines(chars, cells)
    chars = chars.picked(order)
    x0, top, x1, bottom, size = chars.numbers
    gap = np.zeros(len(chars))
    gap[1:] = x0[1:] - x1[:-1]
    gap[starts] = 0
    lowest, largest = np.maximum.reduceat([bottom, size], starts, axis=1)
    is_plain = (
        (np.minimum.reduceat(size, starts) >= _SMALL * largest)
        & (lowest - np.minimum.reduceat(bottom, starts) <= _OTHER_LINE * largest)
        & (np.maximum.reduceat(gap, starts) / largest <= _SPACE)
    ).tolist()
    ends = pairwise([*starts.tolist(), len(chars)])
    texts = [
        "".join(chars.texts[a:b]) if plain else _text_of([chars[at] for at in range(a, b)])
        for plain, (a, b) in zip(is_plain, ends, strict=True)
    ]
    left, above = np.minimum.reduceat([x0, top], starts, axis=1)
    right, widest = np.maximum.reduceat([x1, x1 - x0], starts, axis=1)
    columns = (cells[order[starts]], left, above, right, lowest, largest, widest)
    cell, *numbers = (column.tolist() for column in columns)
    return list(map(TextLine, repeat(page), cell, texts, *numbers))


def in_lines(chars: Chars, groups: Numbers) -> tuple[Numbers, Numbers]:
    """Sort characters by group, line and place on the line; where in that order lines begin.

    Parameters
    ----------
    groups : a number for each character; only those of one number are of one line
    """
    x0, top, _, bottom, sizes = chars.numbers
    middles = (top + bottom) / 2
    order = np.lexsort((middles, groups))
    keys = np.array([groups[order], middles[order], sizes[order]])
    differ = np.ones(len(order), bool)
    differ[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
    lines: list[int] = []
    line, now, start, height = -1, None, 0.0, 0.0
    for group, middle, size in keys[:, differ].T.tolist():
        if group != now or middle - start > 0.5 * max(size, height):
            line, now, start, height = line + 1, group, middle, size
        lines.append(line)
    line_of = np.array(lines)[differ.cumsum() - 1]
    order = order[np.lexsort((x0[order], line_of))]
    return order, np.searchsorted(line_of, np.arange(line + 1))


def _text_of(line: Sequence[Char]) -> str:
    """A line's text: spaces where there are gaps, raised and lowered print in brackets.

    Digits that a gap parts, or that differ in size or height, are not one number: a tab is put
    between them. A footnote mark set small after 5 must not make it 51.
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
    """The lower edge of a line's full-sized print: of its digits, where it has any."""
    full = [char for char in line if char.size >= _SMALL * size]
    full = [char for char in full if char.text.isdigit()] or full
    return Counter(round(char.bottom, 1) for char in full).most_common(1)[0][0]


def _is_off_line(char: Char, size: float, base: float) -> bool:
    """Whether a character is small and raised or lowered; for a digit, slightly is enough."""
    off = base - char.bottom
    if not char.text.isdigit():
        return char.size < _CLEARLY_SMALL * size and off > _SPACE * size
    # A smaller character on the same line ends higher, by its smaller descent.
    descent = (size - char.size) / 4
    return char.size < _SMALL * size and not -_OFF_LINE * size < off < _OFF_LINE * size + descent


def _differ(one: Char, other: Char, size: float) -> bool:
    """Whether two digits differ in size, or stand on two lines."""
    sizes = sorted((one.size, other.size))
    return sizes[0] < _SMALL * sizes[1] or abs(one.bottom - other.bottom) > _OTHER_LINE * size
