"""Between years of one body, prose and table, two files of one report."""

from __future__ import annotations

import pandas as pd
import pytest

import gxlab as gx
from gxlab.checks.files import between_files
from gxlab.checks.judging import BETWEEN
from gxlab.checks.prose import prose_against_table
from gxlab.checks.years import between_years
from gxlab.errors import GxlabError
from gxlab.regions.lasting import body_key
from gxlab.schema import frame
from tests.analysis.test_measures import in_2014, made
from tests.conftest import ROOT


def read(*names: str) -> pd.DataFrame:
    reports = [gx.read(ROOT / "data" / "reports" / name).observations for name in names]
    return pd.concat(reports, ignore_index=True)


@pytest.fixture(scope="module")
def suqian() -> pd.DataFrame:
    return read("suqian-2023.html", "suqian-2024.docx")


def instances(checks: pd.DataFrame, identity: str) -> pd.DataFrame:
    return checks[checks["identity"] == identity].set_index("instance")


# --- Years of one body ------------------------------------------------------------------------


def test_suqian_2023_and_2024_hold(suqian: pd.DataFrame) -> None:
    checks = between_years(suqian)
    assert list(checks.columns) == [field.name for field in BETWEEN]
    assert set(checks["verdict"]) == {"holds"}
    assert not checks["soft"].any()
    c1, c2 = instances(checks, "C1"), instances(checks, "C2")
    assert len(c1) == 7
    assert (c1.loc["total", "left"], c1.loc["total", "right"]) == (121, 121)
    assert (c2.loc["normative_documents", "left"], c2.loc["regulations", "left"]) == (420, 12)
    assert (c2["difference"] == 0).all()
    assert set(checks["report_id"]) == {"321300-宿迁市人民政府-2023"}
    assert set(checks["report_id_next"]) == {"321300-宿迁市人民政府-2024"}


def test_hongze_2023_and_2024_each_instance_is_named() -> None:
    checks = between_years(read("hongze-2023.pdf", "hongze-2024.docx"))
    c2 = instances(checks, "C2").loc["normative_documents"]
    assert (c2["verdict"], c2["left"], c2["right"]) == ("holds", 8, 5 + 3 - 0)
    assert list(instances(checks, "C1")["verdict"]) == ["holds"] * 7


def test_what_does_not_hold_is_broken_by_its_difference(suqian: pd.DataFrame) -> None:
    cell = (suqian["year"] == 2024) & (suqian["row"] == "carried_in")
    wrong = suqian.assign(value=suqian["value"].mask(cell & (suqian["column"] == "total"), 120))
    checks = between_years(wrong)
    (broken,) = checks[checks["verdict"] == "broken"].to_dict("records")
    assert (broken["identity"], broken["instance"]) == ("C1", "total")
    assert (broken["left"], broken["right"], broken["difference"]) == (121, 120, 1)


def test_a_blank_is_not_zero_but_is_tried_as_zero(suqian: pd.DataFrame) -> None:
    cell = (suqian["year"] == 2024) & (suqian["row"] == "carried_in")
    gone = suqian.assign(
        value=suqian["value"].mask(cell), status=suqian["status"].mask(cell, "blank")
    )
    c1 = instances(between_years(gone), "C1")
    assert set(c1["verdict"]) == {"not_assessable"}
    assert c1["left"].isna().all()
    assert c1.loc["total", "note"] == "applications.carried_in.total blank"
    assert not c1.loc["total", "holds_with_blanks_as_zero"]
    assert c1.loc["research", "holds_with_blanks_as_zero"]
    marked = gone.assign(status=suqian["status"].mask(cell, "not_applicable"))
    assert between_years(marked)["holds_with_blanks_as_zero"].isna().all()


CARRIED = {"applications.carried_out.total": 3, "applications.carried_in.total": 3}
STOCK = {
    f"disclosure.normative_documents.{column}": number
    for column, number in {"in_force": 8, "issued": 1, "repealed": 2}.items()
}


