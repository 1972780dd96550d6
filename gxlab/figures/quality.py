"""What a sample is worth: which reports are there, what their cells hold, whether they add up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import FuncFormatter

from gxlab.figures.stacked import Kind, legend_above, stacked_bars
from gxlab.figures.style import (
    BLUE,
    GREEN,
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
    need,
    new_axes,
    note,
    percent,
    reports,
    rows_down,
    say,
)

if TYPE_CHECKING:
    from gxlab.models import DigitTest

_STATUSES: Mapping[str, Kind] = {
    "reported": Kind("a figure", "填有数字", BLUE),
    "blank": Kind("blank", "空白", ORANGE, "....."),
    "not_applicable": Kind("a mark (/, —, 无)", "标记（/、—、无）", SKY, "/////"),
    "unreadable": Kind("unreadable", "无法识别", VERMILION, "\\\\\\\\\\"),
    "absent": Kind("no such cell", "无此格", PALE, "xxxxx"),
}
_VERDICTS: Mapping[str, Kind] = {
    "holds": Kind("holds", "成立", BLUE),
    "broken": Kind("broken", "不成立", VERMILION, "/////"),
    "soft": Kind("differs, may be innocent", "有出入，或有原因", YELLOW, "\\\\\\\\\\"),
    "not_assessable": Kind("not assessable", "无法判断", PALE, "....."),
}
_FORMS = {"2014": PINK, "2019": SKY, "2021": BLUE}
_MIXED, _NO_REPORT = GREEN, "missing"


# --- Which reports are there ------------------------------------------------------------------


@figure
def coverage(
    coverage: pd.DataFrame,
    *,
    lang: Lang = "en",
    size: Size = "page",
    ax: Axes | None = None,
) -> Axes:
    """Which reports are in a panel: a tile for each unit and year, with the form of its report.

    Parameters
    ----------
    coverage : as `gxlab.panel` gives it (``panel.coverage``): a row for each unit, a column for
        each year, the id of the form or missing
    lang : ``"en"`` or ``"zh"``
    size : ``"page"`` (7.2 in wide) or ``"column"`` (3.5 in)
    ax : where to draw; a new figure without

    Returns
    -------
    Axes
        A year without a report is hatched. With more than 40 units a bar for each year shows how
        many have a report of which form, and the note how many have one in every year.
    """
    if coverage.empty:
        raise ValueError("coverage: the frame has no rows, so there is nothing to draw")
    forms = sorted({str(form) for form in coverage.to_numpy().flat if not pd.isna(form)})
    kinds = {form: Kind(form, form, _FORMS.get(form, _MIXED)) for form in forms}
    kinds[_NO_REPORT] = Kind("no report", "无报告", PALE, HATCH)
    if len(coverage) > MANY:
        return _years_covered(coverage, kinds, lang, size, ax)
    ax = new_axes(ax, size, ROW * len(coverage) + 0.7)
    for y, (_, row) in enumerate(coverage.iterrows()):
        for x, form in enumerate(row):
            kind = kinds[_NO_REPORT if pd.isna(form) else str(form)]
            tile = Rectangle(
                (x - 0.5, y - 0.5), 1, 1, facecolor=kind.colour, hatch=kind.hatch,
                edgecolor="white", linewidth=1,
            )  # fmt: skip
            ax.add_patch(tile)
            if not pd.isna(form):
                ax.text(x, y, str(form), ha="center", va="center", fontsize=SMALL,
                        color="white" if kind.colour == BLUE else "black")  # fmt: skip
    rows_down(ax, _unit_names(coverage))
    ax.set_xlim(-0.5, len(coverage.columns) - 0.5)
    ax.set_xticks(range(len(coverage.columns)), [str(year) for year in coverage.columns])
    ax.tick_params(axis="x", length=0)
    ax.spines[:].set_visible(False)
    missing = Patch(facecolor=PALE, hatch=HATCH, edgecolor="white", linewidth=0.4)
    said = say(lang, "no report; a number is the form of the report", "无报告；数字为报告所用格式")
    ax.legend([missing], [said], loc="lower center", bbox_to_anchor=(0.5, 1), borderaxespad=0.2)
    return ax


def _unit_names(coverage: pd.DataFrame) -> list[str]:
    """The names of the units; those that two share have their code before them."""
    names = coverage.index.get_level_values(-1).astype(str)
    codes = coverage.index.get_level_values(0).astype(str)
    twice = names.duplicated(keep=False)
    return [f"{c} {n}" if t else n for c, n, t in zip(codes, names, twice, strict=True)]


def _years_covered(
    coverage: pd.DataFrame, kinds: Mapping[str, Kind], lang: str, size: str, ax: Axes | None
) -> Axes:
    cells = coverage.astype("object").where(coverage.notna(), _NO_REPORT)
    counts = cells.apply(lambda year: year.astype(str).value_counts()).T
    counts = counts.reindex(columns=list(kinds)).fillna(0)
    ax = new_axes(ax, size, ROW * len(counts) + 0.95)
    stacked_bars(ax, counts, kinds, [str(year) for year in counts.index], empty=[], none="")
    ax.set_xlabel(say(lang, "share of units", "占单位数的比例"))
    legend_above(ax, kinds, lang, 6 if size == "page" else 3)
    every = int(coverage.notna().all(axis=1).sum())
    en = f"{every} of {len(coverage)} units have a report in every year."
    note(ax, say(lang, en, f"{len(coverage)} 个单位中 {every} 个各年均有报告。"))
    return ax


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
    """What is printed in the cells of the statutory tables: figures, blanks, marks, nothing.

    Parameters
    ----------
    observations : the tidy table; what the prose tells is left out
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
    key = cells["report_id"].map(about["label"]) if by == "report" else cells[by]
    counts = pd.crosstab(key, cells["status"]).reindex(columns=list(_STATUSES), fill_value=0)
    if by == "report":
        counts = counts.reindex(about["label"])
    kinds = {code: kind for code, kind in _STATUSES.items() if counts[code].any()}
    ax = new_axes(ax, size, ROW * len(counts) + 0.75)
    stacked_bars(ax, counts, kinds, [str(k) for k in counts.index], empty=[], none="")
    ax.set_xlabel(say(lang, "share of the cells of the tables", "占表格单元格的比例"))
    legend_above(ax, kinds, lang, 5 if size == "page" else 2)
    return ax


