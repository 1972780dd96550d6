"""Rates side by side, against figures of the bundled reports and of the literature."""

from __future__ import annotations

import pandas as pd
import pytest

import gxlab as gx

SUQIAN = "321300"


@pytest.fixture(scope="module")
def observations() -> pd.DataFrame:
    return gx.load().observations


@pytest.fixture(scope="module")
def rates(observations: pd.DataFrame) -> pd.DataFrame:
    codes = ["full_disclosure_rate", "refusal_rate", "applications_received"]
    return gx.measures(observations, codes, by=("body", "year"))


def test_a_change_has_newcombes_interval() -> None:
    # Newcombe 1998, table II, example (a), method 10: 56/70 less 48/80, 0.0524 to 0.3339.
    rate = {"lasting_region": "1", "measure": "m", "unit": "share"}
    frame = pd.DataFrame(
        [
            {**rate, "year": 2020, "value": 48 / 80, "numerator": 48, "denominator": 80},
            {**rate, "year": 2021, "value": 56 / 70, "numerator": 56, "denominator": 70},
        ]
    )
    change = gx.changes(frame).iloc[0]
    assert change["difference"] == pytest.approx(0.2)
    assert (round(change["low"], 4), round(change["high"], 4)) == (0.0524, 0.3339)


def test_changes_are_of_years_that_follow_each_other(rates: pd.DataFrame) -> None:
    change = gx.changes(rates)
    assert set(change["measure"]) == {"full_disclosure_rate", "refusal_rate"}  # counts have none
    assert set(change["lasting_region"]) == {"320813", SUQIAN}  # not Shanghai, 2019 and 2025
    suqian = change[change["lasting_region"] == SUQIAN].set_index("measure")
    assert suqian.loc["refusal_rate", "difference"] == pytest.approx(92 / 3521 - 142 / 3486)
    assert gx.changes(rates.iloc[:0]).empty


def test_changes_say_what_they_need(rates: pd.DataFrame) -> None:
    with pytest.raises(gx.GxlabError, match="no denominator: give the data of a panel"):
        gx.changes(rates.drop(columns="denominator"))
    with pytest.raises(gx.GxlabError, match="no unit: one of lasting_region"):
        gx.changes(rates.drop(columns=["lasting_region", "body"]))


def test_kinds_of_applicant_add_up_to_their_total(observations: pd.DataFrame) -> None:
    kinds = gx.rates_by_applicant(observations).set_index("applicant")
    six = kinds.drop("total")
    assert len(six) == 6
    for side in ("numerator", "denominator"):
        assert six[side].sum() == kinds.loc["total", side]
    assert kinds.loc["total", "denominator"] == 11401
    assert set(kinds["n_reports"]) == {8}
    assert set(kinds["n_missing"]) == {1}  # Shanghai 2019, whose totals are blank
    assert pd.isna(kinds.loc["research", "value"])  # none concluded: no rate, and no zero


def test_grounds_are_shares_of_all_refusals(observations: pd.DataFrame) -> None:
    grounds = gx.shares_of_grounds(observations)
    assert grounds["value"].sum() == pytest.approx(1)
    assert grounds["numerator"].is_monotonic_decreasing
    assert grounds.loc[0, ["ground", "numerator", "denominator"]].tolist() == [
        "refused_administrative_query", 144, 440,
    ]  # fmt: skip


def test_without_the_table_there_is_nothing_and_no_error(observations: pd.DataFrame) -> None:
    none = observations.iloc[:0]
    assert gx.rates_by_applicant(none)["value"].isna().all()
    assert gx.shares_of_grounds(none)["denominator"].eq(0).all()


def test_a_table_of_rates_shows_interval_and_numbers(rates: pd.DataFrame) -> None:
    table = gx.rate_table(gx.wilson(rates[rates["unit"] == "share"]))
    assert list(table) == ["body", "year", "full-disclosure rate", "refusal rate"]
    suqian = table[(table["body"] == "宿迁市人民政府") & (table["year"] == 2024)].iloc[0]
    assert suqian["refusal rate"] == "2.6% [2.1, 3.2] 92/3,521"
    shanghai = table[table["year"] == 2019]["refusal rate"]
    assert shanghai.isna().all()  # its totals are blank


def test_an_interval_does_not_need_rows_of_different_names(rates: pd.DataFrame) -> None:
    twice = gx.wilson(pd.concat([rates, rates]))
    assert len(twice) == 2 * len(rates)
    known = twice["unit"].eq("share") & twice["denominator"].gt(0)
    assert twice.loc[known, ["low", "high"]].notna().all(axis=None)
    assert gx.wilson(rates.iloc[:0]).empty
