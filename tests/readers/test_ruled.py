"""Characters and ruled cells on pages, laid out by hand."""

from __future__ import annotations

import itertools

import pytest

from gxlab.document import Grid, Paragraph
from gxlab.readers.page import Box, Char, Chars, Page
from gxlab.readers.ruled import blocks_of


def chars(text: str, x: float, y: float, size: float = 10.0, step: float = 1.0) -> list[Char]:
    return [
        Char(char, x + i * size * step, y, x + i * size * step + size, y + size, size)
        for i, char in enumerate(text)
    ]


def boxes(xs: list[float], ys: list[float]) -> list[Box]:
    return [
        (x0, y0, x1, y1) for y0, y1 in itertools.pairwise(ys) for x0, x1 in itertools.pairwise(xs)
    ]


def page(number: int, characters: list[Char], table: list[Box]) -> Page:
    return Page(number, 800, Chars.of(characters), [table] if table else [])


def test_characters_go_into_the_cells_they_stand_in() -> None:
    text = [*chars("规章", 10, 110), *chars("7", 150, 110), *chars("题", 10, 50)]
    blocks = blocks_of([page(1, text, boxes([0, 100, 200], [100, 130]))])
    assert isinstance(blocks[0], Paragraph)
    assert isinstance(blocks[1], Grid)
    assert [cell.text for cell in blocks[1].cells] == ["规章", "7"]
    assert blocks[1].cells[1].locator == "page 1, box 100,100,200,130"


def test_a_table_over_two_pages_is_one_and_its_seam_is_known() -> None:
    first = page(1, chars("四无", 10, 110), boxes([0, 100, 200], [100, 130]))
    # The next page is set a little wider and to the left, as exports do.
    second = page(2, chars("法提供", 8, 110), boxes([-3, 99, 203], [100, 130, 160]))
    (grid,) = blocks_of([first, second])
    assert isinstance(grid, Grid)
    assert (grid.n_rows, grid.n_cols, grid.seams) == (3, 2, (1,))
    assert grid.cells[0].text == "四无"
    assert grid.cells[2].text == "法提供"


def test_page_numbers_and_running_titles_do_not_part_a_table() -> None:
    def with_margins(number: int) -> Page:
        margins = [*chars("某县年报", 50, 20), *chars(f"-{number}-", 90, 770)]
        return page(number, [*margins, *chars("甲", 10, 110)], boxes([0, 100, 200], [100, 130]))

    blocks = blocks_of([with_margins(1), with_margins(2)])
    assert [type(block) for block in blocks] == [Grid]


def test_text_between_parts_two_tables() -> None:
    first = page(1, chars("甲", 10, 110), boxes([0, 100, 200], [100, 130]))
    text = [*chars("四、复议诉讼情况", 10, 60), *chars("乙", 10, 110)]
    second = page(2, text, boxes([0, 100, 200], [100, 130]))
    assert [type(b) for b in blocks_of([first, second])] == [Grid, Paragraph, Grid]


def test_a_cut_number_is_joined_and_two_numbers_are_not() -> None:
    near = [*chars("1", 10, 110), *chars("0", 22.5, 110)]
    far = [*chars("1", 110, 110), *chars("0", 123, 110)]
    (grid,) = blocks_of([page(1, [*near, *far], boxes([0, 100, 200], [100, 130]))])
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells] == ["1 0", "1\t0"]


def test_print_made_bold_by_printing_twice_is_read_once() -> None:
    twice = [*chars("11", 10, 110), *chars("11", 10.3, 110)]
    (grid,) = blocks_of([page(1, twice, boxes([0, 100, 200], [100, 130]))])
    assert isinstance(grid, Grid)
    assert grid.cells[0].text == "11"


def test_a_footnote_mark_is_no_digit() -> None:
    text = [*chars("5", 10, 115), *chars("1", 20, 116, size=5)]
    (grid,) = blocks_of([page(1, text, boxes([0, 100, 200], [100, 130]))])
    assert isinstance(grid, Grid)
    assert grid.cells[0].text == "5[1]"


def test_a_number_wrapped_in_a_narrow_cell_is_one() -> None:
    text = [*chars("180", 6, 105, step=0.5), *chars("8", 6, 117)]
    narrow = blocks_of([page(1, text, boxes([0, 30, 200], [100, 130]))])[0]
    wide = blocks_of([page(1, text, boxes([0, 100, 200], [100, 130]))])[0]
    assert isinstance(narrow, Grid)
    assert isinstance(wide, Grid)
    assert (narrow.cells[0].text, wide.cells[0].text) == ("1808", "180\n8")


def test_what_stands_in_a_table_and_in_no_cell_is_kept() -> None:
    open_cell = [
        (0.0, 100.0, 100.0, 130.0),
        (100.0, 100.0, 200.0, 130.0),
        (0.0, 130.0, 100.0, 160.0),
    ]
    text = [*chars("甲", 10, 110), *chars("9", 150, 140)]
    (grid,) = blocks_of([page(1, text, open_cell)])
    assert isinstance(grid, Grid)
    assert [(c.row, c.col, c.text) for c in grid.cells if c.text] == [(0, 0, "甲"), (1, 1, "9")]


