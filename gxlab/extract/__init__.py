"""Joins a `Document` and the forms: cells are told by their labels and groups."""

from __future__ import annotations

from gxlab.document import Document, Grid, Paragraph, Stream
from gxlab.extract.assemble import Extraction, Observation, assemble
from gxlab.extract.found import Found, Unplaced
from gxlab.extract.grid import Header, read_grid
from gxlab.extract.labels import is_section_title
from gxlab.extract.stream import read_stream

__all__ = ["Extraction", "Observation", "Unplaced", "extract"]


def extract(document: Document) -> Extraction | None:
    """Read the statutory tables of a document.

    Returns
    -------
    Extraction or None
        None where no cell of any statutory table could be placed.
    """
    found = Found()
    header: Header | None = None
    title: str | None = None
    for block in document.blocks:
        if isinstance(block, Paragraph):
            title = block.text
            if is_section_title(block.text):
                header = None
        elif isinstance(block, Grid):
            in_grid, header = read_grid(block, title=title, header=header)
            found.add(in_grid)
            title = None
        elif isinstance(block, Stream):
            found.add(read_stream(block))
    return assemble(found)
