"""The rules that paths draw on a page, and the areas that they colour."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pypdfium2.raw as raw

from gxlab.readers.page import Box
from gxlab.readers.pdfium import calls
from gxlab.readers.pdfium.calls import rows
from gxlab.readers.pdfium.objects import Held, Objects, in_groups
from gxlab.readers.rules import THICKEST, Edge, Point, edges_of, stroke
from gxlab.readers.visibility import WHITE

# The points of a rectangle, the first counted again at the end.
_RECTANGLE = 5
# Points: how far off a number may be that pdfium keeps in 32 bits.
_OFF = 0.01


class _Outline(NamedTuple):
    """A part of a path: its points, with the first again at the end if it is closed."""

    path: int
    points: list[Point]
    straight: list[bool]  # whether each point but the first is reached in a straight line

    def box(self) -> Box:
        xs, ys = zip(*self.points, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def is_thin(self) -> bool:
        x0, top, x1, bottom = self.box()
        return min(x1 - x0, bottom - top) < THICKEST


def _outlines(paths: Held, height: float) -> Iterator[_Outline]:
    of, at = in_groups(calls.count_segments.each(paths.handles))
    segments = calls.segment_at.each(paths.handles[of], at)
    points, _ = rows(calls.segment_point, segments, width=2, kind="f4")
    matrices = paths.matrices()[of]
    placed = np.einsum("ni,nij->nj", points, matrices[:, :2]) + matrices[:, 2]
    placed[:, 1] = height - placed[:, 1]
    outline = _Outline(0, [], [])
    for path, kind, closes, x, y in zip(
        of.tolist(),
        calls.segment_type.each(segments).tolist(),
        calls.segment_closes.each(segments).tolist(),
        *placed.T.tolist(),
        strict=True,
    ):
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if outline.straight:
                yield outline
            outline = _Outline(path, [(x, y)], [])
            continue
        outline.points.append((x, y))
        outline.straight.append(kind == raw.FPDF_SEGMENT_LINETO)
        if closes and not _same(outline.points[0], (x, y)):
            outline.points.append(outline.points[0])
            outline.straight.append(True)
    if outline.straight:
        yield outline


def _same(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) < _OFF and abs(one[1] - other[1]) < _OFF


def edges_drawn(paths: Held, height: float) -> list[Edge]:
    """The rules that paths draw: strokes, outlines and thin areas.

    Parameters
    ----------
    height : of the page, in points
    """
    modes, _ = rows(calls.draw_mode, paths.handles, width=2, kind="i4")
    fills, strokes = modes.T != 0
    is_area = fills & ~strokes & (calls.count_segments.each(paths.handles) == _RECTANGLE)
    edges: list[Edge] = []
    for box in _thin_areas(paths.picked(is_area), height):
        edges += edges_of(box)
    is_other = (fills | strokes) & ~is_area
    outlined = strokes[is_other].tolist()
    for outline in _outlines(paths.picked(is_other), height):
        edges += _edges(outline, outlined[outline.path])
    return edges


def _edges(outline: _Outline, is_drawn: bool) -> Iterator[Edge]:
    """The rules that a part of a path makes: its straight lines, if it is stroked or thin."""
    points, straight = outline.points, outline.straight
    is_line = len(straight) == 1 or (len(straight) == 2 and points[0] == points[2])
    if is_line:
        points = points[:2]  # drawn there and back, it is still one rule
    elif not (is_drawn or outline.is_thin()):
        return
    for one, other, is_straight in zip(points, points[1:], straight, strict=False):
        across, down = abs(one[0] - other[0]), abs(one[1] - other[1])
        # A single stroke may lean a little; what leans in an outline is part of a curve.
        is_rule = is_straight and (is_line or min(across, down) < _OFF)
        if is_rule and (rule := stroke(*one, *other)):
            yield rule


def _thin_areas(areas: Held, height: float) -> Iterator[Box]:
    """The areas that are thin enough to be rules."""
    # Left, lower, right, upper.
    bounds, _ = rows(calls.bounds, areas.handles, width=4, kind="f4")
    corners = bounds.reshape(-1, 2, 2) @ areas.forms[:, :2] + areas.forms[:, 2:]
    low, high = corners.min(axis=1), corners.max(axis=1)
    thin = (high - low).min(axis=1) < THICKEST
    boxes = np.column_stack([low[:, 0], height - high[:, 1], high[:, 0], height - low[:, 1]])
    yield from map(tuple, boxes[thin].tolist())


def coloured(objects: Objects, height: float) -> list[Box]:
    """The areas of a page that are filled with a colour other than white, and its images."""
    paths = objects.paths
    modes, _ = rows(calls.draw_mode, paths.handles, width=2, kind="i4")
    colours, are_known = rows(calls.fill_colour, paths.handles, width=4, kind="u4")
    is_white = are_known & (colours[:, :3].min(axis=1, initial=255) >= WHITE * 255)
    filled = paths.picked((modes[:, 0] > 0) & ~is_white)
    areas = [outline.box() for outline in _outlines(filled, height)]
    for x, y, at in objects.images.matrices().tolist():
        (x0, y0), (x1, y1) = at, (at[0] + x[0] + y[0], at[1] + x[1] + y[1])
        areas.append((min(x0, x1), height - max(y0, y1), max(x0, x1), height - min(y0, y1)))
    return areas
