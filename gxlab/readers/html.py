"""Web pages: what a browser would show, as paragraphs and grids.

What a visitor of the page does not see, or sees struck out, is not read (`markup` decides that).
One exception: some portals hide the report until a script shows it, so where all tables of
numbers stand in hidden blocks, those blocks are read.

Tables that only lay out the page give way to what is in them: an outer table of one row or one
column, and one around a table of at least two rows and two columns. Any other inner table is
read as text of the cell that it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache, reduce
from itertools import islice
from pathlib import Path

from lxml import etree

from gxlab.document import Block, Cell, Grid, Paragraph
from gxlab.errors import ReadError
from gxlab.readers.common import UNREADABLE, blocks_of_table, in_number, in_utf8
from gxlab.readers.markup import (
    BLOCKS,
    PLAIN,
    SKIPPED,
    Look,
    Looks,
    clearly_differ,
    look_of,
    typed_into,
    within,
)

_XML = re.compile(rb"\s*<\?xml[^>]*\?>")
_SPACE = re.compile(r"[ \t\r\n\f]+")
# Characters that lxml finds in a page but refuses when an element's text is set.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SPAN = re.compile(r"\s*(\d{1,5})")
_UNEVEN = re.compile(r"[\t\r\n\f]|  ")
_CELLS = frozenset({"td", "th"})
# Marks put into a cell's text: where a line ends, and where digits are parted. Neither is a
# character, so no text has them.
_BREAK, _GAP = "\U0010ffff", "\U0010fffe"
_WIDEST = 200
_TALLEST = 1000
# A table is one of numbers if it has at least this many texts that are nothing else.
_FEWEST_NUMBERS = 3


def read(data: bytes, path: Path) -> tuple[str, list[Block]]:
    """Read a web page: its title, and its blocks in order."""
    content = in_utf8(data).replace(b"\0", b"")
    if declaration := _XML.match(content):
        # A byte order mark may follow it, which the parser only knows at the very front.
        content = content[declaration.end() :]
    parser = etree.HTMLParser(
        encoding="utf-8",
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(path, f"is not a web page that can be parsed: {error}") from error
    if root is None:
        raise ReadError(path, "is not a web page that can be parsed: Document is empty")
    title = next((element.text for element in root.iter("title")), None) or ""
    return " ".join(title.split()), _Walk(root).blocks


class _Walk:
    """One pass over the page in document order, gathering text between block boundaries."""

    def __init__(self, root: etree._Element) -> None:
        self.tree = root.getroottree()
        self.blocks: list[Block] = []
        self.buffer: list[str] = []
        self.place: etree._Element = root
        self.looks = Looks(root.iter("style"))
        self.tables = list(root.iter("table"))
        around = [next(table.iterancestors("table"), None) for table in self.tables]
        self.layout = _layout_tables(self.tables, around)
        self._visit(root)
        self._flush()

    @cached_property
    def reads_hidden(self) -> bool:
        """Whether hidden blocks are read. Worked out only for pages that hide any."""
        return not _shows_numbers(self.tables, self.layout)

    def _visit(self, root: etree._Element) -> None:
        # No recursion: hostile pages nest deeper than Python recurses.
        walk = etree.iterwalk(root, events=("start", "end"))
        opened: list[Look] = []
        for event, element in walk:
            tag = element.tag
            if event == "end":
                if opened.pop().raised:
                    self.buffer.append("]")
                if tag in BLOCKS:
                    self._flush()
                if tail := element.tail:
                    self._text(tail, element.getparent())
                continue
            look = look_of(element)
            opened.append(look)
            if tag in SKIPPED or (look is not PLAIN and self._hides(look, tag)):
                opened[-1] = PLAIN
                walk.skip_subtree()
            elif tag == "table" and element not in self.layout:
                self._table(element)
                walk.skip_subtree()
            else:
                if tag in BLOCKS:
                    self._flush()
                    self.place = element
                if look.raised:
                    self.buffer.append("[")
                if text := element.text:
                    self._text(text, element)

    def _hides(self, look: Look, tag: str) -> bool:
        return look.hides and not (self.reads_hidden and tag in BLOCKS)

    def _text(self, text: str, owner: etree._Element | None) -> None:
        if owner is not None:
            if not self.buffer and owner.tag in BLOCKS:
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
        grid = _read_table(table, self.tree.getpath(table), self.looks)
        self.blocks += blocks_of_table(grid)


def _layout_tables(
    tables: Sequence[etree._Element],
    around: Sequence[etree._Element | None],
) -> set[etree._Element]:
    """The tables that only lay out others.

    Parameters
    ----------
    around : for each table, the one that it stands in
    """
    holders = set(around) - {None}
    layout: set[etree._Element] = set()
    hold_full: set[etree._Element | None] = set()
    for table, outer in zip(reversed(tables), reversed(around), strict=True):
        if outer is None and table not in holders:
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


def _shows_numbers(tables: Sequence[etree._Element], layout: set[etree._Element]) -> bool:
    """Whether a table of numbers stands where a visitor sees it, or none stands anywhere."""
    hidden = False
    for table in tables:
        around = list(table.iterancestors())
        inside = any(x.tag in SKIPPED or (x.tag == "table" and x not in layout) for x in around)
        if inside or table in layout or not _holds_numbers(table):
            continue
        if not any(x.tag in BLOCKS and look_of(x).hides for x in (table, *around)):
            return True
        hidden = True
    return not hidden


def _holds_numbers(table: etree._Element) -> bool:
    # The table may have been read already, and marked.
    texts = (text.replace(_BREAK, "").strip() for text in table.itertext())
    numbers = (text for text in texts if text.isdigit())
    return len(list(islice(numbers, _FEWEST_NUMBERS))) == _FEWEST_NUMBERS


def _read_table(table: etree._Element, path: str, page: Looks) -> Grid:
    """Expand a table's spans as a browser does. This alters the text of its elements."""
    vary, differ = page.vary_in(table)
    looks, sizes = page if vary else None, page if differ else None
    parts = list(table.iter("tr", "input", *SKIPPED))
    rows = [part for part in parts if part.tag == "tr"]
    trs = list(_seen_of(rows, table, looks))
    if looks or sizes or len(rows) < len(parts):
        for _, tr in trs:
            for td in tr.iterchildren("td", "th"):
                _settle(td, looks, sizes)
    for element in table.iterdescendants(*BLOCKS):
        _write(element, text=_BREAK + (element.text or ""), tail=_BREAK + (element.tail or ""))
    cells: list[Cell] = []
    taken: dict[int, int] = {}  # by column, the first row below a tall cell
    width = 0
    for row, (place, tr) in enumerate(trs):
        col = 0
        left = len(trs) - row
        where = f"{path}/descendant::tr[{place}]/*["
        unseen = looks is not None and look_of(tr).unseen
        for number, td in enumerate(tr, start=1):
            if td.tag not in _CELLS or (looks and looks.of(td).gone):
                continue
            while taken and taken.get(col, 0) > row:
                col += 1
            wide, tall = td.get("colspan"), td.get("rowspan")
            colspan = (_span(wide, _WIDEST) or 1) if wide else 1
            rowspan = min(_span(tall, _TALLEST) or left, left) if tall else 1
            hides = unseen or (looks is not None and looks.of(td).hides)
            text = "" if hides else _text_of(td)
            cells.append(Cell(row, col, rowspan, colspan, text, f"{where}{number}]"))
            right = col + colspan
            if rowspan > 1:
                for spanned in range(col, right):
                    taken[spanned] = max(row + rowspan, taken.get(spanned, 0))
            col = right
        width = max(width, col)
    return Grid(tuple(cells), len(trs), width, path)


