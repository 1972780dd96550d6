"""A sheet measured for paper: its column widths, its wrapped lines, its rows' heights.

Nothing here draws. A page break falls between two rows, so what is on a page is a `Part`, the
rows ``[top, bottom)``; a merged label that a break cuts has some of its lines in each part.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from gxlab.forms.sheet import Box, Sheet
from gxlab.samples.typeset.flow import column_widths

LABEL_SIZE, VALUE_SIZE = 7.5, 9.0
LEADING = 12.0
PADDING = 2.0

_ROW_HEIGHT = {"disclosure": 27.0, "applications": 20.0, "disputes": 27.0, "indicators": 20.0}
_TOKEN = re.compile(r"[0-9A-Za-z.,%+/-]+|\s|.")
_NEVER_FIRST = frozenset("、,。;:!?)》〕”,;:)")

Measure = Callable[[str, float], float]


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a sheet that stand on one page."""

    top: int
    bottom: int


def size_of(box: Box) -> float:
    """The type size of a box, in points."""
    return VALUE_SIZE if box.role == "value" else LABEL_SIZE


def wrap(text: str, width: float, size: float, measure: Measure) -> list[str]:
    """Break a text into lines no wider than `width`; numbers and Latin words stay whole.

    A line never begins with a closing mark: the character before it goes down with it.
    """
    lines: list[list[str]] = [[]]
    for token in _TOKEN.findall(text):
        line = lines[-1]
        if line and measure("".join(line) + token, size) > width:
            carried = [line.pop()] if token in _NEVER_FIRST and len(line) > 1 else []
            lines.append(carried)
        pieces = [token] if measure(token, size) <= width else list(token)
        for piece in pieces:
            if lines[-1] and measure("".join(lines[-1]) + piece, size) > width:
                lines.append([])
            lines[-1].append(piece)
    return ["".join(line).strip() for line in lines]


@dataclass(frozen=True)
class Ruled:
    """A sheet with measures, in points."""

    sheet: Sheet
    width: float
    measure: Measure

    @cached_property
    def edges(self) -> list[float]:
        """Where the columns begin, from the table's left edge; the last is its right edge."""
        edges = [0.0]
        for width in column_widths(self.sheet, self.width):
            edges.append(edges[-1] + width)
        return edges

    def lines(self, box: Box) -> list[str]:
        """The lines of a box in the width it has; a header is broken into even lines."""
        inner = self.edges[box.right] - self.edges[box.col] - 2 * PADDING
        size = size_of(box)
        lines: list[str] = []
        for text in box.text.split("\n"):
            wrapped = wrap(text, inner, size, self.measure)
            if box.role == "header" and len(wrapped) > 1:
                even = self.measure(text, size) / len(wrapped)
                wrapped = wrap(text, min(inner, even + size / 2), size, self.measure)
            lines += wrapped
        return lines

    @cached_property
    def heights(self) -> list[float]:
        """The rows' heights: the usual one, or what the fullest box of a single row needs."""
        heights = [_ROW_HEIGHT.get(self.sheet.table, 20.0)] * self.sheet.n_rows
        for box in self.sheet.boxes:
            if box.rowspan == 1:
                needed = len(self.lines(box)) * LEADING + 2 * PADDING
                heights[box.row] = max(heights[box.row], needed)
        for box in self.sheet.boxes:
            if box.rowspan > 1:
                last = min(box.bottom, self.sheet.n_rows) - 1
                needed = len(self.lines(box)) * LEADING + 2 * PADDING
                heights[last] += max(0.0, needed - sum(heights[box.row : last + 1]))
        return heights

    def height(self, top: int, bottom: int) -> float:
        return sum(self.heights[top:bottom])

    @property
    def header(self) -> Part:
        """The rows that stand above the values; 主动公开 has a header in every block, so none."""
        return Part(0, 0 if self.sheet.table == "disclosure" else self.sheet.header_rows)

    def parts(
        self, first: float, page: float, *, repeat_header: bool, breaks: Collection[int] = ()
    ) -> Iterator[Part | None]:
        """Cut the sheet by pages; None where the first rows do not fit what is left of a page.

        Parameters
        ----------
        first, page : the height left on the first page, and that of a whole page
        repeat_header : whether the header takes its height again on every page
        breaks : rows that begin a page, whether or not they would have fitted
        """
        # The header and the row below it stay together: a header is never cut.
        together = self.header.bottom + 1 if self.header.bottom else 1
        room = first
        if self.height(0, together) > room:
            yield None
            room = page
        top = 0
        for row in range(together, self.sheet.n_rows):
            if self.height(top, row + 1) > room or row in breaks:
                yield Part(top, row)
                top = row
                room = page - (self.height(0, self.header.bottom) if repeat_header else 0)
        yield Part(top, self.sheet.n_rows)

    def lines_by_part(self, box: Box, parts: list[Part]) -> list[list[str]]:
        """The lines of a box in each of the parts: each takes as many as its height has room for.

        What fitted above leaves the continuation empty; what did not is cut in two.
        """
        rest = self.lines(box)
        shares: list[list[str]] = []
        for part in parts:
            top, bottom = max(box.row, part.top), min(box.bottom, part.bottom)
            room = int((self.height(top, bottom) - 2 * PADDING) // LEADING) if top < bottom else 0
            if top < bottom and bottom == min(box.bottom, self.sheet.n_rows):
                room = len(rest)
            shares.append(rest[:room])
            rest = rest[room:]
        return shares
