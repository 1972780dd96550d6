"""The quality of data: which reports are there, which sums hold, how prose and digits compare."""

from __future__ import annotations

from functools import cache
from itertools import zip_longest
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from gxlab.cells import ABSENT, BLANK, NOT_APPLICABLE, REPORTED, UNREADABLE
from gxlab.checks.judging import SOFT
from gxlab.figures.stacked import Kind, legend_above, stacked_bars
from gxlab.figures.styling import (
    BLUE,
    GREY,
    HATCH,
    MANY,
    ORANGE,
    PALE,
    PINK,
    ROW,
    SKY,
    SMALL,
    VERMILION,
    YELLOW,
    Lang,
    Size,
    figure,
    name_x,
    need,
    new_axes,
    note,
    percent,
    plain,
    reports,
    rows_down,
    say,
    wrap,
)
from gxlab.forms import form_ids, forms
from gxlab.schema import BROKEN, HOLDS, NOT_ASSESSABLE

_MISSING: Any = {"facecolor": "white", "edgecolor": "#AAAAAA", "hatch": HATCH, "linewidth": 0.0}
Looks = dict[str, Any]
# In the order of the forms; those beyond them share the last one.
_COLOURS = (YELLOW, SKY, BLUE, ORANGE, VERMILION)
_STATUSES = {
    REPORTED: Kind("a number", "填有数字", BLUE),
    BLANK: Kind("blank", "空白", ORANGE, "....."),
    NOT_APPLICABLE: Kind("a mark (/, —, 无)", "标记（/、—、无）", SKY, "/////"),
    UNREADABLE: Kind("unreadable", "无法识别", VERMILION, "\\\\\\\\\\"),
    ABSENT: Kind("no such cell", "无此格", PALE, "xxxxx"),
}
_VERDICTS = {
    HOLDS: Kind("holds", "成立", BLUE),
    SOFT: Kind("differs, may be innocent", "不一致，或有缘由", YELLOW, "....."),
    BROKEN: Kind("broken", "不成立", VERMILION),
    NOT_ASSESSABLE: Kind("not assessable", "无法判断", PALE, "/////"),
}

# --- Which reports are there ------------------------------------------------------------------


@figure
def coverage(
    matrix: pd.DataFrame, *, lang: Lang = "en", size: Size = "page", ax: Axes | None = None
) -> Axes:
    """Which reports a panel has: a cell for each unit and year, coloured by its form.

    Parameters
    ----------
    matrix : ``coverage`` of `gxlab.panel`: a row for each unit (the last level of the index
        names it), a column for each year, the id of the form or missing
    lang : ``"en"`` or ``"zh"``
    size : ``"page"`` (7.2 in wide) or ``"column"`` (3.5 in)
    ax : where to draw; a new figure without

    Returns
    -------
    Axes
        What is missing is hatched. With more than 40 units, a bar for each year: how many units
        have a report of each form, and how many have none.
    """
    if matrix.empty:
        raise ValueError("coverage: the matrix has no units or no years")
    cells = matrix.astype("object").where(matrix.notna(), "")
    several = cells.map(lambda form: "," in str(form))
    cells = cells.mask(several, "several")
    colours = dict(zip_longest(form_ids(), _COLOURS[: len(form_ids())], fillvalue=_COLOURS[-1]))
    colours["several"] = PINK
    found = [form for form in colours if (cells == form).any(axis=None)]
    looks: Looks = {form: {"facecolor": colours[form], "edgecolor": "white"} for form in found}
    if (cells == "").any(axis=None):
        looks[""] = _MISSING
    if len(cells) > MANY:
        ax = new_axes(ax, size, ROW * cells.shape[1] + 0.9)
        _by_year(ax, cells, looks)
        name_x(ax, say(lang, f"units (of {len(cells):,})", f"单位数（共 {len(cells):,} 个）"))
    else:
        ax = new_axes(ax, size, 0.9 * ROW * len(cells) + 0.7)
        _matrix(ax, cells, looks)
    names = {
        "": say(lang, "no report", "无报告"),
        "several": say(lang, "several forms", "多种格式"),
    }
    handles = [
        Patch(**look, label=names.get(form) or say(lang, f"{form} form", f"{form} 年格式"))
        for form, look in looks.items()
    ]
    ax.legend(
        handles=handles, loc="lower center", bbox_to_anchor=(0.5, 1.0), borderaxespad=0.2,
        ncols=5 if size == "page" else 3,
    )  # fmt: skip
    return ax


def _matrix(ax: Axes, cells: pd.DataFrame, looks: Looks) -> None:
    for y, row in enumerate(cells.to_numpy()):
        for x, form in enumerate(row):
            ax.add_patch(Rectangle((x - 0.46, y - 0.42), 0.92, 0.84, **looks[form]))
    rows_down(ax, [str(name) for name in cells.index.get_level_values(-1)])
    ax.set_xlim(-0.5, cells.shape[1] - 0.5)
    ax.set_xticks(range(cells.shape[1]), [str(year) for year in cells.columns])
    ax.tick_params(axis="x", length=0)
    ax.spines[:].set_visible(False)


