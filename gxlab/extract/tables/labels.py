"""Which label of the forms a printed text is.

A label is folded (width, spaces, quotes, brackets), its enumerator is set apart, and the
rest is looked up among the wordings of one table. A slip of the pen is tolerated where the
label stays nearer to one wording than to any other; a tie is no match.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from rapidfuzz.distance import OSA

from gxlab.forms import Label, Table, forms, tables_called

# Full width to half, brackets to one kind; quotes, spaces and what cannot be seen fall away.
_UNSEEN = (*range(0x2000, 0x2010), *range(0x2028, 0x2030), 0x2060, 0xFEFF, 0xAD)
_FOLD: dict[int, int | str | None] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **str.maketrans(
        "〔〕【】［］﹙﹚，。；：", "()()()(),.;:", "“”\"'‘’「」『』《》〈〉<>` \t\r\n\u3000\xa0"
    ),
    **dict.fromkeys(_UNSEEN),
}

_CHINESE = {char: value for value, char in enumerate("一二三四五六七八九十", start=1)}
_ENUMERATOR = re.compile(
    r"^(?:\(([一二三四五六七八九十]+|\d{1,2})\)[、.,]?"
    r"|([一二三四五六七八九十]{1,2})[、.,]"
    r"|(\d{1,2})[、.,)]"
    r"|(\d{1,2})(?=[\u4e00-\u9fff])"
    r"|([①-⑩]))"
)
_FILLER = re.compile(r"[、,.;:·/\-—_*]")
_NOTE = re.compile(r"\([^()]*\)$")

# A label is taken for a wording that it does not equal only above these.
_NEAR = 0.8
_NEAR_WITH_ENUMERATOR = 0.7
_MARGIN = 0.15
# So many texts are remembered with what they were read as.
_MEMORY = 1 << 12
_SHORTEST_NEAR = 5
# A text that names a row and a column is no longer than the first, the row no shorter than the
# second.
_LONGEST_CROSSING = 24
_SHORTEST_CROSSED = 4
# Characters that turn a label into another: last year's for this year's, a part for the whole.
_TELLING = "上去前今本次非不未无其中同比占率累计"
# A note at a label's end that changes nothing.
_HARMLESS_NOTE = re.compile(r"\((?:单位)?(?:件|项|条|个|份|次|[百千万亿]*元)\)")


@dataclass(frozen=True, slots=True)
class Folded:
    """A printed label with its enumerator set apart: ``(六) 其他处理`` is 6 and 其他处理."""

    key: str
    number: int | None

    @property
    def bare(self) -> str:
        """The key without an explanation in brackets at its end."""
        return _NOTE.sub("", self.key)


def fold_width(text: str) -> str:
    """The text in half width, without spaces, quotes and what cannot be seen."""
    return text.translate(_FOLD)


@lru_cache(maxsize=1 << 14)
def fold(text: str) -> Folded:
    """Fold a printed label to what is compared."""
    flat = fold_width(text)
    number = None
    found = _ENUMERATOR.match(flat)
    if found and found.end() < len(flat):
        flat = flat[found.end() :]
        number = _number(next(part for part in found.groups() if part))
    note = _NOTE.search(flat)
    body, tail = (flat[: note.start()], note.group()) if note else (flat, "")
    return Folded(_FILLER.sub("", body) + _FILLER.sub("", tail), number)


def _number(enumerator: str) -> int | None:
    if enumerator.isascii():
        return int(enumerator)
    if "①" <= enumerator <= "⑩":
        return ord(enumerator) - ord("①") + 1
    return _CHINESE.get(enumerator)


class Lexicon:
    """The wordings of a set of labels, each with its code."""

    def __init__(self, labels: Iterable[Label]) -> None:
        self._exact: dict[str, str] = {}
        self._notes: dict[str, str] = {}
        self._near: list[tuple[str, int | None, str, str | None]] = []
        self.group: dict[str, str | None] = {}  # of each label, None where it is in none
        # The same slips stand in many reports.
        self._slip = lru_cache(maxsize=_MEMORY)(self._nearest)
        for label in labels:
            self.group.setdefault(label.code, label.group)
            for wording in label.wordings:
                folded = fold(wording)
                if note := folded.key[len(folded.bare) :]:
                    self._notes[folded.bare] = note
                for key in {folded.key, folded.bare} - {""}:
                    self._exact.setdefault(key, label.code)
                    self._near.append((key, folded.number, label.code, label.group))

    def exact(self, text: str, *, whole: bool = False) -> str | None:
        """The code whose wording this is; enumerator, spaces, quotes and a last note aside.

        With `whole` the note counts: a wording has it, or the text is another.
        """
        folded = fold(text)
        code = self._exact.get(folded.key)
        return code if code or whole else self._without_note(folded)

    def _without_note(self, folded: Folded) -> str | None:
        """The code of a label to which a note was added, or whose own note was reworded."""
        note = folded.key[len(folded.bare) :]
        own = self._notes.get(folded.bare, "")
        alike = bool(own) and OSA.normalized_similarity(note, own) >= _NEAR_WITH_ENUMERATOR
        known = alike or bool(_HARMLESS_NOTE.fullmatch(note))
        return self._exact.get(folded.bare) if known else None

    @cached_property
    def groups(self) -> frozenset[str]:
        """The groups that labels are in; a merged label over all groups is not among them."""
        return frozenset(filter(None, self.group.values()))

    def match(self, text: str, group: str | None = None) -> str | None:
        """The code of the label, slips allowed; within `group` where that is known."""
        folded = fold(text)
        code = self.exact(text) or self._slip(folded, group)
        return code or (self._slip(folded, None) if group else None)

    def _nearest(self, folded: Folded, group: str | None) -> str | None:
        if len(folded.key) < _SHORTEST_NEAR or len(folded.key) > 60:
            return None
        scores: dict[str, float] = {}
        agree: set[str] = set()
        for key, number, code, label_group in self._near:
            if group is not None and label_group != group:
                continue
            if any(folded.key.count(char) != key.count(char) for char in _TELLING):
                continue
            score = OSA.normalized_similarity(folded.key, key)
            scores[code] = max(scores.get(code, 0.0), score)
            if number is not None and number == folded.number:
                agree.add(code)
        ranked = sorted(scores.items(), key=lambda item: -item[1])
        if not ranked:
            return None
        code, best = ranked[0]
        second = ranked[1][1] if len(ranked) > 1 else 0.0
        floor = _NEAR_WITH_ENUMERATOR if code in agree else _NEAR
        return code if best >= floor and best - second >= _MARGIN else None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All that may be printed as a label of one table, over every form."""

    table: str
    layout: str
    rows: Lexicon
    columns: Lexicon
    row_groups: Lexicon
    column_groups: Lexicon
    titles: Lexicon

    def group_after(self, row: str, text: str) -> str | None:
        """The group in force after a row; a row printed as a group's own label heads that group."""
        return self.rows.group.get(row) or self.row_groups.exact(text)

    def crossing(self, text: str) -> tuple[str, str] | None:
        """The row and the column that a header cell names together: «行政复议结果维持»."""
        key = fold(text).key
        if self.layout == "strip" and len(key) <= _LONGEST_CROSSING:
            for at in range(_SHORTEST_CROSSED, len(key) - 1):
                row, column = self.rows.exact(key[:at]), self.columns.exact(key[at:])
                if row and column:
                    return row, column
                if self.row_groups.exact(key[:at]) and (crossing := self.crossing(key[at:])):
                    return crossing
        return None

    def names_row(self, text: str) -> bool:
        """Whether the text has the own words of a row, or of a group of rows."""
        return bool(self.rows.exact(text) or self.row_groups.exact(text))

    def is_header(self, text: str) -> bool:
        """Whether the text stands above values: a column, a group of them, a corner."""
        lexicons = (self.columns, self.column_groups, self.titles)
        return any(lexicon.match(text) for lexicon in lexicons) or bool(self.crossing(text))


