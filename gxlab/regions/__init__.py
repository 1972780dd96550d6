"""Administrative divisions: what a printed name stands for in a given year.

The list is ``regions.csv`` (its columns, sources and gaps: ``data/regions/README.md``). One row
is one name of one code over an unbroken run of years, so a place that was renamed, recoded or
promoted (洪泽县, then 洪泽区) has several rows, and a name has to be read with its year.
A year after the newest list counts as the newest list, one before the oldest as the oldest.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import NamedTuple

#: The lists are of 31 December and a report is printed in the spring after its year.
TOLERANCE = 1
_NEWEST = 9999  # any year after the newest list
_SUFFIX = re.compile("[省市区县旗州盟]")
# «合作市场», «新建区域», «县级» begin like the name of a place and are none.
_NO_NAME = re.compile("市场|区[域间别块分]|县级")
_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜"
    "|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|普米|塔吉克|怒|鄂温克|保安|裕固|独龙|鄂伦春|各"
)
_ENDING = re.compile("(?:省|市|地区|盟)$")
# 临夏回族自治州, 积石山保安族东乡族撒拉族自治县: the stem, its peoples, the kind of division.
_AUTONOMOUS = re.compile(rf"(.{{2,}}?)(?:(?:{_PEOPLES})族?)*族?自治([州县旗区])")


class Region(NamedTuple):
    """One name of one division; the columns of ``regions.csv``, with None for an open year."""

    code: str
    name: str
    level: str
    parent: str
    first_year: int | None
    last_year: int | None
    successor: str
    change: str

    def years_off(self, year: int) -> int:
        """By how many years `year` lies outside the years of this name; 0 inside."""
        return max((self.first_year or year) - year, year - (self.last_year or year), 0)

    def caveat(self, year: int | None) -> str:
        """What to say where the name was not, or not yet, in use; nothing where it was."""
        if year is None or not self.years_off(year):
            return ""
        years = f"{self.first_year or 'the first'} to {self.last_year or 'the newest'}"
        return f"{self.name} ({self.code}) is in the lists from {years}, not in that of {year}"


class Named(NamedTuple):
    """Division names that stand side by side in a text (淮安市洪泽区) and what they may mean."""

    names: tuple[str, ...]
    regions: tuple[Region, ...]
    start: int
    end: int


class _Index(NamedTuple):
    by_code: dict[str, list[Region]]
    by_name: dict[str, list[Region]]
    stems: dict[str, list[Region]]
    sizes: set[int]


def _short(name: str) -> str:
    """The short form of a name with its suffix: 临夏州."""
    found = _AUTONOMOUS.fullmatch(name) if "自治" in name else None
    return found[1] + found[2] if found else name


def _stem(name: str) -> str:
    """The name without its suffix: 临夏."""
    found = _AUTONOMOUS.fullmatch(name) if "自治" in name else None
    return found[1] if found else _ENDING.sub("", name)


@cache
def _index() -> _Index:
    index = _Index({}, {}, {}, set())
    with (files(__name__) / "regions.csv").open(encoding="utf-8") as stream:
        rows = csv.reader(stream)
        next(rows)  # the names of the columns
        for code, zh, level, parent, first, last, successor, change in rows:
            years = int(first) if first else None, int(last) if last else None
            place = Region(code, zh, level, parent, *years, successor, change)
            index.by_code.setdefault(place.code, []).append(place)
            # «广西区» is not in use, and «内蒙古区» neither.
            for name in {zh, zh if level == "province" else _short(zh)}:
                index.by_name.setdefault(name, []).append(place)
                index.sizes.add(len(name))
            if level != "county":
                index.stems.setdefault(_stem(zh), []).append(place)
    return index


def region(code: str, year: int | None = None) -> Region:
    """The division with this code, under its name of `year`; `LookupError` if there is none."""
    if (rows := _index().by_code.get(code)) is None:
        raise LookupError(f"no list since 2007 has the division code {code!r}; see regions.csv")
    return min(rows, key=lambda row: row.years_off(year or _NEWEST))


def county_level(first: int, last: int) -> list[Region]:
    """The county-level divisions that bore one name and code from `first` to `last`, by code."""
    rows = chain.from_iterable(_index().by_code.values())
    found = {
        r for r in rows if r.level == "county" and not r.years_off(first) and not r.years_off(last)
    }
    return sorted(found, key=lambda row: row.code)


def _above(place: Region) -> Iterator[str]:
    while place.parent:
        yield place.parent
        place = region(place.parent, place.last_year)


def within(place: Region, above: Region) -> bool:
    """Whether a division lies in another one, or in what that became."""
    return any(code in (above.code, above.successor) for code in _above(place))


def find(
    name: str, year: int | None = None, level: str | None = None, above: tuple[Region, ...] = ()
) -> list[Region]:
    """The divisions that a printed name may stand for in a year (None: the newest list).

    `name` is full or the short form of an autonomous division (临夏州), never a bare stem (洪泽);
    `level` keeps one level, `above` what lies in one of these. Found are those of the year, give
    or take `TOLERANCE`, else those of any year, whose `Region.caveat` then says so. Several rows
    of one place count once, with the row nearest to the year.
    """
    when = year or _NEWEST
    rows = [
        row
        for row in _index().by_name.get(name, ())
        if level in (None, row.level) and (not above or any(within(row, a) for a in above))
    ]
    rows = [row for row in rows if row.years_off(when) <= TOLERANCE] or rows
    nearest: dict[tuple[str, str], int] = {}
    for row in rows:
        key = row.name, row.code[:2]
        nearest[key] = min(nearest.get(key, _NEWEST), row.years_off(when))
    return [row for row in rows if row.years_off(when) == nearest[row.name, row.code[:2]]]


def lineage(place: Region, year: int | None = None) -> tuple[str | None, str | None, str | None]:
    """The names (province, prefecture, county) of a division and those above it in a year."""
    when = max(min(year or _NEWEST, place.last_year or _NEWEST), place.first_year or 0)
    names = {place.level: place.name}
    for code in _above(place):
        above = region(code, when)
        names[above.level] = above.name
    return names.get("province"), names.get("prefecture"), names.get("county")


def leading(text: str, year: int | None = None) -> Named:
    """The division names with which a body's name begins, each within the one before.

    A stem counts only where it leads to a full name within it: 江苏淮安市, but not 沂源经济开发区.
    """
    index = _index()
    names: list[str] = []
    regions: tuple[Region, ...] = ()
    end = 0
    if not any(text[:size] in index.by_name for size in index.sizes):
        end = next((size for size in (4, 3, 2) if text[:size] in index.stems), 0)
        regions = tuple(index.stems.get(text[:end], ()))
    while True:
        for size in sorted(index.sizes, reverse=True):
            name = text[end : end + size]
            found = find(name, year, above=regions) if name in index.by_name else []
            if found:
                names.append(name)
                regions, end = tuple(found), end + len(name)
                break
        else:
            break
    return Named(tuple(names), regions, 0, end) if names else Named((), (), 0, 0)


def mentions(text: str, year: int | None = None) -> list[Named]:
    """Every run of division names in a text without spaces, left to right.

    Names of two characters also arise by chance (理县 in «办理县…») and count only after the name
    of the division that they lie in.
    """
    names, longest = _index().by_name, max(_index().sizes)
    found: list[Named] = []
    for suffix in _SUFFIX.finditer(text):
        end = suffix.end()
        floor = found[-1].end if found else 0
        for start in range(max(floor, end - longest), end - 1):
            name = text[start:end]
            if name not in names or _NO_NAME.match(text, end - 1):
                continue
            last = found[-1] if found and found[-1].end == start else None
            inside = find(name, year, above=last.regions) if last else []
            if last and inside:
                found[-1] = Named((*last.names, name), tuple(inside), last.start, end)
            elif end - start > 2:
                found.append(Named((name,), tuple(find(name, year)), start, end))
            break
    return found
