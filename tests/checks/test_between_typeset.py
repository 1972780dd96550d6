"""From files to what years, prose and tables say of one another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import gxlab as gx
from gxlab.samples.typeset.printed import Printed
from tests.conftest import ROOT
from tests.formats import FORMATS

BUNDLED = ROOT / "data" / "reports"


@pytest.fixture(scope="module")
def suqian() -> pd.DataFrame:
    files = ("suqian-2023.html", "suqian-2024.docx")
    return pd.concat([gx.read(BUNDLED / name).observations for name in files], ignore_index=True)


def test_suqian_carries_over_what_it_carried_out(suqian: pd.DataFrame) -> None:
    found = gx.between_years(suqian)
    assert set(found["verdict"]) == {"holds"}
    carried = found.query("identity == 'C1' and instance == 'total'").iloc[0]
    assert (carried["left"], carried["right"]) == (121, 121)
    in_force = found.query("identity == 'C2'").set_index("instance")["left"].to_dict()
    assert in_force == {"regulations": 12, "normative_documents": 420}


def test_hongze_between_its_years_is_judged_rule_by_rule() -> None:
    files = ("hongze-2023.pdf", "hongze-2024.docx")
    both = pd.concat([gx.read(BUNDLED / name).observations for name in files], ignore_index=True)
    found = gx.between_years(both)
    assert set(found["verdict"]) <= {"holds", "broken"}
    assert (found.query("identity == 'C1'")["verdict"] == "holds").all()
    documents = found.query("identity == 'C2' and instance == 'normative_documents'").iloc[0]
    # 5 in force, 3 issued, none repealed: 8, as printed.
    assert (documents["left"], documents["right"], documents["verdict"]) == (8, 8, "holds")


def test_prose_that_differs_from_the_table_is_flagged_as_soft(
    reports: dict[str, Printed], tmp_path: Path
) -> None:
    told = "2024年,全市共发生政府信息公开行政复议134件、行政诉讼57件。"
    printed = replace(reports["suqian-2024"], overview=(told,))
    path = tmp_path / "suqian.html"
    path.write_bytes(FORMATS["html portal"](printed, None))
    report = gx.read(path)
    prose = report.observations.query("table == 'prose'").set_index("row")["value"].to_dict()
    assert prose == {"reconsideration": 134, "litigation": 57}
    found = gx.prose_against_table(report.observations)
    differ = found[found["verdict"] == "soft"]
    assert sorted(zip(differ["left"], differ["right"], strict=True)) == [(57, 77), (134, 170)]
    assert differ["soft"].all()
    assert differ["why"].str.len().min() > 10


def test_two_files_of_one_report_agree(reports: dict[str, Printed], tmp_path: Path) -> None:
    tables = []
    for format_ in ("html portal", "pdf"):
        path = tmp_path / format_.replace(" ", ".")
        path.write_bytes(FORMATS[format_](reports["huaian-2024"], None))
        tables.append(gx.read(path).observations)
    found = gx.between_files(*tables)
    assert (found["verdict"] == "holds").all()
    assert len(found) == 200


def test_a_county_that_became_a_district_is_one_unit_of_a_panel(
    reports: dict[str, Printed], tmp_path: Path
) -> None:
    frames = []
    for body, year in (("洪泽县人民政府", 2015), ("淮安市洪泽区人民政府", 2023)):
        title = f"{body}{year}年政府信息公开工作年度报告"
        printed = replace(reports["hongze-2024"], body=body, year=year, title=title, signature=body)
        path = tmp_path / f"{year}.docx"
        path.write_bytes(FORMATS["docx"](printed, None))
        frames.append(gx.read(path).observations)
    panel = gx.panel(pd.concat(frames, ignore_index=True), measures=["disclosure_rate"])
    assert panel.data["lasting_region"].unique().tolist() == ["320813"]
    assert sorted(panel.data["year"]) == [2015, 2023]
