"""Where the body is: its divisions from its name and, where that leaves it open, from around it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from gxlab.extract.attribution.body_kinds import OF_REGION, split_name
from gxlab.extract.attribution.report_text import LONGEST, ReportText, Snippet, quote
from gxlab.extract.attribution.sources import Sources
from gxlab.extract.attribution.title import parse_title
from gxlab.regions import Named, Region, leading, lineage, mentions, region, within

_GOVERNMENT = re.compile("[省市县区旗州盟]?(?:人民政府|政府|行政公署|行署)|政务|(?:政府)?信息")
# «市财政局» is of a city that the name leaves out; 市场, 市容, 市政 are no such word.
_RELATIVE = re.compile("省|市(?![场容]|政(?!府))|县(?!域)|区(?!域)|旗|州|盟")
# A common word may stand in a report thousands of times.
_MOST_PLACES = 50
_NO_NAMES = Named((), (), 0, 0)


class Location(NamedTuple):
    """The division whose body it is, or those that it may be; ``why`` is the evidence.

    Where it is not ``certain``, ``regions`` holds candidates: several of one name, or one division
    of which the body may be, or of a part.
    """

    regions: tuple[Region, ...]
    certain: bool
    why: str


class _Hint(NamedTuple):
    """A division named somewhere around, and where."""

    region: Region
    source: str


def _lowest(regions: Iterable[Region]) -> Region | None:
    """The lowest of divisions that all lie one in another; None if they do not."""
    order = ("county", "prefecture", "province")
    unique = sorted({r.code: r for r in regions}.values(), key=lambda r: order.index(r.level))
    nested = all(within(unique[0], above) for above in unique[1:])
    return unique[0] if unique and nested else None


def _site_hints(sources: Sources, year: int | None) -> list[_Hint]:
    """Divisions with which the names of the site and of the publisher begin."""
    sites = [part for part in sources.page_title if part.text and not parse_title(part.text)]
    return [
        _Hint(each, quote(site))
        for site in (*sites, *sources.metadata.body)
        for each in _only(leading(site.text, year))
    ]


def _written_out(stem: str, lead: Named, text: ReportText, year: int | None) -> list[_Hint]:
    """The divisions that stand before the name wherever the report writes it out in full."""
    hints = []
    for at in islice(re.finditer(re.escape(stem), text.flow), _MOST_PLACES):
        before = max(at.start() - 24, 0)
        runs = mentions(text.flow[before : at.start() + lead.end], year)
        run = runs[-1] if runs else None
        adjoins = run and before + run.end == at.start() + lead.end
        if run and adjoins and len(run.names) > len(lead.names):
            whole = "".join(run.names) + stem[lead.end :]
            found = Snippet(whole, text.where(whole))
            hints += [_Hint(each, f"{quote(found)} is written out") for each in _only(run)]
    return hints


def _hints_around(text: ReportText, year: int | None) -> list[_Hint]:
    """Divisions named as addresses, governments or in full at the beginning and the end."""
    hints = []
    for at in sorted({*text.near_start(), *text.near_end()}):
        line = text.lines[at]
        for run in mentions(line.text[:LONGEST], year):
            formal = line.text.startswith(("人民政府", "政府门户", "政府网"), run.end)
            address = "地址" in line.text[max(run.start - 5, 0) : run.start]
            if len(run.regions) == 1 and (len(run.names) > 1 or formal or address):
                hints.append(_Hint(run.regions[0], f"«{''.join(run.names)}» ({line.where})"))
    return hints


def _narrow(lead: Named, sources: Sources, year: int | None) -> Location:
    """Decide between the divisions that share the printed name (鼓楼区 is in four cities)."""
    cities = ", ".join(lineage(r, year)[1] or lineage(r, year)[0] or "" for r in lead.regions)
    printed = "".join(lead.names)
    written = _written_out(printed, lead, sources.text, year)
    full = {hint.region.code: hint for hint in written if hint.region in lead.regions}
    if len(full) == 1:
        (hint,) = full.values()
        return Location((hint.region,), True, hint.source)
    if full:
        return Location(lead.regions, False, f"the report names more than one {printed}: {cities}")
    candidates, because = lead.regions, "nothing in the report says which"
    for hints in (_site_hints(sources, year), _hints_around(sources.text, year)):
        # A hint that fits all candidates, or none, says nothing.
        telling = [
            hint
            for hint in hints
            if 0 < sum(_in_or_is(r, hint.region) for r in candidates) < len(candidates)
        ]
        if not telling:
            continue
        fits = tuple(r for r in candidates if all(_in_or_is(r, hint.region) for hint in telling))
        if not fits:
            because = f"the report names several: {telling[0].source}, {telling[-1].source}"
            break
        candidates, because = fits, f"all that the report says is {telling[0].source}"
        if len(candidates) == 1:
            return Location(candidates, True, f"«{printed}», and {telling[0].source} says which")
    return Location(candidates, False, f"{printed} is in {cities}, and {because}")


def _in_or_is(one: Region, other: Region) -> bool:
    return one == other or within(one, other)


def _only(named: Named) -> tuple[Region, ...]:
    """The division that the names stand for, if it is one."""
    return named.regions if len(named.regions) == 1 else ()


def _from_around(name: str, kind: str | None, sources: Sources, year: int | None) -> Location:
    """The division of a body whose name has none (财政局, 市财政局, 团结乡人民政府)."""
    relative = found.group() if (found := _RELATIVE.match(name)) else ""
    stem = name.removeprefix(relative)
    stem = re.sub("(?:人民政府|政府|办事处)$", "", stem) if kind == "township" else stem
    text = sources.text
    written = _written_out(stem, _NO_NAMES, text, year) if len(stem) > 1 else []
    around = _hints_around(text, year)
    for hints in (written, _site_hints(sources, year), around):
        lowest = _lowest(hint.region for hint in hints)
        if lowest is None:
            continue
        source = next(hint.source for hint in hints if hint.region.code == lowest.code)
        place, certain = _level_of_body(
            lowest, kind, relative, year, is_address=hints is around, is_written=hints is written
        )
        more = "" if certain else f"; whether «{name}» is of {place.name} or within it is not said"
        return Location((place,), certain, source + more)
    return Location((), False, f"«{name}» names no division, and nothing else in the report does")


def _level_of_body(
    place: Region,
    kind: str | None,
    relative: str,
    year: int | None,
    *,
    is_address: bool,
    is_written: bool,
) -> tuple[Region, bool]:
    """The division that the body belongs to, which is `place` or one above it, and whether surely.

    A township is of the county where it lies. A department may lie in a district and be the
    city's (淮安市财政局 in 清江浦区), so an address does not say whose it is; 市财政局 is a city's.
    """
    certain = not is_address or kind == "township"
    if kind in ("township", "zone") and place.level != "county":
        certain = False
    if place.level == "county" and is_address and not certain:
        place = region(place.parent, year)
    while relative and not place.name.endswith(relative) and place.parent:
        place = region(place.parent, year)
    if not place.name.endswith(relative) or (place.level == "province" and not is_written):
        certain = False
    return place, certain


def find_location(body: str, kind: str | None, sources: Sources, year: int | None) -> Location:
    """The division whose body it is, or the candidates."""
    name = split_name(body, year)
    lead, rest = name.lead, name.rest
    # 城区街道 is a township that is called like a district.
    if not lead.names or re.match("街道|[镇乡](?:人民|政府|$)|苏木", rest):
        return _from_around(name.name, kind, sources, year)
    beside = "".join(leading(rest, year).names)
    # 南京市东城区: the lists have no such district of 南京市, so it is not taken for 南京市.
    if len(beside) > 2 or (kind in OF_REGION and rest and not _GOVERNMENT.match(rest)):
        why = f"«{beside or rest}» is not in {''.join(lead.names)} in the lists of divisions"
        return Location((), False, why)
    if len(lead.regions) > 1:
        return _narrow(lead, sources, year)
    return Location(lead.regions, True, f"«{''.join(lead.names)}» in «{body}»")


def level_of(kind: str | None, location: Location) -> str | None:
    """The level of a government by its division, that of other bodies by their kind."""
    if kind == "township":
        return "township"
    if kind in OF_REGION and (location.certain or len(location.regions) > 1):
        levels = {each.level for each in location.regions}
        return levels.pop() if len(levels) == 1 else None
    return "department" if kind and kind not in OF_REGION else None
