"""Reconsideration and litigation over disclosure: how many, with what result."""

from __future__ import annotations

import re

from gxlab.extract.prose.clauses import Slot
from gxlab.extract.prose.context import Context, Hit
from gxlab.extract.prose.wording import FILL, hit, is_count, zero
from gxlab.forms.prose_codes import prose_rows

_UNITS = "件|起|宗|例|次|条|个|项|份|案"
_ROWS = {"reconsideration": r"复议", "litigation": r"诉讼|应诉"}
_TOPIC = re.compile(r"(?P<reconsideration>复议(?!后))|(?P<litigation>诉讼|应诉)")
# The two groups of litigation have no row in the prose table, nor have their results.
_GROUP = re.compile(r"直接起诉|直接提起|复议后|未经复议")
_CASES = r"(?:案件|申请|案|事项|请求|应诉|答复|情况|件|数|数量|的|”)*"
_TOTAL = re.compile(rf"(?:复议|诉讼|应诉){_CASES}(?:新?发生|新增|收到|受理|被提起)?{FILL}$")
_BOTH = re.compile(
    r"复议(?:案件|申请|案|工作|事项|情况)*(?:、|和|及|与|或者?|以及|/)*被?(?:提起|申请|引发|引起)?的?(?:行政)?"
    rf"诉讼{_CASES}{FILL}$"
)
_RESPECTIVELY = re.compile(r"分别(?:为|是|有)?$")
_EACH = re.compile(r"[各均都](?:为|是|有|发生|收到)?$")
# The caseload of a body that itself decides, or rates; not disputes over its own answers.
_CASELOAD = re.compile(
    r"办理|(?<!在)审理(?!中)|(?<!未)审结|代理|化解|调解|出庭|纠错率|败诉率|胜诉|信访|涉企|不予受理|撤回|终止|调撤"
)
_CARRIED = re.compile(r"结转|转结|遗留")
_CONTEXT = re.compile(r"公开|(?<!复议)申请|引发|引起")
_BEHIND = re.compile(
    r"(?:政府)?(?:信息公开)?(?:的|类)?(?:行政)?(?:(?P<reconsideration>复议)|(?P<litigation>诉讼))(?!.{0,6}(?:维持|纠正))"
)
# «无行政复议败诉情况», «未因公开不当引发诉讼»: none lost, or none through a fault, is not none.
_QUALIFIED = re.compile(
    r"败诉|纠错|纠正|撤销|不当|违规|违法|失职|追究|超期|逾期|不到位|不及时|不规范|瑕疵|问题|避免|防止|确保|减少|降低"
)
_NEGATED = re.compile(
    r"(?:未|没有|未曾|尚未|从未|未有)(?:因|被|有|再|曾|收到|接到|发生|出现|产生|引发|引起|涉及|存在|提起|申请|受到|针对"
    r"|就|由|新|政府|信息|依申请|行政|发|任何|复议|诉讼)|(?:无|零|不存在)(?!法|需|关|权|正当|理由|偿)"
)
_NIL = re.compile(
    r"(?:复议|诉讼)(?:案件|申请|案|情况|事项)*(?:数|数量)?(?:均|都|各)?(?:为|是|:|发生)?(?:零|无|为无)$"
    r"|(?:复议|诉讼)(?:案件|申请|案)*等?(?:情况|案件)?(?:均|都)?(?:未|没有)(?:发生|出现|产生)$"
)
_LONGEST = 80


def note_topic(words: str, context: Context) -> None:
    """Remember which of the two is spoken of."""
    for match in _TOPIC.finditer(words):
        context.dispute = str(match.lastgroup)
    if _GROUP.search(words):
        context.dispute = "group"


