"""Many units at once: a dot for each, with their number and median above."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter
from numpy.typing import NDArray

from gxlab.figures.styling import BLUE, DARK, SMALL, VERMILION, figure_of, plain, say

#: Points from the axis up to the line of medians, and on to that of n.
_LIFT, _LINE = 5.0, 8.5
#: Where the largest value is less than so many times the smallest, a log axis needs more labels
#: than the powers of ten.
_NARROW = 50
Floats = NDArray[np.float64]


class Group(NamedTuple):
    """One position on the axis: a year, its values, which of them are approximate."""

    label: str
    values: Floats
    approximate: NDArray[np.bool_]


def by_year(frame: pd.DataFrame, column: str = "value") -> list[Group]:
    """A group for each year from the first to the last, those without a value too."""
    rows = frame.dropna(subset=["year"])
    approximate = rows["approximate"].eq(True) if "approximate" in rows else rows["year"].lt(0)
    years = rows["year"].astype(int)
    groups = []
    for year in range(int(years.min()), int(years.max()) + 1):
        at = ((years == year) & rows[column].notna()).to_numpy(dtype=bool)
        values = rows[column].to_numpy(dtype=float)[at]
        groups.append(Group(str(year), values, approximate.to_numpy(dtype=bool)[at]))
    return groups


def distribution(
    ax: Axes, title: str, groups: Sequence[Group], lang: str, *, log: bool = False
) -> None:
    """A swarm of dots for each group, its median as a line; n and median above it.

    Parameters
    ----------
    log : a log axis; where a value is 0, one that is linear below 1, so that it can be shown
    """
    values = np.concatenate([group.values for group in groups])
    _scale(ax, values, log)
    ax.set_xlim(-0.6, len(groups) - 0.4)
    ax.set_xticks(range(len(groups)), [group.label for group in groups])
    for x, group in enumerate(groups):
        _swarm(ax, x, group, widest=max(len(g.values) for g in groups))
        n, median = len(group.values), "–"
        if n:
            middle = float(np.median(group.values))
            ax.plot([x - 0.4, x + 0.4], [middle, middle], color=VERMILION, linewidth=1.4, zorder=4)
            median = ax.yaxis.get_major_formatter()(middle) if not log else plain(middle)
        _above(ax, x, f"{n:,}", median)
    _above(ax, -0.01, "n", say(lang, "median", "中位数"), ha="right", color=DARK)
    ax.set_title(title, pad=_LIFT + 2.3 * _LINE)


def _above(ax: Axes, x: float, n: str, median: str, **kwargs: Any) -> None:
    """The two lines above a group (x among the groups) or beside the axis (x below 0)."""
    across = ax.transAxes if x < 0 else ax.get_xaxis_transform()
    for up, text in ((_LIFT, median), (_LIFT + _LINE, n)):
        look: Any = {"ha": "center", "va": "bottom", "fontsize": SMALL, **kwargs}
        ax.annotate(text, (x, 1), xycoords=across, xytext=(0, up), textcoords="offset points",
                    **look)  # fmt: skip


def _scale(ax: Axes, values: Floats, log: bool) -> None:
    if not log:
        low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
        room = (high - low or 1.0) * 0.06
        ax.set_ylim(min(low - room, 0.0) if low < 0 else -room if low < room else low - room,
                    high + room)  # fmt: skip
        return
    positive = values[values > 0]
    low, high = (positive.min(), positive.max()) if len(positive) else (1.0, 10.0)
    if (values == 0).any():
        ax.set_yscale("symlog", linthresh=1, linscale=0.3)
        ax.set_ylim(-0.4, max(high, 10) * 1.6)
    else:
        ax.set_yscale("log")
        ax.set_ylim(low / 1.6, high * 1.6)
        steps = (1, 2, 5) if high < _NARROW * low else (1,)
        ax.yaxis.set_major_locator(LogLocator(subs=steps))
    ax.yaxis.set_minor_formatter(NullFormatter())
    ax.yaxis.set_major_formatter(FuncFormatter(plain))


def _swarm(ax: Axes, x: int, group: Group, widest: int) -> None:
    """Dots side by side where they would cover one another; the same places every time."""
    if not len(group.values):
        return
    order = np.argsort(group.values, kind="stable")
    values, approximate = group.values[order], group.approximate[order]
    size = 3.2 if widest <= 60 else 2.2 if widest <= 400 else 1.2
    place = ax.transScale.transform(np.column_stack([np.zeros(len(values)), values]))[:, 1]
    low, high = ax.transScale.transform([(0, end) for end in ax.get_ylim()])[:, 1]
    fig = figure_of(ax)
    spec = ax.get_subplotspec()
    rows = spec.get_gridspec().nrows if spec else 1
    height = (fig.get_figheight() / rows - 0.75) * 72  # in points, approximately
    bins = np.floor((place - low) / (high - low) * height / (size + 0.4)).astype(int)
    offsets = np.zeros(len(values))
    for at in np.unique(bins):
        members = np.flatnonzero(bins == at)
        offsets[members] = np.arange(len(members)) - (len(members) - 1) / 2
    width = (size + 0.4) / (fig.get_figwidth() * 72 * 0.85 / (np.ptp(ax.get_xlim())))
    most = np.abs(offsets).max()
    width = min(width, 0.42 / most) if most else width
    for mask, face in ((~approximate, BLUE), (approximate, "white")):
        ax.plot(
            x + offsets[mask] * width, values[mask], "o", markersize=size, markerfacecolor=face,
            markeredgecolor=BLUE, markeredgewidth=0.6, alpha=0.85, zorder=3,
            gid="approximate" if face == "white" else "values",
        )  # fmt: skip
