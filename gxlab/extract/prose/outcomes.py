"""What became of applications: granted, partly granted, refused, and their grounds."""

from __future__ import annotations

import re

from gxlab.extract.prose.clauses import Slot
from gxlab.extract.prose.context import Context, Hit
from gxlab.extract.prose.wording import FILL, hit, is_bare, is_count
from gxlab.forms.prose_codes import prose_rows

_UNITS = "件|条|份|宗|起|个|例|项|次"
_FAMILIES = ("granted", "partly_granted", "refused", "unavailable", "declined")
_REST = (
    rf"(?:的|类|答复|处理|办理|情形|情况|信息|政府信息|申请|结果|决定|事项|”|件|“|告知书?)*{FILL}"
)
_JOINED = re.compile(r"^(?:或者?|及|和|与|、|以及|/|并|\+|”|“)+$")
_BARE = re.compile(rf"(?:答复|其中|作出|决定)*公开{FILL}")
_OTHER = re.compile(rf"其[他它](?:情形|情况|方式)?{FILL}")
_LEADING = re.compile(
    r"^(?:其中|分别|答复|结果|作出|告知|属于?|因|系|以|按照?|对|经审查|依法|申请|决定|的|为|是|:|有|所有|件|中|在|全部|按|办理|处理"
    r"|答复件|“|”|做出|给予|办结|已|、|和|及|本机关|上述|由于|等原因|原因|信息)+"
)
_LINKS = re.compile(r"^(?:申请|均|为|属于?|是|系|依法|因|的|结果)+")
_CAUSE = re.compile(r"^[^等]*(?:因|由于|属于|涉及|系|危及|保护)[^等]*$")
_ABOUT = re.compile(r"规范性文件|主动公开|政策|目录|栏目|提案|建议|预算|决算|不予(?:行政)?许可")


def read_slot(slot: Slot, context: Context) -> list[Hit] | None:
    """The outcome that one quantity counts; an empty list where it is one that has no code."""
    if not is_count(slot, _UNITS) or not slot.quantity.unit or not context.about_applications():
        return None
    if re.search(r"复议|诉讼", slot.head) or context.dispute:
        return None
    head = slot.head
    found = list(prose_rows()["application_outcomes"].pattern.finditer(head))
    if not found:
        return _unnamed(slot, context)
    last = found[-1]
    rest = head[last.end() :]
    if not re.fullmatch(_REST, rest):
        return None
    if slot.quantity.unit == "条" and "信息" in rest:
        return []  # «不予公开信息1535条» counts information, not applications
    if slot.quantity.unit in ("条", "份") and re.match(r"[^,]{0,6}(?:文件|信息|文)", slot.tail):
        return []
    if _ABOUT.search(head + slot.tail[:8]) or not _in_place(
        head[: found[0].start()], slot, context
    ):
        return []
    if len(found) > 1 and _joined(head, found[-2], last):
        return []
    code = str(last.lastgroup)
    if code in (*_FAMILIES, "other") and _CAUSE.search(head[: last.start()]):
        # «属于国家秘密不予公开1件» is a ground, and not all that was refused.
        grounds = [str(m.lastgroup) for m in found if str(m.lastgroup).count("_") > 1]
        return [hit(slot, "application_outcomes", grounds[0])] if len(grounds) == 1 else []
    context.outcomes.add(code)
    return [hit(slot, "application_outcomes", code)]


def _joined(head: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """«予以公开及部分公开42件» counts two outcomes together."""
    between = head[one.end() : other.start()]
    family = str(other.lastgroup) in _FAMILIES and str(one.lastgroup) in _FAMILIES
    return bool(_JOINED.match(between)) or (family and between == "")


def _in_place(before: str, slot: Slot, context: Context) -> bool:
    """Whether the outcome is of applications: they are counted before it, or named with it."""
    chained = context.last_row in ("applications", "application_outcomes")
    named = re.search(
        r"申请|答复|办理结果|处理结果", context.heading + slot.words + context.sentence
    )
    rest = _LEADING.sub("", before)
    plain = not rest or is_bare(rest) or len(rest) <= 18
    return plain and bool(chained or named)


def _unnamed(slot: Slot, context: Context) -> list[Hit] | None:
    """An outcome that no wording before the number names: «5件予以公开», «公开5件», «其他1件»."""
    chained = context.last_row in ("applications", "application_outcomes")
    tail = _LINKS.sub("", slot.tail)
    after = prose_rows()["application_outcomes"].pattern.match(tail)
    alone = after and not _LEADING.sub("", slot.head) and re.fullmatch(_REST, tail[after.end() :])
    if chained and after and alone:
        code = str(after.lastgroup)
        context.outcomes.add(code)
        return [hit(slot, "application_outcomes", code)]
    if chained and _BARE.fullmatch(slot.head) and (context.part or context.outcomes):
        context.outcomes.add("granted")
        return [hit(slot, "application_outcomes", "granted")]
    if _OTHER.fullmatch(slot.head) and context.last_row == "application_outcomes":
        # «其他» is the form's 其他处理 only where all other families stand before it.
        families = len(context.outcomes & set(_FAMILIES))
        return [hit(slot, "application_outcomes", "other")] if families >= 4 else []
    return None
