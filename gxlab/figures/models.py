"""What models estimate: coefficients with their intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, NullFormatter, NullLocator
from numpy.typing import NDArray

from gxlab.analysis.models.rendering import number
from gxlab.figures.styling import (
    DARK,
    GREY,
    MANY,
    MARKERS,
    ROW,
    SERIES,
    SMALL,
    Lang,
    Size,
    figure,
    figure_of,
    name_x,
    need,
    new_axes,
    plain,
    rows_down,
    say,
    wrap,
)

#: What the column of estimates may be called, and what that is called on the axis.
_ESTIMATES = {
    "estimate": ("ratio (log scale)", "比值（对数刻度）"),
    "odds_ratio": ("odds ratio (log scale)", "优势比（对数刻度）"),
    "rate_ratio": ("rate ratio (log scale)", "发生率比（对数刻度）"),
}


@figure
def coefficients(
    table: pd.DataFrame,
    *,
    log: bool = True,
    label: str | None = None,
    lang: Lang = "en",
    size: Size = "column",
    ax: Axes | None = None,
) -> Axes:
    """A forest plot: an estimate and its interval for each term of one or several models.

    Parameters
    ----------
    table : ``term, estimate, low, high``, the estimate also named ``odds_ratio`` or
        ``rate_ratio``; columns ``en, zh`` name the terms better. With a column ``model`` the
        estimates of several models stand side by side, each with its own marker
    log : estimates are ratios (odds ratios, rate ratios), drawn on a log axis around 1; else
        differences, around 0
    label : the name of the axis, for ratios without it ``ratio (log scale)``
    lang : ``"en"`` or ``"zh"``
    size : ``"page"`` (7.2 in wide) or ``"column"`` (3.5 in)
    ax : where to draw; a new figure without

    Returns
    -------
    Axes
        The numbers stand to the right. A term without an estimate says so.
    """
    known = [name for name in _ESTIMATES if name in table]
    estimate = known[0] if known else "estimate"
    need(table, ["term", estimate, "low", "high"], "coefficients")
    table = table.rename(columns={estimate: "estimate"})
    if lang in table:
        table = table.assign(term=table[lang].where(table[lang].notna(), table["term"]))
    if log and bool((table[["estimate", "low", "high"]] <= 0).any(axis=None)):
        raise ValueError("coefficients: ratios are above 0; give log=False for differences")
    terms = list(dict.fromkeys(table["term"].astype(str)))
    models = list(dict.fromkeys(table["model"])) if "model" in table else [None]
    if len(terms) * len(models) > 2 * MANY:
        raise ValueError(f"{len(terms)} terms of {len(models)} models do not fit in one figure")
    step = 0.8 / len(models)
    ax = new_axes(ax, size, max(ROW * len(terms), 0.15 * len(terms) * len(models)) + 0.8)
    for nth, model in enumerate(models):
        rows = table if model is None else table[table["model"] == model]
        numbers = rows[["estimate", "low", "high"]].to_numpy(dtype=float)
        for term, interval in zip(rows["term"].astype(str), numbers, strict=True):
            y = terms.index(term) + (nth - (len(models) - 1) / 2) * step
            _whisker(ax, y, interval, nth, lang)
    ax.axvline(1 if log else 0, color=GREY, linewidth=0.7, zorder=0)
    if log:
        _log_axis(ax, table)
    rows_down(ax, [wrap(term, 6 * figure_of(ax).get_figwidth()) for term in terms])
    name_x(ax, label or say(lang, *(_ESTIMATES[estimate] if log else ("difference", "差值"))))
    if models != [None]:
        _legend(ax, [str(model) for model in models])
    return ax


def _legend(ax: Axes, models: list[str]) -> None:
    looks = list(zip(MARKERS, SERIES, strict=True))
    handles = [
        ax.plot([], [], marker, color=colour, label=model)[0]
        for model, (marker, colour) in zip(models, looks * len(models), strict=False)
    ]
    ax.legend(handles=handles, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3)


def _whisker(ax: Axes, y: float, interval: NDArray[np.float64], nth: int, lang: str) -> None:
    estimate, low, high = interval
    missing = bool(np.isnan(estimate))
    text = f"{number(estimate)} [{number(low)}, {number(high)}]"
    ax.text(
        1.02, y, say(lang, "not estimated", "未估计") if missing else text,
        color=DARK if missing else "black", transform=ax.get_yaxis_transform(), va="center",
        fontsize=SMALL,
    )  # fmt: skip
    if not missing:
        colour, marker = SERIES[nth % len(SERIES)], MARKERS[nth % len(MARKERS)]
        ax.plot([low, high], [y, y], color=colour, linewidth=1, solid_capstyle="butt")
        ax.plot(estimate, y, marker, color=colour)


def _log_axis(ax: Axes, table: pd.DataFrame) -> None:
    """A log axis with round numbers on it, few enough to be read."""
    ends = table[["estimate", "low", "high"]].to_numpy(dtype=float)
    low, high = float(np.nanmin([*ends.flat, 0.95])), float(np.nanmax([*ends.flat, 1.05]))
    ax.set_xscale("log")
    ax.set_xlim(low / 1.15, high * 1.15)
    powers = range(int(np.floor(np.log10(low))) - 1, int(np.ceil(np.log10(high))) + 1)
    for steps in ((1, 1.5, 2, 3, 5, 7), (1, 2, 5), (1, 3), (1,)):
        ticks = [s * 10.0**p for p in powers for s in steps if low / 1.1 < s * 10.0**p < high * 1.1]
        if len(ticks) <= 6:
            break
    ax.xaxis.set_major_locator(FixedLocator(ticks))
    ax.xaxis.set_major_formatter(plain)
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_minor_formatter(NullFormatter())
