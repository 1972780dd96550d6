"""Exports: the same values in other tools, labels beside the codes, no formula ever."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import gxlab as gx
from gxlab.schema import OBSERVATIONS
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def dataset() -> gx.Dataset:
    return gx.Dataset(ROOT / "data" / "dataset")


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_labels_stand_beside_codes(dataset: gx.Dataset, tmp_path: Path, suffix: str) -> None:
    path = dataset.export(tmp_path / f"out.{suffix}")
    back = pd.read_csv(path) if suffix == "csv" else pd.read_parquet(path)
    assert len(back) == len(dataset.observations)
    assert (back["value"].fillna(-1) == dataset.observations["value"].fillna(-1)).all()
    cell = back[(back["row"] == "granted") & (back["column"] == "research")].iloc[0]
    assert (cell["row_zh"], cell["column_zh"]) == ("(一)予以公开", "科研机构")
    assert (cell["row_en"], cell["column_en"]) == ("granted", "research institutions")
    assert back["row_zh"].notna().all()


def test_stata_has_variable_and_value_labels(dataset: gx.Dataset, tmp_path: Path) -> None:
    path = dataset.export(tmp_path / "out.dta")
    with pd.read_stata(path, iterator=True) as reader:
        variables, values, label = (
            reader.variable_labels(),
            reader.value_labels(),
            reader.data_label,
        )
        back = reader.read()
    described = {field.name: field.description for field in OBSERVATIONS}
    assert variables["raw"] == described["raw"]
    assert set(values["status"].values()) == {"reported", "blank", "unreadable", "absent"}
    assert "granted" in values["row"].values()
    assert label == f"gxlab {dataset.version}, observations"
    ours = dataset.observations
    assert (back["row"].astype("str") == ours["row"]).all()
    assert back["value"].isna().equals(ours["value"].isna())
    assert (back["value"].dropna() == ours["value"].dropna()).all()
    assert set(back["row_zh"]) >= {"(一)予以公开", "四、结转下年度继续办理"}
    english = pd.read_stata(dataset.export(tmp_path / "en.dta", lang="en"))
    assert "granted" in set(english["row_en"])
    assert "row_zh" not in english


def test_stata_takes_a_row_for_each_report(dataset: gx.Dataset, tmp_path: Path) -> None:
    path = dataset.export(tmp_path / "wide.dta", "wide")
    with pd.read_stata(path, iterator=True) as reader:
        labels, back = reader.variable_labels(), reader.read()
    assert (back.columns.str.len() <= 32).all()
    assert back.columns.is_unique
    assert back["a_new_total"].tolist() == dataset.wide()["applications.new.total"].tolist()
    assert labels["a_new_total"] == "applications.new.total 一、本年新收政府信息公开申请数量/总计"


def test_excel_has_every_table_and_the_codebook(dataset: gx.Dataset, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(dataset.export(tmp_path / "out.xlsx"), read_only=True)
    assert book.sheetnames == [
        "about", "wide", "reports", "observations", "checks", "headlines", "codebook", "columns",
    ]  # fmt: skip
    rows = list(book["observations"].iter_rows(values_only=True))
    assert len(rows) == len(dataset.observations) + 1
    value = rows[0].index("value")
    figures = [row[value] for row in rows[1:]]
    ours = [None if pd.isna(v) else v for v in dataset.observations["value"]]
    assert figures == ours
    assert len(list(book["codebook"].iter_rows())) == len(gx.codebook()) + 1


@pytest.mark.parametrize("suffix", ["csv", "parquet", "dta"])
def test_the_codebook_can_be_exported(dataset: gx.Dataset, tmp_path: Path, suffix: str) -> None:
    path = dataset.export(tmp_path / f"book.{suffix}", "codebook")
    read = {"csv": pd.read_csv, "parquet": pd.read_parquet, "dta": pd.read_stata}[suffix]
    assert len(read(path)) == len(gx.codebook())


def test_what_was_printed_never_runs_as_a_formula(tmp_path: Path) -> None:
    evil = "=HYPERLINK(1)"
    report = (ROOT / "data" / "reports" / "anqiu-approval-bureau-2024.html").read_text("utf-8")
    at = report.index(">规章<")
    (tmp_path / "in").mkdir()
    cell = report.index(">0<", at)
    for name, text in (("a", evil), ("b", "+1+1"), ("c", "-2+3"), ("d", "@SUM(1)")):
        page = report[:cell] + f">{text}<" + report[cell + 3 :]
        (tmp_path / "in" / f"{name}.html").write_text(page, "utf-8")
    dataset = gx.build(tmp_path / "in", tmp_path / "out")
    printed = set(dataset.observations["raw"])
    assert {evil, "+1+1", "-2+3", "@SUM(1)"} <= printed
    book = openpyxl.load_workbook(dataset.export(tmp_path / "out.xlsx"))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    shown = {cell.value: cell for cell in cells if cell.value in printed}
    assert shown[evil].quotePrefix, "a person who edits the cell must not make it a formula"


@pytest.mark.parametrize("suffix", ["csv", "parquet", "dta", "xlsx"])
def test_the_same_export_has_the_same_bytes(
    dataset: gx.Dataset, tmp_path: Path, suffix: str
) -> None:
    once, twice = (dataset.export(tmp_path / f"{n}.{suffix}").read_bytes() for n in "ab")
    assert once == twice


def test_a_wrong_name_or_table(dataset: gx.Dataset, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"out\.sav: must end in \.csv, \.parquet, \.dta, \.xlsx"):
        dataset.export(tmp_path / "out.sav")
    with pytest.raises(ValueError, match="no table 'observation'; there are reports, observations"):
        dataset.export(tmp_path / "out.csv", "observation")
    assert list(tmp_path.iterdir()) == []
