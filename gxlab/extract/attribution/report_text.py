"""The lines of running text, each with its place, and what the parts of the work share."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple, Protocol

from gxlab.document import Document, Grid, Paragraph

#: No more of a line, a page's title or a cell is searched for names.
LONGEST = 2000
#: So many lines above and below the first line of the text belong to the beginning.
NEAR = 5
#: So many lines belong to the end.
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


class Line(NamedTuple):
    """A line without white space, and as printed."""

    text: str
    raw: str
    where: str


class Told(NamedTuple):
    """A name or date that was found, and its place."""

    text: str
    where: str


class Pages(NamedTuple):
    """The lines, where the text begins among them, and what the portal says around them.

    `flow` is all lines as one text, `stops` where in it each line ends.
    """

    lines: list[Line]
    start: int
    flow: str
    stops: list[int]
    metadata: dict[str, list[Told]]
    sites: list[Told]

    def where(self, text: str) -> str:
        """The place of a text that was found in the flow, where its first line is."""
        at = bisect_right(self.stops, self.flow.find(text))
        return self.lines[at].where if at < len(self.lines) else ""

    def near(self) -> range:
        """The lines at the beginning of the text."""
        return range(max(self.start - NEAR, 0), min(self.start + NEAR, len(self.lines)))

    def ends(self) -> range:
        """The lines at the end of the report."""
        return range(max(len(self.lines) - ENDS, 0), len(self.lines))


def quote(told: Placed) -> str:
    return f"«{told.text[:80]}» ({told.where})"


def names_report(text: str) -> bool:
    """Whether a text has a word for a report, as every heading of one has."""
    return "报告" in text or "年报" in text


def read_lines(document: Document) -> list[Line]:
    """The lines of running text, those in the cells of framed prose and headings included."""
    lines = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            texts = [(block.text, block.locator)]
        elif isinstance(block, Grid):
            wanted = {
                text
                for text in block.texts
                if block.n_cols == 1 or ("公开" in text and names_report(text))
            }
            cells = block.cells if wanted else ()
            texts = [(cell.text, cell.locator) for cell in cells if cell.text in wanted]
        else:
            continue
        for text, where in texts:
            for raw in text.split("\n"):
                flat = "".join(raw.split()).replace("\u200b", "").replace("\ufeff", "")
                if flat:
                    lines.append(Line(flat, raw, where))
    return lines


def first_of_text(lines: list[Line]) -> int:
    """The line with which the text begins, below headings, links and lists."""
    return next((at for at, line in enumerate(lines) if _START.match(line.text)), len(lines))


def stops(lines: list[Line]) -> list[int]:
    """Where each line ends in the text of all."""
    return list(accumulate(len(line.text) for line in lines))
