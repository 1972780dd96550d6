"""Reading tables from plain text, where cells have an order and no position.

The text is cut into chunks, each some labels and the figures that follow them. The labels at
the head of a table tell how many figures a row must have; the last label before figures names
their row. A row is placed only if it has exactly as many cells as columns. Where a text shows
empty cells they count; where it may have dropped them (`_keeps_empty_cells`), a row that is
short of figures is given up, since nobody can say which ones it lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from gxlab.document import Stream, Token
from gxlab.extract.found import (
    Found,
    Leaf,
    Piece,
    distinct,
    lacks_columns,
    place_by_count,
)
from gxlab.extract.labels import (
    Lexicon,
    fits_group,
    fold,
    is_section_title,
    table_codes,
    vocabulary,
)
from gxlab.extract.numbers import is_figure

_LONGEST_LABEL = 60
_MOST_PIECES = 6
_DISPUTE_RESULTS = 5


@dataclass(slots=True)
class _Chunk:
    """Labels in a row, then the figures and empty cells up to the next label."""

    texts: list[Token] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    ends_table: bool = False
    line_labels: int = 0
    """How many labels the last line of labels has, as far as empty cells show it."""

    def add_label(self, token: Token) -> None:
        # Empty cells between labels belong to a label that has no figures, or pad a header.
        self.line_labels = 1 if self.pieces else self.line_labels + 1
        self.pieces.clear()
        self.texts.append(token)

    def without_padding(self, columns: int) -> list[Piece]:
        """The pieces less those that pad the last line of a header to the table's width."""
        padding = max(columns - self.line_labels, 0)
        padded = all(piece.empty for piece in self.pieces[:padding])
        return self.pieces[padding:] if padded else self.pieces


@dataclass(frozen=True, slots=True)
class _Label:
    """What one or several texts are: a ``column``, ``row``, ``group``, ``either`` or unknown."""

    kind: str
    table: str
    code: str
    text: str


@dataclass(slots=True)
class _Row:
    table: str
    code: str | None
    labels: int
    pieces: list[Piece]
    leaves: list[Leaf]

    @property
    def length(self) -> int:
        """How many pieces there are up to the last that is not empty."""
        return max((i for i, piece in enumerate(self.pieces, 1) if not piece.empty), default=0)

    @property
    def tail(self) -> int:
        """How many pieces more than columns."""
        return len(self.pieces) - len(self.leaves)

    @property
    def width(self) -> int:
        return len(self.pieces) + self.labels


def read_stream(stream: Stream) -> Found:
    """Read all statutory tables of a plain text."""
    found = Found()
    rows = list(_rows(stream, found))
    keeps_empty = _keeps_empty_cells(rows)
    for row in rows:
        _place(found, row, keeps_empty and _is_regular(row, rows))
    return found


def _is_regular(row: _Row, rows: list[_Row]) -> bool:
    """Whether a row has as many cells, empty ones counted, as those that have all figures."""
    full = [r for r in rows if r.table == row.table and r.length == len(r.leaves)]
    if any(leaf.column is None for leaf in row.leaves):
        # A column of no form may be no column: rows of the same header must bear it out.
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


def _place(found: Found, row: _Row, trust_empty: bool) -> None:
    wanted = len(row.leaves)
    pieces = row.pieces
    if lacks_columns(row.table, row.code, row.leaves):
        found.lose(row.table, row.code, [], pieces, "a column of the header is not known")
        return
    if row.code == "other" and row.length == wanted + 1 and pieces[0].empty:
        # The one-row (六)其他处理 may keep an empty cell where its parts stood.
        pieces = pieces[1 : wanted + 1]
    elif row.code == "other" and row.length and pieces[0].empty:
        reason = "its first cell may be of the label or of the figures"
        found.lose(row.table, row.code, row.leaves, pieces, reason)
        return
    elif row.length == 0:
        # Nothing is printed after the label, so every cell is empty, however many are marked.
        pieces = [pieces[0] if pieces else Piece("", "")] * wanted
    elif row.length == wanted or (row.length < wanted <= len(pieces) and trust_empty):
        pieces = pieces[:wanted]
    elif len(pieces) == wanted:
        # One for each column, and yet not sure to stand where they were printed.
        found.lose(row.table, row.code, row.leaves, pieces, "empty cells may have been dropped")
        return
    reason = f"the row has {row.length} cells for {wanted} columns"
    place_by_count(found, row.table, row.code, row.leaves, pieces, reason)


def _chunks(stream: Stream) -> Iterator[_Chunk]:
    chunk = _Chunk()
    rows_are_apart = _rows_are_apart(stream)
    for token in _cells(stream):
        text = token.text.strip()
        if not text or is_figure(text):
            if chunk.texts:
                chunk.pieces.append(Piece(token.text, f"line {token.line}"))
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
        is_figure(token.text) and after.text and not is_figure(after.text) and not after.continues
        for token, after in pairwise(stream.tokens)
    )


