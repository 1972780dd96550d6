"""Labels in plain text: which label a run of texts is, and which columns a header names.

Plain text has lost where a column stood; only the order of the labels remains. It gives the
order of the values if the header is known whole, so a header with a gap, a column twice, or an
unknown text where a column should be names nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gxlab.document import Token
from gxlab.extract.tables.labels import (
    Lexicon,
    Vocabulary,
    fits_group,
    fold,
    vocabularies,
    vocabulary,
)
from gxlab.extract.tables.leaves import Leaf

# Lines may cut a label into so many pieces; with a slip of the pen in it, into fewer, since a
# near match of many pieces could swallow the labels beside it.
_MOST_PIECES = 6
_MOST_PIECES_OF_A_SLIP = 4


@dataclass(frozen=True, slots=True)
class StreamLabel:
    """The label that one or several texts make.

    Attributes
    ----------
    kind : ``column``, ``row``, ``either`` of the two, ``group`` (of rows), ``title`` (a corner, a
        block, a group of columns) or ``unknown``
    table, code : of which table it is, and its code there; both empty where it is unknown
    text : the texts, joined
    """

    kind: str
    table: str
    code: str
    text: str


def find_labels(texts: Sequence[Token], table: str, group: str | None) -> list[StreamLabel]:
    """The labels that a run of texts makes.

    Where several texts may be the pieces of one label, the longest that is one is taken.

    Parameters
    ----------
    texts : the tokens between two runs of values
    table, group : the table, and the group of rows, in force before them
    """
    labels: list[StreamLabel] = []
    at = 0
    while at < len(texts):
        pieces = [token.text.strip() for token in texts[at : at + _MOST_PIECES]]
        label, length = _label_at(pieces, table, group)
        labels.append(label)
        table = label.table or table
        if label.kind == "group" and label.code in vocabulary(table).rows.groups:
            group = label.code
        elif label.kind == "row":
            group = vocabulary(table).group_after(label.code, label.text)
        at += length
    return labels


def _label_at(texts: list[str], table: str, group: str | None) -> tuple[StreamLabel, int]:
    """The label that begins with the first text, and of how many texts it is."""
    order = sorted(vocabularies(), key=lambda words: words.table != table)
    for length in range(len(texts), 0, -1):
        joined = "".join(texts[:length])
        for words in order:
            # A note that is a piece of its own is a cell, not the end of a label.
            kind, name = _kind(words, joined, group, slips=False, whole=length > 1)
            if kind:
                return StreamLabel(kind, words.table, name, joined), length
    for length in range(1, min(_MOST_PIECES_OF_A_SLIP, len(texts)) + 1 if table else 0):
        # A piece that is itself a label, slips allowed, is not the end of another label.
        words = vocabulary(table)
        if length > 1 and _kind(words, texts[length - 1], group, slips=True)[0]:
            break
        joined = "".join(texts[:length])
        kind, name = _kind(words, joined, group, slips=True)
        if kind:
            return StreamLabel(kind, table, name, joined), length
    return StreamLabel("unknown", "", "", texts[0]), 1


def _kind(
    words: Vocabulary, text: str, group: str | None, *, slips: bool, whole: bool = False
) -> tuple[str, str]:
    """What a text is in one table, and its code; two empty strings where it is nothing."""

    def look(lexicon: Lexicon) -> str | None:
        return lexicon.match(text, group) if slips else lexicon.exact(text, whole=whole)

    row, column = look(words.rows), look(words.columns)
    if row and not fits_group(words, row, text, group, before=group):
        row = None
    if row and (column or words.layout == "strip"):
        # 总计 and 其他 name a row and a column; only rows are numbered.
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


def split_header(labels: list[StreamLabel]) -> tuple[list[StreamLabel], list[StreamLabel]]:
    """The labels of a header, and those of the rows after it."""
    sure = [i for i, label in enumerate(labels) if label.kind in ("column", "title")]
    columns = [label for label in labels if label.kind == "column"]
    if not columns or (len(columns) == 1 and vocabulary(columns[0].table).layout != "blocks"):
        # Only a block may have a header of one column; elsewhere it is a stray label.
        rest = [replace(x, kind="unknown") if x.kind == "column" else x for x in labels]
        return [], [label for label in rest if label.kind != "title"]
    end = sure[-1] + 1
    named = {label.code for label in labels[:end] if label.kind == "either"}
    while end < len(labels):
        label = labels[end]
        matrix = label.kind == "either" and vocabulary(label.table).layout == "matrix"
        if matrix and label.code not in named:
            named.add(label.code)
        elif not (label.kind == "unknown" and end < len(labels) - 1):
            break
        end += 1
    first = min(sure)
    # An unknown text before everything known is a title; after it, a column that no form has.
    header = [label for i, label in enumerate(labels[:end]) if i > first or label.kind != "unknown"]
    return [label for label in header if label.kind != "row"], labels[end:]


def header_leaves(header: Sequence[StreamLabel]) -> tuple[str, list[Leaf]]:
    """The table of a header, and its columns in the order in which the values follow."""
    table = next(label.table for label in header if label.kind == "column")
    words = vocabulary(table)
    columns = words.columns
    if words.layout == "strip":
        return table, _strip_leaves(header, len(columns.group))
    named = [
        replace(label, code=columns.exact(label.text) or label.code)
        for label in header
        if label.kind != "title" or label.code in columns.groups
    ]
    if words.layout == "matrix":
        return table, _applicant_leaves(named, columns)
    return table, [Leaf(label.text, label.code or None) for label in named]


def _applicant_leaves(named: Sequence[StreamLabel], columns: Lexicon) -> list[Leaf]:
    """The columns of applicants, those under 法人或其他组织 put where their group stands.

    A header on two levels prints «自然人, 法人或其他组织, 总计» and then the five columns under
    the group, while the values follow from left to right. Beside the seven columns of the form
    only one more is understood: a subtotal among those under the group, or right after them.
    """
    nameless = [Leaf(label.text, None) for label in named if label.kind != "title"]
    known = [label.code for label in named if label.code in columns.group]
    if sorted(known) != sorted(columns.group):
        return nameless
    first = next(i for i, label in enumerate(named) if label.code in columns.group)
    # An unknown text above the first column is a title.
    named = [label for i, label in enumerate(named) if i >= first or label.kind == "title"]
    below = [i for i, label in enumerate(named) if columns.group.get(label.code)]
    end = below[-1] + 1
    if end < len(named) and named[end].kind == "unknown":
        end += 1
    under, beside = named[below[0] : end], [*named[: below[0]], *named[end:]]
    if any(label.kind == "unknown" for label in beside) or len(under) > len(below) + 1:
        return nameless
    at = next((i for i, label in enumerate(beside) if label.kind == "title"), None)
    if at is None:
        # Without the group's label its columns have a place only in a header on one level.
        at = below[0]
        if end == len(named):
            return nameless
    order = [*beside[:at], *under, *beside[at:]]
    return [Leaf(label.text, label.code or None) for label in order if label.kind != "title"]


def _strip_leaves(header: Sequence[StreamLabel], n_columns: int) -> list[Leaf]:
    """All columns for each row that the header names, in the order in which it names them."""
    results = [label for label in header if label.kind == "column"]
    rows = [label.code for label in header if label.kind == "either"]
    runs = [results[i : i + n_columns] for i in range(0, len(results), n_columns)]
    if any(len({label.code for label in run}) != n_columns for run in runs):
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
