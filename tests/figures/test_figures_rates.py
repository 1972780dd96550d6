from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from statsmodels.stats.proportion import proportion_confint

import gxlab as gx
from gxlab import figures
from gxlab.figures.styling import Lang, figure_of

Shown = Callable[[Axes], set[str]]


def whiskers(ax: Axes) -> dict[float, list[float]]:
    """The interval drawn in each row."""
    lines = [line for line in ax.lines if len(line.get_xdata()) == 2]
    return {float(line.get_ydata()[0]): list(map(float, line.get_xdata())) for line in lines}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_each_rate_has_its_interval_and_its_n_or_says_why_not(
    observations: pd.DataFrame, shown: Shown, lang: Lang
) -> None:
    rates = gx.measures(observations, ["disclosure_rate", "reconsideration_correction_rate"])
    ax = figures.rates(rates, lang=lang)
    said = shown(ax)
    assert {"59/95", "1,902/3,521"} <= said
    assert said & {"missing: left blank", "缺失：未填写"}
    assert said & {"missing: contradictory", "缺失：报告自相矛盾"}
    assert said & {"missing: no cases", "缺失：分母为 0"}
    assert len(figure_of(ax).axes) == 2
    labels = [label.get_text() for label in ax.get_yticklabels()]
    hongze = labels.index("淮安市洪泽区人民政府 2024")
    assert whiskers(ax)[hongze] == pytest.approx(proportion_confint(59, 95, method="wilson"))
    assert len(whiskers(ax)) == 8


def test_intervals_that_are_given_are_those_drawn(observations: pd.DataFrame) -> None:
    rates = gx.measures(observations, ["disclosure_rate"]).dropna(subset="value").head(1)
    ax = figures.rates(rates.assign(low=0.1, high=0.9))
    assert whiskers(ax) == {0.0: [0.1, 0.9]}


def test_many_units_are_a_distribution(many: pd.DataFrame, shown: Shown) -> None:
    rates = gx.measures(many, ["disclosure_rate"])
    rates.loc[0, "value"] = np.nan
    ax = figures.rates(rates)
    assert {"29", "30", "n", "median"} <= shown(ax)
    dots = [line for line in ax.lines if line.get_gid() == "values"]
    assert [len(line.get_xdata()) for line in dots] == [29, 30]
    assert figure_of(ax).get_supxlabel() == "A dot for each unit; 1 of 60 rates are missing."


def over_years(names: int = 2) -> pd.DataFrame:
    """Rates of 2020 to 2023, of which the first unit has none in 2021 and no row for 2022."""
    frame = pd.DataFrame(
        [
            {"measure": "refusal_rate", "county": f"第{unit}县", "year": year,
             "value": 0.1, "numerator": 3.0, "denominator": 30.0}
            for unit in range(names)
            for year in (2020, 2021, 2022, 2023)
        ]
    )  # fmt: skip
    frame.loc[1, ["value", "numerator"]] = np.nan
    return frame.drop(index=2)


def test_lines_break_where_a_year_is_missing(shown: Shown) -> None:
    ax = figures.rate_over_years(over_years())
    assert {"第0县", "第1县", "no value"} <= shown(ax)
    first, second = (
        np.asarray(line.get_ydata(), dtype=float) for line in ax.lines if line.get_gid() == "line"
    )
    assert np.isnan(first).tolist() == [False, True, True, False]
    assert not np.isnan(second).any()
    crosses = [line for line in ax.lines if line.get_gid() == "missing"]
    assert [np.round(line.get_xdata()).tolist() for line in crosses] == [[2021, 2022]]
    heights = [ax.transData.inverted().transform(line.get_transform().transform((2021, y)))[1]
               for line in crosses for y in line.get_ydata()]  # fmt: skip
    assert max(heights) < -0.02, "on the line of 0 a cross would be read as a zero"
    whole = figures.rate_over_years(over_years().dropna(subset="value").query("year == 2020"))
    assert "no value" not in shown(whole)


def test_more_units_than_colours_are_thin_lines_under_their_median(shown: Shown) -> None:
    ax = figures.rate_over_years(over_years(12), lang="zh", size="column")
    assert {"n = 12", "n = 11"} <= shown(ax)
    assert len([line for line in ax.lines if line.get_gid() == "line"]) == 12
    assert ax.get_legend() is None
    band = figures.rate_over_years(over_years(41))
    assert not [line for line in band.lines if line.get_gid() == "line"]
    assert len([line for line in band.lines if line.get_gid() == "median"]) == 1


def test_two_rows_of_one_year_are_refused() -> None:
    twice = pd.concat([over_years(), over_years().tail(1)])
    with pytest.raises(ValueError, match="第1县 has two rows for refusal_rate in 2023"):
        figures.rate_over_years(twice)


@pytest.mark.parametrize("draw", [figures.rates, figures.rate_over_years])
def test_a_missing_column_is_named(draw: Callable[[pd.DataFrame], Axes]) -> None:
    with pytest.raises(ValueError, match="needs the columns numerator, denominator; the frame"):
        draw(over_years().drop(columns=["numerator", "denominator"]))
    with pytest.raises(ValueError, match="no rows"):
        draw(over_years().head(0))


def test_a_county_that_became_a_district_is_one_line() -> None:
    frame = over_years(1).assign(value=0.1, numerator=3.0, region_code="320813")
    frame["county"] = frame["year"].map(lambda year: "洪泽县" if year < 2022 else "洪泽区")
    before = frame.assign(year=[2014, 2015, 2016], county="洪泽县", region_code="320829")
    ax = figures.rate_over_years(pd.concat([before, frame]))
    lines = [line for line in ax.lines if line.get_gid() == "line"]
    assert [line.get_label() for line in lines] == ["洪泽区"]


def test_places_of_one_name_are_told_apart() -> None:
    same = pd.DataFrame(
        {
            "measure": "refusal_rate", "value": 0.1, "numerator": 1.0, "denominator": 10.0,
            "county": "鼓楼区", "prefecture": ["南京市", "徐州市"], "province": "江苏省",
            "lasting_region": ["320106", "320302"], "year": 2024,
        }
    )  # fmt: skip
    ax = figures.rates(same)
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["南京市鼓楼区 2024", "徐州市鼓楼区 2024"]
    bare = figures.rates(same.drop(columns=["prefecture", "province"]))
    labels = [label.get_text() for label in bare.get_yticklabels()]
    assert labels == ["鼓楼区 320106 2024", "鼓楼区 320302 2024"]
