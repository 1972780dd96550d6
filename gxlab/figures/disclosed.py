"""Volumes disclosed, kept apart by what they count; normative documents."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from gxlab.analysis.disclosed import volumes_in_reports
from gxlab.cells import REPORTED
from gxlab.figures.amounts import amounts, amounts_of
from gxlab.figures.distribution import by_year, distribution
from gxlab.figures.styling import (
    BLUE,
    GREY,
    MANY,
    ROW,
    SKY,
    Lang,
    Size,
    figure,
    need,
    new_panels,
    note,
    reports,
    rows_down,
    say,
    width_of,
    wrap,
)
from gxlab.forms import forms_with
from gxlab.forms.prose_codes import prose_rows

_TIDY = ("report_id", "form", "table", "row", "column", "value", "status")
#: How many panels fit on a page, one under the other.
_PANELS = 5


@figure
def disclosure_volumes(volumes: pd.DataFrame, *, lang: Lang = "en", size: Size = "page") -> Axes:
    """Volumes disclosed by year, a panel for each scope: a dot for each report.

    Parameters
    ----------
    volumes : ``year, value, scope``; with ``approximate`` what is printed with 余, 约 or 多 has an
        open dot; with ``source`` each source has panels of its own. The tidy table itself will
        do: its prose and the list of the 2014 form are the sources
    lang : ``"en"`` or ``"zh"``
    size : ``"page"`` (7.2 in wide) or ``"column"`` (3.5 in)

    Returns
    -------
    Axes
        The first panel; ``ax.figure.axes`` are all. Scopes (all channels, the website alone, …)
        are never in one panel, nor are sources: they do not count the same. There are five
        panels at most, those with the most values; the note names the others. The axis is
        logarithmic; above each year stand n and the median.
    """
    if {"table", "row", "column"} <= set(volumes.columns):
        need(volumes, (*_TIDY, "year"), "disclosure_volumes")
        volumes = volumes_in_reports(volumes)
    need(volumes, ["year", "value", "scope"], "disclosure_volumes")
    rows = volumes.dropna(subset=["value", "year"])
    need(rows, ["value"], "disclosure_volumes, of rows with a value and a year")
    source = rows["source"] if "source" in rows else pd.Series("", rows.index)
    kind = pd.Series(list(zip(rows["scope"].fillna("?"), source, strict=True)), rows.index)
    counted = kind.value_counts()
    kinds = sorted(counted.index, key=lambda one: (-counted[one], one))
    shown = kinds[:_PANELS]
    axes = new_panels(size, 1.85 * len(shown) + 0.4, nrows=len(shown))
    ends = pd.DataFrame({"year": [rows["year"].min(), rows["year"].max()], "value": np.nan})
    for ax, one in zip(axes, shown, strict=True):
        title = wrap(_named(one, source, lang), width_of(size) * 8)
        distribution(ax, title, by_year(pd.concat([rows[kind == one], ends])), lang, log=True)
        ax.set_ylabel(say(lang, "items", "条"))
    notes = []
    if "approximate" in rows and rows["approximate"].eq(True).any():
        en = "Open dots: printed as approximate (余, 约, 多)."
        notes.append(say(lang, en, "空心点为约数（余、约、多）。"))
    if gone := len(volumes) - len(rows):
        notes.append(say(lang, f"Rows without a value: {gone}.", f"无数值：{gone} 行。"))
    if others := kinds[_PANELS:]:
        named = [f"{_named(one, source, lang)} (n = {counted[one]})" for one in others]
        notes.append(say(lang, "Not shown: ", "未列出：") + "; ".join(named) + ".")
    note(axes[0], " ".join(notes))
    return axes[0]


_SOURCES = {
    "prose": ("prose", "正文"),
    "form 2014": ("2014 form", "2014 年表"),
    "headlines": ("coded by hand", "人工编码"),
}


def _named(kind: tuple[str, str], sources: pd.Series, lang: str) -> str:
    """The name of a scope, and of its source where there are several."""
    scope, source = kind
    known = {c.code: c for c in prose_rows()["disclosed"].columns}
    channel = scope.removeprefix("form_2014").lstrip("_") or "total"
    name = say(lang, known[channel].en, known[channel].zh) if channel in known else scope
    if channel != scope:
        name = say(lang, f"{name}, as the 2014 form counts", f"{name}（2014 年表口径）")
    if scope == "?":
        name = say(lang, "scope not known", "范围不明")
    of = say(lang, *_SOURCES[source]) if source in _SOURCES else source
    return f"{name} – {of}" if sources.nunique() > 1 and of else name


# --- Normative documents ----------------------------------------------------------------------

_STOCK = {
    "issued": ("issued in the year", "本年制发件数", BLUE),
    "repealed": ("repealed in the year", "本年废止件数", SKY),
    "in_force": ("in force", "现行有效件数", GREY),
}


@figure
def documents(
    observations: pd.DataFrame,
    *,
    row: str = "normative_documents",
    lang: Lang = "en",
    size: Size = "page",
) -> Axes:
    """Normative documents issued and repealed in the year, and in force at its end.

    Parameters
    ----------
    observations : the tidy table of one or several reports
    row : ``normative_documents`` (行政规范性文件) or ``regulations`` (规章)
    lang, size : as for `disclosure_volumes`

    Returns
    -------
    Axes
        The first of three panels, with a bar for each report of the 2021 form, or why there is
        none: the forms before ask for other counts, which are not put beside these. With more
        than 40 reports each panel shows the distribution by year, with n and the median.
    """
    need(observations, (*_TIDY, "year"), "documents")
    about = reports(observations)
    about["asked"] = about["form"].isin(forms_with("disclosure", row, "in_force"))
    cells = observations[(observations["table"] == "disclosure") & (observations["row"] == row)]
    if len(about) > MANY:
        return _many_documents(cells, about, lang, size)

    def elsewhere(form: str) -> str:
        return say(lang, f"{form} form: other counts", f"{form} 年格式：统计口径不同")

    columns = 3 if size == "page" else 1
    high = ROW * len(about) + 0.6
    axes = new_panels(size, high * (3 // columns), nrows=3 // columns, ncols=columns, sharey=True)
    for ax, (code, (en, zh, colour)) in zip(axes, _STOCK.items(), strict=True):
        values, reasons = amounts_of(cells[cells["column"] == code], about, lang, elsewhere)
        amounts(ax, values, reasons, colour=colour)
        ax.set_title(say(lang, en, zh))
        rows_down(ax, list(about["label"]))
    return axes[0]


def _many_documents(cells: pd.DataFrame, about: pd.DataFrame, lang: str, size: str) -> Axes:
    axes, asked = new_panels(size, 5.6, nrows=3), about["asked"]
    of = cells[(cells["status"] == REPORTED) & cells["report_id"].isin(about.index[asked])]
    years = about["year"].dropna().astype(int)
    ends = pd.DataFrame({"year": [years.min(), years.max()], "value": np.nan})
    for ax, (code, (en, zh, _)) in zip(axes, _STOCK.items(), strict=True):
        groups = by_year(pd.concat([of[of["column"] == code][["year", "value"]], ends]))
        distribution(ax, say(lang, en, zh), groups, lang, log=True)
    other = int((~asked).sum())
    named = sorted(about.loc[asked, "form"].unique()) or forms_with("disclosure", "", "in_force")
    en, zh = " or ".join(named), "、".join(named)
    en = f"A dot for each report of the {en} form; {other} of {len(about)} are of another form."
    zh = f"每点为一份 {zh} 年格式的报告；{len(about)} 份中 {other} 份为其他格式。"
    note(axes[0], say(lang, en, zh))
    return axes[0]
