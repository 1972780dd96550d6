from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

import gxlab as gx
from gxlab import figures
from gxlab.figures.styling import Lang, figure_of
from tests.conftest import original

Shown = Callable[[Axes], set[str]]
VOLUMES = pd.DataFrame(
    {
        "year": [2022, 2022, 2022, 2024, 2024, 2023],
        "value": [100.0, 300.0, 5000.0, 40.0, 0.0, np.nan],
        "scope": ["total", "total", "website", "website", "total", "total"],
        "approximate": [False, True, False, False, False, False],
    }
)


def dots(ax: Axes, gid: str) -> list[float]:
    lines = [line for line in ax.lines if line.get_gid() == gid]
    return sorted(float(value) for line in lines for value in line.get_ydata())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_scopes_are_never_in_one_panel(shown: Shown, lang: Lang) -> None:
    first = figures.disclosure_volumes(VOLUMES, lang=lang)
    assert {"100", "200"} & shown(first)
    total, website = figure_of(first).axes
    assert dots(total, "values") == [0, 100]
    assert dots(total, "approximate") == [300]
    assert dots(website, "values") == [40, 5000]
    assert total.get_yscale() == "symlog"
    assert website.get_yscale() == "log"
    hollow = [line for line in total.lines if line.get_gid() == "approximate"]
    assert {line.get_markerfacecolor() for line in hollow} == {"white"}
    years = [label.get_text() for label in total.get_xticklabels()]
    assert years == ["2022", "2023", "2024"]


def test_the_median_and_n_stand_above_each_year(shown: Shown) -> None:
    ax = figures.disclosure_volumes(VOLUMES[VOLUMES["scope"] == "total"], size="column")
    assert {"2", "0", "1", "200", "–"} <= {text.get_text() for text in ax.texts}
    assert "Open dots: printed as approximate (余, 约, 多). Rows without a value: 1." in {
        text.replace("\n", " ") for text in shown(ax)
    }


def test_sources_have_panels_of_their_own_and_what_is_not_shown_is_named(shown: Shown) -> None:
    rows = pd.DataFrame(
        {"year": 2024, "value": 10.0, "scope": [*"abcdef", "total", "total"],
         "source": ["prose"] * 7 + ["form 2014"]}
    )  # fmt: skip
    ax = figures.disclosure_volumes(pd.concat([rows, rows.tail(2)]))
    assert len(figure_of(ax).axes) == 5
    said = shown(ax)
    assert {"all channels – prose", "all channels – 2014 form"} <= said
    assert any(t.startswith("Not shown: ") and "f – prose (n = 1)" in t for t in said)


def test_the_tidy_table_will_do(observations: pd.DataFrame) -> None:
    told = observations[observations["report_id"] == "321300-宿迁市人民政府-2024"].head(3).copy()
    told[["table", "row", "status"]] = ["prose", "disclosed", "reported"]
    told["column"] = ["total", "website", "total"]
    told["value"] = [7.0, 8.0, 9.0]
    told["report_id"] = told["report_key"] = ["a", "a", "b"]
    total, website = figure_of(figures.disclosure_volumes(told)).axes
    assert dots(total, "values") == [7, 9]
    assert dots(website, "values") == [8]
    (twice,) = figure_of(figures.disclosure_volumes(told.assign(report_key="a"))).axes
    assert dots(twice, "values") == [8], "told twice, and not the same: no value"
    with pytest.raises(ValueError, match=r"disclosure_volumes.* no rows"):
        figures.disclosure_volumes(observations[observations["table"] == "applications"])


def test_hand_coded_volumes_are_all_drawn() -> None:
    coded = pd.read_csv(original("headlines.csv")).dropna(subset="disclosed_total")
    volumes = coded.rename(columns={"disclosed_total": "value", "disclosed_scope": "scope"})
    volumes = volumes.assign(approximate=volumes["approx"].eq(1))
    axes = figure_of(figures.disclosure_volumes(volumes)).axes
    drawn = [value for ax in axes for gid in ("values", "approximate") for value in dots(ax, gid)]
    assert sorted(drawn) == sorted(volumes["value"])


# --- Documents and fees -----------------------------------------------------------------------


def widths(ax: Axes) -> dict[int, float]:
    """The bar of each row."""
    patches = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    return {round(p.get_y() + p.get_height() / 2): p.get_width() for p in patches}


