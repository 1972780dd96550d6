"""Where things are, and the figures as published."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from gxlab.typeset.printed import Printed

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "reports"
Key = tuple[str, str, str]


def original(name: str) -> Path:
    """One of the real reports beside the checkout; the test skips where it is not there."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"the original is not beside the repository: {path}")
    return path


@pytest.fixture(scope="session")
def figures() -> pd.DataFrame:
    """The published figures of nine reports, as text."""
    return pd.read_csv(ROOT / "data" / "figures.csv", dtype=str)


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
    return {str(name): Printed.from_figures(rows) for name, rows in figures.groupby("report_id")}
