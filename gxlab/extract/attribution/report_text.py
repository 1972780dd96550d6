"""The report as lines, each with the place where it stands; what the modules of the room share."""

from __future__ import annotations

import re
from typing import NamedTuple, Protocol

from gxlab.document import Document, Grid, Paragraph

#: No more of a line, a page's title or a cell is searched for names.
LONGEST = 2000
#: So many lines above and below the first line of the text belong to its beginning.
NEAR = 5
#: So many lines belong to its end.
ENDS = 15

_START = re.compile(
    r"[一1][、.．](?:总体|概述|基本|工作|主动)|本(?:年度)?报告|.{0,60}信息公开条例.{10}"
)


class Placed(Protocol):
    """A text that can be pointed to."""

    @property
    def text(self) -> str: ...

    @property
    def where(self) -> str: ...


class PrintedLine(NamedTuple):
    """A line without white space, and as printed."""

    text: str
    printed: str
    where: str


class Snippet(NamedTuple):
    """A name, a date or a heading that was found, and its place."""

    text: str
    where: str


class ReportText:
    """The lines of a report.

    Attributes
    ----------
    lines : the lines of running text, in order
    start : which of them is the first of the text, below headings, links and lists
    flow : all lines as one text, for names that the end of a line cuts in two
    """

    def __init__(self, lines: list[PrintedLine]) -> None:
        self.lines = lines
        begins = (at for at, line in enumerate(lines) if _START.match(line.text))
        self.start = next(begins, len(lines))
        self.flow = "".join(line.text for line in lines)

    def where(self, text: str) -> str:
        """The place of a text that was found in the flow: that of the line where it begins."""
        at = self.flow.find(text)
        for line in self.lines:
            if at < len(line.text):
                return line.where
            at -= len(line.text)
        return ""

    def near_start(self) -> range:
        """The lines at the beginning of the text."""
        return range(max(self.start - NEAR, 0), min(self.start + NEAR, len(self.lines)))

    def near_end(self) -> range:
        """The lines at the end of the report."""
        return range(max(len(self.lines) - ENDS, 0), len(self.lines))


def quote(found: Placed) -> str:
    """A text and its place, as `Attribution.evidence` has them."""
    return f"«{found.text[:80]}» ({found.where})"


def names_report(text: str) -> bool:
    """Whether a text has a word for a report, as every heading of one has."""
    return "报告" in text or "年报" in text


def read_lines(document: Document) -> list[PrintedLine]:
    """The lines of running text, those in the cells of framed prose and headings included.

    Some portals and Word files put the whole text into a table of one column, or the heading into
    the cell of a table that lays out the page. The cells of all other tables are no running text.
    """
    lines = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            texts = [Snippet(block.text, block.locator)]
        elif isinstance(block, Grid):
            texts = [
                Snippet(cell.text, cell.locator)
                for cell in block.cells
                if block.n_cols == 1 or ("公开" in cell.text and names_report(cell.text))
            ]
        else:
            continue
        for text, where in texts:
            for printed in text.split("\n"):
                flat = "".join(printed.split()).replace("\u200b", "").replace("\ufeff", "")
                if flat:
                    lines.append(PrintedLine(flat, printed, where))
    return lines
