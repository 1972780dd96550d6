"""Reading tables from plain text, where cells have an order and no position.

The text is cut into chunks, each some labels and the values that follow them. The labels at the
head of a table say how many values a row must have; the last label before values names their
row. A row is placed only if it has exactly as many cells as the header has columns. Where a text
shows empty cells they count; where it may have lost them (`_keeps_empty_cells`), a row that is
short of values is dropped, since nobody can say which ones are missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from gxlab.document import Stream, Token
from gxlab.extract.tables.labels import is_section_title, vocabulary
from gxlab.extract.tables.leaves import Leaf, lacks_columns
from gxlab.extract.tables.numbers import is_fragment, is_value
from gxlab.extract.tables.placement import Piece, Placement
from gxlab.extract.tables.stream_labels import StreamLabel, find_labels, header_leaves, split_header
from gxlab.forms import parts_elsewhere

# A longer text is prose, and ends a table.
_LONGEST_LABEL = 60
# In a table of no more rows one that is too long shows that the header lacks a column.
_SHORT_TABLE = 3


@dataclass(slots=True)
class _Chunk:
    """Labels in a row, then the values and empty cells up to the next label.

    Attributes
    ----------
    texts : the labels
    pieces : the values and empty cells after them
    ends_table : whether prose follows
    line_labels : how many labels the last line of labels has, as far as empty cells show it
    """

    texts: list[Token] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    ends_table: bool = False
    line_labels: int = 0

    def add_label(self, token: Token) -> None:
        # Empty cells between labels belong to a label that has no values, or pad a header.
        self.line_labels = 1 if self.pieces else self.line_labels + 1
        self.pieces.clear()
        self.texts.append(token)

    def without_padding(self, columns: int) -> list[Piece]:
        """The pieces without those that pad the last line of a header to the table's width."""
        padding = max(columns - self.line_labels, 0)
        padded = all(piece.empty for piece in self.pieces[:padding])
        return self.pieces[padding:] if padded else self.pieces


@dataclass(slots=True)
class _Row:
    """A row of a table.

    Attributes
    ----------
    table, code : the table, and the code of the row; None for the one row of a disputes table
    labels : how many labels its line has
    pieces : the values and empty cells after them
    leaves : the columns of the header above it
    length : how many pieces there are up to the last that is not empty
    """

    table: str
    code: str | None
    labels: int
    pieces: list[Piece]
    leaves: list[Leaf]
    length: int = field(init=False)

    def __post_init__(self) -> None:
        filled = (i for i, piece in enumerate(self.pieces, 1) if not piece.empty)
        self.length = max(filled, default=0)

    @property
    def full(self) -> bool:
        """Whether every column has its value, with no doubt where the first one stands."""
        return self.length == len(self.leaves) and not self.padded

    @property
    def padded(self) -> bool:
        """Whether it begins with an empty cell that may be of the label, having some to spare."""
        return bool(self.length) and self.pieces[0].empty and self.tail > 0

    @property
    def tail(self) -> int:
        """How many pieces more than columns."""
        return len(self.pieces) - len(self.leaves)

    @property
    def is_whole(self) -> bool:
        """Whether another form has the row in parts, as (六)其他处理 is three rows in 2021."""
        return bool(self.code and parts_elsewhere(self.table, self.code))

    @property
    def width(self) -> int:
        return len(self.pieces) + self.labels


def read_stream(stream: Stream) -> Placement:
    """Read all statutory tables of a plain text."""
    placement = Placement()
    rows = list(_rows(stream, placement))
    keeps_empty = _keeps_empty_cells(rows)
    for row in rows:
        if _is_outgrown(row, rows):
            reason = "rows have more cells than the header has columns"
            placement.drop_row(row.table, row.code, [], row.pieces, reason)
        else:
            _place(placement, row, keeps_empty and _is_regular(row, rows))
    return placement