def labels(ax: Axes) -> list[str]:
    return [label.get_text() for label in ax.get_yticklabels()]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_documents_of_the_2021_form_alone(
    observations: pd.DataFrame, shown: Shown, lang: Lang
) -> None:
    first = figures.documents(observations, lang=lang)
    said = shown(first)
    issued, repealed, in_force = figure_of(first).axes
    suqian = labels(issued).index("宿迁市人民政府 2024")
    assert [widths(ax)[suqian] for ax in (issued, repealed, in_force)] == [50, 227, 420]
    shanghai = labels(issued).index("上海市人民政府办公厅 2019")
    assert shanghai not in widths(issued)
    assert said & {"2019 form: other counts", "2019 年格式：统计口径不同"}
    assert said & {"no number: 未录入", "非数字：未录入"}


def test_many_reports_documents_are_distributions(many: pd.DataFrame, shown: Shown) -> None:
    axes = figure_of(figures.documents(many)).axes
    assert [len(dots(ax, "values")) for ax in axes] == [60, 60, 60]
    assert {"50", "227", "420"} <= shown(axes[0])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_fee_revenue_is_money_or_the_reason_for_none(
    observations: pd.DataFrame, shown: Shown, lang: Lang
) -> None:
    ax = figures.fee_revenue(observations, lang=lang)
    of = observations.query("row == 'fees' and column == 'amount'").set_index("report_id")["value"]
    hongze = labels(ax).index("淮安市洪泽区人民政府 2024")
    assert widths(ax)[hongze] == of["320813-淮安市洪泽区人民政府-2024"]
    reasons = [text.get_text() for text in ax.texts if text.get_gid() == "reason"]
    assert len(reasons) == 1
    assert "2019" in reasons[0]
    assert len(widths(ax)) == 8
    shown(ax)


def test_fee_revenue_of_many_counts_those_without(many: pd.DataFrame, shown: Shown) -> None:
    gone = many.copy()
    first = gone["report_id"] == gone["report_id"].iloc[0]
    gone.loc[first & (gone["row"] == "fees"), ["value", "status"]] = [np.nan, "blank"]
    ax = figures.fee_revenue(gone, size="column")
    assert len(dots(ax, "values")) == 59
    assert "No amount: left blank: 1" in shown(ax)


def test_processing_fees_are_yuan_and_yuan_for_each_application(
    observations: pd.DataFrame, shown: Shown
) -> None:
    new = observations.query("table == 'applications' and row == 'new' and column == 'total'")
    fees = new.assign(table="prose", row="processing_fee", column="amount", unit="元", value=30.0)
    table = pd.concat([observations, fees.head(3)])
    first = figures.processing_fees(table)
    charged, each = figure_of(first).axes
    assert sorted(widths(charged).values()) == [30, 30, 30]
    measure = gx.measures(table, ["processing_fee_per_application"])
    values = measure["value"].dropna()
    assert sorted(widths(each).values()) == pytest.approx(sorted(values))
    reasons = [text.get_text() for text in each.texts if text.get_gid() == "reason"]
    assert len(reasons) == 9 - len(values)
    assert set(reasons) == {"missing: not in the report"}
    again = figure_of(figures.processing_fees(measure, lang="zh", size="column")).axes
    assert [widths(ax) for ax in again] == [widths(charged), widths(each)]
    shown(first)


def test_many_processing_fees_are_drawn_by_year(observations: pd.DataFrame, shown: Shown) -> None:
    new = observations.query("table == 'applications' and row == 'new' and column == 'total'")
    fee = new.assign(table="prose", row="processing_fee", column="amount", unit="元", value=30.0)
    one = gx.measures(pd.concat([observations, fee]), ["processing_fee_per_application"])
    many = pd.concat([one.assign(report_id=one["report_id"] + f" {n}") for n in range(8)])
    many["value"] = many["value"].mask(many["year"] == 2025)
    words = shown(figures.processing_fees(many))
    assert {"2019", "2023", "2024"} <= words
    none = int(many["value"].isna().sum())
    assert f"{none} of {len(many)} reports state no fee" in " ".join(" ".join(words).split())


@pytest.mark.parametrize("draw", [figures.documents, figures.fee_revenue])
def test_a_missing_column_is_named(
    draw: Callable[[pd.DataFrame], Axes], observations: pd.DataFrame
) -> None:
    with pytest.raises(ValueError, match="needs the column status; the frame has"):
        draw(observations.drop(columns="status"))


def test_a_log_axis_of_few_values_has_plain_numbers_and_its_medians_are_exact(
    shown: Shown,
) -> None:
    told = pd.DataFrame({"year": 2024, "value": [70.0, 90, 115, 300], "scope": "total"})
    said = shown(figures.disclosure_volumes(told))
    assert {"100", "200", "102.5"} <= said
    assert not [text for text in said if "10^" in text or "mathdefault" in text]