def _cells(stream: Stream) -> Iterator[Token]:
    """The tokens; where lines hold whole rows, each figure of a line is a cell of its own."""
    rows = [token.text.split() for token in stream.tokens if is_figure(token.text[:1])]
    several = sum(len(row) > 1 and all(map(is_figure, row)) for row in rows)
    if stream.style != "lines" or several <= len(rows) / 2:
        yield from stream.tokens
        return
    for token in stream.tokens:
        parts = token.text.split()
        if len(parts) > 1 and all(map(is_figure, parts)):
            yield from (Token(part, token.line) for part in parts)
        else:
            yield token


def _rows(stream: Stream, found: Found) -> Iterator[_Row]:
    """The rows of all tables, each with the leaves of the header above it."""
    leaves: list[Leaf] = []
    table = ""
    group: str | None = None
    for chunk in _chunks(stream):
        labels = _labels(chunk.texts, table, group)
        header, rest = _split_header(labels)
        if header:
            table, leaves = _leaves(header)
            group = None
        rows, group = _row_labels(rest, group)
        for label, width in rows[:-1]:
            yield _Row(label.table, label.code, width, [], leaves)
        filled = not all(piece.empty for piece in chunk.pieces)
        unknown = rest[-1] if rest and rest[-1].kind == "unknown" else None
        if unknown and filled:
            _give_up(found, table, rows, leaves, chunk, unknown)
        elif rows:
            label, width = rows[-1]
            yield _Row(label.table, label.code, width, chunk.pieces, leaves)
        elif header and _is_one_row(chunk, leaves):
            yield _Row(table, None, 0, chunk.without_padding(len(leaves)), leaves)
        elif header and filled:
            reason = f"{len(chunk.pieces)} cells without a row label for {len(leaves)} columns"
            found.lose(table, None, leaves, chunk.pieces, reason)
        if chunk.ends_table:
            leaves, table, group = [], "", None


def _is_one_row(chunk: _Chunk, leaves: list[Leaf]) -> bool:
    """Whether the figures below a header are the one row of a disputes table."""
    enough = len(chunk.without_padding(len(leaves))) >= len(leaves)
    return enough and all(leaf.row for leaf in leaves)


def _give_up(
    found: Found,
    table: str,
    rows: list[tuple[_Label, int]],
    leaves: list[Leaf],
    chunk: _Chunk,
    unknown: _Label,
) -> None:
    """Figures after a text that is no label: theirs, or of the label before, nobody can say."""
    if rows or leaves:
        code = rows[-1][0].code if rows else None
        reason = f"row «{unknown.text}» is not in the form"
        found.lose(table or rows[-1][0].table, code, leaves, chunk.pieces, reason)


def _row_labels(
    labels: list[_Label], group: str | None
) -> tuple[list[tuple[_Label, int]], str | None]:
    """The row labels, each with how many labels its line has; and the group in force after."""
    rows: list[tuple[_Label, int]] = []
    width = 0
    for at, label in enumerate(labels):
        width += 1
        after = labels[at + 1] if at + 1 < len(labels) else None
        lexicon = vocabulary(label.table).rows if label.table else None
        if label.kind == "row" and after and _heads(label, after):
            group = label.code
        elif label.kind == "group":
            group = label.code if label.code != "outcome" else group
        elif label.kind in ("row", "either") and lexicon:
            rows.append((label, width))
            width = 0
            group = lexicon.group.get(label.code)
    return rows, group


def _heads(label: _Label, after: _Label) -> bool:
    """Whether a label that is a row in one form and a group in another is a group here."""
    words = vocabulary(label.table)
    if not words.row_groups.exact(label.text):
        return False
    return after.kind == "unknown" or words.rows.group.get(after.code) == label.code


def _labels(texts: list[Token], table: str, group: str | None) -> list[_Label]:
    """The labels that a run of texts makes, longest first where texts are pieces of one."""
    labels: list[_Label] = []
    at = 0
    while at < len(texts):
        pieces = [token.text.strip() for token in texts[at : at + _MOST_PIECES]]
        label, length = _label_at(pieces, table, group)
        labels.append(label)
        table = label.table or table
        if label.kind == "group" and label.code != "outcome":
            group = label.code
        elif label.kind == "row":
            group = vocabulary(table).rows.group.get(label.code)
        at += length
    return labels


def _label_at(texts: list[str], table: str, group: str | None) -> tuple[_Label, int]:
    order = sorted(table_codes(), key=lambda code: code != table)
    for length in range(len(texts), 0, -1):
        joined = "".join(texts[:length])
        for code in order:
            # A note that is a piece of its own is a cell, not the end of a label.
            kind, name = _kind(code, joined, group, slips=False, whole=length > 1)
            if kind:
                return _Label(kind, code, name, joined), length
    for length in range(1, min(4, len(texts)) + 1 if table else 0):
        if length > 1 and _kind(table, texts[length - 1], group, slips=False)[0]:
            break
        joined = "".join(texts[:length])
        kind, name = _kind(table, joined, group, slips=True)
        if kind:
            return _Label(kind, table, name, joined), length
    return _Label("unknown", "", "", texts[0]), 1


