"""One entry of a list of indicators: a label, a unit, a value, as far as they are printed."""

from __future__ import annotations

from dataclasses import dataclass, field

from gxlab.extract.tables.placement import Piece


@dataclass(slots=True)
class Entry:
    """What is printed together in a list; which indicator it is, is found later (`matching`).

    Attributes
    ----------
    label, where : the label, and where it stood
    unit : the unit beside it, if one is printed
    pieces : the cells where its value may stand
    doubt : why these may be another entry's; empty where they may not
    segment : the number of the table, or of the part of it, that the entry is in
    starts_page : whether it is the first of a page
    """

    label: str
    where: Piece
    unit: str = ""
    pieces: list[Piece] = field(default_factory=list)
    doubt: str = ""
    segment: int = 0
    starts_page: bool = False

    @property
    def filled(self) -> list[Piece]:
        return [piece for piece in self.pieces if not piece.empty]
