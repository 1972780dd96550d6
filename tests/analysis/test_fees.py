"""The information-processing fee: each over the applications of the same report, none made up."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

import gxlab as gx
from gxlab.dataset.headlines import OF_OFFICE
from tests.conftest import ROOT

FEE = "全年收取信息处理费120元。"


@pytest.fixture(scope="module")
def fees() -> pd.DataFrame:
    return gx.processing_fees(gx.Dataset(ROOT / "data" / "dataset"))


def test_every_fee_of_the_headlines_is_there(fees: pd.DataFrame) -> None:
    stated = gx.Dataset(ROOT / "data" / "dataset").headlines["processing_fee_yuan"].dropna()
    assert fees["numerator"].tolist() == stated.tolist()
    known = fees.dropna(subset="value")
    assert (known["value"] == known["numerator"] / known["denominator"]).all()
    assert (fees["reason"] != "").eq(fees["value"].isna()).all()


def test_the_table_of_the_same_report_is_the_denominator(fees: pd.DataFrame) -> None:
    of = fees.set_index(["body", "year"])
    for year, received in ((2023, 3511), (2024, 3525)):  # the headlines do not state them
        row = of.loc[("宿迁市人民政府", year)]
        assert (row["denominator"], row["denominator_source"]) == (received, "table")
    assert of.loc[("重庆两江新区", 2023), "denominator_source"] == "headlines"
    assert of.loc[("上海市人民政府办公厅", 2025), "note"] == OF_OFFICE


def test_no_applications_or_none_stated_give_no_quotient(fees: pd.DataFrame) -> None:
    of = fees.set_index("body")["reason"]
    assert of["浑南区民族和宗教事务局"] == "the denominator is 0"
    assert of["汉中市工业和信息化局"] == "denominator: applications received not stated"


def built(folder: Path, *fees: str) -> pd.DataFrame:
    """A report of Anqiu's bureau in several files, each with a sentence in section 六."""
    page = (ROOT / "data" / "reports" / "anqiu-approval-bureau-2024.html").read_text("utf-8")
    (folder / "in").mkdir()
    for nth, fee in enumerate(fees):
        words = f"<p>六、其他需要报告的事项</p><p>{fee}</p>"
        (folder / "in" / f"{nth}.html").write_text(page.replace("</body>", words + "</body>"))
    return gx.processing_fees(gx.build(folder / "in", folder / "out"))


def test_a_fee_told_in_a_report(tmp_path: Path) -> None:
    (row,) = built(tmp_path, FEE).to_dict("records")
    assert (row["value"], row["numerator"], row["denominator"]) == (60, 120, 2)
    assert (row["source"], row["denominator_source"]) == ("prose", "table")
    assert row["where"]


def test_files_of_one_report_that_differ_have_no_value(tmp_path: Path) -> None:
    (row,) = built(tmp_path, FEE, FEE.replace("120", "130")).to_dict("records")
    assert pd.isna(row["value"])
    assert row["reason"] == "two files of one report do not say the same"


def test_a_report_that_states_no_fee_has_no_row(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    shutil.copy(ROOT / "data" / "reports" / "suqian-2024.docx", tmp_path / "in")
    assert gx.processing_fees(gx.build(tmp_path / "in", tmp_path / "out")).empty
