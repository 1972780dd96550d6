"""Reading a table whose cells have positions.

Rows are taken from the top. Header rows are collected until a row of values comes; they make the
`Header` of what follows. A row of values is known by the label to its left, a cell by the leaf
above it. Where the two do not fit cell for cell the row is placed by order if that is sound, or
else dropped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from gxlab.document import Cell, Grid
from gxlab.extract.tables.grid_header import Header, understand_header
from gxlab.extract.tables.grid_seams import rejoin_at_seams
from gxlab.extract.tables.labels import Vocabulary, fits_group, fold, vocabularies, vocabulary
from gxlab.extract.tables.leaves import Leaf
from gxlab.extract.tables.numbers import is_mark, is_value
from gxlab.extract.tables.placement import Placement

# A shorter label («其他», «总计») may be of any table.
_LONGEST_AMBIGUOUS = 4
# A disputes table that stands upright has a column for the results and one for each row, and
# perhaps one for their groups; a wider table is another.
_WIDEST_UPRIGHT = 6


@dataclass(slots=True)
class _State:
    """What has been seen of one grid so far.

    Attributes
    ----------
    header_cells : cells of the header, seen since the last row of values
    reach : how far to the right they go, empty ones included
    reaching : cells that begin above the row at hand and reach down into it
    spacers : columns in which no cell of the whole table holds anything
    group : the group of the row before, for tables without merged cells beside the rows
    grouped : whether merged cells beside the rows have named a group so far
    """

    grid: Grid
    title: str | None
    header: Header | None
    header_cells: list[Cell] = field(default_factory=list)
    reach: int = 0
    reaching: list[Cell] = field(default_factory=list)
    spacers: frozenset[int] = frozenset()
    group: str | None = None
    grouped: bool = False
    placement: Placement = field(default_factory=Placement)


def read_grid(
    grid: Grid, *, title: str | None = None, header: Header | None = None
) -> tuple[Placement, Header | None]:
    """Read one grid.

    Parameters
    ----------
    title : the line of text right above, for tables that say there what they are of
    header : the header of the grid before, used if this one has none and as many columns

    Returns
    -------
    Placement, Header or None
        The cells placed and the texts that were not; the header in force at the end.
    """
    if header is not None and header.n_cols != grid.n_cols:
        header = None
    grid = rejoin_at_seams(grid)
    state = _State(_turned(grid), title, header)
    state.spacers = frozenset(range(grid.n_cols)) - {c.col for c in grid.cells if c.text.strip()}
    for cells in state.grid.rows():
        state.reaching = [cell for cell in state.reaching if cells and cell.bottom > cells[0].row]
        _take_row(state, cells)
        state.reaching += [cell for cell in cells if cell.rowspan > 1]
    return state.placement, state.header


def _turned(grid: Grid) -> Grid:
    """The grid; a disputes table whose results stand below one another is laid on its side."""
    if grid.n_cols > _WIDEST_UPRIGHT:
        return grid
    named: dict[tuple[str, int], set[str]] = defaultdict(set)
    for words in vocabularies("strip"):
        for cell in grid.cells:
            if (code := words.columns.exact(cell.text)) in _results(words.table):
                named[words.table, cell.col].add(code)
    if not any(codes == _results(table) for (table, _), codes in named.items()):
        return grid
    cells = tuple(
        c._replace(row=c.col, col=c.row, rowspan=c.colspan, colspan=c.rowspan) for c in grid.cells
    )
    return Grid(cells, grid.n_cols, grid.n_rows, grid.locator)


@cache
def _results(table: str) -> frozenset[str]:
    """The columns that no other table has: the results of disputes, but not their total."""
    others = [words.columns.group for words in vocabularies() if words.table != table]
    return frozenset(vocabulary(table).columns.group).difference(*others)


def _take_row(state: _State, cells: list[Cell]) -> None:
    """Take the next row of a grid: as one of its header, or as one of values."""
    filled = [cell for cell in cells if cell.text.strip()]
    values = [cell for cell in filled if is_value(cell.text)]
    # Where rows are numbered, those of the header may be, too.
    serial = 1 if values[:1] == filled[:1] else 0
    if len(values) == serial and _is_header(state, filled[serial:]):
        state.reach = max(state.reach if state.header_cells else 0, *(c.right for c in cells))
        state.header_cells += filled[serial:]
        return
    if not cells or (not filled and not _awaits_blank_row(state)):
        return
    _settle_header(state)
    label = _row_label(state, cells)
    if state.header and (label or _is_unlabelled_row(state.header, values, filled)):
        _place_row(state, state.header, cells, label)
    elif label:
        reason = "no header above this row"
        state.placement.drop_row(label.table, label.code, [], values, reason)
    elif state.header:
        _drop_row(state, state.header, filled)


# --- Header rows ------------------------------------------------------------------------


def _is_header(state: _State, filled: list[Cell]) -> bool:
    """Whether a row without values names columns."""
    hits = sum(any(words.is_header(cell.text) for words in vocabularies()) for cell in filled)
    if hits >= 2:
        return True
    # Above a disputes table a row may name its rows alone («行政复议 | 行政诉讼»).
    if any(
        words.rows.match(cell.text) or words.row_groups.match(cell.text)
        for words in vocabularies("strip")
        for cell in filled
    ):
        return True
    if hits == 1:
        # «其他» and «总计» name a column and a row; beside the values of a header it is a row.
        return not any(
            words.rows.exact(cell.text)
            for cell in filled
            for words in vocabularies()
            if state.header and cell.right <= state.header.left
        )
    return False


def _awaits_blank_row(state: _State) -> bool:
    """Whether an empty row is the one row of values of a disputes table."""
    return any(
        words.columns.exact(cell.text) in _results(words.table)
        for words in vocabularies("strip")
        for cell in state.header_cells
    )


def _settle_header(state: _State) -> None:
    """Make the header cells collected so far the header in force, if they name any column."""
    if not state.header_cells:
        return
    header = understand_header(state.header_cells, state.reach, state.grid.n_cols, state.title)
    if header:
        state.header = header
        state.title = None
    elif len(state.header_cells) == 1:
        # A lone title over a table of its own («行政复议» above five columns).
        state.title = state.header_cells[0].text
    state.header_cells = []


# --- Which row it is --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _RowLabel:
    table: str
    code: str
    cell: Cell


def _row_label(state: _State, cells: list[Cell]) -> _RowLabel | None:
    """The row that the cells left of the values name, nearest first."""
    header = state.header
    # Without a header a number in the first column may be a serial number as well.
    left = header.left if header else 1
    prefix: list[Cell] = []
    for cell in cells:
        # A number left of the columns of values is a serial number beside the label.
        if is_value(cell.text) and cell.right > left:
            break
        prefix.append(cell)
    named = [c for c in reversed(prefix) if c.text.strip() and not is_value(c.text)]
    for words in (vocabulary(header.table),) if header else vocabularies():
        beside = _group(words, [*named, *state.reaching])
        state.grouped = state.grouped or beside is not None
        group = beside or (None if state.grouped else state.group)
        for cell in named:
            code = words.rows.match(cell.text, group) if header else _sure(words, cell.text)
            fits = code and fits_group(words, code, cell.text, group, state.group)
            if code and fits and _is_own_row(words, cell, cells):
                state.group = words.group_after(code, cell.text)
                return _RowLabel(words.table, code, cell)
    return None


def _sure(words: Vocabulary, text: str) -> str | None:
    """A row label that is one beyond doubt, without a header to say which table it is in."""
    return words.rows.exact(text) if len(fold(text).key) > _LONGEST_AMBIGUOUS else None


def _group(words: Vocabulary, cells: Iterable[Cell]) -> str | None:
    """The group that the merged cells beside a row name."""
    groups = (words.row_groups.match(cell.text) for cell in cells)
    return next((group for group in groups if group in words.rows.groups), None)


def _is_own_row(words: Vocabulary, cell: Cell, cells: list[Cell]) -> bool:
    """Whether a label is a row's, and not that of the group beside it.

    A group's own label («(六)其他处理», one row in 2019 and three in 2021) stands for a row only
    where it reaches over no further rows.
    """
    return not words.row_groups.exact(cell.text) or cell.rowspan == min(c.rowspan for c in cells)


def _is_unlabelled_row(header: Header, values: list[Cell], filled: list[Cell]) -> bool:
    """Whether a row is the one of a disputes table, which has no label beside its values."""
    words = vocabulary(header.table)
    return (
        words.layout == "strip"
        and all(leaf.row for leaf in header.leaves if leaf.column)
        and len(values) > len(filled) // 2
        and not any(words.is_header(cell.text) for cell in filled)
    )


# --- Which cell is under which leaf -----------------------------------------------------


def _place_row(state: _State, header: Header, cells: list[Cell], label: _RowLabel | None) -> None:
    """Place a row by position, or by order where cells and leaves do not fit but are as many."""
    placement = state.placement
    row = label.code if label else None
    by_position = _by_position(state, header, cells, label)
    if by_position is not None:
        for leaf, under in by_position:
            if _is_alone(under, header, label):
                placement.place_under(header.table, row, leaf, under)
            else:
                reason = "a cell reaches over several rows or columns"
                placement.drop_row(header.table, leaf.row or row, [leaf], under, reason)
        return
    after = cells[cells.index(label.cell) + 1 :] if label else cells
    reason = f"the row has {len(after)} cells for {len(header.leaves)} columns"
    # An empty cell may be of the label as well as a value left blank.
    plain = all(c.text.strip() and not _is_row_label(header.table, c.text) for c in after)
    if plain and not any(cell.rowspan > 1 for cell in after):
        placement.place_in_order(header.table, row, header.leaves, after, reason)
    else:
        placement.drop_row(header.table, row, header.leaves, after, reason)


def _by_position(
    state: _State, header: Header, cells: list[Cell], label: _RowLabel | None
) -> list[tuple[Leaf, list[Cell]]] | None:
    """The cells under each leaf, or None where cells and leaves do not fit one another."""
    left = header.left
    for cell in cells:
        serial = label is not None and cell.right <= label.cell.col
        beside = cell.right <= left and not serial
        if (beside and is_value(cell.text)) or (cell.col < left < cell.right):
            return None
    if label and (label.cell.right > left or _is_pushed(state, cells, label)):
        return None
    entries = [c for c in (*cells, *state.reaching) if c.col >= left]
    if any(_is_row_label(header.table, cell.text) for cell in entries):
        return None
    standing: dict[int, list[Cell]] = defaultdict(list)
    for cell in entries:
        if cell.right > header.right or (cell.right > header.end and cell.text.strip()):
            return None
        if cell.col not in state.spacers:
            for col in range(cell.col, cell.right):
                standing[col].append(cell)
    by_position = []
    for leaf in header.leaves:
        columns = range(leaf.start, leaf.end)
        under = list(dict.fromkeys(cell for col in columns for cell in standing[col]))
        if not under:
            return None
        by_position.append((leaf, under))
    return by_position


def _is_pushed(state: _State, cells: list[Cell], label: _RowLabel) -> bool:
    """Whether a merged cell beside the row names another group than the row is of.

    Where a row was taken out above, the merged cell reaches one row too far and pushes that
    row's cells one column to the right.
    """
    words = vocabulary(label.table)
    beside = [cell for cell in (*state.reaching, *cells) if cell.right <= label.cell.col]
    group = _group(words, beside)
    return group is not None and group != words.rows.group.get(label.code)


def _is_alone(under: list[Cell], header: Header, label: _RowLabel | None) -> bool:
    """Whether the cells under one leaf belong to this row and column alone.

    Two cells side by side are two values (last year's and this year's), even if one is empty.
    """
    if len({cell.col for cell in under}) > 1:
        return False
    beside = label.cell if label else None
    for cell in under:
        tall = beside and (cell.row != beside.row or cell.rowspan != beside.rowspan)
        if (tall or header.several_over(cell)) and not _may_spread(cell):
            return False
    return True


def _may_spread(cell: Cell) -> bool:
    """Whether a cell may stand for several at once: an empty one, or a mark over them all."""
    return not cell.text.strip() or is_mark(cell.text)


def _is_row_label(table: str, text: str) -> bool:
    return not is_value(text) and bool(text.strip()) and vocabulary(table).names_row(text)


# --- Rows that nobody can name ----------------------------------------------------------


def _drop_row(state: _State, header: Header, filled: list[Cell]) -> None:
    """List the values of a row with no known label, and mark the rows that it may be.

    Where a rule of the table is missing two rows are one, with two labels in one cell and two
    values in each of the others.
    """
    words = vocabulary(header.table)
    state.group = _group(words, filled) or state.group
    values = [c for c in filled if c.col >= header.left and any(map(str.isdigit, c.text))]
    if not values or len(filled) < 2:
        return
    name = " ".join(filled[0].text.split())
    reason = f"row «{name}» is not in the form"
    lines = [line for cell in filled if cell not in values for line in cell.text.split("\n")]
    rows = list(dict.fromkeys(filter(None, map(words.rows.exact, lines))))
    for row in rows:
        state.placement.drop_row(header.table, row, [], values, reason)
    if not rows:
        for cell in values:
            state.placement.drop(cell, reason, header.table)
