"""What became of applications: outcomes, by report and by kind of applicant; grounds of refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from gxlab.analysis.outcomes import (
    applicants,
    counts_of,
    ground_counts,
    grounds,
    outcome_counts,
    to_be_added,
)
from gxlab.figures.stacked import Kind, legend_above, stacked_bars
from gxlab.figures.styling import (
    BLUE,
    DARK,
    HATCH,
    MANY,
    ORANGE,
    PINK,
    ROW,
    SEQUENTIAL,
    SKY,
    SMALL,
    TEXT,
    VERMILION,
    Lang,
    Size,
    ems,
    figure,
    name_x,
    need,
    new_axes,
    note,
    reports,
    rows_down,
    say,
    wrap,
)
from gxlab.forms import Label, form_ids, forms_with

_CELLS = ("report_id", "form", "table", "row", "column", "value", "status")


#: The outcomes, in the order of the form. The hatches distinguish in grey what colour does not.
OUTCOMES: Mapping[str, Kind] = {
    "granted": Kind("granted in full", "予以公开", BLUE),
    "partly_granted": Kind("granted in part", "部分公开", SKY, "/////"),
    "refused": Kind("refused", "不予公开", VERMILION),
    "unavailable": Kind("unavailable", "无法提供", ORANGE, "....."),
    "declined": Kind("declined", "不予处理", PINK, "\\\\\\\\\\"),
    "other": Kind("other", "其他处理", "#D0D0D0"),
}
# --- Outcomes ---------------------------------------------------------------------------------


@figure
def application_outcomes(
    observations: pd.DataFrame,
    *,
    by: str | None = None,
    lang: Lang = "en",
    size: Size = "page",
    ax: Axes | None = None,
) -> Axes:
    """What became of applications: the share of each outcome, a bar for each report or group.

    Parameters
    ----------
    observations : the tidy table of one or several reports
    by : ``"report"``, or a column of the tidy table such as ``"year"`` or ``"province"``, whose
        reports are added up. Without it: reports up to 40 of them; beyond, years; where all are
        of one year, provinces
    lang : ``"en"`` or ``"zh"``
    size : ``"page"`` (7.2 in wide) or ``"column"`` (3.5 in)
    ax : where to draw; a new figure without

    Returns
    -------
    Axes
        A report whose totals are not all reported has no bar and says so; in a group it is left
        out, and the note below says how many are.
    """
    need(observations, (*_CELLS, "year"), "application_outcomes")
    counts, about = outcome_counts(observations), reports(observations)
    counts = counts.reindex(about.index)
    by = by or _grouping(about)
    left_out, sizes = "", None
    if by == "report":
        labels = list(about["label"])
        empty = [_why_none(form, lang) for form in about["form"]]
    else:
        counts, sizes, left_out = _pooled(observations, counts, by, lang)
        labels, empty = [str(key) for key in counts.index], [_why_none("", lang)] * len(counts)
    ax = _bars(ax, counts, labels, empty, sizes, lang, size)
    note(ax, left_out)
    return ax


def _bars(
    ax: Axes | None,
    counts: pd.DataFrame,
    labels: Sequence[str],
    empty: Sequence[str],
    sizes: pd.Series | None,
    lang: str,
    size: str,
) -> Axes:
    columns = 6 if size == "page" else 3
    ax = new_axes(ax, size, ROW * len(counts) + 0.75 + 0.15 * (6 // columns))
    none = say(lang, "none concluded", "无办结申请")
    stacked_bars(ax, counts, OUTCOMES, labels, empty=empty, none=none, sizes=sizes)
    name_x(ax, say(lang, "share of applications concluded", "占办结申请的比例"))
    legend_above(ax, OUTCOMES, lang, columns)
    return ax


@figure
def outcomes_by_applicant(
    observations: pd.DataFrame,
    *,
    lang: Lang = "en",
    size: Size = "page",
    ax: Axes | None = None,
) -> Axes:
    """What became of applications by kind of applicant (六类申请人), over all reports given.

    Parameters
    ----------
    observations : the tidy table of one or several reports
    lang, size, ax : as for `application_outcomes`

    Returns
    -------
    Axes
        A bar for each of the six kinds and one for all. Each adds up the reports in which every
        cell of its column is reported, and says how many these are.
    """
    need(observations, _CELLS, "outcomes_by_applicant")
    kinds = applicants(observations)
    rows = observations[observations["table"] == "applications"]
    groups = counts_of(rows, observations).dropna().groupby("column")
    codes = [kind.code for kind in kinds]
    counts = groups.sum().reindex(codes)
    labels = [say(lang, kind.en, kind.zh) for kind in kinds]
    blank = say(lang, "no report prints the whole column", "没有报告完整填写本栏")
    sizes = groups.size().reindex(codes, fill_value=0)
    ax = _bars(ax, counts, labels, [blank] * len(kinds), sizes, lang, size)
    ax.axhline(len(kinds) - 1.5, color=DARK, linewidth=0.5)
    of = observations["report_id"].nunique()
    en = f"Of {of} reports, a bar adds up those that print every cell of its column (in brackets)."
    note(ax, say(lang, en, f"共 {of} 份报告；每条只合计该栏各格均已填写的报告（份数见括号）。"))
    note(ax, _several_levels(observations, lang))
    return ax


def _grouping(about: pd.DataFrame) -> str:
    if len(about) <= MANY:
        return "report"
    return "year" if about["year"].nunique() > 1 or "province" not in about else "province"


def _why_none(form: str, lang: str) -> str:
    if _without_table(form):
        return say(lang, f"the {form} form has no such table", f"{form} 年格式无此表")
    return say(lang, "totals not all printed", "总计栏未全部填写")


def _without_table(form: str) -> bool:
    return form in form_ids() and form not in forms_with("applications")


def _pooled(
    observations: pd.DataFrame, counts: pd.DataFrame, by: str, lang: str
) -> tuple[pd.DataFrame, pd.Series, str]:
    """Sums by group over the reports that have every value, their number, a note on the rest."""
    need(observations, [by], f"by={by!r}")
    key = observations.drop_duplicates("report_id").set_index("report_id")[by]
    whole = counts.dropna()
    groups = whole.groupby(key.reindex(whole.index))
    sums = groups.sum().reindex(sorted(key.dropna().unique()))
    sizes = groups.size().reindex(sums.index, fill_value=0)
    out = len(counts) - int(sizes.sum())
    en = f"{out:,} of {len(counts):,} reports left out: their totals are not all printed."
    zh = f"共 {len(counts):,} 份报告，其中 {out:,} 份总计栏未全部填写，未计入。"
    dropped = say(lang, en, zh) if out else ""
    return sums, sizes, f"{dropped} {_several_levels(observations, lang)}".strip()


def _several_levels(observations: pd.DataFrame, lang: str) -> str:
    """A caution where sums put a county beside the prefecture that may count it too."""
    if "level" not in observations or observations["level"].nunique() < 2:
        return ""
    en = "Reports of several levels are added up: one may count what another counts."
    return say(lang, en, "合计含不同层级的报告，可能重复计入。")


# --- Grounds of refusal -----------------------------------------------------------------------


@figure
def refusal_grounds(
    observations: pd.DataFrame,
    *,
    by: str | None = None,
    lang: Lang = "en",
    size: Size = "page",
    ax: Axes | None = None,
) -> Axes:
    """On what grounds applications were refused: the grounds of (三)不予公开.

    Parameters
    ----------
    observations : the tidy table of one or several reports
    by : without it one bar for each ground, over all reports; ``"report"`` (up to 40 of them)
        or a column of the tidy table such as ``"year"`` gives a matrix, a row for each report or
        group, shaded by the share of the ground in its refusals
    lang, size, ax : as for `application_outcomes`; in English the form's Chinese stands beside

    Returns
    -------
    Axes
        The bars, and the rows of groups, add up the reports that print all grounds of their
        form; the note says how many do not. In the matrix of reports a cell that was not
        reported is hatched.
    """
    need(observations, (*_CELLS, "year"), "refusal_grounds")
    named = grounds(observations)
    counts = ground_counts(observations)
    added = to_be_added(counts, observations)
    if by is None:
        ax = _ground_bars(added, named, lang, size, ax, all_alike=added.equals(counts))
        note(ax, _several_levels(observations, lang))
        return ax
    left_out, none = "", pd.Series("", counts.index)
    if by == "report":
        about = reports(observations)
        if len(about) > MANY:
            raise ValueError(
                f"{len(about)} reports do not fit in one figure (at most {MANY}); "
                f"give by='year' or by='province'"
            )
        counts, labels = counts.reindex(about.index), list(about["label"])
        none = about["form"].map(lambda form: _why_none(form, lang) if _without_table(form) else "")
    else:
        counts, sizes, left_out = _pooled(observations, added, by, lang)
        left_out = left_out.replace("totals", "grounds").replace("总计栏", "不予公开各项")
        labels = [f"{key} ({of})" for key, of in zip(counts.index, sizes, strict=True)]
    names = [_heading(ground, lang, size) for ground in named]
    head = max(map(ems, names)) * SMALL / 72 * np.sin(np.radians(40))
    ax = new_axes(ax, size, ROW * len(counts) + float(head) + 0.5)
    _matrix(ax, counts, labels, list(none), names)
    hatched = say(lang, "Hatched: no number is printed.", "斜线：未填写数字。")
    note(ax, f"{left_out} {hatched}".strip() if counts.isna().any(axis=None) else left_out)
    return ax


_NUMBERS = {7: ("seven", "七"), 8: ("eight", "八"), 9: ("nine", "九"), 10: ("ten", "十")}


def _ground_name(ground: Label) -> tuple[str, str]:
    """The form's wording in English and Chinese, less what all eight begin with."""
    return ground.en.removeprefix("refused: "), ground.zh.split(".", 1)[-1]


