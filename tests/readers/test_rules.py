"""Cells of rules: the same as those of the library that the model is taken from."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from pdfplumber.table import TableFinder

from gxlab.readers.rules import Edge, closing, edges_of, stroke, tables_of


class _Page:
    """What pdfplumber's table finder asks of a page."""

    bbox = (0, 0, 600, 800)

    def __init__(self, edges: list[Edge]) -> None:
        self.edges = [_as_dict(edge) for edge in edges]


def _as_dict(edge: Edge) -> dict[str, Any]:
    x0, x1 = (edge.at, edge.at) if edge.upright else (edge.start, edge.end)
    top, bottom = (edge.start, edge.end) if edge.upright else (edge.at, edge.at)
    return {
        "object_type": "line",
        "orientation": "v" if edge.upright else "h",
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
    }


def drawn_rules(rng: Random) -> list[Edge]:
    """Tables with merged cells, rules missing, ends that do not quite meet."""
    edges: list[Edge] = []
    for top in rng.sample([20, 250, 480], rng.randrange(1, 4)):
        xs = [50 + 37 * at for at in range(rng.randrange(2, 9))]
        ys = [top + 23 * at for at in range(rng.randrange(2, 9))]

        def off() -> float:
            return rng.choice([0, 0, 0, 0.25, -0.5, 1.5, -2.5])

        for x in xs:
            edges += [Edge(True, x + off(), y + off(), y + 23 + off()) for y in ys[:-1]]
        for y in ys:
            edges += [Edge(False, y + off(), x + off(), x + 37 + off()) for x in xs[:-1]]
    rng.shuffle(edges)
    return edges[: int(len(edges) * rng.choice([1, 1, 0.95, 0.8, 0.5]))]


@pytest.mark.parametrize("seed", range(150))
def test_cells_are_those_of_pdfplumber(seed: int) -> None:
    edges = drawn_rules(Random(seed))
    added = [_as_dict(edge) for edge in closing(edges)]
    finder = TableFinder(
        _Page(edges),  # type: ignore[arg-type]
        {
            "explicit_vertical_lines": [e for e in added if e["orientation"] == "v"],
            "explicit_horizontal_lines": [e for e in added if e["orientation"] == "h"],
        },
    )
    found = tables_of(edges)
    assert [len(cells) for cells in found] == [len(table.cells) for table in finder.tables]
    for cells, reference in zip(found, finder.tables, strict=True):
        assert cells == [pytest.approx(cell, abs=1e-6) for cell in sorted(reference.cells)]


def test_a_table_that_a_page_break_left_open_is_closed() -> None:
    rules = [Edge(True, x, 10, 70) for x in (0, 50, 100)]
    rules += [Edge(False, y, 0, 100) for y in (10, 40)]
    assert tables_of(rules) == [
        [(0, 10, 50, 40), (0, 40, 50, 70), (50, 10, 100, 40), (50, 40, 100, 70)]
    ]


def test_one_box_is_no_table_and_no_rules_make_none() -> None:
    assert tables_of(edges_of((0, 0, 50, 50))) == []
    assert tables_of([]) == []


def test_a_stroke_that_leans_is_no_rule() -> None:
    assert stroke(0, 0, 100, 30) is None
    assert stroke(100, 5, 0, 5.2) == Edge(False, 5, 0, 100)
    assert stroke(5, 0, 5, 100) == Edge(True, 5, 0, 100)
