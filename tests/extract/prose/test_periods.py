"""Which time words speak of, in a report of 2024."""

from __future__ import annotations

import pytest

from gxlab.extract.prose.periods import Clock


@pytest.mark.parametrize(
    ("words", "period"),
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
def test_times(words: str, period: str) -> None:
    assert Clock(2024).period(words) == period
