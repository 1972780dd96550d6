from __future__ import annotations

from pathlib import Path

import pytest

from gxlab.document import Cell, Grid, Paragraph
from gxlab.readers.html import read


def grid_of(markup: str) -> Grid:
    _, blocks = read(f"<html><body>{markup}</body></html>".encode(), Path("page"))
    (grid,) = [block for block in blocks if isinstance(block, Grid)]
    return grid


def spans(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in grid.cells]


def test_spans_are_expanded_as_a_browser_does() -> None:
    grid = grid_of("<table><tr><td rowspan=2>a<td colspan='2'>b</tr><tr><td>c<td>d</tr></table>")
    assert spans(grid) == [
        (0, 0, 2, 1, "a"),
        (0, 1, 1, 2, "b"),
        (1, 1, 1, 1, "c"),
        (1, 2, 1, 1, "d"),
    ]
    assert (grid.n_rows, grid.n_cols) == (2, 3)


def test_a_rowspan_of_zero_or_too_long_ends_with_the_table() -> None:
    grid = grid_of("<table><tr><td rowspan=0>a<td rowspan=99>b</tr><tr><td>c</tr></table>")
    assert spans(grid) == [(0, 0, 2, 1, "a"), (0, 1, 2, 1, "b"), (1, 2, 1, 1, "c")]


def test_a_cell_is_one_text_however_tags_cut_it() -> None:
    grid = grid_of(
        "<table><tr><td><p><span>26</span><font>48</font>.52</p><td>结果<br/>纠正"
        "<td>&nbsp;<td>5<sup>1</sup></tr></table>"
    )
    assert [c.text for c in grid.cells] == ["2648.52", "结果\n纠正", "", "5[1]"]


def test_only_the_innermost_table_is_a_grid() -> None:
    _, blocks = read(
        "<table><tr><td>导航</td><td><table><tr><td>x</td><td>1</td></tr></table></td></tr></table>".encode(),
        Path("page"),
    )
    assert [type(block) for block in blocks] == [Paragraph, Grid]


def test_scripts_and_hidden_cells_are_not_read() -> None:
    grid = grid_of(
        "<table><tr><td>a<script>1</script><td style='display: none'>2<td>3</tr></table>"
    )
    assert [c.text for c in grid.cells] == ["a", "3"]


def test_a_locator_is_a_path_that_finds_the_cell() -> None:
    from lxml import html

    markup = (
        "<html><body><div><table><tr><td>a<td>b</tr><tr><td>c<td>d</tr></table></div></body></html>"
    )
    _, blocks = read(markup.encode(), Path("page"))
    (grid,) = [block for block in blocks if isinstance(block, Grid)]
    last: Cell = grid.cells[-1]
    (found,) = html.document_fromstring(markup).xpath(last.locator)
    assert found.text == "d"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("declared", ["", "utf-8", "gb2312"])
def test_the_encoding_is_found_from_the_bytes(encoding: str, declared: str) -> None:
    head = f'<meta charset="{declared}">' if declared else ""
    page = f"<html><head>{head}<title>年度报告</title></head><p>政府信息公开</p></html>"
    title, blocks = read(page.encode(encoding), Path("page"))
    assert title == "年度报告"
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["政府信息公开"]


def test_a_page_nested_deep() -> None:
    page = "<div>" * 1000 + "<table><tr><td>a<td>b</table>" + "</div>" * 1000
    assert [c.text for c in grid_of(page).cells] == ["a", "b"]


def value(markup: str, head: str = "") -> str:
    return grid_of(f"{head}<table><tr><td>规章</td><td>{markup}</td></tr></table>").cells[1].text


@pytest.mark.parametrize(
    "unseen",
    [
        "<del>45</del>",
        "<s>45</s>",
        "<strike>45</strike>",
        "<span style='text-decoration: line-through'>45</span>",
        "<span style='color:red;DISPLAY : none !important'>45</span>",
        "<b><span style='visibility:hidden'>4</span></b>",
        "<p hidden>45</p>",
        "<span style='mso-hide:all'>45</span>",
        "<span style='font-size:0'>45</span>",
        "<span class='a gone'>45</span>",
        "<input type=hidden value=45>",
    ],
)
def test_what_is_not_seen_or_struck_out_is_no_part_of_a_number(unseen: str) -> None:
    head = "<style>/* x */ @media print {.b {display:none}} td.gone, .y {display:none}</style>"
    assert value(f"{unseen}791", head) == "791"
    assert value(f"<span class=b>1</span>791{unseen}", head) == "1791"


@pytest.mark.parametrize(
    "mark",
    [
        "<sup>1</sup>",
        "<sub>1</sub>",
        "<span style='vertical-align:super'>1</span>",
        "<span style='vertical-align:30%'>1</span>",
        "<span style='mso-text-raise:3pt'>1</span>",
        "<span class=MsoFootnoteReference>1</span>",
    ],
)
def test_raised_and_lowered_print_is_a_mark(mark: str) -> None:
    head = "<style>span.MsoFootnoteReference {vertical-align:super;}</style>"
    assert value(f"5{mark}", head) == "5[1]"
    assert value("<p style='vertical-align:super'>5</p>") == "5"


