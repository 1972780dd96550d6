"""Reading the statutory tables of a document into the cells of a form.

A cell is known by the labels of its row and its column, never by its place in a run of numbers.
Each kind of block has its own way to a `Placement`: grids by position (`grid`), plain text by
order (`stream`), the list of the 2014 form by its indicators (`indicators`). `assemble` then
settles which form it is and gives every cell of it a status.
"""

from __future__ import annotations

import re

from gxlab.cells import Observation
from gxlab.document import Document, Grid, Paragraph, Stream
from gxlab.extract.tables.assemble import Extraction, assemble
from gxlab.extract.tables.grid import read_grid
from gxlab.extract.tables.grid_header import Header
from gxlab.extract.tables.indicators import IndicatorList
from gxlab.extract.tables.labels import fold
from gxlab.extract.tables.other_years import split_by_year
from gxlab.extract.tables.placement import Placement, Unplaced
from gxlab.extract.tables.stream import read_stream
from gxlab.extract.tables.stream_grids import grids_in_stream
from gxlab.extract.tables.units import stated_unit
from gxlab.extract.tables.unknown_layouts import list_unknown_layout

__all__ = ["Extraction", "Observation", "Unplaced", "extract"]

# The heading of a report, as a line of its own.
_HEADING = re.compile(r"(?:年度报告|年报)$")
_LONGEST_HEADING = 60
# What may stand between two parts of one table («(续表)», a page number) is no longer than this.
_LONGEST_BREAK = 4


def extract(document: Document, year: int | None = None) -> Extraction | None:
    """Read the statutory tables of a document.

    Parameters
    ----------
    document : the document, as a reader gave it
    year : the reporting year, where it is known; values that a table gives to another year are
        dropped, and where the cells are of several forms alike it decides which form it is

    Returns
    -------
    Extraction or None
        None where no cell of any statutory table could be placed.
    """
    placement = Placement()
    indicators = IndicatorList()
    header: Header | None = None
    title: str | None = None
    for block in document.blocks:
        if isinstance(block, Paragraph):
            if (placement.placed or indicators.entries) and _is_heading(block.text):
                break
            title = block.text
            if len(fold(block.text).key) > _LONGEST_BREAK:
                header = None
                indicators.interrupt()
        elif indicators.take(block, title):
            header = title = None
        elif isinstance(block, Grid):
            header = _take_grid(block, title, year, header, placement)
            title = None
        else:
            placement.add(_read_text(block, title, year))
    placement.add(indicators.placement())
    return assemble(placement, year)


def _take_grid(
    grid: Grid, title: str | None, year: int | None, header: Header | None, placement: Placement
) -> Header | None:
    """Add what one grid holds to `placement`; the header in force after it."""
    own, dropped = split_by_year(grid, title, year)
    placement.add(dropped)
    in_grid, header = read_grid(own, title=title, header=header)
    list_unknown_layout(own, in_grid)
    placement.add(in_grid.in_unit(stated_unit([title or "", *grid.texts])))
    return header


def _read_text(stream: Stream, title: str | None, year: int | None) -> Placement:
    """Read the tables of a plain text: those that kept their columns as grids, then the rest."""
    placement = Placement()
    header: Header | None = None
    grids, rest = grids_in_stream(stream)
    for grid in grids:
        header = _take_grid(grid, title, year, header, placement)
        title = None
    unit = stated_unit([token.text for token in rest.tokens])
    placement.add(read_stream(rest).in_unit(unit))
    return placement


def _is_heading(text: str) -> bool:
    """Whether a line heads a report: what follows the tables is then another's (an attachment)."""
    flat = fold(text).key
    return len(flat) <= _LONGEST_HEADING and bool(_HEADING.search(flat))
