"""Web pages: what a browser would show, as paragraphs and grids.

What a reader of the page does not see, or sees struck out, is not read (`markup` says what that
is). One exception: portals reveal the report by a script, so that where all tables of figures
stand in hidden blocks, those blocks are read.

Of nested tables, those that only lay out the page give way to what is in them: an outer table
of one row or one column, and one around a table of at least two rows and two columns. Any other
inner table is the text of the cell it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from gxlab.document import Block, Cell, Grid, Paragraph
from gxlab.errors import ReadError
from gxlab.readers.common import decode
from gxlab.readers.markup import (
    INLINE,
    PLAIN,
    SKIPPED,
    Classes,
    Look,
    classes_of,
    clearly_differ,
    look_of,
    tag_of,
    typed_into,
    within,
)

_SPACE = re.compile(r"[ \t\r\n\f]+")
_WIDEST = 200
_TALLEST = 1000
# A table is one of figures if this many of its texts are bare numbers.
_FIGURES = 3


def read(data: bytes, path: Path) -> tuple[str, list[Block]]:
    """Read a web page; returns its title and its blocks in order."""
    text = decode(data).replace("\0", "")
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
        self.classes = classes_of(root)
        self.layout = layout_tables(root)
        self.reads_hidden = not _shows_figures(root, self.layout)
        self._visit(root)
        self._flush()

    def _visit(self, root: etree._Element) -> None:
        # An explicit stack: hostile pages nest deeper than Python recurses.
        stack: list[tuple[etree._Element, Look | None]] = [(root, None)]
        while stack:
            element, look = stack.pop()
            tag = tag_of(element)
            if look is not None:
                if look.raised:
                    self.buffer.append("]")
                if tag not in INLINE:
                    self._flush()
                self._text(element.tail, element.getparent())
                continue
            look = look_of(element)
            if tag in SKIPPED or not tag or self._hides(look, tag):
                stack.append((element, PLAIN))
                continue
            stack.append((element, look))
            if tag == "table" and element not in self.layout:
                self._table(element)
                continue
            if tag not in INLINE:
                self._flush()
                self.place = element
            if look.raised:
                self.buffer.append("[")
            self._text(element.text, element)
            stack.extend((child, None) for child in reversed(element))

    def _hides(self, look: Look, tag: str) -> bool:
        return (look.gone or look.unseen) and not (self.reads_hidden and tag not in INLINE)

    def _text(self, text: str | None, owner: etree._Element | None) -> None:
        if text and owner is not None:
            if not self.buffer and tag_of(owner) not in INLINE:
                self.place = owner
            self.buffer.append(text)

    def _flush(self) -> None:
        text = _SPACE.sub(" ", "".join(self.buffer)).strip().replace("[]", "")
        self.buffer.clear()
        if text.replace("\xa0", "").strip():
            self.blocks.append(Paragraph(text, self.tree.getpath(self.place)))

    def _table(self, table: etree._Element) -> None:
        self._flush()
        grid = read_table(table, self.tree.getpath(table), self.classes)
        if grid.n_cols > 1:
            self.blocks.append(grid)
        else:
            self.blocks += [
                Paragraph(" ".join(cell.text.split()), cell.locator)
                for cell in grid.cells
                if cell.text.strip()
            ]


def layout_tables(root: etree._Element) -> set[etree._Element]:
    """The tables that only lay out others."""
    layout: set[etree._Element] = set()
    # For each open table: rows, cells in this row, most cells, holds a table, holds a full one.
    open_tables: list[list[int]] = []
    events = etree.iterwalk(root, events=("start", "end"), tag=("table", "tr", "td", "th"))
    for event, element in events:
        if element.tag == "table" and event == "start":
            open_tables.append([0, 0, 0, 0, 0])
        elif element.tag == "table":
            rows, _, widest, holds, holds_full = open_tables.pop()
            full = rows > 1 and widest > 1
            if holds_full or (holds and not full):
                layout.add(element)
            if open_tables:
                open_tables[-1][3] = 1
                open_tables[-1][4] |= full or holds_full
        elif event == "start" and open_tables:
            if element.tag == "tr":
                open_tables[-1][0] += 1
                open_tables[-1][1] = 0
            else:
                open_tables[-1][1] += 1
                open_tables[-1][2] = max(open_tables[-1][1:3])
    return layout


def _shows_figures(root: etree._Element, layout: set[etree._Element]) -> bool:
    """Whether a table of figures stands where a reader sees it, or none stands anywhere."""
    hidden = False
    stack = [(root, False)]
    while stack:
        element, unseen = stack.pop()
        tag = tag_of(element)
        if tag in SKIPPED or not tag:
            continue
        if not unseen and tag not in INLINE:
            look = look_of(element)
            unseen = look.gone or look.unseen
        if tag == "table" and element not in layout:
            if _holds_figures(element):
                if not unseen:
                    return True
                hidden = True
            continue
        stack.extend((child, unseen) for child in reversed(element))
    return not hidden


def _holds_figures(table: etree._Element) -> bool:
    numbers = (text for text in table.itertext() if text.strip().isdigit())
    return len(list(islice(numbers, _FIGURES))) == _FIGURES


def read_table(table: etree._Element, path: str, classes: Classes | None = None) -> Grid:
    """Expand a table's spans as a browser does."""
    classes = classes or {}
    cells: list[Cell] = []
    taken: dict[int, int] = {}  # column -> first row that is free again
    trs = list(_rows_of(table, classes))
    width = 0
    for row, (place, tr) in enumerate(trs):
        col = 0
        for number, td in enumerate(tr, start=1):
            if td.tag not in ("td", "th") or look_of(td, classes).gone:
                continue
            while taken.get(col, 0) > row:
                col += 1
            colspan = _span(td, "colspan", _WIDEST)
            rowspan = min(_span(td, "rowspan", _TALLEST) or len(trs) - row, len(trs) - row)
            locator = f"{path}/descendant::tr[{place}]/*[{number}]"
            text = "" if look_of(tr).unseen else cell_text(td, classes)
            cells.append(Cell(row, col, rowspan, colspan or 1, text, locator))
            for spanned in range(col, col + (colspan or 1)):
                taken[spanned] = max(taken.get(spanned, 0), row + rowspan)
            col += colspan or 1
            width = max(width, col)
    return Grid(tuple(cells), len(trs), width, path)


