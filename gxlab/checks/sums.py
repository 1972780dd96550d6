"""Sums of cells over reports: missing wherever a cell was not reported, never zero for it."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache

import pandas as pd

from gxlab.cells import ABSENT, BLANK, REPORTED
from gxlab.forms import counted_twice, form_ids, load_form

_CLASHING = "printed more than once, and not the same"


@cache
def form_cells(form: str) -> tuple[str, ...]:
    """Every cell of a form, written table.row.column; none for a form that is not known."""
    if form not in form_ids():
        return ()
    return tuple(map(".".join, load_form(form).cell_keys()))


@cache
def matches(key: str, term: str) -> bool:
    """Whether a cell is meant by a term, table.row.column with ``*`` for the rest of a code."""
    return all(map(fnmatchcase, key.split("."), term.split(".")))


def cells_of(observations: pd.DataFrame) -> pd.DataFrame:
    """One row for each cell of each report, its ``key`` written table.row.column.

    A cell that a report prints twice, and not the same, has no value and a status that says so.
    """
    names = ["report_id", "form", "table", "row", "column", "value", "status"]
    cells = observations[names].assign(
        key=observations["table"] + "." + observations["row"] + "." + observations["column"],
        approximate=observations.get("approximate", False),
    )
    cells = cells.drop_duplicates(["report_id", "key", "value", "status"])
    clash = cells.duplicated(["report_id", "key"], keep=False)
    cells["value"] = cells["value"].mask(clash | (cells["status"] != REPORTED))
    cells["status"] = cells["status"].mask(clash, _CLASHING)
    return cells.drop_duplicates(["report_id", "key"])


def without_twice(asked: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Without the rows that would be counted twice: a whole beside its parts of another form.

    Which of the two a report prints is asked of its whole table, not of one column of it.

    Parameters
    ----------
    asked : cells to be added: ``report_id, table, row``
    cells : every cell of these reports: ``report_id, table, row, status``
    """
    place = ["report_id", "table"]
    rows = asked.groupby(place)["row"].agg(frozenset)
    printed = cells[cells["status"] != ABSENT].groupby(place)["row"].agg(frozenset)
    nothing: frozenset[str] = frozenset()
    twice = [
        (report, table, row)
        for (report, table), of in zip(rows.index, rows, strict=True)
        for row in counted_twice(table, of, printed.get((report, table), nothing))
    ]
    return asked[~pd.MultiIndex.from_frame(asked[[*place, "row"]]).isin(twice)]


def add_up(cells: pd.DataFrame, asked: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Sums of cells: missing wherever one of them was not reported, never with a zero for it.

    Parameters
    ----------
    cells : from `cells_of`
    asked : a row for each cell to be added: the columns of `by`, ``report_id``, ``key`` and,
        where some are subtracted, ``sign`` (1 or -1)
    by : the columns that tell one sum from another

    Returns
    -------
    DataFrame
        The columns of `by`; ``value``; ``with_blanks``, the sum with blanks read as zero where
        they alone stand in the way; ``missing``, what was not reported; ``approximate``, whether
        one of the values is.
    """
    there = cells[["report_id", "key", "value", "status", "approximate"]]
    rows = asked.merge(there, on=["report_id", "key"], how="left")
    status = rows["status"].fillna(ABSENT)
    bad = (status != REPORTED) | rows["value"].isna()
    rows = rows.assign(
        value=rows["value"].fillna(0.0) * rows.get("sign", 1),
        bad=bad,
        worse=bad & (status != BLANK),
        approximate=rows["approximate"].eq(True),
        missing=rows["key"] + " " + status,
    )
    groups = rows.groupby(by, sort=False)
    sums = groups[["bad", "worse", "approximate"]].any().assign(value=groups["value"].sum())
    why = rows[bad].groupby(by)["missing"].agg("; ".join)
    sums["missing"] = why.reindex(sums.index).fillna("").astype("str")
    sums["with_blanks"] = sums["value"].where(sums["bad"] & ~sums["worse"])
    sums["value"] = sums["value"].mask(sums["bad"])
    return sums.drop(columns=["bad", "worse"]).reset_index()
