"""What the extractor passes on: cells told apart, and cells that could not be.

Both ways of reading a table (`grid` by position, `stream` by count) end here, so that what
counts as «placed» is decided in one place.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import NamedTuple, Protocol

from gxlab.extract.tables.labels import fold, fold_width, vocabulary
from gxlab.extract.tables.numbers import is_mark, is_value
from gxlab.forms import tables_called

_UNIT = re.compile(r"[百千万亿]*元")
# A unit stated for a whole table or row: «单位:元», «(元)», or a cell that is a unit alone.
_STATED_UNIT = re.compile(r"(?:单位[:为]?|\()(?:人民币)?([百千万亿]*元)|^([百千万亿]*元)$")
_LONGEST_STATEMENT = 60


class PrintedText(Protocol):
    """A printed text and where it stood: a cell of a grid, or a `Piece`."""

    @property
    def text(self) -> str: ...

    @property
    def locator(self) -> str: ...

    @property
    def page(self) -> int | None: ...


class Piece(NamedTuple):
    """A printed piece of text and where it stood."""

    text: str
    locator: str
    page: int | None = None

    @property
    def empty(self) -> bool:
        return not self.text.strip()


class Leaf(NamedTuple):
    """A lowest cell of a header: the one figure a row has under it.

    ``row`` is set where the header itself says the row (the groups of the disputes table).
    ``column`` is missing where the printed column is not in any form.
    """

    text: str
    column: str | None
    row: str | None = None
    start: int = 0
    end: int = 0

    @property
    def unit(self) -> str:
        """The unit of money that the header names, or nothing."""
        return unit_in(self.text)


class PlacedCell(NamedTuple):
    """A cell that is known for what it is: of which table, row and column."""

    key: tuple[str, str, str]
    piece: PrintedText
    unit: str = ""
    certain: bool = True
    """False where the row is known and this cell is not: it must not be read as a number."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Text of a statutory table that could not be given a place, and why."""

    text: str
    reason: str
    locator: str
    page: int | None = None
    table: str | None = None


@dataclass(slots=True)
class Placement:
    """All that was found in a document's tables."""

    placed: list[PlacedCell] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)

    def add(self, other: Placement) -> None:
        self.placed += other.placed
        self.unplaced += other.unplaced

    def place_under(
        self, table: str, row: str | None, leaf: Leaf, pieces: Sequence[PrintedText]
    ) -> None:
        """Give the pieces that stand under `leaf` in one row their place."""
        row = leaf.row or row
        filled = [piece for piece in pieces if piece.text.strip()]
        if leaf.column is None or row is None:
            what = f"column «{leaf.text.strip()}» is not in the form" if row else "no row label"
            for piece in filled:
                self.drop(piece, what, table)
        elif _is_of_other_rows(table, row, leaf.text):
            for piece in filled:
                self.drop(piece, f"column «{leaf.text.strip()}» is of other rows", table)
        elif len(filled) > 1:
            self.drop_row(table, row, [leaf], filled, "two cells stand under one column")
        else:
            piece = filled[0] if filled else pieces[0]
            self.placed.append(PlacedCell((table, row, leaf.column), piece, leaf.unit))

    def drop(self, piece: PrintedText, reason: str, table: str | None = None) -> None:
        """List a piece as unplaced."""
        text = " ".join(piece.text.split())
        self.unplaced.append(Unplaced(text, reason, piece.locator, piece.page, table))

    def drop_row(
        self,
        table: str,
        row: str | None,
        leaves: Sequence[Leaf],
        pieces: Sequence[PrintedText],
        reason: str,
    ) -> None:
        """A row is printed and its cells cannot be told apart: say so for each, guess none."""
        filled = [piece for piece in pieces if piece.text.strip()]
        for piece in filled:
            self.drop(piece, reason, table)
        if row is None or not filled:
            return
        first = filled[0]
        text = " | ".join(" ".join(piece.text.split()) for piece in pieces)
        whole = Piece(text, first.locator, first.page)
        columns = [leaf.column for leaf in leaves if leaf.column] or columns_of(table, row)
        for column in columns:
            self.placed.append(PlacedCell((table, row, column), whole, certain=False))

    def place_in_order(
        self,
        table: str,
        row: str | None,
        leaves: Sequence[Leaf],
        pieces: Sequence[PrintedText],
        reason: str,
    ) -> None:
        """Place a row whose cells have an order and no position.

        Sound only because the row is known by its label and has exactly one cell for every
        column of its header; with one more or one fewer nothing is placed.
        """
        if len(pieces) == len(leaves) and leaves:
            for leaf, piece in zip(leaves, pieces, strict=True):
                self.place_under(table, row, leaf, [piece])
        else:
            self.drop_row(table, row, leaves, pieces, reason)


