"""Where the lists of indicators stand in a grid: which columns hold labels, units and values.

A portal may print two lists side by side, labels on two levels, serial numbers or remarks. The
header says which column is which where there is one, and else what the columns hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gxlab.document import Cell, Grid
from gxlab.extract.tables.indicators import meanings
from gxlab.extract.tables.numbers import is_mark, is_value

# With fewer indicators a table may be another that has some of the same words.
_FEWEST_INDICATORS = 5
# A column with fewer of them does not begin a list.
_FEWEST_IN_COLUMN = 3


@dataclass(frozen=True, slots=True)
class ListColumns:
    """The columns of one list in a grid.

    Attributes
    ----------
    left, right : where the list begins and ends
    unit, value : the columns of units and of values; None where none is known to be
    aside : columns that hold no values of the list: serial numbers, remarks
    """

    left: int
    unit: int | None
    value: int | None
    right: int
    aside: frozenset[int] = frozenset()

    @property
    def labels(self) -> range:
        """The columns that hold labels."""
        ends = [col for col in (self.unit, self.value) if col is not None]
        return range(self.left, min(ends, default=self.left + 1))


def is_list(texts: Iterable[str]) -> bool:
    """Whether texts hold so many indicators that they are a list of them."""
    rows = {meanings.meaning_of(t).rows for t in texts if meanings.is_exact(t)}
    return len(rows) >= _FEWEST_INDICATORS


def is_header(cells: Sequence[Cell]) -> bool:
    """Whether a row names columns and holds neither an indicator nor a value."""
    filled = [cell.text for cell in cells if cell.text.strip()]
    return any(meanings.head(text) for text in filled) and not any(
        meanings.is_known(text) or is_value(text) for text in filled
    )


def find_lists(grid: Grid) -> tuple[ListColumns, ...]:
    """The lists that stand side by side in a grid, from left to right."""
    hits = Counter(cell.col for cell in grid.cells if meanings.is_known(cell.text))
    heads = _heads(grid)
    starts = {col for col, count in hits.items() if count >= _FEWEST_IN_COLUMN}
    starts |= {col for col, code in heads.items() if code == "indicator"}
    filled = {cell.col for cell in grid.cells if cell.text.strip()}
    lists: list[ListColumns] = []
    left: int | None = None
    bounds = [*sorted(starts), grid.n_cols]
    for start, end in pairwise(bounds):
        left = start if left is None else left
        beside = [col for col in range(left, end) if col not in starts]
        unit = next((col for col in beside if _is_unit_column(grid, col, heads)), None)
        aside = frozenset(col for col in beside if heads.get(col) in ("number", "remark"))
        rest = [col for col in beside if col != unit and col not in aside]
        if not rest:
            continue  # labels on two levels: the next column is of this list
        value = _value_column(rest, heads, filled)
        lists.append(ListColumns(left, unit, value, end, frozenset() if value is None else aside))
        left = None
    if left is not None:
        lists.append(ListColumns(left, None, None, grid.n_cols))
    return tuple(lists)


def _heads(grid: Grid) -> dict[int, str]:
    """What the first header row names each column; a merged cell names all it stands over."""
    for cells in grid.rows():
        named = [(cell, code) for cell in cells if (code := meanings.head(cell.text))]
        if named and is_header(cells):
            return {col: code for cell, code in named for col in range(cell.col, cell.right)}
    return {}


def _is_unit_column(grid: Grid, col: int, heads: dict[int, str]) -> bool:
    if col in heads:
        return heads[col] == "unit"
    texts = [cell.text for cell in grid.cells if cell.col == col and not is_mark(cell.text)]
    texts = [text for text in texts if text.strip() and not meanings.head(text)]
    return sum(map(meanings.is_unit, texts)) > len(texts) / 2


def _value_column(rest: list[int], heads: dict[int, str], filled: set[int]) -> int | None:
    """The one column that can hold the values; None where two can, or none is named so."""
    if heads:
        rest = [col for col in rest if heads.get(col) == meanings.COLUMN]
    elif any(col in filled for col in rest):
        rest = [col for col in rest if col in filled]
    return rest[0] if len(rest) == 1 else None
