from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.container import BarContainer

import gxlab as gx
from gxlab import figures
from gxlab.figures.styling import BLUE, PALE, SKY, Lang, figure_of
from tests.conftest import ROOT

Shown = Callable[[Axes], set[str]]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_missing_is_hatched(observations: pd.DataFrame, shown: Shown, lang: Lang) -> None:
    matrix = gx.panel(observations, ["disclosure_rate"], by=("body", "year")).coverage
    ax = figures.coverage(matrix, lang=lang)
    assert {"no report", "无报告"} & shown(ax)
    hatched = [patch for patch in ax.patches if patch.get_hatch()]
    assert len(hatched) == int(matrix.isna().sum().sum())
    colours = [to_hex(patch.get_facecolor()).upper() for patch in ax.patches]
    assert colours.count(BLUE) == int((matrix == "2021").sum().sum())
    assert colours.count(SKY) == int((matrix == "2019").sum().sum())
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == list(matrix.index.get_level_values(-1))


def test_many_units_are_counted_by_year() -> None:
    forms = pd.DataFrame(
        [["2021", "2021"]] * 30 + [["2019", None]] * 20 + [["2019, 2021", None]],
        columns=[2021, 2022],
        index=pd.MultiIndex.from_product([["x"], [f"第{i}县" for i in range(51)]]),
    )
    ax = figures.coverage(forms, lang="zh", size="column")
    widths = {
        container.get_label(): [round(patch.get_width()) for patch in container]
        for container in ax.containers
    }
    assert widths == {"2019": [20, 0], "2021": [30, 30], "several": [1, 0], "missing": [0, 21]}


def test_identities_are_shares_of_all_instances(shown: Shown) -> None:
    files = sorted((ROOT / "data" / "reports").iterdir())
    checks = pd.concat([gx.read(file).checks for file in files])
    ax = figures.identities(checks)
    d1 = checks[checks["identity"] == "D1"]["verdict"].value_counts()
    assert d1["broken"] == 2
    assert f"n = {d1.sum()} (2)" in shown(ax)
    row = [label.get_text()[:2] for label in ax.get_yticklabels()].index("D1")
    bars = [(c.get_label(), c.patches[0]) for c in ax.containers if isinstance(c, BarContainer)]
    of = {label: bar for label, bar in bars if round(bar.get_y() + bar.get_height() / 2) == row}
    widths = {label: bar.get_width() for label, bar in of.items()}
    assert widths == pytest.approx((d1 / d1.sum()).to_dict())
    assert sum(widths.values()) == pytest.approx(1)
    assert {label for label, bar in of.items() if bar.get_hatch()} == {"not_assessable"}


def test_prose_and_table_agree_on_the_diagonal(shown: Shown) -> None:
    frame = pd.DataFrame(
        {
            "left": [5.0, 0.0, 7.0, np.nan],
            "right": [5.0, 0.0, 9.0, 3.0],
            "verdict": ["holds", "holds", "soft", "not_assessable"],
        }
    )
    ax = figures.prose_against_table(frame, lang="zh")
    said = shown(ax)
    assert {"一致 (n = 2)", "不一致 (n = 1)", "一方缺失、无法比较：1 个。"} <= said
    agree, differ = (line for line in ax.lines if line.get_gid() != "diagonal")
    assert list(agree.get_xdata()) == list(agree.get_ydata()) == [5, 0]
    assert (list(differ.get_xdata()), list(differ.get_ydata())) == ([9], [7])


def test_digits_are_shares_beside_what_is_expected(shown: Shown) -> None:
    table = pd.DataFrame({"digit": range(10), "observed": [30, *[10] * 9], "expected": 12.0})
    ax = figures.digits(table, label="末位数字")
    assert "末位数字 (n = 120)" in shown(ax)
    heights = [patch.get_height() for patch in ax.patches]
    assert heights == pytest.approx([0.25, *[1 / 12] * 9])
    marks = ax.containers[1].lines[0]  # type: ignore[attr-defined]
    assert list(marks.get_ydata()) == pytest.approx([0.1] * 10)
    with pytest.raises(ValueError, match="no count was observed"):
        figures.digits(table.assign(observed=0))


def test_a_sample_that_bears_no_test_is_pale_and_says_so() -> None:
    table = pd.DataFrame({"digit": range(1, 10), "observed": 2, "expected": 2.0})
    test = SimpleNamespace(table=table, bears=False, why_not="18 counts, fewer than 100")
    ax = figures.digits(test)
    assert {to_hex(patch.get_facecolor()).upper() for patch in ax.patches} == {PALE}
    assert ax.get_xlabel() == "first digit (n = 18)"
    assert "fewer than 100" in figure_of(ax).get_supxlabel()


def test_statuses_are_shares_of_the_cells_of_the_tables(
    observations: pd.DataFrame, many: pd.DataFrame, shown: Shown
) -> None:
    ax = figures.statuses(observations, lang="zh", size="column")
    assert {"填有数字", "空白", "无此格"} <= shown(ax)
    row = [label.get_text() for label in ax.get_yticklabels()].index("上海市人民政府办公厅 2019")
    of = {c.get_label(): c.patches[0] for c in ax.containers if isinstance(c, BarContainer)
          and round(c.patches[0].get_y() + c.patches[0].get_height() / 2) == row}  # fmt: skip
    cells = observations[observations["report_id"] == "310000-上海市人民政府办公厅-2019"]
    shares = cells["status"].value_counts(normalize=True)
    for status in shares.index:
        assert of[status].get_width() == pytest.approx(shares[status])
    by_year = figures.statuses(many)
    assert [label.get_text() for label in by_year.get_yticklabels()] == ["2023", "2024"]


def test_simulated_coverage_is_marked() -> None:
    matrix = pd.DataFrame({2024: ["2021"]}, index=pd.Index(["第1县"], name="county"))
    assert not figure_of(figures.coverage(matrix)).texts
    matrix.attrs["simulated"] = True
    assert figure_of(figures.coverage(matrix)).texts[0].get_text() == "SIMULATED 模拟数据"


@pytest.mark.parametrize(
    ("draw", "needed"),
    [
        (figures.identities, "columns identity, verdict"),
        (figures.prose_against_table, "columns left, right, verdict"),
        (figures.digits, "columns digit, observed, expected"),
    ],
)
def test_a_missing_column_is_named(draw: Callable[[pd.DataFrame], Axes], needed: str) -> None:
    with pytest.raises(ValueError, match=f"needs the {needed}; the frame has other"):
        draw(pd.DataFrame({"other": [1]}))
    with pytest.raises(ValueError, match="no units"):
        figures.coverage(pd.DataFrame())
