"""Web pages: what a browser would show, as paragraphs and grids.

Tables that hold other tables are page layout; only the innermost are grids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from gxlab.document import Block, Cell, Grid, Paragraph
from gxlab.errors import ReadError
from gxlab.readers.common import decode

_SKIPPED = frozenset({"script", "style", "noscript", "template", "svg", "head", "option"})
_INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdo", "big", "cite", "code", "del", "em", "font", "i"),
        *("img", "ins", "kbd", "label", "mark", "o:p", "q", "s", "samp", "small", "span"),
        *("st1:chsdate", "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr"),
    )
)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_WIDEST = 200
_TALLEST = 1000


def read(data: bytes, path: Path) -> tuple[str, list[Block]]:
    """Read a web page; returns its title and its blocks in order."""
    text = decode(data)
    # lxml refuses a str that declares an encoding of its own.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = lxml_html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(path, f"is not a web page that can be parsed: {error}") from error
    title = root.findtext(".//title") or ""
    return " ".join(title.split()), _Walk(root).blocks


class _Walk:
    """One pass over the page in document order, gathering text between block boundaries."""

    def __init__(self, root: etree._Element) -> None:
        self.tree = root.getroottree()
        self.blocks: list[Block] = []
        self.buffer: list[str] = []
        self.place: etree._Element = root
        self.containers = {
            outer for table in root.iter("table") for outer in table.iterancestors("table")
        }
        self._visit(root)
        self._flush()

    def _visit(self, root: etree._Element) -> None:
        # An explicit stack: hostile pages nest deeper than Python recurses.
        stack: list[tuple[etree._Element, bool]] = [(root, False)]
        while stack:
            element, leaving = stack.pop()
            tag = element.tag if isinstance(element.tag, str) else ""
            if leaving:
                if tag not in _INLINE:
                    self._flush()
                self._text(element.tail, element.getparent())
                continue
            stack.append((element, True))
            if tag in _SKIPPED or not tag:
                continue
            if tag == "table" and element not in self.containers:
                self._table(element)
                continue
            if tag not in _INLINE:
                self._flush()
                self.place = element
            self._text(element.text, element)
            stack.extend((child, False) for child in reversed(element))

    def _text(self, text: str | None, owner: etree._Element | None) -> None:
        if text and owner is not None:
            if not self.buffer and tag_of(owner) not in _INLINE:
                self.place = owner
            self.buffer.append(text)

    def _flush(self) -> None:
        text = _SPACE.sub(" ", "".join(self.buffer)).strip()
        self.buffer.clear()
        if text.replace("\xa0", "").strip():
            self.blocks.append(Paragraph(text, self.tree.getpath(self.place)))

    def _table(self, table: etree._Element) -> None:
        self._flush()
        grid = read_table(table, self.tree.getpath(table))
        if grid.n_cols > 1:
            self.blocks.append(grid)
        else:
            self.blocks += [
                Paragraph(" ".join(cell.text.split()), cell.locator)
                for cell in grid.cells
                if cell.text.strip()
            ]


def tag_of(element: etree._Element) -> str:
    return element.tag if isinstance(element.tag, str) else ""


def read_table(table: etree._Element, path: str) -> Grid:
    """Expand a table's spans as a browser does."""
    cells: list[Cell] = []
    taken: dict[int, int] = {}  # column -> first row that is free again
    trs = [tr for tr in table.iter("tr") if not _hidden(tr)]
    width = 0
    for row, tr in enumerate(trs):
        col = 0
        for number, td in enumerate(_cells_of(tr), start=1):
            while taken.get(col, 0) > row:
                col += 1
            colspan = _span(td, "colspan", _WIDEST)
            rowspan = min(_span(td, "rowspan", _TALLEST) or len(trs) - row, len(trs) - row)
            locator = f"{path}/descendant::tr[{row + 1}]/*[{number}]"
            cells.append(Cell(row, col, rowspan, colspan or 1, cell_text(td), locator))
            for spanned in range(col, col + (colspan or 1)):
                taken[spanned] = max(taken.get(spanned, 0), row + rowspan)
            col += colspan or 1
            width = max(width, col)
    return Grid(tuple(cells), len(trs), width, path)


def _cells_of(tr: etree._Element) -> Iterator[etree._Element]:
    return (td for td in tr.iterchildren("td", "th") if not _hidden(td))


def _hidden(element: etree._Element) -> bool:
    style = element.get("style")
    return bool(style and _HIDDEN.search(style))


def _span(td: etree._Element, name: str, most: int) -> int:
    """A span as written; 1 where it is not a number, 0 (to the end) kept for rows."""
    found = re.match(r"\s*(\d{1,5})", td.get(name) or "1")
    return min(int(found.group(1)), most) if found else 1


def cell_text(td: etree._Element) -> str:
    """A cell's text: breaks and blocks as line breaks, a superscript in brackets."""
    parts: list[str] = []
    stack: list[tuple[etree._Element, bool]] = [(td, False)]
    while stack:
        element, leaving = stack.pop()
        tag = tag_of(element)
        if leaving:
            if tag == "sup":
                parts.append("]")
            elif tag not in _INLINE and element is not td:
                parts.append("\n")
            if element is not td and element.tail:
                parts.append(_SPACE.sub(" ", element.tail))
            continue
        stack.append((element, True))
        if tag in _SKIPPED or not tag:
            continue
        if tag == "sup":
            parts.append("[")
        elif tag == "br" or (tag not in _INLINE and element is not td):
            parts.append("\n")
        if element.text:
            parts.append(_SPACE.sub(" ", element.text))
        stack.extend((child, False) for child in reversed(element))
    lines = (line.strip(" ") for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line.strip()).replace("[]", "")
