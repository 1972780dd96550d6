"""What a cell holds: a number, nothing, a mark, or something that is no number.

A cell is read whole or not at all. What might be two values, or a value with its sign in doubt,
is ``unreadable``: a value that is marked as missing is better than a wrong one.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from gxlab.cells import BLANK, NOT_APPLICABLE, REPORTED, UNREADABLE

# Width only: NFKC would turn a footnote mark such as ① or ² into a digit.
_TIDY: dict[int, int | str | None] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    # A wide or a hard space is a gap, and no cut inside a number.
    **str.maketrans("\u3000\xa0\u2009〔〕【】−﹣﹢", "\t\t\t()()--+"),
    **dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xFEFF, 0xAD]),
}

_MARK = re.compile(
    r"[/\\\-–—―─－_、○〇×*·…~]+|无|空|不涉及|未涉及|不适用|无此项|无数据|(?i:n/?a|nil|none)"
)
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_UNITS = "万元|亿元|元|件次|人次|件|条|项|个|人|次|份|宗|起|篇|部|例|家|场"
_NOTE = r"\s*(?:\((?P<note>[^()]*(?:\([^()]*\)[^()]*)*)\)|\[[^\[\]]*\]|\[\[[^\[\]]*\]\])?"
_NUMBER = re.compile(
    rf"(?P<sign>[+-]|增加?|减少?)?(?P<digits>{_DIGITS})"
    rf"\s?(?P<scale>[万亿](?!元))?(?P<unit>{_UNITS})?{_NOTE}[。;.*]?",
    re.ASCII,  # digits of other scripts are no digits here
)
# A single space inside a number is a cut made by tags or kerning; a wider gap, or a second one,
# may stand between two numbers.
_CUT = re.compile(r"(?<=[\d.]) (?=[\d.])|(?<=[+-]) (?=\d)")
_FRAGMENT = re.compile(r"[.,]\d+|\d+,|\+", re.ASCII)
_SCALE = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
# How many of the form's unit one of the printed unit is.
_MONEY = {
    ("元", "万元"): Decimal("0.0001"),
    ("亿元", "万元"): Decimal(10_000),
    ("万元", "元"): Decimal(10_000),
    ("亿元", "元"): Decimal(100_000_000),
}
_MONEY_UNITS = {"元", "万元", "亿元"}
# A longer text is prose, and its digits no value.
_LONGEST = 80


class Reading(NamedTuple):
    """A cell as read: its status and, when a number was printed, its value."""

    status: str
    value: Decimal | None = None


NO_NUMBER = Reading(UNREADABLE)


def tidy(text: str) -> str:
    """Fold width and drop what cannot be seen; spaces and line breaks stay."""
    return text.translate(_TIDY).strip()


def is_mark(text: str) -> bool:
    """Whether the cell holds a mark that stands for «not applicable»."""
    return bool(_MARK.fullmatch(re.sub(r"\s", "", tidy(text))))


def is_fragment(text: str) -> bool:
    """Whether the text is one side of a number that a line's end cut: «.51», «1,», «+»."""
    return bool(_FRAGMENT.fullmatch(tidy(text)))


def is_value(text: str) -> bool:
    """Whether the text is what the cell of a value holds: a number or a mark."""
    return read_number(text, signed=True).status in (REPORTED, NOT_APPLICABLE)


# Each cell is asked several times what it is: without this a report takes 2 ms more, of about 8.
@lru_cache(maxsize=1 << 14)
def read_number(text: str, unit: str = "", printed_unit: str = "", signed: bool = False) -> Reading:
    """Read one cell.

    Parameters
    ----------
    text : the cell as printed
    unit : the form's unit for this cell; money is converted to it exactly
    printed_unit : the unit of money that the column's own header names, where it names one; if
        it is not the form's, only a unit in the cell itself is believed
    signed : whether the value is a change (``+12``, ``-3``, ``增5``)

    Returns
    -------
    Reading
        ``value`` is in `unit` and is missing unless ``status`` is ``reported``.
    """
    flat = tidy(text)
    if not flat:
        return Reading(BLANK)
    if is_mark(flat):
        return Reading(NOT_APPLICABLE)
    joined, cuts = _CUT.subn("", flat)
    found = _NUMBER.fullmatch(joined) if len(flat) <= _LONGEST and cuts <= 1 else None
    if found is None:
        return NO_NUMBER
    if (
        unit in _MONEY_UNITS
        and not found["unit"]
        and (printed_unit not in ("", unit) or found["scale"])
    ):
        # «25万» under 万元 may be 25 of it, or 250,000.
        return NO_NUMBER
    return _value(found, unit, signed)


def _value(found: re.Match[str], unit: str, signed: bool) -> Reading:
    """The number in `unit`; none where sign, unit or a fraction is not what the cell can hold."""
    value = Decimal(found["digits"].replace(",", ""))
    value *= _SCALE.get(found["scale"] or "", Decimal(1))
    sign = found["sign"] or ""
    if sign and not signed and sign != "+":
        return NO_NUMBER
    if sign in ("-", "减", "减少"):
        value = -value
    printed = found["unit"] or unit
    if (printed in _MONEY_UNITS) != (unit in _MONEY_UNITS) and unit:
        return NO_NUMBER
    value *= _MONEY.get((printed, unit), Decimal(1))
    if unit and unit not in _MONEY_UNITS and value != value.to_integral_value():
        return NO_NUMBER
    return Reading(REPORTED, value)
