"""Reading the list of indicators of the 2014 form: 统计指标, 单位, 统计数.

`lines` says what is printed together, `words` what a label may mean, `place` which row of the
form a line is. A list may go over several grids; all are read as one.
"""

from __future__ import annotations

from gxlab.document import Grid, Stream
from gxlab.extract.tables.indicators import meanings
from gxlab.extract.tables.indicators.entries import (
    Columns,
    Entry,
    columns_of,
    grid_entries,
    grid_of,
    is_header,
    is_list,
    rejoin_cut_entries,
    stream_entries,
)
from gxlab.extract.tables.indicators.matching import place_entries
from gxlab.extract.tables.placement import Placement, stated_unit

__all__ = ["IndicatorList"]


class IndicatorList:
    """The list of a document, as far as its blocks have been read."""

    def __init__(self) -> None:
        self.lines: list[Entry] = []
        self._columns: tuple[Columns, ...] = ()
        self._n_cols = 0
        self._segment = 0
        self._around: list[str] = []
        """Texts that may state a unit of money for the whole list."""

    def take(self, block: Grid | Stream, title: str | None = None) -> bool:
        """Read a block if it is a list of indicators or goes on with one; say whether it was."""
        if isinstance(block, Grid):
            return self._take_grid(block, title)
        if not is_list([token.text for token in block.tokens]):
            return False
        if block.style == "row-bar":
            return self._take_grid(grid_of(block), title)
        self._add(stream_entries(block))
        self._around += [token.text for token in block.tokens if "单位" in token.text]
        return True

    def interrupt(self) -> None:
        """Running text stands between two parts: what was above says nothing of what follows."""
        self._columns = ()
        self._segment += 1

    def found(self) -> Placement:
        """The figures of the list, each in its row, and those that could not be placed."""
        return place_entries(self.lines, stated_unit(self._around)) if self.lines else Placement()

    def _take_grid(self, grid: Grid, title: str | None) -> bool:
        goes_on = bool(self._columns) and grid.n_cols == self._n_cols
        goes_on = goes_on and any(map(meanings.is_exact, grid.texts))
        if not is_list(grid.texts) and not goes_on:
            return False
        has_header = any(is_header(row) for row in grid.rows())
        if not goes_on or has_header:
            self._columns = columns_of(grid)
            self._n_cols = grid.n_cols
            self._segment += 1
        for at, lines in enumerate(grid_entries(grid, self._columns)):
            self._segment += at > 0
            self._add(rejoin_cut_entries(lines))
        heads = [cell.text for row in grid.rows() if is_header(row) for cell in row]
        self._around += [title or "", *heads]
        return True

    def _add(self, lines: list[Entry]) -> None:
        for line in lines:
            line.segment = self._segment
        self.lines += lines
