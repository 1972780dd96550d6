"""Word files: paragraphs and tables in the order of the body, merged cells both ways.

The content of a text box follows the paragraph that the box is anchored to.

Tables that only lay out other tables give way to what is in them, as on web pages.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx as python_docx
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from gxlab.document import Block, Cell, Grid, Paragraph
from gxlab.errors import ReadError
from gxlab.readers.common import blocks_of_table
from gxlab.readers.wordrun import Looks, boxes_in, paragraphs_in, text_of

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _TBL, _TR, _TC, _SDT = (_W + name for name in ("p", "tbl", "tr", "tc", "sdt"))
_CONTENT, _GRIDSPAN, _VMERGE, _VAL = (
    _W + name for name in ("sdtContent", "gridSpan", "vMerge", "val")
)
_WIDEST = 200


def read(data: bytes, path: Path) -> tuple[str, list[Block]]:
    """Read a .docx; its title is the document's own property."""
    try:
        document = python_docx.Document(io.BytesIO(data))
        body, title = document.element.body, document.core_properties.title or ""
        looks = Looks(document.styles.element)
    except (zipfile.BadZipFile, KeyError, PackageNotFoundError, EOFError, OSError) as error:
        raise ReadError(path, f"is a damaged or truncated Word file ({error})") from error
    except (ValueError, etree.XMLSyntaxError) as error:
        raise ReadError(path, f"is not a Word document ({error})") from error
    except Exception as error:  # python-docx raises whatever a broken part makes it stumble on
        raise ReadError(path, f"is a damaged Word file ({error})") from error
    if body is None:
        raise ReadError(path, "is a damaged Word file (it has no body)")
    try:
        return title, list(_Body(looks).blocks(body))
    except (ValueError, RecursionError) as error:
        raise ReadError(path, f"is a damaged Word file ({error})") from error


class _Body:
    """Walks the body, numbering paragraphs and tables as a reader would count them."""

    def __init__(self, looks: Looks) -> None:
        self.looks = looks
        self.paragraph = 0
        self.table = 0

    def blocks(self, parent: Any) -> Iterator[Block]:
        for element in parent:
            if element.tag == _P:
                self.paragraph += 1
                text = " ".join(text_of(element, self.looks).split())
                if text:
                    yield Paragraph(text, f"paragraph {self.paragraph}")
                for box in boxes_in(element):
                    yield from self.blocks(box)
            elif element.tag == _TBL:
                yield from self._table(element)
            elif element.tag == _SDT:
                for content in element.iterchildren(_CONTENT):
                    yield from self.blocks(content)

    def _table(self, table: Any) -> Iterator[Block]:
        """A table as a grid; one that only lays out others as what is in it."""
        rows = [list(_own(tr, _TC)) for tr in _own(table, _TR)]
        if _only_lays_out(table):
            for cell in (cell for row in rows for cell in row):
                yield from self.blocks(cell)
            return
        self.table += 1
        name = f"table {self.table}"
        grid = self._grid(table, name)
        yield from blocks_of_table(grid)

    def _grid(self, table: Any, name: str) -> Grid:
        cells: list[Cell] = []
        open_cells: dict[int, int] = {}  # column -> index of the cell a vertical merge extends
        width = row = 0
        for place, tr in enumerate(_own(table, _TR), start=1):
            if _is_gone(tr):
                continue
            col = _skipped_before(tr)
            merged: dict[int, int] = {}
            for number, tc in enumerate(_own(tr, _TC), start=1):
                span, merge = _spans(tc)
                if merge == "continue" and col in open_cells:
                    index = open_cells[col]
                    tall = row - cells[index].row + 1
                    cells[index] = cells[index]._replace(rowspan=tall)
                    merged[col] = index
                else:
                    where = f"{name}, row {place}, cell {number}"
                    cells.append(Cell(row, col, 1, span, self._cell_text(tc), where))
                    if merge:
                        merged[col] = len(cells) - 1
                col += span
            open_cells = merged
            width = max(width, col)
            row += 1
        return Grid(tuple(cells), row, width, name)

    def _cell_text(self, tc: Any) -> str:
        lines = (text_of(paragraph, self.looks).strip(" ") for paragraph in paragraphs_in(tc))
        return "\n".join(line for line in lines if line.strip())


def _own(parent: Any, tag: str) -> Iterator[Any]:
    """The rows of a table, or the cells of a row, but not those of tables inside it."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in (_TBL, _TR, _TC, _P):
            yield from _own(child, tag)


def _only_lays_out(table: Any) -> bool:
    inner = list(table.iterdescendants(_TBL))
    return bool(inner) and (not _is_full(table) or any(_is_full(other) for other in inner))


def _is_full(table: Any) -> bool:
    """Whether a table has at least two rows and two columns."""
    widths = [sum(1 for _ in _own(tr, _TC)) for tr in _own(table, _TR)]
    return len(widths) > 1 and max(widths) > 1


def _is_gone(tr: Any) -> bool:
    """Whether a row was deleted with its change tracked, or is hidden."""
    return any(tr.find(f"{_W}trPr/{_W}{name}") is not None for name in ("del", "hidden"))


def _skipped_before(tr: Any) -> int:
    return max(_whole(tr.find(f"{_W}trPr/{_W}gridBefore"), 0), 0)


def _spans(tc: Any) -> tuple[int, str]:
    """How many columns a cell takes, and whether it starts or continues a vertical merge."""
    properties = tc.find(f"{_W}tcPr")
    if properties is None:
        return 1, ""
    merge = properties.find(_VMERGE)
    columns = max(_whole(properties.find(_GRIDSPAN), 1), 1)
    return columns, "" if merge is None else merge.get(_VAL, "continue")


def _whole(element: Any, default: int) -> int:
    """The integer in an element's value, or the default if there is none."""
    value = default if element is None else element.get(_VAL, default)
    try:
        return min(int(value), _WIDEST)
    except ValueError:
        name = etree.QName(element).localname
        raise ValueError(f"{name} is «{value}», which is no whole number") from None