def _by_year(ax: Axes, cells: pd.DataFrame, looks: Looks) -> None:
    left = np.zeros(cells.shape[1])
    for form, look in looks.items():
        count = (cells == form).sum().to_numpy(dtype=float)
        ax.barh(range(len(count)), count, left=left, height=0.74, label=form or "missing", **look)
        for y, n in enumerate(count):
            if n > 0.08 * len(cells):
                ax.text(left[y] + n / 2, y, f"{n:,.0f}", ha="center", va="center", fontsize=SMALL,
                        color="white" if look["facecolor"] == BLUE else "black",
                        bbox={"facecolor": "white", "linewidth": 0, "pad": 1} if not form else None,
                        )  # fmt: skip
        left += count
    rows_down(ax, [str(year) for year in cells.columns])
    ax.set_xlim(0, len(cells))


# --- What the cells hold ----------------------------------------------------------------------


@figure
def statuses(
    observations: pd.DataFrame,
    *,
    by: str | None = None,
    lang: Lang = "en",
    size: Size = "page",
    ax: Axes | None = None,
) -> Axes:
    """What is printed in the cells of the statutory tables: numbers, blanks, marks, nothing.

    Parameters
    ----------
    observations : the tidy table; values read from prose are dropped
    by : ``"report"``, or a column of the tidy table such as ``"year"`` or ``"table"``; without
        it reports up to 40 of them, and beyond years
    lang, size, ax : as for `coverage`

    Returns
    -------
    Axes
        A bar of shares for each report or group, with the number of cells beside it.
    """
    need(observations, ["report_id", "table", "status", "year"], "statuses")
    cells = observations[observations["table"] != "prose"]
    about = reports(cells)
    by = by or ("report" if len(about) <= MANY else "year")
    need(cells, [by] if by != "report" else [], f"by={by!r}")
    key = cells["report_id"].map(about["label"]) if by == "report" else cells[by]
    counts = pd.crosstab(key, cells["status"]).reindex(columns=list(_STATUSES), fill_value=0)
    if by == "report":
        counts = counts.reindex(about["label"])
    kinds = {code: kind for code, kind in _STATUSES.items() if counts[code].any()}
    ax = new_axes(ax, size, ROW * len(counts) + 0.9)
    stacked_bars(ax, counts, kinds, [str(k) for k in counts.index], empty=[], none="")
    name_x(ax, say(lang, "share of the cells of the tables", "占表格单元格的比例"))
    legend_above(ax, kinds, lang, 5 if size == "page" else 2)
    return ax


# --- Which sums hold --------------------------------------------------------------------------


@figure
def identities(
    checks: pd.DataFrame, *, lang: Lang = "en", size: Size = "page", ax: Axes | None = None
) -> Axes:
    """How many of the identities hold, are broken, or cannot be assessed: a bar for each.

    Parameters
    ----------
    checks : ``identity, verdict``, a row for each instance: the table ``checks`` of a dataset, or
        what `gxlab.between_years`, `gxlab.prose_against_table` or `gxlab.between_files` give
    lang, size, ax : as for `coverage`

    Returns
    -------
    Axes
        To the right stand the number of instances and, in brackets, of those that do not hold.
    """
    need(checks, ["identity", "verdict"], "identities")
    counts = pd.crosstab(checks["identity"], checks["verdict"])
    counts = counts.reindex(columns=list(_VERDICTS), fill_value=0)
    kinds = {code: kind for code, kind in _VERDICTS.items() if counts[code].any()}
    wide = 34 if size == "page" else 16
    names = [wrap(_rule(str(identity), lang), wide) for identity in counts.index]
    lines = max(name.count("\n") for name in names) + 1
    ax = new_axes(ax, size, max(ROW, 0.14 * lines) * len(counts) + 0.85)
    off = counts[BROKEN] + counts[SOFT]
    stacked_bars(ax, counts, kinds, names, empty=[], none="", sizes=off)
    name_x(ax, say(lang, "share of instances", "占全部判断的比例"))
    legend_above(ax, kinds, lang, 4 if size == "page" else 2)
    note(ax, say(lang, "In brackets: how many do not hold.", "括号内为不成立的数目。"))
    return ax


def _rule(identity: str, lang: str) -> str:
    """The id of an identity and its rule."""
    return f"{identity}  {say(lang, *_rules()[identity])}" if identity in _rules() else identity


@cache
def _rules() -> dict[str, tuple[str, str]]:
    """The rule of each identity, in English and Chinese: the forms', and those between reports."""
    rules = {rule.id: (rule.en, rule.zh) for form in forms() for rule in form.identities}
    return rules | {
        "C1": ("carried out = carried in a year later", "结转下年度继续办理 = 次年上年结转"),
        "C2": ("in force = a year before + issued − repealed", "现行有效 = 上年 + 制发 − 废止"),
        "F1": ("one file = the other", "两份文件一致"),
        "P1": ("applications received: prose = table", "收到申请：正文 = 表格"),
        "P2": ("applications concluded: prose = table", "办结申请：正文 = 表格"),
        "P3": ("reconsideration: prose = table", "行政复议：正文 = 表格"),
        "P4": ("litigation: prose = table", "行政诉讼：正文 = 表格"),
        "P5": ("administrative fees: prose = table", "行政事业性收费：正文 = 表格"),
        "P6": ("outcomes: prose = table", "办理结果：正文 = 表格"),
    }