def test_a_county_that_became_a_district_is_one_body() -> None:
    county = made("洪泽县人民政府", "320829", 2015, CARRIED, form="2019")
    district = made("淮安市洪泽区人民政府", "320813", 2016, CARRIED | STOCK)
    checks = between_years(pd.concat([county, district]))
    assert instances(checks, "C1").loc["total", "verdict"] == "holds"
    c2 = instances(checks, "C2").loc["normative_documents"]
    assert c2["verdict"] == "not_assessable"
    assert c2["note"] == "disclosure.normative_documents.in_force (not in form 2019) absent"
    fewer = made("洪泽区人民政府", "320813", 2016, dict.fromkeys(CARRIED, 4))
    broken = between_years(pd.concat([county, fewer]))
    assert "went from 320829 to 320813" in instances(broken, "C1").loc["total", "why"]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (("洪泽区人民政府", "320813", 2021), ("洪泽区人民政府办公室", "320813", 2022)),
        (("洪泽区财政局", "320813", 2021), ("洪泽区教育局", "320813", 2022)),
        (("鼓楼区人民政府", "320106", 2021), ("鼓楼区人民政府", "320302", 2022)),
        (("洪泽区人民政府", "320813", 2020), ("洪泽区人民政府", "320813", 2022)),
    ],
)
def test_other_bodies_and_years_apart_are_not_compared(
    first: tuple[str, str, int], then: tuple[str, str, int]
) -> None:
    assert between_years(pd.concat([made(*first, CARRIED), made(*then, CARRIED)])).empty


def test_a_body_is_told_by_its_name_less_its_divisions() -> None:
    assert (
        body_key("江苏省淮安市洪泽县人民政府", 2014) == body_key("洪泽区政府", 2020) == "人民政府"
    )
    assert body_key("上海市人民政府办公厅", 2020) == "人民政府办公室"
    assert body_key("洪泽县财政局", 2014) == body_key("淮安市洪泽区财政局", 2020) == "财政局"


def test_the_2014_form_has_nothing_to_carry() -> None:
    years = [in_2014(year=2015), in_2014(year=2016)]
    assert between_years(pd.concat(years)).empty
    later = made("洪泽县人民政府", "320829", 2016, CARRIED, form="2019")
    c1 = instances(between_years(pd.concat([in_2014(), later])), "C1").loc["total"]
    assert c1["note"] == "applications.carried_out.total (not in form 2014) absent"


# --- Prose and table --------------------------------------------------------------------------


def told(cells: dict[str, float | str]) -> pd.DataFrame:
    """Figures of the prose of Suqian 2024."""
    prose = {f"prose.{key}": given for key, given in cells.items()}
    name = "321300-宿迁市人民政府-2024"
    return made("宿迁市人民政府", "321300", 2024, prose, level="prefecture", report_id=name)


def against(suqian: pd.DataFrame, prose: pd.DataFrame) -> pd.DataFrame:
    return prose_against_table(pd.concat([suqian, prose])).set_index("instance")


def test_suqian_2024_prose_is_flagged_as_soft_and_explained(suqian: pd.DataFrame) -> None:
    checks = against(suqian, told({"reconsideration.total": 134, "litigation.total": 57}))
    assert list(checks["identity"]) == ["P3", "P4"]
    assert list(checks["verdict"]) == ["soft", "soft"]
    assert checks["soft"].all()
    assert list(checks["left"]) == [134, 57]
    assert list(checks["right"]) == [170, 77]
    # 170 less 36 pending is 134; 77 less 7 and 13 is 57.
    assert set(checks["why"]) == {"it is the cases concluded, without those pending"}


def test_new_plus_carried_in_and_scope_are_said(suqian: pd.DataFrame) -> None:
    checks = against(
        suqian,
        told({
            "applications.received": 3525 + 121, "applications.concluded": 17,
            "applications.new": 3525, "application_outcomes.refused": 92,
            "administrative_fees.amount": 72701.2578, "application_outcomes.other": 469,
        }),
    )  # fmt: skip
    assert checks.loc["applications.received", "why"] == "it is new plus carried in"
    assert checks.loc["applications.concluded", "identity"] == "P2"
    assert checks.loc["applications.concluded", "why"].startswith("the prose may count the body")
    held = ["applications.new", "application_outcomes.refused", "administrative_fees.amount"]
    assert (checks.loc[[*held, "application_outcomes.other"], "verdict"] == "holds").all()


