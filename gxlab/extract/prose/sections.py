"""Which passages of a document are the prose of sections 一 and 六.

Sections are known by their titles, under whatever number; what stands between a table's title
and the next title is not prose, nor is the section on problems and plans.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gxlab.document import Block, Document, Grid, Paragraph
from gxlab.extract.prose.clauses import Flat, fold
from gxlab.extract.tables.labels import is_section_title

_LEVEL = (
    re.compile(r"(?:[一二三四五六七八九十]{1,2}[、.,:]|第[一二三四五六七]部分[,:]?)"),
    re.compile(r"\([一二三四五六七八九十]{1,3}\)[、.,]?"),
    re.compile(r"(?:\d{1,2}[、.](?=20\d\d年|\D)|\(\d{1,2}\)|[①-⑩])"),
)
_FIRST = re.compile(
    r".{0,16}?总体(?:工作)?(?:情况|概况)"
    r"|(?:20\d\d年(?:度)?)?(?:政府信息公开|政务公开|信息公开)?(?:工作)?的?(?:年度)?"
    r"(?:基本(?:工作)?情况|概述|概况|总体工作)"
)
_LAST = re.compile(
    r"(?:其[他它](?:需要?|应当|有关|应)?(?:报告|说明)?(?:的)?(?:事项|情况|报告|说明)|需要?(?:报告|说明)的(?:其[他它])?(?:有关)?事项)(?:情况)?"
)
# Sections on problems and plans: their numbers are targets, or examples of what went wrong.
_PROBLEMS = re.compile(
    r"存在.{0,10}(?:问题|不足|困难)|主要问题|问题.{0,4}(?:及|和|与).{0,6}(?:改进|措施|打算)|下一步|工作(?:打算|计划|思路)$"
    r"|改进(?:措施|情况|方向|意见)|问题整改|不足之处"
)
# The first cells of the statutory tables, where a file without rules has them as lines of text.
_TABLE = re.compile(
    r"第二十条|信息内容|本年制发|申请人情况|本列数据|商业企业|结果维持|本年处理决定|统计指标"
)
_HEADING_END = re.compile(r"[。:,;]")
_OF_YEAR = re.compile(r"^20\d\d年(?:度)?")
_DIGIT = re.compile(r"\d")
_DIGIT_OR_STOP = re.compile(r"[\d。,;]")
_LONGEST_TITLE = 45
_LONGEST_HEADING = 30
_LONGEST_LINE = 24
# Within so many blocks of a title its table begins, where it has one.
_LOOK_AHEAD = 6
# How many characters may follow the name of a section in its title.
_NO_MORE = 4


class _FoldedBlock(NamedTuple):
    """A block and its text folded; empty where it is no paragraph."""

    block: Block
    folded: Flat


_NO_TEXT = fold("")


class Passage(NamedTuple):
    """A paragraph of prose and the headings that it stands under."""

    flat: Flat
    locator: str
    page: int | None
    heading: str


def passages(document: Document) -> list[Passage]:
    """The paragraphs of sections 一 and 六, in order.

    Where a document has no title for section 一, what stands before its tables is taken.
    """
    lines = [
        _FoldedBlock(block, fold(block.text) if isinstance(block, Paragraph) else _NO_TEXT)
        for block in document.blocks
    ]
    return list(_walk(lines, begun=False)) or list(_walk(lines, begun=True))


def _walk(lines: Sequence[_FoldedBlock], *, begun: bool) -> Iterator[Passage]:
    """The passages of the lines, from the first title of a prose section, or from the beginning.

    ``open_`` says whether the lines here are of a prose section, ``muted`` from which level of
    heading on they are of problems and plans (0: they are not), ``titled`` whether the title of a
    statutory section has been seen.
    """
    open_, muted, titled = begun, 0, False
    headings: dict[int, str] = {}
    for at, (block, folded) in enumerate(lines):
        if not isinstance(block, Paragraph):
            continue
        flat = folded.text
        level = level_of(flat)
        change = _turn(flat, level, lines, at)
        if change is not None:
            open_, muted, headings = change, 0, {}
        elif open_ and _TABLE.match(flat) and len(flat) < _LONGEST_HEADING:
            open_ = False
        if not open_ and level == 1 and change is None and not titled:
            open_ = True  # one of the parts of the prose, which some number from 一
        # After a section's title a numbered line opens nothing.
        titled = titled or is_section_title(flat)
        if not open_:
            continue
        heading = _heading(flat, level)
        if not level and _is_line(flat):
            level = len(_LEVEL) + 1
        if level:
            headings = {k: v for k, v in headings.items() if k < level}
            headings[level] = heading
            muted = 0 if muted >= level else muted
            if _PROBLEMS.search(heading):
                muted = muted or level
        if not muted:
            yield Passage(folded, block.locator, block.page, " ".join(headings.values()))


def level_of(flat: str) -> int:
    """1 for «一、», 2 for «(一)», 3 for «1.», 0 for none."""
    return next((n for n, number in enumerate(_LEVEL, start=1) if number.match(flat)), 0)


def _heading(flat: str, level: int) -> str:
    """The heading of a paragraph: the whole of a short one, or what is glued to its front."""
    body = _OF_YEAR.sub("", _unnumbered(flat, level))
    first = _HEADING_END.split(body, maxsplit=1)[0]
    return first if len(first) <= _LONGEST_HEADING and not _DIGIT.search(first) else ""


def _is_line(flat: str) -> bool:
    """Whether a paragraph without a number is a heading: a few words, no stop, no number."""
    return 2 < len(flat) <= _LONGEST_LINE and not _DIGIT_OR_STOP.search(flat.rstrip(":"))


def _unnumbered(flat: str, level: int) -> str:
    return _LEVEL[level - 1].sub("", flat, count=1) if level else flat


def _turn(flat: str, level: int, lines: Sequence[_FoldedBlock], at: int) -> bool | None:
    """True where the prose of a section begins, False where another section does."""
    body = _unnumbered(flat, level)
    title = len(flat) <= _LONGEST_TITLE and not flat.endswith(("。", ";"))
    if level == 3:
        return None
    for pattern in (_FIRST, _LAST):
        found = pattern.match(body)
        if found and (level == 1 or (title and len(body) - found.end() <= _NO_MORE)):
            return True
    if level == 1 and _PROBLEMS.search(body[:_LONGEST_HEADING]):
        return False
    if not title or not (is_section_title(flat) or (level < 2 and _PROBLEMS.search(body))):
        return None
    if _PROBLEMS.search(body):
        return False if level < 2 else None
    if _table_follows(lines, at):
        return False
    # No table under it: a part of the prose where it is numbered as one.
    return False if level == 1 and not flat.startswith("一") else None


def _table_follows(lines: Sequence[_FoldedBlock], at: int) -> bool:
    for block, folded in lines[at + 1 : at + 1 + _LOOK_AHEAD]:
        flat = folded.text
        if isinstance(block, Grid):
            return True
        if isinstance(block, Paragraph):
            if _TABLE.search(flat) and len(flat) < _LONGEST_TITLE:
                return True
            if is_section_title(flat):
                return False
    return False