def _is_outgrown(row: _Row, rows: list[_Row]) -> bool:
    """Whether rows under the same header show that it lacks a column.

    In a table of many rows a single long one says nothing of the header. The one-row
    (六)其他处理 is not counted: it may keep an empty cell where its three parts stood.
    """
    same = [r for r in rows if r.leaves is row.leaves and not r.is_whole]
    long = [r for r in same if r.length > len(r.leaves)]
    return len(long) > (1 if len(same) > _SHORT_TABLE else 0)


def _is_regular(row: _Row, rows: list[_Row]) -> bool:
    """Whether a row has as many cells, empty ones counted, as those that have all values."""
    full = [r for r in rows if r.table == row.table and r.full]
    if any(leaf.column is None for leaf in row.leaves):
        # A text that no form has as a column may be none: rows of this header must confirm it.
        full = [r for r in full if r.leaves is row.leaves]
        return any(row.tail == r.tail or row.width == r.width for r in full)
    return row.tail == 0 or any(row.tail == r.tail or row.width == r.width for r in full)


def _keeps_empty_cells(rows: list[_Row]) -> bool:
    """Whether the text shows empty cells: some row has one between two that are filled."""
    return any(
        any(piece.empty for piece in row.pieces[: row.length])
        for row in rows
        if row.length <= len(row.leaves)
    )


def _place(placement: Placement, row: _Row, trust_empty: bool) -> None:
    """Place a row, or drop it where its cells may not be those of the columns, one for one.

    Parameters
    ----------
    trust_empty : whether the text has kept the empty cells of this row
    """
    wanted = len(row.leaves)
    pieces = row.pieces
    if lacks_columns(row.table, row.code, row.leaves):
        placement.drop_row(row.table, row.code, [], pieces, "a column of the header is not known")
        return
    if row.is_whole and row.length == wanted + 1 and pieces[0].empty:
        # The one-row (六)其他处理 may keep an empty cell where its three parts stood.
        pieces = pieces[1 : wanted + 1]
    elif row.padded or (row.is_whole and row.length and pieces[0].empty):
        reason = "its first cell may be of the label or of the values"
        placement.drop_row(row.table, row.code, row.leaves, pieces, reason)
        return
    elif row.length == 0:
        # Nothing is printed after the label: every cell is empty, however many of them show.
        pieces = [pieces[0] if pieces else Piece("", "")] * wanted
    elif row.length == wanted or (row.length < wanted <= len(pieces) and trust_empty):
        pieces = pieces[:wanted]
    elif len(pieces) == wanted:
        # One cell for each column, but not surely where it was printed.
        placement.drop_row(
            row.table, row.code, row.leaves, pieces, "empty cells may have been dropped"
        )
        return
    reason = f"the row has {row.length} cells for {wanted} columns"
    placement.place_in_order(row.table, row.code, row.leaves, pieces, reason)


def _chunks(stream: Stream) -> Iterator[_Chunk]:
    """The chunks of a text; prose between them is left out."""
    chunk = _Chunk()
    rows_are_apart = _rows_are_apart(stream)
    for token in _cells(stream):
        text = token.text.strip()
        if not text or is_value(text) or is_fragment(text):
            if chunk.texts:
                chunk.pieces.append(Piece(token.text, token.locator))
            continue
        if chunk.pieces and rows_are_apart and token.continues:
            # A bar, and then the next row: its last cell was empty.
            chunk.pieces.append(Piece("", f"line {token.line}"))
        prose = len(text) > _LONGEST_LABEL or is_section_title(text)
        if prose or any(not piece.empty for piece in chunk.pieces):
            chunk.ends_table = prose
            yield chunk
            chunk = _Chunk()
        if not prose:
            chunk.add_label(token)
    chunk.ends_table = True
    yield chunk


def _rows_are_apart(stream: Stream) -> bool:
    """Whether lone bars stand between the cells of a row and not between rows."""
    return stream.style == "lone-bar" and any(
        is_value(token.text) and after.text and not is_value(after.text) and not after.continues
        for token, after in pairwise(stream.tokens)
    )


