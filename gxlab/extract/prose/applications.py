"""Applications for information: received, carried over, concluded, by way of applying."""

from __future__ import annotations

import re

from gxlab.extract.prose.clauses import Slot
from gxlab.extract.prose.context import Code, Context, Hit
from gxlab.extract.prose.wording import FILL, hit, is_bare, is_count
from gxlab.forms.prose_codes import prose_rows

ROW = "applications"
_UNITS = "件|条|份|宗|起|个|例|项|单|次|笔|封|人次"
MAYBE = "may be new, or new plus carried in"
BESIDE = "stated beside those carried in"
INCLUDES = "includes those carried in"
_HANDLED = "办理 may count some not yet concluded"

BEFORE = r"(?:上一?年度?|去年|上年度|往年|历年|前一年度?|20\d\d年度?|上一?统计年度)"
AFTER = r"(?:下一?个?年度?|下年|次年|明年|来年|20\d\d年度?)"
MOVED = r"(?:结转|转结|结存|顺延|延续|转入|跨年|遗留|延期|留转)"
TO_NEXT = re.compile(r"下一?个?年|次年|明年|来年")
# What may stand between a verb and its number without being another thing than applications.
OBJECT = (
    r"(?:(?:的|了|到|过|来自|对|公民|法人|或者|和|或|及|、|其他组织|其它组织|自然人|社会公众|群众|申请人|各类|有效|书面|本级"
    r"|政府|提出|提交|提起|递交|向|我|本|[县市区镇乡局办委府]|人民政府|机关|单位|信息|公开|依法|依|申请|公文|事项|案件"
    r"|件|书|信函|答复|办理|处理|情况|内容|表|当面|现场|网络|网上|在线|互联网|线上|线下|信件|邮寄|邮件|电子邮件"
    r"|传真|等|多种|各种|方式|渠道|形式|途径|通过|以|办公室|其中|任何|涉及|关于|门户|网站|平台)*)"
)
_IN = re.compile(
    rf"{BEFORE}度?(?:未办结|未办理完毕|未处理完)?的?{MOVED}?(?:至|到|入)?(?:本年度?|今年|当年)?(?:继续)?(?:办理)?"
    rf"{OBJECT}{FILL}$|{MOVED}(?:自|于)?{BEFORE}{OBJECT}{FILL}$"
)
_IN_BEHIND = re.compile(
    rf"(?:申请|件)?(?:为|是|系|属于?)?{BEFORE}度?(?:未办结)?{MOVED}(?!至|到|下)"
)
_OUT = re.compile(
    rf"{MOVED}(?:至|到|入|转|往)?{AFTER}?(?:继续|再|予以|进行)*(?:办理|答复|处理|处置)?的?{OBJECT}{FILL}$"
    rf"|{AFTER}{MOVED}(?:办理)?{OBJECT}{FILL}$"
)
_OUT_BEHIND = re.compile(
    rf"{OBJECT}(?:已|将|按规定|依法|需|待|因.{{1,20}}?)*{MOVED}(?:至|到|入|转|往)?{AFTER}"
)
_NEW = re.compile(rf"新(?:接收|收到|受理|收|增|接)(?:到|的|了)?{OBJECT}{FILL}$")
_RECEIVED = re.compile(
    r"(?:接收|收到|受理|接到|收悉|收取|收|登记)"
    r"(?:(?:并|和|与|及|、|且)(?:依法|按时|按期|及时)*(?P<also>办理|处理|答复|办结|回复|处置|审查|登记))?"
    rf"(?:到|了)?(?P<object>{OBJECT}){FILL}$"
)
_NOUN_BEFORE = re.compile(
    r"(?:政府)?(?:信息)?(?:公开|依)申请(?:公开)?(?:工作|方面)?(?:件|数量|数)?(?:共计?|累计|总计)*$"
)
_COUNTED = re.compile(
    rf"(?P<object>{OBJECT}申请{OBJECT})"
    rf"(?:总?(?:数量|数|总量|量)|(?:接收|收到|受理|接到|登记)(?:数量|数|量)?){FILL}$"
)
_CONCLUDED = re.compile(
    rf"(?P<verb>办理完毕|办结|答复|回复|处理完毕|办理|处理)(?:了|的)?(?P<object>{OBJECT})"
    rf"(?:办结|答复|回复)?(?:数)?{FILL}$"
)
_CONCLUDED_BEHIND = re.compile(
    r"(?:申请|件)?(?:均|已|全部|都|按时|按期|依法|及时|在法定(?:期限|时限)内|予以)*(?:办结|答复完毕|办理完毕)"
)
_BEHIND = re.compile(r"[^,;。]{0,20}申请|(?:政府)?信息公开(?:件|事项)?|依申请公开")
# Applications of which only some are meant, and matters that are no applications for information.
OTHER_MATTER = re.compile(
    r"延期|逾期|超期|超时|撤回|撤销申请|放弃|补正|退回|告知|转办|投诉|举报|复议|诉讼|留言|来信|信访|热线|咨询|提案|建议"
    r"|工单|许可|审批|信箱|涉及|关于|有关|不予|无法|热点|企业|民政|救助|低保|不属于|职责"
)
_HOW_ANSWERED = re.compile(r"当场|当面|书面|电话|口头")
PERSONS = re.compile(r"自然人|公民|法人|其[他它]组织")
# «新收5件,结转1件» was carried in, «办结5件,结转1件» is carried out.
_BARE: dict[Code, str] = {(ROW, "new"): "carried_in", (ROW, "concluded"): "carried_out"}


