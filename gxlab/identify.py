"""Who reports, for where and for which year, each told from a text that can be pointed to.

Nothing is guessed. What the report does not tell, or tells of several places alike, is None,
and `Identity.evidence` says why.

The heading of the report is told from the links and lists around it by where it stands (right
above the text) and by what else says the same (the page's title, the statistics period). The
region is read in the name of the body; where the name does not decide (鼓楼区, 财政局), the rest
of the report may: first the name written out in full, then the site and the portal's metadata,
then the addresses and governments named at the beginning and the end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from gxlab.document import Document, Grid, Paragraph
from gxlab.regions import Named, Region, leading, lineage, mentions, region, within

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
_KINDS = {kind: re.compile(pattern) for kind, pattern in KINDS.items()}
_GOVERNMENT = re.compile("[省市县区旗州盟]?(?:人民政府|政府|行政公署|行署)|政务|(?:政府)?信息")
_RELATIVE = re.compile("省|市(?![场容]|政(?!府))|县(?!域)|区(?!域)|旗|州|盟")
_OF_REGION = ("government", "government_office")
# The name of a national body before the division of its branch.
_NATIONAL = re.compile(
    r"(?:国家税务总局|国家统计局|国家金融监督管理总局|中国人民银行|中国气象局|中华人民共和国|中共)"
)
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]$")

_DIGITS = r"(?:[2２][0０]\d\d|二[〇○零ＯOoОΟ0][一二三四五六七八九〇○零ＯOoОΟ]{2})"
_YEAR = re.compile(rf"(?<!\d)({_DIGITS})(?!\d)年?度?的?")
_REPORT = re.compile(
    r"(?:政府信息(?:[和与及、]政务)?|政务(?:[和与及、]政府)?信息|政务|信息)公开(?:工作)?的?(?:情况)?的?"
    rf"(?:{_DIGITS})?年?度?(?:工作)?(?:情况)?(?:总结)?的?(?:年度)?(?:报告|年报)"
)
_PERIOD = re.compile(r"(20\d\d)年0?1月0?1日(?:起|开始)?[至到—\-－–~～]{1,2}(?:(20\d\d)年)?12月31日")
_CHINESE = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")} | dict.fromkeys(
    "○零ＯOoОΟ", "0"
)
_DATE = re.compile(
    rf"(?<!\d)({_DIGITS})[年\-/.](\d{{1,2}}|[一二三四五六七八九十]+)[月\-/.](\d{{1,2}}|[一二三四五六七八九十]+)日?"
)
_PREPARED = re.compile(r"报告由([^，,。;；:：()（）]{3,40}?)(?:根据|依据|按照|编制|负责|组织|结合)")
_LABELS = {
    "body": "发布(?:机构|单位|机关|部门)|发文(?:机关|单位)|公开(?:机构|单位|主体|责任部门)"
    "|责任单位|制发机关|编制单位|(?:信息|文章)?来源",
    "published": "公开日期|发布日期|发布时间|公开时间|成文日期|生成日期|发文日期",
    "title": "名称|标题|信息名称|文件名称|公文名称",
    "year": "年度|年份|所属年度|所属年份|报告年度",
}
_LABEL = {name: re.compile(f"[\\[【]?({pattern})[:：\\]】]*") for name, pattern in _LABELS.items()}
_INLINE = {
    name: re.compile(rf"(?<![\u4e00-\u9fff])(?:{pattern})[:：]\s*([^\s|｜\]】]+(?:\s+\d+:\d+)?)")
    for name, pattern in _LABELS.items()
    if name in ("body", "published")
}
# Between the parts of a page's title: a sign, or a space that is not beside a number.
_SITE = re.compile(r"[\-_|｜—–>»]+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_START = re.compile(
    r"[一1][、.．](?:总体|概述|基本|工作|主动)|本(?:年度)?报告|.{0,60}信息公开条例.{10}"
)
_NEAR = 5
_ENDS = 15


@dataclass(frozen=True, slots=True)
class Identity:
    """Who, where and when; None where the report does not tell.

    Attributes
    ----------
    body : name of the reporting body as printed, without white space
    kind : a key of `KINDS`
    level : ``province``, ``prefecture``, ``county`` (a government or its office), ``department``
        (also zones and institutions) or ``township``
    region_code : the most specific division whose body it is, six digits
    province, prefecture, county : its names in the year of the report; None also where there is
        none (the prefecture of a district of 北京市)
    year : the year reported on, not that of publication
    title : the heading, without white space
    published : the full date of publication or signature
    evidence : for each field the text it was told from and its place, or why it is None
    """

    body: str | None = None
    kind: str | None = None
    level: str | None = None
    region_code: str | None = None
    province: str | None = None
    prefecture: str | None = None
    county: str | None = None
    year: int | None = None
    title: str | None = None
    published: date | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)


class _Line(NamedTuple):
    text: str
    raw: str
    where: str


class _Title(NamedTuple):
    text: str
    body: str | None
    year: int | None
    first: int
    last: int
    where: str


class _Told(NamedTuple):
    value: str
    where: str


class _Place(NamedTuple):
    regions: tuple[Region, ...]
    certain: bool
    why: str


class _Pages(NamedTuple):
    """What the parts of the work share: the lines, where the text begins, the metadata."""

    lines: list[_Line]
    start: int
    flow: str
    metadata: dict[str, list[_Told]]
    sites: list[_Told]


def _quote(told: _Told | _Line | _Title) -> str:
    return f"«{told[0][:80]}» ({told.where})"


def _where(pages: _Pages, text: str) -> str:
    """The place of a text that was found in the flow of lines, where its first line is."""
    at, end = pages.flow.find(text), 0
    for line in pages.lines:
        end += len(line.text)
        if end > at:
            return line.where
    return ""


def kind_of(body: str, year: int | None = None) -> str | None:
    """The kind of a body by its name, one of `KINDS`; a bare division is its government."""
    name, lead = _lead(body, year)
    rest = name[lead.end :]
    if not rest:
        return "government" if lead.names else None
    return next((kind for kind, pattern in _KINDS.items() if pattern.fullmatch(rest)), None)


def _lead(body: str, year: int | None) -> tuple[str, Named]:
    """The name without national prefix and bracketed note, and the divisions it begins with."""
    name = _BRACKETS.sub("", body)
    name = name[found.end() :] if (found := _NATIONAL.match(name)) else name
    return name, leading(name, year)


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, mark, ones = text.rpartition("十")
    if mark:
        return int(_CHINESE.get(tens, "1")) * 10 + int(_CHINESE.get(ones, "0"))
    return int("".join(_CHINESE.get(sign, sign) for sign in text))


def _date(text: str) -> date | None:
    found = _DATE.search("".join(text.split()))
    try:
        return date(*map(_number, found.groups())) if found else None
    except ValueError:
        return None


def parse_title(text: str) -> tuple[str | None, int | None] | None:
    """The body and the year that a heading names; None if the text is no heading of a report."""
    found = _REPORT.search(text)
    tail = text[found.end() :].strip("》”\"'】") if found else ""
    if not found or not re.fullmatch(r"(?:[(（][^()（）]*[)）])?", tail):
        return None
    head = text[: found.start()].lstrip("·•●▪■◆*《“\"'【[").removeprefix("标题：")
    if len(head) > 60 or re.search("[，。；：,;:!?？！]|[上下]一[篇条]|图解|解读|印发", head):
        return None
    # «XX县人民政府信息公开工作…»: 政府 belongs to both words.
    head += "政府" if head.endswith("人民") else ""
    years = {_number(sign) for sign in _YEAR.findall(head + " " + found.group() + " " + tail)}
    parts = [part for part in re.split("关于", _YEAR.sub("", head)) if part]
    body = re.sub("(?:年度|的|20\\d\\d|[^\\w()（）])+$", "", parts[0]) if parts else ""
    return body or None, years.pop() if len(years) == 1 else None


def _read_lines(document: Document) -> list[_Line]:
    """The lines of running text, those in the cells of framed prose and headings included."""
    lines = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            texts = [(block.text, block.locator)]
        elif isinstance(block, Grid):
            texts = [
                (cell.text, cell.locator)
                for cell in block.cells
                if block.n_cols == 1 or ("公开" in cell.text and re.search("报告|年报", cell.text))
            ]
        else:
            continue
        for text, where in texts:
            for raw in text.split("\n"):
                flat = "".join(raw.split()).replace("\u200b", "").replace("\ufeff", "")
                if flat:
                    lines.append(_Line(flat, raw, where))
    return lines


def _read_metadata(document: Document, lines: Iterable[_Line]) -> dict[str, list[_Told]]:
    """What the portal's table or line above the report says: body, date, title, year."""
    told: dict[str, list[_Told]] = {name: [] for name in _LABELS}
    for grid in document.grids:
        for row in grid.rows():
            for at, cell in enumerate(row):
                text = "".join(cell.text.split())
                if not 2 <= len(text) <= 80:
                    continue
                for name, label in _LABEL.items():
                    found = label.match(text)
                    if not found or (
                        found.end() < len(text) and text[found.end() - 1] not in ":：】]"
                    ):
                        continue
                    after = row[at + 1].text if at + 1 < len(row) else ""
                    value = text[found.end() :] or "".join(after.split())
                    told[name].append(_Told(value, cell.locator))
    for line in lines:
        if len(line.text) <= 200:
            for name, label in _INLINE.items():
                told[name] += [_Told(value, line.where) for value in label.findall(line.raw)]
    return told


