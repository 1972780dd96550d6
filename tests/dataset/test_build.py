from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import gxlab as gx
from gxlab import schema
from tests.conftest import ROOT

BUNDLED = ROOT / "data" / "reports"
TABLES = ("reports", "observations", "checks", "unplaced")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> gx.Dataset:
    built = gx.build(BUNDLED, tmp_path_factory.mktemp("out") / "dataset")
    assert built.failures.empty
    return built


def test_a_dataset_has_four_tables_the_failures_and_what_describes_them(
    dataset: gx.Dataset,
) -> None:
    assert sorted(path.name for path in dataset.path.iterdir() if path.name[0] != ".") == [
        "checks.parquet", "datapackage.json", "failures.csv", "observations.parquet",
        "reports.parquet", "unplaced.parquet",
    ]  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_tables_come_back_with_their_columns_and_types(name: str, dataset: gx.Dataset) -> None:
    table = pd.read_parquet(dataset.path / f"{name}.parquet")
    assert {column: str(dtype) for column, dtype in table.dtypes.items()} == {
        field.name: field.dtype for field in schema.TABLES[name]
    }


def test_a_dataset_has_what_its_reports_have(dataset: gx.Dataset) -> None:
    """The way through processes, packs and Parquet changes no value."""
    for file, report_id in zip(dataset.reports["file"], dataset.reports["report_id"], strict=True):
        report = gx.read(BUNDLED / file)
        assert report.report_id == report_id
        for name in ("observations", "checks", "unplaced"):
            table = getattr(dataset, name)
            rows = table[table["report_id"] == report_id].reset_index(drop=True)
            pd.testing.assert_frame_equal(rows, getattr(report, name))


def test_the_bundled_reports_hold_the_published_figures(
    dataset: gx.Dataset, figures: pd.DataFrame
) -> None:
    cells = dataset.observations.query("status == 'reported'")
    key = ["body", "year", "form", "table", "row", "column"]
    published = figures.assign(
        year=figures["year"].astype(int), value=figures["value"].astype(float)
    )
    both = published.merge(cells, on=key, how="outer", suffixes=("", "_read"), indicator=True)
    assert (both["_merge"] == "both").all()
    assert (both["value"] == both["value_read"]).all()
    assert len(both) == 1633


def test_no_row_without_a_report_and_no_number_lost(dataset: gx.Dataset) -> None:
    reports = dataset.reports.set_index("report_id")
    cells = dataset.observations
    assert reports.index.is_unique
    assert set(cells["report_id"]) == set(dataset.checks["report_id"]) == set(reports.index)
    counted = cells.groupby("report_id")["status"].value_counts().unstack(fill_value=0)
    for status in ("reported", "blank", "absent"):
        assert (counted[status] == reports[status].reindex(counted.index)).all()
    assert (cells["value"].notna() == (cells["status"] == "reported")).all()
    assert (reports["unplaced"] == 0).all()


def test_a_copy_is_found_and_two_files_of_one_report_are_kept_apart(tmp_path: Path) -> None:
    report = (BUNDLED / "suqian-2024.docx").read_bytes()
    page = (BUNDLED / "anqiu-approval-bureau-2024.html").read_bytes()
    (tmp_path / "a.docx").write_bytes(report)
    (tmp_path / "b.docx").write_bytes(report)
    (tmp_path / "c.html").write_bytes(page)
    (tmp_path / "d.html").write_bytes(page + b"<!-- saved again -->")
    dataset = gx.build(tmp_path, tmp_path / "dataset")
    (copy,) = dataset.failures.itertuples()
    assert (copy.file, copy.stage) == ("b.docx", "duplicate")
    assert "byte for byte, as a.docx" in copy.reason
    ids = dataset.reports["report_id"]
    assert ids.is_unique
    key = "370784-安丘市行政审批服务局-2024"
    assert ids.str.startswith(f"{key}~").sum() == 2
    assert dataset.reports["report_key"].eq(key).sum() == 2
    cells = dataset.observations.drop_duplicates("report_id").set_index("report_id")
    assert (
        cells["report_key"].to_dict()
        == dataset.reports.set_index("report_id")["report_key"].to_dict()
    )
    assert set(dataset.observations["report_id"]) == set(dataset.checks["report_id"]) == set(ids)


def test_an_empty_folder_makes_an_empty_dataset(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    dataset = gx.build(tmp_path / "reports", tmp_path / "dataset")
    assert dataset.observations.empty
    assert pd.read_parquet(tmp_path / "dataset" / "observations.parquet").shape == (0, 21)


def test_a_folder_that_is_not_there() -> None:
    with pytest.raises(NotADirectoryError, match="no such folder of reports"):
        gx.build("no/such/folder", "out")


def test_no_workers(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="workers must be at least 1, not 0"):
        gx.build(tmp_path, tmp_path / "dataset", workers=0)


def test_a_bar_shows_how_far_it_is(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    gx.build(BUNDLED, tmp_path / "dataset", progress=True)
    shown = capfd.readouterr().err
    assert "reading reports" in shown
    assert "9/9" in shown
    assert "failed=0" in shown
