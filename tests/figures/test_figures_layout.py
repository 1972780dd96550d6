"""Nothing is cut off: every figure, in both widths and languages, fits its page."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from matplotlib.axes import Axes

import gxlab as gx
from gxlab import figures
from gxlab.figures.styling import WIDTHS, Lang, Size, figure_of

Draw = Callable[[pd.DataFrame, Lang, Size], Axes]
RATES = ["disclosure_rate_of_received", "reconsideration_correction_rate_concluded"]
DRAWN: dict[str, Draw] = {
    "application_outcomes": lambda o, x, s: figures.application_outcomes(o, lang=x, size=s),
    "outcomes_by_applicant": lambda o, x, s: figures.outcomes_by_applicant(o, lang=x, size=s),
    "refusal_grounds": lambda o, x, s: figures.refusal_grounds(o, lang=x, size=s),
    "refusals_by_report": lambda o, x, s: figures.refusal_grounds(o, by="report", lang=x, size=s),
    "rates": lambda o, x, s: figures.rates(gx.measures(o, RATES), lang=x, size=s),
    "documents": lambda o, x, s: figures.documents(o, lang=x, size=s),
    "fee_revenue": lambda o, x, s: figures.fee_revenue(o, lang=x, size=s),
    "processing_fees": lambda o, x, s: figures.processing_fees(o, lang=x, size=s),
    "statuses": lambda o, x, s: figures.statuses(o, lang=x, size=s),
    "between_years": lambda o, x, s: figures.identities(gx.between_years(o), lang=x, size=s),
}


@pytest.mark.parametrize("size", ["column", "page"])
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", DRAWN)
def test_everything_fits_the_page(
    observations: pd.DataFrame, shown: Callable[[Axes], set[str]], name: str, lang: Lang, size: Size
) -> None:
    ax = DRAWN[name](observations, lang, size)
    shown(ax)
    figure = figure_of(ax)
    width, height = figure.get_size_inches()
    assert width == WIDTHS[size]
    box = figure.get_tightbbox()
    assert box.x0 >= -0.01
    assert box.y0 >= -0.01
    assert box.x1 <= width + 0.01
    assert box.y1 <= height + 0.01


@pytest.mark.parametrize("draw", [figures.application_outcomes, figures.documents, figures.rates])
def test_many_reports_fit_the_page_too(many: pd.DataFrame, draw: Callable[..., Axes]) -> None:
    data = gx.measures(many, RATES) if draw is figures.rates else many
    for size, width in WIDTHS.items():
        figure = figure_of(draw(data, size=size))
        figure.canvas.draw()
        box = figure.get_tightbbox()
        assert (box.x0, box.y0) >= (-0.01, -0.01)
        assert box.x1 <= width + 0.01
        assert box.y1 <= figure.get_figheight() + 0.01
