"""The lowest cells of a header, and what the forms say of the columns that these name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

from gxlab.extract.tables.labels import fold
from gxlab.extract.tables.units import unit_in
from gxlab.forms import tables_called


@dataclass(frozen=True, slots=True)
class Leaf:
    """A lowest cell of a header: each row has one value under it.

    Attributes
    ----------
    text : the cell as printed
    column : the code of the column; None where no form has the printed column
    row : the row's code, where the header itself names the row (the groups of the disputes table)
    start, end : the grid columns that it stands over; both 0 where text has no positions
    """

    text: str
    column: str | None
    row: str | None = None
    start: int = 0
    end: int = 0

    @property
    def unit(self) -> str:
        """The unit of money that the header names, or nothing."""
        return unit_in(self.text)

    def is_of_other_rows(self, table: str, row: str) -> bool:
        """Whether its wording is of other rows alone, though its code is of this one, too.

        «采购总金额» and «本年收费金额» are both an amount, each of its own row.
        """
        rows = _rows_under(table).get(fold(self.text).bare)
        return rows is not None and row not in rows


def distinct(leaves: Sequence[Leaf]) -> list[Leaf]:
    """The leaves; those that would name the same cell name none."""
    times = Counter((leaf.row, leaf.column) for leaf in leaves)
    return [
        replace(leaf, column=None) if times[leaf.row, leaf.column] > 1 else leaf for leaf in leaves
    ]


def columns_crossing(table: str, row: str) -> tuple[str, ...]:
    """The columns that any form crosses with this row."""
    return tuple(dict.fromkeys(chain.from_iterable(_columns_of_blocks(table, row))))


def lacks_columns(table: str, row: str | None, leaves: Sequence[Leaf]) -> bool:
    """Whether a header has fewer columns than the form's block that it heads."""
    named = {leaf.column for leaf in leaves if leaf.column}
    fewest = [len(cols) for cols in _columns_of_blocks(table, row) if named.issubset(cols)]
    return not fewest or len(leaves) < min(fewest)


def _columns_of_blocks(table: str, row: str | None) -> list[tuple[str, ...]]:
    """The columns of each block of any form that has the row; of every block where it is None."""
    return [
        tuple(column.code for column in block.columns)
        for one in tables_called(table)
        for block in one.blocks
        if row is None or any(label.code == row for label in block.rows)
    ]


@cache
def _rows_under(table: str) -> dict[str, set[str]]:
    """For each wording of a column the rows that any form crosses with it."""
    rows: dict[str, set[str]] = defaultdict(set)
    for one in tables_called(table):
        for block in one.blocks:
            for wording in (wording for column in block.columns for wording in column.wordings):
                rows[fold(wording).bare] |= {label.code for label in block.rows}
    return dict(rows)