def _ground_bars(
    counts: pd.DataFrame,
    named: Sequence[Label],
    lang: str,
    size: str,
    ax: Axes | None,
    *,
    all_alike: bool,
) -> Axes:
    whole = counts.dropna()
    sums, total = whole.sum(), float(whole.sum().sum())
    width = 99 if size == "page" else 20
    both = [_ground_name(ground) for ground in named]
    names = [say(lang, f"{wrap(en, width)}\n{zh}", zh) for en, zh in both]
    lines = sum(1 + name.count("\n") for name in names)
    ax = new_axes(ax, size, 0.13 * lines + 0.08 * len(names) + 0.6)
    ax.barh(range(len(names)), sums.to_numpy(), height=0.6, color=VERMILION)
    rows_down(ax, names, size=SMALL if lang == "en" else TEXT)
    for y, count in enumerate(sums):
        share = f" ({count / total:.0%})" if total else ""
        ax.annotate(
            f"{count:,.0f}{share}", (count, y), (3, 0), textcoords="offset points",
            va="center", fontsize=SMALL,
        )  # fmt: skip
    ax.set_xlim(0, max(1.0, float(sums.max())) * (1.18 if size == "page" else 1.35))
    ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    n, of = len(whole), len(counts)
    many, several = _NUMBERS.get(len(names), ("the", "各")) if all_alike else ("the", "各")
    en = f"refusals ({total:,.0f} in {n} of {of} reports, which print all {many} grounds)"
    zh = f"不予公开件数（共 {total:,.0f} 件；{of} 份报告中 {n} 份{several}项均已填写）"
    name_x(ax, say(lang, en, zh))
    return ax


