"""Digits of counts: heaping on round numbers, and Benford's law. Signs of care, not of fraud."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from gxlab.analysis.models.rendering import html
from gxlab.analysis.models.rounding import significant

#: Fewer counts than these bear neither test.
ENOUGH = 100
#: Benford's law wants counts that span at least this factor: two orders of magnitude.
SPAN = 100


@dataclass(frozen=True)
class DigitTest:
    """Digits of counts against what they would be by a law.

    Attributes
    ----------
    table : DataFrame, a row for each digit: ``digit, observed, expected`` (numbers of counts),
        ``share, expected_share``
    n : counts that were used
    n_left_out : counts that were given and not used (missing, not whole, too small)
    chi_square, df, p_value : Pearson's test of the law; missing where the sample does not bear it
    heaped, heaped_low, heaped_high : share of the digits 0 and 5 (last digits alone) with its
        Wilson interval at 95 %; 0.2 by the law
    bears : whether the sample bears the test
    why_not : why it does not; empty where it does
    """

    law: str
    table: pd.DataFrame = field(repr=False)
    n: int
    n_left_out: int
    chi_square: float
    df: int
    p_value: float
    bears: bool
    why_not: str
    heaped: float = np.nan
    heaped_low: float = np.nan
    heaped_high: float = np.nan

    @property
    def notes(self) -> list[str]:
        """What a reader of the table has to know."""
        notes = [f"{self.law}: {self.n} counts, {self.n_left_out} not used."]
        if self.bears:
            notes.append(
                f"Chi-square {self.chi_square:.1f} on {self.df} df, p = {self.p_value:.3f}."
            )
        else:
            notes.append(f"The sample does not bear the test: {self.why_not}.")
        if not np.isnan(self.heaped):
            span = f"{self.heaped_low:.1%} to {self.heaped_high:.1%}"
            notes.append(f"Ending in 0 or 5: {self.heaped:.1%} ({span}); 20% by the law.")
        return notes

    def _repr_html_(self) -> str:
        formats = {"expected": "{:.1f}".format}
        formats |= dict.fromkeys(("share", "expected_share"), "{:.1%}".format)
        return html(self.table.set_index("digit"), formats, self.notes)


def last_digits(counts: Iterable[float], *, minimum: int = 10) -> DigitTest:
    """Whether counts end in each digit alike, as those do that were counted and not rounded.

    Parameters
    ----------
    counts : whole numbers; others and missing ones are left out
    minimum : smaller counts are left out: the last digit of a small count follows its size

    Returns
    -------
    DigitTest
        With the share that ends in 0 or 5. Below 100 counts the sample does not bear the test.
    """
    from statsmodels.stats.proportion import proportion_confint

    given, used = _whole(counts, minimum)
    observed = np.bincount((used % 10).astype(int), minlength=10)
    why = "" if len(used) >= ENOUGH else f"{len(used)} counts, fewer than {ENOUGH}"
    round_ones = int(observed[0] + observed[5])
    heaped = low = high = np.nan
    if len(used):
        heaped = round_ones / len(used)
        low, high = proportion_confint(round_ones, len(used), method="wilson")
    law = f"Last digits of counts from {minimum} on, all alike"
    return _test(law, np.arange(10), observed, np.full(10, 0.1), given, why, (heaped, low, high))


def first_digits(counts: Iterable[float]) -> DigitTest:
    """Whether counts begin with each digit as often as Benford's law has it.

    Parameters
    ----------
    counts : whole numbers above 0; others and missing ones are left out

    Returns
    -------
    DigitTest
        Below 100 counts, or where the largest is less than 100 times the smallest, the sample
        does not bear the test: the law is of quantities that span orders of magnitude.
    """
    given, used = _whole(counts, 1)
    first = np.array([int(str(int(count))[0]) for count in used], dtype=int)
    observed = np.bincount(first, minlength=10)[1:]
    reasons = [] if len(used) >= ENOUGH else [f"{len(used)} counts, fewer than {ENOUGH}"]
    if len(used) and used.max() < SPAN * used.min():
        reasons.append(f"counts from {used.min():g} to {used.max():g} span less than {SPAN} times")
    digits = np.arange(1, 10)
    law = "First digits, Benford's law"
    return _test(law, digits, observed, np.log10(1 + 1 / digits), given, "; ".join(reasons))


def _whole(counts: Iterable[float], minimum: int) -> tuple[int, np.ndarray]:
    """How many counts were given, and those that are whole and large enough."""
    given = pd.to_numeric(pd.Series(list(counts), dtype="object"), errors="coerce").astype(float)
    used = given[(given >= minimum) & (given % 1 == 0) & np.isfinite(given)]
    return len(given), used.to_numpy()


def _test(
    law: str,
    digits: np.ndarray,
    observed: np.ndarray,
    shares: np.ndarray,
    given: int,
    why_not: str,
    heaped: tuple[float, float, float] = (np.nan, np.nan, np.nan),
) -> DigitTest:
    from statsmodels.stats.gof import chisquare

    n = int(observed.sum())
    chi_square, p_value = (np.nan, np.nan) if why_not else chisquare(observed, n * shares)
    table = pd.DataFrame(
        {
            "digit": digits, "observed": observed, "expected": significant(n * shares),
            "share": observed / n if n else np.nan, "expected_share": significant(shares),
        }
    )  # fmt: skip
    heaping = (significant(float(share)) for share in heaped)
    return DigitTest(
        law, table, n, given - n, significant(float(chi_square), scale=1), len(digits) - 1,
        significant(float(p_value)), not why_not, why_not, *heaping,
    )  # fmt: skip
