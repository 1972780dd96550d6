"""Reading a table whose cells have positions.

Rows are taken from the top. Header rows are collected until a row of figures comes; then the
lowest header cells become the `Leaf` of each column. A row of figures is known by the label to
its left, a cell by the leaf above it; where the two do not fit cell for cell, nothing is
placed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from gxlab.document import Cell, Grid
from gxlab.extract.tables.labels import (
    Vocabulary,
    fits_group,
    fold,
    fold_width,
    table_codes,
    vocabulary,
)
from gxlab.extract.tables.numbers import is_value
from gxlab.extract.tables.placement import (
    Leaf,
    Placement,
    distinct,
    is_label_of,
    spread,
)

_GROUP = "organisation"
_SHORT = 4
_LONGEST_CAPTION = 30
_WIDEST_TURNED = 6
_OWN_RESULTS = {"upheld", "corrected", "other", "pending"}


@dataclass(frozen=True)
class Header:
    """A header understood: which table it is of, and its leaves from left to right."""

    table: str
    leaves: tuple[Leaf, ...]
    right: int
    """Where its cells end; a row that reaches further is not the one it describes."""
    n_cols: int

    @cached_property
    def left(self) -> int:
        """Where the columns of figures begin; what is further left is label."""
        return min(leaf.start for leaf in self.leaves)

    @cached_property
    def end(self) -> int:
        """Where the columns of figures end."""
        return max(leaf.end for leaf in self.leaves)

    @cached_property
    def over(self) -> Mapping[int, int]:
        """How many leaves stand over each column."""
        return Counter(col for leaf in self.leaves for col in range(leaf.start, leaf.end))

    def several_over(self, cell: Cell) -> bool:
        """Whether a cell is under more than one leaf."""
        if cell.colspan == 1:
            return self.over[cell.col] > 1
        col, right = cell.col, cell.right
        return sum(col < leaf.end and leaf.start < right for leaf in self.leaves) > 1


@dataclass(slots=True)
class _State:
    """What has been seen so far of one grid."""

    grid: Grid
    title: str | None
    header: Header | None
    rising: list[Cell] = field(default_factory=list)
    """Header cells seen since the last row of figures."""
    reach: int = 0
    """How far to the right the header's cells go, empty ones included."""
    reaching: list[Cell] = field(default_factory=list)
    """Cells that begin above the row at hand and reach into it."""
    spacers: frozenset[int] = frozenset()
    """Columns in which no cell of the whole table holds anything."""
    group: str | None = None
    """The group of the row before, for tables without merged cells beside the rows."""
    grouped: bool = False
    """Whether merged cells beside the rows have named a group so far."""
    found: Placement = field(default_factory=Placement)


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
        What was placed and what was not; the header in force at the end.
    """
    if header is not None and header.n_cols != grid.n_cols:
        header = None
    grid = rejoin_at_seams(grid)
    state = _State(upright(grid), title, header)
    state.spacers = frozenset(range(grid.n_cols)) - {c.col for c in grid.cells if c.text.strip()}
    for cells in state.grid.rows():
        state.reaching = [cell for cell in state.reaching if cells and cell.bottom > cells[0].row]
        _take_row(state, cells)
        state.reaching += [cell for cell in cells if cell.rowspan > 1]
    return state.found, state.header


def _take_row(state: _State, cells: list[Cell]) -> None:
    filled = [cell for cell in cells if cell.text.strip()]
    figures = [cell for cell in filled if is_value(cell.text)]
    # Where rows are numbered, those of the header may be, too.
    serial = 1 if figures[:1] == filled[:1] else 0
    if len(figures) == serial and _is_header(state, filled[serial:]):
        state.reach = max(state.reach if state.rising else 0, *(cell.right for cell in cells))
        state.rising += filled[serial:]
        return
    if not cells or (not filled and not _awaits_blank_row(state)):
        return
    _settle_header(state)
    label = _row_label(state, cells)
    if state.header and (label or _is_unlabelled_row(state, figures, filled)):
        _place_row(state, cells, label)
    elif label:
        state.found.drop_row(label.table, label.code, [], figures, "no header above this row")
    elif state.header:
        _leave_row(state, state.header, filled)


def _leave_row(state: _State, header: Header, filled: list[Cell]) -> None:
    """List the figures of a row that cannot be told, and say so of the rows it may be.

    Where a rule is missing two rows are one, with two labels and two figures in each cell.
    """
    words = vocabulary(header.table)
    state.group = _group(words, filled) or state.group
    figures = [c for c in filled if c.col >= header.left and any(map(str.isdigit, c.text))]
    if not figures or len(filled) < 2:
        return
    name = " ".join(filled[0].text.split())
    reason = f"row «{name}» is not in the form"
    lines = [line for cell in filled if cell not in figures for line in cell.text.split("\n")]
    rows = list(dict.fromkeys(filter(None, map(words.rows.exact, lines))))
    for row in rows:
        state.found.drop_row(header.table, row, [], figures, reason)
    if not rows:
        for cell in figures:
            state.found.drop(cell, reason, header.table)


def _awaits_blank_row(state: _State) -> bool:
    """Whether an empty row is the one row of figures of a disputes table."""
    return bool(state.rising) and any(
        vocabulary("disputes").columns.exact(cell.text) == "upheld" for cell in state.rising
    )


def _is_header(state: _State, filled: list[Cell]) -> bool:
    """Whether a row without figures names columns."""
    hits = 0
    for cell in filled:
        hits += any(vocabulary(code).is_header(cell.text) for code in table_codes())
    if hits >= 2:
        return True
    disputes = vocabulary("disputes")
    titles = [disputes.rows.match(c.text) or disputes.row_groups.match(c.text) for c in filled]
    if any(titles):
        return True
    if hits == 1:
        return not any(
            vocabulary(code).rows.exact(cell.text)
            for cell in filled
            for code in table_codes()
            if state.header and cell.right <= state.header.left
        )
    return False


def _settle_header(state: _State) -> None:
    """Turn the header cells collected so far into leaves."""
    if not state.rising:
        return
    header = understand_header(state.rising, state.reach, state.grid.n_cols, state.title)
    if header:
        state.header = header
        state.title = None
    elif len(state.rising) == 1:
        # A lone title over a table of its own («行政复议» above five columns).
        state.title = state.rising[0].text
    state.rising = []


def understand_header(
    cells: list[Cell], reach: int, n_cols: int, title: str | None
) -> Header | None:
    """The header that these cells make, or None where they name no column."""
    lowest = _lowest(cells)
    votes = {
        code: sum(1 for cell in lowest if _named(vocabulary(code), cell.text)[1])
        for code in table_codes()
    }
    table = max(votes, key=lambda code: votes[code])
    if not votes[table]:
        return None
    words = vocabulary(table)
    if _has_gap(cells, lowest) or _has_slid(words, cells, lowest):
        return Header(table, tuple(_nameless(lowest)), reach, n_cols)
    # Where cells are not merged, the group's name stands over one column.
    merged = [c for c in cells if c.colspan > 1 and words.column_groups.exact(c.text) == _GROUP]
    leaves: list[Leaf] = []
    corner: str | None = None
    for cell in lowest:
        row, column = _named(words, cell.text)
        if column is None and not leaves and corner in (None, cell.text):
            # What stands left of the corner's end is above labels, not above figures.
            corner = cell.text if words.titles.match(cell.text) == "corner" else corner
            continue
        above = [c for c in cells if c.bottom <= cell.row and _overlap(cell, c)]
        grouped = any(c in merged for c in above)
        if column and merged and grouped != bool(words.columns.group.get(column)):
            # With one span mistyped a header's cells stand above the wrong figures.
            return Header(table, tuple(_nameless(lowest)), reach, n_cols)
        row = row or _row_in_header(words, above, title)
        leaves.append(Leaf(cell.text, column, row, cell.col, cell.right))
    if not _alike(leaves) or (not merged and not _in_order(words, leaves)):
        return Header(table, tuple(_nameless(lowest)), reach, n_cols)
    return Header(table, tuple(distinct(_sure_of_other(words, leaves))), reach, n_cols)


def _named(words: Vocabulary, text: str) -> tuple[str | None, str | None]:
    """The column that a header cell names, and the row where it names that, too."""
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


def _in_order(words: Vocabulary, leaves: list[Leaf]) -> bool:
    """Whether columns that are grouped in the form stand in its order.

    Where the group's own cell fell out, those after it stand above the wrong figures.
    """
    if not any(words.columns.group.values()):
        return True
    order = list(words.columns.group)
    places = [order.index(leaf.column) for leaf in leaves if leaf.column]
    return places == sorted(places)


def _sure_of_other(words: Vocabulary, leaves: list[Leaf]) -> list[Leaf]:
    """The leaves; a bare «其他» is the form's only beside all the columns it is other to."""
    named = {leaf.column for leaf in leaves}
    siblings = {c for c, group in words.columns.group.items() if group == _GROUP}
    if siblings <= named:
        return leaves
    return [x._replace(column=None) if x.column == "other_org" else x for x in leaves]


