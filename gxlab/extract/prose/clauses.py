"""From a passage to clauses: folded text that still knows where each character was printed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from gxlab.extract.prose.quantities import Quantity, find_quantities

_FOLD: dict[int, str] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **{ord(a): b for a, b in zip("﹙﹚【】［］﹝﹞﹕∶﹒﹑", "()[][]〔〕::.、", strict=True)},
}
# White space, and what cannot be seen.
_GAP = re.compile("[\\s\u200b-\u200f\u2060\ufeff\xad]+")
_SPACE = re.compile(r"\s")
# What stands in quotes or in a title is a name: its digits count nothing.
_NAMES = re.compile(
    r"“[^”。]{0,60}”|\"[^\"。]{0,40}\"|「[^」]{0,40}」|‘[^’]{0,40}’"
    r"|《[^》]{0,120}》|<[^>]{0,80}>|〔[^〕]{0,8}〕|\[20\d\d\]"
)
_DIGIT = re.compile(r"\d")
_MASK = "○"
# Units of what is no count: times, terms, ages, marks of rank.
_TIMES = frozenset({"年", "月", "日", "时", "号", "天", "分钟", "小时", "个工作日", "岁", "级"})
_ENDS = "。!?！？"
# Where clauses part. The comma of «3,119件» parts nothing, nor do the brackets of «专(兼)职».
_BREAK = re.compile(r"(?<!\d),|,(?!\d{3}(?!\d))|,(?=20\d\d年)|[;:。!?]|\((?!兼\)职)|(?<!\(兼)\)")
_LISTS = ("、", "和", "及", "与", "以及")
_LONGEST_RAW = 60
_LONGEST_HEAD = 160


@dataclass(frozen=True)
class Flat:
    """A passage folded for reading: ``text``, and what is ``printed``."""

    printed: str
    text: str

    @cached_property
    def offsets(self) -> Sequence[int]:
        """For each character of the text where in what is printed it stands."""
        offsets: list[int] = []
        at = 0
        for gap in _GAP.finditer(self.printed):
            offsets += range(at, gap.start())
            if (space := _space_kept(self.printed, gap)) is not None:
                offsets.append(space)
            at = gap.end()
        return [*offsets, *range(at, len(self.printed))]

    def raw(self, start: int, end: int, keep: int) -> str:
        """The printed words of ``text[start:end]``, at most 60 characters, those about `keep`."""
        if start >= end:
            return ""
        words = " ".join(self.printed[self.offsets[start] : self.offsets[end - 1] + 1].split())
        if len(words) <= _LONGEST_RAW:
            return words
        tail = self.printed[self.offsets[keep] : self.offsets[end - 1] + 1]
        after = min(len(tail), 20)
        at = self.offsets[keep] + after
        begin = max(self.offsets[start], at - _LONGEST_RAW)
        return " ".join(self.printed[begin:at].split())[-_LONGEST_RAW:]


class Clause(NamedTuple):
    """Words between two punctuation marks.

    ``mark`` is the one before them, ``stop`` the one after; ``depth`` is the number of open
    brackets, ``sentence`` the number of the sentence in its passage.
    """

    start: int
    end: int
    text: str
    mark: str
    stop: str
    depth: int
    sentence: int
    quantities: tuple[Quantity, ...]

    @property
    def counts(self) -> list[Quantity]:
        """The quantities that are no times of day, dates or terms."""
        return [q for q in self.quantities if q.unit not in _TIMES]


class Slot(NamedTuple):
    """One quantity and the words about it within its clause.

    ``head`` runs from the clause's beginning, or the quantity before, to this one; ``tail`` on
    to the next; ``lead`` is what the clauses before it say that hold no quantity.
    """

    clause: Clause
    quantity: Quantity
    head: str
    tail: str
    lead: str

    @property
    def words(self) -> str:
        """The head and what leads up to it."""
        return self.lead + self.head

    @property
    def before(self) -> str:
        """All of the clause before this quantity, and what leads up to it."""
        return self.lead + self.clause.text[: self.quantity.start - self.clause.start]


def fold(printed: str) -> Flat:
    """Fold width, drop spaces and what cannot be seen, mask the digits of names.

    A space between two digits stays: «3 512条» may be 3,512 or two numbers, and is neither then.
    """
    wide = printed.translate(_FOLD)
    flat = _GAP.sub(lambda gap: "" if _space_kept(wide, gap) is None else " ", wide)
    text = _NAMES.sub(lambda name: _DIGIT.sub(_MASK, name.group()), flat)
    return Flat(printed, text)


def _space_kept(flat: str, gap: re.Match[str]) -> int | None:
    """Where the space stands that is kept of a gap: between two digits, or behind the last."""
    before, after = flat[max(gap.start() - 1, 0)], flat[gap.end() : gap.end() + 1]
    if not before.isdigit() or not (after.isdigit() or not after):
        return None
    space = _SPACE.search(gap.group())
    return gap.start() + space.start() if space else None


def split(flat: Flat) -> list[Clause]:
    """Cut a folded passage at commas, stops, colons and brackets."""
    text = flat.text
    quantities = find_quantities(text)
    begun = [quantity.start for quantity in quantities]
    clauses: list[Clause] = []
    start, mark, depth, sentence = 0, "", 0, 0
    breaks = [(m.start(), m.end(), m.group()) for m in _BREAK.finditer(text)]
    for at, after, char in [*breaks, (len(text), len(text), "")]:
        here = quantities[bisect_left(begun, start) : bisect_left(begun, at)]
        inside = tuple([quantity for quantity in here if quantity.end <= at])
        body = text[start:at]
        if body.strip() or inside:
            clauses.append(Clause(start, at, body, mark, char, depth, sentence, inside))
            mark = char
        else:
            mark = mark if mark in _ENDS and mark else char
        depth = max(0, depth + (char == "(") - (char == ")"))
        sentence += char in _ENDS and char != ""
        start = after
    return clauses


def slots(clause: Clause, lead: str, prefix: str = "") -> list[Slot]:
    """The clause's quantities, each with its words; times of day and dates are words.

    `prefix` is what a bracket parts from the clause, `lead` the clauses before it.
    """
    counts = clause.counts
    if not counts:
        return []
    cuts = [clause.start, *(q.end for q in counts)]
    result = []
    for number, quantity in enumerate(counts):
        until = counts[number + 1].start if number + 1 < len(counts) else clause.end
        head = clause.text[cuts[number] - clause.start : quantity.start - clause.start]
        tail = clause.text[quantity.end - clause.start : until - clause.start]
        # «1名专职、2名兼职»: what precedes the mark of the list goes with the quantity before.
        tail = (
            re.split(r"、|[和及与](?=[^\d]{0,12}$)", tail)[0] if number + 1 < len(counts) else tail
        )
        head = ("" if head.endswith(_LISTS) else head.lstrip("、")) if number else prefix + head
        result.append(Slot(clause, quantity, head[-_LONGEST_HEAD:], tail, "" if number else lead))
    return result
