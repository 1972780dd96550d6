from __future__ import annotations

import warnings

import pandas as pd
import pytest

import gxlab as gx
from gxlab import figures
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def observations() -> pd.DataFrame:
    files = ("hongze-2023.pdf", "suqian-2024.docx", "shanghai-general-office-2019.html")
    return pd.concat([gx.read(ROOT / "data" / "reports" / f).observations for f in files])


def test_outcomes_are_sums_of_the_rows_they_name(observations: pd.DataFrame) -> None:
    counts = figures.outcome_counts(observations)
    hongze = counts.loc["320813-淮安市洪泽区人民政府-2023"]
    assert hongze.to_dict() == {
        "granted": 0, "partly_granted": 4, "refused": 3, "unavailable": 13, "declined": 1,
        "other": 0,
    }  # fmt: skip
    assert hongze.sum() == 21


def test_an_outcome_with_a_blank_cell_is_missing(observations: pd.DataFrame) -> None:
    counts = figures.outcome_counts(observations)
    assert counts.loc["310000-上海市人民政府办公厅-2019"].isna().all()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_chinese_is_printed_on_any_machine(observations: pd.DataFrame, lang: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of each glyph that a font lacks
        ax = figures.application_outcomes(observations, lang=lang)
        assert ax.figure is not None
        ax.figure.canvas.draw()
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == [
        "淮安市洪泽区人民政府 2023", "宿迁市人民政府 2024", "上海市人民政府办公厅 2019",
    ]  # fmt: skip
    said = {text.get_text() for text in ax.texts}
    assert {"totals not all printed", "总计栏未全部填写"} & said
    assert {"n = 21", "n = 3,521"} <= said
