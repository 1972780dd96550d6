"""From a grid or a stream to the lines of a list: a label, a unit, a figure.

What a line is, is not told here; only what is printed together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from gxlab.document import Cell, Grid, Stream, Token
from gxlab.extract.tables.indicators import meanings
from gxlab.extract.tables.numbers import is_fragment, is_mark, is_value
from gxlab.extract.tables.placement import Piece

FEWEST_ROWS = 5
_FEWEST_IN_COLUMN = 3
_MOST_PIECES = 3


@dataclass(slots=True)
class Entry:
    """One line of a list.

    ``pieces`` are the cells where its figure may stand; ``doubt`` says why they may be another
    line's. ``segment`` is the table, or the part of it, that the line is of.
    """

    label: str
    where: Piece
    unit: str = ""
    pieces: list[Piece] = field(default_factory=list)
    doubt: str = ""
    segment: int = 0
    starts_page: bool = False

    @property
    def filled(self) -> list[Piece]:
        return [piece for piece in self.pieces if not piece.empty]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where one list stands in a grid: labels from `left`, a unit, figures, what ends it."""

    left: int
    unit: int | None
    value: int | None
    right: int
    aside: frozenset[int] = frozenset()
    """Columns that hold no figures of the list: serial numbers, remarks."""

    @property
    def labels(self) -> range:
        ends = [col for col in (self.unit, self.value) if col is not None]
        return range(self.left, min(ends, default=self.left + 1))


def is_list(texts: Iterable[str]) -> bool:
    """Whether texts hold so many indicators that they are a list of them."""
    return len({meanings.meaning_of(t).rows for t in texts if meanings.is_exact(t)}) >= FEWEST_ROWS


def grid_of(stream: Stream) -> Grid:
    """A text whose lines are rows, as a grid; rows that lost empty cells at their end get them."""
    rows = [list(row) for _, row in groupby(stream.tokens, key=lambda token: token.line)]
    listed = [len(row) for row in rows if meanings.is_exact(row[0].text)]
    width = max(listed, default=1)
    cells = [
        Cell(at, col, 1, 1, token.text, token.locator)
        for at, row in enumerate(rows)
        for col, token in enumerate(_filled_up(row, width) if len(row) > 1 else row)
    ]
    return Grid(tuple(cells), len(rows), max(map(len, rows), default=1), "text")


def _filled_up(row: list[Token], width: int) -> list[Token]:
    lost = range(len(row) + 1, width + 1)
    return [*row, *(Token("", row[0].line, continues=True, cell=number) for number in lost)]


# --- Columns ----------------------------------------------------------------------------


def columns_of(grid: Grid) -> tuple[Columns, ...]:
    """The lists that stand side by side in a grid, told by what their columns hold."""
    hits = Counter(cell.col for cell in grid.cells if meanings.is_known(cell.text))
    heads = _heads(grid)
    starts = {col for col, count in hits.items() if count >= _FEWEST_IN_COLUMN}
    starts |= {col for col, code in heads.items() if code == "indicator"}
    filled = {cell.col for cell in grid.cells if cell.text.strip()}
    lists: list[Columns] = []
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
        lists.append(Columns(left, unit, value, end, frozenset() if value is None else aside))
        left = None
    if left is not None:
        lists.append(Columns(left, None, None, grid.n_cols))
    return tuple(lists)


def _value_column(rest: list[int], heads: dict[int, str], filled: set[int]) -> int | None:
    """The one column that can hold the figures; None where two can, or none is named so."""
    if heads:
        rest = [col for col in rest if heads.get(col) == meanings.COLUMN]
    elif any(col in filled for col in rest):
        rest = [col for col in rest if col in filled]
    return rest[0] if len(rest) == 1 else None


def _heads(grid: Grid) -> dict[int, str]:
    """What the first header row names each column; a merged cell names all it stands over."""
    for cells in grid.rows():
        named = [(cell, code) for cell in cells if (code := meanings.head(cell.text))]
        if named and is_header(cells):
            return {col: code for cell, code in named for col in range(cell.col, cell.right)}
    return {}


def is_header(cells: Sequence[Cell]) -> bool:
    """Whether a row names columns and holds neither an indicator nor a figure."""
    filled = [cell.text for cell in cells if cell.text.strip()]
    return any(meanings.head(text) for text in filled) and not any(
        meanings.is_known(text) or is_value(text) for text in filled
    )


def _is_unit_column(grid: Grid, col: int, heads: dict[int, str]) -> bool:
    if col in heads:
        return heads[col] == "unit"
    texts = [cell.text for cell in grid.cells if cell.col == col and not is_mark(cell.text)]
    texts = [text for text in texts if text.strip() and not meanings.head(text)]
    return sum(map(meanings.is_unit, texts)) > len(texts) / 2


# --- Lines of a grid --------------------------------------------------------------------


def grid_entries(grid: Grid, lists: Sequence[Columns]) -> Iterator[list[Entry]]:
    """The lines of each list of a grid, from top to bottom."""
    for columns in lists:
        lines: list[Entry] = []
        reaching: list[Cell] = []
        for cells in grid.rows():
            if not cells or is_header(cells):
                continue
            at = cells[0].row
            reaching = [cell for cell in reaching if cell.bottom > at]
            here = [cell for cell in cells if columns.left <= cell.col < columns.right]
            lines += _lines_of_row(here, reaching, columns, starts_page=at in grid.seams)
            reaching += [cell for cell in here if cell.rowspan > 1]
        yield lines


