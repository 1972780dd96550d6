"""Tables of models as pandas' Styler prints them: for LaTeX, for notebooks, for a terminal."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

#: What has a meaning in TeX, and what its default fonts print as another character: `<` as `¡`.
_LATEX = str.maketrans(
    {char: f"\\{char}" for char in "&%$#_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    | {"<": "$<$", ">": "$>$", "−": "$-$", "²": "$^2$"}
)
_RULE = "border-{}: 1px solid; "


@dataclass(frozen=True, repr=False)
class RegressionTable:
    """Fitted models side by side; made by `gxlab.regression_table`.

    Attributes
    ----------
    cells : DataFrame of str, a column for each model; for each term a row with its estimate and one
        without a name with its interval or standard error, then what was fitted
    header : for each column the model, where it has several columns, and the name over the column
    n_estimates : how many rows are of terms; a rule parts them from the others
    notes : what a reader of the table has to know
    """

    cells: pd.DataFrame
    header: tuple[tuple[str, str], ...]
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
        printed = self.cells.map(_latex_number).map(_latex)
        printed.index = printed.index.map(_latex)
        printed.columns = self._columns(_latex)
        layout = "@{}l" + "c" * self.cells.shape[1] + "@{}"
        styler = printed.style
        lines = styler.to_latex(hrules=True, column_format=layout, multicol_align="c").splitlines()
        if rules := self._rules_of_models():
            lines.insert(lines.index(r"\toprule") + 2, rules)
        if 0 < self.n_estimates < len(self.cells):
            lines.insert(lines.index(r"\midrule") + 1 + self.n_estimates, r"\midrule")
        if self.notes:
            lines += [r"\par\smallskip", r"\begin{minipage}{\linewidth}\footnotesize"]
            lines += [_latex(note) + r"\par" for note in self.notes]
            lines += [r"\end{minipage}"]
        if caption or label:
            names = {"caption": _latex(caption), "label": label}
            head = [f"\\{name}{{{text}}}" for name, text in names.items() if text]
            head = [r"\begin{table}[htbp]", r"\centering", *head, r"\par\smallskip"]
            lines = [*head, *lines, r"\end{table}"]
        return "\n".join(lines) + "\n"

    def to_html(self) -> str:
        """The table with its rules and notes, to be shown in a page or pasted into Word."""
        # A name of its own in the page, and the same one each time.
        uuid = hashlib.sha256(self.cells.to_csv().encode()).hexdigest()[:8]
        styles: list[Any] = [
            {"selector": "", "props": "border-collapse: collapse;" + _rules("top", "bottom")},
            {"selector": "thead", "props": _rules("bottom")},
            {"selector": "td, th.col_heading", "props": "text-align: center;"},
            {"selector": "th.row_heading", "props": "text-align: left; font-weight: normal;"},
        ]
        if 0 < self.n_estimates < len(self.cells):
            first = f"tbody tr:nth-child({self.n_estimates + 1})"
            styles.append({"selector": first, "props": _rules("top")})
        printed = self.cells.set_axis(self._columns(escape), axis=1)
        styler = printed.style.format(escape="html").format_index(escape="html")
        styler = styler.set_table_styles(styles)
        return styler.to_html(table_uuid=uuid, cell_ids=False) + _noted(self.notes)

    def _columns(self, text: Callable[[str], str]) -> pd.Index:
        """The header, with a row for the models only where one has several columns."""
        pairs = [(text(model), text(name)) for model, name in self.header]
        if any(model for model, _ in pairs):
            return pd.MultiIndex.from_tuples(pairs)
        return pd.Index([name for _, name in pairs])

    def _rules_of_models(self) -> str:
        """A rule under each model that has several columns."""
        rules = []
        for model in dict.fromkeys(model for model, _ in self.header if model):
            at = [nth for nth, (of, _) in enumerate(self.header, start=2) if of == model]
            rules.append(f"\\cmidrule(lr){{{at[0]}-{at[-1]}}}")
        return " ".join(rules)

    def __repr__(self) -> str:
        return "\n".join([self.cells.to_string(), *self.notes])

    def _repr_html_(self) -> str:
        return self.to_html()


def _latex(text: str) -> str:
    return text.translate(_LATEX)


def _latex_number(cell: str) -> str:
    """A hyphen before a digit is a minus."""
    return re.sub(r"(?<![\w-])-(?=\d)", "−", cell)


def _rules(*sides: str) -> str:
    return "".join(_RULE.format(side) for side in sides)


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
    """A table with its numbers as a person reads them, and below it the notes."""

    def shown(text: Callable[[float], str]) -> Any:
        return lambda value: "" if pd.isna(value) else text(value)

    body = table.to_html(
        formatters={name: shown(text) for name, text in formats.items() if name in table},
        na_rep="",
        border=0,
    )
    return body + _noted(notes)


def _noted(notes: Iterable[str]) -> str:
    return "".join(f"<p style='font-size: 90%'>{escape(note)}</p>" for note in notes)
