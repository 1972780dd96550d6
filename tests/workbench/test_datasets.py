"""The dataset: what ships is what the package builds, and opens as it was built."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

import gxlab as gx
from gxlab import schema
from gxlab.workbench.reproduction import ship
from tests.conftest import ROOT, SHARED

SHIPPED = ROOT / "data" / "dataset"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> gx.Dataset:
    return gx.build(ROOT / "data" / "reports", tmp_path_factory.mktemp("built") / "dataset")


@pytest.fixture(scope="module")
def shipped() -> gx.Dataset:
    return gx.Dataset(SHIPPED)


def test_the_shipped_dataset_is_what_the_package_builds(built: gx.Dataset, tmp_path: Path) -> None:
    again = ship(built, ROOT / "data", tmp_path / "dataset")
    made = {path.name: path.read_bytes() for path in again.path.iterdir()}
    committed = {path.name: path.read_bytes() for path in SHIPPED.iterdir()}
    assert made.keys() == committed.keys()
    assert [name for name in made if made[name] != committed[name]] == []


def test_csv_and_parquet_hold_the_same(built: gx.Dataset, shipped: gx.Dataset) -> None:
    for name in ("reports", "observations", "checks"):
        pd.testing.assert_frame_equal(getattr(built, name), getattr(shipped, name))


def test_the_shipped_figures_are_the_published_ones(
    shipped: gx.Dataset, figures: pd.DataFrame
) -> None:
    cells = shipped.observations.query("status == 'reported'")
    key = ["body", "year", "form", "table", "row", "column"]
    published = figures.astype({"year": "int64", "value": "float64"})
    both = published.merge(cells, on=key, suffixes=("", "_read"))
    assert len(both) == len(published) == len(cells) == 1633
    assert (both["value"] == both["value_read"]).all()


def test_the_headlines_are_those_that_were_coded(shipped: gx.Dataset) -> None:
    source = SHARED / "headlines.csv"
    if not source.is_file():
        pytest.skip(f"the original is not beside the repository: {source}")
    # The coders' names, where ours are the codes of the forms.
    names = {
        "not_available": "unavailable",
        "not_processed": "declined",
        "other_result": "other",
        "carried_forward": "applications_carried_out",
        "reviews": "reconsideration_cases",
        "lawsuits": "litigation_cases",
    }
    coded = pd.read_csv(source).rename(columns=names)
    assert len(shipped.headlines) == len(coded) == 165
    for name in coded.columns.drop("approx"):
        ours, theirs = shipped.headlines[name], coded[name]
        assert ours.isna().equals(theirs.isna()), f"{name}: a blank became a value, or was lost"
        assert (ours.dropna().astype(theirs.dtype) == theirs.dropna()).all(), name
    assert (shipped.headlines["approximate"] == coded["approx"].eq(1)).all()


def test_every_headline_has_its_place(shipped: gx.Dataset) -> None:
    rows = shipped.headlines.set_index("body")
    assert rows["region_code"].notna().all()
    assert rows.loc["乌兰浩特市人民政府", "region_code"] == "152201"
    assert "news" in rows.loc["北京市密云区人民政府", "caveat"]
    assert "office alone" in rows.loc["嵩明县人民政府办公室", "caveat"]


def test_the_environment_names_a_dataset(
    built: gx.Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert gx.load().path == SHIPPED
    monkeypatch.setenv("GXLAB_DATASET", str(built.path))
    assert gx.load().path == built.path
    assert gx.load(SHIPPED).path == SHIPPED


def test_what_is_no_dataset_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(gx.DatasetError, match="there is no such folder"):
        gx.load(tmp_path / "gone")
    with pytest.raises(gx.DatasetError, match=r"no reports, observations, checks .*gxlab build"):
        gx.load(tmp_path)
    shutil.copytree(SHIPPED, tmp_path / "old")
    (tmp_path / "old" / "checks.csv").write_text("report_id,identity\na,A1\n", "utf-8")
    with pytest.raises(
        gx.DatasetError, match=r"checks\.csv: has no column table, .*another version"
    ):
        _ = gx.load(tmp_path / "old").checks


def test_a_table_that_is_not_there_is_empty(built: gx.Dataset) -> None:
    assert built.headlines.empty
    assert list(built.headlines.columns) == [field.name for field in schema.HEADLINES]


def test_wide_has_a_row_for_each_report(shipped: gx.Dataset) -> None:
    wide = shipped.wide().set_index("report_id")
    assert len(wide) == 9
    hongze = wide.loc["320813-淮安市洪泽区人民政府-2023"]
    assert (hongze["applications.new.total"], hongze["disputes.reconsideration.total"]) == (21, 0)
    assert pd.isna(wide.loc["310000-上海市人民政府办公厅-2019", "disclosure.fees.amount"])
    cells = shipped.observations.query("status == 'reported'")
    assert wide.filter(regex=r"\..*\.").notna().sum().sum() == len(cells)
    status = shipped.wide("applications", "status").set_index("report_id")
    assert status.loc["310000-上海市人民政府办公厅-2019", "applications.granted.total"] == "blank"
    with pytest.raises(KeyError, match=r"no table 'aplications'.*applications"):
        shipped.wide("aplications")


def test_measures_and_panels_are_those_of_the_package(shipped: gx.Dataset) -> None:
    ours = shipped.measures(["disclosure_rate"])
    pd.testing.assert_frame_equal(ours, gx.measures(shipped.observations, ["disclosure_rate"]))
    panel = shipped.panel(["applications_received"], by=("prefecture", "year"))
    assert panel.data.set_index(["prefecture", "year"]).loc[("宿迁市", 2024), "value"] == 3525


def test_volumes_keep_their_scope_and_their_source(shipped: gx.Dataset) -> None:
    made = gx.volumes(shipped)
    assert set(made["source"]) == {"headlines"}
    assert made["scope"].value_counts().to_dict() == {"total": 68, "website": 63, "other": 7}
    assert made["where"].str.startswith("http").sum() >= 130
    assert made["approximate"].sum() == 15


def test_volumes_told_in_reports(tmp_path: Path) -> None:
    page = "".join(
        f"<p>{text}</p>"
        for text in (
            "淮安市洪泽区人民政府2024年政府信息公开工作年度报告",
            "一、总体情况",
            "2024年,全区主动公开政府信息4042条,其中通过政府网站公开1136条。",
        )
    )
    report = (ROOT / "data" / "reports" / "anqiu-approval-bureau-2024.html").read_text("utf-8")
    (tmp_path / "in").mkdir()
    body = report[report.index("<table") :]
    (tmp_path / "in" / "a.html").write_text(f"<html><body>{page}{body}</html>", "utf-8")
    made = gx.volumes(gx.build(tmp_path / "in", tmp_path / "out"))
    assert made.set_index("scope")["value"].to_dict() == {"total": 4042, "website": 1136}
    assert set(made["source"]) == {"prose"}


def test_a_dataset_says_what_it_is(shipped: gx.Dataset) -> None:
    held = f"9 reports, 1,633 values, 0 failures, version {shipped.version}"
    assert repr(shipped) == f"<Dataset dataset: {held}>"  # and not where the machine keeps it
    assert "report years 2019–2025" in shipped._repr_html_()
    assert not shipped.simulated
