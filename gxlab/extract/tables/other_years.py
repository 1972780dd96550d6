"""Tables that print another year's values beside those of the reporting year.

What stands under or beside the name of another year is taken out before the table is read, and
listed as unplaced; the reporting year's own cells stay where they stood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from gxlab.document import Cell, Grid
from gxlab.extract.tables.labels import fold_width
from gxlab.extract.tables.numbers import is_value
from gxlab.extract.tables.placement import Placement

# «2022年», «2022年度»; with what the year is of, «2022年主动公开情况统计表:».
_YEAR = re.compile(r"(20\d\d)年度?")
_CAPTION = re.compile(
    r"(20\d\d)年度?(?:\D[^,。;:]{0,32})?(?:情况|统计|数据|表|如下)(?:\([^()]*\))?:?"
)
_THIS, _LAST = re.compile("本年度?|今年"), re.compile("上一?年度?|去年|(?:上年|去年)同期")
_CHANGE = re.compile(r"(?:同比|较?上年|较?去年)*(?:增减|增长|增幅|变化)(?:\(?%\)?|情况|率)*")
_CORNER = re.compile(r"年[度份]|报告年度")
# A longer text that names a year is a label or prose.
_LONGEST_YEAR = 8


def split_by_year(grid: Grid, title: str | None, year: int | None) -> tuple[Grid, Placement]:
    """Take the values of other years out of a grid.

    Parameters
    ----------
    title : the line above the grid, which may give a year to all of it
    year : the reporting year; where it is not known nothing is taken out

    Returns
    -------
    Grid, Placement
        The grid without the cells of other years; their values, unplaced.
    """
    band = _captioned_year(title) if title else None
    if year is None or (band in (None, year) and not any(map(_may_name_a_year, grid.texts))):
        return grid, Placement()
    sieve = _Sieve(year, band)
    for cells in grid.rows():
        sieve.take(cells)
    return replace(grid, cells=tuple(sieve.kept)), sieve.dropped


def _printed_year(text: str) -> int | None:
    """The year that is the whole of a text: «2022年度»."""
    found = _YEAR.fullmatch(fold_width(text))
    return int(found[1]) if found else None


def _captioned_year(text: str) -> int | None:
    """The year that a text gives to what stands below: «2022年度», «2022年主动公开情况:»."""
    flat = fold_width(text)
    found = _YEAR.fullmatch(flat) or _CAPTION.fullmatch(flat)
    return int(found[1]) if found else None


def _named_year(cell: Cell, year: int) -> int | None:
    """The year that a header cell names; in `year` «本年» and «上年» are known without a number."""
    if len(cell.text) > _LONGEST_YEAR or not (flat := fold_width(cell.text)):
        return None
    if _THIS.fullmatch(flat):
        return year
    return year - 1 if _LAST.fullmatch(flat) else _printed_year(cell.text)


def _may_name_a_year(text: str) -> bool:
    short = len(text) <= _LONGEST_YEAR
    return _captioned_year(text) is not None or (short and bool(_LAST.fullmatch(text)))


@dataclass(slots=True)
class _Sieve:
    """Takes the rows of a grid one by one, and keeps what is of the reporting year.

    Attributes
    ----------
    year : the reporting year
    band : the year that a caption gives to the rows below it
    beside : header cells that name other years, or a change: what stands under them is dropped
    kept : the cells of the reporting year
    dropped : the values of the others
    """

    year: int
    band: int | None
    beside: list[Cell] = field(default_factory=list)
    kept: list[Cell] = field(default_factory=list)
    dropped: Placement = field(default_factory=Placement)

    def take(self, cells: list[Cell]) -> None:
        filled = [cell for cell in cells if cell.text.strip()]
        if len(filled) == 1:
            self.beside = []
            if caption := _captioned_year(filled[0].text):
                self.band = caption
                return
        years = {id(cell): _named_year(cell, self.year) for cell in filled}
        named = [cell for cell in filled if years[id(cell)]]
        if len(named) > 1 and not any(is_value(cell.text) for cell in filled):
            # A header row with a column for each year: its names of years are no labels.
            change = [c for c in filled if _CHANGE.fullmatch(fold_width(c.text))]
            self.beside = change + [c for c in named if years[id(c)] != self.year]
            self.kept += [c for c in cells if c not in named and c not in change]
            return
        # Beside a row only a year in digits is its own.
        printed = [cell for cell in named if _printed_year(cell.text)]
        row_year = years[id(printed[0])] if len(printed) == 1 else None
        if self.band not in (None, self.year) or row_year not in (None, self.year):
            # A label beside the rows of several years is kept for the year that is wanted.
            tall = [c for c in cells if c.rowspan > 1 and self.band in (None, self.year)]
            self._drop([c for c in cells if c not in tall and c not in printed], row_year)
            self.kept += tall
            return
        other = [cell for cell in cells if self._is_under_another(cell)]
        self._drop(other, None)
        self.kept += [
            cell
            for cell in cells
            if cell not in other
            and cell not in printed
            and not _CORNER.fullmatch(cell.text.strip())
        ]

    def _is_under_another(self, cell: Cell) -> bool:
        return any(head.col <= cell.col and cell.right <= head.right for head in self.beside)

    def _drop(self, cells: list[Cell], other: int | None) -> None:
        of = f"the year {other or self.band}" if other or self.band else "another year or a change"
        for cell in cells:
            if any(map(str.isdigit, cell.text)) and is_value(cell.text):
                self.dropped.drop(cell, f"is of {of}, not of {self.year}")