def test_an_approximate_figure_holds_within_its_last_digit(suqian: pd.DataFrame) -> None:
    for number, verdict in ((3520, "holds"), (3500, "holds"), (3510, "soft"), (3600, "holds")):
        prose = told({"applications.new": number}).assign(approximate=True)
        assert against(suqian, prose)["verdict"].item() == verdict, number
    assert against(suqian, told({"applications.new": 3520}))["verdict"].item() == "soft"


def test_what_cannot_be_set_side_by_side_says_so(suqian: pd.DataFrame) -> None:
    checks = against(suqian, told({"litigation.total": "unreadable", "staff.total": 5}))
    assert list(checks.index) == ["litigation.total"]
    assert checks["verdict"].item() == "not_assessable"
    assert checks["note"].item() == "prose unreadable"


def test_prose_stands_beside_the_indicators_of_2014() -> None:
    prose = made(
        "洪泽县人民政府", "320829", 2015, {"prose.applications.received": 199}, form="2014"
    )
    checks = prose_against_table(pd.concat([in_2014(), prose]))
    assert (checks["left"].item(), checks["right"].item()) == (199, 200)
    assert checks["table"].item() == "indicators"


# --- Two files --------------------------------------------------------------------------------


def test_two_files_of_one_report_agree_or_the_figure_is_named() -> None:
    one = read("hongze-2024.docx")
    same = between_files(one, one.assign(report_id="another id"))
    assert set(same["verdict"]) == {"holds"}
    assert len(same) == (one["status"] == "reported").sum() == 186
    cell = (one["row"] == "granted") & (one["column"] == "total")
    other = one.assign(
        value=one["value"].mask(cell, 51).mask(one["row"] == "permits"),
        status=one["status"].mask(one["row"] == "permits", "blank"),
    )
    checks = between_files(one, other).set_index("instance")
    assert set(checks["identity"]) == {"F1"}
    assert checks.index[checks["verdict"] == "broken"].tolist() == ["granted.total"]
    assert checks.loc["granted.total", "difference"] == -1
    gone = checks.loc["permits.decisions"]
    assert (gone["verdict"], gone["note"]) == ("not_assessable", "second file: blank")
    assert not gone["holds_with_blanks_as_zero"]


def test_figures_of_one_file_alone_are_not_passed_over() -> None:
    one = made("洪泽区人民政府", "320813", 2022, CARRIED | STOCK)
    checks = between_files(one, made("洪泽区人民政府", "320813", 2022, CARRIED))
    assert len(checks) == 5
    assert list(checks.loc[checks["table"] == "disclosure", "note"]) == ["second file: absent"] * 3


def test_files_are_paired_by_report() -> None:
    def both(mark: str, number: float) -> pd.DataFrame:
        cells: dict[str, float | str] = {"applications.new.total": number}
        a, b = (made(f"{n}县人民政府", "320829", 2022, cells) for n in "甲乙")
        return pd.concat([a, b]).assign(report_id=lambda f: f["report_id"] + mark)

    checks = between_files(both("~aaaaaaaa", 3), both("~bbbbbbbb", 3))
    assert list(checks["verdict"]) == ["holds", "holds"]
    assert list(checks["report_id"].str[-9:]) == ["~aaaaaaaa"] * 2
    assert list(checks["report_id_next"].str[-9:]) == ["~bbbbbbbb"] * 2
    with pytest.raises(GxlabError, match=r"no report is in both: the first has .*甲县"):
        between_files(both("", 3), pd.concat([in_2014(), in_2014(year=2016)]))


def test_nothing_gives_empty_tables() -> None:
    nothing = frame("observations", ())
    for table in (between_years(nothing), prose_against_table(nothing)):
        assert table.empty
        assert list(table.columns) == [field.name for field in BETWEEN]
