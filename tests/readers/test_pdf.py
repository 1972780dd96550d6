"""What of a page is read as print, by both libraries."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

from gxlab.document import Grid, Paragraph
from gxlab.errors import ReadError
from gxlab.readers import pdfium, plumber
from gxlab.readers.pdf import read
from gxlab.samples.typeset.pdf import to_pdf
from gxlab.samples.typeset.printed import Printed
from tests.readers.odd_pdfs import (
    RULES,
    TEXT,
    drawn,
    in_form,
    rebuilt,
    table,
    thin_areas,
    turned,
    with_inherited_boxes,
    written_upward,
)

LIBRARIES = ("pdfium", "pdfplumber")
both = pytest.mark.parametrize("library", LIBRARIES)
Draw = Callable[[Any], None]


def cells_of(data: bytes, library: str) -> list[str]:
    """The cells of the one table."""
    _, blocks = read(data, Path("file"), library)
    (grid,) = [block for block in blocks if isinstance(block, Grid)]
    return [cell.text for cell in grid.cells]


def value_of(draw: Draw, library: str, printed: str = "") -> str:
    """The one value of a table, over which something more is drawn."""

    def page(canvas: Any) -> None:
        table(canvas, printed=printed)
        draw(canvas)

    cells = cells_of(drawn(page, compress=False), library)
    assert cells[:3] == ["项目", "数量", "规章"]
    return cells[3]


def put(x: float, printed: str, *, font: str = "zh", size: float = 10, y: float = 510) -> Draw:
    def draw(canvas: Any) -> None:
        canvas.setFont(font, size)
        canvas.drawString(x, y, printed)

    return draw


def unseen(x: float, printed: str) -> Draw:
    def draw(canvas: Any) -> None:
        text = canvas.beginText(x, 510)
        text.setTextRenderMode(3)
        text.textOut(printed)
        text.setTextRenderMode(0)
        canvas.drawText(text)

    return draw


def white(x: float, printed: str) -> Draw:
    def draw(canvas: Any) -> None:
        canvas.saveState()
        canvas.setFillGray(1)
        canvas.drawString(x, 510, printed)
        canvas.restoreState()

    return draw


def together(*parts: Draw) -> Draw:
    def draw(canvas: Any) -> None:
        for part in parts:
            part(canvas)

    return draw


@both
@pytest.mark.parametrize("thick", [0.5, 2.0, 2.9])
def test_rules_drawn_as_filled_areas(thick: float, library: str) -> None:
    page = partial(table, rules=partial(thin_areas, thick=thick))
    assert cells_of(drawn(page), library) == ["项目", "数量", "规章", "45"]


@both
@pytest.mark.parametrize("rules", RULES)
def test_rules_in_every_way_they_are_drawn(rules: str, library: str) -> None:
    page = partial(table, rules=RULES[rules])
    assert cells_of(drawn(page), library) == ["项目", "数量", "规章", "45"]


@both
@pytest.mark.parametrize("page", [in_form, turned(90), turned(180), turned(270)])
def test_a_table_in_a_form_or_on_a_turned_page(page: Draw, library: str) -> None:
    assert cells_of(drawn(page), library) == ["项目", "数量", "规章", "45"]


@both
def test_text_that_is_not_drawn_is_no_part_of_a_number(library: str) -> None:
    assert value_of(unseen(222, "7"), library, "45") == "45"


@both
def test_a_value_of_digits_that_are_not_drawn_is_unreadable(library: str) -> None:
    assert value_of(unseen(250, "7"), library) == "\ufffd"


def test_a_value_in_transparent_ink_is_unreadable() -> None:
    def clear(canvas: Any) -> None:
        canvas.setFillAlpha(0)
        canvas.drawString(250, 510, "7")

    assert value_of(clear, "pdfium") == "\ufffd"


@both
def test_white_digits_are_read_on_a_colour_only(library: str) -> None:
    def dark(canvas: Any) -> None:
        canvas.rect(201, 501, 98, 28, stroke=0, fill=1)

    assert value_of(white(210, "7"), library) == "\ufffd"
    assert value_of(together(dark, white(210, "7")), library) == "7"


def test_white_beside_a_coloured_part_of_one_path_is_on_no_colour() -> None:
    def parts(canvas: Any) -> None:
        path = canvas.beginPath()
        path.rect(201, 501, 8, 28)
        path.rect(290, 501, 8, 28)
        canvas.drawPath(path, stroke=0, fill=1)

    assert value_of(together(parts, white(240, "7")), "pdfium") == "\ufffd"


@both
@pytest.mark.parametrize("off", [0.0, 1.0, 2.0])
def test_two_digits_over_one_another_cannot_be_read(off: float, library: str) -> None:
    assert value_of(together(put(210, "4"), put(210 + off, "5")), library) == "\ufffd"


@both
def test_digits_over_one_another_in_fonts_that_give_them_one_code(library: str) -> None:
    """What pdfium takes for text printed twice: the same codes, nearly at the same place."""
    fours, fives = put(210, "4", font="one"), put(211, "5", font="two")
    assert value_of(together(fours, fives), library) == "\ufffd"
    # However many lie over one another, each is looked at.
    heap = [put(210, "45"[at % 2], font=("one", "two")[at % 2]) for at in range(20)]
    assert value_of(together(*heap), library) == "\ufffd"


@both
def test_bold_print_is_read_once(library: str) -> None:
    assert value_of(put(210.3, "11"), library, "11") == "11"
    assert value_of(together(*(put(210.0 + at / 10, "45") for at in range(9))), library) == "45"


@both
@pytest.mark.parametrize("apart", [4.9, 5.5])
def test_the_same_digit_twice_side_by_side_is_two(apart: float, library: str) -> None:
    """pdfium alone gives the second of these for a double of the first."""
    assert value_of(put(210 + apart, "1"), library, "1") == "11"


@both
def test_a_raised_digit_is_a_mark(library: str) -> None:
    assert value_of(put(216, "1", size=5, y=514), library, "5") == "5[1]"


@both
def test_a_number_too_wide_for_its_cell(library: str) -> None:
    page = drawn(together(partial(table, printed=""), put(185, "12345")))
    assert cells_of(page, library)[2:] == ["规章\t12\ufffd", "\ufffd5"]


@both
def test_the_print_counts_and_not_what_a_mark_says_of_it(library: str) -> None:
    def marked(canvas: Any) -> None:
        canvas._code.append("/Span <</ActualText (99)>> BDC")
        canvas.drawString(210, 510, "12")
        canvas.drawString(221.1, 510, "3")
        canvas._code.append("EMC")

    assert value_of(marked, library) == "123"


@both
def test_what_a_font_does_not_map_cannot_be_read(library: str) -> None:
    """Codes that stand for no character are neither taken for one nor dropped as spaces."""
    page = drawn(partial(table, printed=""))
    assert b"/ToUnicode" in page
    page = page.replace(b"/ToUnicode", b"/ToUnicodX")
    (found,) = {"pdfium": pdfium, "pdfplumber": plumber}[library].pages(page)
    assert [char.text for char in found.chars] == ["\ufffd"] * len(TEXT + "项目数量规章")


@both
def test_a_number_of_which_part_cannot_be_read_is_not_read_in_prose(library: str) -> None:
    page = drawn(together(table, put(100, "收费3940元", y=450), put(125, "8", y=450)))
    _, blocks = read(page, Path("file"), library)
    printed = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert "收费\ufffd元" in printed


@pytest.mark.parametrize(
    ("media", "crop"),
    [
        (b"[0 0 595.2756 841.8898]", b"[50 60 500 700]"),
        (b"[10 20 595.2756 841.8898]", b"[50 60 500 700]"),
        (b"[0 0 600 900]", b"[0 0 600 900]"),
    ],
)
@pytest.mark.parametrize("turns", [0, 90, 180, 270])
def test_boxes_of_a_page_move_nothing(media: bytes, crop: bytes, turns: int) -> None:
    """Given once for all pages, where pdfium does not look for them."""
    page = drawn(table).replace(b"/Rotate 0", b"/Rotate %d" % turns)
    page = with_inherited_boxes(page, b"/MediaBox %s /CropBox %s" % (media, crop))
    one, other = (read(page, Path("file"), library)[1] for library in LIBRARIES)
    assert one == other
    (grid,) = [block for block in one if isinstance(block, Grid)]
    assert len(grid.cells) == 4


def spelt(canvas: Any) -> None:
    """Single characters in a font that does not come with the file have no ink for pdfium."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    for at, printed in enumerate("规章3"):
        put(210 + 10 * at, printed, font="STSong-Light")(canvas)


