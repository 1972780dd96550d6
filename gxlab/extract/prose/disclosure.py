"""The volume disclosed: a verb of disclosing, «信息», a number; its column by the channel named."""

from __future__ import annotations

import re
from typing import NamedTuple

from gxlab.extract.prose import channels
from gxlab.extract.prose.clauses import Slot
from gxlab.extract.prose.context import Context, Hit
from gxlab.extract.prose.wording import FILL, hit, is_bare, is_count

_UNITS = "条|件|份|篇|则|条次|篇次"
_KINDS = r"各类|各种|各项|各方面"
_WHOSE = (
    rf"(?:{_KINDS}|各领域|全部|的|了|全[市县区州旗省镇乡局]|[我本][市县区局办委镇乡州旗院厅]"
    r"|[市县区镇乡]政府|政府机关|本单位|本机关|[市县区镇乡街道]+级?|部门|单位|应|有关|官方|最新|权威)*"
)
_NOUN = (
    r"(?:政府信息公开信息|政务公开信息|政府信息公开|政务信息公开|主动公开信息|公开信息|政府公开信息"
    r"|政府信息|政务信息|信息)"
)
_HOW_MANY = r"(?:数量|总数|总量|总条数|条数|数|量)?"
_OBJECT = rf"{_WHOSE}{_NOUN}{_HOW_MANY}"
_POSTS = (
    rf"(?:{_KINDS}|政务|政府|原创)*(?:动态信息|政务动态|工作动态|动态|消息|公众号文章|文章|推文|图文消息"
    r"|图文信息|图文|稿件|内容|资讯|作品|博文|微博|微信|帖子|信息)"
)
# «公开» is no verb in 不予公开, 部分公开, 依申请公开, 信息公开.
_VERB = (
    r"(?P<verb>(?:主动公开|公开发布|(?<!不予)(?<!部分)(?<!申请)(?<!政务)(?<!信息)(?<!预)(?<!决策)(?<!予以)公开"
    r"|发布|推送|更新|刊发|刊登|刊载|发送|上传|编发|推出|登载|公布|录入)"
    r"(?:(?:、|和|并|及)?(?:公开|发布|更新|转载|推送|转发))?)"
)
_SPOKEN = re.compile(rf"{_VERB}(?:了)?{FILL}(?:等{_WHOSE})?{_OBJECT}{FILL}$")
_POSTED = re.compile(rf"{_VERB}(?:了)?{FILL}{_WHOSE}{_POSTS}{FILL}$")
_NAMED = re.compile(
    rf"(?P<verb>主动公开|公开|发布)(?:的)?{_WHOSE}(?:政府|政务)?信息(?:的)?{_HOW_MANY}{FILL}$"
    r"|(?<![点类域项])(?:政府|政务)?信息(?:的)?(?P<after>主动公开|公开|发布)(?:的)?"
    rf"{_HOW_MANY}{FILL}$"
)
_LISTED = re.compile(rf"等(?:{_KINDS})(?:的)?{_NOUN}{_HOW_MANY}{FILL}$")
_ALONE = re.compile(rf"{_VERB}(?:了)?{FILL}$")
_BEHIND = re.compile(rf"(?:的)?(?:{_KINDS}|政府|政务)*(?:公开)?信息(?!化|员|系统|平台|专栏|点|网)")

# Words between the channel and the verb after which the number is of something else.
_UNFIT = re.compile(
    r"被|采用|采纳|录用|上报|报送|推荐|审核|清理|整改|删除|撤|检查|抽查|监测|巡查|排查|留言|来信|咨询|信箱|热线|征集"
    r"|访谈|回复|受理|依申请|约稿|投稿|建议|提案|意见|点击|访问|浏览|阅读|粉丝|关注|评论|解读|答复|办理|重点领域|视频"
    r"|直播|督办|错|专题|专区|部分"
)
_TOPICAL = re.compile(
    r"重点领域|解读|营商|民生|财政|预算|决算|提案|建议|规范性文件|项目|回应|互动|双公示|双随机|人事|采购|执法"
)
_TOPICAL_LEAD = re.compile(
    r"(?:方面|领域|工作中|专栏|栏目|板块|类)$|(?:^|,)(?:围绕|聚焦|紧扣|聚力|助力|优化|针对|关于|涉及|按照.{0,8}领域)"
)
_GENERAL_LEAD = re.compile(r"公开(?:情况|工作)?(?:方面|中)$")
_ON_APPLICATION = re.compile(r"依申请公开(?:政府)?(?:信息)?(?:为|:)?\d")
_OF_PLATFORM = re.compile(r"平台|新媒体|网站|微信|微博|公众号|载体")
_YEAR = re.compile(r"全年|共|累计|总计|合计|年度|今年|20\d\d年")
_SUM = re.compile(r"共|累计|总计|合计|总")
_SOCIETY = re.compile(r"向社会(?:公众)?|面向社会|对外|更新$")


def _in_turn(slot: Slot, context: Context) -> list[Hit]:
    """«网站、微信分别公开信息900条、318条»: as many channels as numbers, in their order."""
    if "分别" in slot.head:
        codes = channels.named(slot.head)
        found = _announcement(slot)
        rest = [q for q in slot.clause.counts if q.start >= slot.quantity.start]
        fits = found and len(codes) == len(rest) and not {"unlisted", "other"} & set(codes)
        if not fits or _UNFIT.search(slot.head):
            return []
        context.queue = codes
    elif slot.head.strip("、和及与"):
        context.queue = []
        return []
    return [hit(slot, "disclosed", context.queue.pop(0), firm=True)]


class _Announcement(NamedTuple):
    """A verb of disclosing, the words before it, and whether its object is posts (推文, 动态).

    Posts are counted by account; of a website or of all channels they are not what was disclosed.
    """

    before: str
    verb: str
    posts: bool = False