def _cells(stream: Stream) -> Iterator[Token]:
    """The tokens; where lines hold whole rows, each value of a line is a cell of its own."""
    rows = [token.text.split() for token in stream.tokens if is_value(token.text[:1])]
    several = sum(len(row) > 1 and all(map(is_value, row)) for row in rows)
    if stream.style != "lines" or several <= len(rows) / 2:
        yield from stream.tokens
        return
    for token in stream.tokens:
        parts = token.text.split()
        if len(parts) > 1 and all(map(is_value, parts)):
            yield from (Token(part, token.line, cell=n) for n, part in enumerate(parts, start=1))
        else:
            yield token


def _rows(stream: Stream, placement: Placement) -> Iterator[_Row]:
    """The rows of all tables, each with the leaves of the header above it."""
    leaves: list[Leaf] = []
    table = ""
    group: str | None = None
    for chunk in _chunks(stream):
        labels = find_labels(chunk.texts, table, group)
        header, rest = split_header(labels)
        if header:
            table, leaves = header_leaves(header)
            group = None
        rows, group = _row_labels(rest, group)
        for label, width in rows[:-1]:
            yield _Row(label.table, label.code, width, [], leaves)
        filled = not all(piece.empty for piece in chunk.pieces)
        unknown = rest[-1] if rest and rest[-1].kind == "unknown" else None
        if unknown and filled:
            _drop_unknown(placement, table, rows, leaves, chunk, unknown)
        elif rows:
            label, width = rows[-1]
            yield _Row(label.table, label.code, width, chunk.pieces, leaves)
        elif header and _is_one_row(chunk, leaves):
            yield _Row(table, None, 0, chunk.without_padding(len(leaves)), leaves)
        elif header and filled:
            reason = f"{len(chunk.pieces)} cells without a row label for {len(leaves)} columns"
            placement.drop_row(table, None, leaves, chunk.pieces, reason)
        if chunk.ends_table:
            leaves, table, group = [], "", None


def _is_one_row(chunk: _Chunk, leaves: list[Leaf]) -> bool:
    """Whether the values below a header are the one row of a disputes table."""
    pieces = chunk.without_padding(len(leaves))
    # An empty cell at its head may be an empty line between header and values.
    starts = bool(pieces) and not (pieces[0].empty and any(not p.empty for p in pieces))
    return starts and len(pieces) >= len(leaves) and all(leaf.row for leaf in leaves)


def _drop_unknown(
    placement: Placement,
    table: str,
    rows: list[tuple[StreamLabel, int]],
    leaves: list[Leaf],
    chunk: _Chunk,
    unknown: StreamLabel,
) -> None:
    """Drop the values after a text that is no label: they may be of the label before it."""
    if rows or leaves:
        code = rows[-1][0].code if rows else None
        reason = f"row «{unknown.text}» is not in the form"
        placement.drop_row(table or rows[-1][0].table, code, leaves, chunk.pieces, reason)


def _row_labels(
    labels: list[StreamLabel], group: str | None
) -> tuple[list[tuple[StreamLabel, int]], str | None]:
    """The row labels, each with how many labels its line has; and the group in force after."""
    rows: list[tuple[StreamLabel, int]] = []
    width = 0
    for at, label in enumerate(labels):
        width += 1
        after = labels[at + 1] if at + 1 < len(labels) else None
        if label.kind == "row" and after and _heads(label, after):
            group = label.code
        elif label.kind == "group":
            group = label.code if label.code in vocabulary(label.table).rows.groups else group
        elif label.kind in ("row", "either"):
            rows.append((label, width))
            width = 0
            group = vocabulary(label.table).group_after(label.code, label.text)
    return rows, group


def _heads(label: StreamLabel, after: StreamLabel) -> bool:
    """Whether a label that is a row in one form and a group in another is a group here."""
    words = vocabulary(label.table)
    if not words.row_groups.exact(label.text):
        return False
    return after.kind == "unknown" or words.rows.group.get(after.code) == label.code
