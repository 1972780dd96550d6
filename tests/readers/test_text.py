from __future__ import annotations

from pathlib import Path

import pytest

from gxlab.document import Stream
from gxlab.readers.text import read

ROW = ("规章", "1", "", "3", "行政许可", "7")
TEXTS = {
    "cell-bar": "规章 |\n1 |\n|\n3 |\n行政许可 |\n7 |\n||",
    "lone-bar": "规章\n|\n1\n|\n|\n3\n行政许可\n|\n7",
    "row-bar": "规章 | 1 |  | 3\n行政许可 | 7\n信息 | 公开",
    "lines": "规章\n1\n\n3\n行政许可\n7",
}


def stream_of(text: str) -> Stream:
    _, blocks = read(text.encode(), Path("page"))
    (stream,) = [block for block in blocks if isinstance(block, Stream)]
    return stream


@pytest.mark.parametrize("style", TEXTS)
def test_the_four_styles_give_the_same_cells(style: str) -> None:
    stream = stream_of(TEXTS[style])
    assert stream.style == style
    assert tuple(token.text for token in stream.tokens[:6]) == ROW


def test_a_bar_at_the_end_of_every_row_ends_its_last_cell() -> None:
    stream = stream_of("| 规章 | 1 | |\n|---|---|---|\n| 许可 | 2 | 3 |\n| 处罚 | 2 | 3 |")
    assert [t.text for t in stream.tokens] == ["规章", "1", "", "许可", "2", "3", "处罚", "2", "3"]


def test_a_bar_before_an_empty_last_cell_stands_between() -> None:
    stream = stream_of("规章 | 1 | \n许可 | 2 | 3\n处罚 | 2 | 3")
    assert [t.text for t in stream.tokens][:3] == ["规章", "1", ""]


def test_page_numbers_are_no_cells() -> None:
    stream = stream_of("规章\n1\n- 4 -\n— 5 —\n第 6 页 共 9 页\n2")
    assert [t.text for t in stream.tokens] == ["规章", "1", "2"]


def test_a_text_spaced_out_with_empty_lines_has_no_empty_cells() -> None:
    stream = stream_of("规章\n\n1\n\n2\n\n3\n\n许可\n\n7")
    assert [t.text for t in stream.tokens] == ["规章", "1", "2", "3", "许可", "7"]


def test_long_lines_take_no_long_time() -> None:
    # Each of these took minutes with a rule that looked back.
    for line in ("公 " * 100_000, "-" * 100_000 + "公", "公" + " " * 100_000 + "公"):
        assert stream_of(f"规章\n1\n{line}").tokens[2].text == line.strip()


def test_a_cell_of_a_line_that_holds_several_has_its_number() -> None:
    stream = stream_of("规章 | 1 |  | 3\n行政许可 | 7\n信息 | 公开\n规章")
    assert [token.locator for token in stream.tokens][2:6] == [
        "line 1, cell 3", "line 1, cell 4", "line 2, cell 1", "line 2, cell 2",
    ]  # fmt: skip
    assert stream.tokens[-1].locator == "line 4"


HEAD_AND_ROWS = "信息内容{0}制发件数{0}废止件数\n规章{0}1{0}2\n规范性文件{0}3{0}4\n合计{0}4{0}6"


@pytest.mark.parametrize("gap", ["\t", "   ", "\u3000\u3000"])
def test_rows_of_a_line_with_gaps_between_cells(gap: str) -> None:
    stream = stream_of(HEAD_AND_ROWS.format(gap))
    assert [t.text for t in stream.tokens][3:6] == ["规章", "1", "2"]
    assert stream.tokens[4].locator == "line 2, cell 2"


def test_tabs_keep_empty_cells_and_numbers_are_never_joined() -> None:
    stream = stream_of(HEAD_AND_ROWS.format("\t") + "\n许可\t\t7\n处罚\t1 234\t5")
    assert [t.text for t in stream.tokens][-7:] == ["许可", "", "7", "处罚", "1", "234", "5"]


def test_numbers_in_rows_with_gaps_are_no_prose() -> None:
    text = "某县2023年年报\n\n一、总体情况\n主动公开12条。\n" + HEAD_AND_ROWS.format("\t")
    title, blocks = read(text.encode(), Path("report.txt"))
    assert title == "某县2023年年报"
    paragraphs = [block.text for block in blocks if not isinstance(block, Stream)]
    assert paragraphs == [
        "某县2023年年报", "一、总体情况", "主动公开12条。", "信息内容 制发件数 废止件数",
    ]  # fmt: skip
