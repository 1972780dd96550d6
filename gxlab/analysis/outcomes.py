"""Applications concluded, by outcome."""

from __future__ import annotations

import pandas as pd

from gxlab.cells import ABSENT
from gxlab.checks.sums import cells_of
from gxlab.schema import need

#: The outcomes, in the order of the form.
OUTCOMES = ("granted", "partly_granted", "refused", "unavailable", "declined", "other")
_CELLS = ("report_id", "form", "table", "row", "column", "value", "status")
_GROUPED = ("refused", "unavailable", "declined", "other")


def outcome_counts(observations: pd.DataFrame, column: str = "total") -> pd.DataFrame:
    """Applications concluded by outcome, a row for each report.

    Parameters
    ----------
    observations : the tidy table
    column : the kind of applicant, or ``total``

    Returns
    -------
    DataFrame
        Index ``report_id``; a column for each outcome. A count is missing where one of the
        cells that it adds up was not reported. (六) is the one row of the 2019 form or its three
        parts of 2021, whichever is printed.
    """
    if len(observations):
        need(observations, _CELLS, "outcome_counts")
    rows = observations[observations["table"] == "applications"]
    counts = counts_of(rows[rows["column"] == column], observations)
    return counts.droplevel("column")


def counts_of(rows: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Outcomes by report and column, of these rows of the table of applications."""
    cells = cells_of(rows)
    outcome = {row: _outcome_of(row) for row in cells["row"].unique()}
    cells = cells.assign(outcome=cells["row"].map(outcome)).dropna(subset="outcome")
    cells = _one_way_of_saying_other(cells, observations)
    groups = cells.groupby(["report_id", "column", "outcome"])["value"]
    complete = groups.count() == groups.size()
    counts = groups.sum().where(complete).unstack("outcome")
    return counts.reindex(columns=pd.Index(list(OUTCOMES), name="outcome"))


def _outcome_of(row: str) -> str | None:
    if row in ("granted", "partly_granted"):
        return row
    return next((group for group in _GROUPED if row == group or row.startswith(f"{group}_")), None)


def _one_way_of_saying_other(cells: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Leave out the row (六) where its parts are printed, and its parts where it alone is."""
    other = observations[observations["table"].eq("applications") & _is_other(observations["row"])]
    printed = other[other["status"] != ABSENT]
    parts = printed.loc[printed["row"] != "other", "report_id"].unique()
    whole = printed.loc[printed["row"] == "other", "report_id"].unique()
    by_parts = cells["report_id"].isin(parts) | ~cells["report_id"].isin(whole)
    return cells[~_is_other(cells["row"]) | (by_parts == (cells["row"] != "other"))]


def _is_other(rows: pd.Series) -> pd.Series:
    return rows.isin([row for row in rows.unique() if _outcome_of(row) == "other"])