def read_slot(slot: Slot, context: Context) -> list[Hit] | None:
    """The values of one quantity; an empty list where it is of applications and has no code.

    None says that the words are not about applications.
    """
    if not is_count(slot, _UNITS) or not context.about_applications():
        return None
    if re.search(r"复议|诉讼", slot.head):
        return None
    for rule in (_carried, _received, _by_way, _concluded):
        found = rule(slot, context)
        if found is not None:
            return found
    return None


def settle_received(hits: list[Hit], carried: str) -> list[Hit]:
    """The hits; what was received includes those carried in, or is new in the year.

    Parameters
    ----------
    carried : ``within`` where those carried in are counted as a part of those received, ``beside``
        where they follow on a level with them; the passage's own arithmetic may say otherwise
    """
    values = {h.code[1]: h.value for h in hits if h.code[0] == ROW}
    if carried == "beside":
        if sum(h.code == (ROW, "received") for h in hits) != 1 or "new" in values:
            return hits
        ends = ("concluded", "carried_out")
        whole = sum(values[end] for end in ends) if values.keys() >= set(ends) else None
        if whole in (None, values["received"] + values.get("carried_in", 0)):
            return [
                h._replace(code=(ROW, "new"), note=BESIDE) if h.code == (ROW, "received") else h
                for h in hits
            ]
        if whole != values["received"]:
            return hits
    return [h._replace(note=h.note.replace(MAYBE, INCLUDES)) for h in hits]


def _carried(slot: Slot, context: Context) -> list[Hit] | None:
    """«含上年度结转申请34件», «另有103件顺延到下年度答复»."""
    head, tail = slot.head, slot.tail
    received = re.search(r"收|受理", head)
    onward = bool(TO_NEXT.search(head)) or (
        context.year is not None and f"{context.year + 1}年" in head
    )
    if (_OUT_BEHIND.match(tail) and not received) or (onward and _OUT.search(head)):
        return [hit(slot, ROW, "carried_out")]
    moved = re.search(rf"{MOVED}|未办结", head)
    settled = received or re.search(r"办结|答复", head)
    if (moved and not onward and _IN.search(head)) or (_IN_BEHIND.match(tail) and not settled):
        return [hit(slot, ROW, "carried_in")]
    alone = re.fullmatch(rf"(?:剩余|另有|余|其余|尚有)?{MOVED}{FILL}", head)
    if alone and context.last in _BARE:
        return [hit(slot, ROW, _BARE[context.last])]
    return [] if moved and not settled else None


def _received(slot: Slot, context: Context) -> list[Hit] | None:
    """«新收5件», «共受理政府信息公开申请3119件», «收到并答复申请12件»."""
    head = slot.head
    new = _NEW.search(head)
    if new and _names_them(new.group(), slot, context) and is_bare(head[: new.start()]):
        return _unless_one_way(slot, new.group(), "new", "")
    found = _RECEIVED.search(head)
    if found is None:
        counted = _COUNTED.search(head)
        if counted and is_bare(head[: counted.start()]) and not OTHER_MATTER.search(head):
            return _unless_one_way(slot, counted["object"], "received", MAYBE)
        return None
    before = head[: found.start()]
    noun = _NOUN_BEFORE.search(before)
    if noun and not OTHER_MATTER.search(head):
        before = before[: noun.start()]
    elif not _names_them(found.group(), slot, context):
        return None
    if not (is_bare(before) or _by_means(before)):
        return []
    hits = _unless_one_way(slot, before + found["object"], "received", MAYBE)
    if found["also"] in ("办结", "答复", "回复") and hits and hits[0].code == (ROW, "received"):
        hits.append(hit(slot, ROW, "concluded"))
    return hits