def _seen_of(
    rows: Sequence[etree._Element], table: etree._Element, looks: Looks | None
) -> Iterator[tuple[int, etree._Element]]:
    """A table's own rows that can be seen, each numbered among all rows inside the table."""
    for place, tr in enumerate(rows, start=1):
        if next(tr.iterancestors("table")) is not table:
            continue
        if looks:
            group = tr.getparent()
            gone = group is not None and group is not table and looks.of(group).gone
            if gone or looks.of(tr).gone:
                continue
        yield place, tr


def _span(value: str, most: int) -> int:
    """A span as written; 1 if it is no number. A 0 is kept: a rowspan of 0 runs to the end."""
    found = _SPAN.match(value)
    return min(int(found.group(1)), most) if found else 1


def _text_of(td: etree._Element) -> str:
    """A cell's text, once its elements are settled and line breaks are marked."""
    text, is_final = _lines(etree.tostring(td, encoding="unicode", method="text", with_tail=False))
    if not is_final:
        # Runs of spaces become one space within a piece of text, but where two pieces meet, each
        # with a space, the two are kept: they may be a gap between two numbers.
        text, _ = _lines("".join([_SPACE.sub(" ", piece) for piece in td.itertext()]))
    return text


@lru_cache(maxsize=1 << 14)
def _lines(text: str) -> tuple[str, bool]:
    """The lines of a text that are not blank, stripped; whether spaces in them are all single.

    Cached, because most cells of a page hold one of a few texts.
    """
    lines = [line.strip(" \t\r\n\f") for line in text.split(_BREAK) if line.strip()]
    joined = _BREAK.join(lines).replace("[]", "").replace(_GAP, "\t")
    return joined.replace(_BREAK, "\n"), not _UNEVEN.search(joined)


