from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from gxlab.document import Grid
from gxlab.fonts import chinese_font
from gxlab.readers.pdf import read

TEXT = "政府信息公开工作年度报告依照中华人民共和国政府信息公开条例编制"


def cells_of(draw: Callable[[Canvas], None], thick: float = 1.0) -> list[str]:
    """The cells of a table of two columns, 100 to 200 to 300, drawn by filled areas."""
    pdfmetrics.registerFont(TTFont("zh", str(chinese_font())))
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.setFont("zh", 10)
    canvas.drawString(100, 700, TEXT)
    for x in (100, 200, 300):
        canvas.rect(x, 500, thick, 60, stroke=0, fill=1)
    for y in (500, 530, 560):
        canvas.rect(100, y, 200, thick, stroke=0, fill=1)
    canvas.drawString(110, 510, "规章")
    draw(canvas)
    canvas.save()
    _, blocks = read(buffer.getvalue(), Path("file"))
    (grid,) = [block for block in blocks if isinstance(block, Grid)]
    return [cell.text for cell in grid.cells]


def unseen(canvas: Canvas, x: float, said: str) -> None:
    text = canvas.beginText(x, 510)
    text.setTextRenderMode(3)
    text.textOut(said)
    text.setTextRenderMode(0)
    canvas.drawText(text)


def white(canvas: Canvas, x: float, said: str) -> None:
    canvas.saveState()
    canvas.setFillGray(1)
    canvas.drawString(x, 510, said)
    canvas.restoreState()


@pytest.mark.parametrize("thick", [0.5, 2.0, 2.9])
def test_rules_drawn_as_filled_areas(thick: float) -> None:
    cells = cells_of(lambda canvas: canvas.drawString(210, 510, "45"), thick)
    assert cells == ["", "", "规章", "45"]


def test_text_that_is_not_drawn_is_no_part_of_a_number() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(210, 510, "45")
        unseen(canvas, 222, "7")

    assert cells_of(draw)[-1] == "45"


def test_a_figure_of_digits_that_are_not_drawn_is_unreadable() -> None:
    assert cells_of(lambda canvas: unseen(canvas, 250, "7"))[-1] == "\ufffd"


def test_white_digits_are_read_on_a_colour_only() -> None:
    def dark(canvas: Canvas) -> None:
        canvas.rect(201, 501, 98, 28, stroke=0, fill=1)
        white(canvas, 210, "7")

    assert cells_of(lambda canvas: white(canvas, 210, "7"))[-1] == "\ufffd"
    assert cells_of(dark)[-1] == "7"
