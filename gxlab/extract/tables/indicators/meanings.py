"""What the texts of a list of indicators mean: its labels, its units, the heads of its columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from gxlab.extract.tables.labels import Lexicon, fold, fold_width
from gxlab.forms import Label, tables_called

TABLE = "indicators"
COLUMN = "value"

_OF_WHICH = re.compile(r"^其中[:;,.、]?")
_THINGS = frozenset("条件次篇个份项宗起期场部则家处")
_PEOPLE = frozenset(("人", "人次", "名"))
_MONEY = frozenset(("元", "千元", "万元", "百万元", "亿元"))
_UNITS = "|".join(sorted(_THINGS | _PEOPLE | _MONEY, key=len, reverse=True))
# «收到申请数(件)», «费用(单位:万元)», «收到申请数 件».
_UNIT_IN_BRACKETS = re.compile(rf"\((?:计量)?(?:单位[:;]?)?({_UNITS})\)$")
_UNIT_AT_END = re.compile(rf"(?<=[^\S\n])({_UNITS})$")
_MOST_ENUMERATORS = 3


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a label may mean: the rows with these words, or a heading, or nothing known."""

    rows: tuple[str, ...] = ()
    heading: str | None = None

    @property
    def known(self) -> bool:
        return bool(self.rows or self.heading)


@cache
def rows_by_code() -> dict[str, Label]:
    """The rows of the list by their codes, in printed order."""
    return {row.code: row for table in tables_called(TABLE) for row, _ in table.cells()}


@cache
def _wordings() -> dict[str, tuple[str, ...]]:
    """The rows that each wording may mean; most are of one row, a few of two."""
    meant: dict[str, list[str]] = {}
    for code, label in rows_by_code().items():
        for wording in label.wordings:
            meant.setdefault(_OF_WHICH.sub("", wording), []).append(code)
    return {wording: tuple(dict.fromkeys(codes)) for wording, codes in meant.items()}


@cache
def _lexicon() -> Lexicon:
    return Lexicon(Label(" ".join(codes), zh, "") for zh, codes in _wordings().items())


@cache
def _headings() -> Lexicon:
    return Lexicon(group for table in tables_called(TABLE) for group in table.row_groups)


@cache
def _heads() -> Lexicon:
    tables = tables_called(TABLE)
    columns = (c for table in tables for block in table.blocks for c in block.columns)
    return Lexicon([*(head for table in tables for head in table.heads), *columns])


def head(text: str) -> str | None:
    """The code of the table's head, or of its column, that a text above the list names."""
    return _heads().exact(text, whole=True)


def is_unit(text: str) -> bool:
    """Whether a cell is a unit: «件», «(万元)»."""
    return clean_unit(text) in _THINGS | _PEOPLE | _MONEY


def clean_unit(text: str) -> str:
    """A unit in half width and without brackets."""
    return fold_width(text).strip("()")


def unit_doubt(unit: str, printed: str) -> str:
    """Why a value with the unit `printed` may not be of a row whose unit is `unit`, if so.

    Reports put 件 for 条 or 次, which changes no number. A unit of another kind (money, people,
    things) does, and so may one that is not known.
    """
    if not printed:
        return ""
    kinds = (_THINGS, _PEOPLE, _MONEY)
    if any(unit in kind and printed in kind for kind in kinds):
        return ""
    return f"the unit «{printed}» is printed where the form has {unit}"


def unit_in_label(text: str) -> tuple[str, str]:
    """A label without the unit at its end, and that unit."""
    flat = fold_width(text)
    if found := _UNIT_IN_BRACKETS.search(flat):
        return flat[: found.start()], found.group(1)
    if found := _UNIT_AT_END.search(text.strip()):
        return text.strip()[: found.start()], found.group(1)
    return text, ""


def meaning_of(text: str) -> Meaning:
    """What a label means; slips are allowed where enumerator and wording agree on one row."""
    key, number = _bare(text)
    if not key:
        return Meaning()
    if found := _lexicon().exact(key):
        return Meaning(_fitting(found.split(), key, number, exact=True))
    if heading := _headings().exact(key):
        return Meaning(heading=heading)
    marked = key if number is None else f"{number}.{key}"
    if (found := _lexicon().match(marked)) and _is_nearest(key, found):
        return Meaning(_fitting(found.split(), key, number, exact=False))
    return Meaning(heading=_headings().match(marked))


def is_exact(text: str) -> bool:
    """Whether a text has the very words of a row."""
    return _lexicon().exact(_bare(text)[0]) is not None


def is_known(text: str) -> bool:
    """Whether a text has the very words of a row or a heading."""
    key = _bare(text)[0]
    return (_lexicon().exact(key) or _headings().exact(key)) is not None


@lru_cache(maxsize=1 << 12)
def _bare(text: str) -> tuple[str, int | None]:
    """A label without unit, enumerators and 其中, and the last enumerator that it had."""
    flat = fold_width(unit_in_label(text)[0])
    number: int | None = None
    for _ in range(_MOST_ENUMERATORS):
        flat = _OF_WHICH.sub("", flat)
        folded = fold(flat)
        flat = folded.key
        if folded.number is None:
            break
        number = folded.number
    return _OF_WHICH.sub("", flat), number


def _fitting(codes: list[str], key: str, number: int | None, *, exact: bool) -> tuple[str, ...]:
    """The rows that a printed enumerator leaves possible.

    A report may number its rows anew, so words count for more than numbers; unless a change of
    one character makes them those of another row that has the number: «4.同意公开答复数» is
    no slip in the number of 2.同意公开答复数, but one in the words of 4.不同意公开答复数.
    """
    own = {code: fold(label.zh).number for code, label in rows_by_code().items()}
    if number is None or (len(codes) == 1 and own[codes[0]] == number):
        return tuple(codes)
    if len(codes) > 1 or not exact:
        return tuple(code for code in codes if own[code] == number)
    others = (
        wording
        for wording, meant in _wordings().items()
        if codes[0] not in meant and any(own[code] == number for code in meant)
    )
    if any(OSA.distance(key, fold(other).bare) <= 1 for other in others):
        return ()
    return tuple(codes)


def _is_nearest(key: str, found: str) -> bool:
    """Whether no other row's words are as near.

    `Lexicon.match` passes over wordings that differ in a telling character (不, 其中); here they
    count, since the slip may be in that very character.
    """
    distances: dict[bool, list[int]] = {True: [], False: []}
    for wording, codes in _wordings().items():
        folded = fold(wording)
        near = min(OSA.distance(key, folded.key), OSA.distance(key, folded.bare))
        distances[" ".join(codes) == found].append(near)
    return min(distances[True]) < min(distances[False])
