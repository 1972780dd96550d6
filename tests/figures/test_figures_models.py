from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

from gxlab import figures
from gxlab.figures.styling import Lang

TABLE = pd.DataFrame(
    {
        "term": ["县级 county", "log(applications)", "2021 form"],
        "estimate": [0.62, 1.08, np.nan],
        "low": [0.41, 1.02, np.nan],
        "high": [0.95, 1.14, np.nan],
    }
)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_each_term_has_its_interval_and_numbers(
    lang: Lang, shown: Callable[[Axes], set[str]]
) -> None:
    ax = figures.coefficients(TABLE, lang=lang)
    said = shown(ax)
    assert {"0.62 [0.41, 0.95]", "1.08 [1.02, 1.14]"} <= said
    assert said & {"not estimated", "未估计"}
    spans = [list(line.get_xdata()) for line in ax.lines if len(line.get_xdata()) == 2]
    assert [0.41, 0.95] in spans
    assert [1.02, 1.14] in spans
    assert ax.get_xscale() == "log"


def test_models_stand_side_by_side() -> None:
    both = pd.concat([TABLE.assign(model="pooled"), TABLE.assign(model="fixed effects")])
    ax = figures.coefficients(both, size="page")
    legend = ax.get_legend()
    assert legend
    assert [text.get_text() for text in legend.get_texts()] == ["pooled", "fixed effects"]
    at = [line.get_ydata()[0] for line in ax.lines if list(line.get_xdata()) == [0.41, 0.95]]
    assert at == pytest.approx([-0.2, 0.2])


def test_ratios_are_above_zero_and_differences_need_not_be() -> None:
    below = TABLE.assign(low=[-1.0, 0.5, 0.2])
    with pytest.raises(ValueError, match="give log=False"):
        figures.coefficients(below)
    ax = figures.coefficients(below, log=False)
    assert ax.get_xscale() == "linear"


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ValueError, match=r"coefficients needs the columns low, high; the frame"):
        figures.coefficients(TABLE.drop(columns=["low", "high"]))