def _lines_of_row(
    cells: list[Cell], reaching: list[Cell], columns: Columns, *, starts_page: bool
) -> Iterator[Entry]:
    labels = [c for c in cells if c.col in columns.labels and c.col not in columns.aside]
    labels = [c for c in labels if c.text.strip() and not is_value(c.text)]
    rest = [c for c in cells if c not in labels and c.col not in columns.aside]
    if not labels and not any(cell.text.strip() for cell in rest):
        return
    for label in labels[:-1]:
        yield Entry(label.text, _piece(label))
    own = labels[-1] if labels else None
    where = _piece(own or cells[0])
    line = Entry(own.text if own else "", where, starts_page=starts_page)
    units = [cell for cell in rest if cell.col == columns.unit]
    values = [cell for cell in rest if cell.col == columns.value]
    line.pieces = [_piece(cell) for cell in values]
    line.unit = "".join(meanings.clean_unit(c.text) for c in units if not is_value(c.text))
    line.doubt = _doubt(own, units, values, columns)
    strays = [c for c in rest if c not in values and any(map(str.isdigit, c.text))]
    if columns.value is None:
        line.doubt = "no column of the header is known to hold the figures"
    elif strays:
        line.doubt = "a figure stands beside the column of figures"
    elif any(c.col <= columns.value < c.right and c.text.strip() for c in reaching):
        line.doubt = "a cell reaches over several rows"
    line.pieces += [_piece(cell) for cell in strays]
    yield line


def _doubt(own: Cell | None, units: list[Cell], values: list[Cell], columns: Columns) -> str:
    wide = any(c.right > columns.value for c in units if columns.value and c.col < columns.value)
    tall = own and any(c.bottom != own.bottom for c in values if c.text.strip())
    over = columns.unit is not None and any(
        c.col < columns.unit < c.right and c.text.strip() for c in values
    )
    if tall or over or (wide and any(c.text.strip() for c in units)):
        return "a cell reaches over several rows or columns"
    return ""


def _piece(cell: Cell) -> Piece:
    return Piece(cell.text, cell.locator, cell.page)


def rejoin_cut_entries(lines: list[Entry]) -> list[Entry]:
    """The lines, with an indicator that a page's end cut in two made one again."""
    whole: list[Entry] = []
    for line in lines:
        above = whole[-1] if whole else None
        if above and line.starts_page and _is_cut(above, line):
            whole[-1] = replace(
                above,
                label=above.label + line.label,
                unit=above.unit or line.unit,
                pieces=(above.filled or line.filled or above.pieces),
                doubt=above.doubt or line.doubt,
            )
        else:
            whole.append(line)
    return whole


def _is_cut(above: Entry, below: Entry) -> bool:
    apart = meanings.is_known(above.label) or meanings.is_known(below.label)
    twice = (above.unit and below.unit) or (above.filled and below.filled)
    return not apart and not twice and meanings.is_exact(above.label + below.label)


# --- Lines of a stream ------------------------------------------------------------------


def stream_entries(stream: Stream) -> list[Entry]:
    """The lines of a text whose cells have an order alone: all up to the next label."""
    lines: list[Entry] = []
    tokens = stream.tokens
    current: Entry | None = None
    at = 0
    while at < len(tokens):
        token = tokens[at]
        piece = Piece(token.text, token.locator)
        at += 1
        if piece.empty or is_value(token.text) or is_fragment(token.text):
            if current:
                current.pieces.append(piece)
        elif meanings.is_unit(token.text):
            _take_unit(current, meanings.clean_unit(token.text))
        elif meanings.head(token.text):
            current = None
        else:
            label, length = _joined(tokens[at - 1 :])
            current = Entry(label, piece)
            lines.append(current)
            at += length - 1
    return _without_leading_blanks(lines)


def _take_unit(line: Entry | None, unit: str) -> None:
    if line and line.unit:
        line.doubt = "two units stand after one label"
    elif line:
        line.unit = unit


def _joined(tokens: Sequence[Token]) -> tuple[str, int]:
    """The label that begins here, and of how many tokens it is: lines may cut it in pieces."""
    for length in range(min(_MOST_PIECES, len(tokens)), 1, -1):
        texts = [token.text for token in tokens[:length]]
        joined = "".join(texts)
        if meanings.is_exact(joined) and not any(map(_is_cell, texts)):
            return joined, length
    return tokens[0].text, 1


def _is_cell(text: str) -> bool:
    return not text.strip() or is_value(text) or meanings.is_unit(text)


def _without_leading_blanks(lines: list[Entry]) -> list[Entry]:
    """The lines; an empty cell before a figure is the unit's where all lines have one there."""
    figures = [line for line in lines if line.filled]
    blank = [x for x in figures if not x.unit and x.pieces[0].empty and not x.pieces[1].empty]
    if len(blank) > len(figures) / 2:
        for line in blank:
            del line.pieces[0]
    for line in figures:
        if line.pieces[0].empty:
            line.doubt = "an empty cell stands before the figure"
    return lines
