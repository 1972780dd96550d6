"""Tables of models as a person reads them in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

import numpy as np
import pandas as pd


def number(value: float, digits: int = 2) -> str:
    """A number with so many decimals; a small one with so many digits that count."""
    if 0 < abs(value) < 10 ** (1 - digits):
        return np.format_float_positional(value, digits, fractional=False)
    return f"{value:.{digits}f}"


#: The columns of ratios and of their intervals, as `html` shows them.
RATIOS = dict.fromkeys(("odds_ratio", "rate_ratio", "low", "high"), number)


def html(
    table: pd.DataFrame, formats: Mapping[str, Callable[[float], str]], notes: Iterable[str]
) -> str:
    """A table with its numbers as a person reads them, and below it the notes."""
    formatters: Any = {name: form for name, form in formats.items() if name in table}
    below = "".join(f"<p style='font-size: 90%'>{escape(note)}</p>" for note in notes)
    return table.to_html(formatters=formatters, na_rep="", border=0) + below
