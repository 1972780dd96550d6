"""Tables in plain text that kept their columns: all rows have as many cells.

Some converters (to Markdown, for one) print a cell for every column, and a merged cell as empty
or repeated ones. Such rows are a grid. Most crawlers print a merged cell once, so that rows
differ in length; those stay a stream.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from gxlab.document import Cell, Grid, Stream, Token
from gxlab.extract.tables.labels import vocabularies

_FEWEST_ROWS = 3
_FEWEST_COLUMNS = 3
# Columns whose names are also those of rows, and None for a text that names no column.
_AMBIGUOUS = (None, "total", "other", "other_org")


def grids_in_stream(stream: Stream) -> tuple[list[Grid], Stream]:
    """The tables that kept their columns, as grids, and the stream without them."""
    if stream.style != "row-bar":
        return [], stream
    grids: list[Grid] = []
    rest: list[Token] = []
    for rows in _runs(stream):
        if len(rows) >= _FEWEST_ROWS and len(rows[0]) >= _FEWEST_COLUMNS and _has_header(rows):
            grids.append(grid_of(rows, f"line {rows[0][0].line}"))
        else:
            rest += [token for row in rows for token in row]
    return grids, Stream(tuple(rest), stream.style)


def _runs(stream: Stream) -> Iterator[list[list[Token]]]:
    """The runs of consecutive rows that have as many cells as one another."""
    for _, run in groupby(rows_of(stream), key=len):
        yield list(run)


def _has_header(rows: list[list[Token]]) -> bool:
    """Whether a run holds a header with what stands under it, and not a header's end alone.

    A table of applicants that prints merged cells once has runs of even rows too, but the first
    of its columns is not among them: it stands in a row of the header that is not as long.
    """
    named = {
        (words.table, column)
        for row in rows
        for token in row
        for words in vocabularies()
        if (column := words.columns.exact(token.text)) not in _AMBIGUOUS
    }
    for words in vocabularies("matrix"):
        if any(table == words.table for table, _ in named):
            return (words.table, next(iter(words.columns.group))) in named
    return bool(named)


def rows_of(stream: Stream) -> list[list[Token]]:
    """The tokens of each line."""
    return [list(row) for _, row in groupby(stream.tokens, key=lambda token: token.line)]


def grid_of(rows: list[list[Token]], locator: str) -> Grid:
    """Lines as the rows of a grid without merged cells."""
    cells = [
        Cell(row, col, 1, 1, token.text, token.locator)
        for row, tokens in enumerate(rows)
        for col, token in enumerate(tokens)
    ]
    return Grid(tuple(cells), len(rows), max(map(len, rows), default=1), locator)
