"""Plain text that misleads: what is placed, and what is given up."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from gxlab.document import Document
from gxlab.extract.tables import Extraction, extract
from gxlab.readers import read_blocks

HEAD = (
    "申请人情况\n自然人\n法人或其他组织\n总计\n"
    "商业\n企业\n科研机构\n社会公益组织\n法律服务机构\n其他\n"
)
NEW = "一、本年新收政府信息公开申请数量\n1\n2\n3\n4\n5\n6\n21\n"


def extracted(text: str) -> Extraction | None:
    title, blocks = read_blocks("text", text.encode(), Path("text"))
    return extract(Document(Path("text"), "text", "", title, tuple(blocks)))


def reported(text: str) -> dict[tuple[str, str], Decimal]:
    found = extracted(text)
    assert found is not None
    return {(o.row, o.column): o.value for o in found.observations if o.value is not None}


def test_the_values_follow_the_order_of_the_header() -> None:
    figures = reported(HEAD + NEW)
    assert list(figures) == [
        ("new", column)
        for column in (
            "natural_person", "business", "research", "public_interest", "legal_service",
            "other_org", "total",
        )
    ]  # fmt: skip
    assert figures["new", "total"] == 21


def test_a_row_that_lost_a_value_is_dropped() -> None:
    short = "二、上年结转政府信息公开申请数量\n1\n2\n3\n4\n5\n6\n"
    assert {row for row, _ in reported(HEAD + NEW + short)} == {"new"}


def test_trailing_bars_may_be_cells_that_were_dropped() -> None:
    bars = "\n".join(f"{line} |" for line in (HEAD + NEW).split()) + " |\n||\n"
    short = "二、上年结转政府信息公开申请数量 |\n1 |\n2 |\n3 |\n4 |\n5 |\n6 |\n|||\n"
    assert {row for row, _ in reported(bars + short)} == {"new"}


@pytest.mark.parametrize("slip", ["自然亻", "总", "业企业", "其它人"])
def test_a_header_with_a_column_unknown_names_nothing(slip: str) -> None:
    name = {"自然亻": "自然人", "总": "总计", "业企业": "商业\n企业", "其它人": "其他"}[slip]
    found = extracted(HEAD.replace(f"{name}\n", f"{slip}\n", 1) + NEW)
    assert found is None or not [o for o in found.observations if o.value is not None]


def test_an_unknown_label_takes_its_values_from_no_other_row() -> None:
    unknown = "八、另行统计的数量\n7\n7\n7\n7\n7\n7\n42\n"
    empty = "二、上年结转政府信息公开申请数量\n"
    found = extracted(HEAD + NEW + empty + unknown)
    assert found is not None
    assert {o.row for o in found.observations if o.value is not None} == {"new"}
    assert {o.status for o in found.observations if o.row == "carried_in"} == {"unreadable"}


def test_a_label_over_two_lines_is_one() -> None:
    row = (
        "1.申请人无正当理由逾期不补正、\n行政机关不再处理其政府信息公开申请\n1\n2\n3\n4\n5\n6\n21\n"
    )
    assert ("other_no_correction", "total") in reported(HEAD + NEW + "(六)其他处理\n" + row)


def test_a_group_that_lost_its_first_label_is_not_the_one_row_of_2019() -> None:
    nameless = "(六)其他处理\n\n7\n7\n7\n7\n7\n7\n42\n"
    named = "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请\n"
    rows = {row for row, _ in reported(HEAD + NEW + nameless + named + "1\n1\n1\n1\n1\n1\n6\n")}
    assert rows == {"new", "other_fee_unpaid"}


def test_the_three_groups_of_disputes_stand_in_the_order_of_the_header() -> None:
    five = "结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n"
    head = f"行政复议\n行政诉讼\n{five}未经复议直接起诉\n复议后起诉\n{five}{five}"
    figures = reported(head + "\n".join(str(n) for n in range(1, 16)))
    assert figures["reconsideration", "upheld"] == 1
    assert figures["litigation_direct", "total"] == 10
    assert figures["litigation_after_reconsideration", "total"] == 15


def test_one_value_too_many_or_too_few_places_no_dispute() -> None:
    five = "结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n"
    for count in (14, 16):
        head = f"{HEAD}{NEW}四、政府信息公开行政复议、行政诉讼情况\n行政复议\n行政诉讼\n{five}"
        text = f"{head}未经复议直接起诉\n复议后起诉\n{five}{five}" + "7\n" * count
        assert {row for row, _ in reported(text)} == {"new"}


def test_a_padded_label_is_not_an_empty_first_value() -> None:
    bars = "\n".join(f"{line} |" for line in (HEAD + NEW).split()) + " |\n||\n"
    padded = "二、上年结转政府信息公开申请数量 |\n||\n689 |\n|||\n763 |\n|\n"
    assert {row for row, _ in reported(bars + padded)} == {"new"}


def test_a_table_that_kept_its_columns_is_read_by_position() -> None:
    rows = [
        "| (本列数据) |  | 申请人情况 |  |  |  |  |  |  |",
        "|---|---|---|---|---|---|---|---|---|",
        "|  |  | 自然人 | 法人或其他组织 |  |  |  |  | 总计 |",
        "|  |  | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |",
        "| 一、本年新收政府信息公开申请数量 |  | 1 |  | 3 |  | 5 |  | 9 |",
    ]
    figures = reported("\n".join(rows))
    assert {column: int(value) for (_, column), value in figures.items()} == {
        "natural_person": 1, "research": 3, "legal_service": 5, "total": 9,
    }  # fmt: skip


def test_two_pieces_are_not_one_slip_where_the_second_is_a_label() -> None:
    # «本年增/减» and «处理决定数量» lost a sign each, and joined are near «本年处理决定数量».
    head = "第二十条第(六)项\n信内容\n上一年项目数量\n本年/减\n理决定数量\n"
    row = "行政处罚\n429\n+19\n794\n"
    figures = reported(HEAD + NEW + "二、主动公开政府信息情况\n" + head + row)
    assert ("penalties", "previous_items") not in figures


@pytest.mark.parametrize("cut", ["19347\n.51", "19\n,347", "19,\n347"])
def test_a_number_that_a_line_cuts_is_not_its_first_half(cut: str) -> None:
    fees = f"二、主动公开政府信息情况\n信息内容\n本年收费金额\n行政事业性收费\n{cut}\n"
    assert ("fees", "amount") not in reported(HEAD + NEW + fees)


def test_a_sign_on_a_line_of_its_own_ends_no_row() -> None:
    head = "二、主动公开政府信息情况\n信息内容\n上一年项目数量\n本年增/减\n行政事业性收费\n"
    assert reported(HEAD + NEW + head + "31\n+2\n")["fees", "change"] == 2
    assert ("fees", "change") not in reported(HEAD + NEW + head + "31\n2\n+\n55\n")
