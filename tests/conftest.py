"""Where things are, and the figures as published."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from gxlab.cells import Key
from gxlab.samples.typeset.printed import Printed

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "reports"
PUBLISHED = SHARED / "figures.csv"


def original(name: str) -> Path:
    """One of the real reports beside the checkout; the test skips where it is not there."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"the original is not beside the repository: {path}")
    return path


@pytest.fixture(scope="session")
def figures() -> pd.DataFrame:
    """The published figures of nine reports, as text."""
    return pd.read_csv(ROOT / "data" / "typed.csv", dtype=str)


@pytest.fixture(scope="session")
def truth(figures: pd.DataFrame) -> dict[str, dict[Key, Decimal]]:
    """For each report, the value of every figure that it prints."""
    return {
        str(name): {
            (row.table, row.row, row.column): Decimal(row.value) for row in rows.itertuples()
        }
        for name, rows in figures.groupby("report_id")
    }


@pytest.fixture(scope="session")
def reports(figures: pd.DataFrame) -> dict[str, Printed]:
    """The nine reports, ready to be typeset."""
    return {str(name): Printed.from_rows(rows) for name, rows in figures.groupby("report_id")}


@pytest.fixture
def small() -> Printed:
    """A report of 2024 with five figures; every other cell is empty."""
    return Printed(
        body="某县人民政府",
        year=2024,
        title="某县人民政府2024年政府信息公开工作年度报告",
        form_id="2021",
        cells={
            ("disclosure", "permits", "decisions"): "10865",
            ("disclosure", "fees", "amount"): "2648.52",
            ("applications", "new", "natural_person"): "21",
            ("applications", "other_else", "total"): "7",
            ("disputes", "litigation_direct", "total"): "26",
        },
        overview=("2024年,主动公开政府信息267条。",),
        other=("全年未收取信息处理费。",),
        signature="某县人民政府",
        published="2025年1月8日",
    )


@pytest.fixture(scope="session")
def published() -> dict[str, Printed]:
    """The reports of figures.csv by their ids."""
    if not PUBLISHED.is_file():
        pytest.skip(f"the published figures are not beside the repository: {PUBLISHED}")
    table = pd.read_csv(PUBLISHED, dtype=str)
    return {
        str(report_id): Printed.from_rows(rows) for report_id, rows in table.groupby("report_id")
    }


@pytest.fixture(scope="session")
def anqiu_text() -> str:
    """The text of 安丘市行政审批服务局's page, as a crawler stored it."""
    path = SHARED / "anqiu-approval-bureau-2024.txt"
    if not path.is_file():
        pytest.skip(f"the crawled text is not beside the repository: {path}")
    return path.read_text(encoding="utf-8")