def _has_gap(cells: list[Cell], lowest: list[Cell]) -> bool:
    """Whether a merged cell stands over a column that nothing below it names.

    Where a cell of the header is missing, those after it stand above the wrong figures.
    """
    named = {col for cell in lowest for col in range(cell.col, cell.right)}
    return any(col not in named for cell in cells for col in range(cell.col, cell.right))


def _has_slid(words: Vocabulary, cells: list[Cell], lowest: list[Cell]) -> bool:
    """Whether a row of a header slid below one that names other columns in the same places.

    A header that another replaces whole (a block without rows) is none of this one's rows.
    """
    levels = {cell.row for cell in lowest}
    for upper in (c for c in cells if c not in lowest and c.row in levels):
        below = {_named(words, cell.text)[1] for cell in lowest if _overlap(cell, upper)} - {None}
        column = _named(words, upper.text)[1]
        if column and below and column not in below:
            return True
    return False


def _alike(leaves: list[Leaf]) -> bool:
    """Whether the rows that a header names have the same columns; else a span is mistyped."""
    named: dict[str, Counter[str]] = defaultdict(Counter)
    for leaf in leaves:
        if leaf.row and leaf.column:
            named[leaf.row][leaf.column] += 1
    return all(columns == next(iter(named.values())) for columns in named.values())


