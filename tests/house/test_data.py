"""What `data/` says of itself is so."""

from __future__ import annotations

import re

import pandas as pd

from gxlab import cells, schema
from tests.conftest import ROOT

README = (ROOT / "data" / "README.md").read_text("utf-8")


def test_everything_there_is_named() -> None:
    named = set(re.findall(r"^\| `([\w./]+)`", README, flags=re.M))
    there = {
        f"{path.name}/" if path.is_dir() else path.name
        for path in (ROOT / "data").iterdir()
        if path.name not in ("README.md", "__pycache__", "__init__.py")
    }
    tables = {path.name for path in (ROOT / "data" / "dataset").glob("*.csv")}
    assert named == there | tables


def test_the_counts_that_it_states() -> None:
    typed = pd.read_csv(ROOT / "data" / "typed.csv")
    headlines = pd.read_csv(ROOT / "data" / "headlines.csv")
    assert f"{len(typed):,} values" in README
    assert typed["report_id"].nunique() == 9
    assert f"prose of {len(headlines)} published reports" in README


def test_statuses_and_scopes_are_explained() -> None:
    assert all(f"`{status}`" in README for status in cells.STATUSES if status != "reported")
    fields = {field.name: field for field in schema.HEADLINES}
    assert all(f"`{scope}`" in README for scope in fields["disclosed_scope"].values)


def test_the_schema_allows_the_statuses_and_verdicts_that_the_code_gives() -> None:
    allowed = {field.name: field.values for field in (*schema.OBSERVATIONS, *schema.CHECKS)}
    assert allowed["status"] == cells.STATUSES
    assert allowed["verdict"] == (schema.HOLDS, schema.BROKEN, schema.NOT_ASSESSABLE)
