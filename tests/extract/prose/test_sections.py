"""Which lines of a document are read: sections 一 and 六, under whatever number."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from gxlab.document import Cell, Document, Grid, Paragraph
from gxlab.extract.prose import read_prose, read_unsettled
from gxlab.extract.prose.sections import passages
from tests.extract.prose.corpus import report

TITLE = "某县人民政府2024年政府信息公开工作年度报告"
GRID = Grid(
    (Cell(0, 0, 1, 1, "信息内容", "cell"), Cell(0, 1, 1, 1, "本年制发件数", "cell")), 1, 2, "grid"
)


def document(*blocks: str | Grid) -> Document:
    placed = (
        block if isinstance(block, Grid) else Paragraph(block, f"line {n}")
        for n, block in enumerate((TITLE, *blocks), start=1)
    )
    return Document(Path("report.txt"), "text", "0" * 64, TITLE, tuple(placed))


def read(*blocks: str | Grid) -> dict[str, Decimal | None]:
    return {f"{o.row}.{o.column}": o.value for o in read_prose(document(*blocks))}


def test_tables_and_problems_are_not_prose() -> None:
    values = read(
        "一、总体情况",
        "2024年主动公开政府信息120条。",
        "二、主动公开政府信息情况",
        GRID,
        "三、收到和处理政府信息公开申请情况",
        "全年收到政府信息公开申请99件。",
        "五、存在的主要问题及改进情况",
        "2025年将公开政府信息500条,今年公开政府信息300条。",
        "六、其他需要报告的事项",
        "2024年未收取信息处理费。",
    )
    assert values == {"disclosed.total": 120, "processing_fee.amount": 0}


def test_the_lines_of_a_table_without_marks() -> None:
    values = read(
        "一、总体情况",
        "本年度主动公开政府信息12条。",
        "二、主动公开政府信息情况",
        "第二十条第(一)项",
        "信息内容",
        "规章",
        "0",
        "三、收到和处理政府信息公开申请情况",
        "一、本年新收政府信息公开申请数量",
        "21",
        "四、结转下年度继续办理",
        "3",
        "六、其他需要报告的事项",
        "收取信息处理费20元。",
    )
    assert values == {"disclosed.total": 12, "processing_fee.amount": 20}


def test_parts_of_the_prose_numbered_from_one_and_the_tables_again() -> None:
    values = read(
        "一、主动公开情况",
        "全年主动公开政府信息77条。",
        "二、依申请公开情况",
        "收到申请3件。",
        "三、监督保障情况",
        "举办政务公开培训2次。",
        "一、主动公开政府信息情况",
        GRID,
        "二、收到和处理政府信息公开申请情况",
        GRID,
        "四、存在的主要问题及改进情况",
        "公开政府信息不足100条。",
    )
    assert values == {"disclosed.total": 77, "applications.received": 3, "training.sessions": 2}


def test_a_heading_glued_to_its_paragraph() -> None:
    values = read(
        "一、总体情况。2024年我县主动公开政府信息81条。",
        "(二)依申请公开情况。2024 年收到 5 件,办结 5 件。",
        "六、其他需要报告的事项:本年度收取信息处理费 0 元。",
    )
    assert values["disclosed.total"] == 81
    assert values["applications.received"] == values["applications.concluded"] == 5
    assert values["processing_fee.amount"] == 0


def test_a_subsection_called_as_a_table_is_prose() -> None:
    values = read(
        "一、总体情况",
        "(一)主动公开政府信息情况",
        "全年主动公开政府信息64条。",
        "二、主动公开政府信息情况",
        GRID,
    )
    assert values == {"disclosed.total": 64}


def test_problems_within_section_one() -> None:
    values = read(
        "一、总体情况",
        "(一)主动公开情况",
        "公开政府信息30条。",
        "(二)存在的问题和下一步打算",
        "全年仅举办政务公开培训1次。",
        "(三)监督保障情况",
        "配备专职人员1名负责信息公开。",
    )
    assert values == {"disclosed.total": 30, "staff.full_time": 1}


def test_without_a_title_what_stands_before_the_tables() -> None:
    values = read(
        "2024年,我镇主动公开政府信息45条。",
        "第二十条第(一)项",
        "信息内容",
        "主动公开政府信息500条。",
    )
    assert values == {"disclosed.total": 45}


def test_headings_of_all_levels_are_kept() -> None:
    found = passages(document("一、总体情况", "(二)依申请公开", "1.收费情况", "本年度未收取。"))
    assert found[-1].heading == "总体情况 依申请公开 收费情况"
    assert read("六、其他需要报告的事项", "(一)收取信息处理费情况", "无。") == {
        "processing_fee.amount": 0
    }


def test_statements_that_agree_are_one_and_the_first() -> None:
    found = read_prose(report("主动公开政府信息40条。", "全年共主动公开政府信息40条。"))
    assert [(o.raw, o.locator) for o in found] == [("主动公开政府信息40条", "line 3")]


def test_statements_that_differ_are_unsettled() -> None:
    both = report("主动公开政府信息40条。", "主动公开政府信息44条。")
    assert read_prose(both) == []
    (open_,) = read_unsettled(both)
    assert (open_.row, open_.column) == ("disclosed", "total")
    assert open_.printed == ("主动公开政府信息40条", "主动公开政府信息44条")
    assert open_.locators == ("line 3", "line 4")


def test_the_whole_goes_before_one_office() -> None:
    both = report(
        "(二)依申请公开情况", "县政府办公室收到申请17件。", "全县共收到政府信息公开申请95件。"
    )
    assert [(o.column, o.value) for o in read_prose(both)] == [("received", 95)]


def test_a_dated_heading_ends_the_one_before() -> None:
    found = passages(
        document(
            "一、总体情况", "(一)依申请公开", "1.2024年平台建设情况", "(二)2024年监督保障", "。"
        )
    )
    assert [p.heading for p in found][2:] == [
        "总体情况 依申请公开 平台建设情况",
        "总体情况 监督保障",
        "总体情况 监督保障",
    ]


def test_sections_numbered_in_brackets() -> None:
    values = read(
        "(一)总体情况",
        "全年主动公开政府信息51条。",
        "(二)主动公开政府信息情况",
        GRID,
        "(六)其他需要报告的事项",
        "未收取信息处理费。",
    )
    assert values == {"disclosed.total": 51, "processing_fee.amount": 0}


def test_the_note_says_whether_those_carried_in_are_included() -> None:
    def note(text: str) -> str:
        return next(o.note for o in read_prose(report(text)) if o.column == "received")

    assert note("收到政府信息公开申请30件。") == "may be new, or new plus carried in"
    assert note("收到政府信息公开申请30件(含上年结转2件)。") == "includes those carried in"
    assert note("收到政府信息公开申请30件,其中新收28件。") == "includes those carried in"
    listed = "收到政府信息公开申请30件,上年结转2件,办结{}件,结转下年度2件。"
    assert note(listed.format(28)) == "includes those carried in"
    assert note(listed.format(27)) == "may be new, or new plus carried in"


def test_received_beside_those_carried_in_is_new() -> None:
    text = "收到依申请公开58件,上年结转4件,办结60件,结转下年度2件。"
    for words in (text, text[:16]):
        values = {o.column: o.value for o in read_prose(report(words))}
        assert values["new"] == 58
        assert values["carried_in"] == 4
        assert "received" not in values
