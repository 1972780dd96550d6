"""What a rule sees and what it finds: the state of a passage, and one figure told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from gxlab.extract.prose.clauses import Slot
from gxlab.extract.prose.periods import Era

Code = tuple[str, str]


class Hit(NamedTuple):
    """A figure told: its code, its value in the column's unit, how firmly it is of that code.

    ``rank`` orders statements of one code that differ: higher for the whole of what the report
    covers (全县), lower for one office of it, and within these higher for the firmer word.
    """

    code: Code
    value: Decimal
    approximate: bool = False
    note: str = ""
    rank: int = 0


@dataclass
class Frame:
    """The state of reading one passage.

    Attributes
    ----------
    year : the year reported on, None where it is not known; ``body`` : who reports, if known
    heading : the headings that the passage stands under, and its own
    topic : the words of the passage before this sentence
    sentence : the words of the sentence up to here; ``around`` : all of it
    era : the time that the words speak of
    last : the code of the figure told last in this sentence; ``anchor`` : the same, as long as
        nothing else has been counted since, so that «同比增长3%» is of it
    whole : while «其中» is in force, the code of the whole; ``poisoned`` : its parts are of
        single bodies, so nothing is read until the sentence ends
    dispute : the row that «维持», «纠正» speak of
    counted : whether this sentence has counted something without a code; ``strayed`` : whether
        that was something received or handled, after the last figure told
    rows : the rows of which the passage has told figures
    queue : after «分别», the channels whose numbers are still to come
    outcomes : the families of outcome told in this sentence
    untold_training : whether this sentence has counted training that is not of the report
    """

    year: int | None
    body: str = ""
    heading: str = ""
    topic: str = ""
    sentence: str = ""
    around: str = ""
    clause: str = ""
    scope: int = 1
    era: Era = "this"
    last: Code | None = None
    anchor: Code | None = None
    part: bool = False
    whole: Code | None = None
    poisoned: bool = False
    dispute: str = ""
    counted: bool = False
    strayed: bool = False
    rows: set[str] = field(default_factory=set)
    queue: list[str] = field(default_factory=list)
    outcomes: set[str] = field(default_factory=set)
    untold_training: bool = False

    def say(self, words: str) -> None:
        """Remember words of this sentence; of one without end, the last."""
        self.sentence = (self.sentence + words)[-_MEMORY:]

    @property
    def last_row(self) -> str:
        return self.last[0] if self.last else ""

    @property
    def whole_row(self) -> str:
        return self.whole[0] if self.whole else ""

    def about_applications(self) -> bool:
        return bool(_APPLICATIONS.search(self.words))

    def about_disclosure_law(self) -> bool:
        """Whether reconsideration and litigation here are over disclosure."""
        here = f"{self.sentence} {self.clause} {self.heading}"
        return bool(_OVER.search(here) or _APPLICATIONS.search(self.topic))

    @property
    def words(self) -> str:
        """All that has been said up to the end of this clause, and the headings above it."""
        return " ".join((self.heading, self.topic, self.sentence, self.clause))


_MEMORY = 800
_APPLICATIONS = re.compile(
    r"依申请|申请公开|公开申请|信息申请|申请的?政府信息|申请人|信息公开.{0,8}申请|依法申请"
)
_OVER = re.compile(r"依申请|申请公开|公开申请|信息公开|信息申请")

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


def bare(words: str) -> bool:
    """Whether words say only when, how much in all, and who: «2024年,全县共»."""
    left = re.sub(r"“[^”]*”|\([^)]*\)", "", words)
    for _ in range(6):
        stripped = _STRIP.sub("", left)
        if stripped == left:
            break
        left = stripped
    return not left or bool(_BODY.fullmatch(left))


def scope_of(words: str) -> int | None:
    """Of what body the words speak: 2 all that the report covers, 0 one office; None: not said."""
    if _WHOLE.search(words):
        return 2
    return 0 if _OFFICE.search(words) else None


def hit(slot: Slot, row: str, column: str, *, note: str = "", firm: bool = False) -> Hit:
    """The slot's quantity as a figure of the given code."""
    return Hit((row, column), slot.quantity.value, slot.quantity.approximate, note, int(firm))


def zero(row: str, column: str) -> Hit:
    """A zero that is printed in words: 未收取, 未发生, 无."""
    return Hit((row, column), Decimal(0))


def counts(slot: Slot, units: str) -> bool:
    """Whether the slot holds a count in one of the units (parted by bars) or in none."""
    unit = slot.quantity.unit
    if slot.quantity.value != slot.quantity.value.to_integral_value():
        return False
    if unit:
        return unit in units.split("|")
    ends = not slot.tail and slot.clause.stop in ("", ",", ";", "。", ")", "(")
    return ends and not 1900 <= slot.quantity.value <= 2100


def ranked(found: Hit, scope: int) -> Hit:
    return found._replace(rank=2 * scope + found.rank)


def with_note(found: Hit, note: str) -> Hit:
    return found._replace(note="; ".join(filter(None, (found.note, note))))
