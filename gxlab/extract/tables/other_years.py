"""Tables that print last year's figures beside this year's.

What stands under or beside the name of another year is taken out before the table is read, and
listed as unplaced; the reporting year's own cells stay where they stood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from gxlab.document import Cell, Grid
from gxlab.extract.tables.labels import fold_width
from gxlab.extract.tables.numbers import is_value
from gxlab.extract.tables.placement import Piece, Placement

_YEAR = re.compile(r"(20\d\d)年度?")
_CAPTION = re.compile(
    r"(20\d\d)年度?(?:\D[^,。;:]{0,32})?(?:情况|统计|数据|表|如下)(?:\([^()]*\))?:?"
)
_THIS, _LAST = re.compile("本年度?|今年"), re.compile("上一?年度?|去年|(?:上年|去年)同期")
_CHANGE = re.compile(r"(?:同比|较?上年|较?去年)*(?:增减|增长|增幅|变化)(?:\(?%\)?|情况|率)*")
_CORNER = re.compile(r"年[度份]|报告年度")
_LONGEST_YEAR = 8


def _told(text: str) -> tuple[int | None, int | None]:
    """The year that is the whole of a text, and the one that it gives as a caption."""
    flat = fold_width(text)
    whole = _YEAR.fullmatch(flat)
    caption = whole or _CAPTION.fullmatch(flat)
    return whole and int(whole[1]), caption and int(caption[1])


def _heads(cell: Cell, year: int) -> int | None:
    """The year that a header cell names; this one and the last may go without a number."""
    if len(cell.text) > _LONGEST_YEAR or not (flat := fold_width(cell.text)):
        return None
    relative = year if _THIS.fullmatch(flat) else year - 1 if _LAST.fullmatch(flat) else None
    return relative or _told(cell.text)[0]


def cells_of_year(grid: Grid, title: str | None, year: int | None) -> tuple[Grid, Placement]:
    """The grid without the figures of other years, and these, unplaced.

    Parameters
    ----------
    title : the line above the grid, which may say the year of all of it
    year : the reporting year; where it is not known nothing is taken out
    """
    band = _told(title)[1] if title else None
    if year is None or (band in (None, year) and not any(map(_may_name_a_year, grid.texts))):
        return grid, Placement()
    sieve = _Sieve(year, band)
    for cells in grid.rows():
        sieve.take(cells)
    return replace(grid, cells=tuple(sieve.kept)), sieve.left


def _may_name_a_year(text: str) -> bool:
    return _told(text)[1] is not None or (
        len(text) <= _LONGEST_YEAR and bool(_LAST.fullmatch(text))
    )


@dataclass(slots=True)
class _Sieve:
    """Takes the rows of a grid, and keeps what is of the reporting year."""

    year: int
    band: int | None
    """The year that a caption gives to the rows below it."""
    beside: list[Cell] = field(default_factory=list)
    """Header cells that name other years: what stands under them is theirs."""
    kept: list[Cell] = field(default_factory=list)
    left: Placement = field(default_factory=Placement)

    def take(self, cells: list[Cell]) -> None:
        filled = [cell for cell in cells if cell.text.strip()]
        if len(filled) == 1:
            self.beside = []
            if caption := _told(filled[0].text)[1]:
                self.band = caption
                return
        heads = {id(cell): _heads(cell, self.year) for cell in filled}
        named = [cell for cell in filled if heads[id(cell)]]
        if len(named) > 1 and not any(is_value(cell.text) for cell in filled):
            change = [c for c in filled if _CHANGE.fullmatch(fold_width(c.text))]
            self.beside = change + [c for c in named if heads[id(c)] != self.year]
            self.kept += [c for c in cells if c not in named and c not in change]
            return
        told = [cell for cell in named if _told(cell.text)[0]]
        row_year = heads[id(told[0])] if len(told) == 1 else None
        if self.band not in (None, self.year) or row_year not in (None, self.year):
            # A label beside the rows of several years stays for the one that is wanted.
            tall = [c for c in cells if c.rowspan > 1 and self.band in (None, self.year)]
            self._leave([c for c in cells if c not in tall and c not in told], row_year)
            self.kept += tall
            return
        other = [cell for cell in cells if self._is_under_another(cell)]
        self._leave(other, None)
        self.kept += [
            cell
            for cell in cells
            if cell not in other and cell not in told and not _CORNER.fullmatch(cell.text.strip())
        ]

    def _is_under_another(self, cell: Cell) -> bool:
        return any(head.col <= cell.col and cell.right <= head.right for head in self.beside)

    def _leave(self, cells: list[Cell], other: int | None) -> None:
        of = f"the year {other or self.band}" if other or self.band else "another year or a change"
        for cell in cells:
            if any(map(str.isdigit, cell.text)) and is_value(cell.text):
                piece = Piece(cell.text, cell.locator, cell.page)
                self.left.drop(piece, f"is of {of}, not of {self.year}")
