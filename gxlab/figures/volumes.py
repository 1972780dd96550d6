"""Volumes disclosed, kept apart by what they count; normative documents."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from gxlab.extract.numbers import REPORTED
from gxlab.figures.amounts import amounts, why_none
from gxlab.figures.distribution import by_year, distribution, title_above
from gxlab.figures.style import (
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
from gxlab.prose.codes import rows as prose_rows

#: The scope under which the count of the 2014 form is kept: it is none of the prose's.
FORM_2014 = "form_2014"
_TIDY = ("report_id", "form", "table", "row", "column", "value", "status")


def volumes_of(observations: pd.DataFrame) -> pd.DataFrame:
    """The volumes disclosed in the tidy table, a row for each, with its scope.

    Returns
    -------
    DataFrame
        ``report_id, body, province, county, year, scope, value, approximate, source``. ``scope``
        is the column of the prose (``total``, ``website``, …), or ``form_2014`` for the count of
        the 2014 form; ``source`` is ``prose`` or ``form 2014``.
    """
    need(observations, (*_TIDY, "year"), "volumes_of")
    told = (observations["table"] == "prose") & (observations["row"] == "disclosed")
    form = (observations["table"] == "indicators") & (observations["row"] == "disclosed")
    rows = observations[(told | form) & (observations["status"] == REPORTED)]
    listed = rows["table"] == "indicators"
    approximate = rows["approximate"].eq(True) if "approximate" in rows else False
    names = ("report_id", "body", "province", "county", "year", "value")
    return rows[[name for name in names if name in rows]].assign(
        scope=rows["column"].mask(listed, FORM_2014),
        approximate=approximate,
        source=np.where(listed, "form 2014", "prose"),
    )


@figure
def disclosure_volumes(volumes: pd.DataFrame, *, lang: Lang = "en", size: Size = "page") -> Axes:
    """Volumes disclosed by year, a panel for each scope: a dot for each report.

    Parameters
    ----------
    volumes : ``year, value, scope``, as from `volumes_of`; with ``approximate`` what is printed
        with 余, 约 or 多 has an open dot. The tidy table itself will do.
    lang : ``"en"`` or ``"zh"``
    size : ``"page"`` (7.2 in wide) or ``"column"`` (3.5 in)

    Returns
    -------
    Axes
        The first panel; ``ax.figure.axes`` are all. Scopes (all channels, the website alone, …)
        are never in one panel: they do not count the same. The axis is logarithmic; above each
        year stand n and the median.
    """
    if {"table", "row", "column"} <= set(volumes.columns):
        volumes = volumes_of(volumes)
    need(volumes, ["year", "value", "scope"], "disclosure_volumes")
    rows = volumes.dropna(subset=["value", "year"])
    need(rows, ["value"], "disclosure_volumes: no row has a value and a year")
    counted = rows["scope"].fillna("?").value_counts()
    scopes = sorted(counted.index, key=lambda scope: (-counted[scope], str(scope)))
    axes = new_panels(size, 1.85 * len(scopes) + 0.4, nrows=len(scopes))
    span = rows["year"].astype(int).agg(["min", "max"])
    for ax, scope in zip(axes, scopes, strict=True):
        of = rows[rows["scope"].fillna("?") == scope]
        ends = pd.DataFrame({"year": span.to_numpy(), "value": np.nan})
        distribution(ax, by_year(pd.concat([of, ends])), lang, log=True)
        title_above(ax, wrap(_scope_name(str(scope), lang), width_of(size) * 8))
        ax.set_ylabel(say(lang, "items", "条"))
    open_dots = bool(rows["approximate"].eq(True).any()) if "approximate" in rows else False
    en = "Open dots: printed as approximate (余, 约, 多). " if open_dots else ""
    zh = "空心点为约数（余、约、多）。" if open_dots else ""
    gone = len(volumes) - len(rows)
    en += f"{gone} rows have no value." if gone else ""
    zh += f"{gone} 行无数值。" if gone else ""
    note(axes[0], say(lang, en, zh).strip())
    return axes[0]


def _scope_name(scope: str, lang: str) -> str:
    if scope == FORM_2014:
        return say(
            lang, "2014 form: all channels, each item once", "2014 年表：各渠道，相同信息计 1 条"
        )
    known = {c.code: c for c in prose_rows()["disclosed"].columns}
    if scope in known:
        return say(lang, known[scope].en, known[scope].zh)
    return say(lang, "scope not known", "范围不明") if scope == "?" else scope


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
    cells = observations[
        (observations["table"] == "disclosure")
        & (observations["row"] == row)
        & observations["report_id"].isin(about.index[about["form"] == "2021"])
    ]
    if len(about) > MANY:
        return _many_documents(cells, about, lang, size)
    columns = 3 if size == "page" else 1
    high = ROW * len(about) + 0.6
    axes = new_panels(size, high * (3 // columns), nrows=3 // columns, ncols=columns, sharey=True)
    for ax, (code, (en, zh, colour)) in zip(axes, _STOCK.items(), strict=True):
        of = cells[cells["column"] == code].drop_duplicates("report_id").set_index("report_id")
        of = of.reindex(about.index)
        values = of["value"].where(of["status"] == REPORTED).tolist()
        raw = of["raw"] if "raw" in of else of["status"]
        reasons = [
            why_none(status, text, lang)
            if form == "2021"
            else say(lang, f"{form} form: other counts", f"{form} 年格式：统计口径不同")
            for status, text, form in zip(of["status"], raw, about["form"], strict=True)
        ]
        amounts(ax, values, reasons, colour=colour)
        ax.set_title(say(lang, en, zh))
        rows_down(ax, list(about["label"]))
    return axes[0]


def _many_documents(cells: pd.DataFrame, about: pd.DataFrame, lang: str, size: str) -> Axes:
    axes = new_panels(size, 5.6, nrows=3)
    of = cells[cells["status"] == REPORTED]
    years = about["year"].dropna().astype(int)
    ends = pd.DataFrame({"year": [years.min(), years.max()], "value": np.nan})
    for ax, (code, (en, zh, _)) in zip(axes, _STOCK.items(), strict=True):
        groups = by_year(pd.concat([of[of["column"] == code][["year", "value"]], ends]))
        distribution(ax, groups, lang, log=True)
        title_above(ax, say(lang, en, zh))
    other = int((about["form"] != "2021").sum())
    en = f"A dot for each report of the 2021 form; {other} of {len(about)} are of another form."
    zh = f"每点为一份 2021 年格式的报告；{len(about)} 份中 {other} 份为其他格式。"
    note(axes[0], say(lang, en, zh))
    return axes[0]