def fits_group(
    words: Vocabulary, row: str, text: str, group: str | None, before: str | None
) -> bool:
    """Whether a row whose name is also a column's may stand where it does.

    «其他» is a row of its own group alone. A bare «合计» inside a group is the group's own
    subtotal, which no form has; the table's total comes after rows that are in groups.

    Parameters
    ----------
    group : the group that the row stands in, as far as the page shows
    before : the group of the row before
    """
    own = words.rows.group.get(row)
    if not words.columns.exact(text) or own == group is not None:
        return True
    if own:
        # «3.其他» right below «2.» of its group, where merged cells have lost their span.
        return own == before and group is None and fold(text).number is not None
    return fold(text).number is not None or (group in (None, "other") and before is not None)


def _titles(tables: list[Table]) -> Iterable[Label]:
    for table in tables:
        if table.corner:
            yield Label("corner", table.corner, "")
        for block in table.blocks:
            if block.zh:
                yield Label("block", block.zh, block.en)


@cache
def vocabulary(code: str) -> Vocabulary:
    """The vocabulary of the table called `code`."""
    tables = list(tables_called(code))
    blocks = [block for table in tables for block in table.blocks]
    return Vocabulary(
        table=code,
        layout=tables[-1].layout,
        rows=Lexicon(row for block in blocks for row in block.rows),
        columns=Lexicon(column for block in blocks for column in block.columns),
        row_groups=Lexicon(group for table in tables for group in table.row_groups),
        column_groups=Lexicon(group for table in tables for group in table.column_groups),
        titles=Lexicon(_titles(tables)),
    )


@cache
def vocabularies(layout: str = "") -> tuple[Vocabulary, ...]:
    """Those of all tables with rows and columns, or of one layout, in the order of the forms.

    A list of indicators is none: it has one column, and `gxlab.extract.tables.indicators` reads it.
    """
    tables = (table for form in forms() for table in form.tables if not table.is_list)
    every = map(vocabulary, dict.fromkeys(table.code for table in tables))
    return tuple(words for words in every if layout in ("", words.layout))


_SECTION = re.compile(
    r"总体情况|存在的?主要问题|其他需要报告|主动公开政府信息情况"
    r"|政府信息公开申请情况|(?:行政复议.*行政诉讼|复议.*诉讼).*情况"
)


@lru_cache(maxsize=_MEMORY)
def is_section_title(text: str) -> bool:
    """Whether a line is the title of one of the six sections, under whatever number."""
    flat = fold_width(text)
    return len(flat) <= 45 and bool(_SECTION.search(flat)) and not flat.endswith((".", ";"))
