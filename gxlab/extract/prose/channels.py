"""Through which channel a volume was disclosed, as the words name it: its column."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from gxlab.forms.prose_codes import prose_rows

# The channel stands before the volume's own clause only where it is its means.
_VIA = re.compile(r"通过|利用|依托|借助|运用|借力|发挥|以.{1,30}为|在.{2,}|经|采取|采用|从|按")
# «微信公众号等渠道»: not this channel alone.
_OF_WAYS = r"(?:公开|信息|发布|官方|政务|线上线下|线上|网络|传播|宣传)*"
_WAYS = rf"{_OF_WAYS}(?:渠道|平台|方式|途径|载体|媒介|形式|媒体|阵地)"
_AND_OTHERS = re.compile(rf"等(?:多种|多个|各种|各类|多|各)?{_WAYS}|^.{{0,4}}等$")
_ALL = re.compile(rf"(?:多种|多个|各种|各类|多|各|全){_WAYS}|线上线下")
_AND = re.compile(r"(?:”|平台|账号|号)*(?:和|及|与|、|以及)")
_JOINT = re.compile(r"和|及|与|、|以及|等|\+|/")
_MEANS = re.compile(r"通过|利用|依托|运用|在.{1,12}(?:上|平台|栏目|专栏|系统|网)")
# «在省政府信息公开平台发布我县信息123条» is not on the county's own website.
_SUPERIOR = re.compile(
    r"中国政府网"
    r"|(?:省|自治区|国家|中央)(?:级|人民政府|政府|政务|信息|公开)*(?:门户)?(?:网|平台)"
)
# One section of a website («财政预决算”专栏») is not the website, unless it is the one for
# disclosure («政务公开”专栏»); nor is another body's account (县委宣传部微信公众号) one's own.
_SITE_SECTION = re.compile(
    r"(?<![各个])(?<!信息公开)(?<!政务公开)(?<!信息公开”)(?<!政务公开”)(?:栏目|专栏|板块|版块|频道)"
    r"|(?:重点领域|专题)[^,;。]{0,12}(?:栏目|专栏|板块|版块|平台)"
)
_OWNER = re.compile(
    r"(?:宣传部|组织部|纪委(?:监委)?|融媒体中心|网信办|[县市区州]委(?:办公室|办)?|各村|各社区|各村居|各村社区|村委会|居委会)"
    r"(?:的|官方|政务|通过|利用|依托|运用|在|各自|“[^”]*”)*$"
)
_OFFICE = re.compile(
    r"(?<![我本各全])(?P<kind>局|委)(?:的|官方|政务|通过|利用|依托|运用|“[^”]*”)*$"
)
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|\"[^\"]*\"")
_NEW_MEDIA = {"wechat", "weibo", "new_media"}


class ChannelColumn(NamedTuple):
    """A column of ``disclosed``; ``note`` says where the words name more than one channel."""

    column: str
    note: str = ""


class NamedChannel(NamedTuple):
    """A channel named in some words, and where; ``unlisted`` is one without a column."""

    code: str
    start: int
    end: int


def channels_in(words: str) -> list[NamedChannel]:
    """The channels that the words name, in order.

    A name in quotes is a channel only where none stands outside them; of two that adjoin
    («政府网微信公众号») the first is the name of the second.
    """
    pattern = prose_rows()["disclosed"].pattern
    found = [NamedChannel(str(m.lastgroup), m.start(), m.end()) for m in pattern.finditer(words)]
    quoted = [m.span() for m in _QUOTED.finditer(words)]
    outside = [p for p in found if not any(a < p.start < b for a, b in quoted)]
    kept = outside or found
    starts = {place.start for place in kept}
    return [place for place in kept if place.end not in starts]


def named(words: str) -> list[str]:
    """The codes of the channels that the words name, each once, in order."""
    return list(dict.fromkeys(place.code for place in channels_in(words)))


def column_named_by(before: str, lead: str, body: str = "") -> ChannelColumn | None:
    """The column that the words before a verb name; None where they leave it open.

    Parameters
    ----------
    before : the words before the verb, in its own clause
    lead : the clauses before, which count only where they name the means
    body : who reports; the website of a higher body is not its own
    """
    where = before
    if not named(before):
        if named(lead):
            if not (_VIA.search(lead) or _ends_with_channel(lead)):
                return None
            where = lead
        elif _MEANS.search(before):
            return ChannelColumn("total") if _ALL.search(before) else None
        else:
            return ChannelColumn("total")
    # Only a body of that rank publishes on its own website there.
    if _SUPERIOR.search(where) and not re.search(r"省|自治区|厅|部|国家", body):
        return None
    found = channels_in(where)
    after = where[found[-1].end :]
    if _SITE_SECTION.search(where[found[0].start :]) or _SITE_SECTION.search(after):
        return None
    if _OWNER.search(where[: found[0].start]) and not re.search(r"宣传部|网信|村|居委|社区", body):
        return None
    # «县公安局微信公众号» is not the county's, and is if the police report.
    office = _OFFICE.search(where[: found[0].start])
    if office and body and office["kind"] not in body:
        return None
    if len(named(where)) > 1:
        return _several(found, where)
    code = found[0].code
    if code == "unlisted" or _AND.match(after):
        return None
    if code in ("new_media", "screens", "other"):
        return ChannelColumn(code)
    if re.search(r"等(?:政务|官方)?新媒体", where):
        return ChannelColumn("new_media")
    if code == "website" and (_AND_OTHERS.search(after) or _ALL.search(after)):
        return ChannelColumn("total", "channels named: " + where[found[0].start :][:24])
    # «微信公众号等渠道» is neither WeChat alone nor all channels.
    return None if _AND_OTHERS.search(after) else ChannelColumn(code)


def _several(found: list[NamedChannel], where: str) -> ChannelColumn | None:
    """The column of several channels named together, which no column of one of them is."""
    codes = {place.code for place in found}
    last = found[-1].code
    together = any(_JOINT.search(where[a.end : b.start]) for a, b in pairwise(found))
    if not together and codes <= _NEW_MEDIA:
        return ChannelColumn(last)  # «新媒体平台“…”微信公众号» is the one account
    if codes <= _NEW_MEDIA or (re.search(r"等.{0,4}新媒体", where) and "website" not in codes):
        return ChannelColumn("new_media")
    if last == "other":
        return None if "website" in codes else ChannelColumn("other")
    if "website" in codes or _ALL.search(where) or re.search(rf"等(?:多|各).{{0,2}}{_WAYS}", where):
        return ChannelColumn("total", "several channels named")
    return None


def _ends_with_channel(words: str) -> bool:
    found = channels_in(words)
    return bool(found) and len(words.rstrip(",:")) - found[-1].end <= 2
