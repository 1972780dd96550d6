"""A report as a PDF: prose and ruled tables over several pages, as WPS and Word export them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from gxlab.forms.fonts import chinese_font
from gxlab.forms.sheet import Box, Sheet
from gxlab.samples.typeset.flow import FlowLine, FlowRole, flow
from gxlab.samples.typeset.printed import Printed
from gxlab.samples.typeset.ruled import LEADING, PADDING, Part, Ruled, size_of, wrap
from gxlab.samples.typeset.rules import horizontal_rules, vertical_rules

LEFT, RIGHT = 74.0, 519.0
TOP, BOTTOM = A4[1] - 80.0, 72.0
PROSE_LEADING = 27.0
SHADE = (0.776, 0.851, 0.945)
_SIZES: dict[FlowRole, float] = {"title": 22, "note": 9}
_PROSE_SIZE = 16.0


def to_pdf(
    printed: Printed,
    sheets: Sequence[Sheet] | None = None,
    *,
    frame_prose: bool = False,
    repeat_header: bool = False,
    break_before: Collection[tuple[str, str]] = (),
) -> bytes:
    """Print a report as a PDF of A4 pages.

    Parameters
    ----------
    printed : the report
    sheets : its tables, where they are not those of the form
    frame_prose : draw an invisible rectangle (white, without a stroke) behind every line of
        prose, as WPS exports do
    repeat_header : print a table's header again at the head of every page it goes over to
    break_before : (table, row code) pairs that begin a new page, wherever they would have stood
    """
    buffer = BytesIO()
    press = _Press(buffer, printed, frame_prose)
    for item in flow(printed, sheets):
        if isinstance(item, Sheet):
            rows = {item.row_of(code) for table, code in break_before if table == item.table}
            press.table(item, repeat_header, rows)
        else:
            press.line(item)
    press.finish()
    return buffer.getvalue()


@cache
def _font() -> str:
    pdfmetrics.registerFont(TTFont("NotoSansSC", str(chinese_font())))
    return "NotoSansSC"


def _measure(text: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, _font(), size))


class _Press:
    """A canvas, and how far down its page the report has come."""

    def __init__(self, buffer: BytesIO, printed: Printed, frame_prose: bool) -> None:
        self.canvas: Any = Canvas(buffer, pagesize=A4, invariant=1)
        self.canvas.setTitle(printed.title)
        self.canvas.setAuthor(printed.signature)
        self.frame_prose = frame_prose
        self.page = 1
        self.y = TOP
        _font()

    def finish(self) -> None:
        self._number()
        self.canvas.save()

    def new_page(self) -> None:
        self._number()
        self.canvas.showPage()
        self.page += 1
        self.y = TOP

    def _number(self) -> None:
        # Odd pages carry their number at the right, even ones at the left, as bound papers do.
        self.canvas.setFont(_font(), 10.5)
        draw = self.canvas.drawRightString if self.page % 2 else self.canvas.drawString
        draw(RIGHT - 12 if self.page % 2 else LEFT + 12, 40, f"- {self.page} -")

    def line(self, line: FlowLine) -> None:
        """A title, a heading or a paragraph, over as many lines as it needs."""
        size = _SIZES.get(line.role, _PROSE_SIZE)
        indented = line.role in ("heading", "prose")
        # The indent is measured as text, so that the first line breaks where it should.
        text = ("\u3000\u3000" if indented else "") + line.text
        wrapped_lines = _title(text, size) if line.role == "title" else _wrapped(text, size)
        if line.role == "heading":
            self.y -= 6
            if self.y - 3 * PROSE_LEADING < BOTTOM:
                self.new_page()
        for at, wrapped in enumerate(wrapped_lines):
            if self.y - PROSE_LEADING < BOTTOM:
                self.new_page()
            self._frame(line.role)
            x = LEFT + 2 * size if indented and not at else LEFT
            self._text(wrapped, x, self.y - 0.5 * PROSE_LEADING, size, line.role)
            self.y -= PROSE_LEADING
        if line.role in ("title", "note"):
            self.y -= 12

    def _frame(self, role: FlowRole) -> None:
        if self.frame_prose and role == "prose":
            self.canvas.setFillGray(1)
            bottom = self.y - PROSE_LEADING
            self.canvas.rect(LEFT, bottom, RIGHT - LEFT, PROSE_LEADING, stroke=0, fill=1)
            self.canvas.setFillGray(0)

    def _text(self, text: str, x: float, middle: float, size: float, role: str) -> None:
        """One line whose middle stands at the height `middle`."""
        self.canvas.setFont(_font(), size)
        width = _measure(text, size)
        if role in ("title", "note"):
            x = (LEFT + RIGHT - width) / 2
        elif role in ("signature", "date"):
            x = RIGHT - width - 2 * size
        bold = role in ("title", "heading")
        written = self.canvas.beginText(x, middle - 0.36 * size)
        if bold:
            self.canvas.setLineWidth(0.03 * size)
            written.setTextRenderMode(2)
        written.textOut(text)
        if bold:
            written.setTextRenderMode(0)
        self.canvas.drawText(written)

    def table(self, sheet: Sheet, repeat_header: bool, breaks: Collection[int]) -> None:
        """A ruled table, cut between rows where pages end."""
        ruled = Ruled(sheet, RIGHT - LEFT, _measure)
        room, page = self.y - BOTTOM, TOP - BOTTOM
        cuts = list(ruled.parts(room, page, repeat_header=repeat_header, breaks=breaks))
        if cuts[0] is None:
            self.new_page()
        parts = [part for part in cuts if part is not None]
        shares = {box: ruled.lines_by_part(box, parts) for box in sheet.boxes}
        for at, part in enumerate(parts):
            if at:
                self.new_page()
                if repeat_header:
                    self._part(ruled, ruled.header, shares, 0)
            self._part(ruled, part, shares, at)
        self.y -= 14

    def _part(self, ruled: Ruled, part: Part, shares: dict[Box, list[list[str]]], at: int) -> None:
        levels = [self.y - ruled.height(part.top, row) for row in range(part.top, part.bottom + 1)]
        for box in ruled.sheet.boxes:
            top, bottom = max(box.row, part.top), min(box.bottom, part.bottom)
            if top < bottom:
                high, low = levels[top - part.top], levels[bottom - part.top]
                if box.role == "title":
                    self._shade(ruled, box, high, low)
                self._box(ruled, box, high, low, shares[box], at)
        self._rules(ruled, part, levels)
        self.y = levels[-1]

    def _shade(self, ruled: Ruled, box: Box, high: float, low: float) -> None:
        left, right = LEFT + ruled.edges[box.col], LEFT + ruled.edges[box.right]
        self.canvas.setFillColorRGB(*SHADE)
        self.canvas.rect(left, low, right - left, high - low, stroke=0, fill=1)
        self.canvas.setFillGray(0)

    def _box(
        self, ruled: Ruled, box: Box, high: float, low: float, shares: list[list[str]], at: int
    ) -> None:
        lines, size = shares[at], size_of(box)
        middle = (high + low) / 2 + (len(lines) - 1) * LEADING / 2
        if any(shares[:at]):
            middle = high - PADDING - LEADING / 2
        elif any(shares[at + 1 :]):
            middle = low + PADDING + (len(lines) - 0.5) * LEADING
        left, right = LEFT + ruled.edges[box.col], LEFT + ruled.edges[box.right]
        for text in lines:
            centred = (left + right - _measure(text, size)) / 2
            x = left + PADDING if box.role in ("label", "note") else centred
            self._text(text, x, middle, size, "cell")
            middle -= LEADING

    def _rules(self, ruled: Ruled, part: Part, levels: list[float]) -> None:
        self.canvas.setLineWidth(0.5)
        cover = ruled.sheet.cover()[part.top : part.bottom]
        for row, first, last in horizontal_rules(cover):
            x0, x1 = LEFT + ruled.edges[first], LEFT + ruled.edges[last]
            self.canvas.line(x0, levels[row], x1, levels[row])
        for col, first, last in vertical_rules(cover):
            x = LEFT + ruled.edges[col]
            self.canvas.line(x, levels[first], x, levels[last])


def _title(text: str, size: float) -> list[str]:
    """A title too long for one line breaks before its year, as titles of such reports do."""
    parts = (
        [text]
        if _measure(text, size) <= RIGHT - LEFT
        else re.split(r"(?=\d{4}年)", text, maxsplit=1)
    )
    return [line for part in parts if part for line in _wrapped(part, size)]


def _wrapped(text: str, size: float) -> list[str]:
    return wrap(text, RIGHT - LEFT, size, _measure)