def _find_titles(lines: list[_Line]) -> list[_Title]:
    """Headings of reports among lines: on one line, or in pieces on two or three."""
    found = []
    for last, line in enumerate(lines):
        if not re.search("报告|年报", line.text) or len(line.text) > 120:
            continue
        alone = parse_title(line.text)
        if alone and all(alone):
            found.append(_Title(line.text, *alone, last, last, line.where))
            continue
        for first in range(last - 1, max(last - 3, -1), -1):
            pieces = lines[first : last + 1]
            text = "".join(piece.text for piece in pieces)
            joined = parse_title(text) if len(text) <= 90 else None
            if not joined or not all(joined) or not kind_of(joined[0] or "", joined[1]):
                continue
            # Above a whole heading stands a body only if it names its division («新闻中心»).
            if not alone or not alone[1] or _lead(joined[0] or "", joined[1])[1].names:
                found.append(_Title(text, *joined, first, last, pieces[0].where))
                break
        else:
            if alone and any(alone):
                found.append(_Title(line.text, *alone, last, last, line.where))
    return found


def _differ(one: _Title, other: _Title) -> bool:
    return one.year != other.year or bool(one.body and other.body and one.body != other.body)


def _choose(
    titles: list[_Title], start: int, years: Counter[int], bodies: set[str], stated: bool
) -> tuple[_Title | None, str]:
    """The heading of this report among all that look like one, and why there is none.

    `years` and `bodies` are what the other sources say, `years` as often as each is said;
    unless a year is `stated`, they only decide between headings.
    """
    if not titles:
        return None, "no heading of an annual report was found"
    last = titles[-1]
    lists = len(titles) > 1 and titles[-2].last >= last.first - 2 and _differ(titles[-2], last)
    if start - last.last <= _NEAR and not lists:
        return last, ""
    scores = [(years[title.year or 0], title.body in bodies) for title in titles]
    best = [title for title, score in zip(titles, scores, strict=True) if score == max(scores)]
    if len(titles) > 1 and any(_differ(best[-1], title) for title in best):
        told = ", ".join(dict.fromkeys(f"«{title.text[:40]}»" for title in best[:3]))
        return None, f"several headings and nothing says which is this report's: {told}"
    if stated and not years[best[-1].year or 0]:
        # A lone link to another year's report, while the page itself speaks of one year.
        return None, f"{_quote(best[-1])} is of another year than all else, so a link"
    return best[-1], ""


