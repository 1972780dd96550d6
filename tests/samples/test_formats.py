"""Every format prints every figure, in its place, and the same bytes each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pdfplumber
import pytest
from docx import Document
from lxml import html

from gxlab.forms.sheet import Sheet
from gxlab.samples.typeset.docx import to_docx
from gxlab.samples.typeset.html import to_html
from gxlab.samples.typeset.pdf import to_pdf
from gxlab.samples.typeset.printed import Printed
from gxlab.samples.typeset.text import to_text
from tests import damage

HTML_STYLES = ["portal", "plain", "word"]
TEXT_STYLES = ["cell-bar", "lone-bar", "lines", "row-bar"]
WRITERS: dict[str, Callable[[Printed], bytes]] = {
    **{f"html {style}": lambda p, s=style: to_html(p, style=s) for style in HTML_STYLES},
    **{f"text {style}": lambda p, s=style: to_text(p, style=s).encode() for style in TEXT_STYLES},
    "docx": to_docx,
    "pdf": to_pdf,
}


def figures(printed: Printed) -> Counter[str]:
    return Counter(printed.cells.values())


def grid_texts(sheet: Sheet) -> list[list[str]]:
    """The text that covers each cell of a sheet's grid."""
    return [["".join(box.lines) if box else "" for box in row] for row in sheet.cover()]


def pages(data: bytes) -> list[pdfplumber.page.Page]:
    return list(pdfplumber.open(BytesIO(data)).pages)


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_the_same_report_gives_the_same_bytes(
    writer: Callable[[Printed], bytes], small: Printed
) -> None:
    assert writer(small) == writer(small)


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_all_published_reports_typeset(
    writer: Callable[[Printed], bytes], published: dict[str, Printed]
) -> None:
    assert len(published) == 9
    assert all(writer(printed) for printed in published.values())


@pytest.mark.parametrize("style", HTML_STYLES)
def test_html_cells_hold_what_the_sheets_hold(style: str, published: dict[str, Printed]) -> None:
    for printed in published.values():
        page = html.fromstring(to_html(printed, style=style).decode())
        tables = [t for t in page.iter("table") if not t.xpath(".//table")][-3:]
        for table, sheet in zip(tables, printed.sheets(), strict=True):
            cells = [c.text_content().strip().replace("\n", "") for c in table.iter("td", "th")]
            assert cells == ["".join(box.lines) for box in sheet.boxes]


def test_portal_cuts_numbers_by_tags_differently_for_each_seed(small: Printed) -> None:
    first, second = (to_html(small, seed=seed).decode() for seed in (1, 2))
    assert first != second
    assert "2648.52" not in first
    assert "索引号" in first
    assert "&nbsp;" in first
    assert "<br />" in first


def test_html_may_declare_what_it_is_not(small: Printed) -> None:
    page = to_html(small, encoding="gb18030", declare="gb2312", style="word")
    assert "charset=gb2312" in page.decode("gb18030")
    assert b"charset" not in to_html(small, declare=False)


def test_pdf_prints_every_figure_as_a_word(published: dict[str, Printed]) -> None:
    for printed in published.values():
        words = Counter(w["text"] for page in pages(to_pdf(printed)) for w in page.extract_words())
        assert figures(printed) <= words


def test_pdf_embeds_a_subset_and_numbers_its_pages(small: Printed) -> None:
    data = to_pdf(small)
    assert len(data) < 200_000
    for number, page in enumerate(pages(data), start=1):
        assert f"- {number} -" in page.extract_text()


def test_a_page_break_cuts_a_merged_label_in_two(small: Printed) -> None:
    where = [("applications", "unavailable_needs_creation")]
    found = pages(to_pdf(small, break_before=where))
    above, below = (
        page.find_tables()[at].extract() for page, at in zip(found[-2:], (-1, 0), strict=True)
    )
    assert above[-1][1:3] == ["(四)无", "1.本机关不掌握相关政府信息"]
    assert below[0][:3] == ["", "法提供", "2.没有现成信息需要另行制作"]
    assert "\n".join("三、本年度办理结果") in [row[0] for row in above]


