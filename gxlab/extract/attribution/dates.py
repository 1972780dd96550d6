"""Years and dates, in digits and in Chinese numerals."""

from __future__ import annotations

import re
from datetime import date

from gxlab.extract.attribution.report_text import Pages, Told, quote

#: A year as printed.
DIGITS = r"(?:[2２][0０]\d\d|二[〇○零ＯOoОΟ0][一二三四五六七八九〇○零ＯOoОΟ]{2})"
_HERE = rf"(?<!\d)({DIGITS})"
YEAR = re.compile(rf"{_HERE}(?!\d)年?度?的?")
#: Several years in one: 2023-2024年, 2023-24年度, 2022年、2023年.
SPAN = re.compile(
    rf"{_HERE}\s*年?度?\s*(?:[\-－—–~～]{{1,2}}|[至到、和与及])\s*({DIGITS}|\d\d(?=\s*年))"
    r"(?!\d)\s*年?度?的?"
)
#: The statistics period: from the first to the last day of a year.
PERIOD = re.compile(r"(20\d\d)年0?1月0?1日(?:起|开始)?[至到—\-－–~～]{1,2}(?:(20\d\d)年)?12月31日")
DATE = re.compile(
    rf"{_HERE}[年\-/.](\d{{1,2}}|[一二三四五六七八九十]+)[月\-/.](\d{{1,2}}|[一二三四五六七八九十]+)日?"
)
_CHINESE = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")} | dict.fromkeys(
    "○零ＯOoОΟ", "0"
)


def number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, mark, ones = text.rpartition("十")
    if mark:
        return int(_CHINESE.get(tens, "1")) * 10 + int(_CHINESE.get(ones, "0"))
    return int("".join(_CHINESE.get(sign, sign) for sign in text))


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


def tell_published(
    year: int | None, pages: Pages, dated: Told | None, evidence: dict[str, str]
) -> date | None:
    """The first full date of publication or signature after the year reported on."""
    reasons = []
    for told in (*pages.metadata["published"], dated):
        day = read_date(told.text) if told else None
        if told is None or day is None:
            continue
        if year is not None and day.year > year:
            evidence["published"] = quote(told)
            return day
        since = f"{year} had not ended" if year else "the year of the report is not known"
        reasons.append(f"{quote(told)}: {since}")
    evidence["published"] = "; ".join(reasons) or "no full date of publication or signature"
    return None
