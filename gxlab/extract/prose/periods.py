"""Which time a value is of: the year reported on, another, a part, or all years up to now.

Only what is stated of the reporting year is a value of the report. «较上年», «比2022年» compare
and name no year; «上年结转» is the name of a count, not a time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

#: ``this`` year; an ``other`` year, or half of this one; a ``stock`` of all years up to now (累计,
#: 至今); ``as_of`` a day (截至); a ``span`` of several years or of some months.
Period = Literal["this", "other", "stock", "as_of", "span"]

_CARRIED = r"(?:.{0,4}?(?:结转|转结|遗留|未办结|转入|延续|跨年|结存))"
_TO = r"(?:至|到|[-—–~])+"
# «“十四五”期间», «春节期间» are a span; behind a date («12月31日期间») the date itself says which.
# «1—12月» is the whole year and «1至11月» is not: `_months` decides.
_MARK = re.compile(
    r"(?P<piece>[上下]半年|第?[一二三四1-4]季度|前[一二三]季度)"
    r"|(?P<unreadable>(?:\d\ufffd|\ufffd\d)[\d\ufffd]*年)"
    rf"|(?P<years>20\d\d年?(?:度)?(?:{_TO}|[、和及与])20\d\d年|近年来?|[前近][一二三四五六七八九十两几\d]+个月|近[一二三四五六七八九十两几\d]+年来?"
    r"|(?<!\d)(?:[二三四五六七八九十两几多]|\d{1,2})年来|(?<![日月年告计度定理])期间)"
    rf"|(?P<dates>(?<!\d)\d{{1,2}}月\d{{1,2}}日?{_TO}(?:20\d\d年)?\d{{1,2}}月\d{{1,2}}日?)"
    rf"|(?P<months>(?<!\d)\d{{1,2}}月?份?{_TO}(?:20\d\d年)?\d{{1,2}}月份?(?!\d)"
    r"|(?<!\d)\d{1,2}月份?(?:\d{1,2}日)?以来|(?<!\d)\d{1,2}月份?(?![\d底末]))"
    r"|(?P<this>今年以?来?|本年度?|本报告期|报告期内|一年来|本统计年度)|(?P<whole>全年|年内|当年)"
    r"|(?P<since>(?<![来各])自.{1,24}?(?:以来|起|至今|开始)|历年|历史累计|至今|截至目前|截止目前|目前|现有"
    r"|存量|[^,;:。()\d]{2,16}以来)"
    r"|(?P<as_of>截至|截止)"
    rf"|(?P<past>(?:上一?年度?|去年|上年度|前年|往年|过去)(?!{_CARRIED}|同期|同比))"
    rf"|(?P<next>明年|次年|来年|下一?年度?)"
    r"|(?P<year>20\d\d)年(?:度)?(?:以来)?"
    r"(?P<plan>[^,;:。]{0,12}?(?:要点|方案|办法|计划|规划|年报|年度报告|通知|意见))?"
)
# A year that is named as a time; in «上年结转2件» it names a count.
_NAMED = re.compile(rf"20\d\d年|(?:去年|上一?年度?|前年|往年)(?!{_CARRIED}|同期|同比)")
_COMPARES = re.compile(r"(?:较|比|与|同|和|相较于?|相比|对比|比起)$")
_CARRY = re.compile(_CARRIED)
_CARRY_TO = re.compile(r"(?:结转|转结|转入|顺延|延续|延期|推迟|跨)(?:至|到|入|转)?$")
# Targets and rates: «力争», «不少于», «日均更新15条».
_AIM = re.compile(
    r"力争|拟于|计划(?:于|在|开展|举办|公开|组织|收)|目标|不少于|不低于|至少|预计|确保.{0,12}(?:以上|不)"
    r"|下一步|今后|应当|要求(?:各|每)|原则上|每(?:年|月|季|周|半年|日|件|人|家|个|条|批|期)"
    r"|[日月年]均|[平人户]均|将(?:收取|公开|发布|举办|组织|开展|培训|配备)"
)


@dataclass(frozen=True, slots=True)
class Clock:
    """Reads times in the words of one report."""

    year: int | None

    def period(self, words: str, before: Period = "this", sentence: str = "") -> Period:
        """The period that is in force after `words`, `before` them being that of the passage.

        Parameters
        ----------
        sentence : what the sentence says before `words`
        """
        period: Period = before
        for match in _MARK.finditer(words):
            period = self._step(match, words, period, sentence)
        return period

    def _step(self, match: re.Match[str], words: str, period: Period, sentence: str) -> Period:
        lead = words[: match.start()]
        if match["since"]:
            return self._since(match["since"])
        if match["piece"] or match["unreadable"]:
            return "other"
        if match["years"]:
            return "span"
        if match["dates"] or match["months"]:
            return self._months(match, lead, period)
        if match["as_of"]:
            return "as_of"
        if match["this"]:
            return "this"
        if match["whole"]:
            # «2023年,全年收到12件» is still of 2023; «上半年90条,全年210条» is of this year.
            named = _NAMED.findall(sentence + lead)
            is_other = named and named[-1] != f"{self.year}年"
            return period if period == "other" and is_other else "this"
        if match["past"]:
            return period if _COMPARES.search(lead) or _CARRY_TO.search(lead) else "other"
        if match["next"]:
            after = words[match.end() :]
            carried = _CARRY_TO.search(lead) or _CARRY.match(after) or "办理" in after[:8]
            return period if carried else "other"
        return self._year(match, lead, words[match.end() :], period)

    @staticmethod
    def _months(match: re.Match[str], lead: str, period: Period) -> Period:
        """Months that are not the whole year are a part of it."""
        words = match["dates"] or match["months"]
        numbers = re.findall(r"\d+", re.sub(r"20\d\d年", "", words))
        whole = numbers in (["1", "1", "12", "31"], ["1", "12"])
        since = "以来" in words and numbers in (["1"], ["1", "1"])
        ends = numbers == ["12"] and re.search(rf"{_TO}$", lead)
        compared = _COMPARES.search(lead) or _CARRY_TO.search(lead)
        if whole or since or ends or compared or period in ("as_of", "other"):
            return period
        return "span"

    def _since(self, words: str) -> Period:
        month = re.search(r"(?<!\d)(\d{1,2})月(\d{1,2})?", words)
        if month and self.year and f"{self.year}年" in words:
            return "this" if month[1] == "1" and month[2] in ("1", None) else "span"
        if re.search(r"今年|本年|年初|一年", words) or (self.year and f"{self.year}年" in words):
            return "this"
        return "stock"

    def _year(self, match: re.Match[str], lead: str, after: str, period: Period) -> Period:
        year = int(match["year"])
        if re.search(rf"(?:^|[年度\d]){_TO}$", lead):
            return "span"
        if match["plan"] or _COMPARES.search(lead) or _CARRY.match(after):
            return period
        if _CARRY_TO.search(lead):
            return period
        if period == "as_of":
            return period
        if self.year is None:
            return "this"
        return "this" if year == self.year else "other"

    @staticmethod
    def is_aim(words: str) -> bool:
        """Whether the words tell what is to be, not what was."""
        return bool(_AIM.search(words))
