"""Fitted models side by side, as they would stand in a paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from gxlab.analysis.models.labels import Lang, label, word
from gxlab.analysis.models.rendering import html, number
from gxlab.analysis.models.rounding import significant

#: What a statsmodels result has of it: linear models R², generalised linear ones a deviance.
_FITTED = {
    "n": ("nobs", ",.0f"), "r_squared": ("rsquared", ".3f"), "deviance": ("deviance", ",.1f"),
    "log_likelihood": ("llf", ",.1f"), "aic": ("aic", ",.1f"),
}  # fmt: skip
#: What stands below the estimates, in this order.
_FOOTER = (
    "estimates", "n", "n_reports", "effects", "standard_errors", "dispersion", *list(_FITTED)[1:]
)  # fmt: skip
#: What has a meaning in TeX, and what its default fonts print as another character: `<` as `¡`.
_LATEX = str.maketrans(
    {char: f"\\{char}" for char in "&%$#_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    | {"<": "$<$", ">": "$>$", "²": "$^2$"}
)


class ModelColumn(NamedTuple):
    """One fitted model: its estimates, on the scale of the linear predictor, and what is below."""

    estimates: pd.DataFrame  # by term: estimate, std_error, low, high, p_value
    level: float  # of the intervals low to high
    footer: Mapping[str, str | tuple[str, str]]  # by row of the table; text, or English and Chinese
    of: Literal["odds", "rate"] | None = None  # what an exponentiated estimate is a ratio of
    references: Sequence[str] = ()  # the terms that the others are compared with


@dataclass(frozen=True, repr=False)
class RegressionTable:
    """Fitted models side by side; made by `gxlab.regression_table`.

    Attributes
    ----------
    cells : DataFrame of str, a column for each model; for each term a row with its estimate and one
        without a name with its interval or standard error, then what was fitted
    n_estimates : how many rows are of terms; in LaTeX a rule parts them from the others
    notes : what a reader of the table has to know
    """

    cells: pd.DataFrame
    n_estimates: int
    notes: tuple[str, ...]

    def to_latex(self, caption: str = "", label: str = "") -> str:
        """The table for a manuscript, with the rules of the package booktabs.

        Parameters
        ----------
        caption, label : of a float ``table``; without either the table is no float

        Returns
        -------
        str
            Needs ``\\usepackage{booktabs}``; for Chinese XeLaTeX or LuaLaTeX with a Chinese font.
        """
        printed = self.cells.map(_latex).rename(index=_latex, columns=_latex)
        layout = "@{}l" + "c" * printed.shape[1] + "@{}"
        place: Any = {"position": "htbp", "position_float": "centering"} if caption or label else {}
        lines = printed.style.to_latex(
            caption=_latex(caption) or None, label=label or None, hrules=True,
            column_format=layout, multicol_align="c", **place,
        ).splitlines()  # fmt: skip
        models = list(printed.columns.get_level_values(0))
        rules = [
            f"\\cmidrule(lr){{{models.index(name) + 2}-{models.index(name) + of + 1}}}"
            for name in dict.fromkeys(models)
            if (of := models.count(name)) > 1
        ]
        lines.insert(lines.index(r"\toprule") + 2, "".join(rules))
        lines.insert(lines.index(r"\midrule") + 1 + self.n_estimates, r"\midrule")
        notes = "".join(f"{_latex(note)}\\par\n" for note in self.notes)
        notes = f"\\begin{{minipage}}{{\\linewidth}}\\footnotesize\n{notes}\\end{{minipage}}"
        lines.insert(lines.index(r"\end{tabular}") + 1, f"\\par\\smallskip\n{notes}")
        return "\n".join(filter(None, lines)) + "\n"

    def to_html(self) -> str:
        """The table with its notes, to be shown in a page or pasted into Word."""
        return html(self.cells, {}, self.notes)

    _repr_html_ = to_html

    def __repr__(self) -> str:
        return "\n".join([self.cells.to_string(), *self.notes])


def _latex(text: str) -> str:
    """Text as TeX prints it; a hyphen before a digit is a minus."""
    return re.sub(r"(?<![\w-])-(?=\d)", "$-$", text.translate(_LATEX))


def regression_table(
    models: Mapping[str, Any],
    *,
    lang: Lang = "en",
    ratios: bool = True,
    uncertainty: Literal["intervals", "errors"] = "intervals",
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
    if uncertainty not in ("intervals", "errors"):
        raise ValueError(f"uncertainty is {uncertainty!r}; give 'intervals' or 'errors'")
    columns: dict[tuple[str, str], ModelColumn] = {}
    for name, model in models.items():
        own = model.columns() if hasattr(model, "columns") else {"": column_of(model, level)}
        columns |= {(name, part if len(own) > 1 else ""): of for part, of in own.items()}
    terms = list(dict.fromkeys(term for of in columns.values() for term in of.estimates.index))
    if unknown := [name for name in drop if not any(_is_of(term, name) for term in terms)]:
        raise ValueError(f"drop: no model has {', '.join(unknown)}; terms are {', '.join(terms)}")
    shown = [term for term in terms if not any(_is_of(term, name) for name in drop)]
    shown.sort(key=lambda term: (term == "const", term == "alpha"))
    printed = {at: _printed(of, ratios, uncertainty, stars, digits) for at, of in columns.items()}
    estimates = pd.DataFrame(printed).reindex(pd.MultiIndex.from_product([shown, ["", "below"]]))
    estimates.index = ["" if below else label(term, lang) for term, below in estimates.index]
    below = {at: _below(of, ratios, drop, lang) for at, of in columns.items()}
    cells = pd.concat([estimates, pd.DataFrame(below).dropna(how="all")]).fillna("")
    if not any(part for _, part in columns):
        cells.columns = pd.Index([name for name, _ in columns])
    of_ratios = ratios and any(of.of for of in columns.values())
    brackets = "errors_of_ratios" if uncertainty == "errors" and of_ratios else uncertainty
    made = _notes(columns, brackets, stars, lang)
    return RegressionTable(cells, len(estimates), (*made, *notes))


def column_of(fit: Any, level: float) -> ModelColumn:
    """A result of statsmodels as a column."""
    low, high = np.asarray(fit.conf_int(alpha=1 - level)).T
    estimates = pd.DataFrame(
        {
            "estimate": fit.params,
            "std_error": fit.bse,
            "low": low,
            "high": high,
            "p_value": fit.pvalues,
        }
    ).rename(index=str)  # a fit of arrays numbers its terms
    footer: dict[str, str | tuple[str, str]] = {
        name: f"{significant(float(value)):{form}}"
        for name, (attribute, form) in _FITTED.items()
        if (value := getattr(fit, attribute, None)) is not None
    }
    return ModelColumn(estimates, level, footer)


def _is_of(term: str, name: str) -> bool:
    """Whether a term is the one of this name, or a value of the category of this name."""
    return term == name or term.startswith(f"{name}[")


def _printed(
    column: ModelColumn, ratios: bool, uncertainty: str, stars: bool, digits: int
) -> pd.Series:
    """Each estimate by its term and "", and what stands below it by its term and "below"."""
    of = column.estimates.astype(float)
    if ratios and column.of:
        logs = of.index != "alpha"
        of.loc[logs, ["estimate", "low", "high"]] = np.exp(of[["estimate", "low", "high"]])
        of.loc[logs, "std_error"] *= of["estimate"]  # the delta method
    text = significant(of).map(number, digits=digits)
    tested = stars & ~of.index.isin(["alpha", "const"])
    for p in (0.05, 0.01, 0.001):
        text["estimate"] += np.where(tested & (of["p_value"] < p), "*", "")
    intervals, errors = "[" + text["low"] + ", " + text["high"] + "]", "(" + text["std_error"] + ")"
    below = errors if uncertainty == "errors" else intervals
    made: pd.Series = pd.concat({"": text["estimate"], "below": below}).swaplevel()
    return made


def _below(column: ModelColumn, ratios: bool, drop: Sequence[str], lang: Lang) -> dict[str, Any]:
    """What stands below the estimates: which of the dropped terms are in it, and the fit."""
    terms = column.estimates.index
    scale = ("log_" if column.of and not ratios else "") + (column.of or "coefficients")
    has = {name: any(_is_of(term, name) for term in terms) for name in drop if name != "const"}
    controls = {
        word("control", lang) + label(name, lang): word("yes" if of else "no", lang)
        for name, of in has.items()
    }
    footer = {"estimates": word(scale, lang)}
    for name, text in column.footer.items():
        footer[name] = text if isinstance(text, str) else text[lang == "zh"]
    return controls | {word(name, lang): footer.get(name) for name in _FOOTER}


def _notes(
    columns: Mapping[tuple[str, str], ModelColumn], brackets: str, stars: bool, lang: Lang
) -> Iterator[str]:
    """What the brackets and the stars mean, and what the terms are compared with."""
    levels = dict.fromkeys(f"{of.level:.0%}" for of in columns.values())
    yield word(brackets, lang).format(", ".join(levels))
    if stars:
        yield word("stars", lang)
    models = {name: of.references for (name, _), of in columns.items() if of.references}
    texts = [", ".join(label(term, lang) for term in terms) for terms in models.values()]
    if len({name for name, _ in columns}) > 1:
        texts = [f"{text} ({name})" for text, name in zip(texts, models, strict=True)]
    if texts:
        yield word("references", lang).format(("; ", "；")[lang == "zh"].join(texts))
