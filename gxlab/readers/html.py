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
from functools import lru_cache, reduce
from itertools import islice
from pathlib import Path

from lxml import etree

from gxlab.document import Block, Cell, Grid, Paragraph
from gxlab.errors import ReadError
from gxlab.readers.common import decode
from gxlab.readers.markup import (
    INLINE,
    PLAIN,
    SKIPPED,
    Look,
    Looks,
    clearly_differ,
    look_of,
    typed_into,
    within,
)

_XML = re.compile(r"^\s*<\?xml[^>]*\?>")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SPAN = re.compile(r"\s*(\d{1,5})")
_CELLS = frozenset({"td", "th"})
_BREAK = "\0"  # where a line of a cell ends; no text of a page holds this sign
_WIDEST = 200
_TALLEST = 1000
# A table is one of figures if this many of its texts are bare numbers.
_FIGURES = 3


def read(data: bytes, path: Path) -> tuple[str, list[Block]]:
    """Read a web page; returns its title and its blocks in order."""
    # lxml refuses a str that declares an encoding of its own.
    text = _XML.sub("", decode(data).replace("\0", ""))
    parser = etree.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text, parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(path, f"is not a web page that can be parsed: {error}") from error
    if root is None:
        raise ReadError(path, "is not a web page that can be parsed: Document is empty")
    title = root.findtext(".//title") or ""
    return " ".join(title.split()), _Walk(root).blocks


class _Walk:
    """One pass over the page in document order, gathering text between block boundaries."""

    def __init__(self, root: etree._Element) -> None:
        self.tree = root.getroottree()
        self.blocks: list[Block] = []
        self.buffer: list[str] = []
        self.place: etree._Element = root
        self.looks = Looks(root)
        self.layout = layout_tables(root)
        self.reads_hidden = not _shows_figures(root, self.layout)
        self._visit(root)
        self._flush()

    def _visit(self, root: etree._Element) -> None:
        # No recursion: hostile pages nest deeper than Python recurses.
        walk = etree.iterwalk(root, events=("start", "end"))
        opened: list[Look] = []
        for event, element in walk:
            tag = element.tag
            if event == "end":
                if opened.pop().raised:
                    self.buffer.append("]")
                if tag not in INLINE:
                    self._flush()
                self._text(element.tail, element.getparent())
                continue
            look = look_of(element)
            opened.append(look)
            if tag in SKIPPED or self._hides(look, tag):
                opened[-1] = PLAIN
                walk.skip_subtree()
            elif tag == "table" and element not in self.layout:
                self._table(element)
                walk.skip_subtree()
            else:
                if tag not in INLINE:
                    self._flush()
                    self.place = element
                if look.raised:
                    self.buffer.append("[")
                self._text(element.text, element)

    def _hides(self, look: Look, tag: str) -> bool:
        return look.hides and not (self.reads_hidden and tag not in INLINE)

    def _text(self, text: str | None, owner: etree._Element | None) -> None:
        if text and owner is not None:
            if not self.buffer and owner.tag not in INLINE:
                self.place = owner
            self.buffer.append(text)

    def _flush(self) -> None:
        if not self.buffer:
            return
        text = _SPACE.sub(" ", "".join(self.buffer)).strip().replace("[]", "")
        self.buffer.clear()
        if text.replace("\xa0", "").strip():
            self.blocks.append(Paragraph(text, self.tree.getpath(self.place)))

    def _table(self, table: etree._Element) -> None:
        self._flush()
        grid = read_table(table, self.tree.getpath(table), self.looks)
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
    tables = list(root.iter("table"))
    around = [next(table.iterancestors("table"), None) for table in tables]
    holders = set(around) - {None}
    layout: set[etree._Element] = set()
    hold_full: set[etree._Element | None] = set()
    for table, outer in zip(reversed(tables), reversed(around), strict=True):
        if not (holders and (outer is not None or table in holders)):
            continue
        full = table in hold_full or _is_full(table)
        if table in hold_full or (table in holders and not full):
            layout.add(table)
        if full:
            hold_full.add(outer)
    return layout


def _is_full(table: etree._Element) -> bool:
    """Whether a table has at least two rows and two columns of its own."""
    rows = cells = widest = 0
    for element in table.iter("tr", "td", "th"):
        if next(element.iterancestors("table")) is not table:
            continue
        rows, cells = (rows + 1, 0) if element.tag == "tr" else (rows, cells + 1)
        widest = max(widest, cells)
        if rows > 1 and widest > 1:
            return True
    return False


def _shows_figures(root: etree._Element, layout: set[etree._Element]) -> bool:
    """Whether a table of figures stands where a reader sees it, or none stands anywhere."""
    hidden = False
    for table in root.iter("table"):
        around = list(table.iterancestors())
        inside = any(x.tag in SKIPPED or (x.tag == "table" and x not in layout) for x in around)
        if inside or table in layout or not _holds_figures(table):
            continue
        if not any(x.tag not in INLINE and look_of(x).hides for x in (table, *around)):
            return True
        hidden = True
    return not hidden


def _holds_figures(table: etree._Element) -> bool:
    numbers = (text for text in table.itertext() if text.strip().isdigit())
    return len(list(islice(numbers, _FIGURES))) == _FIGURES


