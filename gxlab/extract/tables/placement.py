"""What reading a table yields: cells placed in the form, and texts that found no place.

Grids (read by position) and streams (read by order) both end here, so that what counts as placed
is decided once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from gxlab.cells import Key
from gxlab.document import Cell
from gxlab.extract.tables.leaves import Leaf, columns_crossing


class Piece(NamedTuple):
    """A printed piece of text and where it stood."""

    text: str
    locator: str
    page: int | None = None

    @property
    def empty(self) -> bool:
        return not self.text.strip()


PrintedText = Cell | Piece


class PlacedCell(NamedTuple):
    """A cell whose table, row and column are known.

    Attributes
    ----------
    key : the codes of its table, row and column
    piece : what was printed, and where
    unit : the unit of money that its surroundings state, where they state one
    certain : False where the row is known but which of its texts is this cell's is not; no
        number may be read from it
    """

    key: Key
    piece: PrintedText
    unit: str = ""
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A text of a statutory table that found no place, and why."""

    text: str
    reason: str
    locator: str
    page: int | None = None
    table: str | None = None


@dataclass(slots=True)
class Placement:
    """The cells placed so far, and the texts that found no place."""

    placed: list[PlacedCell] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)

    def add(self, other: Placement) -> None:
        self.placed += other.placed
        self.unplaced += other.unplaced

    def in_unit(self, unit: str) -> Placement:
        """The same; where a unit of money is given, it is every cell's.

        With ``?`` (two units are stated) a value counts only with a unit of its own.
        """
        if not unit:
            return self
        return Placement([cell._replace(unit=unit) for cell in self.placed], self.unplaced)

    def place_under(
        self, table: str, row: str | None, leaf: Leaf, pieces: Sequence[PrintedText]
    ) -> None:
        """Place the pieces of one row that stand under `leaf`: one at most is its value."""
        row = leaf.row or row
        filled = [piece for piece in pieces if piece.text.strip()]
        if leaf.column is None or row is None:
            what = f"column «{leaf.text.strip()}» is not in the form" if row else "no row label"
            for piece in filled:
                self.drop(piece, what, table)
        elif leaf.is_of_other_rows(table, row):
            for piece in filled:
                self.drop(piece, f"column «{leaf.text.strip()}» is of other rows", table)
        elif len(filled) > 1:
            self.drop_row(table, row, [leaf], filled, "two cells stand under one column")
        else:
            piece = filled[0] if filled else pieces[0]
            self.placed.append(PlacedCell((table, row, leaf.column), piece, leaf.unit))

    def place_in_order(
        self,
        table: str,
        row: str | None,
        leaves: Sequence[Leaf],
        pieces: Sequence[PrintedText],
        reason: str,
    ) -> None:
        """Place a row whose cells have an order but no position.

        Sound only because the row is known by its label and has exactly one cell for every
        column of its header; with one more or one fewer nothing is placed, for `reason`.
        """
        if len(pieces) == len(leaves) and leaves:
            for leaf, piece in zip(leaves, pieces, strict=True):
                self.place_under(table, row, leaf, [piece])
        else:
            self.drop_row(table, row, leaves, pieces, reason)

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
        """List the pieces of a row as unplaced, and mark its cells as printed but unreadable.

        That the row is printed is certain; which piece is which cell's is not, and none is
        guessed. Without leaves the cells are those of every column that a form has in the row.
        """
        filled = [piece for piece in pieces if piece.text.strip()]
        for piece in filled:
            self.drop(piece, reason, table)
        if row is None or not filled:
            return
        first = filled[0]
        text = " | ".join(" ".join(piece.text.split()) for piece in pieces)
        whole = Piece(text, first.locator, first.page)
        columns = [leaf.column for leaf in leaves if leaf.column] or columns_crossing(table, row)
        for column in columns:
            self.placed.append(PlacedCell((table, row, column), whole, certain=False))