def read_slot(slot: Slot, context: Context) -> list[Hit] | None:
    """The values of one quantity; an empty list where it is of disputes and has no code."""
    if _CARRIED.search(slot.head) and _TOPIC.search(slot.head):
        context.dispute = "carried"
        return []
    if context.dispute == "carried" and not _TOPIC.search(slot.head):
        return []
    going_on = context.last_row in _ROWS
    hits = _read(slot, context)
    if hits and any(h.value for h in hits) and not going_on and not _CONTEXT.search(context.around):
        context.dispute = ""
        # «全年受理行政复议案件56件»: a caseload, as far as its sentence says.
        return []
    return hits


def _read(slot: Slot, context: Context) -> list[Hit] | None:
    head = slot.head
    topics = {str(m.lastgroup) for m in _TOPIC.finditer(head)}
    if not topics and not context.dispute and not _BEHIND.match(slot.tail):
        return None
    if not is_count(slot, _UNITS):
        return [] if topics else None
    if not context.about_disclosure_law() or _CASELOAD.search(head):
        return [] if topics or context.dispute else None
    if _GROUP.search(head):
        return []
    if len(topics) == len(_ROWS):
        return _together(slot, context)
    if topics and _TOTAL.search(head):
        context.dispute = topics.pop()
        return [] if _QUALIFIED.search(head) else [hit(slot, context.dispute, "total")]
    return _result(slot, context, topics) or _behind(slot, context) or _second(slot, context)


def _together(slot: Slot, context: Context) -> list[Hit]:
    """«行政复议、行政诉讼各1件», «均为0件», «分别为3件和1件»; their sum has no code."""
    head = slot.head
    if not _BOTH.search(head):
        return []
    if _RESPECTIVELY.search(head):
        context.dispute = "second"
        return [hit(slot, "reconsideration", "total")]
    context.dispute = ""
    if _EACH.search(head) or slot.quantity.value == 0:
        return [hit(slot, row, "total") for row in _ROWS]
    return []


def _second(slot: Slot, context: Context) -> list[Hit] | None:
    """The second number of «分别为3件和1件»."""
    if context.dispute != "second":
        return None
    context.dispute = ""
    return [hit(slot, "litigation", "total")] if re.fullmatch(r"[、和及与]?", slot.head) else []


def _result(slot: Slot, context: Context, topics: set[str]) -> list[Hit] | None:
    """«其中结果维持2件», «1件尚未审结»."""
    row = topics.pop() if topics else context.dispute
    if row not in _ROWS:
        return None
    head = re.sub(r"^.*(?:复议|诉讼|应诉)(?:案件|申请|案|的)*", "", slot.head)
    head = re.sub(r"^(?:其中|和|及|有|为|经审理|已|另有|另|还有|:|、|已审结)+", "", head)
    pattern = prose_rows()["reconsideration"].pattern
    found = pattern.match(head)
    if found and re.fullmatch(rf"(?:的|案件|”|有|情况)*{FILL}", head[found.end() :]):
        context.dispute = row
        return [hit(slot, row, str(found.lastgroup))]
    after = pattern.match(re.sub(r"^(?:被|为|属于|经审理)*", "", slot.tail))
    if after and not head and str(after.lastgroup) != "other":
        return [hit(slot, row, str(after.lastgroup))]
    return None


def _behind(slot: Slot, context: Context) -> list[Hit] | None:
    """«发生1件行政复议», «1起行政诉讼案件»."""
    found = _BEHIND.match(slot.tail)
    if found is None or _QUALIFIED.search(slot.head + slot.tail):
        return None
    context.dispute = str(found.lastgroup)
    return [hit(slot, context.dispute, "total")]


def read_clause(words: str, context: Context) -> list[Hit]:
    """«未发生行政复议、行政诉讼», «行政诉讼:无»: the zeros printed in words."""
    first = re.search(r"复议|诉讼", words)
    if first is None or not context.about_disclosure_law() or len(words) > _LONGEST:
        return []
    if _QUALIFIED.search(words) or _CASELOAD.search(words) or _GROUP.search(words):
        return []
    if _NEGATED.search(words[: first.end()]) or _NIL.search(words):
        return [zero(row, "total") for row, word in _ROWS.items() if re.search(word, words)]
    return []
