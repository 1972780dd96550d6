"""Money: the information-processing fee in 元, administrative fees in 万元. Never the same."""

from __future__ import annotations

import re
from decimal import Decimal

from gxlab.extract.prose.clauses import Slot
from gxlab.extract.prose.context import Context, Hit
from gxlab.extract.prose.wording import hit, zero

_IN_YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_FEE = re.compile(r"信息处理费|信息公开.{0,8}(?:处理费|收费|费用)|依申请.{0,24}(?:费用|收费)")
# The fees of before 2019, which are not the information-processing fee.
_OLD_FEE = re.compile(r"检索|复制|邮寄|复印|工本费")
_WITH_OTHERS = re.compile(r"信息处理费|依申请公开.{0,20}等费用")
# What firms were spared is not what was charged.
_SPARED = re.compile(r"减|免(?!费)|取消|降|缓|退|让利|节约|节省|停征|暂停|少收")
_FEE_HEADING = re.compile(r"信息处理费|收费及?减?免?情况")
_ADMINISTRATIVE = re.compile(r"行政事业性收费|行政事业收费|行政性收费")
_TAKEN = re.compile(r"收取|收费|收缴|实收|实际收|征收|处理费|费用|入库|总金额|金额")
# Rules and steps of charging, and other money; not what was charged.
_NOT_TAKEN = re.compile(
    r"标准|每|减免|免收|退还|退费|应收|应缴|通知(?!.{0,12}实际)|按件|按量|预算|经费|投入|罚款|税|项目|支出|采购|补助|奖"
    r"|逾期|未缴"
)
# «发出收费通知…总金额500元,实际收取300元»: what was notified is not what was charged.
_NOTIFIED = re.compile(r"通知|总金额")
_ACTUALLY = re.compile(r"实际收取|实收|实际收到")


def read_slot(slot: Slot, context: Context) -> list[Hit] | None:
    """The amount charged; an empty list where the money is something else."""
    if slot.quantity.unit not in _IN_YUAN:
        return None
    own = slot.words
    if not (_FEE.search(own) or _ADMINISTRATIVE.search(own)) and _TAKEN.search(slot.before):
        own = context.sentence
    administrative = [m.start() for m in _ADMINISTRATIVE.finditer(own)]
    processing = [m.start() for m in _FEE.finditer(own)]
    if slot.quantity.bound or _NOT_TAKEN.search(slot.head):
        return []
    if administrative and max(administrative) > max(processing, default=-1):
        if _SPARED.search(own):
            return []
        return [_charged(slot, "administrative_fees", "万元")]
    if not processing and not _FEE_HEADING.search(context.heading):
        return []
    if _OLD_FEE.search(slot.words) and not _WITH_OTHERS.search(slot.words):
        return []
    notified = _NOTIFIED.search(slot.before) and not _ACTUALLY.search(slot.head)
    if notified or not _TAKEN.search(slot.before):
        return []
    return [_charged(slot, "processing_fee", "元")]


def _charged(slot: Slot, row: str, unit: str) -> Hit:
    found = hit(slot, row, "amount")
    return found._replace(value=found.value * _IN_YUAN[slot.quantity.unit] / _IN_YUAN[unit])


_NOT = r"(?:未|没有|无|均未|尚未|从未|未曾|不存在|未有)"
_NONE_TAKEN = re.compile(
    rf"{_NOT}(?:向.{{1,14}}?)?(?:实际)?(?:发生|产生|收取|收缴|涉及|出现|收到|有)?(?:过|到)?"
    r".{0,30}?(?:信息处理费|费用|收费|任何费)(?:用|金额)?(?:的|等|相关|有关|收取|征收|收缴|情况|行为|事项|现象|收入|费用|信息)*$"
)
_NIL = re.compile(
    r"(?:处理费|收费|费用)(?:收取|收费)?(?:金额|总额|总金额|数额|情况)*(?:共计|均)?(?:为|是|:)(?:零|无)元?$"
    r"|(?:处理费|费用).{0,8}?(?:均|都|也)?(?:未|没有|无)(?:收取|发生|产生|收费)(?:情况|行为)?$"
)
_SHORT = re.compile(
    rf"{_NOT}(?:收取|收费|发生|产生|涉及)(?:情况|相关情况|费用|任何费用)*$|^无$|^(?:情况)?:无$"
)
_ELSE = re.compile(r"违规|乱|擅自|减免|逾期|缴纳|缴费|标准|工本费|除")
_ITEMS = re.compile(r"项目|目录|清单|公开|公示|公布|信息")
_NO_ADMINISTRATIVE = re.compile(
    rf"{_NOT}(?:收取|发生|产生|涉及|收缴)?(?:任何)?行政事业性收费(?:情况|金额)?$"
    r"|行政事业性收费(?:金额|收取)?(?:为|:|是)(?:零|无)元?$"
)


def read_clause(words: str, context: Context) -> list[Hit]:
    """«未收取信息处理费», «信息处理费收取情况:无»: a zero printed in words."""
    if _ELSE.search(words):
        return []
    if _ADMINISTRATIVE.search(words):
        none = not _ITEMS.search(words) and _NO_ADMINISTRATIVE.search(words)
        return [zero("administrative_fees", "amount")] if none else []
    if _OLD_FEE.search(words) and "信息处理费" not in words:
        return []
    heading = bool(_FEE_HEADING.search(context.heading))
    if not heading and not _FEE.search(context.sentence):
        return []
    none = _NONE_TAKEN.search(words) or _NIL.search(words)
    short = (heading or "信息处理费" in context.sentence) and _SHORT.search(words)
    return [zero("processing_fee", "amount")] if none or short else []
