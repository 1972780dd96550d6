"""The kind of a body by its name: government, department, township, …"""

from __future__ import annotations

import re
from typing import NamedTuple

from gxlab.regions import Named, leading

#: Kinds of body, tried in this order on the name without its divisions.
KINDS = {
    "township": r".{0,24}(?:镇|乡|苏木|街道)(?:人民政府|政府|办事处|办|党政.*|.{0,6}办公室)?"
    r"|.*(?:垦殖场|农场|牧场|办事处)",
    "zone": r".*(?:[区园港岛湖山谷]|新城|半岛)(?:管理委员会|管委会)(?:.{0,4}办公室)?"
    r"|.*(?:新区|开发区|高新区|园区|度假区|示范区|保税区|风景区|试验区|工业园|产业园)",
    "government_office": r"[省市县区旗州盟]?(?:人民政府|政府|行政公署|行署)(?:办公[室厅]|办)"
    r"|(?:政务公开|(?:政府)?信息公开)(?:工作)?(?:领导小组)?办公室",
    "government": r"(?:.{2,12}(?=[市县区旗州盟]))?[省市县区旗州盟]?(?:人民政府|政府|行政公署|行署)",
    "institution": r".*(?:公司|集团|[大中小]学|学校|学院|幼儿园|医院|卫生院|协会|电视台|[物书]馆)",
    "department": r".+(?:[局委厅办部院处室署站所队馆会组社]|中心|[银分支]行|海关)",
}
#: Kinds that are the division itself.
OF_REGION = ("government", "government_office")
_KINDS = {kind: re.compile(pattern) for kind, pattern in KINDS.items()}
# The name of a national body before the division of its branch (国家税务总局安丘市税务局).
_NATIONAL = re.compile(
    r"(?:国家税务总局|国家统计局|国家金融监督管理总局|中国人民银行|中国气象局|中华人民共和国|中共)"
)
# A note behind the name: 贵阳市人民政府(市人民政府办公厅).
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]$")


class BodyName(NamedTuple):
    """A body's name without national prefix and bracketed note, and the divisions it begins with.

    ``rest`` is what follows them: 财政局 in 安丘市财政局.
    """

    name: str
    lead: Named

    @property
    def rest(self) -> str:
        return self.name[self.lead.end :]


def split_name(body: str, year: int | None) -> BodyName:
    """The name of a body parted into its divisions and what is theirs."""
    name = _BRACKETS.sub("", body)
    name = name[found.end() :] if (found := _NATIONAL.match(name)) else name
    return BodyName(name, leading(name, year))


def kind_of(body: str, year: int | None = None) -> str | None:
    """The kind of a body by its name, one of `KINDS`; a bare division is its government."""
    name = split_name(body, year)
    if not name.rest:
        return "government" if name.lead.names else None
    return next((kind for kind, pattern in _KINDS.items() if pattern.fullmatch(name.rest)), None)