#: English short enough to stand over a column of the matrix.
_SHORT = {
    "refused_law_forbids": "another law forbids",
    "refused_security_stability": "security and stability",
}


def _heading(ground: Label, lang: str, size: str) -> str:
    en, zh = _ground_name(ground)
    en = _SHORT.get(ground.code, en)
    return say(lang, f"{en} {zh}" if size == "page" else en, zh)


def _matrix(
    ax: Axes,
    counts: pd.DataFrame,
    labels: Sequence[str],
    none: Sequence[str],
    names: Sequence[str],
) -> None:
    """A cell for each row and ground, shaded by its share in the row; what is missing, hatched."""
    values = counts.to_numpy(dtype=float)
    for y, row in enumerate(values):
        if none[y]:
            ax.text(0, y, none[y], va="center", color=DARK, fontsize=SMALL)
            continue
        total = float(np.nansum(row))
        for x, count in enumerate(row.tolist()):
            missing = bool(np.isnan(count))
            share = 0.0 if missing or not total else count / total
            ax.add_patch(
                Rectangle(
                    (x - 0.5, y - 0.5), 1, 1, facecolor=SEQUENTIAL(share * 0.8), edgecolor="white",
                    linewidth=1,
                )
            )  # fmt: skip
            if missing:
                ax.add_patch(
                    Rectangle((x - 0.42, y - 0.36), 0.84, 0.72, fill=False, hatch=HATCH,
                              edgecolor="#AAAAAA", linewidth=0)
                )  # fmt: skip
            else:
                colour = "white" if share > 0.55 else "black" if count else DARK
                ax.text(x, y, f"{count:,.0f}", ha="center", va="center", color=colour,
                        fontsize=SMALL)  # fmt: skip
    rows_down(ax, labels)
    ax.set_xlim(-0.5, len(names) - 0.5)
    ax.set_xticks(range(len(names)), names, fontsize=SMALL, rotation=40, ha="left",
                  rotation_mode="anchor")  # fmt: skip
    ax.tick_params(axis="x", top=True, bottom=False, labeltop=True, labelbottom=False, length=0)
    ax.spines[:].set_visible(False)