def test_text_that_pdfium_gives_nothing_of_is_read_by_the_reference() -> None:
    assert value_of(spelt, "pdfium") == "规章3"


@pytest.mark.parametrize("between", [0, 1, 15, 40])
def test_a_missing_page_is_said_wherever_the_reference_would_read_on(between: int) -> None:
    """Which does without a page that is not there."""
    data = drawn(spelt, *[table] * between, table, table)
    kids = re.search(rb"/Kids \[(.*?)\]", data, re.S)
    assert kids
    *others, _, last = re.findall(rb"\d+ 0 R", kids[1])
    data = rebuilt(data.replace(kids[1], b" ".join((*others, b"99999 0 R", last))))
    assert len(plumber.pages(data)) == between + 2
    with pytest.raises(ReadError, match=f"page {between + 2} cannot be read"):
        read(data, Path("file"))


def test_spaces_need_no_second_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(plumber, "pages")
    spaces = together(put(230, " "), put(233, " "), put(100, "\u3000", y=650))
    assert value_of(spaces, "pdfium", "45") == "45"


def test_pages_of_one_file_are_read_as_each_alone() -> None:
    """Pages of every kind, of which some are asked again for text, and some have none."""
    over = together(table, put(210, "45"), put(211, "5", font="one"), put(211.5, "4", font="two"))
    kinds: list[Draw] = [
        *(table, over, in_form, turned(90), together(), written_upward, turned(180)),
        *(together(table, white(240, "7")), together(table, put(230, " ")), thin_areas),
    ]
    kinds = [together(lambda canvas: canvas.setPageRotation(0), kind) for kind in kinds]
    alone = [pdfium.pages(drawn(kind))[0] for kind in kinds]
    found = pdfium.pages(drawn(*kinds))
    assert [page.number for page in found] == list(range(1, 11))
    for page, single in zip(found, alone, strict=True):
        assert (page.height, [*page.chars]) == (single.height, [*single.chars])
        assert page.tables == single.tables


