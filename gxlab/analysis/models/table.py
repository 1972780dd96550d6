"""Fitted models side by side, as they would stand in a paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, get_args

import numpy as np
import pandas as pd

from gxlab.analysis.models.labels import Lang, label
from gxlab.analysis.models.rendering import RegressionTable
from gxlab.analysis.models.rounding import significant

_STARS = ((0.001, "***"), (0.01, "**"), (0.05, "*"))
_FOOTER = {
    "estimates": ("Estimates", "估计量"),
    "n": ("N", "样本量"),
    "n_reports": ("Reports", "报告数"),
    "effects": ("Fixed effects", "固定效应"),
    "errors": ("Standard errors", "标准误"),
    "dispersion": ("Dispersion (Pearson)", "离散度(Pearson)"),
    "r_squared": ("R²", "R²"),
    "deviance": ("Deviance", "偏差"),
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
Uncertainty = Literal["intervals", "errors"]


@dataclass(frozen=True)
class ModelColumn:
    """One fitted model: its estimates and what stands below them.

    Attributes
    ----------
    estimates : DataFrame indexed by term, with ``estimate, std_error, low, high, p_value``, on the
        scale of the linear predictor
    level : of the intervals ``low`` to ``high``
    reference : the terms that the others are compared with, apart by commas
    of : what an exponentiated estimate is a ratio of, ``"odds"`` or ``"rate"``; empty for none
    footer : what stands below, by a key of the table's rows: text, or text in English and Chinese
    """

    estimates: pd.DataFrame
    level: float
    reference: str = ""
    of: str = ""
    footer: Mapping[str, str | tuple[str, str]] = field(default_factory=dict)


class Tabled(Protocol):
    """A result that knows its columns."""

    def columns(self) -> dict[str, ModelColumn]: ...


@dataclass(frozen=True)
class _Style:
    """How numbers are shown: the choices of `regression_table`."""

    lang: Lang
    ratios: bool
    stars: bool
    digits: int
    uncertainty: Uncertainty

    def say(self, en: str, zh: str) -> str:
        return en if self.lang == "en" else zh


def regression_table(
    models: Mapping[str, Tabled | Any],
    *,
    lang: Lang = "en",
    ratios: bool = True,
    uncertainty: Uncertainty = "intervals",
    stars: bool = False,
    drop: Sequence[str] = (),
    digits: int = 2,
    level: float = 0.95,
    notes: Sequence[str] = (),
) -> RegressionTable:
    """Fitted models side by side: estimates, how certain they are, and what was fitted.

    Parameters
    ----------
    models : by the name that heads the column: results of `full_disclosure_glm` and
        `applications_count_model` (which has two columns), or of statsmodels
    lang : ``"en"`` or ``"zh"``
    ratios : odds and rate ratios, rather than their logarithms
    uncertainty : what stands below an estimate: ``"intervals"``, confidence intervals in square
        brackets, or ``"errors"``, standard errors in round ones (those of ratios by the delta
        method)
    stars : mark p < .05, .01, .001
    drop : terms that are not shown, such as fixed effects: a term, or a category with all its
        values (``"region"`` for ``region[east]`` and the others). A row says which models have it;
        the constant (``"const"``) is dropped without a word
    digits : after the decimal point
    level : of the intervals of plain statsmodels results; gxlab's have their own
    notes : more that a reader has to know

    Returns
    -------
    RegressionTable
        Shown in notebooks; ``to_latex()`` for a manuscript, ``to_html()``, and ``cells``, a
        DataFrame.

    Raises
    ------
    ValueError
        There is no model, no model has a term that is to be dropped, or `uncertainty` is none of
        the two.
    """
    if not models:
        raise ValueError("give at least one fitted model")
    if uncertainty not in get_args(Uncertainty):
        raise ValueError(f"uncertainty is {uncertainty!r}; give 'intervals' or 'errors'")
    columns = {
        (name if len(of) > 1 else "", part if len(of) > 1 else name): column
        for name, model in models.items()
        for of in [_columns(model, level)]
        for part, column in of.items()
    }
    style = _Style(lang, ratios, stars, digits, uncertainty)
    rows, n_estimates = _rows(list(columns.values()), style, drop)
    cells = pd.DataFrame(
        [row for _, row in rows],
        index=[name for name, _ in rows],
        columns=[f"{name} ({part})" if name else part for name, part in columns],
    )
    return RegressionTable(cells, tuple(columns), n_estimates, (*_notes(columns, style), *notes))


def _rows(
    columns: Sequence[ModelColumn], style: _Style, drop: Sequence[str]
) -> tuple[list[tuple[str, list[str]]], int]:
    """The rows by name, and how many of them are of terms."""
    shown, dropped = _terms(columns, drop)
    rows: list[tuple[str, list[str]]] = []
    for term in shown:
        pairs = [_estimate(column, term, style) for column in columns]
        rows.append((label(term, style.lang), [estimate for estimate, _ in pairs]))
        rows.append(("", [below for _, below in pairs]))
    controls = [_control(name, columns, style) for name in dropped if name != "const"]
    return [*rows, *controls, *_below(columns, style)], len(rows)


def _columns(model: Any, level: float) -> dict[str, ModelColumn]:
    if hasattr(model, "columns"):
        found: dict[str, ModelColumn] = model.columns()
        return found
    bounds = np.asarray(model.conf_int(alpha=1 - level))
    estimates = pd.DataFrame(
        {
            "estimate": model.params, "std_error": model.bse, "low": bounds[:, 0],
            "high": bounds[:, 1], "p_value": model.pvalues,
        }
    )  # fmt: skip
    # Linear models have R², generalised linear ones a deviance, others neither.
    known = {
        "n": ("nobs", ",.0f"), "r_squared": ("rsquared", ".3f"), "deviance": ("deviance", ",.1f"),
        "log_likelihood": ("llf", ",.1f"), "aic": ("aic", ",.1f"),
    }  # fmt: skip
    footer = {
        name: f"{significant(float(value)):{form}}"
        for name, (attribute, form) in known.items()
        if (value := getattr(model, attribute, None)) is not None
    }
    return {"": ModelColumn(estimates, level, footer=footer)}


def _terms(columns: Sequence[ModelColumn], drop: Sequence[str]) -> tuple[list[str], list[str]]:
    """The terms that are shown, alpha and the constant last, and what is dropped."""
    terms = list(dict.fromkeys(term for column in columns for term in column.estimates.index))
    dropped = list(dict.fromkeys(drop))
    if unknown := [name for name in dropped if not any(_is_of(term, name) for term in terms)]:
        raise ValueError(f"drop: no model has {', '.join(unknown)}; terms are {', '.join(terms)}")
    shown = [term for term in terms if not any(_is_of(term, name) for name in dropped)]
    return sorted(shown, key=lambda t: (t in _NEVER_RATIOS) + 2 * (t == "const")), dropped


def _is_of(term: str, name: str) -> bool:
    """Whether a term is the one of this name, or a value of the category of this name."""
    return term == name or term.startswith(f"{name}[")


def _control(name: str, columns: Sequence[ModelColumn], style: _Style) -> tuple[str, list[str]]:
    """The row of what is dropped: which models have it."""
    has = [any(_is_of(term, name) for term in column.estimates.index) for column in columns]
    title = style.say("Control: ", "控制变量:") + label(name, style.lang)
    return title, [style.say("yes", "是") if known else style.say("no", "否") for known in has]


def _estimate(column: ModelColumn, term: str, style: _Style) -> tuple[str, str]:
    """An estimate and what stands below it; nothing where the model lacks the term."""
    if term not in column.estimates.index:
        return "", ""
    row = {str(name): float(of[term]) for name, of in column.estimates.items()}
    estimate, error, bounds = row["estimate"], row["std_error"], (row["low"], row["high"])
    if style.ratios and column.of and term not in _NEVER_RATIOS:
        estimate, bounds = np.exp(estimate), (np.exp(bounds[0]), np.exp(bounds[1]))
        error *= estimate  # the delta method
    tested = style.stars and term not in (*_NEVER_RATIOS, "const")
    mark = next((stars for p, stars in _STARS if tested and row["p_value"] < p), "")
    first = f"{_number(estimate, style.digits)}{mark}"
    if style.uncertainty == "errors":
        return first, f"({_number(error, style.digits)})"
    low, high = (_number(bound, style.digits) for bound in bounds)
    return first, f"[{low}, {high}]"


def _number(number: float, digits: int) -> str:
    """A number with so many decimals; a small one with so many digits that count."""
    number = significant(float(number))
    if 0 < abs(number) < 10 ** (1 - digits):
        return np.format_float_positional(number, digits, fractional=False)
    return f"{number:.{digits}f}"


def _below(columns: Sequence[ModelColumn], style: _Style) -> list[tuple[str, list[str]]]:
    """The rows of what was fitted, those that at least one model has."""
    fitted = [_fitted(column, style) for column in columns]
    return [
        (style.say(en, zh), [of.get(name, "") for of in fitted])
        for name, (en, zh) in _FOOTER.items()
        if any(name in of for of in fitted)
    ]


def _fitted(column: ModelColumn, style: _Style) -> dict[str, str]:
    texts = {
        name: of if isinstance(of, str) else style.say(*of) for name, of in column.footer.items()
    }
    texts["estimates"] = style.say(*_ESTIMATES[column.of, style.ratios and bool(column.of)])
    return texts


def _notes(columns: Mapping[tuple[str, str], ModelColumn], style: _Style) -> list[str]:
    """What the brackets and the stars mean, and what the terms are compared with."""
    levels = list(dict.fromkeys(f"{column.level:.0%}" for column in columns.values()))
    made = style.say(
        f"In brackets: confidence intervals at {' or '.join(levels)}.",
        f"方括号内为 {'或'.join(levels)} 置信区间。",
    )
    if style.uncertainty == "errors":
        of_ratios = style.ratios and any(column.of for column in columns.values())
        made = style.say(
            "In parentheses: standard errors"
            + (", those of ratios by the delta method." if of_ratios else "."),
            "括号内为标准误" + ("(比值的标准误按 delta 法计算)。" if of_ratios else "。"),
        )
    stars = "* p < .05, ** p < .01, *** p < .001" + style.say(".", "。")
    return [made, *([stars] if style.stars else []), *_references(columns, style)]


def _references(columns: Mapping[tuple[str, str], ModelColumn], style: _Style) -> list[str]:
    """What the terms are compared with, once for models that share it."""
    models = {model or name: column.reference for (model, name), column in columns.items()}
    texts = []
    for reference in dict.fromkeys(filter(None, models.values())):
        text = ", ".join(label(term, style.lang) for term in reference.split(", "))
        names = [name for name, of in models.items() if of == reference]
        texts.append(text if len(names) == len(models) else f"{text} ({', '.join(names)})")
    if not texts:
        return []
    return [style.say(f"Reference: {'; '.join(texts)}.", f"参照组:{'；'.join(texts)}。")]
