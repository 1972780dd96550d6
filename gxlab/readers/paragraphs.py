"""From printed lines to paragraphs: which lines continue the one before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from math import floor
from typing import NamedTuple, Self

from gxlab.document import Paragraph
from gxlab.readers.common import UNREADABLE
from gxlab.readers.lines import TextLine

_PARTLY_READ = re.compile(rf"[\d.,]*{UNREADABLE}[\d.,{UNREADABLE}]*")
# In ems: how far a paragraph's first line is indented, at least and at most.
_INDENT = 1.2
_DEEPEST = 3.0
# In ems: a line is full if it leaves less room than this at the right margin.
_ROOM = 2.0
# Lines are of one paragraph only if the smaller size is at least this share of the larger.
_ONE_SIZE = 0.95
# Added before rounding down: a little more than a half, so that a coordinate that ends in .5
# rounds up even where pdfium, which keeps 32 bits, has it slightly lower.
_HALF = 0.5037
_HAN = "一二三四五六七八九十"
_HEADING = re.compile(
    rf"\s*(?:[{_HAN}]{{1,3}}\s*[、.．](?!\s*[{_HAN}])|[(（]\s*(?:[{_HAN}]{{1,3}}|\d{{1,2}})\s*[)）](?![项款])"
    rf"|第[{_HAN}]{{1,3}}(?:部分|章|节)|\d{{1,2}}\s*[、.．](?!\s*\d))"
)
# A line that ends so is continued, whatever the next begins with.
_GOES_ON = re.compile(r"[\d,，、第]\s*$")


class _Margins(NamedTuple):
    """Where the lines of a run begin and end, in points."""

    left: float
    right: float

    @classmethod
    def of(cls, run: Sequence[TextLine]) -> Self:
        left = min((line.x0 for line in run), default=0.0)
        return cls(left, max((line.x1 for line in run), default=0.0))

    def are_certain(self, run: Iterable[TextLine]) -> bool:
        """Whether a run has indented lines beside others, which show where the margin is."""
        return any(_INDENT <= (line.x0 - self.left) / line.size < _DEEPEST for line in run)

    def among(self, others: Iterable[_Margins], run: Iterable[TextLine]) -> _Margins:
        """The margins of the first other run that begins here or an indent further left, or these.

        A run of which every line is indented (one heading, a list of short paragraphs) would
        otherwise take its indent for the margin, and its lines for one paragraph.
        """
        em = min((line.size for line in run), default=0.0)
        for left, right in others:
            if -1 < (self.left - left) / (em or 1) < _DEEPEST:
                return _Margins(min(left, self.left), max(right, self.right))
        return self

    def is_indented(self, line: TextLine) -> bool:
        return line.x0 >= self.left + _INDENT * line.size

    def is_full(self, line: TextLine) -> bool:
        return line.x1 > self.right - _ROOM * line.size


def paragraphs(runs: Sequence[Sequence[TextLine]]) -> list[list[Paragraph]]:
    """The paragraphs of each run of lines; tables stand between the runs."""
    own = [_Margins.of(run) for run in runs]
    certain = [margins for margins, run in zip(own, runs, strict=True) if margins.are_certain(run)]
    return [
        list(_joined(run, margins if margins in certain else margins.among(certain, run)))
        for run, margins in zip(runs, own, strict=True)
    ]


def _joined(lines: Iterable[TextLine], margins: _Margins) -> Iterator[Paragraph]:
    """Join lines to paragraphs: one ends where its line is short or the next begins another."""
    parts: list[TextLine] = []
    for line in lines:
        if parts and not (margins.is_full(parts[-1]) and _goes_on(parts[-1], line, margins)):
            yield _paragraph(parts)
            parts = []
        parts.append(line)
    if parts:
        yield _paragraph(parts)


def _goes_on(before: TextLine, line: TextLine, margins: _Margins) -> bool:
    """Whether a line continues the full one before it.

    Lines of two sizes, or a numbered heading, never do: titles were once joined to the full line
    above them.
    """
    sizes = sorted((before.size, line.size))
    if margins.is_indented(line) or sizes[0] < _ONE_SIZE * sizes[1]:
        return False
    return not _HEADING.match(line.text) or bool(_GOES_ON.search(before.text))


def _paragraph(lines: Sequence[TextLine]) -> Paragraph:
    start = lines[0]
    text = "".join(line.text for line in lines)
    box = points(start.x0, start.top, start.x1, start.bottom)
    text = _PARTLY_READ.sub(UNREADABLE, text.replace("\t", " "))
    return Paragraph(text, f"page {start.page}, box {box}", start.page)


def points(*values: float) -> str:
    """Coordinates in whole points, the same whether a library keeps 32 bits of them or 64."""
    return ",".join([str(floor(value + _HALF)) for value in values])
