"""What a reader yields: text and grids in the order they stand, each with its place.

A `Document` knows nothing of disclosure. Three kinds of block are enough for every format:
a `Paragraph` of running text, a `Grid` of cells whose positions are known, and a `Stream`
of cells whose order is known but whose positions are not (tables in plain text).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple


class Paragraph(NamedTuple):
    """A run of text: a paragraph, a heading, a line."""

    text: str
    locator: str
    page: int | None = None


class Cell(NamedTuple):
    """One cell of a grid: the columns ``col .. col + colspan - 1`` of its rows.

    In ``text`` a line break is ``\\n``, a gap too wide to be a space is ``\\t``, and a
    superscript (a footnote mark) stands in ``[ ]``.
    """

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str
    locator: str
    page: int | None = None

    @property
    def right(self) -> int:
        return self.col + self.colspan

    @property
    def bottom(self) -> int:
        return self.row + self.rowspan


@dataclass(frozen=True)
class Grid:
    """A table whose cells have positions.

    ``seams`` are the rows that begin a new page: a label may be cut in two there.
    """

    cells: tuple[Cell, ...]
    n_rows: int
    n_cols: int
    locator: str
    seams: tuple[int, ...] = ()

    @cached_property
    def texts(self) -> frozenset[str]:
        """The texts of the cells, each once: most values of a table are the same few."""
        return frozenset([cell.text for cell in self.cells])

    def rows(self) -> Iterator[list[Cell]]:
        """The cells that begin in each row, left to right."""
        by_row: list[list[Cell]] = [[] for _ in range(self.n_rows)]
        for cell in self.cells:
            by_row[cell.row].append(cell)
        for cells in by_row:
            yield sorted(cells, key=lambda cell: cell.col)


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a stream. ``continues`` says that a mark ties it to the cell before it.

    ``cell`` is its number among the cells of its line, 0 where it is the only one.
    """

    text: str
    line: int
    continues: bool = False
    cell: int = 0

    @property
    def locator(self) -> str:
        return f"line {self.line}, cell {self.cell}" if self.cell else f"line {self.line}"


@dataclass(frozen=True, slots=True)
class Stream:
    """The cells of tables in plain text, in order; an empty token is an empty cell.

    ``style`` says how the text marks its cells: ``cell-bar``, ``lone-bar``, ``row-bar``, or
    ``lines`` where it does not.
    """

    tokens: tuple[Token, ...]
    style: str


Block = Paragraph | Grid | Stream


@dataclass(frozen=True, slots=True)
class Document:
    """A file as its reader saw it.

    Attributes
    ----------
    path, format, sha256 : the file, its format as found from the content, its hash
    title : as the file declares it; empty where it does not
    blocks : paragraphs, grids and streams in the order in which they stand
    """

    path: Path
    format: str
    sha256: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def paragraphs(self) -> list[Paragraph]:
        """The blocks that are running text."""
        return [block for block in self.blocks if isinstance(block, Paragraph)]

    @property
    def grids(self) -> list[Grid]:
        """The blocks that are tables whose cells have positions."""
        return [block for block in self.blocks if isinstance(block, Grid)]
