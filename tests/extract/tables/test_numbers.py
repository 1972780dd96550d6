from __future__ import annotations

from decimal import Decimal

import pytest

from gxlab.extract.tables.numbers import is_value, read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("1,234", "1234"),
        ("1，234", "1234"),
        ("１２３４", "1234"),
        ("1234件", "1234"),
        ("1234 件", "1234"),
        ("22(其中修订16件)", "22"),
        ("55（含自然失效29件）", "55"),
        ("22\n(其中修订16件)", "22"),
        ("1 0", "10"),
        ("\u200b12\xa0", "12"),
        ("5[[1]]", "5"),
        ("1.2万", "12000"),
        ("+1036", "1036"),
        ("3.0", "3.0"),
    ],
)
def test_a_count(text: str, value: str) -> None:
    reading = read_number(text, "件")
    assert (reading.status, reading.value) == ("reported", Decimal(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2648.52", "2648.52"),
        ("2 648.52", "2648.52"),
        ("59237.2449", "59237.2449"),
        ("96171.6万元", "96171.6"),
        ("251000元", "25.1"),
        ("1.5亿元", "15000"),
    ],
)
def test_money_in_ten_thousand_yuan(text: str, value: str) -> None:
    reading = read_number(text, "万元")
    assert (reading.status, reading.value) == ("reported", Decimal(value))


@pytest.mark.parametrize(("text", "value"), [("+12", 12), ("-3", -3), ("－3", -3), ("减2", -2)])
def test_a_signed_change(text: str, value: int) -> None:
    assert read_number(text, "项", signed=True).value == value


@pytest.mark.parametrize("text", ["", " ", "\xa0", "\u3000", "\u200b"])
def test_nothing_is_blank(text: str) -> None:
    assert read_number(text, "件").status == "blank"


@pytest.mark.parametrize(
    "text", ["/", "／", "—", "--", "-", "无", "、", "○", "不涉及", "空", "N/A"]
)
def test_a_mark_is_neither_blank_nor_zero(text: str) -> None:
    reading = read_number(text, "件")
    assert (reading.status, reading.value) == ("not_applicable", None)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("1\n2", "件"),  # two numbers, or one cut by a line: nobody can say
        ("12\t3", "件"),  # a gap too wide for a cut
        ("12  3", "件"),
        ("1 234 5", "件"),
        ("5①", "件"),  # a footnote mark is no digit
        ("5²", "件"),
        ("12,34", "件"),
        ("-3", "件"),  # a count is not negative
        ("1.5", "件"),
        ("三", "件"),
        ("约100", "件"),
        ("12%", "件"),
        ("25元", "件"),
        ("25件", "万元"),
        ("25万", "万元"),
        ("见附件", "件"),
        ("1O", "件"),
        ("٣", "件"),  # a digit of another script
    ],
)
def test_what_is_no_certain_number_is_unreadable(text: str, unit: str) -> None:
    reading = read_number(text, unit)
    assert (reading.status, reading.value) == ("unreadable", None)


def test_a_header_in_another_unit_needs_the_unit_in_the_cell() -> None:
    assert read_number("251000", "万元", printed_unit="元").status == "unreadable"
    assert read_number("25.1万元", "万元", printed_unit="元").value == Decimal("25.1")


@pytest.mark.parametrize(
    ("text", "figure"), [("12", True), ("/", True), ("12项", True), ("规章", False)]
)
def test_what_may_stand_in_a_cell_of_figures(text: str, figure: bool) -> None:
    assert is_value(text) is figure
