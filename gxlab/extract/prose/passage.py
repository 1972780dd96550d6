"""Reading one passage, clause by clause, to the figures it tells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from gxlab.extract.prose import (
    applications,
    channels,
    disclosure,
    disputes,
    fees,
    no_applications,
    outcomes,
    staff_and_training,
    year_on_year,
)
from gxlab.extract.prose.clauses import Clause, Slot, slots, split
from gxlab.extract.prose.context import Code, Frame, Hit, ranked, scope_of, with_note
from gxlab.extract.prose.other_bodies import are_strangers
from gxlab.extract.prose.periods import Clock, Era
from gxlab.extract.prose.sections import Passage

_PART = re.compile(r"(?:其中|包括|包含|含|具体为|分别为|分别是)")
_GOES_ON = re.compile(r"(?:其中|分别|结果|包括)")
_ONE_BODY = re.compile(
    r"(?:局|委|办|厅|院|镇|乡|街道|部门|中心|本级|单位|[市县区])(?:共|全年|本年|新)*(?:收|受理|接|办[理结]|答复|结转|转)"
)
_DIFFERENCE = re.compile(r"(?:(?<!新)增加?|减少?|增长|下降|降低|压减|缩减|[多少])(?:了|约|近)*$")
# How far back the words of a passage are remembered: no real paragraph is longer.
_MEMORY = 3000
_STOCK = re.compile(r"累计|共有|现有|已有|总量|存量|总数")
_YEAR_END = re.compile(r"(?:12月(?:3[01]日|底|末|份)?|年底|年末|年终)")
_HANDLED = re.compile(r"收到|受理|办理|接到|接听|征集|回复|答复|交办|收集|处理")
_COMPARED = re.compile(r"^(?:较|比|与|同比|相比|增|减)")
_WHOLE_ALONE = re.compile(r"(?:其中)?全[市县区州旗盟省镇乡局系][^,\d]{0,8}")
_CASES = {"件", "起", "宗", "例", "条", "份", "次", "条次"}
_POSTED = {"条", "份", "篇", "则", "条次", "篇次", "幅", "次", "期"}
_RULES = (
    disputes.read_slot,
    applications.read_slot,
    outcomes.read_slot,
    fees.read_slot,
    staff_and_training.read_staff,
    staff_and_training.read_training,
    disclosure.read_slot,
)
_RECEIVED, _CARRIED_IN = (applications.ROW, "received"), (applications.ROW, "carried_in")
_IN_TURN = (disputes.read_slot, disclosure.read_slot)
_NEGATIVES = (no_applications.read_clause, disputes.read_clause, fees.read_clause)
# The codes that are told as they stand on the last day, so that «截至» is no doubt about them.
_STANDING = {"concluded", "carried_out", "pending", "amount", "full_time", "part_time"}


class Told(NamedTuple):
    """A figure and where it was told."""

    hit: Hit
    raw: str
    passage: Passage


def read_passage(passage: Passage, clock: Clock, body: str = "") -> list[Told]:
    """All figures that one passage tells, in order; not yet settled against each other.

    Parameters
    ----------
    passage : a paragraph of prose
    clock : knows the year reported on
    body : who reports, if that is known: another body's figures are not its own
    """
    reading = _Reading(passage, clock, body)
    told = list(reading.told())
    told = [one for one in told if one.hit.rank > 3 or one.hit.code not in reading.doubted]
    if reading.untold_screens:
        told = [one for one in told if one.hit.code != ("disclosed", "screens")]
    if not reading.carried:
        return told
    hits = applications.settle_received([one.hit for one in told], reading.carried)
    return [one._replace(hit=hit) for one, hit in zip(told, hits, strict=True)]


class _Reading:
    def __init__(self, passage: Passage, clock: Clock, body: str) -> None:
        self.passage, self.clock = passage, clock
        self.flat = passage.flat
        self.clauses: list[Clause] = split(self.flat)
        self.frame = Frame(clock.year, body, heading=passage.heading)
        self.sentences: dict[int, str] = defaultdict(str)
        for clause in self.clauses:
            self.sentences[clause.sentence] += clause.text + clause.stop
        self.lead = ""
        self.doubted: set[Code] = set()  # told of an office, and then of the whole unread
        self.untold_screens = False  # of several boards and screens, one has no figure
        self.carried = ""  # within «收到30件,其中上年结转2件», beside «收到30件,上年结转2件»
        self.kept: list[tuple[bool, Code | None, Era]] = []

    def told(self) -> Iterator[Told]:
        before: Clause | None = None
        for clause in self.clauses:
            if before is None or clause.sentence != before.sentence:
                self._begin_sentence(clause)
            elif clause.mark == ";":
                self._begin_half()
            self._enter_part(clause, before)
            yield from self._clause(clause, before)
            before = clause

    def _begin_sentence(self, clause: Clause) -> None:
        frame = self.frame
        goes_on = bool(_GOES_ON.match(clause.text))
        frame.topic = (frame.topic + frame.sentence)[-_MEMORY:]
        frame.around = self.sentences[clause.sentence][:_MEMORY]
        frame.sentence, frame.counted, frame.poisoned, self.lead = "", False, False, ""
        frame.anchor, frame.scope, frame.strayed, self.kept = None, 1, False, []
        if frame.era in ("stock", "as_of", "span"):
            frame.era = "this"
        if not goes_on:
            frame.last, frame.part, frame.whole, frame.dispute = None, False, None, ""
            frame.outcomes = set()
        frame.untold_training = False

    def _begin_half(self) -> None:
        frame = self.frame
        frame.part, frame.whole, frame.poisoned, frame.anchor, self.lead = (
            False, None, False, None, "",
        )  # fmt: skip

    def _enter_part(self, clause: Clause, before: Clause | None) -> None:
        frame = self.frame
        while len(self.kept) > clause.depth:
            frame.part, frame.whole, frame.era = self.kept.pop()
        while len(self.kept) < clause.depth:
            self.kept.append((frame.part, frame.whole, frame.era))
        opens = bool(_PART.match(clause.text))
        listed = clause.mark == ":" and before is not None and bool(before.counts)
        if (opens or listed) and not frame.part:
            frame.part, frame.whole = True, frame.last

    def _clause(self, clause: Clause, before: Clause | None) -> Iterator[Told]:
        frame = self.frame
        frame.queue = []
        prefix = self._before_bracket(clause)
        found = slots(clause, self.lead, prefix)
        frame.clause = clause.text
        if not found:
            era = self.clock.era(clause.text, frame.era, frame.sentence)
            yield from self._negative(clause, before, era)
            frame.era = era
        vague = ""  # the «6» of «6至12月»
        for slot in found:
            frame.era = self.clock.era(vague + slot.head, frame.era, frame.sentence)
            quantity = slot.quantity
            vague = self.flat.text[quantity.start : quantity.end] if quantity.vague else ""
            if not quantity.unit and 2000 <= quantity.value < 2100:
                vague = f"{quantity.value}—"  # «2022、2023、2024年»
            elif quantity.unit == "个" and slot.tail.startswith("月"):
                vague = slot.head[-1:] + self.flat.text[quantity.start : quantity.end]
            frame.say(slot.head)
            if "其中" in slot.head and not frame.part:
                frame.part, frame.whole = True, frame.last
            for hit in self._hits(slot):
                yield Told(hit, self._raw(slot), self.passage)
            frame.say(self.flat.text[slot.quantity.start : slot.quantity.end])
        rest = vague + found[-1].tail if found else clause.text
        if found:
            frame.era = self.clock.era(rest, frame.era, frame.sentence)
        frame.say(rest.removeprefix(vague) + clause.stop)
        if found and not clause.depth:
            self.lead = ""
        elif not clause.depth:
            self.lead += clause.text + ","

    def _raw(self, slot: Slot) -> str:
        """The slot's own words, or the clause's where it has none («…分别为3件、1件»)."""
        clause, quantity = slot.clause, slot.quantity
        start = max(clause.start, quantity.start - len(slot.head))
        end = quantity.end + len(slot.tail)
        if start == quantity.start and end == quantity.end:
            start, end = clause.start, clause.end
        return self.flat.raw(start, end, quantity.start)

    def _before_bracket(self, clause: Clause) -> str:
        """The words that a bracket parts from this clause: «收到申请(含上年结转)12件»."""
        if clause.mark not in (":", ")"):
            return ""
        index = self.clauses.index(clause)
        if clause.mark == ":" and index and not self.clauses[index - 1].counts:
            # «行政复议:0件»: the number alone stands behind the colon.
            alone = bool(clause.counts) and clause.counts[0].start == clause.start
            return self.clauses[index - 1].text if alone else ""
        if clause.mark == ":":
            return ""
        for earlier in reversed(self.clauses[:index]):
            if earlier.depth == clause.depth:
                return "" if earlier.counts else earlier.text
        return ""

    def _hits(self, slot: Slot) -> list[Hit]:
        frame = self.frame
        if slot.quantity.vague or frame.era in ("other", "span") or frame.poisoned:
            frame.anchor = None
            return []
        changed = year_on_year.read_change(slot, frame)
        if changed is not None:
            return changed
        hits: list[Hit] | None = None
        if not (
            self.clock.is_aim(slot.head)
            or _DIFFERENCE.search(slot.head)
            or are_strangers(slot.head, self.frame.body)
        ):
            # «分别» deals out numbers in turn; only some rules can tell to what.
            rules = _IN_TURN if "分别" in slot.head else _RULES
            hits = next((h for rule in rules if (h := rule(slot, frame)) is not None), None)
        kept = [
            h for h in map(self._in_time, hits or []) if h and not self._is_of_part(h, slot.head)
        ]
        told = scope_of(slot.words)
        frame.scope = frame.scope if told is None else told
        kept = [ranked(h, frame.scope) for h in kept]
        if kept:
            if frame.last == _RECEIVED and kept[0].code == _CARRIED_IN and not frame.part:
                self.carried = self.carried or "beside"
            frame.last = frame.anchor = kept[0].code
            within = frame.part and frame.whole == _RECEIVED
            if within and kept[0].code[1] in ("carried_in", "new"):
                self.carried = "within"
            frame.rows.update(h.code[0] for h in kept)
            frame.strayed = False
            if kept[0].code[0] in ("applications", "application_outcomes", "disclosed"):
                frame.dispute = ""
        elif not _COMPARED.match(slot.head):
            if frame.last and slot.quantity.unit in _CASES and _WHOLE_ALONE.fullmatch(slot.head):
                self.doubted.add(frame.last)
            if slot.quantity.unit in _POSTED and "screens" in channels.named(slot.head):
                self.untold_screens = True
            frame.anchor, frame.counted = None, True
            frame.strayed = frame.strayed or bool(_HANDLED.search(slot.head))
        return kept

    def _in_time(self, hit: Hit) -> Hit | None:
        """The hit, if it is of the reporting year alone."""
        frame = self.frame
        if frame.era == "this" or hit.code[0] == "staff" or hit.code[1] in _STANDING:
            return hit
        words = frame.sentence
        ended = _YEAR_END.search(words) and (not frame.year or f"{frame.year}年" in words)
        if frame.era == "as_of" and ended and not _STOCK.search(words):
            return with_note(hit, "as at the year's end")
        return None

    def _is_of_part(self, hit: Hit, head: str) -> bool:
        """Whether the figure is one body's part of a whole that has the same code."""
        frame = self.frame
        if not frame.part or frame.whole is None:
            return False
        row, column = frame.whole
        counted = ("received", "new", "concluded")
        again = hit.code == frame.whole or hit.code == ("disclosed", "total")
        if row == hit.code[0] == "applications":
            again = again or bool(_ONE_BODY.search(head))
            again = again or (column in counted and hit.code[1] == "received")
        frame.poisoned = frame.poisoned or again
        return again

    def _negative(self, clause: Clause, before: Clause | None, era: Era) -> Iterator[Told]:
        frame, words = self.frame, clause.text
        if era in ("other", "stock", "span") or self.clock.is_aim(words) or len(words) > 120:
            return
        if clause.mark == ":" and before is not None and len(words) <= 12:
            words = f"{before.text}:{words}"
        frame.sentence += words
        hits = [h for rule in _NEGATIVES for h in rule(words, frame)]
        frame.sentence = frame.sentence.removesuffix(words)
        disputes.note_topic(clause.text, frame)
        for hit in hits:
            frame.last = hit.code
            hit = ranked(hit, scope_of(words) or 1)
            yield Told(hit, self.flat.raw(clause.start, clause.end, clause.start), self.passage)


__all__ = ["Told", "read_passage"]
