"""PDFs that are drawn in ways that reports are drawn in seldom, or never."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from gxlab.forms.fonts import chinese_font

TEXT = "政府信息公开工作年度报告依照中华人民共和国政府信息公开条例编制"
Draw = Callable[[Any], None]


@cache
def fonts() -> None:
    for name in ("zh", "one", "two"):
        readable = name == "zh"
        pdfmetrics.registerFont(TTFont(name, str(chinese_font()), asciiReadable=readable))


def drawn(*pages: Draw, compress: bool = True) -> bytes:
    """A PDF with a page for each of these."""
    fonts()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, pageCompression=int(compress), invariant=1)
    for draw in pages:
        canvas.setFont("zh", 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def strokes(canvas: Any) -> None:
    canvas.setLineWidth(0.5)
    for x in (100, 200, 300):
        canvas.line(x, 500, x, 560)
    for y in (500, 530, 560):
        canvas.line(100, y, 300, y)


def thin_areas(canvas: Any, thick: float = 0.5) -> None:
    for x in (100, 200, 300):
        canvas.rect(x, 500, thick, 60, stroke=0, fill=1)
    for y in (500, 530, 560):
        canvas.rect(100, y, 200, thick, stroke=0, fill=1)


def table(canvas: Any, rules: Draw = strokes, printed: str = "45") -> None:
    """A line of prose, and a table of two columns: 100 to 200 to 300, 500 to 530 to 560."""
    canvas.drawString(100, 700, TEXT)
    rules(canvas)
    for x, y, text in ((110, 540, "项目"), (210, 540, "数量"), (110, 510, "规章")):
        canvas.drawString(x, y, text)
    canvas.drawString(210, 510, printed)


def dashed(canvas: Any) -> None:
    canvas.setDash(2, 1)
    strokes(canvas)
    canvas.setDash()


def boxes(canvas: Any) -> None:
    """Each cell outlined by itself."""
    for x in (100, 200):
        for y in (500, 530):
            canvas.rect(x, y, 100, 30)


def one_path(canvas: Any) -> None:
    """All rules as areas of one path, filled at once."""
    path = canvas.beginPath()
    for x in (100, 200, 300):
        path.rect(x, 500, 0.5, 60)
    for y in (500, 530, 560):
        path.rect(100, y, 200, 0.5)
    canvas.drawPath(path, stroke=0, fill=1)


def with_diagonal(canvas: Any) -> None:
    strokes(canvas)
    canvas.line(100, 560, 200, 530)
    canvas.line(100, 500, 300, 560)


def with_stamp(canvas: Any) -> None:
    """A round stamp, its star filled, over a table."""
    strokes(canvas)
    canvas.circle(210, 520, 40)
    path = canvas.beginPath()
    path.moveTo(210, 530)
    for x, y in ((216, 512), (201, 523), (219, 523), (204, 512)):
        path.lineTo(x, y)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def framed_prose(canvas: Any) -> None:
    strokes(canvas)
    canvas.setFillGray(0.9)
    canvas.rect(100, 690, 300, 20, stroke=0, fill=1)
    canvas.setFillGray(0)


def open_below(canvas: Any) -> None:
    for x in (100, 200, 300):
        canvas.line(x, 500, x, 560)
    for y in (530, 560):
        canvas.line(100, y, 300, y)


def scaled(canvas: Any) -> None:
    """Rules in the units of a printer, as exports that print have them."""
    canvas.saveState()
    canvas.scale(0.24, 0.24)
    for x in (100, 200, 300):
        canvas.line(x / 0.24, 500 / 0.24, x / 0.24, 560 / 0.24)
    for y in (500, 530, 560):
        canvas.rect(100 / 0.24, y / 0.24, 200 / 0.24, 2, stroke=0, fill=1)
    canvas.restoreState()


RULES: dict[str, Draw] = {
    rule.__name__: rule
    for rule in (
        strokes, thin_areas, dashed, boxes, one_path, with_diagonal, with_stamp, framed_prose,
        open_below, scaled,
    )
}  # fmt: skip


def in_form(canvas: Any) -> None:
    """A table in a form in a form, each moved and scaled."""
    canvas.beginForm("inner", 0, 0, 600, 850)
    canvas.setFont("zh", 10)
    table(canvas)
    canvas.endForm()
    canvas.beginForm("outer", 0, 0, 600, 850)
    canvas.translate(10, -20)
    canvas.scale(0.9, 0.9)
    canvas.doForm("inner")
    canvas.endForm()
    canvas.translate(5, 7)
    canvas.doForm("outer")


def turned(degrees: int) -> Draw:
    """A page that is turned for a reader, and drawn so that it then stands upright."""

    def draw(canvas: Any) -> None:
        canvas.setPageRotation(degrees)
        width, height = A4
        if degrees == 90:
            canvas.translate(width, 0)
        elif degrees == 180:
            canvas.translate(width, height)
        elif degrees == 270:
            canvas.translate(0, height)
        canvas.rotate(degrees)
        table(canvas, boxes)

    return draw


def written_upward(canvas: Any) -> None:
    """A table beside a text that is turned, with a turned number in a cell."""
    table(canvas, printed="")
    canvas.saveState()
    canvas.rotate(90)
    canvas.drawString(505, -260, "45")
    canvas.drawString(300, -80, "第三章")
    canvas.restoreState()


def slanted(canvas: Any) -> None:
    """A watermark across a table."""
    table(canvas)
    canvas.saveState()
    canvas.translate(120, 520)
    canvas.rotate(30)
    canvas.drawString(0, 0, "内部资料2024")
    canvas.restoreState()


def stretched(canvas: Any) -> None:
    table(canvas, printed="")
    text = canvas.beginText(210, 510)
    text.setHorizScale(80)
    text.setCharSpace(0.5)
    text.setRise(1)
    text.textOut("1,234.5")
    canvas.drawText(text)


def rebuilt(data: bytes) -> bytes:
    """The same objects with a new table of where they are, after some were made longer."""
    body = data[: data.rindex(b"xref\n", 0, data.rindex(b"startxref"))]
    trailer = re.search(rb"trailer\s*(<<.*?>>)\s*startxref", data, re.S)
    assert trailer
    at = {int(found[1]): found.start(1) for found in re.finditer(rb"^(\d+) 0 obj", body, re.M)}
    rows = b"".join(b"%010d 00000 n \n" % at[number] for number in sorted(at))
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(at) + 1)
    return body + head + rows + b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (trailer[1], len(body))


def with_inherited_boxes(data: bytes, boxes: bytes) -> bytes:
    """The page boxes given once, for all pages."""
    data = re.sub(rb"/MediaBox \[[^]]*\]", b"", data)
    return rebuilt(data.replace(b"/Type /Pages", boxes + b" /Type /Pages"))