def _signature(pages: _Pages) -> tuple[_Told | None, _Told | None]:
    """The body and the date that sign the report, read from its end."""
    for at in range(len(pages.lines) - 1, pages.start, -1):
        line = pages.lines[at]
        found = _DATE.search(line.text) if len(line.text) <= 50 else None
        if not found or line.text[found.end() :].strip(")）。"):
            continue
        above = line.text[: found.start()].strip("(（") or pages.lines[at - 1].text
        if len(above) <= 40 and not re.search("[，。；:：]", above) and kind_of(above):
            return _Told(above, line.where), _Told(found.group(), line.where)
        if at >= len(pages.lines) - 2 and not line.text[: found.start()]:
            return None, _Told(found.group(), line.where)
    return None, None


def _tell_heading(
    document: Document, pages: _Pages, signed: _Told | None, evidence: dict[str, str]
) -> _Title | None:
    """The heading; writes the evidence of title and year."""
    parts = [_Told("".join(part.split()), "title") for part in _SITE.split(document.title)]
    named = [
        _Title(told.value, *parsed, 0, 0, told.where)
        for told in [*parts, *pages.metadata["title"]]
        if (parsed := parse_title(told.value)) and any(parsed)
    ]
    stated = [(title.year, _quote(title)) for title in named if title.year]
    for told in pages.metadata["year"]:
        if found := re.fullmatch(r"(20\d\d)年?度?", told.value):
            stated.append((int(found[1]), _quote(told)))
    if (period := _PERIOD.search(pages.flow)) and period[2] in (None, period[1]):
        told = _Told(period.group(), _where(pages, period.group()))
        stated.append((int(period[1]), f"the statistics period {_quote(told)}"))
    years = Counter(year for year, _ in stated)
    if not stated:
        prose = "".join(line.text for line in pages.lines[pages.start :])
        spoken = Counter(re.findall(r"(20\d\d)年(?!\d+月)", prose)).most_common(1)
        years.update(int(year) for year, _ in spoken)
    bodies = {title.body for title in named if title.body}
    bodies |= {told.value for told in pages.metadata["body"]}
    bodies |= {signed.value} if signed else set()
    heads = _find_titles(pages.lines[: pages.start])
    title, why = _choose(heads, pages.start, years, bodies, bool(stated))
    if title and title.body and title.first == title.last > 0:
        above = pages.lines[title.first - 1]
        if pages.flow.count(above.text + title.body) > 1:
            # The name was cut by the end of a line; elsewhere it stands whole.
            title = title._replace(
                text=above.text + title.text, body=above.text + title.body, where=above.where
            )
    title = title or next(iter(named), None)
    evidence["title"] = _quote(title) if title else why
    if title and title.year:
        others = [text for year, text in stated if year != title.year]
        evidence["year"] = "; but ".join([_quote(title), *others])
        return title
    if len({year for year, _ in stated}) != 1:
        texts = "; ".join(text for _, text in stated)
        evidence["year"] = f"the sources differ: {texts}" if stated else f"not told: {why}"
        return title
    evidence["year"] = stated[0][1]
    return (title or _Title("", None, None, 0, 0, ""))._replace(year=stated[0][0])


