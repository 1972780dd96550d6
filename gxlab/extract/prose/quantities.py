"""Quantities in running text: what number, of what unit, and how sure its wording is.

«18万余条» is 180,000 条, approximate; «１,２３４件» 1,234 件; «两场» 2 场. What only looks like a
count (a range, a telephone, an ordinal, digits with a gap between) is not returned, or is
returned as ``vague``, so that it still separates one value from the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

_SCALE = {"": 1, "百": 100, "千": 1000, "万": 10_000, "百万": 1_000_000, "亿": 100_000_000}
_UNITS = (
    "个百分点|个工作日|百分点|人次|班次|场次|篇次|条次|件次|万元|亿元|小时|分钟|批次|家次|课时|余?元"
    "|条|件|份|篇|则|宗|起|例|封|次|场|期|人|名|位|个|项|家|户|页|张|幅|部|本|批|类|套|种|处|块|台"
    "|岁|天|日|月|年|时|号|级|倍|轮|届|亩|分|站|单|笔|款|字|%"
)
_AROUND = "大约|约|将近|接近|近|逾|超过|超出|超|突破|大概|不足"
_DIGITS = r"\d{1,3}(?:,\d{3})+|\d+"
_NUMBER = re.compile(
    rf"(?P<about>{_AROUND})?(?P<digits>(?:{_DIGITS})(?:\.\d+)?)"
    rf"(?P<more>[余多来])?(?P<scale>百万|[百千万亿](?!元))?(?P<more2>[余多来])?(?P<unit>{_UNITS})?"
    r"(?P<after>左右|上下|以上|以下|以内|之内)?"
)
# The longest count; more digits are the number of a document or a seal, and no decimal holds them.
_MOST_DIGITS = 20
_HAN = "一二两三四五六七八九十"
_WORDED = re.compile(
    rf"(?P<about>{_AROUND})?(?<![第每同另任某统唯逐万百零之\ufffd{_HAN}])(?P<han>[{_HAN}]{{1,3}})"
    rf"(?P<more>[余多来几])?(?P<unit>人次|班次|场次|次|场|期|名|位|件|份|轮|起|人)"
    rf"(?P<after>左右|以上|以下|以内)?(?![性事一{_HAN}])"
)
# Digits are no count of their own after these (a code, a telephone, an ordinal, the end of a
# range), nor before these (a code, a range, a rate, digits cut off by a gap). What touches print
# that could not be read may be a part of a number.
_NOT_AFTER = re.compile(
    r"[A-Za-z.#_+×*/\-—–~〔\[第\ufffd]$|\d[至到、 百千万亿]$|百分之$|\ufffd[,百千万亿]$"
)
_NOT_BEFORE = re.compile(r"[A-Za-z_〕\]+×*/.\ufffd]|[-—–~至到 ]\d|每")
_LIST = re.compile(r"[、,][\d\ufffd]")


class Quantity(NamedTuple):
    """A number as printed: ``text[start:end]`` holds its qualifiers, digits and unit.

    ``worded`` says that it was written in Chinese numerals, ``bound`` that «以上» or «以下»
    makes it a limit, ``vague`` that it is no count at all.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    approximate: bool = False
    worded: bool = False
    bound: bool = False
    vague: bool = False


def find_quantities(text: str) -> list[Quantity]:
    """All quantities of a folded text, in order."""
    found = [*_digits(text), *_words(text)]
    return sorted(found, key=lambda quantity: quantity.start)


def _digits(text: str) -> Iterator[Quantity]:
    for match in _NUMBER.finditer(text):
        about, digits, more, scale, more2, unit, limit = match.groups("")
        start, (first, last), end = match.start(), match.span("digits"), match.end()
        vague = (
            len(digits) > _MOST_DIGITS
            or _NOT_AFTER.search(text[max(first - 4, 0) : first])
            or _NOT_BEFORE.match(text, end)
            or _NOT_BEFORE.match(text, last)
            or _LIST.match(text, last)
            or (scale and not unit and text[end : end + 1].isdigit())  # 3万5千条
        )
        yield Quantity(
            start,
            end,
            _value(digits[:_MOST_DIGITS], scale),
            unit.removeprefix("余"),
            bool(about or more or more2) or unit.startswith("余") or limit in ("左右", "上下"),
            bound=limit in ("以上", "以下", "以内", "之内") or about == "不足",
            vague=bool(vague),
        )


def _value(digits: str, scale: str) -> Decimal:
    value = Decimal(digits.replace(",", "")) * _SCALE[scale]
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _words(text: str) -> Iterator[Quantity]:
    for match in _WORDED.finditer(text):
        value = _chinese(match["han"])
        if value is None:
            continue
        yield Quantity(
            match.start(),
            match.end(),
            Decimal(value),
            match["unit"],
            bool(match["about"] or match["more"]) or match["after"] == "左右",
            worded=True,
            bound=match["after"] in ("以上", "以下", "以内"),
            vague=match["more"] == "几",
        )


def _chinese(numeral: str) -> int | None:
    """The value of a numeral from 一 to 九十九; None where it is no numeral."""
    ones = {digit: value for value, digit in enumerate("一二三四五六七八九", start=1)} | {"两": 2}
    tens, ten, rest = numeral.partition("十")
    if not ten:
        return ones.get(numeral)
    if (tens and tens not in ones) or (rest and rest not in ones):
        return None
    return 10 * ones.get(tens, 1) + ones.get(rest, 0)