def test_digits_of_clearly_different_size_are_no_number() -> None:
    assert value("791<font size=1>1</font>") == "791\t1"
    assert value("791<font size='-2'>1</font>") == "791\t1"
    assert value("791<font size='-²'>1</font>") == "7911"
    assert value("<span style='font-size:14pt'>7</span> <i style='font-size:7pt'>1</i>") == "7 \t1"
    assert value("<span style='font-size:12pt'>7</span><i style='font-size:10.5pt'>1</i>") == "71"
    assert value("7<span style='font-size:9pt'>1</span>") == "71"


@pytest.mark.parametrize("colour", ["#fff", "#FFFFFF", "White", "rgb(255, 255, 255)"])
def test_white_digits_beside_others_are_no_number_with_them(colour: str) -> None:
    assert value(f"<span style='color:{colour}'>79</span>1") == "79\t1"
    assert value(f"79<font color='{colour}'>1</font>") == "79\t1"
    # On a dark ground all is white, and two runs of it are one number.
    white = f"<span style='color:{colour}'>"
    assert value(f"{white}7<b>9</b></span>{white}1</span>") == "791"
    assert value("<font color=red>79</font>1") == "791"


def test_hidden_rows_take_no_place_and_locators_still_find_the_cell() -> None:
    from lxml import html

    markup = (
        "<html><body><table><tr hidden><td>x<td>1</tr><tbody style='display:none'><tr><td>y<td>2"
        "</tbody><tr><td hidden>9</td><td>z</td><td>3</td></tr></table></body></html>"
    )
    _, blocks = read(markup.encode(), Path("page"))
    (grid,) = [block for block in blocks if isinstance(block, Grid)]
    assert [(c.row, c.col, c.text) for c in grid.cells] == [(0, 0, "z"), (0, 1, "3")]
    (found,) = html.document_fromstring(markup).xpath(grid.cells[1].locator)
    assert found.text == "3"


NUMBERS = "<table><tr><td>{}<td>1<td>2<td>3</tr></table>"


@pytest.mark.parametrize("cell", ["<td>", "<td><p>"])
def test_a_hidden_block_is_read_only_where_no_table_of_numbers_is_shown(cell: str) -> None:
    shown = NUMBERS.format("甲").replace("<td>", cell)
    hidden = f"<div style='display:none'><p>密</p>{NUMBERS.format('乙')}</div>"
    _, both = read(f"<body>{shown}{hidden}</body>".encode(), Path("page"))
    _, alone = read(f"<body><p>题</p>{hidden}</body>".encode(), Path("page"))
    assert [b.cells[0].text for b in both if isinstance(b, Grid)] == ["甲"]
    assert not [b for b in both if isinstance(b, Paragraph)]
    assert [b.cells[0].text for b in alone if isinstance(b, Grid)] == ["乙"]


def test_a_table_around_one_value_is_the_text_of_its_cell() -> None:
    inner = "<table><tr><td>791</td><td></td></tr></table>"
    grid = grid_of(f"<table><tr><td>规章<td>1</tr><tr><td>许可<td>{inner}</tr></table>")
    assert [c.text for c in grid.cells] == ["规章", "1", "许可", "791"]


def test_a_table_around_a_full_one_only_lays_it_out() -> None:
    inner = "<table><tr><td>规章<td>1</tr><tr><td>许可<td>2</tr></table>"
    grid = grid_of(f"<table><tr><td>导航<td>x</tr><tr><td>y<td>{inner}</tr></table>")
    assert [c.text for c in grid.cells] == ["规章", "1", "许可", "2"]


def test_what_was_typed_into_a_field_is_its_text() -> None:
    assert value("<input value='12'>") == "12"
    assert value("<input type=submit value='12'>") == ""


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_without_a_mark(encoding: str) -> None:
    page = "<html><title>年度报告</title><p>政府信息公开</p></html>"
    assert read(page.encode(encoding), Path("page"))[0] == "年度报告"


def test_a_mark_of_utf_8_on_a_page_in_gbk() -> None:
    page = "<html><title>年度报告</title><p>政府信息公开</p></html>"
    assert read(b"\xef\xbb\xbf" + page.encode("gbk"), Path("page"))[0] == "年度报告"


def test_nul_bytes_in_a_page() -> None:
    assert read(b"<html><title>a\0b</title><p>c</p></html>", Path("page"))[0] == "ab"


def test_a_mark_after_an_xml_declaration_is_no_text() -> None:
    page = '<?xml version="1.0"?>\ufeff<!DOCTYPE html><title>年报</title><p>政府</p>'
    title, blocks = read(page.encode(), Path("page"))
    assert (title, [block.text for block in blocks]) == ("年报", ["政府"])  # type: ignore[union-attr]


@pytest.mark.parametrize("char", ["\x01", "&#1;", "\x0b", "&#12;", "\x1f", "\ufffe", "&#xffff;"])
@pytest.mark.parametrize(
    "cell", ["<p>1{}2</p>", "1<sub>{}2</sub>", "<b>1</b><br>{}2", "<input value='1{}2'>"]
)
def test_a_control_character_in_a_value_cannot_be_read(char: str, cell: str) -> None:
    grid = grid_of(f"<table><tr><td>a<td>{cell.format(char)}</table>")
    assert "\ufffd" in grid.cells[1].text
    small = f"<font size=1>{cell.format(char)}</font>"
    assert "\ufffd" in grid_of(f"<table><tr><td>a<td>7{small}</table>").cells[1].text