def _tell_body(
    title: _Title | None, pages: _Pages, signed: _Told | None, evidence: dict[str, str]
) -> str | None:
    """The body: the heading's, else who prepared it, signed it, put it on the portal."""
    year = title.year if title else None
    prepared = _PREPARED.search(pages.flow)
    others = [_Told(prepared[1], _where(pages, prepared[1]))] if prepared else []
    others += [told for told in (signed, *pages.metadata["body"]) if told]
    others = [told for told in others if kind_of(told.value, year)]
    if title and title.body:
        body = title.body
        alike = any(body in told.value or told.value in body for told in others)
        # A line above that names no division («新闻中心») may as well be part of the page.
        whole = title.first == title.last or alike or (not others and _lead(body, year)[1].names)
        if whole and (kind_of(body, year) or not others):
            evidence["body"] = _quote(title)
            return body
    if others:
        evidence["body"] = _quote(others[0])
        return others[0].value
    evidence["body"] = "neither a heading nor a signature nor the portal names the body"
    return None


def _published(
    year: int | None, pages: _Pages, dated: _Told | None, evidence: dict[str, str]
) -> date | None:
    """The first full date of publication or signature after the year reported on."""
    reasons = []
    for told in (*pages.metadata["published"], dated):
        day = _date(told.value) if told else None
        if told is None or day is None:
            continue
        if year is not None and day.year > year:
            evidence["published"] = _quote(told)
            return day
        since = f"{year} had not ended" if year else "the year of the report is not known"
        reasons.append(f"{_quote(told)}: {since}")
    evidence["published"] = "; ".join(reasons) or "no full date of publication or signature"
    return None


