"""The heading of the report among all that look like one, and the year reported on."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from gxlab.extract.attribution.body_kinds import kind_of, split_name
from gxlab.extract.attribution.dates import DIGITS, PERIOD, SPAN, YEAR, number, span_of
from gxlab.extract.attribution.report_text import (
    NEAR,
    PrintedLine,
    ReportText,
    Snippet,
    names_report,
    quote,
)
from gxlab.extract.attribution.sources import Sources

_REPORT = re.compile(
    r"(?:政府信息(?:[和与及、]政务)?|政务(?:[和与及、]政府)?信息|政务|信息)公开(?:工作)?的?(?:情况)?的?"
    rf"(?:{DIGITS})?年?度?(?:工作)?(?:情况)?(?:总结)?的?(?:年度)?(?:报告|年报)"
)
# The notice with which a report is issued: 安丘市政府办公室关于印发《…2024年…报告》的通知.
_NOTICE = re.compile(
    "[^《》]{0,60}(?:印发|公布|发布|转发)《([^《》]{1,100})》的(?:通知|公告|通告|函)"
)


class ParsedTitle(NamedTuple):
    """What a heading names; ``year`` is None also where it names several."""

    body: str | None
    year: int | None


class Title(NamedTuple):
    """A heading and what it names; ``span`` are its years where it names several.

    ``first`` and ``last`` are the numbers of the lines on which it stands.
    """

    text: str
    body: str | None
    year: int | None
    span: range | None
    first: int
    last: int
    where: str

    @property
    def whole(self) -> bool:
        return bool(self.body and (self.year or self.span))


def parse_title(text: str) -> ParsedTitle | None:
    """The body and the year that a heading names; None if the text is no heading of a report.

    A span of years (2023-2024年) is not a year. A notice («关于印发《…》的通知») is read as what
    the report that it issues is called, if that names its body.
    """
    if notice := _NOTICE.fullmatch(text[:200]):
        issued = parse_title(notice[1])
        return issued if issued and issued.body else None
    plain = SPAN.sub("", text)
    found = _REPORT.search(plain)
    tail = plain[found.end() :].strip("》”\"'】") if found else ""
    if not found or not re.fullmatch(r"(?:[(（][^()（）]*[)）])?", tail):
        return None
    head = plain[: found.start()].lstrip("·•●▪■◆*《“\"'【[").removeprefix("标题：")
    if len(head) > 60 or re.search("[，。；：,:;!?？！]|[上下]一[篇条]|图解|解读|印发", head):
        return None
    # «XX县人民政府信息公开工作…»: 政府 belongs to both words.
    head += "政府" if head.endswith("人民") else ""
    years = {number(year) for year in YEAR.findall(head + " " + found.group() + " " + tail)}
    parts = [part for part in re.split("关于", YEAR.sub("", head)) if part]
    body = re.sub("(?:年度|的|20\\d\\d|[^\\w()（）])+$", "", parts[0]) if parts else ""
    return ParsedTitle(body or None, years.pop() if len(years) == 1 and plain == text else None)


def _read(text: str, first: int, last: int, where: str) -> Title | None:
    """A text as a heading; None if it is none."""
    parsed = parse_title(text)
    if parsed is None:
        return None
    return Title(text, parsed.body, parsed.year, span_of(text), first, last, where)


def _find_titles(lines: list[PrintedLine]) -> list[Title]:
    """Headings of reports among lines: on one line, or in pieces on two or three."""
    found = []
    for last, line in enumerate(lines):
        if len(line.text) > 120 or not names_report(line.text):
            continue
        alone = _read(line.text, last, last, line.where)
        if alone and alone.whole:
            found.append(alone)
            continue
        for first in range(last - 1, max(last - 3, -1), -1):
            pieces = lines[first : last + 1]
            if sum(len(piece.text) for piece in pieces) > 90:
                continue
            joined = _read("".join(piece.text for piece in pieces), first, last, pieces[0].where)
            if not joined or not joined.whole or not kind_of(joined.body or "", joined.year):
                continue
            # Above a heading with its year stands a body only if it names its division: 新闻中心
            # above «2024年政府信息公开工作年度报告» is part of the page.
            names_division = split_name(joined.body or "", joined.year).lead.names
            if not alone or not (alone.year or alone.span) or names_division:
                found.append(joined)
                break
        else:
            if alone and (alone.body or alone.year or alone.span):
                found.append(alone)
    return found


def _differ(one: Title, other: Title) -> bool:
    if (one.year, one.span) != (other.year, other.span):
        return True
    return bool(one.body and other.body and one.body != other.body)


def _choose(
    titles: list[Title], start: int, years: Counter[int], bodies: set[str], stated: bool
) -> tuple[Title | None, str]:
    """The heading of this report among all that look like one, and why there is none.

    A portal's page has a list of links to the reports of other years or other departments, each
    of which looks like the heading. The last heading counts where it stands right above the text
    and no list does; else the one that the other sources agree with.

    Parameters
    ----------
    start : the line with which the text begins
    years, bodies : what the other sources name, ``years`` with how often each is named
    stated : whether the other sources state a year; one that the prose only mentions often
        decides between headings, and rules none out
    """
    if not titles:
        return None, "no heading of an annual report was found"
    last = titles[-1]
    in_list = len(titles) > 1 and titles[-2].last >= last.first - 2 and _differ(titles[-2], last)
    if start - last.last <= NEAR and not in_list:
        return last, ""
    scores = [(years[title.year or 0], title.body in bodies) for title in titles]
    most = max(scores)
    best = [title for title, score in zip(titles, scores, strict=True) if score == most]
    if len(titles) > 1 and any(_differ(best[-1], title) for title in best):
        names = ", ".join(dict.fromkeys(f"«{title.text[:40]}»" for title in best[:3]))
        return None, f"several headings and nothing says which is this report's: {names}"
    if stated and not any(years[year] for year in best[-1].span or (best[-1].year or 0,)):
        # A lone link to another year's report, while the page itself speaks of one year.
        return None, f"{quote(best[-1])} is of another year than all else, so a link"
    return best[-1], ""


def _on_the_page(sources: Sources) -> list[Title]:
    """Headings in the page's title and in its metadata."""
    found = [
        _read(text, 0, 0, where) for text, where in (*sources.page_title, *sources.metadata.title)
    ]
    return [title for title in found if title and (title.body or title.year or title.span)]


