"""Zeros of applications that are printed in words: 未收到…申请, 无依申请公开事项, 无结转."""

from __future__ import annotations

import re

from gxlab.extract.prose.applications import (
    AFTER,
    BEFORE,
    MOVED,
    OBJECT,
    PERSONS,
    ROW,
    TO_NEXT,
    ways,
)
from gxlab.extract.prose.context import Context, Hit
from gxlab.extract.prose.wording import zero

_NONE = re.compile(
    rf"(?:未|没有|未曾|尚未|均未|从未)新?(?:收到|接到|受理|接收|收|发生|出现|产生|有|涉及)(?:过|到)?{OBJECT}$"
    rf"|(?:^|[年度办局委县市区镇乡府,位关室内我月日])(?:无|没有)(?:任何)?{OBJECT}$"
)
_NIL = re.compile(rf"{OBJECT}(?:数|数量|办理|受理|收到|总数|情况)*(?:为|是|:)(?:零|无)$")
_TRAILING = re.compile(r"(?:等)?(?:事项|情况|业务|现象|的|件|记录|案例|办理)*$")
_NARROWED = re.compile(r"涉及.|关于.|答复|处理|办理")
_OF_DISCLOSURE = re.compile(r"申请公开|公开.{0,4}申请|信息.{0,6}申请|依申请")
_ANY = re.compile(r".*(?:收到|接到|受理|无|没有|有).{0,4}申请")
_ELSE = re.compile(r"复议|诉讼|费|撤|退|投诉|举报|逾期|超期|不予|违|错")
_NOT_OUT = re.compile(
    rf"(?:无|没有|未有|不存在)需?(?P<to>{MOVED}?(?:至|到)?{AFTER}(?:{MOVED})?(?:继续)?(?:办理|答复|处理)?)的?{OBJECT}$"
)
_NOT_IN = re.compile(rf"(?:无|没有){BEFORE}度?{MOVED}")


def read_clause(words: str, context: Context) -> list[Hit]:
    """The zeros of applications that a clause without numbers prints."""
    if _ELSE.search(words):
        return []
    return _carried(words, context) if re.search(MOVED, words) else _received(words, context)


def _received(words: str, context: Context) -> list[Hit]:
    kept = _TRAILING.sub("", words)
    found = _NONE.search(kept) or _NIL.search(kept)
    if found is None:
        return []
    text = found.group()
    named = _OF_DISCLOSURE.search(text) or (context.about_applications() and _ANY.fullmatch(text))
    if not named or _NARROWED.search(text):
        return []
    # None by one way of applying, or from one kind of person, is not none.
    if (len(ways(text)) == 1 and "等" not in text) or len(set(PERSONS.findall(text))) == 1:
        return []
    return [zero(ROW, "new" if "新收" in text else "received")]


def _carried(words: str, context: Context) -> list[Hit]:
    if not context.about_applications():
        return []
    if _NOT_IN.search(words) and not TO_NEXT.search(words):
        return [zero(ROW, "carried_in")]
    found = _NOT_OUT.search(words)
    if found and re.search(MOVED, found["to"]) and TO_NEXT.search(found["to"]):
        return [zero(ROW, "carried_out")]
    return []
