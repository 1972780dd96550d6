"""The parts: numbers in words, times, clauses, the codes and their data file."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from gxlab.extract.prose.clauses import fold, split
from gxlab.extract.prose.periods import Clock
from gxlab.extract.prose.quantities import find_quantities
from gxlab.forms.prose_codes import prose_rows
from tests.conftest import ROOT

PACKAGE = ROOT / "gxlab" / "extract" / "prose"


@pytest.mark.parametrize(
    ("printed", "value", "unit", "approximate"),
    [
        ("1,234件", "1234", "件", False),
        ("１２３４条", "1234", "条", False),
        ("1.17万条", "11700", "条", False),
        ("18万余条", "180000", "条", True),
        ("6750余条", "6750", "条", True),
        ("约300人次", "300", "人次", True),
        ("3千多篇", "3000", "篇", True),
        ("近20份", "20", "份", True),
        ("500条左右", "500", "条", True),
        ("2648.52万元", "2648.52", "万元", False),
        ("0.58亿元", "0.58", "亿元", False),
        ("3.89%", "3.89", "%", False),
        ("三次", "3", "次", False),
        ("十二场", "12", "场", False),
        ("两名", "2", "名", False),
    ],
)
def test_quantities(printed: str, value: str, unit: str, approximate: bool) -> None:
    (found,) = find_quantities(fold(printed).text)
    assert not found.vague
    assert (found.value, found.unit, found.approximate) == (Decimal(value), unit, approximate)


@pytest.mark.parametrize(
    "printed",
    [
        "10-20条",
        "3至5条",
        "0517-83605210",
        "第3次",
        "A12号",
        "2" * 40 + "条",
        "100元/件",
        "5 500条",
        "3万5千条",
        "1-2",
        "\ufffd0件",
        "3\ufffd件",
        "1,\ufffd34条",
        "\ufffd,234条",
        "3.\ufffd万条",
        "\ufffd万5千条",
        "3万\ufffd千条",
        "\ufffd 20条",
        "\ufffd十二件",
    ],
)
def test_what_is_no_count(printed: str) -> None:
    assert all(q.vague for q in find_quantities(fold(printed).text) if q.unit not in ("元", ""))
    assert all(q.vague for q in find_quantities(fold(printed).text)[:1])


@pytest.mark.parametrize("printed", ["一次性告知", "第一次", "一件事", "每一次", "统一件"])
def test_numerals_within_words(printed: str) -> None:
    assert find_quantities(printed) == []


def test_numbers_in_names_are_masked() -> None:
    text = fold("“三安全1稳定”《2024年要点》(国办函〔2020〕109号)12条").text
    assert [q.value for q in find_quantities(text) if not q.vague] == [109, 12]


@pytest.mark.parametrize(
    ("words", "era"),
    [
        ("2024年", "this"),
        ("2023年", "other"),
        ("上年", "other"),
        ("较上年", "this"),
        ("比2023年", "this"),
        ("2023年结转", "this"),
        ("上年度结转申请", "this"),
        ("结转2025年", "this"),
        ("2025年将", "other"),
        ("今年以来", "this"),
        ("2024年以来", "this"),
        ("自2008年以来", "stock"),
        ("条例施行以来", "stock"),
        ("截至目前", "stock"),
        ("截至2024年12月31日", "as_of"),
        ("截至2024年底,全年", "this"),
        ("上半年", "other"),
        ("2023年全年", "other"),
        ("2023年政务公开工作要点", "this"),
    ],
)
def test_times(words: str, era: str) -> None:
    assert Clock(2024).era(words) == era


def test_clauses_know_where_they_were_printed() -> None:
    flat = fold("全市受理申请 3,119 件，答复 3050件（含上年结转 34件）。")
    clauses = split(flat)
    assert [c.text for c in clauses] == [
        "全市受理申请3,119件",
        "答复3050件",
        "含上年结转34件",
    ]
    assert [c.depth for c in clauses] == [0, 0, 1]
    first = clauses[0]
    assert flat.raw(first.start, first.end, first.start) == "全市受理申请 3,119 件"


def test_raw_is_short_and_holds_its_number() -> None:
    flat = fold("按照要求" * 30 + "主动公开政府信息77条")
    (clause,) = split(flat)
    raw = flat.raw(clause.start, clause.end, clause.quantities[0].start)
    assert len(raw) <= 60
    assert raw.endswith("主动公开政府信息77条")


def test_the_codes_have_labels_units_and_reasons() -> None:
    for code, row in prose_rows().items():
        assert all((row.zh, row.en, row.why)), code
        for column in row.columns:
            assert all((column.zh, column.en, column.unit)), (code, column.code)
            for word in column.words:
                re.compile(word)


def test_the_results_of_litigation_are_those_of_reconsideration() -> None:
    columns = [
        [c.code for c in prose_rows()[row].columns] for row in ("reconsideration", "litigation")
    ]
    assert columns[0] == columns[1]


def test_a_change_for_every_volume() -> None:
    codes = [
        [c.code for c in prose_rows()[row].columns] for row in ("disclosed", "disclosed_change")
    ]
    assert codes[0] == codes[1]


def test_modules_stay_small() -> None:
    for module in PACKAGE.glob("*.py"):
        assert len(module.read_text(encoding="utf-8").splitlines()) < 300, module.name
