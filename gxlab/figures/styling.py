"""One style for every figure: two widths, colours that all readers distinguish, a Chinese font.

The style is put on for the time of drawing (`style`); the user's own settings of matplotlib
neither reach a figure nor are changed by it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, wraps
from typing import Any, Literal, ParamSpec

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from gxlab.analysis.measured import lasting
from gxlab.forms.fonts import chinese_font
from gxlab.regions.lasting import lasting_region
from gxlab.schema import is_simulated as is_simulated
from gxlab.schema import need as need

Size = Literal["column", "page"]
Lang = Literal["en", "zh"]
P = ParamSpec("P")

#: Widths in inches: a column of a two-column journal, and its page.
WIDTHS: dict[str, float] = {"column": 3.5, "page": 7.2}
#: Okabe and Ito's colours, which colour-blind readers distinguish; black is left to text.
BLUE, SKY, VERMILION, ORANGE, PINK, GREEN, YELLOW = (
    "#0072B2", "#56B4E9", "#D55E00", "#E69F00", "#CC79A7", "#009E73", "#F0E442",
)  # fmt: skip
GREY, PALE, DARK = "#999999", "#DDDDDD", "#555555"
#: From little to much, darker in grey as well.
SEQUENTIAL = LinearSegmentedColormap.from_list(
    "gxlab", ["#EDF3F8", "#A9CDE6", "#3E93C6", "#005C93", "#00294A"]
)
#: Colours for series that have none of their own, in this order, each with its marker.
SERIES = (BLUE, VERMILION, GREEN, ORANGE, PINK, SKY, "#000000")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
#: Nobody reads more rows than this one by one: figures show groups or distributions instead.
MANY = 40
#: Sizes of type in points; nothing is printed smaller than `SMALL`.
TEXT, SMALL = 7.5, 6.5
#: Height in inches of a row of type, such as a bar with its label.
ROW = 0.2
#: What is missing is hatched, wherever it would otherwise be a colour.
HATCH = "//////"

_SETTINGS: Any = {
    "axes.edgecolor": DARK,
    "axes.labelsize": TEXT,
    "axes.linewidth": 0.6,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": TEXT,
    "font.size": TEXT,
    "hatch.linewidth": 0.5,
    "legend.fontsize": SMALL,
    "legend.frameon": False,
    "legend.columnspacing": 1.2,
    "legend.handlelength": 1.2,
    "legend.handletextpad": 0.5,
    "lines.linewidth": 1.2,
    "lines.markersize": 4,
    "pdf.fonttype": 42,  # TrueType, so that text can be searched and copied
    "savefig.dpi": 300,
    "xtick.labelsize": TEXT,
    "xtick.major.size": 2.5,
    "xtick.major.width": 0.6,
    "xtick.minor.size": 0,
    "ytick.labelsize": TEXT,
    "ytick.major.size": 2.5,
    "ytick.major.width": 0.6,
    "ytick.minor.size": 0,
}


@cache
def font_family() -> list[str]:
    """The families that print Chinese and the rest, known to matplotlib on any machine."""
    path = str(chinese_font())
    font_manager.fontManager.addfont(path)
    return [font_manager.FontProperties(fname=path).get_name(), "DejaVu Sans"]


@contextmanager
def style() -> Iterator[None]:
    """Draw in the style of gxlab's figures; the settings before it come back after.

    Returns
    -------
    context manager

    Examples
    --------
    >>> with style():
    ...     fig, ax = plt.subplots(figsize=(WIDTHS["column"], 2), layout="constrained")
    ...     _ = ax.set_title("政府信息公开")
    """
    # Load the backend first. In a notebook that is what turns on inline display, which would
    # otherwise be turned off again with the other settings.
    plt.draw_if_interactive()  # type: ignore[no-untyped-call]
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS)
        mpl.rcParams["font.family"] = font_family()
        yield


def figure(draw: Callable[P, Axes]) -> Callable[P, Axes]:
    """Draw in the style, and mark what is made of simulated data; for every public figure."""

    @wraps(draw)
    def styled(*args: P.args, **kwargs: P.kwargs) -> Axes:
        data = args[0] if args else next(iter(kwargs.values()), None)
        with style():
            ax = draw(*args, **kwargs)
        if is_simulated(data):
            mark_simulated(figure_of(ax))
        return ax

    return styled


# --- Simulated data ---------------------------------------------------------------------------

SIMULATED = "SIMULATED 模拟数据"


def mark_simulated(fig: Figure) -> None:
    """Print across a figure that its data are simulated; once, however often it is called.

    Parameters
    ----------
    fig : the figure
    """
    if any(text.get_gid() == "simulated" for text in fig.texts):
        return
    width, height = fig.get_size_inches()
    fig.text(
        0.5, 0.5, SIMULATED, gid="simulated", family=font_family(), color="#8A8A8A", alpha=0.5,
        fontsize=min(5.2 * width, 14 * height), ha="center", va="center", zorder=1000,
        rotation=min(30.0, float(np.degrees(np.arctan2(height, width)))),
    )  # fmt: skip


# --- What the figures share -------------------------------------------------------------------


def figure_of(ax: Axes) -> Figure:
    """The whole figure that holds an Axes."""
    fig = ax.get_figure(root=True)
    if not isinstance(fig, Figure):
        raise ValueError("the Axes is in no figure: it has been removed")
    return fig


def width_of(size: str) -> float:
    """The width in inches of ``"column"`` or ``"page"``."""
    if size not in WIDTHS:
        raise ValueError(f"size={size!r}: give one of {', '.join(map(repr, WIDTHS))}")
    return WIDTHS[size]


def new_axes(ax: Axes | None, size: str, height: float) -> Axes:
    """The Axes to draw on: the one given, or that of a new figure `height` inches high."""
    if ax is None:
        ax = plt.figure(figsize=(width_of(size), height), layout="constrained").subplots()
    _dress(ax)
    return ax


def new_panels(size: str, height: float, **kwargs: Any) -> list[Axes]:
    """The panels of a new figure, row by row; `kwargs` as for `Figure.subplots`."""
    fig = plt.figure(figsize=(width_of(size), height), layout="constrained")
    panels: list[Axes] = list(fig.subplots(squeeze=False, **kwargs).flat)
    for ax in panels:
        _dress(ax)
    return panels


def _dress(ax: Axes) -> None:
    """Set fonts now: tick labels are made when first needed, perhaps after `style` has ended."""
    ax.tick_params(which="both", labelfontfamily=font_family()[0], labelsize=TEXT)


def say(lang: str, en: str, zh: str) -> str:
    """The wording in one of the two languages."""
    if lang not in ("en", "zh"):
        raise ValueError(f"lang={lang!r}: give 'en' or 'zh'")
    return en if lang == "en" else zh


def ems(text: str) -> float:
    """How wide a line of text is, in ems: Chinese characters are 1, others about half of it."""
    return sum(1.0 if ord(c) > 0x2E80 else 0.55 for c in text)


_CLOSING = "，。；：、）”"  # never at the beginning of a line


def wrap(text: str, width: float) -> str:
    """Break a text into lines of at most `width` ems, Chinese anywhere, English at spaces."""
    lines = [""]
    for token in re.findall(r"\n|[^\s\u2e80-\uffff]+[ \t]*|.", text):
        if token == "\n":
            lines.append("")
        elif lines[-1] and ems(lines[-1] + token.rstrip()) > width and token not in _CLOSING:
            lines.append(token)
        else:
            lines[-1] += token
    return "\n".join(line.strip() for line in lines)


def note(ax: Axes, text: str) -> None:
    """Add a line under the figure: what it leaves out and why."""
    if not text:
        return
    fig = figure_of(ax)
    before = fig.get_supxlabel()
    text = wrap(text, fig.get_figwidth() * 72 / SMALL * 0.96)
    fig.supxlabel(
        f"{before}\n{text}" if before else text,
        x=0.01, ha="left", fontsize=SMALL, color=DARK, family=font_family(),
    )  # fmt: skip


def rows_down(ax: Axes, labels: Sequence[str], *, size: float = TEXT) -> None:
    """Name the rows of a figure, the first on top; rows are at y = 0, 1, 2, …"""
    ax.set_yticks(range(len(labels)), labels, fontsize=size)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)


def name_x(ax: Axes, text: str) -> None:
    """Name the axis below, in lines short enough for it where row labels take half the width."""
    ax.set_xlabel(wrap(text, 4.3 * figure_of(ax).get_figwidth()))


def percent(share: float, _: object = None) -> str:
    """A share as a tick label."""
    return f"{share:.0%}" if abs(share * 100 - round(share * 100)) < 1e-6 else f"{share:.1%}"


def plain(value: float, _: object = None) -> str:
    """A count or an amount as a label: 1,204, 0.5, 18.87; from 1,000 on without decimals."""
    whole = abs(value) >= 1000 or abs(value - round(value)) < 1e-9
    return f"{value:,.0f}" if whole else f"{value:.4g}"


def region_of(frame: pd.DataFrame) -> pd.Series:
    """The lasting region of each row: a county that became a district keeps one."""
    if "lasting_region" in frame:
        return frame["lasting_region"].astype("str")
    if "region_code" not in frame:
        return pd.Series("", frame.index, dtype="str")
    years = frame["year"] if "year" in frame else pd.Series(None, frame.index, dtype="object")
    return lasting(lasting_region, frame["region_code"].astype("str"), years).fillna("")


def units(frame: pd.DataFrame) -> pd.Series:
    """What to call the unit of each row: its body, else its smallest place.

    Names that two places share (鼓楼区) get the names of the places above, or the code.
    """
    names = [name for name in ("body", "county", "prefecture", "province") if name in frame]
    if not names:
        need(frame, ["body"], "a label for each row (a body, county, prefecture or province)")
    label = frame[names[0]].astype("object")
    for name in names[1:]:
        label = label.where(label.notna(), frame[name])
    label, region = label.fillna("?").astype("str"), region_of(frame)

    def shared(of: pd.Series) -> pd.Series:
        return region.groupby(of).transform("nunique").gt(1)

    for name in ("prefecture", "province"):
        if name in names[1:] and shared(label).any():
            above = frame[name].where(frame[name].ne(label), None).fillna("").astype("str")
            label = label.mask(shared(label), above + label)
    return label.mask(shared(label), label + " " + region)


def reports(frame: pd.DataFrame) -> pd.DataFrame:
    """One row for each report of the tidy table, by body and year; ``label`` names it."""
    first = frame.drop_duplicates("report_id")
    kept = [n for n in ("body", "year", "form", "province", "level") if n in first]
    made = first.set_index("report_id")[kept]
    year = first["year"].astype("str").where(first["year"].notna(), "?").to_numpy()
    made = made.assign(label=units(first).to_numpy() + " " + year)
    twice = made["label"].duplicated(keep=False)
    made["label"] = made["label"].mask(twice, made.index.astype("str"))
    return made.sort_values(["body", "year"], kind="stable")