def with_unit(found: Placement, texts: Iterable[str]) -> Placement:
    """The same, its figures in the one unit of money that the texts around them state.

    Where two are stated, neither is believed: the figures count only with their own unit.
    """
    unit = stated_unit(texts)
    if not unit:
        return found
    return Placement([figure._replace(unit=unit) for figure in found.placed], found.unplaced)


def stated_unit(texts: Iterable[str]) -> str:
    """The unit of money that texts state, ``?`` where they state two; nothing for 万元."""
    stated = {
        match.group(1) or match.group(2)
        for text in texts
        if len(text) <= _LONGEST_STATEMENT and (match := _STATED_UNIT.search(fold_width(text)))
    }
    if stated <= {"万元"}:
        return ""
    return stated.pop() if len(stated) == 1 else "?"


def unit_in(text: str) -> str:
    """The unit of money in a label, or nothing."""
    found = _UNIT.search(fold(text).key)
    return found.group() if found else ""


def columns_of(table: str, row: str) -> tuple[str, ...]:
    """The columns that any form crosses with this row."""
    return tuple(dict.fromkeys(chain.from_iterable(_columns_of_blocks(table, row))))


def lacks_columns(table: str, row: str | None, leaves: Sequence[Leaf]) -> bool:
    """Whether a header has fewer columns than the form's block that it is of."""
    named = {leaf.column for leaf in leaves if leaf.column}
    fewest = [len(cols) for cols in _columns_of_blocks(table, row) if named.issubset(cols)]
    return not fewest or len(leaves) < min(fewest)


def _columns_of_blocks(table: str, row: str | None) -> tuple[tuple[str, ...], ...]:
    """The columns of each block of any form that has the row."""
    return tuple(
        tuple(column.code for column in block.columns)
        for one in tables_called(table)
        for block in one.blocks
        if row is None or any(label.code == row for label in block.rows)
    )


def _is_of_other_rows(table: str, row: str, text: str) -> bool:
    """Whether a column's wording is of other rows alone, though its code is of this one, too.

    «采购总金额» and «本年收费金额» are both an amount, each of its own row.
    """
    rows = _rows_under(table).get(fold(text).bare)
    return rows is not None and row not in rows


@cache
def _rows_under(table: str) -> dict[str, set[str]]:
    """For each wording of a column the rows that any form crosses with it."""
    rows: dict[str, set[str]] = defaultdict(set)
    for one in tables_called(table):
        for block in one.blocks:
            for wording in (wording for column in block.columns for wording in column.wordings):
                rows[fold(wording).bare] |= {label.code for label in block.rows}
    return dict(rows)


def distinct(leaves: Sequence[Leaf]) -> list[Leaf]:
    """The leaves, with those that would be the same figure made unknown."""
    seen = Counter((leaf.row, leaf.column) for leaf in leaves)
    return [
        leaf._replace(column=None) if seen[leaf.row, leaf.column] > 1 else leaf for leaf in leaves
    ]


def spread(piece: PrintedText) -> bool:
    """Whether a piece may stand for several cells at once: nothing, or a mark, over them all."""
    return not piece.text.strip() or is_mark(piece.text)


def is_label_of(table: str, text: str) -> bool:
    """Whether a text that is no figure is a row or header label of the table."""
    if is_value(text) or not text.strip():
        return False
    words = vocabulary(table)
    return bool(words.rows.exact(text) or words.row_groups.exact(text))