def _write(element: etree._Element, **texts: str) -> None:
    """Set an element's text or tail, in which control characters become unreadable ones."""
    for name, text in texts.items():
        try:
            setattr(element, name, text)
        except ValueError:
            setattr(element, name, _CONTROL.sub(UNREADABLE, text))


def _settle(td: etree._Element, looks: Looks | None, sizes: Looks | None) -> None:
    """Change the text of a cell's elements to what a visitor sees.

    Hidden text is removed, the contents of form fields are added, raised and lowered print is put
    in brackets, and a gap parts digits that clearly differ in size, or of which only one is white.

    Parameters
    ----------
    looks : how elements look, or None if none in the table is hidden or raised
    sizes : the same, or None if none differs enough from others to part digits
    """
    raised = []
    for element in list(td.iterdescendants()):
        look = looks.of(element) if looks else PLAIN
        if element.tag in SKIPPED or look.hides:
            element.clear(keep_tail=True)
            element.tag = "span"
        elif element.tag == "input":
            _write(element, text=typed_into(element))
        if look.raised and not look.hides:
            raised.append(element)
    if sizes:
        _part(td, sizes)
    for element in raised:
        text, tail = "[" + (element.text or ""), "]" + (element.tail or "")
        _write(element, text=text, tail=tail)


def _part(td: etree._Element, sizes: Looks) -> None:
    """Put a gap between digits that clearly differ in size, or of which only one is white."""
    last, before = "", td
    for event, element in etree.iterwalk(td, events=("start", "end")):
        if event == "end" and element is td:
            break
        begins = event == "start"
        owner = element if begins else element.getparent()
        piece = (element.text if begins else element.tail) or ""
        bare = piece.strip()
        if not bare:
            continue
        if in_number(last) and in_number(bare[0]):
            looks = (_within_cell(x, td, sizes) for x in (before, owner))
            if clearly_differ(*looks):
                _write(element, **{"text" if begins else "tail": _GAP + piece})
        last, before = bare[-1], owner


def _within_cell(element: etree._Element, td: etree._Element, looks: Looks) -> Look:
    """The look of an element, with the size and colour inherited from those around it."""
    line = [element]
    while line[-1] is not td:
        line.append(line[-1].getparent())
    return reduce(within, map(looks.of, reversed(line)), PLAIN)
