"""Reports to draw, and a look at every figure as it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.text import Text

import gxlab as gx
from gxlab.figures.styling import SMALL, figure_of
from tests.conftest import ROOT


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    """No figure outlives its test."""
    yield
    plt.close("all")


@pytest.fixture(scope="session")
def observations() -> pd.DataFrame:
    """The nine bundled reports."""
    files = sorted((ROOT / "data" / "reports").iterdir())
    return pd.concat([gx.read(file).observations for file in files], ignore_index=True)


@pytest.fixture(scope="session")
def many(observations: pd.DataFrame) -> pd.DataFrame:
    """Sixty simulated reports: one report under thirty names in two years."""
    one = observations[observations["report_id"] == "321300-宿迁市人民政府-2024"]
    places = ("江苏省", "浙江省", "云南省")
    made = [
        one.assign(
            report_id=f"simulated-{place}-{year}", report_key=f"simulated-{place}-{year}",
            body=f"第{place}县人民政府", year=year, level="county",
            province=places[place % 3], county=f"第{place}县",
        )
        for place in range(30)
        for year in (2023, 2024)
    ]  # fmt: skip
    return pd.concat(made, ignore_index=True)


def texts(ax: Axes) -> list[Text]:
    """Every text that the figure shows, after it has been drawn (glyph warnings are errors)."""
    figure = figure_of(ax)
    figure.canvas.draw()
    found = [text for text in figure.findobj(Text) if isinstance(text, Text)]
    return [text for text in found if text.get_visible() and text.get_text()]


@pytest.fixture
def shown() -> Callable[[Axes], set[str]]:
    """What a figure says; that it is large enough to print is asserted on the way."""

    def words(ax: Axes) -> set[str]:
        found = texts(ax)
        assert min(text.get_fontsize() for text in found) >= SMALL
        return {text.get_text() for text in found}

    return words
