"""The entries of a list of indicators in a grid: what stands in one row of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from gxlab.document import Cell, Grid, Stream, Token
from gxlab.extract.tables.indicators import meanings
from gxlab.extract.tables.indicators.columns import ListColumns, is_header
from gxlab.extract.tables.indicators.entry import Entry
from gxlab.extract.tables.numbers import is_value
from gxlab.extract.tables.placement import Piece
from gxlab.extract.tables.stream_grids import grid_of, rows_of


def listed_grid(stream: Stream) -> Grid:
    """A text whose lines are rows, as a grid; rows that lost empty cells at their end get them."""
    rows = rows_of(stream)
    width = max((len(row) for row in rows if meanings.is_exact(row[0].text)), default=1)
    return grid_of([_filled_up(row, width) if len(row) > 1 else row for row in rows], "text")


def _filled_up(row: list[Token], width: int) -> list[Token]:
    lost = range(len(row) + 1, width + 1)
    return [*row, *(Token("", row[0].line, continues=True, cell=number) for number in lost)]


def grid_entries(grid: Grid, lists: Sequence[ListColumns]) -> Iterator[list[Entry]]:
    """The entries of each list of a grid, from top to bottom."""
    for columns in lists:
        entries: list[Entry] = []
        reaching: list[Cell] = []
        for cells in grid.rows():
            if not cells or is_header(cells):
                continue
            at = cells[0].row
            reaching = [cell for cell in reaching if cell.bottom > at]
            here = [cell for cell in cells if columns.left <= cell.col < columns.right]
            entries += _entries_of_row(here, reaching, columns, starts_page=at in grid.seams)
            reaching += [cell for cell in here if cell.rowspan > 1]
        yield entries


def _entries_of_row(
    cells: list[Cell], reaching: list[Cell], columns: ListColumns, *, starts_page: bool
) -> Iterator[Entry]:
    """The entry of one row, after those of the labels that stand on a level above its own.

    Parameters
    ----------
    reaching : cells that begin further up and reach down into the row
    """
    labels = [c for c in cells if c.col in columns.labels and c.col not in columns.aside]
    labels = [c for c in labels if c.text.strip() and not is_value(c.text)]
    rest = [c for c in cells if c not in labels and c.col not in columns.aside]
    if not labels and not any(cell.text.strip() for cell in rest):
        return
    for label in labels[:-1]:
        yield Entry(label.text, _piece(label))
    own = labels[-1] if labels else None
    where = _piece(own or cells[0])
    entry = Entry(own.text if own else "", where, starts_page=starts_page)
    units = [cell for cell in rest if cell.col == columns.unit]
    values = [cell for cell in rest if cell.col == columns.value]
    entry.pieces = [_piece(cell) for cell in values]
    entry.unit = "".join(meanings.clean_unit(c.text) for c in units if not is_value(c.text))
    strays = [c for c in rest if c not in values and any(map(str.isdigit, c.text))]
    if columns.value is None:
        entry.doubt = "no column of the header is known to hold the values"
    elif strays:
        entry.doubt = "a value stands beside the column of values"
    elif any(c.col <= columns.value < c.right and c.text.strip() for c in reaching):
        entry.doubt = "a cell reaches over several rows"
    else:
        entry.doubt = _doubt_of_spans(own, units, values, columns)
    entry.pieces += [_piece(cell) for cell in strays]
    yield entry


def _doubt_of_spans(
    own: Cell | None, units: list[Cell], values: list[Cell], columns: ListColumns
) -> str:
    """Why a value may be of another row or column than it seems, if a merged cell makes it so."""
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


def rejoin_cut_entries(entries: list[Entry]) -> list[Entry]:
    """The entries, with an indicator that a page's end cut in two made one again."""
    whole: list[Entry] = []
    for entry in entries:
        above = whole[-1] if whole else None
        if above and entry.starts_page and _is_cut(above, entry):
            whole[-1] = replace(
                above,
                label=above.label + entry.label,
                unit=above.unit or entry.unit,
                pieces=(above.filled or entry.filled or above.pieces),
                doubt=above.doubt or entry.doubt,
            )
        else:
            whole.append(entry)
    return whole


def _is_cut(above: Entry, below: Entry) -> bool:
    """Whether two entries are one: together they have the words of a row, and each has not."""
    apart = meanings.is_known(above.label) or meanings.is_known(below.label)
    twice = (above.unit and below.unit) or (above.filled and below.filled)
    return not apart and not twice and meanings.is_exact(above.label + below.label)
