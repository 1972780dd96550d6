"""Fees: 行政事业性收费 (administrative fees) and 信息处理费 (the information-processing fee).

The two are never the same thing: the first is all that a body charges, in 万元 and since the
form of 2021; the second is charged for information on application (国办函〔2020〕109号), in yuan.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from gxlab.analysis.measured import measures
from gxlab.figures.amounts import amounts, amounts_of, why_none
from gxlab.figures.distribution import by_year, distribution
from gxlab.figures.rate_bars import reason_in_short, row_labels
from gxlab.figures.styling import (
    MANY,
    ORANGE,
    PINK,
    ROW,
    VERMILION,
    Lang,
    Size,
    figure,
    name_x,
    need,
    new_axes,
    new_panels,
    note,
    reports,
    rows_down,
    say,
)
from gxlab.forms import form_ids, forms_with, load_form

_TIDY = ("report_id", "form", "table", "row", "column", "value", "status", "raw", "year")
_CELL = ("disclosure", "fees", "amount")


@figure
def fee_revenue(
    observations: pd.DataFrame,
    *,
    lang: Lang = "en",
    size: Size = "page",
    ax: Axes | None = None,
) -> Axes:
    """Administrative fees charged in the year (行政事业性收费, 万元), a bar for each report.

    Parameters
    ----------
    observations : the tidy table of one or several reports
    lang : ``"en"`` or ``"zh"``
    size : ``"page"`` (7.2 in wide) or ``"column"`` (3.5 in)
    ax : where to draw; a new figure without

    Returns
    -------
    Axes
        Where a report states no amount the reason stands in place of a bar: forms before 2021
        ask for none. With more than 40 reports, the distribution by year, and below it how many
        state none and why.
    """
    need(observations, _TIDY, "fee_revenue")
    about = reports(observations)
    about["asked"] = about["form"].isin(forms_with(*_CELL))
    place = zip(("table", "row", "column"), _CELL, strict=True)
    cells = observations[np.all([observations[axis] == code for axis, code in place], axis=0)]

    def elsewhere(form: str) -> str:
        if form not in form_ids():
            return why_none(None, None, lang)
        return say(lang, *load_form(form).why_not(".".join(_CELL)))

    values, reasons = amounts_of(cells, about, lang, elsewhere)
    name = say(lang, "administrative fees charged (10,000 yuan)", "行政事业性收费金额（万元）")
    if len(about) > MANY:
        ax = new_axes(ax, size, 2.4)
        distribution(ax, name, by_year(about[["year"]].assign(value=values)), lang, log=True)
        none = Counter(r for r, v in zip(reasons, values, strict=True) if np.isnan(v))
        why = "; ".join(f"{reason}: {n}" for reason, n in none.most_common(5))
        note(ax, say(lang, f"No amount: {why}", f"无金额：{why}") if why else "")
        return ax
    ax = new_axes(ax, size, ROW * len(about) + 0.6)
    amounts(ax, values, reasons, colour=ORANGE)
    rows_down(ax, list(about["label"]))
    name_x(ax, name)
    return ax


@figure
def processing_fees(frame: pd.DataFrame, *, lang: Lang = "en", size: Size = "page") -> Axes:
    """The information-processing fee (信息处理费): yuan charged, and yuan for each application.

    Parameters
    ----------
    frame : the tidy table; or the measure ``processing_fee_per_application`` as
        `gxlab.measures` gives it: ``value`` (yuan for each new application), ``numerator``
        (yuan), ``denominator`` (new applications), ``reason``, and what the unit is
    lang, size : as for `fee_revenue`

    Returns
    -------
    Axes
        The first of two panels, with a bar for each row or why there is none. With more than 40
        rows, distributions by year.
    """
    if {"table", "row", "column"} <= set(frame.columns):
        frame = measures(frame, ["processing_fee_per_application"])
    elif "measure" in frame:
        frame = frame[frame["measure"] == "processing_fee_per_application"]
    need(frame, ["value", "numerator", "denominator"], "processing_fees")
    labels = list(row_labels(frame))
    reasons = [reason_in_short(reason, lang) for reason in frame.get("reason", [""] * len(frame))]
    panels = {
        "numerator": (say(lang, "fee charged (yuan)", "收取金额（元）"), PINK),
        "value": (say(lang, "yuan per new application", "每件新收申请（元）"), VERMILION),
    }
    if len(frame) > MANY and "year" in frame:
        axes = new_panels(size, 4.0, nrows=2)
        for ax, (column, (name, _)) in zip(axes, panels.items(), strict=True):
            distribution(ax, name, by_year(frame, column), lang, log=True)
        gone = int(frame["value"].isna().sum())
        if gone:
            en = f"{gone} of {len(frame)} reports state no fee, or no applications to divide it by."
            zh = f"{len(frame)} 份报告中 {gone} 份未写明费用，或无申请可除。"
            note(axes[0], say(lang, en, zh))
        return axes[0]
    columns = 2 if size == "page" else 1
    high = ROW * len(frame) + 0.6
    axes = new_panels(size, high * (2 // columns), nrows=2 // columns, ncols=columns, sharey=True)
    for ax, (column, (name, colour)) in zip(axes, panels.items(), strict=True):
        amounts(ax, frame[column].astype(float).tolist(), reasons, colour=colour)
        ax.set_title(name)
        rows_down(ax, labels)
    return axes[0]