def _by_means(words: str) -> bool:
    """«通过信函、网络等渠道»: the ways of applying, before the verb."""
    at = re.search(r"通过|以|经由?|利用", words)
    return bool(at and is_bare(words[: at.start()]) and ways(words[at.end() :]))


def _names_them(words: str, slot: Slot, context: Context) -> bool:
    """Whether what was received are applications: so named here, behind, or just before."""
    if OTHER_MATTER.search(slot.head):
        return False
    if "申请" in words or _BEHIND.match(slot.tail):
        return True
    verb = re.fullmatch(
        rf"新?(?:接收|收到|受理|接到|收|增|登记)(?:到|了|申请|公开|件)*{FILL}", words
    )
    return bool(verb) and ("申请" in slot.lead or _goes_on(context) or _by_heading(context))


def _by_heading(context: Context) -> bool:
    """Whether the heading says that applications are counted here, and nothing else yet is."""
    other = context.counted or OTHER_MATTER.search(context.sentence)
    return "申请" in context.heading and not other


def _goes_on(context: Context) -> bool:
    """Whether applications are being counted, and nothing else since."""
    if context.last_row == ROW:
        return not context.strayed
    return ROW in context.rows and not context.counted


def _unless_one_way(slot: Slot, words: str, column: str, note: str) -> list[Hit]:
    """The value itself, unless the words name one way of applying or one kind of person."""
    # «依申请公开信函31件» is 31 applications, whatever way they came.
    named = ways(re.sub(r"(?<=公开|申请)(?:信函|信件|函件)", "", words))
    if len(named) == 1 and not re.search(r"等|多种|各种|各类渠道", words):
        return [hit(slot, ROW, named[0])]
    if len(set(PERSONS.findall(words))) == 1:
        return []
    return [hit(slot, ROW, column, note=note)]


def ways(words: str) -> list[str]:
    """The ways of applying that the words name, as codes, each once."""
    found = [str(m.lastgroup) for m in prose_rows()[ROW].pattern.finditer(words)]
    return list(dict.fromkeys(found))


_LEADING = re.compile(r"^(?:其中|申请人|群众|通过|以|采取|采用|利用|经由?|有|:)+")
_APPLIED = re.compile(
    r"(?:方式|渠道|形式|途径|平台|端|系统|纸质版?|提交|提出|提起|递交|收到|受理|申请|收|的|依申请公开|政府|信息|公开|件)*"
    + FILL
)


def _by_way(slot: Slot, context: Context) -> list[Hit] | None:
    """«其中网络申请5件、信函3件»: one way of applying and its number."""
    head = _from_the_way(_LEADING.sub("", slot.head.lstrip("和及与")))
    pattern = prose_rows()[ROW].pattern
    found = pattern.match(head)
    stray = OTHER_MATTER.search(slot.head.replace("来信", ""))
    if found is None or stray or len(ways(head)) > 1:
        return None
    rest = pattern.sub("", head[found.end() :])
    inside = context.part and context.whole_row == ROW
    if _APPLIED.fullmatch(rest) and (inside or context.last_row == ROW or "申请" in rest):
        return [hit(slot, ROW, str(found.lastgroup))]
    return None


def _from_the_way(words: str) -> str:
    """«县政府网站申请» from where the way begins; «向县政府邮寄» likewise."""
    found = prose_rows()[ROW].pattern.search(words)
    if found and found.start() <= 14 and is_bare(words[: found.start()].removeprefix("通过")):
        return words[found.start() :]
    to = re.match(r"向.{1,14}?(?=邮寄|当面|寄送|现场)", words)
    return words[to.end() :] if to else words


def _concluded(slot: Slot, context: Context) -> list[Hit] | None:
    """«答复3050件», «办结54件»; «办理61件» may take in some that are not concluded, and says so."""
    head = slot.head
    if OTHER_MATTER.search(head) or _HOW_ANSWERED.search(head):
        return None
    found = _CONCLUDED.search(head)
    if found and is_bare(head[: found.start()]):
        named = "申请" in found["object"]
        if found["object"] and not named and not re.fullmatch(r"(?:的|了|件)*", found["object"]):
            return None
        named = named or bool(re.match(r"[^,;。]{0,12}申请", slot.tail))
        if named or _goes_on(context) or re.search(r"申请", slot.lead):
            loose = found["verb"] in ("办理", "处理")
            note = _HANDLED if loose else ""
            return [hit(slot, ROW, "concluded", note=note, firm=not loose)]
        return None
    if _goes_on(context) and is_bare(head) and _CONCLUDED_BEHIND.match(slot.tail):
        return [hit(slot, ROW, "concluded")]
    return None
