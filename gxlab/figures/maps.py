"""Maps of counties."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import LogNorm, Normalize
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Shape
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import Bbox

from gxlab.analysis.measured import newest_name
from gxlab.errors import GxlabError
from gxlab.figures.boundaries import Albers, Division, border_lines, divisions, shape, source
from gxlab.figures.styling import (
    DARK,
    HATCH,
    SEQUENTIAL,
    SMALL,
    Lang,
    Size,
    figure,
    figure_of,
    need,
    new_axes,
    note,
    percent,
    plain,
    region_of,
    say,
    width_of,
)
from gxlab.regions.lasting import lasting_region

#: The projection in use for maps of China: 105° E, parallels of 25° and 47° N.
CHINA = Albers(105.0, (25.0, 47.0))
_SEA = (106.0, 2.5, 124.0, 24.5)  # west, south, east, north of the inset
_SOUTH = 17.8  # where the map of China ends and the inset goes on
_DOTS = 350  # steps to an inch of the grid that outlines are drawn on
#: Counts up to this have a scale from 0, so that 1 is a colour and not nearly white.
_FEW = 12
_MISSING: Any = {
    "facecolor": "#F6F6F6", "hatch": HATCH, "edgecolor": "#C0C0C0", "linewidth": 0.15,
}  # fmt: skip


@figure
def county_map(
    frame: pd.DataFrame,
    column: str = "value",
    *,
    where: str | None = None,
    log: bool = False,
    label: str | None = None,
    lang: Lang = "en",
    size: Size = "page",
    ax: Axes | None = None,
) -> Axes:
    """Counties coloured by a column; those without a value are hatched.

    Parameters
    ----------
    frame : one row for each county: `column`, and ``lasting_region``, or ``region_code`` with
        the ``year`` that the code is of. A county that was renamed or became a district is
        found by what it became.
    column : what to show, a number
    where : the six-digit code of a province (``"320000"``) or prefecture (``"320800"``); the
        whole country without
    log : colours on a log scale, for what is spread over several orders of magnitude
    label : the name of the scale; the column's without it
    lang : ``"en"`` or ``"zh"``
    size : ``"page"`` (7.2 in wide) or ``"column"`` (3.5 in)
    ax : where to draw; a new figure without

    Returns
    -------
    Axes
        Rows that are not on the map, and why, are counted and named below it. Equal areas are
        drawn equal (Albers' projection); the map of China shows the national border, with an
        inset of the South China Sea.

    Raises
    ------
    ImportError
        The boundaries are not installed: ``pip install 'gxlab[maps]'``.
    ValueError
        A county has two rows, or a column is missing.
    gxlab.GxlabError
        No division has the code `where`.
    """
    values = _by_region(frame, column)
    if log and bool((values.dropna() <= 0).any()):
        raise ValueError(f"{column} is not above 0 everywhere, so log=True cannot show it")
    counties = _within(divisions("district"), where)
    projection = CHINA if where is None else Albers.of(*_box(counties))
    west, south, east, north = _limits(counties, projection, where)
    high = width_of(size) * 0.86 * ((north - south) / (east - west))
    ax = new_axes(ax, size, min(high, 8.0) + 0.7)
    grid = (east - west) / (_DOTS * width_of(size))
    of = {lasting_region(county.code): county for county in counties}
    shapes = {who: shape(county, projection, grid) for who, county in of.items()}
    known = values.dropna()
    coloured = [who for who in shapes if who in known.index]
    norm = _norm(known[coloured], log)
    lines = [projection(line) for line in border_lines()]
    above = _within(divisions("province" if where is None else "city"), where)
    outlines = [shape(division, projection, grid) for division in above]
    _draw(ax, shapes, known, norm, outlines, lines)
    if where is None:
        east += 0.05 * (east - west)  # room for the inset beside Taiwan
        _draw_sea(ax, shapes, known, norm, lines, projection)
    ax.set(xlim=(west, east), ylim=(south, north), aspect="equal")
    ax.set_axis_off()
    _scale(ax, norm, label or column, known[coloured], len(shapes) - len(coloured), lang)
    _note_on_absent(ax, values, of, where, lang)
    return ax


# --- Counties and their values ----------------------------------------------------------------


def _by_region(frame: pd.DataFrame, column: str) -> pd.Series:
    """The column by the lasting region of each county."""
    by = "lasting_region" if "lasting_region" in frame else "region_code"
    need(frame, [by, column], "county_map")
    rows = frame.dropna(subset=by)
    counties = region_of(rows)
    if counties.duplicated().any():
        twice = str(counties[counties.duplicated()].iloc[0])
        raise ValueError(
            f"county_map: {newest_name(twice) or ''} ({twice}) has two rows; give one row for "
            f"each county, such as those of one year"
        )
    return pd.Series(rows[column].to_numpy(dtype=float), counties.to_numpy(), name=column)


def _within(every: tuple[Division, ...], where: str | None) -> list[Division]:
    if where is None:
        return list(every)
    start = where.removesuffix("00").removesuffix("00")
    found = [division for division in every if division.code.startswith(start)]
    if len(where) != 6 or (not found and every is divisions("district")):
        raise GxlabError(f"where={where!r}: no division with boundaries has this code")
    return found


def _note_on_absent(
    ax: Axes, values: pd.Series, of: dict[str, Division], where: str | None, lang: str
) -> None:
    """Name the boundaries' source, and count the rows that are not on the map."""
    lines = [say(lang, f"Boundaries: {source()}.", f"界线：{source()}。")]
    every = {lasting_region(county.code) for county in divisions("district")}
    lost = [str(who) for who in values.index if who not in every]
    outside = [who for who in values.index if who in every and who not in of]
    if lost:
        names = ", ".join(f"{newest_name(who) or '?'} {who}" for who in lost[:5])
        more = " …" if len(lost) > 5 else ""
        en = f"Not on the map, for want of a county's boundary ({len(lost)}): {names}{more}."
        zh = f"无县级界线、未在图上（{len(lost)} 个）：{names}{more}。"
        lines.append(say(lang, en, zh))
    if outside:
        en, zh = f"Outside {where}: {len(outside)}.", f"{where} 之外：{len(outside)} 个。"
        lines.append(say(lang, en, zh))
    note(ax, (" " if lang == "en" else "").join(lines))


# --- Drawing ----------------------------------------------------------------------------------


def _draw(
    ax: Axes,
    shapes: dict[str, Shape],
    known: pd.Series,
    norm: Normalize,
    outlines: list[Shape],
    lines: list[np.ndarray],
) -> None:
    missing = [path for who, path in shapes.items() if who not in known.index]
    if missing:
        ax.add_artist(  # not add_patch, which looks at every point again
            PathPatch(Shape.make_compound_path(*missing), gid="missing", **_MISSING)
        )
    there = [who for who in shapes if who in known.index]
    counties = PathCollection(
        [shapes[who] for who in there], cmap=SEQUENTIAL, norm=norm, edgecolors="white",
        linewidths=0.15, gid="counties",
    )  # fmt: skip
    counties.set_array(known[there].to_numpy(dtype=float))
    ax.add_collection(counties, autolim=False)
    ax.add_collection(
        PathCollection(outlines, facecolors="none", edgecolors=DARK, linewidths=0.35),
        autolim=False,
    )
    ax.add_collection(LineCollection(lines, colors=DARK, linewidths=0.7), autolim=False)


def _box(counties: list[Division]) -> tuple[float, float, float, float]:
    west, south, east, north = np.array([county.box for county in counties]).T
    return float(west.min()), float(south.min()), float(east.max()), float(north.max())


def _limits(
    counties: list[Division], projection: Albers, where: str | None
) -> tuple[float, float, float, float]:
    """The limits of the map in kilometres; those of China leave the sea to the inset."""
    points = np.concatenate([ring for county in counties for ring in county.rings])
    if where is None:
        points = points[points[:, 1] > _SOUTH]
    xy = projection(points)
    (west, south), (east, north) = xy.min(axis=0), xy.max(axis=0)
    room = 0.015 * (east - west)
    return float(west - room), float(south - room), float(east + room), float(north + room)


def _draw_sea(
    ax: Axes,
    shapes: dict[str, Shape],
    known: pd.Series,
    norm: Normalize,
    lines: list[np.ndarray],
    projection: Albers,
) -> None:
    """The South China Sea in a frame of its own, in the corner of the map of China."""
    sea = ax.inset_axes((0.885, 0.0, 0.115, 0.25), anchor="SE")
    west, south, east, north = _SEA
    edge = projection(np.array([(west, south), (east, south), (west, north), (east, north)]))
    window = Bbox([edge.min(axis=0), edge.max(axis=0)])
    inside = {w: path for w, path in shapes.items() if path.get_extents().overlaps(window)}
    _draw(sea, inside, known, norm, [], lines)
    sea.set(xlim=window.intervalx, ylim=window.intervaly, aspect="equal", xticks=[], yticks=[])
    sea.spines[:].set_visible(True)


def _norm(values: pd.Series, log: bool) -> Normalize:
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    if not log and low >= 0 and high <= _FEW and bool((values % 1 == 0).all()):
        return Normalize(0, high or 1)
    if low == high:
        low, high = (low / 2, high * 2) if log else (low - 0.5, high + 0.5)
    return LogNorm(low, high) if log else Normalize(low, high)


def _scale(
    ax: Axes, norm: Normalize, label: str, values: pd.Series, missing: int, lang: str
) -> None:
    """The scale of colours below the map, and beside it what is hatched."""
    shares = bool(values.between(0, 1).all()) and not bool(values.isin([0, 1]).all())
    bar = figure_of(ax).colorbar(
        ScalarMappable(norm, SEQUENTIAL), ax=ax, orientation="horizontal", location="bottom",
        fraction=0.04, aspect=30, shrink=0.5, pad=0.02, anchor=(0.0, 1.0),
        format=FuncFormatter(percent if shares else plain),
    )  # fmt: skip
    if not isinstance(norm, LogNorm) and bool((values % 1 == 0).all()):
        bar.locator = MaxNLocator(6, integer=True)
    bar.outline.set_linewidth(0)
    bar.set_label(label)
    bar.ax.tick_params(labelsize=SMALL)
    if missing:
        name = say(lang, f"no value ({missing:,})", f"无数据（{missing:,} 个）")
        patch = PathPatch(Shape.unit_rectangle(), label=name, **_MISSING)
        bar.ax.legend(handles=[patch], loc="center left", bbox_to_anchor=(1.04, 0.5),
                      borderaxespad=0)  # fmt: skip