def good_pdf(reports: dict[str, Printed]) -> bytes:
    return to_pdf(reports["suqian-2024"])


@both
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9, 0.999])
def test_a_file_that_is_cut_off(share: float, library: str, reports: dict[str, Printed]) -> None:
    data = good_pdf(reports)
    with pytest.raises(ReadError, match=r"damaged PDF \(it is cut off"):
        read(data[: int(share * len(data))], Path("file"), library)


@both
def test_what_was_packed_and_does_not_unpack(library: str) -> None:
    data = drawn(table)
    data = data.replace(b"/Filter [ /ASCII85Decode /FlateDecode ]", b"/Filter /FlateDecode")
    with pytest.raises(ReadError, match="cannot be unpacked whole"):
        read(data, Path("file"), library)


@both
def test_garbage(library: str) -> None:
    data = b"%PDF-1.7\n" + b"\x00\xff" * 500
    with pytest.raises(ReadError, match="damaged PDF"):
        read(data, Path("file"), library)


def test_forms_in_forms_without_end() -> None:
    def nested(canvas: Any) -> None:
        canvas.beginForm("0")
        canvas.setFont("zh", 10)
        table(canvas)
        canvas.endForm()
        for depth in range(1, 300):
            canvas.beginForm(str(depth))
            canvas.doForm(str(depth - 1))
            canvas.endForm()
        canvas.doForm("299")

    with pytest.raises(ReadError, match="nested more than 16 deep"):
        read(drawn(nested), Path("file"))


def test_a_thousand_empty_pages_and_one_as_large_as_a_field() -> None:
    def large(canvas: Any) -> None:
        canvas.setPageSize((200_000, 200_000))
        table(canvas)

    pages = [lambda canvas: None] * 1000
    assert cells_of(drawn(*pages, large), "pdfium")[3] == "45"
