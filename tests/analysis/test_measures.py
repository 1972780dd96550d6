"""Measures: recomputed by hand, missing with a reason, pooled as sums, refused across forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

import gxlab as gx
from gxlab.analysis.catalogue import chosen, crosswalk, definitions
from gxlab.analysis.measured import NotComparable, measures
from gxlab.cells import Observation
from gxlab.checks.sums import form_cells, matches
from gxlab.errors import GxlabError
from gxlab.regions import _index
from gxlab.regions.lasting import lasting_region
from gxlab.schema import frame
from tests.conftest import ROOT

LAWFUL = ("2014", "2019", "2021")


def made(
    body: str,
    code: str,
    year: int,
    cells: Mapping[str, float | str],
    *,
    form: str = "2021",
    level: str = "county",
    report_id: str | None = None,
) -> pd.DataFrame:
    """Observations of one report: cells by table.row.column, a number or a status."""
    about: dict[str, Any] = {
        "report_id": report_id or f"{code}-{body}-{year}",
        "report_key": report_id or f"{code}-{body}-{year}",
        "body": body,
        "level": level,
        "region_code": code,
        "province": "某省",
        "prefecture": "某市",
        "county": body[:3],
        "year": year,
        "form": form,
    }
    rows: list[dict[str, Any]] = []
    for key, given in cells.items():
        number = isinstance(given, int | float)
        value, status = (given, "reported") if number else (None, given)
        raw = str(given) if number else ""
        table, row, column = key.split(".")
        cell = Observation(table, row, column, None, "件", status, raw, None, "")
        rows.append({**about, **cell._asdict(), "value": value, "note": None})
    return frame("observations", rows)


@pytest.fixture(scope="session")
def nine() -> pd.DataFrame:
    """The nine bundled reports, as read."""
    files = sorted((ROOT / "data" / "reports").iterdir())
    return pd.concat([gx.read(path).observations for path in files], ignore_index=True)


def of(observations: pd.DataFrame, report: str) -> pd.DataFrame:
    return observations[observations["report_id"] == report]


def column(observations: pd.DataFrame, report: str) -> dict[str, float]:
    rows = measures(of(observations, report)).set_index("measure")
    return rows["value"].to_dict()


SUQIAN, HONGZE = "321300-宿迁市人民政府-2024", "320813-淮安市洪泽区人民政府-2024"
SHANGHAI = "310000-上海市人民政府办公厅-2019"


# --- By hand ----------------------------------------------------------------------------------


def test_every_measure_of_suqian_2024_by_hand(nine: pd.DataFrame) -> None:
    prose = made(
        "宿迁市人民政府", "321300", 2024, {"prose.processing_fee.amount": 3940.0,
        "prose.disclosed.total": 6750.0}, report_id=SUQIAN,
    )  # fmt: skip
    assert column(pd.concat([nine, prose]), SUQIAN) == pytest.approx(
        {
            "disclosure_rate": (1431 + 471) / 3521,
            "disclosure_rate_of_received": (1431 + 471) / (3525 + 121),
            "full_disclosure_rate": 1431 / 3521,
            "refusal_rate": (2 + 1 + 4 + 17 + 21 + 11 + 23 + 13) / 3521,
            "unavailable_rate": (897 + 36 + 8) / 3521,
            "not_held_share": 897 / 941,
            "declined_rate": (87 + 27 + 0 + 3 + 0) / 3521,
            "other_rate": (77 + 38 + 354) / 3521,
            "carry_over_rate": 125 / 3646,
            "natural_person_share": 3440 / 3525,
            "reconsideration_correction_rate": 18 / 170,
            "reconsideration_correction_rate_concluded": 18 / (88 + 18 + 28),
            "litigation_correction_rate": 0 / 77,
            "litigation_correction_rate_concluded": 0 / (7 + 11 + 33 + 6),
            "dispute_rate": (170 + 25 + 52) / 3525,
            "repealed_per_issued": 227 / 50,
            "administrative_fees": 72701.2578,
            "information_fees": 3940,
            "processing_fee_per_application": 3940 / 3525,
            "applications_received": 3525,
            "applications_concluded": 3521,
            "reconsideration_cases": 170,
            "litigation_cases": 77,
            "documents_in_force": 420,
            "information_disclosed": 6750,
        }
    )


def test_every_measure_of_hongze_2024_by_hand(nine: pd.DataFrame) -> None:
    # Form 2021 with (六) printed as the one row of 2019: the row is the family `other*`.
    values = column(nine, HONGZE)
    assert values == pytest.approx(
        {
            "disclosure_rate": (50 + 9) / 95,
            "disclosure_rate_of_received": (50 + 9) / (95 + 0),
            "full_disclosure_rate": 50 / 95,
            "refusal_rate": (1 + 1 + 1) / 95,
            "unavailable_rate": (31 + 1) / 95,
            "not_held_share": 31 / 32,
            "declined_rate": 1 / 95,
            "other_rate": 0 / 95,
            "carry_over_rate": 0 / 95,
            "natural_person_share": 95 / 95,
            "reconsideration_correction_rate": 1 / 2,
            "reconsideration_correction_rate_concluded": 1 / (1 + 1 + 0),
            "litigation_correction_rate": 0 / (1 + 3),
            "litigation_correction_rate_concluded": 0 / (1 + 0 + 0 + 2 + 0 + 1),
            "dispute_rate": (2 + 1 + 3) / 95,
            "repealed_per_issued": 0 / 3,
            "administrative_fees": 7545,
            "information_fees": float("nan"),
            "processing_fee_per_application": float("nan"),
            "applications_received": 95,
            "applications_concluded": 95,
            "reconsideration_cases": 2,
            "litigation_cases": 4,
            "documents_in_force": 8,
            "information_disclosed": float("nan"),
        },
        nan_ok=True,
    )


INDICATORS = {
    "received": 200, "completed": 180, "replied": 185, "replied_already_public": 20,
    "replied_granted": 60, "replied_partly_granted": 10, "replied_refused": 18,
    "replied_not_this_body": 27, "replied_not_exist": 9, "reconsideration": 8,
    "reconsideration_upheld": 5, "reconsideration_corrected": 2, "reconsideration_other": 1,
    "litigation": 4, "litigation_upheld": 3, "litigation_corrected": 1, "litigation_other": 0,
    "application_fees": 0.05, "disclosed": 1234,
}  # fmt: skip


def in_2014(code: str = "320829", body: str = "洪泽县人民政府", year: int = 2015) -> pd.DataFrame:
    cells = {f"indicators.{row}.value": number for row, number in INDICATORS.items()}
    return made(body, code, year, cells, form="2014")


def test_a_report_of_the_2014_form_by_hand() -> None:
    rows = measures(in_2014()).set_index("measure")
    known = rows["value"].dropna().to_dict()
    assert known == pytest.approx(
        {
            "disclosure_rate": (60 + 20 + 10) / 180,
            "full_disclosure_rate": (60 + 20) / 180,
            "refusal_rate": 18 / 180,
            "unavailable_rate": (27 + 9) / 180,
            "reconsideration_correction_rate": 2 / 8,
            "reconsideration_correction_rate_concluded": 2 / 8,
            "litigation_correction_rate": 1 / 4,
            "litigation_correction_rate_concluded": 1 / 4,
            "dispute_rate": 12 / 200,
            "information_fees": 500.0,  # 0.05 万元 in 元
            "processing_fee_per_application": 500 / 200,
            "applications_received": 200,
            "applications_concluded": 180,
            "reconsideration_cases": 8,
            "litigation_cases": 4,
            "information_disclosed": 1234,
        }
    )
    assert rows.loc["administrative_fees", "reason"].startswith("not defined for form 2014")


# --- Missing ----------------------------------------------------------------------------------


def test_a_2019_report_has_no_administrative_fees_and_says_why(nine: pd.DataFrame) -> None:
    (row,) = measures(of(nine, SHANGHAI), ["administrative_fees"]).to_dict("records")
    assert pd.isna(row["value"])
    assert pd.isna(row["numerator"])
    assert row["n_reports"] == 0
    assert "not defined for form 2019: the form counts fee items (项), not money" in row["reason"]


def test_blank_totals_make_measures_missing_and_are_named(nine: pd.DataFrame) -> None:
    rows = measures(of(nine, SHANGHAI)).set_index("measure")
    disclosure = rows.loc["disclosure_rate"]
    assert pd.isna(disclosure["value"])
    assert disclosure["denominator"] == 805
    assert disclosure["reason"] == (
        "numerator: applications.granted.total blank; applications.partly_granted.total blank"
    )
    assert rows.loc["carry_over_rate", "value"] == pytest.approx(72 / (859 + 18))


@pytest.mark.parametrize("status", ["blank", "not_applicable", "unreadable", "absent", None])
def test_one_member_of_a_family_that_is_not_reported_makes_it_missing(status: str | None) -> None:
    cells: dict[str, float | str] = {
        key: 1 for key in form_cells("2021") if matches(key, "applications.refused_*.total")
    }
    cells["applications.total.total"] = 80
    whole = measures(made("甲县人民政府", "320829", 2022, cells), ["refusal_rate"])
    assert whole["value"].item() == 8 / 80
    gone = "applications.refused_third_party.total"
    cells = {key: v for key, v in cells.items() if key != gone} | ({gone: status} if status else {})
    row = measures(made("甲县人民政府", "320829", 2022, cells), ["refusal_rate"]).iloc[0]
    assert pd.isna(row["value"])
    assert row["reason"] == f"numerator: {gone} {status or 'absent'}"


PARTS = ("other_no_correction", "other_fee_unpaid", "other_else")


@pytest.mark.parametrize(
    ("form", "cells", "sum_"),
    [
        ("2021", {"other": 7} | dict.fromkeys(PARTS, "absent"), 7),
        ("2021", {"other": 7}, 7),
        ("2021", dict.fromkeys(PARTS, 2) | {"other": 6}, 6),
        ("2021", dict.fromkeys(PARTS, 2) | {"other": "absent"}, 6),
        ("2019", {"other": "absent"} | dict.fromkeys(PARTS, 2), 6),
        ("2021", {"other": "blank"} | dict.fromkeys(PARTS, "absent"), None),
        ("2021", {"other_else": 2, "other_fee_unpaid": 1}, None),
        ("2019", {}, None),
    ],
)
def test_other_is_the_one_row_or_its_parts_never_both(
    form: str, cells: dict[str, float | str], sum_: float | None
) -> None:
    printed = {f"applications.{row}.total": given for row, given in cells.items()}
    report = made(
        "甲县人民政府", "320829", 2022, {"applications.total.total": 10} | printed, form=form
    )
    row = measures(report, ["other_rate"]).iloc[0]
    if sum_ is None:
        assert pd.isna(row["value"])
        assert "applications.other" in row["reason"]
    else:
        assert (row["numerator"], row["value"]) == (sum_, sum_ / 10)


def test_a_denominator_of_zero_and_a_part_above_its_whole_are_said() -> None:
    cells = {"disputes.reconsideration.corrected": 1, "disputes.reconsideration.total": 0,
             "disclosure.normative_documents.repealed": 5,
             "disclosure.normative_documents.issued": 0}  # fmt: skip
    codes = ["reconsideration_correction_rate", "repealed_per_issued"]
    rows = measures(made("甲县人民政府", "320829", 2022, cells), codes)
    assert rows["value"].isna().all()
    assert list(rows["reason"]) == [
        "the report contradicts itself: the part exceeds the whole",
        "the denominator is 0",
    ]
    assert list(rows["numerator"]) == [1, 5]


def test_a_figure_told_twice_and_not_the_same_is_not_chosen() -> None:
    told = [
        made("甲县人民政府", "320829", 2022, {"prose.disclosed.total": number})
        for number in (10, 11, 10)
    ]
    row = measures(pd.concat(told), ["information_disclosed"]).iloc[0]
    assert pd.isna(row["value"])
    assert row["reason"].endswith("printed more than once, and not the same")
    same = measures(pd.concat([told[0], told[2]]), ["information_disclosed"])
    assert same["value"].item() == 10


def test_what_is_approximate_is_noted() -> None:
    told = made("甲县人民政府", "320829", 2022, {"prose.disclosed.total": 6750})
    row = measures(told.assign(approximate=True), ["information_disclosed"]).iloc[0]
    assert (row["value"], row["note"]) == (6750, "approximate, as printed")


# --- Groups -----------------------------------------------------------------------------------


def county(body: str, code: str, year: int, granted: float | str, total: float) -> pd.DataFrame:
    cells = {"applications.granted.total": granted, "applications.total.total": total}
    return made(body, code, year, cells)


def test_pooled_is_the_sum_of_operands_and_mean_only_when_asked(nine: pd.DataFrame) -> None:
    two = nine[nine["body"] == "宿迁市人民政府"]
    pooled = measures(two, ["disclosure_rate"], by=["region_code"]).iloc[0]
    assert (pooled["numerator"], pooled["denominator"]) == (1519 + 1902, 3486 + 3521)
    assert pooled["value"] == (1519 + 1902) / (3486 + 3521)
    assert (pooled["n_reports"], pooled["n_missing"], pooled["reason"]) == (2, 0, "")
    mean = measures(two, ["disclosure_rate"], by=["region_code"], how="mean").iloc[0]
    assert mean["value"] == pytest.approx((1519 / 3486 + 1902 / 3521) / 2)
    assert pd.isna(mean["numerator"])


def test_a_report_without_an_operand_is_counted_and_adds_nothing() -> None:
    three = pd.concat([
        county("淮阴区人民政府", "320804", 2022, 5, 10),
        county("洪泽区人民政府", "320813", 2022, "blank", 1000),
        county("金湖县人民政府", "320831", 2022, 0, 10),
    ])  # fmt: skip
    row = measures(three, ["full_disclosure_rate"], by=["prefecture", "year"]).iloc[0]
    assert (row["lasting_region"], row["prefecture"]) == ("320800", "淮安市")
    assert (row["numerator"], row["denominator"], row["value"]) == (5, 20, 0.25)
    assert (row["n_reports"], row["n_missing"]) == (2, 1)
    none = measures(three, ["refusal_rate"], by=["year"]).iloc[0]
    assert pd.isna(none["value"])
    assert none["reason"].startswith("no report has it; the first: numerator: applications.refused")


def test_counties_of_one_name_are_two_and_a_promoted_county_is_one() -> None:
    reports = pd.concat([
        county("鼓楼区人民政府", "320106", 2022, 1, 10),  # 南京
        county("鼓楼区人民政府", "320302", 2022, 9, 10),  # 徐州
        county("洪泽县人民政府", "320829", 2015, 2, 10),
        county("洪泽区人民政府", "320813", 2022, 4, 10),
    ])  # fmt: skip
    rows = measures(reports, ["full_disclosure_rate"], by=["county"])
    assert dict(zip(rows["lasting_region"], rows["numerator"], strict=True)) == {
        "320106": 1, "320302": 9, "320813": 6,
    }  # fmt: skip
    assert list(rows["county"]) == ["鼓楼区", "鼓楼区", "洪泽区"]
    bodies = measures(reports, ["full_disclosure_rate"], by=["body"])
    assert list(bodies["n_reports"]) == [1, 1, 2]
    assert bodies["body"].iloc[2] == "洪泽区人民政府"


def test_two_files_of_one_report_count_once() -> None:
    a = county("洪泽区人民政府", "320813", 2022, 4, 10).assign(report_id="r~aa")
    b = county("洪泽区人民政府", "320813", 2022, 4, 10).assign(report_id="r~bb")
    row = measures(pd.concat([a, b]), ["full_disclosure_rate"], by=["year"]).iloc[0]
    assert (row["numerator"], row["n_reports"]) == (4, 1)
    other = county("洪泽区人民政府", "320813", 2022, 5, 10).assign(report_id="r~bb")
    row = measures(pd.concat([a, other]), ["full_disclosure_rate"], by=["year"]).iloc[0]
    assert pd.isna(row["value"])
    assert row["reason"] == "two files of one report do not say the same"


def test_levels_in_one_group_are_noted(nine: pd.DataFrame) -> None:
    huaian = nine[nine["prefecture"] == "淮安市"]
    rows = measures(huaian, ["disclosure_rate"], by=["prefecture", "year"])
    assert list(rows["note"].str.startswith("reports of several levels")) == [False, True]


# --- Across forms -----------------------------------------------------------------------------


def both_forms() -> pd.DataFrame:
    families = ("granted", "partly_granted", "refused_*", "total")
    later: dict[str, float | str] = {
        key: 1
        for row in families
        for key in form_cells("2021")
        if matches(key, f"applications.{row}.total")
    }
    later["applications.total.total"] = 20
    return pd.concat([in_2014(), made("洪泽区人民政府", "320813", 2022, later)])


def test_what_may_not_be_compared_is_refused_with_the_reason() -> None:
    told = "refusal_rate .*forms 2014, 2021 .*grounds differ.*across_forms=True"
    with pytest.raises(NotComparable, match=told):
        measures(both_forms(), ["refusal_rate"], by=["county"])
    assert issubclass(NotComparable, GxlabError)


def test_it_is_allowed_by_an_explicit_word() -> None:
    row = measures(both_forms(), ["refusal_rate"], by=["county"], across_forms=True).iloc[0]
    assert row["value"] == (18 + 8) / (180 + 20)
    assert row["form"] == "2014, 2021"


def test_what_may_be_compared_is_and_one_form_at_a_time_is_always() -> None:
    row = measures(both_forms(), ["disclosure_rate"], by=["county"]).iloc[0]
    assert row["value"] == (90 + 2) / (180 + 20)
    assert len(measures(both_forms(), ["refusal_rate"], by=["county", "year"])) == 2


def test_a_form_without_the_measure_does_not_stand_in_the_way(nine: pd.DataFrame) -> None:
    shanghai = nine[nine["body"] == "上海市人民政府办公厅"]
    row = measures(shanghai, ["administrative_fees"], by=["body"]).iloc[0]
    assert (row["value"], row["form"], row["n_missing"]) == (0, "2021", 1)
    with pytest.raises(NotComparable, match="2019 has a stock disclosed, 2021 a stock valid"):
        measures(shanghai, ["documents_in_force"], by=["body"])


# --- The definitions --------------------------------------------------------------------------


def test_every_division_is_that_of_some_form() -> None:
    for measure in chosen(None):
        used = {operands for form in LAWFUL if (operands := measure.on(form))}
        assert used == set(measure.operands), measure.code


def test_every_form_has_operands_or_a_reason_and_one_place_in_the_crosswalk() -> None:
    for measure in chosen(None):
        defined = [form for form in LAWFUL if measure.on(form)]
        assert set(measure.undefined) == set(LAWFUL) - set(defined), measure.code
        assert sorted(f for forms in measure.alike for f in forms) == defined, measure.code
        assert measure.note, measure.code


def test_definitions_and_crosswalk_are_tables() -> None:
    known = definitions().set_index("measure")
    assert known.loc["refusal_rate", "formula_zh"] == "不予公开各项之和 ÷ 办理结果总计"
    assert known.loc["administrative_fees", "forms"] == "2021"
    across = crosswalk().set_index("measure")
    assert across.loc["refusal_rate", "comparable"] == "2014 ≠ 2019 = 2021"
    assert across.loc["disclosure_rate", "comparable"] == "2014 = 2019 = 2021"
    assert "counts fee items" in across.loc["administrative_fees", "form_2019"]
    assert across.loc["administrative_fees", "form_2021"] == "disclosure.fees.amount"
    assert not across.isna().any().any()


def test_an_unknown_measure_or_column_is_named() -> None:
    with pytest.raises(KeyError, match="no measure speed; there are disclosure_rate"):
        chosen(["speed"])
    with pytest.raises(ValueError, match="give a sequence of columns out of"):
        measures(in_2014(), by=["colour"])


def test_nothing_read_gives_empty_tables() -> None:
    nothing = frame("observations", ())
    assert measures(nothing).empty
    assert measures(nothing, by=["year"]).empty


def test_no_two_divisions_of_a_year_have_one_identity() -> None:
    for year in range(2007, 2025):
        rows = [r for named in _index().by_code.values() for r in named if r.years_off(year) == 0]
        assert len({lasting_region(r.code, year) for r in rows}) == len(rows), year
    assert lasting_region("320829", 2014) == "320813"
    assert lasting_region("500110", 2010) == "500110-2010"  # 万盛区, now in 綦江区
    assert lasting_region("500222", 2010) == lasting_region("500110", 2020) == "500110"
    assert lasting_region("999999", 2020) == "999999"


def test_what_is_computed_from_simulated_figures_says_so(nine: pd.DataFrame) -> None:
    simulated = nine.assign(report_id="simulated-" + nine["report_id"])
    by = ["prefecture", "year"]
    for made in (
        gx.measures(simulated, ["refusal_rate"]),
        gx.measures(simulated, ["refusal_rate"], by=by),
        gx.panel(simulated, ["refusal_rate"], by=by).data,
        gx.panel(simulated, ["refusal_rate"], by=by).wide(),
    ):
        assert made.attrs["simulated"]
    assert "simulated" not in gx.measures(nine, ["refusal_rate"], by=by).attrs
