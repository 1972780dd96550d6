"""Which part of a table shows what a cell is: its header, its row's label, its neighbours."""

from __future__ import annotations

from gxlab.document import Cell, Grid
from gxlab.extract.tables.numbers import is_value

# Rows above and below a cell that are shown with it.
_REACH = 2
# A merged label beside the row is shown whole if it reaches over no more rows than this.
_TALLEST_GROUP = 9


def cell_at(grid: Grid, locator: str) -> Cell | None:
    """The cell that stands at a locator."""
    return next((cell for cell in grid.cells if cell.locator == locator), None)


def rows_around(grid: Grid, cell: Cell) -> list[int]:
    """The rows that show what a cell is: those that name its column, and those about it."""
    first, last = cell.row - _REACH, cell.bottom + _REACH
    for other in grid.cells:
        beside = other.right <= cell.col and other.row <= cell.row < other.bottom
        if beside and other.rowspan <= _TALLEST_GROUP:
            first, last = min(first, other.row), max(last, other.bottom)
    near = range(max(first, 0), min(last, grid.n_rows))
    return sorted({*head_rows(grid, cell), *near})


def head_rows(grid: Grid, cell: Cell) -> list[int]:
    """The rows above a cell that name its column: without values, nearest to it.

    A line over the whole width («一、主动公开情况» in a list) names no column, so that what
    stands above it is taken too.
    """
    rows: list[int] = []
    for row in reversed(range(cell.row)):
        over = _title(grid, cell, row)
        if over is not None:
            rows.append(row)
        elif any(_names_column(grid, cell, found) for found in rows):
            break
    return rows[::-1]


def _names_column(grid: Grid, cell: Cell, row: int) -> bool:
    title = _title(grid, cell, row)
    return title is not None and title.colspan < grid.n_cols


def _title(grid: Grid, cell: Cell, row: int) -> Cell | None:
    """The cell over `cell` in a row without values; None where the row has some."""
    over = None
    for other in grid.cells:
        if other.row <= row < other.bottom:
            if is_value(other.text):
                return None
            if in_columns(other, cell) and other.text.strip() and other is not cell:
                over = other
    return over


def in_columns(other: Cell, cell: Cell) -> bool:
    """Whether a cell shares a column with another."""
    return other.col < cell.right and cell.col < other.right


def is_marked(other: Cell, cell: Cell, heads: list[int]) -> bool:
    """Whether a cell is of the other's row or names its column: what the eye follows."""
    in_row = other.row <= cell.row < other.bottom and other.rowspan <= _TALLEST_GROUP
    return in_row or (in_columns(other, cell) and other.row in heads)
