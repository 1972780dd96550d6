"""Fitted models side by side, as they would stand in a paper."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, Protocol

import numpy as np
import pandas as pd

from gxlab.models.labels import Lang, label
from gxlab.models.rounding import significant

_STARS = ((0.001, "***"), (0.01, "**"), (0.05, "*"))
_FOOTER = {
    "reference": ("Reference", "参照组"),
    "estimates": ("Estimates", "估计量"),
    "intervals": ("Brackets", "方括号内"),
    "stars": ("Stars", "星号"),
    "n": ("N", "样本量"),
    "n_reports": ("Reports", "报告数"),
    "effects": ("Fixed effects", "固定效应"),
    "errors": ("Standard errors", "标准误"),
    "dispersion": ("Dispersion (Pearson)", "离散度(Pearson)"),
    "log_likelihood": ("Log-likelihood", "对数似然"),
    "aic": ("AIC", "AIC"),
}
_ESTIMATES = {
    ("odds", True): ("odds ratios", "优势比"),
    ("odds", False): ("log odds ratios", "对数优势比"),
    ("rate", True): ("rate ratios", "发生率比"),
    ("rate", False): ("log rate ratios", "对数发生率比"),
    ("", False): ("coefficients", "系数"),
}
_NEVER_RATIOS = ("alpha",)


@dataclass(frozen=True)
class Column:
    """One fitted model: its estimates and what stands below them.

    ``estimates`` is indexed by term, with ``estimate, low, high, p_value``, on the scale of the
    linear predictor; ``of`` is what an exponentiated estimate is a ratio of. What stands below
    is text, or text in English and Chinese.
    """

    estimates: pd.DataFrame
    reference: str = ""
    of: str = ""
    footer: Mapping[str, str | tuple[str, str]] = field(default_factory=dict)


class Tabled(Protocol):
    """A result that knows its columns."""

    def columns(self) -> dict[str, Column]: ...


def regression_table(
    models: Mapping[str, Tabled | Any],
    *,
    lang: Lang = "en",
    ratios: bool = True,
    stars: bool = False,
    digits: int = 2,
    level: float = 0.95,
) -> pd.DataFrame:
    """Fitted models side by side: estimates with intervals, below them what was fitted.

    Parameters
    ----------
    models : by the name that heads the column: results of `full_disclosure_glm` and
        `applications_count_model` (which has two columns), or of statsmodels
    lang : ``"en"`` or ``"zh"``
    ratios : odds and rate ratios, rather than their logarithms
    stars : mark p < .05, .01, .001
    digits : after the decimal point
    level : of the intervals of plain statsmodels results; gxlab's have their own

    Returns
    -------
    DataFrame of str
        For each term a row of estimates and a row of intervals; ``to_latex`` and ``to_html``
        are pandas'.
    """
    if not models:
        raise ValueError("give at least one fitted model")
    columns = {
        name if len(of) == 1 else f"{name} ({part})": column
        for name, model in models.items()
        for of in [_columns(model, level)]
        for part, column in of.items()
    }
    terms = list(dict.fromkeys(t for column in columns.values() for t in column.estimates.index))
    terms.sort(key=lambda term: (term in _NEVER_RATIOS) + 2 * (term == "const"))
    rows: list[tuple[str, list[str]]] = []
    for term in terms:
        told = [_told(column, term, ratios, stars, digits) for column in columns.values()]
        rows += [(label(term, lang), [first for first, _ in told]), ("", [ci for _, ci in told])]
    said = [_said(column, lang, ratios, stars) for column in columns.values()]
    for name, (en, zh) in _FOOTER.items():
        if any(name in of for of in said):
            rows.append((en if lang == "en" else zh, [of.get(name, "") for of in said]))
    return pd.DataFrame(
        [cells for _, cells in rows], index=[name for name, _ in rows], columns=list(columns)
    )


def _columns(model: Any, level: float) -> dict[str, Column]:
    if hasattr(model, "columns"):
        found: dict[str, Column] = model.columns()
        return found
    bounds = np.asarray(model.conf_int(alpha=1 - level))
    estimates = pd.DataFrame(
        {
            "estimate": model.params, "low": bounds[:, 0], "high": bounds[:, 1],
            "p_value": model.pvalues,
        }
    )  # fmt: skip
    footer = {"n": f"{model.nobs:,.0f}", "log_likelihood": f"{model.llf:,.1f}"}
    return {"": Column(estimates, footer=footer)}


def _number(number: float, digits: int) -> str:
    """A number with so many decimals; a small one with so many digits that count."""
    if 0 < abs(number) < 10 ** (1 - digits):
        return np.format_float_positional(number, digits, fractional=False)
    return f"{number:.{digits}f}"


def _told(column: Column, term: str, ratios: bool, stars: bool, digits: int) -> tuple[str, str]:
    if term not in column.estimates.index:
        return "", ""
    row = column.estimates.loc[term].to_dict()
    numbers = [float(row[name]) for name in ("estimate", "low", "high")]
    if ratios and column.of and term not in _NEVER_RATIOS:
        numbers = [math.exp(number) for number in numbers]
    estimate, low, high = (_number(significant(number), digits) for number in numbers)
    tested = stars and term not in (*_NEVER_RATIOS, "const")
    mark = next((sign for p, sign in _STARS if tested and row["p_value"] < p), "")
    return f"{estimate}{mark}", f"[{low}, {high}]"


def _said(column: Column, lang: Lang, ratios: bool, stars: bool) -> dict[str, str]:
    at = 0 if lang == "en" else 1
    estimates = _ESTIMATES[column.of, ratios and bool(column.of)][at]
    brackets = ("confidence intervals", "置信区间")[at]
    below = {name: of if isinstance(of, str) else of[at] for name, of in column.footer.items()}
    said = {"estimates": estimates, "intervals": brackets, **below}
    if column.reference:
        said["reference"] = ", ".join(label(of, lang) for of in column.reference.split(", "))
    if stars:
        said["stars"] = "* p<.05, ** p<.01, *** p<.001"
    return said


def ratio(value: float) -> str:
    """A ratio for reading: two decimals, below a tenth two digits that say something."""
    return f"{value:.2f}" if abs(value) >= 0.1 or value == 0 else f"{value:.2g}"


#: The columns of ratios and of their intervals, as `html` shows them.
RATIOS: Mapping[str, Callable[[float], str]] = dict.fromkeys(
    ("odds_ratio", "rate_ratio", "low", "high"), ratio
)


def html(
    table: pd.DataFrame, formats: Mapping[str, Callable[[float], str]], notes: Iterable[str]
) -> str:
    """A table with its numbers as a person reads them, and what has to be said beside it."""

    def shown(text: Callable[[float], str]) -> Any:
        return lambda value: "" if pd.isna(value) else text(value)

    body = table.to_html(
        formatters={name: shown(text) for name, text in formats.items() if name in table},
        na_rep="",
        border=0,
    )
    return body + "".join(f"<p style='font-size: 90%'>{escape(note)}</p>" for note in notes)
