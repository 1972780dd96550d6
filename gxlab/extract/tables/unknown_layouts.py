"""Tables of the forms whose layout is not known (rows as columns, for one).

Nothing is placed in such a table. Its labels show that it is one of the forms', and its values
are listed as unplaced, so that nobody takes them for values that the report does not give.
"""

from __future__ import annotations

from gxlab.document import Grid
from gxlab.extract.tables.labels import Vocabulary, vocabularies
from gxlab.extract.tables.numbers import is_value
from gxlab.extract.tables.placement import Placement

# A table of the forms has at least so many labels of its rows, and of its columns.
_FEWEST_LABELS = 2
_REASON = "is in a table whose layout is not known"


def list_unknown_layout(grid: Grid, placement: Placement) -> None:
    """Add the values of a grid of the forms to `placement`, if none of them found a place."""
    if any(cell.certain for cell in placement.placed):
        return
    table = next((words.table for words in vocabularies() if _is_of(words, grid)), None)
    if table is None:
        return
    listed = {unplaced.locator for unplaced in placement.unplaced}
    for cell in grid.cells:
        if any(map(str.isdigit, cell.text)) and is_value(cell.text) and cell.locator not in listed:
            placement.drop(cell, _REASON, table)


def _is_of(words: Vocabulary, grid: Grid) -> bool:
    """Whether a grid has labels of a table's rows and of its columns, each of one kind alone."""
    named = [(words.rows.exact(text), words.columns.exact(text)) for text in grid.texts]
    rows = {row for row, column in named if not column}
    columns = {column for row, column in named if not row}
    return min(len(rows - {None}), len(columns - {None})) >= _FEWEST_LABELS