def _rows_of(table: etree._Element, classes: Classes) -> Iterator[tuple[int, etree._Element]]:
    """A table's own rows that can be seen, each with its number among all rows in the table."""
    nested = table.find(".//table") is not None
    for place, tr in enumerate(table.iter("tr"), start=1):
        if nested and next(tr.iterancestors("table")) is not table:
            continue
        group = tr.getparent()
        gone = group is not None and group is not table and look_of(group, classes).gone
        if not gone and not look_of(tr, classes).gone:
            yield place, tr


def _span(td: etree._Element, name: str, most: int) -> int:
    """A span as written; 1 where it is not a number, 0 (to the end) kept for rows."""
    found = re.match(r"\s*(\d{1,5})", td.get(name) or "1")
    return min(int(found.group(1)), most) if found else 1


def cell_text(td: etree._Element, classes: Classes | None = None) -> str:
    """A cell's text: breaks and blocks as line breaks, raised and lowered print in brackets."""
    classes = classes or {}
    said = _Said()
    # With each element the look of the text around it, and what closes it once it was entered.
    stack: list[tuple[etree._Element, Look, str | None]] = [(td, PLAIN, None)]
    while stack:
        element, around, closing = stack.pop()
        if closing is not None:
            said.parts.append(closing)
            if element is not td:
                said.add(element.tail, around)
            continue
        tag = tag_of(element)
        look = look_of(element, classes)
        if tag in SKIPPED or not tag or look.gone or look.unseen:
            stack.append((element, around, ""))
            continue
        is_block = tag not in INLINE and element is not td
        opening, closing = ("[", "]") if look.raised else ("\n", "\n") if is_block else ("", "")
        said.parts.append(opening)
        stack.append((element, around, closing))
        look = within(around, look)
        said.add(typed_into(element) if tag == "input" else element.text, look)
        stack.extend((child, look, None) for child in reversed(element))
    lines = (line.strip(" ") for line in "".join(said.parts).split("\n"))
    return "\n".join(line for line in lines if line.strip()).replace("[]", "")


class _Said:
    """The pieces of a cell's text; a gap parts digits that are clearly not of one size."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.last = ""
        self.look = PLAIN

    def add(self, text: str | None, look: Look) -> None:
        if not text:
            return
        text = _SPACE.sub(" ", text)
        bare = text.strip()
        if bare:
            if _in_number(self.last) and _in_number(bare[0]) and clearly_differ(self.look, look):
                self.parts.append("\t")
            self.last, self.look = bare[-1], look
        self.parts.append(text)


def _in_number(sign: str) -> bool:
    return sign.isdigit() or sign in (",", ".")