def read_table(table: etree._Element, path: str, page: Looks) -> Grid:
    """Expand a table's spans as a browser does."""
    vary, differ = page.vary_in(table)
    looks, sizes = page if vary else None, page if differ else None
    cells: list[Cell] = []
    taken: list[int] = []  # for each column the first row that is free again
    trs = list(_rows_of(table, looks))
    for row, (place, tr) in enumerate(trs):
        col = 0
        left = len(trs) - row
        unseen = looks is not None and look_of(tr).unseen
        for number, td in enumerate(tr, start=1):
            if td.tag not in _CELLS or (looks and looks.of(td).gone):
                continue
            while col < len(taken) and taken[col] > row:
                col += 1
            colspan = _span(td, "colspan", _WIDEST) or 1
            rowspan = min(_span(td, "rowspan", _TALLEST) or left, left)
            text = "" if unseen else cell_text(td, looks, sizes)
            locator = f"{path}/descendant::tr[{place}]/*[{number}]"
            cells.append(Cell(row, col, rowspan, colspan, text, locator))
            taken += [0] * (col + colspan - len(taken))
            for spanned in range(col, col + colspan):
                taken[spanned] = max(taken[spanned], row + rowspan)
            col += colspan
    return Grid(tuple(cells), len(trs), len(taken), path)


def _rows_of(table: etree._Element, looks: Looks | None) -> Iterator[tuple[int, etree._Element]]:
    """A table's own rows that can be seen, each with its number among all rows in the table."""
    nested = next(table.iterdescendants("table"), None) is not None
    for place, tr in enumerate(table.iter("tr"), start=1):
        if nested and next(tr.iterancestors("table")) is not table:
            continue
        if looks:
            group = tr.getparent()
            gone = group is not None and group is not table and looks.of(group).gone
            if gone or looks.of(tr).gone:
                continue
        yield place, tr


def _span(td: etree._Element, name: str, most: int) -> int:
    """A span as written; 1 where it is not a number, 0 (to the end) kept for rows."""
    said = td.get(name)
    found = _SPAN.match(said) if said else None
    return min(int(found.group(1)), most) if found else 1


def cell_text(td: etree._Element, looks: Looks | None, sizes: Looks | None) -> str:
    """A cell's text: breaks and blocks as line breaks, raised and lowered print in brackets.

    Parameters
    ----------
    looks : how elements look; None where none in the table is hidden or raised
    sizes : the same; None where none differ so much in size that digits are to be parted
    """
    if looks and looks.of(td).hides:
        return ""
    pieces, owners = _pieces(td, looks)
    said = map(_spaced, pieces)
    text = "".join(said if sizes is None else _parted(list(said), owners, td, sizes))
    lines = filter(str.strip, text.split(_BREAK))
    return "\n".join([line.strip(" ") for line in lines]).replace("[]", "")


def _pieces(
    td: etree._Element, looks: Looks | None
) -> tuple[list[str], list[etree._Element | None]]:
    """The pieces of a cell's text, each with the element that says how it looks, if any."""
    pieces: list[str] = [td.text or ""]
    owners: list[etree._Element | None] = [td]
    stack = [(td, iter(td), "")]
    while stack:
        parent, children, end = stack[-1]
        for child in children:
            tag = child.tag
            look = looks.of(child) if looks else None
            if tag not in SKIPPED and not (look and look.hides):
                marks = "[]" if look and look.raised else "" if tag in INLINE else _BREAK
                text = typed_into(child) if tag == "input" else child.text
                pieces += (marks[:1], text or "")
                owners += (None, child)
                if len(child):
                    stack.append((child, iter(child), marks[-1:]))
                    break
                pieces.append(marks[-1:])
                owners.append(None)
            pieces.append(child.tail or "")
            owners.append(parent)
        else:
            stack.pop()
            pieces.append(end)
            owners.append(None)
            if stack:
                pieces.append(parent.tail or "")
                owners.append(stack[-1][0])
    return pieces, owners


@lru_cache(maxsize=1 << 12)
def _spaced(text: str) -> str:
    return _SPACE.sub(" ", text)


def _parted(
    said: list[str], owners: list[etree._Element | None], td: etree._Element, sizes: Looks
) -> list[str]:
    """The pieces, a gap between digits that are clearly not of one size."""
    last, before = "", td
    for at, owner in enumerate(owners):
        bare = said[at].strip()
        if owner is None or not bare:
            continue
        if _in_number(last) and _in_number(bare[0]):
            looks = (_within_cell(x, td, sizes) for x in (before, owner))
            if clearly_differ(*looks):
                said[at] = "\t" + said[at]
        last, before = bare[-1], owner
    return said


def _within_cell(element: etree._Element, td: etree._Element, looks: Looks) -> Look:
    """The look of an element, its size that which the elements around it give it."""
    line = [element]
    while line[-1] is not td:
        line.append(line[-1].getparent())
    return reduce(within, map(looks.of, reversed(line)), PLAIN)


def _in_number(sign: str) -> bool:
    return sign.isdigit() or sign in (",", ".")
