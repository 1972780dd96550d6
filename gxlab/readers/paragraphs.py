"""From printed lines to paragraphs: which line goes on with the one before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from math import floor
from typing import NamedTuple, Self

from gxlab.document import Paragraph
from gxlab.readers.common import UNREADABLE
from gxlab.readers.lines import TextLine

_PARTLY_READ = re.compile(rf"[\d.,]*{UNREADABLE}[\d.,{UNREADABLE}]*")
# In ems: how far a paragraph's first line stands in, at least and at most.
_INDENT = 1.2
_DEEPEST = 3.0
# In ems: a line that leaves less room than this is full.
_ROOM = 2.0
# Of the greater size: lines of sizes further apart are of two paragraphs.
_ONE_SIZE = 0.95
# What rounds up: a half, less than 32 bits may take from one, and no number that is drawn with.
_HALF = 0.5037
_HAN = "一二三四五六七八九十"
_HEADING = re.compile(
    rf"\s*(?:[{_HAN}]{{1,3}}\s*[、.．](?!\s*[{_HAN}])|[(（]\s*(?:[{_HAN}]{{1,3}}|\d{{1,2}})\s*[)）](?![项款])"
    rf"|第[{_HAN}]{{1,3}}(?:部分|章|节)|\d{{1,2}}\s*[、.．](?!\s*\d))"
)
# A sentence that ends so goes on, whatever the next line begins with.
_GOES_ON = re.compile(r"[\d,，、第]\s*$")


class _Margins(NamedTuple):
    left: float
    right: float

    @classmethod
    def of(cls, run: Sequence[TextLine]) -> Self:
        left = min((line.x0 for line in run), default=0.0)
        return cls(left, max((line.x1 for line in run), default=0.0))

    def are_told(self, run: Iterable[TextLine]) -> bool:
        """Whether a run has both indented lines and others: then it is sure where they are."""
        return any(_INDENT <= (line.x0 - self.left) / line.size < _DEEPEST for line in run)

    def among(self, others: Iterable[_Margins], run: Iterable[TextLine]) -> _Margins:
        """Another run's margins that these may be those of, an indent or nothing off."""
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
    """The paragraphs of each run of lines that no table parts."""
    own = [_Margins.of(run) for run in runs]
    told = [margins for margins, run in zip(own, runs, strict=True) if margins.are_told(run)]
    return [
        list(_joined(run, margins if margins in told else margins.among(told, run)))
        for run, margins in zip(runs, own, strict=True)
    ]


def _joined(lines: Iterable[TextLine], margins: _Margins) -> Iterator[Paragraph]:
    """Lines as paragraphs: one ends where a line is short or the next begins another."""
    parts: list[TextLine] = []
    for line in lines:
        if parts and not (margins.is_full(parts[-1]) and _goes_on(parts[-1], line, margins)):
            yield _paragraph(parts)
            parts = []
        parts.append(line)
    if parts:
        yield _paragraph(parts)


def _goes_on(before: TextLine, line: TextLine, margins: _Margins) -> bool:
    """Whether a line goes on with the full one before it."""
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
    """Whole points, the same for numbers of 32 bits as for those of 64."""
    return ",".join([str(floor(value + _HALF)) for value in values])
