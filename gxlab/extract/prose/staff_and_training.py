"""Staff for disclosure, and training in it."""

from __future__ import annotations

import re

from gxlab.extract.prose.clauses import Slot
from gxlab.extract.prose.context import Context, Hit
from gxlab.extract.prose.wording import hit, is_bare

_PERSONS = ("人", "名", "位", "个")
_SESSIONS = ("次", "场", "期", "场次", "班次", "轮")

# --- Staff ------------------------------------------------------------------------------------

_ABOUT = re.compile(r"公开|信息|政务|政府网站|人员配备|队伍|机构|监督保障")
_OTHER_WORK = re.compile(
    r"消防|调解|网格|社区工作|律师|辅警|执法|救援|教师|医|护林|安全员|网评|协管|驻村|热线|坐席|话务|导办|窗口|12345|社工"
    r"|纪检|护士"
)
_NOT_STAFF = re.compile(r"培训|参训|学习|会议|招聘|招录|新增|调整|减少|增加")
_MIXED = r"专(?:\(|、|/|和|与)?兼\)?职"
_KIND = re.compile(rf"(?P<total>{_MIXED})|(?P<full_time>专职)|(?P<part_time>兼职)")
_TITLE = re.compile(
    r"(?:的|从事|负责|政务|政府|信息|公开|工作|人员|干部|联络员|信息员|管理员|工作者|业务|岗位|具体|日常|专门|人数|数|员|队伍"
    r"|和|为|有|各|均|配备|:|共计|合计|总计|共|达|约|发布|审核|办理|、|—)*"
)
_OF_DISCLOSURE = r"(?:政府信息公开|政务公开|信息公开)"
_STAFF = rf"{_OF_DISCLOSURE}(?:工作)?的?(?:专门|具体|工作|业务)?(?:工作人员|人员|专员|工作员)"
_TOTAL = re.compile(rf"{_STAFF}(?:共有|共计|共|总数|数|为|有|:|达|总计)*$")
_TOTAL_BEHIND = re.compile(rf"(?:具体)?(?:负责|从事)?{_STAFF}")
_KIND_BEHIND = re.compile(rf"(?:政务公开|政府信息公开|信息公开)?的?(?P<kind>{_MIXED}|专职|兼职)")
# «各单位均配备1名» deals out: the number is not that of the whole.
_A_SUM = 10
_TO_EACH = re.compile(r"均|每")
_DEALT = re.compile(r"各(?!类|项|种|方面)|均|每")
_SUMMED = re.compile(r"共(?!同)|合计|总计|总数|累计")
_EMPLOYED = re.compile(r"(?:配备|有|设有|安排|明确|确定|配置)了?共?$")


def read_staff(slot: Slot, context: Context) -> list[Hit] | None:
    """«1名专职、2名兼职人员», «专职人员3人», «政府信息公开工作人员5名»."""
    if slot.quantity.unit not in _PERSONS or slot.quantity.bound:
        return None
    if _OTHER_WORK.search(slot.head + slot.tail) or _NOT_STAFF.search(slot.head):
        return None
    if not _ABOUT.search(context.around + context.heading + context.topic):
        return None
    here = context.sentence.rpartition(";")[2]
    # «各单位共配备26人»: no unit has to keep ten, so a larger number is the sum.
    few = slot.quantity.value < _A_SUM or _TO_EACH.search(here)
    if few and _DEALT.search(here) and not _SUMMED.search(slot.head):
        return None
    kinds = list(_KIND.finditer(slot.head))
    if kinds and _TITLE.fullmatch(slot.head[kinds[-1].end() :]):
        return [hit(slot, "staff", str(kinds[-1].lastgroup))]
    behind = _KIND_BEHIND.match(slot.tail)
    kind = _KIND.match(behind["kind"]) if behind else None
    if kind:
        return [hit(slot, "staff", str(kind.lastgroup))]
    employed = _EMPLOYED.search(slot.head) and _TOTAL_BEHIND.match(slot.tail)
    return [hit(slot, "staff", "total")] if employed or _TOTAL.search(slot.head) else None


# --- Training ---------------------------------------------------------------------------------

