"""Numbers in running text: value, unit, and what is no count."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gxlab.extract.prose.clauses import fold
from gxlab.extract.prose.quantities import find_quantities


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
