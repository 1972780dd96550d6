"""Years, spans of years and dates, in digits and in Chinese numerals."""

from __future__ import annotations

import re
from datetime import date

#: A year as printed.
DIGITS = r"(?:[2２][0０]\d\d|二[〇○零ＯOoОΟ0][一二三四五六七八九〇○零ＯOoОΟ]{2})"
_A_YEAR = rf"(?<!\d)({DIGITS})"
YEAR = re.compile(rf"{_A_YEAR}(?!\d)年?度?的?")
#: Several years in one: 2023-2024年, 2023-24年度, 2022年、2023年.
SPAN = re.compile(
    rf"{_A_YEAR}\s*年?度?\s*(?:[\-－—–~～]{{1,2}}|[至到、和与及])\s*({DIGITS}|\d\d(?=\s*年))"
    r"(?!\d)\s*年?度?的?"
)
#: The statistics period: from the first to the last day of a year.
PERIOD = re.compile(r"(20\d\d)年0?1月0?1日(?:起|开始)?[至到—\-－–~～]{1,2}(?:(20\d\d)年)?12月31日")
DATE = re.compile(
    rf"{_A_YEAR}[年\-/.](\d{{1,2}}|[一二三四五六七八九十]+)[月\-/.](\d{{1,2}}|[一二三四五六七八九十]+)日?"
)
_CHINESE = {
    digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")
} | dict.fromkeys("○零ＯOoОΟ", "0")


def number(text: str) -> int:
    """A year, month or day in digits (2024) or in Chinese numerals (二〇二四, 十二, 二十八)."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if ten:
        return int(_CHINESE.get(tens, "1")) * 10 + int(_CHINESE.get(ones, "0"))
    return int("".join(_CHINESE.get(char, char) for char in text))


def read_date(text: str) -> date | None:
    """The first full date in a text."""
    found = DATE.search("".join(text.split()))
    try:
        return date(*map(number, found.groups())) if found else None
    except ValueError:
        return None


def span_of(text: str) -> range | None:
    """The years from the first to the last of a span."""
    found = SPAN.search(text)
    if not found:
        return None
    first, last = number(found[1]), number(found[2])
    last += 0 if last > 99 else first // 100 * 100
    return range(min(first, last), max(first, last) + 1)
