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
def test_the_encoding_is_told_from_the_bytes(encoding: str, declared: str) -> None:
    head = f'<meta charset="{declared}">' if declared else ""
    page = f"<html><head>{head}<title>年度报告</title></head><p>政府信息公开</p></html>"
    title, blocks = read(page.encode(encoding), Path("page"))
    assert title == "年度报告"
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["政府信息公开"]


def test_a_page_nested_deep() -> None:
    page = "<div>" * 1000 + "<table><tr><td>a<td>b</table>" + "</div>" * 1000
    assert [c.text for c in grid_of(page).cells] == ["a", "b"]