# --- Whether they add up ----------------------------------------------------------------------


@figure
def verdicts(
    checks: pd.DataFrame,
    *,
    lang: Lang = "en",
    size: Size = "page",
    ax: Axes | None = None,
) -> Axes:
    """How checks came out: a bar of shares for each identity, with its number of instances.

    Parameters
    ----------
    checks : ``identity, verdict``: a dataset's ``checks``, or what `gxlab.between_years` and
        `gxlab.prose_against_table` give, or several of these one below the other
    lang, size, ax : as for `coverage`
    """
    need(checks, ["identity", "verdict"], "verdicts")
    counts = pd.crosstab(checks["identity"], checks["verdict"])
    counts = counts.reindex(index=list(dict.fromkeys(checks["identity"])))
    counts = counts.reindex(columns=list(_VERDICTS), fill_value=0)
    kinds = {code: kind for code, kind in _VERDICTS.items() if counts[code].any()}
    ax = new_axes(ax, size, ROW * len(counts) + 0.75)
    stacked_bars(ax, counts, kinds, list(counts.index), empty=[], none="")
    ax.set_xlabel(say(lang, "share of the instances", "占核对次数的比例"))
    legend_above(ax, kinds, lang, 4 if size == "page" else 2)
    return ax


@figure
def digits(
    test: DigitTest, *, lang: Lang = "en", size: Size = "column", ax: Axes | None = None
) -> Axes:
    """Digits of counts beside what a law has them be.

    Parameters
    ----------
    test : of `gxlab.models.last_digits` or `gxlab.models.first_digits`
    lang, size, ax : as for `coverage`

    Returns
    -------
    Axes
        A bar for each digit, a line for the law. Where the sample does not bear the test the
        bars are pale, and the note says why.
    """
    table = test.table
    ax = new_axes(ax, size, 1.9)
    colour = BLUE if test.bears else GREY
    ax.bar(table["digit"], table["share"].fillna(0), width=0.7, color=colour,
           alpha=1 if test.bears else 0.5)  # fmt: skip
    for digit, share in zip(table["digit"], table["expected_share"], strict=True):
        ax.plot([digit - 0.45, digit + 0.45], [share, share], color=VERMILION, linewidth=1.6)
    ax.set_xticks(table["digit"].to_numpy())
    ax.tick_params(axis="x", length=0)
    top = float(np.nanmax([*table["share"], *table["expected_share"]]))
    ax.set_ylim(0, top * 1.15)
    ax.yaxis.set_major_formatter(FuncFormatter(percent))
    last = bool(table["digit"].eq(0).any())
    which = say(lang, "last digit", "末位数") if last else say(lang, "first digit", "首位数")
    ax.set_xlabel(which)
    ax.set_ylabel(say(lang, "share of counts", "占比"))
    ax.annotate(
        f"n = {test.n:,}", (1, 1), xycoords="axes fraction", ha="right", va="bottom",
        fontsize=SMALL,
    )  # fmt: skip
    law = say(lang, "all alike", "均匀分布") if last else say(lang, "Benford's law", "本福特定律")
    line = ax.plot([], [], color=VERMILION, linewidth=1.6)
    ax.legend(line, [law], loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.1)
    if not test.bears:
        en = f"The sample does not bear a test: {test.why_not}."
        note(ax, say(lang, en, f"样本不足以检验（n = {test.n:,}）。"))
    return ax