def _nameless(lowest: list[Cell]) -> list[Leaf]:
    return [Leaf(cell.text, None, None, cell.col, cell.right) for cell in lowest]


def _row_in_header(words: Vocabulary, above: list[Cell], title: str | None) -> str | None:
    """The row that a header says for the columns below it (the disputes table)."""
    if words.table != "disputes":
        return None
    for cell in sorted(above, key=lambda cell: -cell.row):
        row = words.rows.match(cell.text) or row_in_caption(cell.text)
        if row:
            return row
    return row_in_caption(title) if title and not above else None


def row_in_caption(text: str) -> str | None:
    """The row that a caption is about: «(二)行政诉讼情况——复议后起诉», and not both kinds."""
    flat = fold_width(text)
    if len(flat) > _LONGEST_CAPTION:
        return None
    litigation = "诉讼" in flat or "起诉" in flat
    direct, after = "直接起诉" in flat, bool(re.search("(?<!未经)(?<!未经行政)复议后", flat))
    if litigation and direct != after:
        return "litigation_direct" if direct else "litigation_after_reconsideration"
    return "reconsideration" if "行政复议" in flat and not litigation else None


def _overlap(a: Cell, b: Cell) -> bool:
    return a.col < b.right and b.col < a.right


@dataclass(frozen=True, slots=True)
class _RowLabel:
    table: str
    code: str
    cell: Cell


