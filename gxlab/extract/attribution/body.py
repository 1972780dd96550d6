"""The body that reports: named by the heading, else by who prepared, signed or published it."""

from __future__ import annotations

import re

from gxlab.extract.attribution.body_kinds import kind_of, split_name
from gxlab.extract.attribution.dates import DIGITS
from gxlab.extract.attribution.report_text import LONGEST, ReportText, Snippet, quote
from gxlab.extract.attribution.sources import Sources
from gxlab.extract.attribution.title import Title

_PREPARED = re.compile(r"报告由([^，,。;；:：()（）]{3,40}?)(?:根据|依据|按照|编制|负责|组织|结合)")
# A clause of the preamble: «XX局根据《…信息公开条例》», «XX局编制2024年度报告».
_PREAMBLE = re.compile(
    r"(?:^|[，,。;；:：])由?([^\s，,。;；:：、()（）《》]{3,40}?)(?:[(（][^()（）]{0,30}[)）])?(?:现|特)?"
    r"(?:(?:根据|依据|依照|按照)《[^《》]{0,30}信息公开条例》"
    rf"|(?:编制|编写|公布|发布)了?本?(?:{DIGITS}年)?(?:年?度)?(?:政府信息公开)?(?:工作)?(?:年度)?报告)"
)


def _prepared(text: ReportText) -> list[Snippet]:
    found = _PREPARED.search(text.flow)
    return [Snippet(found[1], text.where(found[1]))] if found else []


def _in_preamble(text: ReportText, year: int | None) -> list[Snippet]:
    """The body, named with its division, whose report the first lines say this is.

    Nothing where they name several: one of them may be who asked for the report.
    """
    if text.start == len(text.lines):
        return []
    found = {
        name: Snippet(name, text.lines[at].where)
        for at in text.near_start()
        for name in _PREAMBLE.findall(text.lines[at].text[:LONGEST])
        if split_name(name, year).lead.names and kind_of(name, year) and "各" not in name
    }
    return list(found.values()) if len(found) == 1 else []


def find_body(title: Title | None, sources: Sources, evidence: dict[str, str]) -> str | None:
    """The body: the heading's, else who prepared it, signed it, put it on the portal."""
    year = title.year if title else None
    prepared = [found for found in _prepared(sources.text) if kind_of(found.text, year)]
    others = [found for found in (sources.signed.body, *sources.metadata.body) if found]
    others = [found for found in others if kind_of(found.text, year)]
    if title and title.body:
        named_by = [*prepared, *others]
        if _is_whole(title, named_by) and (kind_of(title.body, year) or not named_by):
            evidence["body"] = quote(title)
            return title.body
    for found in (*prepared, *_in_preamble(sources.text, year), *others):
        evidence["body"] = quote(found)
        return found.text
    evidence["body"] = "neither a heading nor a signature nor the portal names the body"
    return None


def _is_whole(title: Title, named_by: list[Snippet]) -> bool:
    """Whether the heading names the body on one line, or another source confirms the name.

    A heading in pieces may have taken in a line of the page above it («新闻中心»): then the name
    counts if it begins with a division, or if who prepared, signed or published is called alike.
    """
    body = title.body or ""
    alike = any(body in found.text or found.text in body for found in named_by)
    names_division = bool(split_name(body, title.year).lead.names)
    return title.first == title.last or alike or (not named_by and names_division)
