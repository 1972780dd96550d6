"""Applications concluded, by outcome."""

from __future__ import annotations

from functools import cache

import pandas as pd

from gxlab.checks.sums import cells_of, without_twice
from gxlab.forms import (
    OUTCOMES,
    Label,
    forms_with,
    labels_with,
    load_form,
    tables_called,
)
from gxlab.schema import need

TABLE = "applications"
_CELLS = ("report_id", "form", "table", "row", "column", "value", "status")


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
    rows = observations[observations["table"] == TABLE]
    counts = counts_of(rows[rows["column"] == column], observations)
    return counts.droplevel("column")


def counts_of(rows: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Outcomes by report and column, of these rows of the table of applications."""
    cells = cells_of(rows)
    outcome = outcome_of_rows()
    cells = cells.assign(outcome=cells["row"].map(outcome)).dropna(subset="outcome")
    cells = without_twice(cells, observations[observations["table"] == TABLE])
    groups = cells.groupby(["report_id", "column", "outcome"])["value"]
    complete = groups.count() == groups.size()
    counts = groups.sum().where(complete).unstack("outcome")
    return counts.reindex(columns=pd.Index(list(OUTCOMES), name="outcome"))


@cache
def outcome_of_rows() -> dict[str, str]:
    """The outcome that each row of applications is of, over all forms."""
    rows = (row for table in tables_called(TABLE) for row in table.rows)
    return {row.code: row.outcome for row in rows if row.outcome}


def applicants(observations: pd.DataFrame) -> tuple[Label, ...]:
    """The kinds of applicant in the forms of these reports, then their total."""
    among = frozenset(observations["form"].dropna())
    kinds = labels_with(TABLE, plays="applicant", among=among)
    total = load_form(forms_with(TABLE)[-1]).table(TABLE).blocks[0].columns
    return (*kinds, *(column for column in total if column.plays == "total"))


def grounds(observations: pd.DataFrame) -> tuple[Label, ...]:
    """The grounds of refusal in the forms of these reports."""
    among = frozenset(observations["form"].dropna())
    return labels_with(TABLE, outcome="refused", among=among)


def ground_counts(observations: pd.DataFrame) -> pd.DataFrame:
    """Refusals by ground, a row for each report; missing where the cell was not reported."""
    cells = cells_of(observations[observations["table"] == TABLE])
    cells = cells[cells["column"] == "total"].pivot(
        index="report_id", columns="row", values="value"
    )
    every = pd.Index(observations["report_id"].unique(), name="report_id")
    return cells.reindex(index=every, columns=[ground.code for ground in grounds(observations)])


def to_be_added(counts: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Refusals by ground with 0 for the grounds that a report's form does not have.

    A sum over reports of several forms would else leave out all of those that lack a ground. A
    report whose form has no such table stays without any.
    """
    form = observations.drop_duplicates("report_id").set_index("report_id")["form"]
    of = form.reindex(counts.index)
    asked = {
        code: of.isin(forms_with(TABLE, code)) | ~of.isin(forms_with(TABLE))
        for code in counts.columns
    }
    return counts.where(pd.DataFrame(asked, index=counts.index), 0.0)
