"""The heading of the report among all that look like one, and the year reported on."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from gxlab.extract.attribution.body_kinds import kind_of, split_name
from gxlab.extract.attribution.dates import DIGITS, PERIOD, SPAN, YEAR, number, span_of
from gxlab.extract.attribution.report_text import NEAR, Line, Pages, Told, names_report, quote

_REPORT = re.compile(
    r"(?:政府信息(?:[和与及、]政务)?|政务(?:[和与及、]政府)?信息|政务|信息)公开(?:工作)?的?(?:情况)?的?"
    rf"(?:{DIGITS})?年?度?(?:工作)?(?:情况)?(?:总结)?的?(?:年度)?(?:报告|年报)"
)
# The notice that a report is issued with.
_NOTICE = re.compile(
    "[^《》]{0,60}(?:印发|公布|发布|转发)《([^《》]{1,100})》的(?:通知|公告|通告|函)"
)


class Title(NamedTuple):
    """A heading and what it names; `span` are its years where it names several."""

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


def parse_title(text: str) -> tuple[str | None, int | None] | None:
    """The body and the year that a heading names; None if the text is no heading of a report.

    A span of years (2023-2024年) is not a year. Of a notice («关于印发《…》的通知») counts what
    the report within is called, if that names its body.
    """
    if notice := _NOTICE.fullmatch(text[:200]):
        issued = parse_title(notice[1])
        return issued if issued and issued[0] else None
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
    years = {number(sign) for sign in YEAR.findall(head + " " + found.group() + " " + tail)}
    parts = [part for part in re.split("关于", YEAR.sub("", head)) if part]
    body = re.sub("(?:年度|的|20\\d\\d|[^\\w()（）])+$", "", parts[0]) if parts else ""
    return body or None, years.pop() if len(years) == 1 and plain == text else None


def _read(text: str, first: int, last: int, where: str) -> Title | None:
    """A text as a heading; None if it is none."""
    parsed = parse_title(text)
    return Title(text, *parsed, span_of(text), first, last, where) if parsed else None


def _find_titles(lines: list[Line]) -> list[Title]:
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
            # Above a whole heading stands a body only if it names its division («新闻中心»).
            named = split_name(joined.body or "", joined.year)[1].names
            if not alone or not (alone.year or alone.span) or named:
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

    `years` and `bodies` are what the other sources say, `years` as often as each is said;
    unless a year is `stated`, they only decide between headings.
    """
    if not titles:
        return None, "no heading of an annual report was found"
    last = titles[-1]
    lists = len(titles) > 1 and titles[-2].last >= last.first - 2 and _differ(titles[-2], last)
    if start - last.last <= NEAR and not lists:
        return last, ""
    scores = [(years[title.year or 0], title.body in bodies) for title in titles]
    most = max(scores)
    best = [title for title, score in zip(titles, scores, strict=True) if score == most]
    if len(titles) > 1 and any(_differ(best[-1], title) for title in best):
        told = ", ".join(dict.fromkeys(f"«{title.text[:40]}»" for title in best[:3]))
        return None, f"several headings and nothing says which is this report's: {told}"
    if stated and not any(years[year] for year in best[-1].span or (best[-1].year or 0,)):
        # A lone link to another year's report, while the page itself speaks of one year.
        return None, f"{quote(best[-1])} is of another year than all else, so a link"
    return best[-1], ""


def _on_the_page(parts: list[Told], pages: Pages) -> list[Title]:
    """Headings in the page's title and in its metadata."""
    told = [_read(text, 0, 0, where) for text, where in (*parts, *pages.metadata["title"])]
    return [title for title in told if title and (title.body or title.year or title.span)]


def _stated_years(named: list[Title], pages: Pages) -> list[tuple[int, str]]:
    """The years that the page's title, its metadata and the statistics period state."""
    stated = [(title.year, quote(title)) for title in named if title.year]
    for told in pages.metadata["year"]:
        if found := re.fullmatch(r"(20\d\d)年?度?", told.text):
            stated.append((int(found[1]), quote(told)))
    if (period := PERIOD.search(pages.flow)) and period[2] in (None, period[1]):
        told = Told(period.group(), pages.where(period.group()))
        stated.append((int(period[1]), f"the statistics period {quote(told)}"))
    return stated


def _joined_above(title: Title, pages: Pages) -> Title:
    """The heading with the line above it, where that line has the first half of the name."""
    if not title.body or title.first != title.last or title.first == 0:
        return title
    above = pages.lines[title.first - 1]
    if parse_title(above.text) or pages.flow.count(above.text + title.body) < 2:
        return title
    # The name was cut by the end of a line; elsewhere it stands whole.
    text, body = above.text + title.text, above.text + title.body
    return title._replace(text=text, body=body, where=above.where)


def tell_title(
    parts: list[Told], pages: Pages, signed: Told | None, evidence: dict[str, str]
) -> Title | None:
    """The heading, with the year reported on; writes the evidence of both.

    Parameters
    ----------
    parts : the parts of the page's title
    pages : the lines and the metadata
    signed : the body that signs the report
    evidence : what is told goes here under ``title`` and ``year``
    """
    named = _on_the_page(parts, pages)
    stated = _stated_years(named, pages)
    years = Counter(year for year, _ in stated)
    if not stated:
        prose = "".join(line.text for line in pages.lines[pages.start :])
        spoken = Counter(re.findall(r"(20\d\d)年(?!\d+月)", prose)).most_common(1)
        years.update(int(year) for year, _ in spoken)
    bodies = {title.body for title in named if title.body}
    bodies |= {told.text for told in pages.metadata["body"]}
    bodies |= {signed.text} if signed else set()
    heads = _find_titles(pages.lines[: pages.start])
    title, why = _choose(heads, pages.start, years, bodies, bool(stated))
    title = _joined_above(title, pages) if title else next(iter(named), None)
    evidence["title"] = quote(title) if title else why
    if title and (title.year or title.span):
        own = quote(title) if title.year else f"{quote(title)} names several years"
        others = [text for year, text in stated if year != title.year]
        evidence["year"] = "; but ".join([own, *others])
        return title
    if len({year for year, _ in stated}) != 1:
        texts = "; ".join(text for _, text in stated)
        evidence["year"] = f"the sources differ: {texts}" if stated else f"not told: {why}"
        return title
    evidence["year"] = stated[0][1]
    return (title or Title("", None, None, None, 0, 0, ""))._replace(year=stated[0][0])