def cell_of(text: list[Char]) -> str:
    (grid,) = blocks_of([page(1, text, boxes([0, 100, 200], [100, 130]))])
    assert isinstance(grid, Grid)
    return grid.cells[0].text


def test_bold_print_may_be_a_little_off_and_real_digits_side_by_side_stay() -> None:
    narrow = [Char("1", x, 110, x + 5, 120, 10) for x in (10, 11.5, 15, 16.5)]
    assert cell_of(narrow) == "11"
    assert cell_of([Char("1", x, 110, x + 1, 112, 2) for x in (10, 11)]) == "11"


def test_digits_printed_over_one_another_cannot_be_read() -> None:
    assert cell_of([*chars("44", 10, 110), *chars("5", 12, 110)]) == "\ufffd4"


@pytest.mark.parametrize("size", [5.0, 7.5, 8.0, 9.0])
@pytest.mark.parametrize("rise", [1.5, 2.5, 5.0])
def test_a_small_raised_digit_is_a_mark_at_any_size(size: float, rise: float) -> None:
    bottom = 120 - rise - (10 - size) * 0.15  # what goes below the line is smaller too
    mark = Char("1", 20, bottom - size, 20 + size, bottom, size)
    assert cell_of([*chars("5", 10, 110), mark]) == "5[1]"


def test_a_small_lowered_digit_is_a_mark() -> None:
    assert cell_of([*chars("5", 10, 110), *chars("1", 20, 117, size=6)]) == "5[1]"


def test_digits_of_two_sizes_or_on_two_lines_are_no_number() -> None:
    assert cell_of([*chars("5", 10, 110), *chars("1", 20, 114, size=6)]) == "5\t1"
    assert cell_of([*chars("5", 10, 110), *chars("1", 20, 108)]) == "5\t1"


def test_a_number_too_wide_for_its_cell_is_not_read_in_part() -> None:
    (grid,) = blocks_of(
        [page(1, chars("12345", 78, 110, step=1), boxes([0, 100, 200], [100, 130]))]
    )
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells] == ["1\ufffd", "\ufffd45"]


def test_a_number_that_runs_out_of_its_table_is_not_read_in_part() -> None:
    number = chars("12345", 178, 110, step=1)
    (grid, *_) = blocks_of([page(1, number, boxes([0, 100, 200], [100, 130]))])
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells] == ["", "1\ufffd"]


def test_a_line_that_says_a_table_goes_on_does_not_part_it() -> None:
    first = page(1, chars("甲", 10, 110), boxes([0, 100, 200], [100, 130]))
    text = [*chars("(续表)", 150, 60), *chars("乙", 10, 110)]
    blocks = blocks_of([first, page(2, text, boxes([0, 100, 200], [100, 130]))])
    assert [type(block) for block in blocks] == [Grid]


def paragraphs_of(*lines: tuple[str, float, float, float], table: float = 700) -> list[str]:
    """Paragraphs of lines, each a text, its x, y and size, about a table."""
    text = [char for printed, x, y, size in lines for char in chars(printed, x, y, size)]
    blocks = blocks_of([page(1, text, boxes([0, 100, 200], [table, table + 20]))])
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def test_a_heading_below_a_full_line_is_a_paragraph_of_its_own() -> None:
    full = "全年主动公开政府信息三十条。"
    for heading in ("二、主动公开", "(一)依申请公开", "1.机构建设", "第二部分主动公开"):
        assert paragraphs_of((full, 20, 100, 10), (heading, 20, 120, 10)) == [full, heading]


def test_a_title_is_no_part_of_the_text_below_it() -> None:
    title, text = "某县政府信息公开年度报告", "本报告由县政府办公室编制。"
    assert paragraphs_of((title, 20, 100, 16), (text, 25, 130, 10)) == [title, text]


def test_a_run_of_indented_lines_has_the_margin_of_the_others() -> None:
    one, other, heading = "全年收到申请十二件,均已按期", "办结。", "工作机构和人员情况"
    lines = [(one, 20, 100, 10), (other, 0, 120, 10), (one, 20, 300, 10), (heading, 20, 320, 10)]
    assert paragraphs_of(*lines, table=200) == [one + other, one, heading]


def test_a_number_cut_by_a_line_end_is_one_whatever_follows_it() -> None:
    lines = [("全年主动公开政府信息共计1", 20, 100, 10), ("2.5万条。", 0, 120, 10)]
    assert paragraphs_of(*lines) == ["全年主动公开政府信息共计12.5万条。"]
    lines = [("全年收到政府信息公开申请1", 20, 100, 10), ("2、上年结转3件。", 0, 120, 10)]
    assert paragraphs_of(*lines) == ["全年收到政府信息公开申请12、上年结转3件。"]
