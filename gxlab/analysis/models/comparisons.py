"""Rates side by side: of kinds of applicant, of years, in a table to be read."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from gxlab.analysis.measured import definitions_by_code
from gxlab.analysis.outcomes import outcome_counts
from gxlab.checks.sums import cells_of
from gxlab.errors import GxlabError
from gxlab.forms import load_form
from gxlab.schema import marked

_UNIT = ("lasting_region", "province", "prefecture", "county", "body")
_SIDES = ("value", "numerator", "denominator")


def rates_by_applicant(observations: pd.DataFrame, outcome: str = "granted") -> pd.DataFrame:
    """The share of an outcome for each kind of applicant, added up over reports.

    Parameters
    ----------
    observations : the tidy table. Give reports of one level: a prefecture's may count what a
        county's counts
    outcome : a key of `gxlab.figures.OUTCOMES`

    Returns
    -------
    DataFrame
        A row for each of the six kinds and one for their total: ``applicant`` (its code), ``zh,
        en``; ``value``, a share; ``numerator``, applications with the outcome, and
        ``denominator``, all concluded; ``unit``; ``n_reports`` in which every cell of the column
        is reported, and ``n_missing``, those with the table in which one is not. To be given to
        `wilson`.
    """
    rows = []
    for kind in load_form("2021").table("applications").blocks[0].columns:
        counts = outcome_counts(observations, kind.code)
        whole = counts.dropna()
        part, of = float(whole[outcome].sum()), float(whole.to_numpy().sum())
        share = part / of if of else float("nan")
        n = len(whole), len(counts) - len(whole)
        rows.append((kind.code, kind.zh, kind.en, share, part, of, "share", *n))
    names = ["applicant", "zh", "en", *_SIDES, "unit", "n_reports", "n_missing"]
    return marked(pd.DataFrame(rows, columns=names), observations)


def shares_of_grounds(observations: pd.DataFrame) -> pd.DataFrame:
    """On what grounds applications were refused, added up over reports.

    Parameters
    ----------
    observations : the tidy table; of one level, as for `rates_by_applicant`

    Returns
    -------
    DataFrame
        A row for each of the eight grounds of (三)不予公开, the most frequent first: ``ground``
        (its code), ``zh, en``; ``value``, its share in all refusals; ``numerator, denominator,
        unit``; ``n_reports`` that print all eight, and ``n_missing``, those with the table that
        do not. To be given to `wilson`.
    """
    cells = observations[
        (observations["table"] == "applications") & (observations["column"] == "total")
    ]
    grounds = [row for row in load_form("2021").table("applications").blocks[0].rows
               if row.code.startswith("refused_")]  # fmt: skip
    cells = cells_of(cells).pivot(index="report_id", columns="row", values="value")
    counts = cells.reindex(columns=[ground.code for ground in grounds])
    whole = counts.dropna()
    of = float(whole.to_numpy().sum())
    n = len(whole), len(counts) - len(whole)
    rows = [
        (g.code, g.zh, g.en, part / of if of else float("nan"), part, of, "share", *n)
        for g, part in zip(grounds, whole.sum().astype(float), strict=True)
    ]
    names = ["ground", "zh", "en", *_SIDES, "unit", "n_reports", "n_missing"]
    made = pd.DataFrame(rows, columns=names)
    made = made.sort_values("numerator", ascending=False, kind="stable")
    return marked(made.reset_index(drop=True), observations)


def rate_table(
    frame: pd.DataFrame, by: Sequence[str] = ("body", "year"), *, lang: str = "en"
) -> pd.DataFrame:
    """Rates with their intervals and the numbers behind them, as a person reads them.

    Parameters
    ----------
    frame : what `wilson` gives: ``measure, value, numerator, denominator, low, high``
    by : the columns that tell the rows apart, as they were given to `gxlab.measures`
    lang : the language of the names of the measures, ``"en"`` or ``"zh"``

    Returns
    -------
    DataFrame of str
        A row for each unit, in the order of `frame`: the columns of `by`, then one for each
        measure, such as ``45.2% [43.5, 47.0] 1,378/3,050``; missing where the rate is.
    """
    known = definitions_by_code()
    keys, codes = list(by), list(dict.fromkeys(frame["measure"]))
    at = frame.groupby(keys, dropna=False, sort=False).ngroup()
    cells = frame[keys].assign(measure=frame["measure"], at=at, text=rate_text(frame))
    made = cells.pivot(index="at", columns="measure", values="text")[codes]
    made.columns = pd.Index([getattr(known[c], lang) if c in known else c for c in codes])
    named = cells[[*keys, "at"]].drop_duplicates().join(made, on="at")
    return marked(named.drop(columns="at").reset_index(drop=True), frame)


def rate_text(frame: pd.DataFrame) -> pd.Series:
    """Each rate with its interval and its numbers, as in `rate_table`.

    Parameters
    ----------
    frame : what `wilson` gives: ``value, low, high, numerator, denominator``

    Returns
    -------
    Series of str
        With the index of `frame`, such as ``45.2% [43.5, 47.0] 1,378/3,050``; missing where the
        rate is.
    """
    columns = ("value", "low", "high", "numerator", "denominator")
    text = [
        None
        if pd.isna(rate)
        else f"{rate:.1%} [{low * 100:.1f}, {high * 100:.1f}] {part:,.0f}/{whole:,.0f}"
        for rate, low, high, part, whole in zip(*(frame[name] for name in columns), strict=True)
    ]
    return pd.Series(text, frame.index, dtype="str")


def changes(frame: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """How rates of a place or body changed between two years that follow each other.

    Parameters
    ----------
    frame : the ``data`` of a panel, or `gxlab.measures` by place or body and year; rates alone
        (``unit`` is ``share``) are used
    level : of the interval

    Returns
    -------
    DataFrame
        A row for each unit, measure and two years: the names of the unit, ``measure``, ``year``
        and ``year_next``; ``value, numerator, denominator`` of the first and, with ``_next``, of
        the second; ``difference`` (second less first, as a share) and its interval ``low, high``
        after Newcombe (the hybrid of two Wilson intervals). A pair in which one rate is missing
        has no row.

    Notes
    -----
    The interval takes applications as independent of each other. Applications that one person
    files together are not, and then the interval is too narrow.
    """
    from statsmodels.stats.proportion import confint_proportions_2indep

    unit = [name for name in _UNIT if name in frame]
    if lacking := [name for name in ("measure", "unit", "year", *_SIDES) if name not in frame]:
        raise GxlabError(f"the frame has no {', '.join(lacking)}: give the data of a panel")
    if not unit:
        raise GxlabError(f"the frame has no unit: one of {', '.join(_UNIT)}")
    below = frame["denominator"]
    rates = frame[frame["unit"].eq("share") & frame["value"].notna() & (below > 0)]
    rates = rates[[*unit, "measure", "year", *_SIDES]]
    pairs = rates.merge(
        rates.assign(year=rates["year"] - 1), on=[*unit, "measure", "year"], suffixes=("", "_next")
    )
    low, high = [], []
    for pair in pairs.to_dict("records"):
        ends = confint_proportions_2indep(
            pair["numerator_next"], pair["denominator_next"], pair["numerator"],
            pair["denominator"], method="newcomb", compare="diff", alpha=1 - level,
        )  # fmt: skip
        low.append(float(ends[0]))
        high.append(float(ends[1]))
    made = pairs.assign(
        year_next=pairs["year"] + 1,
        difference=pairs["value_next"] - pairs["value"],
        low=pd.array(low, dtype="float64"),
        high=pd.array(high, dtype="float64"),
    )
    sides = [*_SIDES, *(f"{side}_next" for side in _SIDES)]
    columns = [*unit, "measure", "year", "year_next", *sides, "difference", "low", "high"]
    return marked(made[columns].reset_index(drop=True), frame)
