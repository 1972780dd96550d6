"""Stacked bars of shares: what parts a whole has, distinguished by colour and hatch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from gxlab.figures.styling import DARK, SMALL, percent, rows_down, say


class Kind(NamedTuple):
    """One part of a stacked bar: its names, and a colour and a hatch that distinguish it."""

    en: str
    zh: str
    colour: str
    hatch: str = ""


def stacked_bars(
    ax: Axes,
    counts: pd.DataFrame,
    kinds: Mapping[str, Kind],
    labels: Sequence[str],
    *,
    empty: Sequence[str],
    none: str,
    sizes: pd.Series | None = None,
) -> None:
    """A bar of shares for each row of counts, with its total beside it.

    Parameters
    ----------
    counts : a column for each of `kinds`
    labels : the name of each row
    empty : why a row with a missing count has no bar
    none : what to say of a row of zeros
    sizes : how many reports are in each row, where it is several
    """
    for y, (_, row) in enumerate(counts.iterrows()):
        total = float(row.sum())
        if row.isna().any() or not total:
            why = none if row.notna().all() else empty[y]
            ax.text(0.01, y, why, va="center", color=DARK, fontsize=SMALL)
            continue
        left = 0.0
        for code, kind in kinds.items():
            share = float(row[code]) / total
            ax.barh(
                y, share, left=left, height=0.74, label=code, facecolor=kind.colour,
                edgecolor="white", linewidth=0.4, hatch=kind.hatch,
            )  # fmt: skip
            left += share
        several = "" if sizes is None else f" ({sizes.iloc[y]})"
        ax.text(1.01, y, f"n = {total:,.0f}{several}", va="center", fontsize=SMALL)
    rows_down(ax, labels)
    ax.set_xlim(0, 1)
    ax.xaxis.set_major_formatter(percent)


def legend_above(ax: Axes, kinds: Mapping[str, Kind], lang: str, columns: int) -> None:
    """What the parts are, above the bars."""
    handles = [
        Patch(facecolor=kind.colour, hatch=kind.hatch, edgecolor="white", linewidth=0.4)
        for kind in kinds.values()
    ]
    labels = [say(lang, kind.en, kind.zh) for kind in kinds.values()]
    ax.legend(
        handles, labels, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=columns,
        borderaxespad=0.2,
    )  # fmt: skip
