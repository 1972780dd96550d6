"""Where the body is: its divisions from its name and, where that leaves it open, from around it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from gxlab.extract.attribution.body_kinds import OF_REGION, split_name
from gxlab.extract.attribution.report_text import LONGEST, Pages, Told, quote
from gxlab.regions import Named, Region, leading, lineage, mentions, region, within

_GOVERNMENT = re.compile("[省市县区旗州盟]?(?:人民政府|政府|行政公署|行署)|政务|(?:政府)?信息")
_RELATIVE = re.compile("省|市(?![场容]|政(?!府))|县(?!域)|区(?!域)|旗|州|盟")


class Place(NamedTuple):
    regions: tuple[Region, ...]
    certain: bool
    why: str


def _line_of(regions: Iterable[Region]) -> Region | None:
    """The lowest of divisions that all lie one in another; None if they do not."""
    order = ("county", "prefecture", "province")
    unique = sorted({r.code: r for r in regions}.values(), key=lambda r: order.index(r.level))
    alike = all(within(unique[0], above) for above in unique[1:])
    return unique[0] if unique and alike else None


def _named_sites(pages: Pages, year: int | None) -> list[tuple[Region, str]]:
    """Divisions with which the names of the site and of the publisher begin."""
    return [(r, quote(told)) for told in pages.sites for r in _one(leading(told.text, year))]


def _qualified(stem: str, lead: Named, pages: Pages, year: int | None) -> list[tuple[Region, str]]:
    """The divisions that stand before the name wherever the report writes it out in full."""
    found = []
    for at in islice(re.finditer(re.escape(stem), pages.flow), 50):
        before = max(at.start() - 24, 0)
        runs = mentions(pages.flow[before : at.start() + lead.end], year)
        run = runs[-1] if runs else None
        ends = run and before + run.end == at.start() + lead.end
        if run and ends and len(run.names) > len(lead.names):
            whole = "".join(run.names) + stem[lead.end :]
            told = Told(whole, pages.where(whole))
            found += [(each, f"{quote(told)} is written out") for each in _one(run)]
    return found


def _surroundings(pages: Pages, year: int | None) -> list[tuple[Region, str]]:
    """Divisions named as addresses, governments or in full at the beginning and the end."""
    found = []
    for at in sorted({*pages.near(), *pages.ends()}):
        line = pages.lines[at]
        for run in mentions(line.text[:LONGEST], year):
            formal = line.text.startswith(("人民政府", "政府门户", "政府网"), run.end)
            address = "地址" in line.text[max(run.start - 5, 0) : run.start]
            if len(run.regions) == 1 and (len(run.names) > 1 or formal or address):
                found.append((run.regions[0], f"«{''.join(run.names)}» ({line.where})"))
    return found


def _narrow(lead: Named, pages: Pages, year: int | None) -> Place:
    """Decide between the divisions that share the printed name."""
    places = ", ".join(lineage(r, year)[1] or lineage(r, year)[0] or "" for r in lead.regions)
    printed = "".join(lead.names)
    written = _qualified(printed, lead, pages, year)
    full = {r.code: (r, text) for r, text in written if r in lead.regions}
    if len(full) == 1:
        ((place, text),) = full.values()
        return Place((place,), True, text)
    if full:
        return Place(lead.regions, False, f"the report names more than one {printed}: {places}")
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
            return Place(left, True, f"«{printed}», and {telling[0][1]} says which")
    return Place(left, False, f"{printed} is in {places}, and {because}")


def _one(named: Named) -> tuple[Region, ...]:
    return named.regions if len(named.regions) == 1 else ()


def _elsewhere(name: str, kind: str | None, pages: Pages, year: int | None) -> Place:
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
        return Place((low,), sure, text + more)
    return Place((), False, f"«{name}» names no division, and nothing else in the report tells")


def tell_place(body: str, kind: str | None, pages: Pages, year: int | None) -> Place:
    """The division whose body it is, or the candidates."""
    name, lead = split_name(body, year)
    rest = name[lead.end :]
    # 城区街道 is a township that is called like a district.
    if not lead.names or re.match("街道|[镇乡](?:人民|政府|$)|苏木", rest):
        return _elsewhere(name, kind, pages, year)
    beside = "".join(leading(rest, year).names)
    if len(beside) > 2 or (kind in OF_REGION and rest and not _GOVERNMENT.match(rest)):
        why = f"«{beside or rest}» is not in {''.join(lead.names)} in the lists of divisions"
        return Place((), False, why)
    if len(lead.regions) > 1:
        return _narrow(lead, pages, year)
    return Place(lead.regions, True, f"«{''.join(lead.names)}» in «{body}»")


def tell_level(kind: str | None, place: Place) -> str | None:
    if kind == "township":
        return "township"
    if kind in OF_REGION and (place.certain or len(place.regions) > 1):
        levels = {each.level for each in place.regions}
        return levels.pop() if len(levels) == 1 else None
    return "department" if kind and kind not in OF_REGION else None
