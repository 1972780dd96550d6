"""A layout of a table is understood once, whatever figures are printed in it.

Nearly all reports print the statutory tables cell for cell alike, and which cell is which
figure is told by the labels and spans alone: no step of `grid` asks which number a plain number
is, only that it is one. So what was found in a grid that left nothing in doubt is kept, by the
grid's cells with the same sign in place of each plain number, for the next that prints the same.

This holds because no wording of any form has a digit (a label is never a number, nor near to
one), and because plain numbers are told from marks, blanks and doubtful numbers before they are
replaced. Joining what a page break cut compares figures with one another; it is done before.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from gxlab.document import Grid
from gxlab.extract.tables.found import Figure, Found
from gxlab.extract.tables.grid import Header, heal_seams, read_grid, row_in_caption

# A number that is a figure beyond doubt. What looks any other way stays in the layout as it is.
_is_plain = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,4})?").fullmatch
_NUMBER = "0"
# Most figures are among these, and it is faster to look them up.
_SMALL = frozenset(map(str, range(1000)))
# So many layouts are remembered; a table has three, and most portals share theirs.
_MEMORY = 1 << 7

# The rows of all cells, their columns, their spans, their texts.
_Shape = tuple[tuple[int, ...] | tuple[str, ...], ...]


class _Plan(NamedTuple):
    """What a layout's cells are: for each figure its key, the number of its cell, its unit.

    ``header`` is the one in force at the end.
    """

    keys: list[tuple[str, str, str]]
    places: list[int]
    units: list[str]
    header: Header | None


def read_alike(
    grid: Grid, *, title: str | None = None, header: Header | None = None
) -> tuple[Found, Header | None]:
    """Read one grid: what `read_grid` gives, faster where a grid of the same layout was read."""
    grid = heal_seams(grid)
    # Of a title only the row that it may name is asked.
    title = title if title and row_in_caption(title) else None
    if not grid.cells:
        return read_grid(grid, title=title, header=header)
    *places, texts, _, _ = zip(*grid.cells, strict=True)
    signs = [_NUMBER if text in _SMALL or _is_plain(text) else text for text in texts]
    kept = _kept((*places, tuple(signs)), grid.n_rows, grid.n_cols, title, header)
    if not kept:
        found, after = read_grid(grid, title=title, header=header)
        if plan := _plan_of(grid, found, after):
            kept.append(plan)
        return found, after
    known = kept[0]
    cells = map(grid.cells.__getitem__, known.places)
    figures = zip(known.keys, cells, known.units, repeat(True))
    return Found(list(map(tuple.__new__, repeat(Figure), figures))), known.header


@lru_cache(maxsize=_MEMORY)
def _kept(
    shape: _Shape, n_rows: int, n_cols: int, title: str | None, header: Header | None
) -> list[_Plan]:
    """Where the plan of a layout is kept, once there is one."""
    return []


def _plan_of(grid: Grid, found: Found, header: Header | None) -> _Plan | None:
    """The plan that what was found in a grid makes, or None where anything was left in doubt."""
    number = {id(cell): at for at, cell in enumerate(grid.cells)}
    clear = all(figure.certain and id(figure.piece) in number for figure in found.figures)
    # Two cells in one place might be taken for one another if they held the same.
    if found.unplaced or not clear or len({c[:2] for c in grid.cells}) < len(grid.cells):
        return None
    figures = found.figures
    places = [number[id(figure.piece)] for figure in figures]
    return _Plan([f.key for f in figures], places, [f.unit for f in figures], header)
