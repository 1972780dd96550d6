"""Understanding the header of a grid: which table it heads, and which column stands where.

A wrong header puts every value below it into the wrong column, and the result looks right. So a
header in which anything is out of place (a gap, a row that slid, a span mistyped) still says
where its columns stand, but names none of them: what stands below is dropped, not guessed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cached_property

from gxlab.document import Cell
from gxlab.extract.tables.labels import Vocabulary, fold_width, vocabularies
from gxlab.extract.tables.leaves import Leaf, distinct

_LONGEST_CAPTION = 30


@dataclass(frozen=True)
class Header:
    """A header understood.

    Attributes
    ----------
    table : the code of the table that it heads
    leaves : its lowest cells, from left to right
    right : where its cells end; a row that reaches further is not one that it describes
    n_cols : how many columns its grid has
    """

    table: str
    leaves: tuple[Leaf, ...]
    right: int
    n_cols: int

    @cached_property
    def left(self) -> int:
        """Where the columns of values begin; what stands further left is label."""
        return min(leaf.start for leaf in self.leaves)

    @cached_property
    def end(self) -> int:
        """Where the columns of values end."""
        return max(leaf.end for leaf in self.leaves)

    def several_over(self, cell: Cell) -> bool:
        """Whether a cell stands under more than one leaf."""
        return sum(cell.col < leaf.end and leaf.start < cell.right for leaf in self.leaves) > 1


def understand_header(
    cells: list[Cell], reach: int, n_cols: int, title: str | None
) -> Header | None:
    """The header that these cells make, or None where they name no column.

    Parameters
    ----------
    reach : how far to the right the header goes, empty cells included
    n_cols : how many columns the grid has
    title : the caption above, which may name the row of a disputes table
    """
    lowest = _lowest(cells)
    votes = [sum(bool(_named(words, c.text)[1]) for c in lowest) for words in vocabularies()]
    if not any(votes):
        return None
    words = vocabularies()[votes.index(max(votes))]
    leaves = _leaves(words, cells, lowest, title) or [
        Leaf(cell.text, None, None, cell.col, cell.right) for cell in lowest
    ]
    return Header(words.table, tuple(leaves), reach, n_cols)


def _leaves(
    words: Vocabulary, cells: list[Cell], lowest: list[Cell], title: str | None
) -> list[Leaf] | None:
    """The leaves of a header, or None where something in it is out of place."""
    if _has_gap(cells, lowest) or _has_slid(words, cells, lowest):
        return None
    # Where cells are not merged, the group's name stands over one column.
    wide = [cell for cell in cells if cell.colspan > 1]
    merged = [c for c in wide if words.column_groups.exact(c.text) in words.columns.groups]
    leaves: list[Leaf] = []
    corner: str | None = None
    for cell in lowest:
        row, column = _named(words, cell.text)
        if column is None and not leaves and corner in (None, cell.text):
            # What stands left of the corner's end is above labels, not above values. Unmerged,
            # the corner is repeated over each column of labels.
            corner = cell.text if words.titles.match(cell.text) == "corner" else corner
            continue
        above = [c for c in cells if c.bottom <= cell.row and _overlap(cell, c)]
        grouped = any(c in merged for c in above)
        if column and merged and grouped != bool(words.columns.group.get(column)):
            # With one span mistyped (colspan=4 over five organisations) a column stands outside
            # its group or within another's, and the header's cells above the wrong values.
            return None
        row = row or _row_in_header(words, above, title)
        leaves.append(Leaf(cell.text, column, row, cell.col, cell.right))
    if not _alike(leaves) or (not merged and not _in_order(words, leaves)):
        return None
    return distinct(_sure_of_other(words, leaves))


def _named(words: Vocabulary, text: str) -> tuple[str | None, str | None]:
    """The column that a header cell names, and before it the row where it names that, too."""
    column = words.columns.match(text)
    return (None, column) if column else words.crossing(text) or (None, None)


def _lowest(cells: list[Cell]) -> list[Cell]:
    """The cells that have none of the others below them, from left to right."""
    deepest: dict[int, int] = {}
    for cell in cells:
        for col in range(cell.col, cell.right):
            deepest[col] = max(deepest.get(col, 0), cell.row)
    lowest = [
        cell
        for cell in cells
        if all(deepest[col] < cell.bottom for col in range(cell.col, cell.right))
    ]
    return sorted(lowest, key=lambda cell: cell.col)


def _overlap(a: Cell, b: Cell) -> bool:
    return a.col < b.right and b.col < a.right


# --- What may be out of place -----------------------------------------------------------


def _has_gap(cells: list[Cell], lowest: list[Cell]) -> bool:
    """Whether a merged cell stands over a column that nothing below it names.

    Where a cell of the header is missing (商业企业, say), those after it move one place and stand
    above the wrong values.
    """
    named = {col for cell in lowest for col in range(cell.col, cell.right)}
    return any(col not in named for cell in cells for col in range(cell.col, cell.right))


def _has_slid(words: Vocabulary, cells: list[Cell], lowest: list[Cell]) -> bool:
    """Whether a row of a header slid below one that names other columns in the same places.

    Where a merged cell lost its span the row below moves along: in Markdown 商业企业 came to
    stand below 自然人, above the values of natural persons. A header that another replaces whole
    (a block without rows) is none of this one's rows.
    """
    levels = {cell.row for cell in lowest}
    for upper in (c for c in cells if c not in lowest and c.row in levels):
        below = {_named(words, cell.text)[1] for cell in lowest if _overlap(cell, upper)} - {None}
        column = _named(words, upper.text)[1]
        if column and below and column not in below:
            return True
    return False


def _in_order(words: Vocabulary, leaves: list[Leaf]) -> bool:
    """Whether columns that are grouped in the form stand in its order.

    Where the group's own cell fell out, those after it move into its place: 总计 then stands
    above the values of 商业企业.
    """
    if not words.columns.groups:
        return True
    order = list(words.columns.group)
    positions = [order.index(leaf.column) for leaf in leaves if leaf.column]
    return positions == sorted(positions)


def _alike(leaves: list[Leaf]) -> bool:
    """Whether all rows that a header names have the same columns; else a span is mistyped.

    With two spans mistyped the total of 未经复议直接起诉 stood under 复议后起诉, whose own five
    columns looked whole; the other rows had four.
    """
    named: dict[str, Counter[str]] = defaultdict(Counter)
    for leaf in leaves:
        if leaf.row and leaf.column:
            named[leaf.row][leaf.column] += 1
    return all(columns == next(iter(named.values())) for columns in named.values())


def _sure_of_other(words: Vocabulary, leaves: list[Leaf]) -> list[Leaf]:
    """The leaves; a bare «其他» is the form's only beside all the columns it is other to."""
    named = {leaf.column for leaf in leaves}
    siblings = {column for column, group in words.columns.group.items() if group}
    if siblings <= named:
        return leaves
    return [replace(x, column=None) if x.column == "other_org" else x for x in leaves]


# --- Rows that a header names -----------------------------------------------------------


def _row_in_header(words: Vocabulary, above: list[Cell], title: str | None) -> str | None:
    """The row that a header names for the columns below it (the disputes table)."""
    if words.layout != "strip":
        return None
    for cell in sorted(above, key=lambda cell: -cell.row):
        row = words.rows.match(cell.text) or _row_in_caption(cell.text)
        if row:
            return row
    return _row_in_caption(title) if title and not above else None


def _row_in_caption(text: str) -> str | None:
    """The row that a caption is about: «(二)行政诉讼情况——复议后起诉».

    A caption about both kinds of lawsuit, or about lawsuits of no certain kind, names no row.
    """
    flat = fold_width(text)
    if len(flat) > _LONGEST_CAPTION:
        return None
    litigation = "诉讼" in flat or "起诉" in flat
    direct, after = "直接起诉" in flat, bool(re.search("(?<!未经)(?<!未经行政)复议后", flat))
    if litigation and direct != after:
        return "litigation_direct" if direct else "litigation_after_reconsideration"
    return "reconsideration" if "行政复议" in flat and not litigation else None