def test_a_label_that_fitted_above_is_empty_below(small: Printed) -> None:
    found = pages(to_pdf(small, break_before=[("applications", "unavailable_unclear")]))
    assert found[-1].find_tables()[0].extract()[0][:2] == ["", ""]


def test_a_header_is_repeated_only_when_asked(small: Printed) -> None:
    where = [("applications", "declined_petition")]
    table = small.sheets()[1:2]
    counts = [
        sum("申请人情况" in page.extract_text() for page in pages(data))
        for data in (
            to_pdf(small, table, break_before=where),
            to_pdf(small, table, break_before=where, repeat_header=True),
        )
    ]
    assert counts == [1, 2]


def test_prose_is_framed_by_white_rectangles(small: Printed) -> None:
    def white(data: bytes) -> int:
        rects = [rect for page in pages(data) for rect in page.rects]
        return sum(not rect["stroke"] and rect["non_stroking_color"] in (1, (1,)) for rect in rects)

    assert white(to_pdf(small)) == 0
    assert white(to_pdf(small, frame_prose=True)) == len(small.overview + small.other)


def test_docx_merges_are_the_sheets_own(published: dict[str, Printed]) -> None:
    for printed in published.values():
        document = Document(BytesIO(to_docx(printed)))
        for table, sheet in zip(document.tables, printed.sheets(), strict=True):
            found = [[cell.text.replace("\n", "") for cell in row.cells] for row in table.rows]
            assert found == grid_texts(sheet)


def test_cell_bar_is_the_crawlers_own_text(published: dict[str, Printed], anqiu_text: str) -> None:
    def tables(text: str) -> str:
        return text[text.index("二、主动公开") : text.index("五、存在的主要问题")]

    printed = published["anqiu-approval-bureau-2024"]
    assert tables(to_text(printed, style="cell-bar")) == tables(anqiu_text)


def test_text_styles_mark_cells_each_in_its_way(small: Printed) -> None:
    table = small.sheets()[0]
    key = ("disclosure", "regulations", "in_force")
    rows = [damage.set_text(table, key, "3")]

    def tail(style: str) -> str:
        text = to_text(small, rows, style=style)
        return text[text.index("规章") : text.index("行政规范性文件")]

    assert tail("cell-bar") == "规章 |\n|\n|\n3 |\n"
    assert tail("lone-bar") == "规章\n|\n|\n|\n3\n"
    assert tail("lines") == "规章\n\n\n3\n"
    assert tail("row-bar") == "规章 |  |  | 3\n"


def test_every_format_takes_damaged_sheets(small: Printed) -> None:
    disclosure, applications, disputes = small.sheets()
    damaged = [
        *damage.split_blocks(disclosure),
        damage.remove_tr(damage.add_subtotal_column(applications), "refused_administrative_query"),
        *damage.split_disputes(disputes),
    ]
    for style in TEXT_STYLES:
        assert to_text(small, damaged, style=style)
    for style in HTML_STYLES:
        assert to_html(small, damaged, style=style)
    assert to_docx(small, damaged)
    assert figures(small) <= Counter(
        w["text"] for page in pages(to_pdf(small, damaged)) for w in page.extract_words()
    )


def test_the_order_of_a_report(small: Printed) -> None:
    printed = replace(small, note="据公布数据重新排印", preface=("本报告根据《条例》编制。",))
    lines = to_text(printed, style="row-bar").splitlines()
    starts = [printed.title, printed.note, printed.preface[0], "一、", printed.overview[0], "二、"]
    starts += ["三、", "四、", "五、", "六、", printed.other[0], printed.signature]
    places = [next(at for at, line in enumerate(lines) if line.startswith(s)) for s in starts[:6]]
    assert places == list(range(6))
    assert lines[-4:-1] == ["六、其他需要报告的事项", printed.other[0], printed.signature]
    assert lines[-1] == printed.published