def _kind(
    code: str, text: str, group: str | None, *, slips: bool, whole: bool = False
) -> tuple[str, str]:
    """What a text is in one table, and its code; two empty strings where it is nothing."""
    words = vocabulary(code)

    def look(lexicon: Lexicon) -> str | None:
        return lexicon.match(text, group) if slips else lexicon.exact(text, whole=whole)

    row, column = look(words.rows), look(words.columns)
    if row and not fits_group(words, row, text, group):
        row = None
    if row and (column or code == "disputes"):
        # 总计 and 其他 name a row and a column; an enumerator is of rows alone.
        return ("either" if fold(text).number is None else "row"), row
    if column:
        return "column", column
    if row:
        return "row", row
    if found := look(words.row_groups):
        return "group", found
    if found := look(words.column_groups) or look(words.titles):
        return "title", found
    return "", ""


def _split_header(labels: list[_Label]) -> tuple[list[_Label], list[_Label]]:
    """The labels of a header, and those of the rows after it."""
    sure = [i for i, label in enumerate(labels) if label.kind in ("column", "title")]
    columns = [label for label in labels if label.kind == "column"]
    if not columns or (len(columns) == 1 and columns[0].table != "disclosure"):
        # Only a block of section 二 has a header of one column; else it is a stray label.
        rest = [replace(x, kind="unknown") if x.kind == "column" else x for x in labels]
        return [], [label for label in rest if label.kind != "title"]
    end = sure[-1] + 1
    named = {label.code for label in labels[:end] if label.kind == "either"}
    while end < len(labels):
        label = labels[end]
        if label.kind == "either" and label.table == "applications" and label.code not in named:
            named.add(label.code)
        elif not (label.kind == "unknown" and end < len(labels) - 1):
            break
        end += 1
    first = min(sure)
    # Before all that is known an unknown text is a title; after it, a column of no form.
    header = [label for i, label in enumerate(labels[:end]) if i > first or label.kind != "unknown"]
    return [label for label in header if label.kind != "row"], labels[end:]


def _leaves(header: list[_Label]) -> tuple[str, list[Leaf]]:
    """The table of a header, and its columns in the order in which figures follow."""
    table = next(label.table for label in header if label.kind == "column")
    if table == "disputes":
        return table, _dispute_leaves(header)
    columns = vocabulary(table).columns
    named = [
        (label, None if label.kind == "unknown" else columns.exact(label.text) or label.code)
        for label in header
    ]
    # Columns grouped under 法人或其他组织 are printed below it, after the columns beside it.
    at_group = next((i for i, (label, _) in enumerate(named) if label.code == "organisation"), None)
    beside = [i for i, (_, code) in enumerate(named) if code and not columns.group.get(code)]
    beside = [i for i in beside if named[i][0].kind != "title"]
    known = {code for _, code in named}
    complete = known >= set(columns.group)
    all_beside = known >= {code for code, group in columns.group.items() if group is None}
    first = next(i for i, (label, _) in enumerate(named) if label.kind != "title")
    top: list[Leaf] = []
    below: list[Leaf] = []
    place = 0
    for i, (label, code) in enumerate(named):
        if i == at_group:
            place = len(top)
        if label.kind == "title" or (code is None and complete and i == first):
            continue
        within = at_group is not None and all_beside and i > max(beside)
        under = columns.group.get(code) if code else within
        (below if under else top).append(Leaf(label.text, code))
    leaves = [*top[:place], *below, *top[place:]] if below else top
    # Which of two columns of one name stands where, the order of the labels does not tell.
    twice = distinct(leaves) != leaves
    return table, [Leaf(leaf.text, None) for leaf in leaves] if twice else leaves


def _dispute_leaves(header: list[_Label]) -> list[Leaf]:
    """Five results for each group that the header names, in the order in which it names them."""
    results = [label for label in header if label.kind == "column"]
    rows = [label.code for label in header if label.kind == "either"]
    runs = [results[i : i + _DISPUTE_RESULTS] for i in range(0, len(results), _DISPUTE_RESULTS)]
    if any(len({label.code for label in run}) != _DISPUTE_RESULTS for run in runs):
        return [Leaf(label.text, None) for label in results]
    if len(runs) == 1 and not rows:
        return [Leaf(label.text, label.code) for label in runs[0]]
    if len(runs) != len(rows) or len(set(rows)) != len(rows):
        return [Leaf(label.text, None) for label in results]
    return [
        Leaf(label.text, label.code, row)
        for row, run in zip(rows, runs, strict=True)
        for label in run
    ]
