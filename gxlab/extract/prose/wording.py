"""Words that several rules share: what may stand beside a number, whose it is, what it is."""

from __future__ import annotations

import re
from decimal import Decimal

from gxlab.extract.prose.clauses import Slot
from gxlab.extract.prose.context import Breadth, Hit

# Between a word and its number: «共计», «数量为», «总数达».
FILL = (
    r"(?:的|了|共|总共|共计|合计|总计|累计|一共|总|达到|达|为|有|是|分别|各|均|都|数|数量|总数|总量|条数|件数"
    r"|量|:|约|已|近|件|共有|计)*"
)
_ADVERBS = (
    r"共计|总共|合计|总计|累计|一共|共有|全部|均已|均|已经|已|都|按时|按期|依法依规|依法|依规|及时|主动|规范|妥善|严格|实际"
    r"|先后|共|并|另有|另外|另|还|其中|也|同时|及|和|全年|认真|积极|集中|规定|按要求|按|限期内|现|合规|准确|高效|本|完成"
    r"|总|目前|在法定(?:期限|时限)内|法定(?:期限|时限)内|期限内|新增|一年来|情况|方面|:|、|的|(?:政府|政务)?(?:信息)?公开工作|政府信息公开|政务公开|信息公开"
)
_TIMES = (
    r"(?:截至|截止|自)?20\d\d年(?:度)?(?:全年)?(?:以来)?|今年以来|今年|本年度?|全年|年度|年内|当年|一年来|报告期内|统计期内"
    r"|\d{1,2}月(?:\d{1,2}日|底|末|份)?(?:以来)?|年底|年末|起|至|到|止|期间|-|—|自|截至|截止|以来|度"
)
_POINT = r"[一二三四五六七八九十]是|首先|其次|再次|第[一二三四五],?"
_STRIP = re.compile(rf"^(?:{_TIMES}|{_ADVERBS}|{_POINT})+|(?:{_TIMES}|{_ADVERBS})+$")
# A body as the subject of a clause (县政府办公室). Words with a channel, another matter (投诉) or a
# subject (围绕, 关于) in them are no body, whatever they end with.
_BODY = re.compile(
    r"(?!.*(?:通过|利用|依托|运用|对|向|为|被|由|从|围绕|涉及|网(?!信)|平台|热线|信箱|留言|渠道|信件|来信|微信|微博|系统性|信访(?!局)"
    r"|许可|救助|投诉|举报|提案|建议|窗口|审批(?!服务局|局)|补正|复议|诉讼|栏|领域|方面|专区|企业|群众|用于|关于|专题))"
    r"[\u4e00-\u9fff“”·、()○]{0,40}?"
    r"(?:局|级|办公厅|办公室|办|委员会|委|管委会|室|政府|府|镇|乡|街道|办事处|中心|县|市|区|旗|州|盟|省|苏木|单位|机关|部门|院|处|厅"
    r"|场|科|股|队|站|所|校|司|系统|部|本级|组|我们|全体|集团|公司|会|社|园)"
)
_WHOLE = re.compile(
    r"全[市县区州旗盟省镇乡局委厅]|[我本][市县区州旗盟省]|全系统|各级|各地(?:各部门)?|各[县市区].{0,8}各部门"
)
_OFFICE = re.compile(
    r"本级|各[县市区乡镇部单]|办公厅|办公室|[市县区府]政?府?办|直属|街道|乡镇|机关本部"
)


def is_bare(words: str) -> bool:
    """Whether words say only when, how much in all, and who: «2024年,全县共»."""
    rest = re.sub(r"“[^”]*”|\([^)]*\)", "", words)
    # Times and adverbs alternate («2024年,全年共»), and no real sentence has more than six turns.
    for _ in range(6):
        stripped = _STRIP.sub("", rest)
        if stripped == rest:
            break
        rest = stripped
    return not rest or bool(_BODY.fullmatch(rest))


def breadth_of(words: str) -> Breadth | None:
    """Of how much of the body the words speak; None where they do not say.

    A county's report often counts twice, «县政府办公室收到申请17件» and «全县共收到95件», and both
    are what was printed: the whole is that of the report.
    """
    if _WHOLE.search(words):
        return Breadth.WHOLE
    return Breadth.OFFICE if _OFFICE.search(words) else None


def hit(slot: Slot, row: str, column: str, *, note: str = "", firm: bool = False) -> Hit:
    """The slot's quantity as a value of the given code."""
    quantity = slot.quantity
    return Hit((row, column), quantity.value, quantity.approximate, note, firm=firm)


def zero(row: str, column: str) -> Hit:
    """A zero that is printed in words: 未收取, 未发生, 无."""
    return Hit((row, column), Decimal(0))


def is_count(slot: Slot, units: str) -> bool:
    """Whether the slot holds a count in one of the units (parted by bars) or in none."""
    unit = slot.quantity.unit
    if slot.quantity.value != slot.quantity.value.to_integral_value():
        return False
    if unit:
        return unit in units.split("|")
    # Without a unit, a number is a count only at the end of its clause, and no year.
    ends = not slot.tail and slot.clause.stop in ("", ",", ";", "。", ")", "(")
    return ends and not 1900 <= slot.quantity.value <= 2100
