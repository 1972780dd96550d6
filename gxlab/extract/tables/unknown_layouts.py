"""Tables of the forms whose layout is none that is known (rows as columns, for one).

Nothing is placed in such a table. That it is there is told by its labels, and its figures are
listed, so that they are not taken for figures that the report does not give.
"""

from __future__ import annotations

from gxlab.document import Grid
from gxlab.extract.tables.labels import table_codes, vocabulary
from gxlab.extract.tables.numbers import is_value
from gxlab.extract.tables.placement import Placement

# So many labels of rows, and of columns, tell that a table is one of the forms'.
_FEWEST = 2
_REASON = "is in a table whose layout is not known"


def list_unknown_layout(grid: Grid, found: Placement) -> None:
    """List what a grid of the forms holds, if nothing of it found a place."""
    if any(figure.certain for figure in found.placed):
        return
    table = next(filter(lambda code: _is_of(code, grid), table_codes()), None)
    if table is None:
        return
    listed = {piece.locator for piece in found.unplaced}
    for cell in grid.cells:
        if any(map(str.isdigit, cell.text)) and is_value(cell.text) and cell.locator not in listed:
            found.drop(cell, _REASON, table)


def _is_of(code: str, grid: Grid) -> bool:
    """Whether a grid has labels of a table's rows and of its columns, each of one kind alone."""
    words = vocabulary(code)
    named = [(words.rows.exact(text), words.columns.exact(text)) for text in grid.texts]
    rows = {row for row, column in named if not column}
    columns = {column for row, column in named if not row}
    return min(len(rows - {None}), len(columns - {None})) >= _FEWEST