def _line_of(regions: Iterable[Region]) -> Region | None:
    """The lowest of divisions that all lie one in another; None if they do not."""
    order = ("county", "prefecture", "province")
    unique = sorted({r.code: r for r in regions}.values(), key=lambda r: order.index(r.level))
    alike = all(within(unique[0], above) for above in unique[1:])
    return unique[0] if unique and alike else None


def _named_sites(pages: _Pages, year: int | None) -> list[tuple[Region, str]]:
    """Divisions with which the names of the site and of the publisher begin."""
    return [(r, _quote(told)) for told in pages.sites for r in _one(leading(told.value, year))]


def _qualified(stem: str, lead: Named, pages: _Pages, year: int | None) -> list[tuple[Region, str]]:
    """The divisions that stand before the name wherever the report writes it out in full."""
    found = []
    for at in list(re.finditer(re.escape(stem), pages.flow))[:50]:
        before = max(at.start() - 24, 0)
        runs = mentions(pages.flow[before : at.start() + lead.end], year)
        run = runs[-1] if runs else None
        ends = run and before + run.end == at.start() + lead.end
        if run and ends and len(run.names) > len(lead.names):
            whole = "".join(run.names) + stem[lead.end :]
            told = _Told(whole, _where(pages, whole))
            found += [(each, f"{_quote(told)} is written out") for each in _one(run)]
    return found


def _surroundings(pages: _Pages, year: int | None) -> list[tuple[Region, str]]:
    """Divisions named as addresses, governments or in full at the beginning and the end."""
    first = max(pages.start - _NEAR, 0)
    ends = {*range(first, pages.start + _NEAR), *range(len(pages.lines) - _ENDS, len(pages.lines))}
    found = []
    for at in sorted(ends & set(range(len(pages.lines)))):
        line = pages.lines[at]
        for run in mentions(line.text, year):
            formal = line.text.startswith(("人民政府", "政府门户", "政府网"), run.end)
            address = "地址" in line.text[max(run.start - 5, 0) : run.start]
            if len(run.regions) == 1 and (len(run.names) > 1 or formal or address):
                found.append((run.regions[0], f"«{''.join(run.names)}» ({line.where})"))
    return found


def _narrow(lead: Named, pages: _Pages, year: int | None) -> _Place:
    """Decide between the divisions that share the printed name."""
    places = ", ".join(lineage(r, year)[1] or lineage(r, year)[0] or "" for r in lead.regions)
    printed = "".join(lead.names)
    written = _qualified(printed, lead, pages, year)
    full = {r.code: (r, text) for r, text in written if r in lead.regions}
    if len(full) == 1:
        ((place, text),) = full.values()
        return _Place((place,), True, text)
    if full:
        return _Place(lead.regions, False, f"the report names more than one {printed}: {places}")
    left, because = lead.regions, "nothing in the report says which"
    for hints in (_named_sites(pages, year), _surroundings(pages, year)):
        telling = [
            (hint, text)
            for hint, text in hints
            if 0 < sum(hint == r or within(r, hint) for r in left) < len(left)
        ]
        fits = tuple(r for r in left if all(h == r or within(r, h) for h, _ in telling))
        if telling and not fits:
            because = f"the report names several: {telling[0][1]}, {telling[-1][1]}"
            break
        if telling:
            left, because = fits, f"all that the report tells is {telling[0][1]}"
        if len(left) == 1:
            return _Place(left, True, f"«{printed}», and {telling[0][1]} says which")
    return _Place(left, False, f"{printed} is in {places}, and {because}")


def _one(named: Named) -> tuple[Region, ...]:
    return named.regions if len(named.regions) == 1 else ()