def _row_label(state: _State, cells: list[Cell]) -> _RowLabel | None:
    """The row that the cells left of the figures name, nearest first."""
    header = state.header
    # Without a header a number in the first column may be a serial number as well.
    left = header.left if header else 1
    prefix: list[Cell] = []
    for cell in cells:
        # A number left of the figures' columns is a serial number beside the label.
        if is_value(cell.text) and cell.right > left:
            break
        prefix.append(cell)
    named = [c for c in reversed(prefix) if c.text.strip() and not is_value(c.text)]
    for words in [vocabulary(header.table)] if header else map(vocabulary, table_codes()):
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
    return words.rows.exact(text) if len(fold(text).key) > _SHORT else None


def _group(words: Vocabulary, cells: Iterable[Cell]) -> str | None:
    """The group that the merged cells beside a row name."""
    groups = (words.row_groups.match(cell.text) for cell in cells)
    return next((group for group in groups if group and group != "outcome"), None)


def _is_own_row(words: Vocabulary, cell: Cell, cells: list[Cell]) -> bool:
    """Whether a group's own label stands for a row (the one-row «(六)其他处理»).

    It does only where it reaches over no further rows.
    """
    return not words.row_groups.exact(cell.text) or cell.rowspan == min(c.rowspan for c in cells)


def _is_unlabelled_row(state: _State, figures: list[Cell], filled: list[Cell]) -> bool:
    """A disputes table has one row of figures and no label beside it."""
    header = state.header
    return (
        header is not None
        and header.table == "disputes"
        and all(leaf.row for leaf in header.leaves if leaf.column)
        and len(figures) > len(filled) // 2
        and not any(vocabulary("disputes").is_header(cell.text) for cell in filled)
    )


def _place_row(state: _State, cells: list[Cell], label: _RowLabel | None) -> None:
    header = state.header
    assert header is not None
    row = label.code if label else None
    by_position = _by_position(state, header, cells, label)
    if by_position is not None:
        for leaf, under in by_position:
            if _told_apart(under, header, label):
                state.found.place_under(header.table, row, leaf, under)
            else:
                reason = "a cell reaches over several rows or columns"
                state.found.drop_row(header.table, leaf.row or row, [leaf], under, reason)
        return
    after = cells[cells.index(label.cell) + 1 :] if label else cells
    reason = f"the row has {len(after)} cells for {len(header.leaves)} columns"
    # An empty cell may be of the label as well as a figure left blank.
    plain = all(c.text.strip() and not is_label_of(header.table, c.text) for c in after)
    if plain and not any(cell.rowspan > 1 for cell in after):
        state.found.place_in_order(header.table, row, header.leaves, after, reason)
    else:
        state.found.drop_row(header.table, row, header.leaves, after, reason)


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
    if any(is_label_of(header.table, cell.text) for cell in entries):
        return None
    standing: dict[int, list[Cell]] = defaultdict(list)
    for cell in entries:
        right = cell.right
        if right > header.right or (right > header.end and cell.text.strip()):
            return None
        if cell.col not in state.spacers:
            for col in range(cell.col, right):
                standing[col].append(cell)
    placed = []
    for leaf in header.leaves:
        under = standing[leaf.start]
        if leaf.end > leaf.start + 1:
            columns = range(leaf.start, leaf.end)
            under = list(dict.fromkeys(cell for col in columns for cell in standing[col]))
        if not under:
            return None
        placed.append((leaf, under))
    return placed


def _is_pushed(state: _State, cells: list[Cell], label: _RowLabel) -> bool:
    """Whether a merged cell beside the row names another group than the row is of.

    It reaches too far then, after a row was taken out above, and moves the row's cells along.
    """
    words = vocabulary(label.table)
    beside = [cell for cell in (*state.reaching, *cells) if cell.right <= label.cell.col]
    group = _group(words, beside)
    return group is not None and group != words.rows.group.get(label.code)