# --- Prose and digits -------------------------------------------------------------------------


@figure
def prose_against_table(
    frame: pd.DataFrame, *, lang: Lang = "en", size: Size = "column", ax: Axes | None = None
) -> Axes:
    """Values of the prose against those of the tables: what agrees lies on the diagonal.

    Parameters
    ----------
    frame : as `gxlab.prose_against_table` gives it: ``left`` (the prose), ``right`` (the table),
        ``verdict``
    lang, size, ax : as for `coverage`

    Returns
    -------
    Axes
        A log axis, linear below 1 so that zeros are shown. The note counts what could not be
        compared.
    """
    need(frame, ["left", "right", "verdict"], "prose_against_table")
    rows = frame.dropna(subset=["left", "right"])
    ax = new_axes(ax, size, 3.3)
    top = float(np.max(rows[["left", "right"]].to_numpy(dtype=float), initial=10.0))
    ax.set(xscale="symlog", yscale="symlog")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(FuncFormatter(plain))
    ax.axline((1, 1), (2, 2), color=GREY, linewidth=0.7, zorder=0, gid="diagonal")
    agree = rows["verdict"] == HOLDS
    for of, marker, colour, name in (
        (rows[agree], "o", BLUE, say(lang, "agrees", "一致")),
        (rows[~agree], "D", VERMILION, say(lang, "differs", "不一致")),
    ):
        ax.plot(of["right"], of["left"], marker, markerfacecolor="none", markeredgecolor=colour,
                markersize=4, label=f"{name} (n = {len(of):,})")  # fmt: skip
    ax.set_xlim(-0.6, top * 2)
    ax.set_ylim(-0.6, top * 2)
    ax.set_aspect("equal")
    name_x(ax, say(lang, "printed in the table", "表格所填"))
    ax.set_ylabel(say(lang, "stated in the prose", "正文所述"))
    ax.legend(loc="upper left")
    gone = len(frame) - len(rows)
    en, zh = f"Not comparable, one side being missing: {gone}.", f"一方缺失、无法比较：{gone} 个。"
    note(ax, say(lang, en, zh) if gone else "")
    return ax


@figure
def digits(
    table: Any,
    *,
    label: str | None = None,
    lang: Lang = "en",
    size: Size = "column",
    ax: Axes | None = None,
) -> Axes:
    """Digits of counts: the share of each, beside what a law expects of it.

    Parameters
    ----------
    table : ``digit, observed, expected``, numbers of counts; or a digit test that has such a
        ``table``, and says in ``bears`` and ``why_not`` whether the sample bears the test
    label : the name of the axis of digits; first or last digit without it
    lang, size, ax : as for `coverage`

    Returns
    -------
    Axes
        Bars are what was observed, marks what is expected; the whisker of a mark is the range in
        which 95 % of samples of this size lie. Where the sample does not bear the test the bars
        are pale and the note says so.
    """
    test, table = table, getattr(table, "table", table)
    need(table, ["digit", "observed", "expected"], "digits")
    n = float(table["observed"].sum())
    if n <= 0:
        raise ValueError("digits: no count was observed, so there is nothing to draw")
    bears = bool(getattr(test, "bears", True))
    ax = new_axes(ax, size, 2.2)
    shares = (table["observed"] / n).to_numpy(dtype=float)
    expected = (table["expected"] / table["expected"].sum()).to_numpy(dtype=float)
    around = 1.96 * np.sqrt(expected * (1 - expected) / n)
    x = np.arange(len(table))
    seen = say(lang, "observed", "实际")
    ax.bar(x, shares, width=0.7, color=SKY if bears else PALE, label=seen)
    ax.errorbar(
        x, expected, yerr=around, fmt="_", color="black", markersize=9, elinewidth=0.8,
        label=say(lang, "expected, with 95 % range", "期望及 95% 范围"),
    )  # fmt: skip
    ax.set_xticks(x, [str(digit) for digit in table["digit"]])
    ax.yaxis.set_major_formatter(FuncFormatter(percent))
    ax.yaxis.set_major_locator(MaxNLocator(6))
    ax.set_ylim(0, max(shares.max(), (expected + around).max()) * 1.08)
    last = bool(table["digit"].eq(0).any())
    which = say(lang, "last digit", "末位数") if last else say(lang, "first digit", "首位数")
    name_x(ax, f"{label or which} (n = {n:,.0f})")
    ax.set_ylabel(say(lang, "share of counts", "占比"))
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2, borderaxespad=0.2)
    if not bears:
        why = getattr(test, "why_not", "")
        note(ax, say(lang, f"The sample does not bear a test: {why}.", "样本不足以检验。"))
    return ax
