"""Figures: each a function from a table to an Axes, usable in one line on one's own data."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from gxlab.fonts import chinese_font

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# What became of an application: the rows of the form that each outcome adds up.
# Colours are Okabe and Ito's, told apart by colour-blind readers and in grey.
OUTCOMES = {
    "granted": ("granted in full", "予以公开", "#0072B2"),
    "partly_granted": ("granted in part", "部分公开", "#56B4E9"),
    "refused": ("refused", "不予公开", "#D55E00"),
    "unavailable": ("unavailable", "无法提供", "#E69F00"),
    "declined": ("declined", "不予处理", "#CC79A7"),
    "other": ("other", "其他处理", "#999999"),
}
_GROUPED = ("refused", "unavailable", "declined", "other")


@cache
def use_chinese_font() -> None:
    """Let matplotlib print Chinese, on any machine, with the font that gxlab depends on."""
    import matplotlib as mpl
    from matplotlib import font_manager

    path = str(chinese_font())
    font_manager.fontManager.addfont(path)
    name = font_manager.FontProperties(fname=path).get_name()
    mpl.rcParams["font.family"] = [name, "DejaVu Sans"]
    mpl.rcParams["axes.unicode_minus"] = False


def outcome_counts(observations: pd.DataFrame) -> pd.DataFrame:
    """Applications concluded by outcome, a row for each report.

    Parameters
    ----------
    observations : the tidy table

    Returns
    -------
    DataFrame
        Index ``report_id``; a column for each outcome, counts from the column 总计. A count
        is missing where one of the cells that it adds up was not reported.
    """
    cells = observations.query(
        "table == 'applications' and column == 'total' and status != 'absent'"
    )
    cells = cells.assign(outcome=cells["row"].map(_outcome_of)).dropna(subset="outcome")
    counts = cells.groupby(["report_id", "outcome"])["value"].sum(min_count=1)
    complete = cells.groupby(["report_id", "outcome"])["value"].apply(lambda v: v.notna().all())
    return counts.where(complete).unstack("outcome").reindex(columns=list(OUTCOMES))


def _outcome_of(row: str) -> str | None:
    if row in ("granted", "partly_granted"):
        return row
    return next((group for group in _GROUPED if row == group or row.startswith(f"{group}_")), None)


def application_outcomes(
    observations: pd.DataFrame, *, lang: str = "en", ax: Axes | None = None
) -> Axes:
    """What became of applications: shares of each outcome, a bar for each report.

    Parameters
    ----------
    observations : the tidy table of one or several reports
    lang : ``"en"`` or ``"zh"``
    ax : where to draw; a new figure without

    Returns
    -------
    Axes
        A report whose totals are not all reported has no bar and says so.
    """
    import matplotlib.pyplot as plt
    from matplotlib.patches import Rectangle

    use_chinese_font()
    counts = outcome_counts(observations)
    names = observations.groupby("report_id")[["body", "year"]].first()
    order = names.sort_values(["body", "year"]).index[::-1]
    if ax is None:
        _, ax = plt.subplots(figsize=(7.2, 0.42 * len(order) + 1.2), layout="constrained")
    for y, report in enumerate(order):
        _bar(ax, y, counts.loc[report] if report in counts.index else None, lang)
    ax.set_yticks(range(len(order)), [f"{names.body[r]} {names.year[r]}" for r in order])
    ax.set(xlim=(0, 1), ylim=(-0.6, len(order) - 0.3))
    ax.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    ax.set_xlabel("share of applications concluded" if lang == "en" else "占办结申请的比例")
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.tick_params(axis="y", length=0)
    handles = [Rectangle((0, 0), 1, 1, color=colour) for *_, colour in OUTCOMES.values()]
    labels = [en if lang == "en" else zh for en, zh, _ in OUTCOMES.values()]
    ax.legend(
        handles, labels, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=6, frameon=False,
        fontsize="small", handlelength=1, columnspacing=1,
    )  # fmt: skip
    return ax


def _bar(ax: Axes, y: int, counts: pd.Series[float] | None, lang: str) -> None:
    if counts is None or counts.isna().any() or not counts.sum():
        said = "totals not all printed" if lang == "en" else "总计栏未全部填写"
        ax.text(0.01, y, said, va="center", color="#666666", fontsize="small")
        return
    left = 0.0
    for outcome, (*_, colour) in OUTCOMES.items():
        share = float(counts[outcome] / counts.sum())
        ax.barh(y, share, left=left, color=colour, height=0.72)
        left += share
    ax.text(1.01, y, f"n = {counts.sum():,.0f}", va="center", fontsize="small")


def save(ax: Axes, name: str, folder: str | Path = "figures") -> Path:
    """Save the figure that holds `ax` as ``folder/name.png``; the same figure, the same bytes."""
    from matplotlib.figure import Figure

    path = Path(folder, f"{name}.png")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure = ax.figure
    assert isinstance(figure, Figure)
    figure.savefig(path, dpi=200, metadata={"Software": None})
    return path
