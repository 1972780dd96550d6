"""Plain text of a page, as crawlers store it.

Such a text gives its bare lines as paragraphs and, since its tables have lost the positions of
their cells, one stream of cells. Five ways of marking cells are known:

- ``cell-bar``: each cell ends with `` |``; runs of bars pad a row to the table's width
- ``lone-bar``: a bar alone on a line between two cells of a row
- ``row-bar``: a row is a line, its cells apart by `` | ``
- ``row-gap``: a row is a line, its cells apart by tabs or wide gaps; passed on as ``row-bar``
- ``lines``: a cell is a line, with no mark at all
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from gxlab.document import Block, Paragraph, Stream, Token
from gxlab.errors import ReadError
from gxlab.readers.common import decode, is_page_number

_BARS = re.compile(r"^\|[|\s]*$")
_INNER = re.compile(r"[^|\s]\s*\|\s*[^|\s]|\|\s+\|")
_DRAWN = re.compile(r"[|\s:+-]+")
_NUMBERS = re.compile(r"\d[\d,.]*(?: \d[\d,.]*)+")
_NUMBER = re.compile(r"[\d,.，．]*\d")
_WIDE = r"\s{2,}|\t"


def read(data: bytes, path: Path) -> tuple[str, list[Block]]:
    """Read a plain text. Its title is its first line without a bar."""
    text = decode(data)
    lines = [line.strip().strip("\ufeff\u200b") for line in text.splitlines()]
    if sum("\u4e00" <= char <= "\u9fff" for char in text) < 2:
        raise ReadError(path, "holds no Chinese text; is it another kind of file, or damaged?")
    style = style_of(lines)
    if style == "row-gap":
        return _read_gaps(text)
    paragraphs = [
        Paragraph(line, f"line {number}")
        for number, line in enumerate(lines, start=1)
        if line and "|" not in line
    ]
    return _titled(paragraphs, Stream(tuple(_TOKENS[style](lines)), style))


def _titled(paragraphs: list[Paragraph], stream: Stream) -> tuple[str, list[Block]]:
    return paragraphs[0].text if paragraphs else "", [*paragraphs, stream]


def _read_gaps(text: str) -> tuple[str, list[Block]]:
    """Read a text whose rows are lines. Only where tabs part the cells can one be empty."""
    paragraphs: list[Paragraph] = []
    tokens: list[Token] = []
    gap = re.compile(r"\t" if _has_rows(text.splitlines(), "\t") else _WIDE)
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip(" \u3000\ufeff\u200b\r")
        cells = [cell.strip() for cell in gap.split(line)]
        if not any(cells):
            continue
        if len(cells) == 1:
            tokens += _bare(line, number)
        else:
            # Numbers parted by one space are two cells, or one that was cut: they are never joined.
            parts = [p for c in cells for p in (c.split() if _NUMBERS.fullmatch(c) else [c])]
            tokens += (
                Token(part, number, continues=place > 1, cell=place)
                for place, part in enumerate(parts, start=1)
            )
        if not any(_NUMBER.fullmatch(cell) for cell in cells[1:]):
            paragraphs.append(Paragraph(" ".join(filter(None, cells)), f"line {number}"))
    return _titled(paragraphs, Stream(tuple(tokens), "row-bar"))


def _has_rows(lines: list[str], gap: str) -> bool:
    """Whether at least three lines are rows: a label, then numbers, with gaps between them."""
    rows = 0
    for line in lines:
        first, *rest = re.split(gap, line.strip())
        rows += len(rest) > 1 and not first[:1].isdigit() and bool(_NUMBER.fullmatch(rest[-1]))
    return rows >= 3


def style_of(lines: list[str]) -> str:
    """Which of the five ways of marking cells a text uses."""
    inner = sum(1 for line in lines if _INNER.search(line) and not _BARS.match(line))
    ends = sum(1 for line in lines if _ends_cell(line))
    lone = sum(1 for line in lines if _BARS.match(line))
    if inner >= 3 and inner >= ends:
        return "row-bar"
    if ends >= 3:
        return "cell-bar"
    if lone >= 3:
        return "lone-bar"
    return "row-gap" if _has_rows(lines, _WIDE) else "lines"


def _ends_cell(line: str) -> bool:
    return line.find("|") == len(line) - 1 and bool(line[:-1].strip())


def _is_rule(line: str) -> bool:
    """Whether a line only draws a rule: «|---|:--|»."""
    return "---" in line and bool(_DRAWN.fullmatch(line))


def _bare(line: str, number: int) -> Iterator[Token]:
    if line and not is_page_number(line) and not _is_rule(line):
        yield Token(line, number)


def _cell_bar(lines: list[str]) -> Iterator[Token]:
    for number, line in enumerate(lines, start=1):
        text = line.rstrip("| ")
        bars = line[len(text) :].count("|")
        if text and bars:
            yield Token(text, number)
            bars -= 1
        elif text:
            yield from _bare(line, number)
        yield from (Token("", number) for _ in range(bars))


def _lone_bar(lines: list[str]) -> Iterator[Token]:
    bars = [i for i, line in enumerate(lines) if _BARS.match(line)]
    followed = sum(1 for i in bars if i + 1 < len(lines) and not lines[i + 1])
    spaced = followed > len(bars) / 2  # then empty lines are spacing, not cells
    after_bar = False
    for number, line in enumerate(lines, start=1):
        if _BARS.match(line):
            for _ in range(line.count("|") - (not after_bar)):
                yield Token("", number, continues=True)
            after_bar = True
        elif line and after_bar:
            yield Token(line, number, continues=True)
            after_bar = False
        elif line:
            yield from _bare(line, number)
        elif after_bar and not spaced:
            yield Token("", number, continues=True)
            after_bar = False


def _row_bar(lines: list[str]) -> Iterator[Token]:
    rows = [line for line in lines if "|" in line]
    # If every row ends with a bar, that bar ends the last cell; else an empty cell follows it.
    ended = all(line.endswith("|") for line in rows)
    for number, line in enumerate(lines, start=1):
        if "|" not in line:
            yield from _bare(line, number)
        elif not _is_rule(line):
            cells = line.split("|")
            cells = cells[1:] if line.startswith("|") else cells
            cells = cells[:-1] if ended else cells
            for place, cell in enumerate(cells, start=1):
                yield Token(cell.strip(), number, continues=place > 1, cell=place)


def _lines(lines: list[str]) -> Iterator[Token]:
    # An empty line is an empty cell, unless the whole text is spaced out with empty lines.
    touching = sum(1 for line, after in pairwise(lines) if line and after)
    spaced = touching < 0.2 * sum(1 for line in lines if line)
    for number, line in enumerate(lines, start=1):
        if line:
            yield from _bare(line, number)
        elif not spaced:
            yield Token("", number)


_TOKENS = {"cell-bar": _cell_bar, "lone-bar": _lone_bar, "row-bar": _row_bar, "lines": _lines}
