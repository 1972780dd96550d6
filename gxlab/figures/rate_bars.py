"""Rates with their intervals: one by one, over many units, over years."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from gxlab.analysis.catalogue import definitions_by_code
from gxlab.analysis.measured import lasting
from gxlab.analysis.models.intervals import wilson
from gxlab.figures.distribution import by_year, distribution
from gxlab.figures.styling import (
    BLUE,
    DARK,
    GREY,
    MANY,
    MARKERS,
    PALE,
    ROW,
    SERIES,
    SMALL,
    VERMILION,
    Lang,
    Size,
    figure,
    need,
    new_panels,
    note,
    percent,
    plain,
    region_of,
    rows_down,
    say,
    units,
    width_of,
    wrap,
)
from gxlab.regions.lasting import body_key

_PLACES = ("body", "county", "prefecture", "province")


@figure
def rates(measures: pd.DataFrame, *, lang: Lang = "en", size: Size = "page") -> Axes:
    """Rates with their intervals: a dot and a whisker for each unit, a panel for each measure.

    Parameters
    ----------
    measures : as `gxlab.measures` gives it: ``measure, value, numerator, denominator``, what the
        unit is (``body``, ``county``, ``prefecture``, ``province``) and its ``year``; with
        ``low, high`` the intervals drawn are these. Without them shares get 95 % Wilson intervals
        of numerator and denominator, other measures none. Rows are drawn in their order.
    lang : ``"en"`` or ``"zh"``
    size : ``"page"`` (7.2 in wide) or ``"column"`` (3.5 in)

    Returns
    -------
    Axes
        The first panel; ``ax.figure.axes`` are all. Beside each dot stand numerator and
        denominator; a missing rate says why. With more than 40 units each panel shows the
        distribution by year instead, with n and the median.
    """
    need(measures, ["measure", "value", "numerator", "denominator"], "rates")
    frame = with_intervals(measures).assign(unit_label=row_labels(measures))
    codes = list(dict.fromkeys(frame["measure"]))
    labels = list(dict.fromkeys(frame["unit_label"]))
    if len(labels) > MANY and "year" in frame:
        return _distributions(frame, codes, lang, size)
    columns = min(len(codes), 3 if size == "page" else 1)
    lines = -(-len(codes) // columns)
    high = ROW * len(labels) + 0.75
    axes = new_panels(size, high * lines + 0.2, nrows=lines, ncols=columns, sharey=True)
    for ax, code in zip(axes, codes, strict=False):
        rows = frame[frame["measure"] == code]
        for row in rows.to_dict("records"):
            _dot(ax, labels.index(row["unit_label"]), row, lang)
        ax.set_title(_title(code, lang, width_of(size) / columns * 5))
        rows_down(ax, labels)
        _value_axis(ax, rows, "x")
    for ax in axes[len(codes) :]:
        ax.remove()
    note(axes[0], _about_intervals(measures, frame, lang))
    return axes[0]


@figure
def rate_over_years(measures: pd.DataFrame, *, lang: Lang = "en", size: Size = "page") -> Axes:
    """Rates over the years: a line for each unit, a panel for each measure.

    Parameters
    ----------
    measures : as for `rates`, with ``year``; one row for each unit, year and measure
    lang, size : as for `rates`

    Returns
    -------
    Axes
        The first panel. A line breaks where a year has no rate, and is never carried across;
        an × at the foot marks what is missing. Up to seven units have a colour and a marker
        each, and their intervals; more are thin lines with the median of each year over them;
        more than 40 are the median and the middle half alone.
    """
    need(measures, ["measure", "value", "numerator", "denominator", "year"], "rate_over_years")
    frame = with_intervals(measures).dropna(subset=["year"])
    frame = frame.assign(unit_label=_names(frame), year=frame["year"].astype(int))
    twice = frame[frame.duplicated(["unit_label", "year", "measure"])]
    if len(twice):
        first = twice.iloc[0]
        raise ValueError(
            f"rate_over_years: {first['unit_label']} has two rows for {first['measure']} in "
            f"{first['year']}; give one row for each unit, year and measure"
        )
    codes = list(dict.fromkeys(frame["measure"]))
    years = list(range(frame["year"].min(), frame["year"].max() + 1))
    axes = new_panels(size, 1.9 * len(codes) + 0.5, nrows=len(codes), sharex=True)
    names = list(dict.fromkeys(frame["unit_label"]))
    few = len(names) <= len(SERIES)
    for ax, code in zip(axes, codes, strict=True):
        rows = frame[frame["measure"] == code]
        if few:
            _lines(ax, rows, names, years)
        else:
            _spread(ax, rows, years, lang)
            rows = rows.assign(low=np.nan, high=np.nan)  # not drawn: no room is kept for them
        ax.set_title(_title(code, lang, width_of(size) * 7.5), pad=4 if few else 12)
        ax.set_xlim(years[0] - 0.35, years[-1] + 0.35)
        ax.set_xticks(years, [str(year) for year in years])
        _value_axis(ax, rows, "y")
        if few:
            _room_for_missing(ax)
    if few:
        gone = any(line.get_gid() == "missing" for ax in axes for line in ax.lines)
        _legend(axes[0], names, lang, size, gone)
        note(axes[0], _about_intervals(measures, frame, lang))
    else:
        en = "Thin lines: units; a gap is a year without the rate. Thick: median of each year."
        zh = "细线为各单位，断开处为该年无此比率；粗线为各年中位数。"
        if len(names) > MANY:
            en = "Line: median of each year; band: the middle half of the units."
            zh = "线为各年中位数；色带为居中的一半单位。"
        note(axes[0], say(lang, en, zh))
    return axes[0]


# --- Numbers ----------------------------------------------------------------------------------


def with_intervals(measures: pd.DataFrame) -> pd.DataFrame:
    """The measures with ``low`` and ``high``; without these, 95 % Wilson intervals of shares."""
    if {"low", "high"} <= set(measures.columns):
        return measures
    if "unit" not in measures:
        known = {code: measure.unit for code, measure in definitions_by_code().items()}
        measures = measures.assign(unit=measures["measure"].map(known).fillna("share"))
    return wilson(measures)


def _is_share(code: str) -> bool:
    known = definitions_by_code().get(code)
    return known is None or known.unit == "share"


def _names(frame: pd.DataFrame) -> pd.Series:
    """The unit of each row, under its newest name: 洪泽县 and 洪泽区 are one."""
    if not any(name in frame for name in _PLACES):
        return pd.Series("", frame.index)
    labels, who = units(frame), region_of(frame)
    who = who.where(who != "", labels)
    if "body" in frame:
        who = who + lasting(body_key, frame["body"].fillna(""), frame["year"])
    last = frame.assign(who=who, label=labels).sort_values("year", kind="stable")
    return who.map(last.drop_duplicates("who", keep="last").set_index("who")["label"])


def row_labels(frame: pd.DataFrame) -> pd.Series:
    """The unit of each row with its year, where there is one."""
    known = any(name in frame for name in _PLACES)
    names = units(frame) if known else pd.Series("", frame.index)
    if "year" not in frame:
        return names
    year = frame["year"].astype("Int64").astype("str").where(frame["year"].notna(), "")
    return (names + " " + year).str.strip()


def _title(code: str, lang: str, width: float) -> str:
    known = definitions_by_code().get(code)
    return wrap(say(lang, known.en, known.zh) if known else code, width)


def reason_in_short(reason: object, lang: str) -> str:
    """The reason for a missing rate, short enough for its row."""
    text = str(reason or "")
    if "denominator is 0" in text:
        return say(lang, "missing: no cases", "缺失：分母为 0")
    if "not defined for form" in text:
        form = text.split("not defined for form ")[1][:4]
        return say(lang, f"missing: not in the {form} form", f"缺失：{form} 年格式无此项")
    if "contradicts itself" in text:
        return say(lang, "missing: contradictory", "缺失：报告自相矛盾")
    if "blank" in text:
        return say(lang, "missing: left blank", "缺失：未填写")
    if "absent" in text:
        return say(lang, "missing: not in the report", "缺失：报告中无此项")
    return say(lang, "missing", "缺失")


def _about_intervals(given: pd.DataFrame, frame: pd.DataFrame, lang: str) -> str:
    if not frame["low"].notna().any():
        return ""
    if {"low", "high"} <= set(given.columns):
        return say(lang, "Whiskers: intervals as given.", "须线为所给区间。")
    return say(lang, "Whiskers: 95 % Wilson intervals.", "须线为 95% Wilson 区间。")


# --- Drawing ----------------------------------------------------------------------------------


def _dot(ax: Axes, y: int, row: dict[str, object], lang: str) -> None:
    value, low, high, above, below = (
        float(str(row[name])) if not pd.isna(row[name]) else np.nan  # type: ignore[call-overload]
        for name in ("value", "low", "high", "numerator", "denominator")
    )
    if np.isnan(value):
        why = reason_in_short(row.get("reason"), lang)
        ax.text(0.01, y, why, transform=ax.get_yaxis_transform(), va="center", fontsize=SMALL,
                color=DARK)  # fmt: skip
        return
    ax.plot([low, high], [y, y], color=BLUE, linewidth=1, solid_capstyle="butt")
    ax.plot(value, y, "o", color=BLUE)
    n = f"{above:,.0f}/{below:,.0f}" if _is_share(str(row["measure"])) else f"n = {below:,.0f}"
    if not np.isnan(below):
        ax.text(1.02, y, n, transform=ax.get_yaxis_transform(), va="center", fontsize=SMALL)


def _value_axis(ax: Axes, rows: pd.DataFrame, axis: str) -> None:
    """Shares from 0 % up to what is reached; other measures from 0."""
    ends = rows[["value", "low", "high"]].to_numpy(dtype=float)
    top = float(np.nanmax(ends)) if np.isfinite(ends).any() else 1.0
    share = _is_share(str(rows["measure"].iloc[0]))
    limits = (-0.03, 1.03) if share and top > 0.5 else (-0.04 * (top or 1), (top or 1) * 1.08)
    of = ax.xaxis if axis == "x" else ax.yaxis
    (ax.set_xlim if axis == "x" else ax.set_ylim)(*limits)
    of.set_major_formatter(FuncFormatter(percent if share else plain))
    if axis == "x":
        ax.locator_params(axis="x", nbins=5)


def _distributions(frame: pd.DataFrame, codes: list[str], lang: str, size: str) -> Axes:
    axes = new_panels(size, 2.1 * len(codes), nrows=len(codes))
    for ax, code in zip(axes, codes, strict=True):
        rows = frame[frame["measure"] == code]
        ax.yaxis.set_major_formatter(FuncFormatter(percent if _is_share(code) else plain))
        distribution(ax, _title(code, lang, width_of(size) * 7.5), by_year(rows), lang)
    missing = int(frame["value"].isna().sum())
    en = f"A dot for each unit; {missing:,} of {len(frame):,} rates are missing."
    note(axes[0], say(lang, en, f"每点为一个单位；{len(frame):,} 个比率中有 {missing:,} 个缺失。"))
    return axes[0]


def _lines(ax: Axes, rows: pd.DataFrame, names: list[str], years: list[int]) -> None:
    for nth, name in enumerate(names):
        shift = (nth - (len(names) - 1) / 2) * 0.06
        of = rows[rows["unit_label"] == name].set_index("year").reindex(years)
        x = np.array(years) + shift
        ax.plot(x, of["value"].to_numpy(dtype=float), MARKERS[nth], linestyle="-",
                color=SERIES[nth], label=name, gid="line")  # fmt: skip
        for at, low, high in zip(x, of["low"], of["high"], strict=True):
            ax.plot([at, at], [low, high], color=SERIES[nth], linewidth=0.7, alpha=0.8)
        gone = of["value"].isna().to_numpy(dtype=bool)
        if gone.any():
            ax.plot(x[gone], np.full(gone.sum(), 0.04), "x", color=SERIES[nth], markersize=3.5,
                    transform=ax.get_xaxis_transform(), gid="missing")  # fmt: skip


def _room_for_missing(ax: Axes) -> None:
    """A strip below 0 for the crosses: on the line of 0 they would be read as zeros."""
    if any(line.get_gid() == "missing" for line in ax.lines):
        low, high = ax.get_ylim()
        ax.set_ylim(low - 0.1 * (high - low), high)
        ax.axhline(0, color=GREY, linewidth=0.5, zorder=0, gid="zero")


def _spread(ax: Axes, rows: pd.DataFrame, years: list[int], lang: str) -> None:
    table = rows.pivot(index="year", columns="unit_label", values="value").reindex(years)
    if table.shape[1] <= MANY:
        for name in table:
            ax.plot(years, table[name].to_numpy(dtype=float), color=GREY, linewidth=0.6,
                    marker="o", markersize=1.5, alpha=0.7, gid="line")  # fmt: skip
    else:
        quarter, most = (table.quantile(q, axis=1).to_numpy(dtype=float) for q in (0.25, 0.75))
        ax.fill_between(years, quarter, most, color=PALE, linewidth=0)
    ax.plot(years, table.median(axis=1).to_numpy(dtype=float), "o-", color=VERMILION,
            linewidth=1.8, gid="median")  # fmt: skip
    for year, n in table.notna().sum(axis=1).items():
        ax.text(float(str(year)), 1.0, f"n = {n:,}", transform=ax.get_xaxis_transform(),
                ha="center", va="bottom", fontsize=SMALL)  # fmt: skip


def _legend(ax: Axes, names: list[str], lang: str, size: str, gone: bool) -> None:
    handles = [
        ax.plot([], [], MARKERS[nth], linestyle="-", color=SERIES[nth], label=name)[0]
        for nth, name in enumerate(names)
        if name
    ]
    no_rate = say(lang, "no value", "无数据")
    if gone:
        handles += ax.plot([], [], "x", color=DARK, markersize=3.5, label=no_rate)
    ax.figure.legend(handles=handles, loc="outside upper left", ncols=4 if size == "page" else 2)
