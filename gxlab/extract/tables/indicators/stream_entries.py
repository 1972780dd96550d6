"""The entries of a list of indicators in plain text, whose cells have an order and no position."""

from __future__ import annotations

from collections.abc import Sequence

from gxlab.document import Stream, Token
from gxlab.extract.tables.indicators import meanings
from gxlab.extract.tables.indicators.entry import Entry
from gxlab.extract.tables.numbers import is_fragment, is_value
from gxlab.extract.tables.placement import Piece

# Lines may cut a label into so many pieces.
_MOST_PIECES = 3


def stream_entries(stream: Stream) -> list[Entry]:
    """The entries of a text: each is a label and everything up to the next one."""
    entries: list[Entry] = []
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
            _add_unit(current, meanings.clean_unit(token.text))
        elif meanings.head(token.text):
            current = None
        else:
            label, length = _joined(tokens[at - 1 :])
            current = Entry(label, piece)
            entries.append(current)
            at += length - 1
    return _without_leading_blanks(entries)


def _add_unit(entry: Entry | None, unit: str) -> None:
    if entry and entry.unit:
        entry.doubt = "two units stand after one label"
    elif entry:
        entry.unit = unit


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


def _without_leading_blanks(entries: list[Entry]) -> list[Entry]:
    """The entries; an empty cell before a value is the unit's where most have one there.

    Any other empty cell before a value may be the entry's own, and the value the next one's.
    """
    valued = [entry for entry in entries if entry.filled]
    blank = [x for x in valued if not x.unit and x.pieces[0].empty and not x.pieces[1].empty]
    if len(blank) > len(valued) / 2:
        for entry in blank:
            del entry.pieces[0]
    for entry in valued:
        if entry.pieces[0].empty:
            entry.doubt = "an empty cell stands before the value"
    return entries
