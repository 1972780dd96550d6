"""The sheets have the cells of the official forms."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from gxlab.forms.sheet import Box, Sheet
from gxlab.samples.typeset.printed import Printed

ROW = {
    "report_id": "x",
    "body": "某局",
    "year": 2024,
    "form": "2021",
    "table": "disclosure",
    "row": "permits",
    "column": "decisions",
    "value": "3",
}


def box(sheet: Sheet, text: str, nth: int = 0) -> Box:
    return [box for box in sheet.boxes if box.text == text][nth]


def place(box: Box) -> tuple[int, int, int, int]:
    return box.row, box.col, box.rowspan, box.colspan


def values(printed: Printed) -> list[int]:
    return [sum(box.role == "value" for box in sheet.boxes) for sheet in printed.sheets()]


def test_value_cells_of_each_form(small: Printed) -> None:
    assert values(small) == [10, 25 * 7, 15]
    assert values(replace(small, one_row_other=True, cells={})) == [10, 23 * 7, 15]
    assert values(replace(small, form_id="2019", cells={})) == [22, 23 * 7, 15]


def test_no_cell_of_the_grid_is_bare_or_covered_twice(small: Printed) -> None:
    for printed in (small, replace(small, form_id="2019", cells={})):
        for sheet in printed.sheets():
            assert all(box is not None for row in sheet.cover() for box in row)
            area = sum(box.rowspan * box.colspan for box in sheet.boxes)
            assert area == sheet.n_rows * sheet.n_cols


def test_disclosure_spans(small: Printed) -> None:
    sheet = small.sheets()[0]
    assert (sheet.heading, sheet.n_rows, sheet.n_cols) == ("二、主动公开政府信息情况", 14, 4)
    assert place(box(sheet, "第二十条第(五)项")) == (4, 0, 1, 4)
    assert place(box(sheet, "现行有效件数")) == (1, 3, 1, 1)
    assert place(box(sheet, "10865")) == (6, 1, 1, 3)


def test_applications_spans(small: Printed) -> None:
    sheet = small.sheets()[1]
    assert place(sheet.boxes[0]) == (0, 0, 3, 3)
    assert place(box(sheet, "申请人情况")) == (0, 3, 1, 7)
    assert place(box(sheet, "法人或其他组织")) == (1, 4, 1, 5)
    assert place(box(sheet, "自然人")) == (1, 3, 2, 1)
    assert place(box(sheet, "总计")) == (1, 9, 2, 1)
    assert place(box(sheet, "三、本年度办理结果")) == (5, 0, 22, 1)
    assert place(box(sheet, "(四)无法提供")) == (15, 1, 3, 1)
    assert place(box(sheet, "(七)总计")) == (26, 1, 1, 2)
    assert place(box(sheet, "四、结转下年度继续办理")) == (27, 0, 1, 3)


def test_disputes_spans(small: Printed) -> None:
    sheet = small.sheets()[2]
    assert (sheet.n_rows, sheet.n_cols) == (4, 15)
    assert place(box(sheet, "行政复议")) == (0, 0, 1, 5)
    assert place(box(sheet, "行政诉讼")) == (0, 5, 1, 10)
    assert place(box(sheet, "复议后起诉")) == (1, 10, 1, 5)
    assert place(box(sheet, "结果维持", 0)) == (1, 0, 2, 1)
    assert place(box(sheet, "结果维持", 2)) == (2, 10, 1, 1)
    assert place(box(sheet, "26")) == (3, 9, 1, 1)


def test_one_row_other_has_an_empty_label_beside_it(small: Printed) -> None:
    printed = replace(small, one_row_other=True, cells={})
    row = printed.sheets()[1].rows()[23]
    assert [(box.text, box.role, box.colspan) for box in row[:2]] == [
        ("(六)其他处理", "label", 1),
        ("", "label", 1),
    ]


def test_the_one_row_of_2019_has_no_empty_label(small: Printed) -> None:
    sheet = replace(small, form_id="2019", cells={}).sheets()[1]
    assert place(box(sheet, "(六)其他处理"))[2:] == (1, 2)


def test_a_figure_without_a_cell_is_refused(small: Printed) -> None:
    printed = replace(small, form_id="2019")
    with pytest.raises(ValueError, match=r"form 2019 has no cell for .*other_else"):
        printed.sheets()


def test_from_rows_reads_text_and_numbers_alike() -> None:
    rows = [ROW, {**ROW, "row": "penalties", "value": float("nan")}]
    printed = Printed.from_rows(pd.DataFrame(rows, dtype="object"))
    assert printed.cells == {("disclosure", "permits", "decisions"): "3"}
    assert printed.title == "某局2024年政府信息公开工作年度报告"
    numbers = pd.DataFrame(rows).astype({"value": float})
    assert Printed.from_rows(numbers).cells == printed.cells


def test_from_rows_sees_the_one_row_of_other_handling() -> None:
    other = {**ROW, "table": "applications", "row": "other", "column": "total"}
    assert Printed.from_rows(pd.DataFrame([other])).one_row_other
    assert not Printed.from_rows(pd.DataFrame([{**other, "form": "2019"}])).one_row_other


def test_from_rows_refuses_two_reports() -> None:
    with pytest.raises(ValueError, match="rows of one report"):
        Printed.from_rows(pd.DataFrame([ROW, {**ROW, "year": 2023}]))


def test_every_published_figure_has_its_cell(published: dict[str, Printed]) -> None:
    for printed in published.values():
        texts = {box.key: box.text for sheet in printed.sheets() for box in sheet.boxes if box.text}
        assert {key: text for key, text in texts.items() if key} == dict(printed.cells)
