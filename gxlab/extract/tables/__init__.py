"""Joins a `Document` and the forms: cells are told by their labels and groups."""

from __future__ import annotations

import re

from gxlab.cells import Observation
from gxlab.document import Document, Grid, Paragraph, Stream
from gxlab.extract.tables.assemble import Extraction, assemble
from gxlab.extract.tables.grid import Header, read_grid
from gxlab.extract.tables.indicators import IndicatorList
from gxlab.extract.tables.labels import fold
from gxlab.extract.tables.other_years import cells_of_year
from gxlab.extract.tables.placement import Placement, Unplaced, with_unit
from gxlab.extract.tables.stream import read_stream
from gxlab.extract.tables.stream_grids import grids_in_stream
from gxlab.extract.tables.unknown_layouts import list_unknown_layout

__all__ = ["Extraction", "Observation", "Unplaced", "extract"]

# The heading of a report, as a line of its own.
_HEADING = re.compile(r"(?:年度报告|年报)$")
_LONGEST_HEADING = 60
# What may stand between two parts of one table: «(续表)», a page number.
_LONGEST_BREAK = 4
# So many letters in a row that no folding makes them fewer.
_WORDS = re.compile(rf"[^\W\d_一二三四五六七八九十①-⑩]{{{_LONGEST_BREAK + 1}}}")


def extract(document: Document, year: int | None = None) -> Extraction | None:
    """Read the statutory tables of a document.

    Parameters
    ----------
    year : the reporting year, where it is known; figures that the tables give to another are left

    Returns
    -------
    Extraction or None
        None where no cell of any statutory table could be placed.
    """
    found = Placement()
    listed = IndicatorList()
    header: Header | None = None
    title: str | None = None
    for block in document.blocks:
        if isinstance(block, Paragraph):
            if (found.placed or listed.lines) and _is_heading(block.text):
                break
            title = block.text
            if _WORDS.search(block.text) or len(fold(block.text).key) > _LONGEST_BREAK:
                header = None
                listed.interrupt()
        elif listed.take(block, title):
            header = title = None
        elif isinstance(block, Grid):
            header = _in_grid(block, title, year, header, found)
            title = None
        else:
            found.add(_in_text(block, title, year))
    found.add(listed.found())
    return assemble(found)


def _in_grid(
    grid: Grid, title: str | None, year: int | None, header: Header | None, found: Placement
) -> Header | None:
    """Add what is in one grid; the header in force after it."""
    own, left = cells_of_year(grid, title, year)
    found.add(left)
    in_grid, header = read_grid(own, title=title, header=header)
    list_unknown_layout(own, in_grid)
    found.add(with_unit(in_grid, [title or "", *grid.texts]))
    return header


def _in_text(stream: Stream, title: str | None, year: int | None) -> Placement:
    """The tables of a plain text: those that it keeps whole are read as grids."""
    found = Placement()
    header: Header | None = None
    grids, rest = grids_in_stream(stream)
    for grid in grids:
        header = _in_grid(grid, title, year, header, found)
        title = None
    found.add(with_unit(read_stream(rest), [token.text for token in rest.tokens]))
    return found


def _is_heading(text: str) -> bool:
    """Whether a line heads a report: what follows tables is then another's (an attachment)."""
    flat = fold(text).key
    return len(flat) <= _LONGEST_HEADING and bool(_HEADING.search(flat))
