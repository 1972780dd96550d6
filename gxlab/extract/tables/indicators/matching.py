"""Which indicator each entry of a list is, and whether its value is certain to be its own.

An entry is known by its words. Where two indicators have the same words (被依法纠错数 under
复议 and under 诉讼) the entry belongs to the one that it is printed under, as long as every entry
since has been of that one, in the form's order; else it is not placed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from gxlab.extract.tables.indicators import meanings
from gxlab.extract.tables.indicators.entry import Entry
from gxlab.extract.tables.labels import fold_width
from gxlab.extract.tables.placement import Piece, PlacedCell, Placement

# «12万» in a row of 万元 may be 12万元 or 12万元 of ten thousand each.
_SCALE_WITHOUT_UNIT = re.compile(r"[百千万亿](?!元|[千万]元)")


def place_entries(entries: Sequence[Entry], stated: str) -> Placement:
    """Give the entries of a document's list their rows.

    Parameters
    ----------
    stated : the unit of money that the texts around the list state, for entries without one
    """
    placement = Placement()
    meant = [meanings.meaning_of(entry.label) for entry in entries]
    rows = _rows_in_context(entries, meant)
    by_row: dict[tuple[int, str], list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        if row:
            by_row[entries[at].segment, row].append(at)
    for (_, row), positions in by_row.items():
        # A label may be printed again, without unit or value, as the heading beside its parts.
        printed = [at for at in positions if entries[at].pieces or entries[at].unit]
        printed = printed or positions[:1]
        pieces = [piece for at in printed for piece in entries[at].pieces]
        if len(printed) > 1:
            reason = "its label is printed more than once"
            placement.drop_row(meanings.TABLE, row, [], pieces, reason)
        else:
            _place(placement, row, entries, printed[0], stated)
    _drop_unknown(placement, entries, meant, rows, {row for _, row in by_row})
    return placement


def _rows_in_context(
    entries: Sequence[Entry], meant: Sequence[meanings.Meaning]
) -> list[str | None]:
    """The row of each entry; None where it has none, or could be either of two."""
    labels = meanings.rows_by_code()
    order = {code: at for at, code in enumerate(labels)}
    heads = {label.group for label in labels.values()}
    rows: list[str | None] = []
    within: str | None = None
    last = -1
    for at, (entry, meaning) in enumerate(zip(entries, meant, strict=True)):
        if at and entry.segment != entries[at - 1].segment:
            within = None
        candidates = list(meaning.rows)
        if len(candidates) > 1:
            after = {other.rows[0] for other in meant[at + 1 :] if len(other.rows) == 1}
            candidates = [
                code
                for code in candidates
                if labels[code].group == within
                # Not `>`: a row printed twice running is doubtful both times, not the second alone.
                and order[code] >= last
                and _others_come_later(code, meaning.rows, after)
            ]
        row = candidates[0] if len(candidates) == 1 else None
        rows.append(row)
        if row is not None:
            within = row if row in heads else labels[row].group
            last = order[row]
        else:
            within = None
    return rows


def _others_come_later(row: str, twins: Sequence[str], after: set[str]) -> bool:
    """Whether the rows with the same words further down the form are seen to begin later.

    Where their own heads are not printed, this entry may be one of them.
    """
    labels = meanings.rows_by_code()
    begun = {labels[code].group for code in after} | after
    later = list(twins)[list(twins).index(row) + 1 :]
    return all(labels[twin].group in begun for twin in later)


def _place(placement: Placement, row: str, entries: Sequence[Entry], at: int, stated: str) -> None:
    """Place the value of one entry in its row, or drop it where it may not be its own."""
    entry = entries[at]
    if not entry.pieces and not entry.unit and (instead := _instead_of_value(entries, at)):
        reason = "what follows the label is no value"
        placement.drop_row(meanings.TABLE, row, [], instead, reason)
        return
    unit = entry.unit or meanings.unit_in_label(entry.label)[1]
    own = meanings.rows_by_code()[row].unit
    doubt = entry.doubt or meanings.unit_doubt(own, unit) or _value_doubt(own, entry.filled)
    if doubt:
        placement.drop_row(meanings.TABLE, row, [], entry.filled, doubt)
        return
    if not entry.pieces and not entry.unit:
        return
    nothing = Piece("", entry.where.locator, entry.where.page)
    piece = (entry.filled or entry.pieces or [nothing])[0]
    key = meanings.TABLE, row, meanings.COLUMN
    placement.placed.append(PlacedCell(key, piece, unit or stated))


def _instead_of_value(entries: Sequence[Entry], at: int) -> list[Piece]:
    """What stands where an entry's unit or value should: a text that is no label, and its cells."""
    following = entries[at + 1] if at + 1 < len(entries) else None
    if following is None or following.unit or meanings.meaning_of(following.label).known:
        return []
    return [following.where, *following.pieces]


def _value_doubt(unit: str, filled: Sequence[Piece]) -> str:
    """Why an entry's pieces may not be one value in the row's unit; empty where they are."""
    if len(filled) > 1:
        return "two values stand after one label"
    if unit == "万元" and any(_SCALE_WITHOUT_UNIT.search(fold_width(p.text)) for p in filled):
        return "the value has a 万 that may be its unit's"
    return ""


def _drop_unknown(
    placement: Placement,
    entries: Sequence[Entry],
    meant: Sequence[meanings.Meaning],
    rows: Sequence[str | None],
    placed: set[str],
) -> None:
    """List the values of entries that have no row, and mark the rows that they may be of.

    Only between the first known entry and the last: what stands around them is another table.
    """
    known = [at for at, row in enumerate(rows) if row]
    if not known:
        return
    for at in range(known[0], known[-1] + 1):
        entry = entries[at]
        values = [piece for piece in entry.filled if any(map(str.isdigit, piece.text))]
        if rows[at] or not values:
            continue
        name = " ".join(entry.label.split())
        # Where a rule is missing two labels stand in one cell, a line each.
        parts = [row for part in entry.label.split("\n") for row in meanings.meaning_of(part).rows]
        maybe = [row for row in (meant[at].rows or parts) if row not in placed]
        reason = f"row «{name}» is not in the form"
        if meant[at].rows:
            reason = f"row «{name}» may be of {' or '.join(meant[at].rows)}"
        if not maybe:
            for piece in values:
                placement.drop(piece, reason, meanings.TABLE)
        for row in maybe:
            placement.drop_row(meanings.TABLE, row, [], values, reason)
