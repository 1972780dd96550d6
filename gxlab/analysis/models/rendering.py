"""Tables of models as a person reads them in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

import pandas as pd


def ratio(value: float) -> str:
    """A ratio for reading: two decimals, below a tenth two digits that say something."""
    return f"{value:.2f}" if abs(value) >= 0.1 or value == 0 else f"{value:.2g}"


#: The columns of ratios and of their intervals, as `html` shows them.
RATIOS = dict.fromkeys(("odds_ratio", "rate_ratio", "low", "high"), ratio)


def html(
    table: pd.DataFrame, formats: Mapping[str, Callable[[float], str]], notes: Iterable[str]
) -> str:
    """A table with its numbers as a person reads them, and below it the notes."""
    formatters: Any = {name: form for name, form in formats.items() if name in table}
    below = "".join(f"<p style='font-size: 90%'>{escape(note)}</p>" for note in notes)
    return table.to_html(formatters=formatters, na_rep="", border=0) + below
