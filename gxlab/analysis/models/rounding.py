"""Numbers as they leave a model: the digits that every processor agrees on."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
import pandas as pd

#: Significant digits that are kept. Processors were measured to agree on eleven or more.
DIGITS = 8

Numbers = TypeVar("Numbers", float, np.ndarray, pd.Series, pd.DataFrame)


def significant(values: Numbers, scale: Any = 0.0) -> Numbers:
    """Round what a fit has computed to eight significant digits.

    Linear algebra is done in another order on another processor (OpenBLAS has a kernel for each),
    so that the last three or four of a float's sixteen digits differ between machines: a figure
    drawn from them differs in its bytes, and a zero is 1e-17 on one machine and -1e-16 on another.
    So every number of a fit is rounded here, once, where it leaves the models. What is computed
    further from rounded numbers, and drawn, is then the same everywhere.

    Parameters
    ----------
    values : a number, an array, a Series or a DataFrame; missing ones stay missing
    scale : the size below which a value is no more certain than a value of this size: the standard
        error of an estimate, 1 for a standardised residual. Digits are counted from the larger of
        the two, so that what is zero up to noise becomes zero. Without it a value has eight
        digits however small it is, as a p value should

    Returns
    -------
    of the type of `values`
        The rounded numbers, with the same labels.
    """
    made = np.frompyfunc(_rounded, 2, 1)(np.asarray(values, dtype=float), scale)
    if isinstance(values, pd.DataFrame):
        return pd.DataFrame(made.astype(float), values.index, values.columns)
    if isinstance(values, pd.Series):
        return pd.Series(made.astype(float), values.index, name=values.name)
    if isinstance(values, np.ndarray):
        return np.asarray(made, dtype=float)
    return float(made)


def _rounded(value: float, scale: float) -> float:
    size = max(abs(value), scale if np.isfinite(scale) else 0.0)
    if size == 0 or not np.isfinite(size):
        return value
    # By its decimal notation, as log10 of a power of ten may come out just below a whole number.
    exponent = int(f"{size:.{DIGITS - 1}e}".partition("e")[2])
    return round(value, DIGITS - 1 - exponent) + 0.0  # + 0.0 makes -0.0 a zero
