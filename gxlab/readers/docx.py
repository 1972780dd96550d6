"""Word files: paragraphs and tables in the order of the body, merged cells both ways."""

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

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _TBL, _TR, _TC, _SDT = (_W + name for name in ("p", "tbl", "tr", "tc", "sdt"))
_CONTENT, _GRIDSPAN, _VMERGE, _VAL = (
    _W + name for name in ("sdtContent", "gridSpan", "vMerge", "val")
)
_SKIPPED = {_W + name for name in ("del", "instrText", "delText", "pict", "drawing", "rPr", "pPr")}


def read(data: bytes, path: Path) -> tuple[str, list[Block]]:
    """Read a .docx; its title is the document's own property."""
    try:
        document = python_docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, KeyError, PackageNotFoundError, EOFError, OSError) as error:
        raise ReadError(path, f"is a damaged or truncated Word file ({error})") from error
    except (ValueError, etree.XMLSyntaxError) as error:
        raise ReadError(path, f"is not a Word document ({error})") from error
    blocks = list(_blocks(document.element.body, _Counter()))
    return document.core_properties.title or "", blocks


class _Counter:
    """Numbers paragraphs and tables as a reader would count them."""

    def __init__(self) -> None:
        self.paragraph = 0
        self.table = 0


def _blocks(parent: Any, counter: _Counter) -> Iterator[Block]:
    for element in parent:
        if element.tag == _P:
            counter.paragraph += 1
            text = " ".join(_text(element).split())
            if text:
                yield Paragraph(text, f"paragraph {counter.paragraph}")
        elif element.tag == _TBL:
            yield from _table(element, counter)
        elif element.tag == _SDT:
            for content in element.iterchildren(_CONTENT):
                yield from _blocks(content, counter)


def _table(table: Any, counter: _Counter) -> Iterator[Block]:
    """One table as a grid; one that only lays out others gives them instead."""
    if table.find(f".//{_TC}//{_TBL}") is not None:
        for cell in table.iter(_TC):
            if next(cell.iterancestors(_TBL)) is table:
                yield from _blocks(cell, counter)
        return
    counter.table += 1
    name = f"table {counter.table}"
    rows = list(table.iter(_TR))
    cells: list[Cell] = []
    open_cells: dict[int, int] = {}  # column -> index of the cell that a vertical merge extends
    width = 0
    for row, tr in enumerate(rows):
        col = _skipped_before(tr)
        merged: dict[int, int] = {}
        for number, tc in enumerate(tr.iter(_TC), start=1):
            span, merge = _spans(tc)
            if merge == "continue" and col in open_cells:
                index = open_cells[col]
                old = cells[index]
                cells[index] = Cell(
                    old.row, old.col, row - old.row + 1, old.colspan, old.text, old.locator
                )
                merged[col] = index
            else:
                where = f"{name}, row {row + 1}, cell {number}"
                cells.append(Cell(row, col, 1, span, _cell_text(tc), where))
                if merge:
                    merged[col] = len(cells) - 1
            col += span
        open_cells = merged
        width = max(width, col)
    if width == 1:
        yield from (Paragraph(" ".join(c.text.split()), c.locator) for c in cells if c.text.strip())
    else:
        yield Grid(tuple(cells), len(rows), width, name)


def _skipped_before(tr: Any) -> int:
    before = tr.find(f"{_W}trPr/{_W}gridBefore")
    return int(before.get(_VAL, "0")) if before is not None else 0


def _spans(tc: Any) -> tuple[int, str]:
    """How many columns a cell takes, and whether it starts or continues a vertical merge."""
    properties = tc.find(f"{_W}tcPr")
    if properties is None:
        return 1, ""
    span = properties.find(_GRIDSPAN)
    merge = properties.find(_VMERGE)
    columns = int(span.get(_VAL, "1")) if span is not None else 1
    return columns, "" if merge is None else merge.get(_VAL, "continue")


def _cell_text(tc: Any) -> str:
    lines = (_text(paragraph).strip(" ") for paragraph in tc.iter(_P))
    return "\n".join(line for line in lines if line.strip())


def _text(paragraph: Any) -> str:
    parts: list[str] = []
    for node in paragraph.iter():
        if node.tag == _W + "t" and not any(a.tag in _SKIPPED for a in node.iterancestors()):
            raised = _is_superscript(node)
            parts.append(f"[{node.text or ''}]" if raised else node.text or "")
        elif node.tag == _W + "tab" and node.getparent().tag == _W + "r":
            parts.append("\t")
        elif node.tag in (_W + "br", _W + "cr"):
            parts.append("\n")
    return "".join(parts)


def _is_superscript(node: Any) -> bool:
    align = node.getparent().find(f"{_W}rPr/{_W}vertAlign")
    return align is not None and align.get(_VAL) == "superscript"