class _StatedYear(NamedTuple):
    year: int
    source: str


def _stated_years(on_the_page: list[Title], sources: Sources) -> list[_StatedYear]:
    """The years that the page's title, its metadata and the statistics period state."""
    stated = [_StatedYear(title.year, quote(title)) for title in on_the_page if title.year]
    for entry in sources.metadata.year:
        if found := re.fullmatch(r"(20\d\d)年?度?", entry.text):
            stated.append(_StatedYear(int(found[1]), quote(entry)))
    text = sources.text
    if (period := PERIOD.search(text.flow)) and period[2] in (None, period[1]):
        printed = Snippet(period.group(), text.where(period.group()))
        stated.append(_StatedYear(int(period[1]), f"the statistics period {quote(printed)}"))
    return stated


def _joined_above(title: Title, report: ReportText) -> Title:
    """The heading with the line above it, where that line has the first half of the name.

    «安丘市行政审批 / 服务局2024年…»: 服务局 is the name of a body too, so it is only taken to have
    been cut by the end of the line where the whole name stands elsewhere in the report.
    """
    if not title.body or title.first != title.last or title.first == 0:
        return title
    above = report.lines[title.first - 1]
    # Once is this place itself, since the flow joins the lines.
    if parse_title(above.text) or report.flow.count(above.text + title.body) < 2:
        return title
    text, body = above.text + title.text, above.text + title.body
    return title._replace(text=text, body=body, where=above.where)


def find_title(sources: Sources, evidence: dict[str, str]) -> Title | None:
    """The heading, with the year reported on.

    Parameters
    ----------
    evidence : what was found, or why nothing was, is written here under ``title`` and ``year``
    """
    text = sources.text
    on_the_page = _on_the_page(sources)
    stated = _stated_years(on_the_page, sources)
    bodies = {title.body for title in on_the_page if title.body}
    bodies |= {entry.text for entry in sources.metadata.body}
    bodies |= {sources.signed.body.text} if sources.signed.body else set()
    years = Counter(each.year for each in stated) or _mentioned_most(text)
    headings = _find_titles(text.lines[: text.start])
    title, why = _choose(headings, text.start, years, bodies, bool(stated))
    title = _joined_above(title, text) if title else next(iter(on_the_page), None)
    evidence["title"] = quote(title) if title else why
    return _with_year(title, stated, why, evidence)


def _mentioned_most(text: ReportText) -> Counter[int]:
    """The year that the prose mentions most often, not counting months of it."""
    prose = "".join(line.text for line in text.lines[text.start :])
    mentioned = Counter(re.findall(r"(20\d\d)年(?!\d+月)", prose)).most_common(1)
    return Counter(int(year) for year, _ in mentioned)


def _with_year(
    title: Title | None, stated: list[_StatedYear], why: str, evidence: dict[str, str]
) -> Title | None:
    """The heading with its own year, or with the one that all other sources state."""
    if title and (title.year or title.span):
        own = quote(title) if title.year else f"{quote(title)} names several years"
        others = [source for year, source in stated if year != title.year]
        evidence["year"] = "; but ".join([own, *others])
        return title
    if len({each.year for each in stated}) != 1:
        texts = "; ".join(each.source for each in stated)
        evidence["year"] = f"the sources differ: {texts}" if stated else f"not found: {why}"
        return title
    evidence["year"] = stated[0].source
    return (title or Title("", None, None, None, 0, 0, ""))._replace(year=stated[0].year)
