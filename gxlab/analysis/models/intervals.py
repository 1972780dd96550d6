"""Intervals for rates."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gxlab.analysis.models.rounding import significant
from gxlab.errors import GxlabError


def wilson(frame: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Add Wilson's score interval to the rates of a measures frame.

    Parameters
    ----------
    frame : the result of `gxlab.measures`, or the ``data`` of a panel; ``value, unit,
        numerator, denominator`` are used
    level : of the interval

    Returns
    -------
    DataFrame
        The frame with ``low`` and ``high``, between 0 and 1: where the unit is ``share`` and the
        rate is one count out of another, of one report or pooled. They are missing for counts,
        amounts and ratios, for means of rates, for a denominator of 0, and where the rate is.

    Notes
    -----
    The interval takes applications as independent. Those of one body are alike, so that a rate
    pooled over reports varies more than it says; `full_disclosure_glm` measures by how much.
    """
    from statsmodels.stats.proportion import proportion_confint

    names = ("value", "unit", "numerator", "denominator")
    if lacking := [name for name in names if name not in frame]:
        raise GxlabError(f"the frame has no {', '.join(lacking)}: give the result of measures()")
    part, whole = frame["numerator"].astype(float), frame["denominator"].astype(float)
    counted = (part % 1 == 0) & (whole % 1 == 0) & (part >= 0) & (part <= whole) & (whole > 0)
    used = counted & frame["unit"].eq("share") & frame["value"].notna()
    low, high = proportion_confint(part[used], whole[used], alpha=1 - level, method="wilson")
    ends = np.full((2, len(frame)), np.nan)  # by position: rows put together share index labels
    ends[:, used.to_numpy(dtype=bool)] = low, high
    return frame.assign(low=significant(ends[0], scale=1), high=significant(ends[1], scale=1))
