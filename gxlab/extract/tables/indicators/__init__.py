"""Reading the list of indicators of the 2014 form: 统计指标, 单位, 统计数.

`columns` says where a list stands in a grid, `grid_entries` and `stream_entries` what is printed
together as one `Entry`, `meanings` what a label may mean, and `matching` which row of the form an
entry is. A list may go over several grids; all are read as one.
"""

from __future__ import annotations

from gxlab.document import Grid, Stream
from gxlab.extract.tables.indicators import meanings
from gxlab.extract.tables.indicators.columns import ListColumns, find_lists, is_header, is_list
from gxlab.extract.tables.indicators.entry import Entry
from gxlab.extract.tables.indicators.grid_entries import (
    grid_entries,
    listed_grid,
    rejoin_cut_entries,
)
from gxlab.extract.tables.indicators.matching import place_entries
from gxlab.extract.tables.indicators.stream_entries import stream_entries
from gxlab.extract.tables.placement import Placement
from gxlab.extract.tables.units import stated_unit

__all__ = ["IndicatorList"]


class IndicatorList:
    """The list of a document, as far as its blocks have been read."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._columns: tuple[ListColumns, ...] = ()
        self._n_cols = 0
        self._segment = 0
        self._around: list[str] = []  # texts that may state a unit of money for the whole list

    def take(self, block: Grid | Stream, title: str | None = None) -> bool:
        """Read a block if it is a list of indicators or goes on with one; whether it was."""
        if isinstance(block, Grid):
            return self._take_grid(block, title)
        if not is_list([token.text for token in block.tokens]):
            return False
        if block.style == "row-bar":
            return self._take_grid(listed_grid(block), title)
        self._add(stream_entries(block))
        self._around += [token.text for token in block.tokens if "单位" in token.text]
        return True

    def interrupt(self) -> None:
        """Running text came: what follows it has columns of its own."""
        self._columns = ()
        self._segment += 1

    def placement(self) -> Placement:
        """The values of the list, each in its row, and those that could not be placed."""
        return place_entries(self.entries, stated_unit(self._around))

    def _take_grid(self, grid: Grid, title: str | None) -> bool:
        goes_on = bool(self._columns) and grid.n_cols == self._n_cols
        goes_on = goes_on and any(map(meanings.is_exact, grid.texts))
        if not is_list(grid.texts) and not goes_on:
            return False
        has_header = any(is_header(row) for row in grid.rows())
        if not goes_on or has_header:
            self._columns = find_lists(grid)
            self._n_cols = grid.n_cols
            self._segment += 1
        for at, entries in enumerate(grid_entries(grid, self._columns)):
            self._segment += at > 0
            self._add(rejoin_cut_entries(entries))
        heads = [cell.text for row in grid.rows() if is_header(row) for cell in row]
        self._around += [title or "", *heads]
        return True

    def _add(self, entries: list[Entry]) -> None:
        for entry in entries:
            entry.segment = self._segment
        self.entries += entries