def read_slot(slot: Slot, context: Context) -> list[Hit] | None:
    """The volume that one quantity states, by channel; None where it states none."""
    quantity = slot.quantity
    if not is_count(slot, _UNITS) or quantity.bound or quantity.worded:
        return None
    if not quantity.unit and not re.search(r"信息(?:数|量|总数|数量)?[:为]?$", slot.head):
        return None
    if "分别" in slot.head or context.queue:
        return _in_turn(slot, context)
    found = _announcement(slot)
    if found is None:
        return _in_list(slot, context)
    channel = channels.column_named_by(found.before, slot.lead, context.body)
    if _UNFIT.search(found.before) or channel is None:
        return []
    if found.posts and channel.column in ("total", "website", "gazette", "other"):
        return []
    if channel.column == "total" and not _is_total(found, channel, slot, context):
        return []
    return [hit(slot, "disclosed", channel.column, note=channel.note, firm="公开" in found.verb)]


def _announcement(slot: Slot) -> _Announcement | None:
    """The verb that discloses what the slot counts, wherever it stands."""
    head = slot.head
    for pattern in (_SPOKEN, _NAMED, _POSTED):
        found = pattern.search(head)
        if found:
            verb = found["verb"] or found["after"]
            return _Announcement(head[: found.start()], verb, pattern is _POSTED)
    if _LISTED.search(head):
        return _with_list(slot)
    alone = _ALONE.search(head)
    if alone and (_BEHIND.match(slot.tail) or (slot.quantity.unit == "条" and not slot.tail)):
        return _Announcement(head[: alone.start()], alone["verb"])
    if slot.lead and is_bare(head) and (not slot.tail or _BEHIND.match(slot.tail)):
        return _in_lead(slot)
    return None


def _with_list(slot: Slot) -> _Announcement | None:
    """«公开财政预决算、行政许可等各类政府信息408条»: the list's own verb, here or before."""
    first = re.search(_VERB, slot.head)
    if first:
        return _Announcement(slot.head[: first.start()], first["verb"])
    verbs = list(re.finditer(_VERB, slot.lead))
    return _Announcement(slot.lead[: verbs[-1].start()], verbs[-1]["verb"]) if verbs else None


def _in_lead(slot: Slot) -> _Announcement | None:
    """«主动公开政府信息,共计55条»; «公开…等内容,共计25条信息»."""
    lead = slot.lead.rstrip(",")
    found = re.search(rf"{_VERB}(?:了)?{_OBJECT}$", lead)
    if found:
        return _Announcement(lead[: found.start()], found["verb"])
    verbs = list(re.finditer(_VERB, lead))
    if verbs and (_BEHIND.match(slot.tail) or _LISTED.search(lead)):
        return _Announcement(lead[: verbs[-1].start()], verbs[-1]["verb"])
    return None


def _is_total(
    found: _Announcement, channel: channels.ChannelColumn, slot: Slot, context: Context
) -> bool:
    """Whether a volume is that of all channels, and not of a part or of some subject."""
    if context.part:
        return False
    if channel.note:
        return True  # several channels with the website, or «等渠道»: stated to be all
    firm = "主动公开" in found.verb
    named = firm or ("公开" in found.verb and bool(re.search(r"政府信息|政务信息", slot.head)))
    if not named and (_OF_PLATFORM.search(context.heading) or channels.named(context.topic)):
        return False  # «公众号运行正常。全年发布信息1200条» is of the account
    if _TOPICAL.search(context.heading) or not is_bare(_SOCIETY.sub("", found.before)):
        return False
    if not firm and _ON_APPLICATION.search(context.around):
        return False  # «全年公开政府信息1234条,其中主动公开1200条、依申请公开34条»
    if any(_is_topical(led) for led in slot.lead.split(",")):
        return False  # «聚焦乡村振兴,全年主动公开政府信息88条»
    # Beside the value of a channel only what is called a sum is the total.
    if channels.named(context.sentence) and not (firm and _SUM.search(slot.head)):
        return False
    if context.counted and not firm:
        return False
    dated = _YEAR.search(slot.head + context.sentence)
    return "公开" in found.verb or ("发布" in found.verb and bool(dated))


def _is_topical(led: str) -> bool:
    """Whether a leading clause names one subject: «在稳岗就业方面», not «在主动公开方面»."""
    if _TOPICAL_LEAD.search(led):
        return bool(_TOPICAL.search(led)) or not _GENERAL_LEAD.search(led)
    return False


_LISTS = re.compile(r"^(?:其中|和|及|以及|通过|在|利用|依托|:)+")
_ITS_WORDS = re.compile(
    r"(?:平台|端|渠道|账号|方式|途径|载体|矩阵|等|上|”|发布|公开|主动公开|公示|推送|更新|刊登|政府|政务|各类|信息|的|形式)*"
    + FILL
)


def _in_list(slot: Slot, context: Context) -> list[Hit] | None:
    """«其中网站3000条、微信200条»: a channel and its number, a volume being spoken of."""
    spoken = context.last_row == "disclosed" or (context.part and context.whole_row == "disclosed")
    head = _LISTS.sub("", slot.head)
    found = channels.channels_in(head)
    if not spoken or not found:
        return None
    code = found[-1].code
    rest = head[found[-1].end :]
    if not _ITS_WORDS.fullmatch(rest):
        return None
    one = len(channels.named(head)) == 1 and code != "unlisted"
    if not one or _UNFIT.search(head) or not is_bare(head[: found[0].start]):
        return []
    if ("等" in rest and code != "new_media") or (slot.tail and not _BEHIND.match(slot.tail)):
        return []
    return [hit(slot, "disclosed", code, firm=True)]
