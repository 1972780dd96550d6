"""Panels: one unit a lasting identity, what is missing shown, forms not mixed unasked."""

from __future__ import annotations

import pandas as pd
import pytest

import gxlab as gx
from gxlab.analysis.measured import NotComparable
from gxlab.analysis.panels import Panel, panel
from gxlab.errors import GxlabError
from tests.analysis.test_measures import both_forms, county, made

RATE = ["full_disclosure_rate"]


def some() -> pd.DataFrame:
    return pd.concat([
        county("洪泽县人民政府", "320829", 2015, 2, 10),
        county("洪泽区人民政府", "320813", 2017, 4, 10),
        county("洪泽区人民政府", "320813", 2018, 5, 10),
        county("鼓楼区人民政府", "320106", 2017, 1, 10),
        county("鼓楼区人民政府", "320302", 2017, 9, 10),
        county("鼓楼区人民政府", "320302", 2018, "blank", 10),
    ])  # fmt: skip


def rates(made_panel: Panel) -> dict[tuple[str, int], float]:
    rows = made_panel.data
    keys = zip(rows["lasting_region"], rows["year"], strict=True)
    return dict(zip(keys, rows["numerator"], strict=True))


def test_a_county_keeps_its_identity_and_its_namesakes_keep_theirs() -> None:
    made_panel = panel(some(), RATE)
    expected = {
        ("320106", 2017): 1, ("320302", 2017): 9, ("320302", 2018): None,
        ("320813", 2015): 2, ("320813", 2017): 4, ("320813", 2018): 5,
    }  # fmt: skip
    assert {k: None if pd.isna(v) else v for k, v in rates(made_panel).items()} == expected
    hongze = made_panel.data[made_panel.data["lasting_region"] == "320813"]
    assert set(hongze["county"]) == {"洪泽区"}
    assert list(hongze["body"]) == ["洪泽县人民政府", "洪泽区人民政府", "洪泽区人民政府"]
    assert hongze["report_id"].iloc[0] == "320829-洪泽县人民政府-2015"
    assert set(made_panel.data["prefecture"]) == {"淮安市", "南京市", "徐州市"}


def test_coverage_shows_every_year_and_the_form_of_what_is_there() -> None:
    coverage = panel(some(), RATE).coverage
    assert list(coverage.columns) == [2015, 2016, 2017, 2018]
    assert coverage.index.tolist() == [
        ("320106", "鼓楼区"),
        ("320302", "鼓楼区"),
        ("320813", "洪泽区"),
    ]
    hongze = coverage.loc[("320813", "洪泽区")]
    assert hongze[2015] == hongze[2018] == "2021"
    assert pd.isna(hongze[2016])
    assert coverage.notna().sum().tolist() == [1, 0, 3, 2]


def test_a_balanced_panel_has_every_value_and_coverage_still_shows_the_rest() -> None:
    assert panel(some(), RATE, balanced=True).data.empty
    two = panel(some(), RATE, balanced=True, years=(2017, 2018))
    assert set(two.data["lasting_region"]) == {"320813"}
    assert len(two.data) == 2
    assert list(two.coverage.columns) == [2017, 2018]
    assert len(two.coverage) == 3
    assert two.left_out["reason"].tolist() == ["its year is not asked for"]


def test_wide_has_a_column_for_each_measure() -> None:
    wide = panel(some(), [*RATE, "applications_concluded"]).wide()
    assert len(wide) == 6
    assert list(wide.columns[-2:]) == [*RATE, "applications_concluded"]
    assert wide["applications_concluded"].tolist() == [10] * 6
    reasons = panel(some(), RATE).wide("reason")[RATE[0]]
    assert sum(reasons != "") == 1


def test_a_county_is_its_governments_report_not_its_departments_or_its_office() -> None:
    cells = {"applications.granted.total": 7, "applications.total.total": 10}
    others = [
        made("洪泽区财政局", "320813", 2018, cells, level="department"),
        made("洪泽区人民政府办公室", "320813", 2018, cells),
        made("淮阴区人民政府办公室", "320804", 2018, cells),
    ]
    made_panel = panel(pd.concat([some(), *others]), RATE)
    assert rates(made_panel)["320813", 2018] == 5
    assert rates(made_panel)["320804", 2018] == 7
    left = made_panel.left_out.set_index("body")["reason"]
    assert left["洪泽区财政局"] == "its level is department, not county"
    assert left["洪泽区人民政府办公室"].startswith("another body reports for the same place")
    bodies = panel(pd.concat([some(), *others]), RATE, by=("body", "year"))
    assert bodies.left_out.empty
    assert len(bodies.coverage) == 6
    assert len(bodies.wide()) == 9


def test_counties_are_added_up_where_their_level_is_asked_for() -> None:
    counties = pd.concat([
        county("淮阴区人民政府", "320804", 2022, 5, 10),
        county("洪泽区人民政府", "320813", 2022, 1, 30),
        county("金湖县人民政府", "320831", 2022, "blank", 99),
    ])  # fmt: skip
    row = panel(counties, RATE, by=("prefecture", "year"), level="county").data.iloc[0]
    assert (row["prefecture"], row["value"]) == ("淮安市", 6 / 40)
    assert (row["n_reports"], row["n_missing"]) == (2, 1)
    assert pd.isna(row["body"])
    with pytest.raises(GxlabError, match="its level is county, not prefecture"):
        panel(counties, RATE, by=("prefecture", "year"))


def test_forms_that_may_not_be_compared_are_refused_over_the_whole_panel() -> None:
    with pytest.raises(NotComparable, match=r"refusal_rate .*the forms 2014, 2021: the grounds"):
        panel(both_forms(), ["refusal_rate"])
    allowed = panel(both_forms(), ["refusal_rate"], across_forms=True)
    assert list(allowed.data["form"]) == ["2014", "2021"]
    assert allowed.coverage.loc[("320813", "洪泽区"), 2015] == "2014"
    assert len(panel(both_forms(), ["disclosure_rate"]).data) == 2


def test_what_a_panel_is_by_is_checked() -> None:
    for by in (("county",), ("county", "month"), ("village", "year")):
        with pytest.raises(ValueError, match="with a unit of province, prefecture, county, body"):
            panel(some(), RATE, by=by)


def test_a_panel_shows_what_is_there() -> None:
    made = gx.load().panel(["full_disclosure_rate"], by=("body", "year"))
    there = int(made.coverage.notna().sum().sum())
    assert f"{there} of {made.coverage.size} years there, 0 reports left out" in repr(made)
    assert "full_disclosure_rate" in repr(made)
    assert "淮安市洪泽区人民政府" in made._repr_html_()
    assert "NaN" not in made._repr_html_()
