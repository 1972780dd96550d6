"""Figures in a notebook: every one of them is shown."""

from __future__ import annotations

from pathlib import Path

import nbformat

from gxlab.workbench.reproduction import execute

DRAW = """
import pandas as pd
from gxlab import figures

table = pd.DataFrame({"term": ["a"], "estimate": [1.5], "low": [1.1], "high": [2.1]})
ax = figures.coefficients(table)
"""


def test_each_cell_that_draws_shows_its_figure(tmp_path: Path) -> None:
    cells = [nbformat.v4.new_code_cell(DRAW) for _ in range(3)]
    path = tmp_path / "figures.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    execute(path)
    shown = [cell.outputs for cell in nbformat.read(path, as_version=4).cells]
    assert ["image/png" in output["data"] for outputs in shown for output in outputs] == [True] * 3