def _elsewhere(name: str, kind: str | None, pages: _Pages, year: int | None) -> _Place:
    """Tell the division of a body whose name has none (财政局, 市财政局, 团结乡人民政府)."""
    relative = found.group() if (found := _RELATIVE.match(name)) else ""
    stem = name.removeprefix(relative)
    stem = re.sub("(?:人民政府|政府|办事处)$", "", stem) if kind == "township" else stem
    written = _qualified(stem, Named((), (), 0, 0), pages, year) if len(stem) > 1 else []
    around = _surroundings(pages, year)
    for hints in (written, _named_sites(pages, year), around):
        low = _line_of(r for r, _ in hints)
        if low is None:
            continue
        text = next(text for r, text in hints if r.code == low.code)
        # A township is of the county where it lies; a department may lie in a district and be
        # the city's, so an address does not say whose it is.
        sure = hints is not around or kind == "township"
        if kind in ("township", "zone") and low.level != "county":
            sure = False
        if low.level == "county" and hints is around and not sure:
            low = region(low.parent, year)
        while relative and not low.name.endswith(relative) and low.parent:
            low = region(low.parent, year)
        if not low.name.endswith(relative) or (low.level == "province" and hints is not written):
            sure = False
        more = "" if sure else f"; whether «{name}» is of {low.name} or within it is not told"
        return _Place((low,), sure, text + more)
    return _Place((), False, f"«{name}» names no division, and nothing else in the report tells")


def _place(body: str, kind: str | None, pages: _Pages, year: int | None) -> _Place:
    """The division whose body it is, or the candidates."""
    name, lead = _lead(body, year)
    rest = name[lead.end :]
    # 城区街道 is a township that is called like a district.
    if not lead.names or re.match("街道|[镇乡](?:人民|政府|$)|苏木", rest):
        return _elsewhere(name, kind, pages, year)
    beside = "".join(leading(rest, year).names)
    if len(beside) > 2 or (kind in _OF_REGION and rest and not _GOVERNMENT.match(rest)):
        why = f"«{beside or rest}» is not in {''.join(lead.names)} in the lists of divisions"
        return _Place((), False, why)
    if len(lead.regions) > 1:
        return _narrow(lead, pages, year)
    return _Place(lead.regions, True, f"«{''.join(lead.names)}» in «{body}»")


def _level(kind: str | None, place: _Place) -> str | None:
    if kind == "township":
        return "township"
    if kind in _OF_REGION and (place.certain or len(place.regions) > 1):
        levels = {each.level for each in place.regions}
        return levels.pop() if len(levels) == 1 else None
    return "department" if kind and kind not in _OF_REGION else None


def identify(document: Document) -> Identity:
    """Tell who reports, for where and for which year.

    Parameters
    ----------
    document : what a reader yields; its title, paragraphs and grids are used

    Returns
    -------
    Identity
        With None and a reason in ``evidence`` for whatever is not told.
    """
    evidence: dict[str, str] = {}
    lines = _read_lines(document)
    start = next((at for at, line in enumerate(lines) if _START.match(line.text)), len(lines))
    metadata = _read_metadata(document, [*lines[:start], *lines[max(start, len(lines) - _ENDS) :]])
    flow = "".join(line.text for line in lines)
    sites = [_Told("".join(part.split()), "title") for part in _SITE.split(document.title)]
    sites = [told for told in sites if told.value and not parse_title(told.value)]
    sites += metadata["body"]
    pages = _Pages(lines, start, flow, metadata, sites)
    signed, dated = _signature(pages)
    title = _tell_heading(document, pages, signed, evidence)
    year = title.year if title else None
    body = _tell_body(title, pages, signed, evidence)
    published = _published(year, pages, dated, evidence)
    kind = kind_of(body, year) if body else None
    if body is None:
        place = _Place((), False, "the body is not told")
    else:
        place = _place(body, kind, pages, year)
    evidence["kind"] = f"by the name «{body}»" if kind else "the name of the body does not tell"
    level = _level(kind, place)
    evidence["level"] = evidence["kind"] if level else "neither name nor division of the body tells"
    lineages = [lineage(each, year) for each in place.regions]
    parts = [
        parts.pop() if len(parts := set(x)) == 1 else None for x in zip(*lineages, strict=True)
    ]
    province, prefecture, county = parts or (None, None, None)
    code = place.regions[0].code if place.certain else None
    caveat = place.regions[0].caveat(year) if place.certain else ""
    for name in ("region_code", "province", "prefecture", "county"):
        evidence[name] = f"{place.why}; {caveat}" if caveat else place.why
    return Identity(
        body, kind, level, code, province, prefecture, county, year,
        (title.text or None) if title else None, published, evidence,
    )  # fmt: skip