_OTHER_TRAINING = re.compile(
    r"就业|技能|企业|农民|安全生产|消防|普法|创业|招商|党|禁毒|防汛|防灾|急救|医|教师|驾驶|电商|种植|养殖|保密(?!审查)"
    r"|职业|信访|统计|法治|食品|禽|岗前|军|家政|考试|志愿|宪法|民法|反诈|网络安全|档案|执法"
    r"|参加(?!培训|人|人员|人数)|接受(?:[省市区县国]|上级|自治区)|赴|外出|上级|省级|市级|中央|报名"
)
_DISCLOSURE = re.compile(
    r"公开|信息员|政务新媒体|政府网站|业务|专业|专题|工作人员|队伍|年报|依申请"
)
_TRAINED = (
    r"(?:(?:政务公开|政府信息公开|信息公开|业务|专业|专题|集中|工作|全[市县区州旗省镇]|依申请公开|依申请|线上|线下|系统"
    r"|政务新媒体|政府网站)*)(?:培训|轮训)(?:班|会议?|活动|讲座|工作|课程|学习)*"
)
_COUNTED = re.compile(
    r"(?:工作|活动|共|共计|累计|合计|总计|达|数|次数|为|:|了|、|约|开展|举办|组织|已|先后|全年|有)*"
)
# Training and another thing counted together, or a thing that training only names.
_WITH = re.compile(
    r"(?:会议|学习|检查|考核|督查|指导|宣传|调研|座谈|会|研讨|讲座|活动)(?:和|及|与|、|以及|暨|或)[^,。]{0,8}$"
)
_AND = re.compile(
    r"(?:和|及|与|、|以及|暨|或)(?:检查|考核|督查|指导|会议|座谈|调研|宣传|研讨|学习|演练)"
    r"|指导|考核|测试|材料|资料|教材|视频|率|基地|师|合格|计划|需求|对象|单位|等"
)
_OTHER_EVENT = re.compile(r"会议|座谈|调研|检查|考核|督查|学习|活动|观摩|宣传|演练|指导|研讨")
_WHO = re.compile(
    r"组织|举办|开展|召开|举行|进行|安排|召集|学习(?!和|、)|参加|接受|相关|有关|各类|工作|人员|干部|职工|骨干|负责人|单位|部门|科室|先后|专门|对"
)
_HELD = re.compile(
    r"(?:组织|举办|开展|召开|举行|进行|安排|召集)(?:了|召开|开展)?(?:共|共计|累计)?$"
)
_TRAINED_BEHIND = re.compile(rf"的?(?P<what>[“”○\u4e00-\u9fff、]{{0,24}}?){_TRAINED}")
_ATTENDED = re.compile(
    r"(?:培训|参训|受训|轮训)(?:了)?(?:班|会)?(?:政务公开|信息公开|政府|各级|各类|业务|相关|各|工作|人员|干部|信息员|联络员|骨干"
    r"|对象|学员|人数|人次|总|共计|共|累计|达到?|约|逾|合计|近|为|[县市区镇乡直级单位部门机关的])*$"
    r"|(?:参加|参与|接受|覆盖)(?:了)?(?:培训|学习)?的?(?:人员|干部|人数|工作人员|学员|人次)?总?"
    r"(?:共计|共|累计|达到?|为|约|合计)*$"
)


def read_training(slot: Slot, context: Context) -> list[Hit] | None:
    """«组织2场专业培训», «培训300余人次»."""
    quantity = slot.quantity
    if "训" not in context.around or quantity.bound:
        return None
    if quantity.unit in _SESSIONS:
        sessions = _sessions(slot, context)
        if "训" in slot.head + slot.tail:
            context.skipped_training = not sessions
        return sessions
    if quantity.unit not in ("人次", "人", "名") or quantity.worded:
        return None
    if context.skipped_training or _OTHER_TRAINING.search(context.around):
        return None
    teacher = re.search(r"师|讲师|专家", slot.tail)
    if _DISCLOSURE.search(context.around + context.heading) and _ATTENDED.search(slot.head):
        return None if teacher else [hit(slot, "training", "participants")]
    return None


def _sessions(slot: Slot, context: Context) -> list[Hit] | None:
    head, tail = slot.head, slot.tail
    if _OTHER_TRAINING.search(slot.words + tail):
        return None
    if not _DISCLOSURE.search(context.around + context.heading + context.topic):
        return None
    before = list(re.finditer(_TRAINED, head))
    if before:
        last, rest = before[-1], head[before[-1].end() :]
        subject = _WHO.sub("", head[: last.start()])
        if not _DISCLOSURE.search(subject) and ("“" in subject or not is_bare(subject)):
            return []  # «“法律进乡村”培训»
        together = _WITH.search(head[: last.start()]) or _AND.match(rest)
        if together or not _COUNTED.fullmatch(rest):
            return []
        return [hit(slot, "training", "sessions")]
    behind = _TRAINED_BEHIND.match(tail)
    if behind is None or not _HELD.search(head):
        return None
    if _AND.match(tail[behind.end() :]) or _OTHER_EVENT.search(behind["what"]):
        return []
    return [hit(slot, "training", "sessions")]