def _told_apart(under: list[Cell], header: Header, label: _RowLabel | None) -> bool:
    """Whether the cells under one leaf belong to this row and column alone.

    Two cells side by side are two figures (last year's and this year's), even if one is empty.
    """
    if len(under) > 1 and len({cell.col for cell in under}) > 1:
        return False
    beside = label.cell if label else None
    for cell in under:
        tall = beside and (cell.row != beside.row or cell.rowspan != beside.rowspan)
        if (tall or header.several_over(cell)) and not spread(cell):
            return False
    return True


def upright(grid: Grid) -> Grid:
    """The grid; a disputes table whose results stand below one another is turned."""
    results: dict[int, set[str]] = {}
    if grid.n_cols > _WIDEST_TURNED:
        return grid
    for cell in grid.cells:
        code = vocabulary("disputes").columns.exact(cell.text)
        if code in _OWN_RESULTS:
            results.setdefault(cell.col, set()).add(code)
    if not any(len(codes) == len(_OWN_RESULTS) for codes in results.values()):
        return grid
    cells = tuple(
        c._replace(row=c.col, col=c.row, rowspan=c.colspan, colspan=c.rowspan) for c in grid.cells
    )
    return Grid(cells, grid.n_cols, grid.n_rows, grid.locator)


def rejoin_at_seams(grid: Grid) -> Grid:
    """Join labels that a page break cut in two.

    A cell above a seam and the one right below it become one label where their texts joined
    are a label and they are not labels by themselves; an empty one below takes the label above.
    """
    if not grid.seams:
        return grid
    at = {(cell.row, cell.col): cell for cell in grid.cells}
    texts = {place: cell.text for place, cell in at.items()}
    stood = {place: place for place in at}  # where the text of each cell was printed
    for seam in grid.seams:
        above = [cell for cell in grid.cells if cell.bottom == seam]
        for lower in (cell for cell in grid.cells if cell.row == seam):
            upper = next(
                (c for c in above if (c.col, c.colspan) == (lower.col, lower.colspan)), None
            )
            if upper is None or is_value(upper.text) or is_value(lower.text):
                continue
            joined = _joined_label(texts[upper.row, upper.col], lower.text)
            if joined:
                texts[upper.row, upper.col] = texts[lower.row, lower.col] = joined
        _join_cut_row(grid, seam, texts, stood)
    healed = []
    for place, cell in at.items():
        if texts[place] != cell.text or stood[place] != place:
            source = at[stood[place]]
            cell = cell._replace(text=texts[place], locator=source.locator, page=source.page)
        healed.append(cell)
    return replace(grid, cells=tuple(healed), seams=())


def _join_cut_row(
    grid: Grid,
    seam: int,
    texts: dict[tuple[int, int], str],
    stood: dict[tuple[int, int], tuple[int, int]],
) -> None:
    """Make one row of two where a page break cut it: one label, and each figure on one side."""
    upper = {c.col: (c.row, c.col) for c in grid.cells if c.row == seam - 1 and c.rowspan == 1}
    lower = {c.col: (c.row, c.col) for c in grid.cells if c.row == seam and c.rowspan == 1}
    pairs = [(upper[col], lower[col]) for col in upper.keys() & lower.keys()]
    same = [pair for pair in pairs if texts[pair[0]] == texts[pair[1]] != ""]
    if len(pairs) < len(lower) or not any(_knows(texts[a]) for a, _ in same):
        return
    rest = [pair for pair in pairs if pair not in same]
    if any(texts[a].strip() and texts[b].strip() for a, b in rest):
        return
    for a, b in pairs:
        if texts[b] and not texts[a]:
            stood[a] = b
        texts[a] = texts[a] or texts[b]
        texts[b] = ""


def _joined_label(upper: str, lower: str) -> str | None:
    """The one label that two pieces make, or None where each stands for itself."""
    if not upper.strip():
        return None
    known = [_knows(upper), _knows(lower)]
    if not lower.strip():
        return upper if known[0] else None
    if all(known):
        return None
    joined = upper + lower
    return joined if _knows(joined) else None


def _knows(text: str) -> bool:
    return any(
        words.rows.exact(text) or words.row_groups.exact(text)
        for words in map(vocabulary, table_codes())
    )
