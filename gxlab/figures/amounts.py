"""Amounts side by side: a bar for each report, or in its place the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from gxlab.cells import BLANK, NOT_APPLICABLE, REPORTED, UNREADABLE
from gxlab.figures.styling import BLUE, DARK, SMALL, plain, say


def amounts(
    ax: Axes, values: Sequence[float], reasons: Sequence[str], *, colour: str = BLUE
) -> None:
    """Horizontal bars with their numbers; rows are at y = 0, 1, 2, …

    Parameters
    ----------
    values : not a number where there is none
    reasons : for each row, what to say instead of a bar
    """
    known = [value for value in values if not np.isnan(value)]
    top = max([*known, 0.0]) or 1.0
    for y, (value, reason) in enumerate(zip(values, reasons, strict=True)):
        if np.isnan(value):
            ax.text(0.01, y, reason, transform=ax.get_yaxis_transform(), va="center",
                    color=DARK, fontsize=SMALL, gid="reason")  # fmt: skip
            continue
        ax.barh(y, value, height=0.66, color=colour)
        ax.annotate(plain(value), (max(value, 0), y), (3, 0), textcoords="offset points",
                    va="center", fontsize=SMALL)  # fmt: skip
    ax.set_xlim(min([*known, 0.0]), top * 1.25)
    ax.locator_params(axis="x", nbins=4)
    ax.xaxis.set_major_formatter(FuncFormatter(plain))


def amounts_of(
    cells: pd.DataFrame, about: pd.DataFrame, lang: str, elsewhere: Callable[[str], str]
) -> tuple[list[float], list[str]]:
    """For each report the value of its one cell, and what to say where there is none.

    Parameters
    ----------
    cells : rows of the tidy table
    about : from `reports`, with ``asked``: whether its form has the cell
    elsewhere : what to say of the other forms
    """
    of = cells[cells["report_id"].isin(about.index[about["asked"]])].drop_duplicates("report_id")
    of = of.set_index("report_id").reindex(about.index)
    reasons = [
        why_none(status, raw, lang) if asked else elsewhere(form)
        for status, raw, form, asked in zip(
            of["status"], of.get("raw", of["status"]), about["form"], about["asked"], strict=True
        )
    ]
    return of["value"].where(of["status"] == REPORTED).tolist(), reasons


def why_none(status: object, raw: object, lang: str) -> str:
    """Why a cell of the report's own form has no number."""
    if status == BLANK:
        return say(lang, "left blank", "未填写")
    if status == NOT_APPLICABLE:
        return say(lang, f"printed: {raw}", f"填“{raw}”")
    if status == UNREADABLE:
        return say(lang, f"no number: {raw}", f"非数字：{raw}")
    return say(lang, "not in the report", "报告中无此项")
