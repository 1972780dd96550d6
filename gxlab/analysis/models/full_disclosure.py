"""Who is granted full disclosure: kinds of applicant compared within reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from gxlab.analysis.models.labels import KINDS, label
from gxlab.analysis.models.rendering import RATIOS, html
from gxlab.analysis.models.rounding import significant
from gxlab.analysis.models.table import ModelColumn
from gxlab.cells import ABSENT, REPORTED
from gxlab.checks.sums import cells_of
from gxlab.errors import GxlabError

_ROWS = ("granted", "total")
#: A log-odds ratio beyond this (1 : 3 million) has no finite estimate.
_INFINITE = 15.0
_STEPS, _CLOSE = 50, 1e-9
_NAMED = 3


@dataclass(frozen=True, repr=False)
class FullDisclosure:
    """A fitted model of `full_disclosure_glm`.

    Attributes
    ----------
    odds : DataFrame, a row for each kind of applicant: ``term, en, zh, n_reports, concluded,
        granted, share, log_odds`` (against the reference), ``std_error, odds_ratio, low, high,
        p_value``
    dispersion : Pearson's chi-square by its degrees of freedom; near 1 where applications of one
        kind in one report are independent
    scale : by what the variances were multiplied: the dispersion, or 1 where that is less
    df_resid : its degrees of freedom
    level : of the confidence intervals ``low`` to ``high`` (Student's t)
    n_reports, n_cells, n_applications : what the model was fitted to; a cell is the applications
        of one kind in one report
    n_empty : cells in which nothing was concluded
    left_out : DataFrame ``report_id, reason``
    kinds_left_out : kinds of which all or none were granted, with the reason
    log_likelihood, deviance : of the binomial model
    covariance : DataFrame, of the log-odds, with the scale

    Notes
    -----
    What was estimated has eight significant digits, on which processors agree.
    """

    odds: pd.DataFrame
    reference: str
    dispersion: float
    scale: float
    df_resid: int
    level: float
    n_reports: int
    n_cells: int
    n_applications: int
    n_empty: int
    left_out: pd.DataFrame
    kinds_left_out: dict[str, str]
    log_likelihood: float
    deviance: float
    covariance: pd.DataFrame

    @property
    def notes(self) -> list[str]:
        """What a reader of the table has to know."""
        notes = [
            f"{self.n_applications:,} applications concluded, in {self.n_cells} cells of "
            f"{self.n_reports} reports; reports as fixed effects; intervals at {self.level:.0%}.",
            f"Dispersion {self.dispersion:.2f} on {self.df_resid} degrees of freedom: "
            + (
                "standard errors widened by its root."
                if self.scale > 1
                else "not above 1, so standard errors are the binomial's."
            ),
        ]
        notes += [f"{label(kind, 'en')}: {why}." for kind, why in self.kinds_left_out.items()]
        if len(self.left_out):
            reasons = self.left_out["reason"].str.replace(r"[:(].*", "", regex=True).value_counts()
            counted = "; ".join(f"{count} {str(why).strip()}" for why, count in reasons.items())
            notes.append(f"Left out: {counted} (see left_out).")
        return notes

    def columns(self) -> dict[str, ModelColumn]:
        """The model as a column of `regression_table`."""
        rows = self.odds.set_index("term")
        rows = rows[rows["std_error"].notna()].rename(columns={"log_odds": "estimate"})
        logs = {name: np.log(rows[name]) for name in ("low", "high")}
        estimates = rows.assign(**logs)[["estimate", "std_error", "low", "high", "p_value"]]
        footer: dict[str, str | tuple[str, str]] = {
            "n": f"{self.n_applications:,}",
            "n_reports": str(self.n_reports),
            "effects": ("reports", "报告"),
            "dispersion": f"{self.dispersion:.2f}",
            "deviance": f"{self.deviance:,.1f}",
            "log_likelihood": f"{self.log_likelihood:,.1f}",
        }
        return {"Binomial": ModelColumn(estimates, self.level, footer, "odds", [self.reference])}

    def __repr__(self) -> str:
        return (
            f"<FullDisclosure: {self.n_applications:,} applications of {self.n_reports} reports, "
            f"dispersion {self.dispersion:.2f}>"
        )

    def _repr_html_(self) -> str:
        shown = self.odds.drop(columns=["log_odds", "std_error"]).set_index("term")
        formats = {**RATIOS, "share": "{:.1%}".format, "p_value": "{:.3f}".format}
        return html(shown, formats, self.notes)


def full_disclosure_glm(
    observations: pd.DataFrame, *, reference: str = "natural_person", level: float = 0.95
) -> FullDisclosure:
    """Odds of full disclosure by kind of applicant, compared within reports.

    A binomial GLM with logit link: (一)予以公开 among (七)总计, in each of the six columns of
    the applications table, with an effect for each report, so that strict and generous bodies
    do not pass for differences between applicants. Variances are multiplied by Pearson's
    dispersion where that is above 1 (quasi-binomial).

    Parameters
    ----------
    observations : the tidy table; reports in the forms of 2019 and 2021 are used
    reference : the kind that the others are compared with
    level : of the confidence intervals

    Returns
    -------
    FullDisclosure
        Reports in which one of the twelve cells is not reported are left out and named, for a
        blank may be a zero or not; so are those that contradict themselves, and those in which
        all or none was granted or a single kind applied: nothing can be compared in them, and
        the estimates are the same without them.

    Raises
    ------
    gxlab.GxlabError
        No report is left, the reference has no finite odds, or the kinds cannot be compared.

    Notes
    -----
    With an effect for each report, estimates are biased away from 1 by about one part in as many
    as there are applications in a report; with some dozens in each it is little beside the
    standard error. What the applicants asked for is not in the report: no effect is causal.
    """
    if reference not in KINDS:
        raise GxlabError(f"no kind of applicant {reference!r}; there are {', '.join(KINDS)}")
    cells, left_out, kinds_left_out, n_empty = _used(observations, reference)
    kinds = [kind for kind in KINDS if kind in set(cells["kind"]) and kind != reference]
    fit = _fit(cells, kinds)
    n_reports = cells["report_id"].nunique()
    df_resid = len(cells) - n_reports - len(kinds)
    dispersion = fit.chi_square / df_resid if df_resid else np.nan
    scale = max(dispersion, 1.0) if df_resid else 1.0
    errors = np.sqrt(np.diag(fit.covariance) * scale)
    return FullDisclosure(
        odds=_odds(cells, fit, scale, df_resid, reference, level),
        reference=reference,
        dispersion=significant(dispersion),
        scale=significant(scale),
        df_resid=df_resid,
        level=level,
        n_reports=n_reports,
        n_cells=len(cells),
        n_applications=int(cells["concluded"].sum()),
        n_empty=n_empty,
        left_out=left_out,
        kinds_left_out=kinds_left_out,
        log_likelihood=significant(fit.log_likelihood),
        deviance=significant(fit.deviance, scale=1),
        covariance=significant(fit.covariance * scale, np.outer(errors, errors)),
    )


def _used(
    observations: pd.DataFrame, reference: str
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, str], int]:
    """The cells that can be compared, the reports and kinds that cannot, how many are empty."""
    cells, unusable, n_empty = _cells(observations)
    cells, more, kinds_left_out = _comparable(cells, reference)
    names = ["report_id", "reason"]
    left_out = pd.DataFrame([*unusable, *more], columns=names, dtype="str")
    if cells.empty:
        first = "; ".join(left_out["reason"].drop_duplicates().head(_NAMED)) or "there are none"
        raise GxlabError(f"no report can be used: {first}")
    return cells, left_out, kinds_left_out, n_empty


class _Fit(NamedTuple):
    """Effects of the kinds and their covariance; how well they fit."""

    effects: pd.Series
    covariance: pd.DataFrame
    chi_square: float
    log_likelihood: float
    deviance: float


def _fit(cells: pd.DataFrame, kinds: list[str]) -> _Fit:
    """Newton's method for the binomial GLM, with the reports' effects eliminated in each step.

    The same estimates as with a dummy for each report, in time that grows with the reports and
    not with their cube.
    """
    report = pd.factorize(cells["report_id"])[0]
    y, n = (cells[name].to_numpy(float) for name in ("granted", "concluded"))
    x = np.column_stack([cells["kind"].eq(kind).to_numpy(float) for kind in kinds])

    def of_report(values: np.ndarray) -> np.ndarray:
        return np.stack([np.bincount(report, column) for column in values.T], axis=-1)

    pooled = of_report(np.column_stack([y, n]))
    level = np.log(pooled[:, 0] / (pooled[:, 1] - pooled[:, 0]))
    effects = np.zeros(len(kinds))
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-(level[report] + x @ effects)))
        weight, score = n * chance * (1 - chance), y - n * chance
        total = of_report(weight[:, None])
        mean = of_report(weight[:, None] * x) / total
        within = x - mean[report]
        information = within.T @ (weight[:, None] * within)
        if np.linalg.matrix_rank(information) < len(kinds):
            raise GxlabError("a kind of applicant cannot be compared with the reference")
        step = np.linalg.solve(information, within.T @ score)
        rise = of_report(score[:, None])[:, 0] / total[:, 0] - mean @ step
        level, effects = level + rise, effects + step
        if np.abs(effects).max(initial=0) > _INFINITE:
            break
        if max(np.abs(step).max(initial=0), np.abs(rise).max()) < _CLOSE:
            covariance = pd.DataFrame(np.linalg.inv(information), index=kinds, columns=kinds)
            chi_square = float((score**2 / weight).sum())
            likelihood = _log_likelihood(y, n, chance)
            deviance = 2 * (_log_likelihood(y, n, y / n) - likelihood)
            return _Fit(pd.Series(effects, kinds), covariance, chi_square, likelihood, deviance)
    raise GxlabError("a kind of applicant has no finite odds: its outcomes are separated")


def _log_likelihood(y: np.ndarray, n: np.ndarray, chance: np.ndarray) -> float:
    from scipy.stats import binom

    return float(binom.logpmf(y, n, chance).sum())


def _cells(observations: pd.DataFrame) -> tuple[pd.DataFrame, list[tuple[str, str]], int]:
    """Granted and concluded by report and kind, where something was concluded; who is left out."""
    cells = cells_of(observations)
    every = cells["report_id"].drop_duplicates()
    asked = cells[
        (cells["table"] == "applications")
        & cells["row"].isin(_ROWS)
        & cells["column"].isin(KINDS)
    ]  # fmt: skip
    at = pd.MultiIndex.from_product([every, _ROWS, KINDS], names=["report_id", "row", "column"])
    there = asked.set_index(["report_id", "row", "column"])[["value", "status"]].reindex(at)
    there["status"] = there["status"].fillna(ABSENT)
    reasons: dict[str, str] = {}
    missing = there[(there["status"] != REPORTED) | there["value"].isna()].reset_index()
    for report, rows in missing.groupby("report_id", sort=False):
        if len(rows) == len(_ROWS) * len(KINDS) and set(rows["status"]) == {ABSENT}:
            reasons[str(report)] = "without kinds of applicant: the table has no such columns"
        else:
            unread = rows["row"] + "." + rows["column"] + " " + rows["status"]
            more = f" and {len(unread) - _NAMED} more" if len(unread) > _NAMED else ""
            reasons[str(report)] = f"not fully reported: {'; '.join(unread.head(_NAMED))}{more}"
    wide = there["value"].unstack("row").reset_index()
    wide = wide.rename(columns={"column": "kind", "total": "concluded"})
    wide = wide[~wide["report_id"].isin(list(reasons))]
    counts = wide[["granted", "concluded"]]
    wrong = (wide["granted"] > wide["concluded"]) | (counts < 0).any(axis=1)
    wrong |= (counts % 1 != 0).any(axis=1)
    for row in wide[wrong].itertuples():
        reasons[str(row.report_id)] = (
            f"in contradiction: {row.kind} {row.granted:g} granted of {row.concluded:g} concluded"
        )
    wide = wide[~wide["report_id"].isin(list(reasons))]
    full = wide[wide["concluded"] > 0].reset_index(drop=True)
    silent = set(wide["report_id"]) - set(full["report_id"])
    reasons |= dict.fromkeys(sorted(silent), "without applications: none was concluded")
    return full, sorted(reasons.items()), len(wide) - len(full)


def _comparable(
    cells: pd.DataFrame, reference: str
) -> tuple[pd.DataFrame, list[tuple[str, str]], dict[str, str]]:
    """Leave out, until nothing changes, the reports and kinds without a finite effect.

    Where all or none of a margin was granted its effect is infinite, its cells are fitted
    perfectly, and the other effects are estimated the same without them.
    """
    reasons: dict[str, str] = {}
    kinds: dict[str, str] = {}
    before = -1
    while before != len(cells):
        before = len(cells)
        of_report = cells.groupby("report_id")[["granted", "concluded"]].sum()
        number = cells.groupby("report_id").size()
        for report, granted, concluded in of_report.itertuples():
            if granted in (0, concluded):
                share = "none" if granted == 0 else "all"
                reasons[report] = f"with {share} granted (of {concluded:g})"
            elif number[report] == 1:
                reasons[report] = "with one kind of applicant"
        cells = cells[~cells["report_id"].isin(list(reasons))]
        of_kind = cells.groupby("kind")[["granted", "concluded"]].sum()
        for kind, granted, concluded in of_kind.itertuples():
            if granted in (0, concluded):
                share = "none" if granted == 0 else "all"
                kinds[kind] = f"{share} of {concluded:g} granted, so no finite odds"
        cells = cells[~cells["kind"].isin(list(kinds))]
    if reference in kinds:
        raise GxlabError(f"the reference {reference}: {kinds[reference]}; choose another")
    return cells.reset_index(drop=True), sorted(reasons.items()), kinds


def _odds(
    cells: pd.DataFrame, fit: _Fit, scale: float, df: int, reference: str, level: float
) -> pd.DataFrame:
    """A row for each kind; Student's t where there are degrees of freedom, else the normal."""
    from scipy import stats

    law = stats.t(df) if df else stats.norm()
    kinds, of_kind = list(KINDS), cells.groupby("kind")
    sums = of_kind[["concluded", "granted"]].sum().reindex(kinds, fill_value=0).astype(int)
    effect = fit.effects.reindex(kinds)
    effect[reference] = 0.0  # without an error: it is compared with itself
    variances = pd.Series(np.diag(fit.covariance), fit.effects.index)
    error = np.sqrt(variances.reindex(kinds) * scale)
    wide = law.ppf(0.5 + level / 2) * error
    odds = pd.DataFrame(
        {
            "term": kinds,
            "en": [label(kind, "en") for kind in kinds],
            "zh": [label(kind, "zh") for kind in kinds],
            "n_reports": of_kind.size().reindex(kinds, fill_value=0),
            **sums,
            "share": sums["granted"] / sums["concluded"],
            "log_odds": significant(effect, error),
            "std_error": significant(error),
            "odds_ratio": significant(np.exp(effect)),
            "low": significant(np.exp(effect - wide)),
            "high": significant(np.exp(effect + wide)),
            "p_value": significant(pd.Series(2 * law.sf(np.abs(effect / error)), kinds)),
        }
    )
    return odds.reset_index(drop=True)
