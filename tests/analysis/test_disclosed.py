"""Volumes disclosed: two files of one report, what the form of 2014 counts, whose report it is."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

import gxlab as gx
from gxlab.analysis.disclosed import COLUMNS
from gxlab.dataset.headlines import OF_OFFICE
from gxlab.samples.typeset.html import to_html
from gxlab.samples.typeset.printed import Printed
from tests.conftest import ROOT

TABLES = (ROOT / "data" / "reports" / "anqiu-approval-bureau-2024.html").read_text("utf-8")


def told(folder: Path, *sentences: str, body: str = "淮安市洪泽区人民政府") -> pd.DataFrame:
    """The volumes of a report, a file for each sentence that it says in section 一."""
    (folder / "in").mkdir()
    for nth, sentence in enumerate(sentences):
        words = (f"{body}2024年政府信息公开工作年度报告", "一、总体情况", sentence)
        page = "".join(f"<p>{text}</p>" for text in words) + TABLES[TABLES.index("<table") :]
        (folder / "in" / f"{nth}.html").write_text(f"<html><body>{page}</body></html>", "utf-8")
    return gx.volumes(gx.build(folder / "in", folder / "out"))


def test_two_files_of_one_report_count_once(tmp_path: Path) -> None:
    made = told(tmp_path, "全年主动公开政府信息4042条。", "2024年,主动公开政府信息4042条。")
    assert made["value"].tolist() == [4042]
    assert made["caveat"].isna().all()


def test_two_files_of_one_report_that_differ_have_no_value(tmp_path: Path) -> None:
    made = told(tmp_path, "全年主动公开政府信息4042条。", "全年主动公开政府信息4043条。")
    assert made["value"].isna().tolist() == [True]
    assert made["caveat"].tolist() == ["printed more than once, and not the same"]


def test_the_report_of_an_office_says_so(tmp_path: Path) -> None:
    body = "淮安市洪泽区人民政府办公室"
    made = told(tmp_path, "全年主动公开政府信息4042条。", body=body)
    assert made["caveat"].tolist() == [OF_OFFICE]


def test_the_count_of_2014_is_a_scope_of_its_own(tmp_path: Path) -> None:
    body = "淮安市洪泽区人民政府"
    figures = {
        ("indicators", "disclosed", "value"): "900",
        ("indicators", "disclosed_website", "value"): "700",
        ("indicators", "disclosed_wechat", "value"): "",
    }
    title = f"{body}2017年政府信息公开工作年度报告"
    (tmp_path / "in").mkdir()
    printed = Printed(body, 2017, title, "2014", figures)
    (tmp_path / "in" / "a.html").write_bytes(to_html(printed, style="plain"))
    made = gx.volumes(gx.build(tmp_path / "in", tmp_path / "out"))
    assert made.set_index("scope")["value"].to_dict() == {
        "form_2014": 900,
        "form_2014_website": 700,
    }
    assert set(made["source"]) == {"form 2014"}


def test_a_place_and_its_body_are_followed_over_the_years() -> None:
    made = gx.volumes(gx.Dataset(ROOT / "data" / "dataset"))
    office = made[(made["lasting_region"] == "441403") & (made["body_key"] == "人民政府办公室")]
    assert set(office["body"]) == {"梅县区人民政府办公室", "梅州市梅县区人民政府办公室"}
    assert list(made.columns) == list(COLUMNS)
