"""Which indicator each line of a list is, and whether its figure can be believed to be its own.

A line is known by its words. Where two indicators have the same words (被依法纠错数 under
复议 and under 诉讼) the line belongs to the one that it is printed under, as long as every line
since has been of that one, in the form's order; else it is not placed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from gxlab.extract.tables.indicators import meanings
from gxlab.extract.tables.indicators.entries import Entry
from gxlab.extract.tables.labels import fold_width
from gxlab.extract.tables.placement import Piece, PlacedCell, Placement

# «12万» in a row of 万元 may be 12万元 or 12万元 of ten thousand each.
_SCALE_WITHOUT_UNIT = re.compile(r"[百千万亿](?!元|[千万]元)")


def place_entries(lines: Sequence[Entry], stated: str) -> Placement:
    """Give the lines of a document's list their rows.

    Parameters
    ----------
    stated : the unit of money that the texts around the list state, for lines without one
    """
    found = Placement()
    told = [meanings.meaning_of(line.label) for line in lines]
    rows = _in_context(lines, told)
    by_row: dict[tuple[int, str], list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        if row:
            by_row[lines[at].segment, row].append(at)
    for (_, row), places in by_row.items():
        printed = [at for at in places if lines[at].pieces or lines[at].unit] or places[:1]
        pieces = [piece for at in printed for piece in lines[at].pieces]
        if len(printed) > 1:
            found.drop_row(meanings.TABLE, row, [], pieces, "its label is printed more than once")
        else:
            _put(found, row, lines, printed[0], stated)
    _leave(found, lines, told, rows, {row for _, row in by_row})
    return found


def _in_context(lines: Sequence[Entry], told: Sequence[meanings.Meaning]) -> list[str | None]:
    """The row of each line; None where it has none, or could be either of two."""
    labels = meanings.rows()
    order = {code: at for at, code in enumerate(labels)}
    heads = {label.group for label in labels.values()}
    rows: list[str | None] = []
    within: str | None = None
    last = -1
    for at, (line, meant) in enumerate(zip(lines, told, strict=True)):
        if at and line.segment != lines[at - 1].segment:
            within = None
        candidates = list(meant.rows)
        if len(candidates) > 1:
            after = {told[i].rows[0] for i in range(at + 1, len(told)) if len(told[i].rows) == 1}
            candidates = [
                code
                for code in candidates
                if labels[code].group == within
                # A row that is printed twice running is doubted for both, not the second alone.
                and order[code] >= last
                and _others_come_later(code, meant.rows, after)
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
    """Whether the rows with the same words that the form has further down are seen to begin.

    Where their own heads are not printed, this line may be one of them.
    """
    labels = meanings.rows()
    begun = {labels[code].group for code in after} | after
    later = list(twins)[list(twins).index(row) + 1 :]
    return all(labels[twin].group in begun for twin in later)


def _put(found: Placement, row: str, lines: Sequence[Entry], at: int, stated: str) -> None:
    line = lines[at]
    if not line.pieces and not line.unit and (instead := _instead(lines, at)):
        found.drop_row(meanings.TABLE, row, [], instead, "what follows the label is no figure")
        return
    unit = line.unit or meanings.unit_in_label(line.label)[1]
    own = meanings.rows()[row].unit
    doubt = line.doubt or meanings.unit_doubt(own, unit) or _doubt_of_figure(own, line.filled)
    if doubt:
        found.drop_row(meanings.TABLE, row, [], line.filled, doubt)
        return
    if not line.pieces and not line.unit:
        return
    piece = (line.filled or line.pieces or [Piece("", line.where.locator, line.where.page)])[0]
    found.placed.append(PlacedCell((meanings.TABLE, row, meanings.COLUMN), piece, unit or stated))


def _instead(lines: Sequence[Entry], at: int) -> list[Piece]:
    """What stands where a line's unit or figure should: a text that is no label, what follows."""
    following = lines[at + 1] if at + 1 < len(lines) else None
    if following is None or following.unit or meanings.meaning_of(following.label).known:
        return []
    return [following.where, *following.pieces]


def _doubt_of_figure(unit: str, filled: Sequence[Piece]) -> str:
    if len(filled) > 1:
        return "two figures stand after one label"
    if unit == "万元" and any(_SCALE_WITHOUT_UNIT.search(fold_width(p.text)) for p in filled):
        return "the figure has a 万 that may be its unit's"
    return ""


def _leave(
    found: Placement,
    lines: Sequence[Entry],
    told: Sequence[meanings.Meaning],
    rows: Sequence[str | None],
    placed: set[str],
) -> None:
    """List the figures of lines that are no row, and say so of the rows that they may be."""
    known = [at for at, row in enumerate(rows) if row]
    if not known:
        return
    for at in range(known[0], known[-1] + 1):
        line = lines[at]
        figures = [piece for piece in line.filled if any(map(str.isdigit, piece.text))]
        if rows[at] or not figures:
            continue
        name = " ".join(line.label.split())
        parts = [code for part in line.label.split("\n") for code in meanings.meaning_of(part).rows]
        maybe = [code for code in (told[at].rows or parts) if code not in placed]
        reason = f"row «{name}» is not in the form"
        if told[at].rows:
            reason = f"row «{name}» may be of {' or '.join(told[at].rows)}"
        if not maybe:
            for piece in figures:
                found.drop(piece, reason, meanings.TABLE)
        for code in maybe:
            found.drop_row(meanings.TABLE, code, [], figures, reason)
