"""A layout understood once is understood the same as a table read for itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gxlab.document import Cell, Document, Grid
from gxlab.extract.tables.even import even_grids
from gxlab.extract.tables.grid import Header, read_grid
from gxlab.extract.tables.labels import Lexicon, table_codes, vocabulary
from gxlab.extract.tables.layout import _kept, read_alike
from gxlab.readers import detect, read_blocks, read_document
from tests.conftest import ROOT
from tests.extract.tables.test_damage import SLOW, drawn_report, hurt
from tests.formats import FORMATS

LEXICONS = ("rows", "columns", "row_groups", "column_groups", "titles")
SHIPPED = sorted(p for p in (ROOT / "data" / "reports").iterdir() if p.suffix in (".html", ".docx"))
# Years, serial numbers, zero, what is near to a plain number and is none.
TEXTS = (
    *("0", "1", "2", "3", "12", "2022", "2023", "20", "12345", "123456789", "1234567890", "007"),
    *("0.5", "12.34", "1.23456", "1,234", "-3", "+4", "5 6", "1\n2", "", "/", "无", "１２", "٣"),
    *("2023年", "2022年", "上年", "合计", "其他", "1.其他", "总计", "3件", "5[1]", "元", " 7"),
)


@pytest.mark.parametrize("code", table_codes())
def test_no_wording_has_a_digit(code: str) -> None:
    """On this it rests that a number is never taken for a label, whichever number it is."""
    for name in LEXICONS:
        lexicon: Lexicon = getattr(vocabulary(code), name)
        keys = {*lexicon._exact, *lexicon._notes, *(near[0] for near in lexicon._near)}
        assert keys or name not in ("rows", "columns")
        assert not [key for key in keys if any(map(str.isdigit, key))]


def compare(grids: list[Grid]) -> int:
    """Read grids that follow one another both ways; how many had a layout seen before."""
    header: Header | None = None
    title: str | None = "行政复议、行政诉讼情况"
    known = 0
    for grid in grids:
        alone, after = read_grid(grid, title=title, header=header)
        before = _kept.cache_info()
        alike, then = read_alike(grid, title=title, header=header)
        known += _kept.cache_info().hits - before.hits
        assert alike.figures == alone.figures
        assert alike.unplaced == alone.unplaced
        assert then == after
        header, title = after, None
    return known


def refigured(grid: Grid, rng: Random) -> Grid:
    """The grid with other numbers in place of its own."""
    numbers = [str(rng.randrange(10 ** rng.randrange(1, 6))) for _ in grid.cells]
    cells = zip(grid.cells, numbers, strict=True)
    changed = (
        c._replace(text=n) if c.text.isdigit() and rng.random() < 0.9 else c for c, n in cells
    )
    return replace(grid, cells=tuple(changed))


def shuffled(grid: Grid, rng: Random) -> Grid:
    """The grid with some cells exchanged, moved, put elsewhere, or cut in two by a page."""
    cells = list(grid.cells)
    for _ in range(rng.randrange(4)):
        at, other = rng.randrange(len(cells)), rng.randrange(len(cells))
        one, two = cells[at], cells[other]
        match rng.randrange(4):
            case 0:
                cells[at], cells[other] = one._replace(text=two.text), two._replace(text=one.text)
            case 1:
                cells[at] = one._replace(text=rng.choice(TEXTS))
            case 2:
                cells[at] = one._replace(row=two.row, col=two.col)
            case _:
                cells[at] = one._replace(colspan=min(2, grid.n_cols - one.col))
    seams = (rng.randrange(1, grid.n_rows),) if rng.random() < 0.4 and grid.n_rows > 1 else ()
    return replace(grid, cells=tuple(cells), seams=seams)


def grids_of(document: Document) -> list[Grid]:
    return list(_grids(document))


def _grids(document: Document) -> Iterator[Grid]:
    for block in document.blocks:
        if isinstance(block, Grid):
            yield block
        elif hasattr(block, "tokens"):
            yield from even_grids(block)[0]


@settings(
    max_examples=80,
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=list(HealthCheck),
)
@given(seed=st.integers(0, 2**32))
@example(seed=1699407)  # two cells in one place, and a seam
def test_damaged_tables_are_read_alike(seed: int) -> None:
    rng = Random(seed)
    format_ = rng.choice([name for name in FORMATS if name not in SLOW])
    printed = drawn_report(rng)
    content = FORMATS[format_](printed, hurt(printed, rng, format_).sheets)
    path = Path("typeset")
    kind = detect(content, path)
    title, blocks = read_blocks(kind, content, path)
    grids = grids_of(Document(path, kind, "", title, tuple(blocks)))
    for _ in range(4):
        compare([refigured(grid, rng) for grid in grids])
        compare([refigured(shuffled(grid, rng), rng) for grid in grids])


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_the_tables_of_reports_are_read_alike(path: Path) -> None:
    grids = grids_of(read_document(path))
    rng = Random(path.name)
    compare(grids)
    assert compare([refigured(grid, rng) for grid in grids]) == len(grids)
    for _ in range(60):
        compare([refigured(shuffled(grid, rng), rng) for grid in grids])


def test_a_figure_that_a_page_break_repeats_is_compared_before_it_is_replaced() -> None:
    """Whether one row was cut in two is told by its figures, too: they are not all the same."""

    def cut(below: str) -> Grid:
        rows = [
            ["信息内容", "本年处理决定数量", "备注"],
            ["行政许可", "7", "5"],
            ["行政许可", below, ""],
            ["行政处罚", "8", ""],
        ]
        cells = [
            Cell(row, col, 1, 1, text, f"{row},{col}")
            for row, texts in enumerate(rows)
            for col, text in enumerate(texts)
        ]
        return Grid(tuple(cells), 4, 3, "page 1", seams=(2,))

    for below in ("7", "9", "7"):
        compare([cut(below)])
    same, other = (len(read_alike(cut(below))[0].figures) for below in ("7", "9"))
    assert same != other
