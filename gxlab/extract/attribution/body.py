"""The body that reports: named by the heading, else by who prepared, signed or published it."""

from __future__ import annotations

import re

from gxlab.extract.attribution.body_kinds import kind_of, split_name
from gxlab.extract.attribution.dates import DATE, DIGITS
from gxlab.extract.attribution.report_text import LONGEST, Pages, Told, quote
from gxlab.extract.attribution.title import Title

_PREPARED = re.compile(r"报告由([^，,。;；:：()（）]{3,40}?)(?:根据|依据|按照|编制|负责|组织|结合)")
# A clause of the preamble: «XX局根据《…信息公开条例》», «XX局编制2024年度报告».
_PREAMBLE = re.compile(
    r"(?:^|[，,。;；:：])由?([^\s，,。;；:：、()（）《》]{3,40}?)(?:[(（][^()（）]{0,30}[)）])?(?:现|特)?"
    r"(?:(?:根据|依据|依照|按照)《[^《》]{0,30}信息公开条例》"
    rf"|(?:编制|编写|公布|发布)了?本?(?:{DIGITS}年)?(?:年?度)?(?:政府信息公开)?(?:工作)?(?:年度)?报告)"
)


def read_signature(pages: Pages) -> tuple[Told | None, Told | None]:
    """The body and the date that sign the report, read from its end."""
    for at in range(len(pages.lines) - 1, pages.start, -1):
        line = pages.lines[at]
        found = DATE.search(line.text) if len(line.text) <= 50 else None
        if not found or line.text[found.end() :].strip(")）。"):
            continue
        above = line.text[: found.start()].strip("(（") or pages.lines[at - 1].text
        if len(above) <= 40 and not re.search("[，。；:：]", above) and kind_of(above):
            return Told(above, line.where), Told(found.group(), line.where)
        if at >= len(pages.lines) - 2 and not line.text[: found.start()]:
            return None, Told(found.group(), line.where)
    return None, None


def _prepared(pages: Pages) -> list[Told]:
    found = _PREPARED.search(pages.flow)
    return [Told(found[1], pages.where(found[1]))] if found else []


def _in_preamble(pages: Pages, year: int | None) -> list[Told]:
    """The body, named with its division, whose report the first lines say this is.

    Nothing where they name several: one of them may be who asked for the report.
    """
    if pages.start == len(pages.lines):
        return []
    found = {
        name: Told(name, pages.lines[at].where)
        for at in pages.near()
        for name in _PREAMBLE.findall(pages.lines[at].text[:LONGEST])
        if split_name(name, year)[1].names and kind_of(name, year) and "各" not in name
    }
    return list(found.values()) if len(found) == 1 else []


def tell_body(
    title: Title | None, pages: Pages, signed: Told | None, evidence: dict[str, str]
) -> str | None:
    """The body: the heading's, else who prepared it, signed it, put it on the portal."""
    year = title.year if title else None
    prepared = [told for told in _prepared(pages) if kind_of(told.text, year)]
    others = [told for told in (signed, *pages.metadata["body"]) if told]
    others = [told for told in others if kind_of(told.text, year)]
    if title and title.body:
        body = title.body
        told_by = [*prepared, *others]
        alike = any(body in told.text or told.text in body for told in told_by)
        # A line above that names no division («新闻中心») may as well be part of the page.
        named = split_name(body, year)[1].names
        whole = title.first == title.last or alike or (not told_by and named)
        if whole and (kind_of(body, year) or not told_by):
            evidence["body"] = quote(title)
            return body
    for told in (*prepared, *_in_preamble(pages, year), *others):
        evidence["body"] = quote(told)
        return told.text
    evidence["body"] = "neither a heading nor a signature nor the portal names the body"
    return None
