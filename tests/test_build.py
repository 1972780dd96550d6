from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import gxlab as gx
from gxlab import schema
from gxlab.build import gather, read_all
from tests.conftest import ROOT

BUNDLED = ROOT / "data" / "reports"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("out") / "dataset"
    assert gx.build(BUNDLED, output).failures.empty
    return output


def test_a_dataset_has_four_tables_and_the_failures(dataset: Path) -> None:
    assert sorted(path.name for path in dataset.iterdir()) == [
        "checks.parquet", "datapackage.json", "failures.csv", "observations.parquet", "reports.parquet",
        "unplaced.parquet",
    ]  # fmt: skip
    for name in ("reports", "observations", "checks", "unplaced"):
        table = pd.read_parquet(dataset / f"{name}.parquet")
        assert list(table.columns) == [field.name for field in schema.TABLES[name]]


def test_the_bundled_reports_hold_the_published_figures(
    dataset: Path, figures: pd.DataFrame
) -> None:
    cells = pd.read_parquet(dataset / "observations.parquet").query("status == 'reported'")
    key = ["body", "year", "form", "table", "row", "column"]
    published = figures.assign(
        year=figures["year"].astype(int), value=figures["value"].astype(float)
    )
    both = published.merge(cells, on=key, how="outer", suffixes=("", "_read"), indicator=True)
    assert (both["_merge"] == "both").all()
    assert (both["value"] == both["value_read"]).all()
    assert len(both) == 1633


def test_no_row_without_a_report_and_no_number_lost(dataset: Path) -> None:
    reports = pd.read_parquet(dataset / "reports.parquet").set_index("report_id")
    cells = pd.read_parquet(dataset / "observations.parquet")
    checks = pd.read_parquet(dataset / "checks.parquet")
    assert reports.index.is_unique
    assert set(cells["report_id"]) == set(checks["report_id"]) == set(reports.index)
    counted = cells.groupby("report_id")["status"].value_counts().unstack(fill_value=0)
    for status in ("reported", "blank", "absent"):
        assert (counted[status] == reports[status].reindex(counted.index)).all()
    assert (cells["value"].notna() == (cells["status"] == "reported")).all()
    assert (reports["unplaced"] == 0).all()


def test_the_order_of_files_changes_nothing() -> None:
    files = sorted(BUNDLED.iterdir())
    there, back = (gather(read_all(order, BUNDLED)) for order in (files, files[::-1]))
    for name in ("reports", "observations", "checks"):
        pd.testing.assert_frame_equal(there.frame(name), back.frame(name))


def test_a_copy_is_told_and_two_files_of_one_report_are_kept_apart(tmp_path: Path) -> None:
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
    assert ids.str.startswith("370784-安丘市行政审批服务局-2024~").sum() == 2


def test_an_empty_folder_makes_an_empty_dataset(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    dataset = gx.build(tmp_path / "reports", tmp_path / "dataset")
    assert dataset.observations.empty
    assert pd.read_parquet(tmp_path / "dataset" / "observations.parquet").shape == (0, 20)


def test_a_folder_that_is_not_there() -> None:
    with pytest.raises(NotADirectoryError, match="no such folder of reports"):
        gx.build("no/such/folder", "out")
