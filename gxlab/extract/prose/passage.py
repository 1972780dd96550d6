"""From one passage to the values it states: each quantity is offered to the rules in turn."""

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
from gxlab.extract.prose.context import Breadth, Code, Context, Hit
from gxlab.extract.prose.other_bodies import are_strangers
from gxlab.extract.prose.periods import Clock, Period
from gxlab.extract.prose.sections import Passage
from gxlab.extract.prose.wording import breadth_of

_PART = re.compile(r"(?:其中|包括|包含|含|具体为|分别为|分别是)")
_GOES_ON = re.compile(r"(?:其中|分别|结果|包括)")
_ONE_BODY = re.compile(
    r"(?:局|委|办|厅|院|镇|乡|街道|部门|中心|本级|单位|[市县区])(?:共|全年|本年|新)*(?:收|受理|接|办[理结]|答复|结转|转)"
)
_DIFFERENCE = re.compile(r"(?:(?<!新)增加?|减少?|增长|下降|降低|压减|缩减|[多少])(?:了|约|近)*$")
# How far back the words of a passage are remembered: no real paragraph is longer.
_MEMORY = 3000
_LONGEST_NEGATIVE = 120
_STOCK = re.compile(r"累计|共有|现有|已有|总量|存量|总数")
_YEAR_END = re.compile(r"(?:12月(?:3[01]日|底|末|份)?|年底|年末|年终)")
_HANDLED = re.compile(r"收到|受理|办理|接到|接听|征集|回复|答复|交办|收集|处理")
_COMPARED = re.compile(r"^(?:较|比|与|同比|相比|增|减)")
_WHOLE_ALONE = re.compile(r"(?:其中)?全[市县区州旗盟省镇乡局系][^,\d]{0,8}")
_CASES = {"件", "起", "宗", "例", "条", "份", "次", "条次"}
_POSTED = {"条", "份", "篇", "则", "条次", "篇次", "幅", "次", "期"}
# The first rule that knows what a quantity counts decides, so disputes come before applications
# («收到行政复议申请4件»), and outcomes after them («答复10件,其中予以公开6件»).
_RULES = (
    disputes.read_slot,
    applications.read_slot,
    outcomes.read_slot,
    fees.read_slot,
    staff_and_training.read_staff,
    staff_and_training.read_training,
    disclosure.read_slot,
)
# «分别» deals out numbers in turn; only these rules can say to what.
_IN_TURN = (disputes.read_slot, disclosure.read_slot)
_NEGATIVES = (no_applications.read_clause, disputes.read_clause, fees.read_clause)
_RECEIVED, _CARRIED_IN = (applications.ROW, "received"), (applications.ROW, "carried_in")
_SCREENS = ("disclosed", "screens")
# What is counted as it stands on the last day, so that «截至» is no doubt about it.
_STANDING = {"concluded", "carried_out", "pending", "amount", "full_time", "part_time"}


class Statement(NamedTuple):
    """A value, the words that state it, and their passage."""

    hit: Hit
    raw: str
    passage: Passage


class _Outside(NamedTuple):
    """What was in force before a bracket opened, and is again when it closes."""

    part: bool
    whole: Code | None
    period: Period


def read_passage(passage: Passage, clock: Clock, body: str = "") -> list[Statement]:
    """All values that one passage states, in order; not yet settled against each other.

    Parameters
    ----------
    passage : a paragraph of prose
    clock : knows the year reported on
    body : who reports, if that is known: another body's values are not its own
    """
    reading = _Reading(passage, clock, body)
    found = list(reading.statements())
    # «市政府本级被提起行政诉讼5件,全市共21件»: the 5 is an office's, and the 21 was not read.
    found = [
        one
        for one in found
        if one.hit.breadth is Breadth.WHOLE or one.hit.code not in reading.doubted
    ]
    if reading.skipped_screens:
        found = [one for one in found if one.hit.code != _SCREENS]
    if not reading.carried:
        return found
    hits = applications.settle_received([one.hit for one in found], reading.carried)
    return [one._replace(hit=hit) for one, hit in zip(found, hits, strict=True)]


class _Reading:
    """One passage while it is read.

    Attributes
    ----------
    lead : the clauses before this one, as far back as the last that holds a quantity
    doubted : codes read of an office, where the value of the whole followed and was not read
    skipped_screens : whether «LED电子显示屏滚动播放130条» or the like was not read, so that the
        value of 公开栏, which has the same column, is not that of the column
    carried : ``within`` after «收到30件,其中上年结转2件», ``beside`` after «收到30件,上年结转2件»
    outside : what was in force outside of each open bracket
    """

    def __init__(self, passage: Passage, clock: Clock, body: str) -> None:
        self.passage, self.clock = passage, clock
        self.flat = passage.flat
        self.clauses: list[Clause] = split(self.flat)
        self.context = Context(clock.year, body, heading=passage.heading)
        self.sentences: dict[int, str] = defaultdict(str)
        for clause in self.clauses:
            self.sentences[clause.sentence] += clause.text + clause.stop
        self.lead = ""
        self.doubted: set[Code] = set()
        self.skipped_screens = False
        self.carried = ""
        self.outside: list[_Outside] = []

    def statements(self) -> Iterator[Statement]:
        before: Clause | None = None
        for clause in self.clauses:
            if before is None or clause.sentence != before.sentence:
                self._begin_sentence(clause)
            elif clause.mark == ";":
                self.context.begin_half()
                self.lead = ""
            self._enter_part(clause, before)
            yield from self._clause(clause, before)
            before = clause

    def _begin_sentence(self, clause: Clause) -> None:
        context = self.context
        context.begin_sentence(
            around=self.sentences[clause.sentence][:_MEMORY],
            topic=(context.topic + context.sentence)[-_MEMORY:],
            goes_on=bool(_GOES_ON.match(clause.text)),
        )
        self.lead, self.outside = "", []

    def _enter_part(self, clause: Clause, before: Clause | None) -> None:
        context = self.context
        while len(self.outside) > clause.depth:
            context.part, context.whole, context.period = self.outside.pop()
        while len(self.outside) < clause.depth:
            self.outside.append(_Outside(context.part, context.whole, context.period))
        listed = clause.mark == ":" and before is not None and bool(before.counts)
        if listed or _PART.match(clause.text):
            context.enter_part()

    def _clause(self, clause: Clause, before: Clause | None) -> Iterator[Statement]:
        context = self.context
        context.queue = []
        context.clause = clause.text
        found = slots(clause, self.lead, self._before_bracket(clause))
        if found:
            yield from self._quantities(found)
        else:
            period = self.clock.period(clause.text, context.period, context.sentence)
            yield from self._negative(clause, before, period)
            context.period = period
            context.remember(clause.text)
        context.remember(clause.stop)
        if not clause.depth:
            self.lead = "" if found else self.lead + clause.text + ","

    def _quantities(self, found: list[Slot]) -> Iterator[Statement]:
        """The values of a clause, one quantity after the other."""
        context = self.context
        half_time = ""
        for slot in found:
            context.period = self._period_after(half_time + slot.head)
            half_time = self._half_a_time(slot)
            context.remember(slot.head)
            if "其中" in slot.head:
                context.enter_part()
            for hit in self._hits(slot):
                yield Statement(hit, self._raw(slot), self.passage)
            context.remember(self.flat.text[slot.quantity.start : slot.quantity.end])
        tail = found[-1].tail
        context.period = self._period_after(half_time + tail)
        context.remember(tail)

    def _period_after(self, words: str) -> Period:
        return self.clock.period(words, self.context.period, self.context.sentence)

    def _half_a_time(self, slot: Slot) -> str:
        """What of a quantity belongs to a time that the words behind it complete.

        The «6» of «6至12月», the «2022» of «2022、2023、2024年», the «前11个» of «前11个月».
        """
        quantity = slot.quantity
        printed = self.flat.text[quantity.start : quantity.end]
        if not quantity.unit and 2000 <= quantity.value < 2100:
            return f"{quantity.value}—"
        if quantity.unit == "个" and slot.tail.startswith("月"):
            return slot.head[-1:] + printed
        return printed if quantity.vague else ""

    def _raw(self, slot: Slot) -> str:
        """The slot's own words, or the clause's where it has none («…分别为3件、1件»)."""
        clause, quantity = slot.clause, slot.quantity
        start = max(clause.start, quantity.start - len(slot.head))
        end = quantity.end + len(slot.tail)
        if start == quantity.start and end == quantity.end:
            start, end = clause.start, clause.end
        return self.flat.raw(start, end, quantity.start)

    def _before_bracket(self, clause: Clause) -> str:
        """The words that a bracket or a colon parts from this clause's number.

        «收到申请(含上年结转)12件», «行政复议:0件».
        """
        if clause.mark not in (":", ")"):
            return ""
        index = self.clauses.index(clause)
        if clause.mark == ":":
            starts_with_number = bool(clause.counts) and clause.counts[0].start == clause.start
            before = self.clauses[index - 1] if index else None
            return before.text if before and not before.counts and starts_with_number else ""
        for earlier in reversed(self.clauses[:index]):
            if earlier.depth == clause.depth:
                return "" if earlier.counts else earlier.text
        return ""

    def _hits(self, slot: Slot) -> list[Hit]:
        """What the rules find in one quantity, as far as it is the report's own and of its year."""
        context = self.context
        if slot.quantity.vague or context.period in ("other", "span") or context.poisoned:
            context.anchor = None
            return []
        changed = year_on_year.read_change(slot, context)
        if changed is not None:
            return changed
        hits = [hit for each in self._by_rules(slot) if (hit := self._in_time(each))]
        hits = [hit for hit in hits if not self._is_of_part(hit, slot.head)]
        breadth = breadth_of(slot.words)
        context.breadth = context.breadth if breadth is None else breadth
        if hits:
            self._note_found(hits)
        elif not _COMPARED.match(slot.head):
            self._note_unread(slot)
        return [hit._replace(breadth=context.breadth) for hit in hits]

    def _by_rules(self, slot: Slot) -> list[Hit]:
        if (
            self.clock.is_aim(slot.head)
            or _DIFFERENCE.search(slot.head)
            or are_strangers(slot.head, self.context.body)
        ):
            return []
        for rule in _IN_TURN if "分别" in slot.head else _RULES:
            hits = rule(slot, self.context)
            if hits is not None:
                return hits
        return []

    def _note_found(self, hits: list[Hit]) -> None:
        context, code = self.context, hits[0].code
        if context.last == _RECEIVED and code == _CARRIED_IN and not context.part:
            self.carried = self.carried or "beside"
        if context.part and context.whole == _RECEIVED and code[1] in ("carried_in", "new"):
            self.carried = "within"
        context.last = context.anchor = code
        context.rows.update(hit.code[0] for hit in hits)
        context.strayed = False
        if code[0] in ("applications", "application_outcomes", "disclosed"):
            context.dispute = ""

    def _note_unread(self, slot: Slot) -> None:
        """Remember that something was counted here that no rule knows."""
        context, unit = self.context, slot.quantity.unit
        if context.last and unit in _CASES and _WHOLE_ALONE.fullmatch(slot.head):
            self.doubted.add(context.last)
        if unit in _POSTED and "screens" in channels.named(slot.head):
            self.skipped_screens = True
        context.anchor, context.counted = None, True
        context.strayed = context.strayed or bool(_HANDLED.search(slot.head))

    def _in_time(self, hit: Hit) -> Hit | None:
        """The hit, if it is of the reporting year alone."""
        context = self.context
        if context.period == "this" or hit.code[0] == "staff" or hit.code[1] in _STANDING:
            return hit
        words = context.sentence
        ended = _YEAR_END.search(words) and (not context.year or f"{context.year}年" in words)
        # «截至2024年底,公开信息3210条» is of the year; «累计» would make it a stock.
        if context.period == "as_of" and ended and not _STOCK.search(words):
            return hit._replace(note="; ".join(filter(None, (hit.note, "as at the year's end"))))
        return None

    def _is_of_part(self, hit: Hit, head: str) -> bool:
        """Whether the value is one body's part of a whole that has the same code.

        After «全县收到申请95件,其中县政府办公室收到17件,办结16件» the 17 is an office's, and so is
        all that follows in the sentence, though 16 by itself would be read as what was concluded.
        """
        context = self.context
        if not context.part or context.whole is None:
            return False
        row, column = context.whole
        counted = ("received", "new", "concluded")
        again = hit.code == context.whole or hit.code == ("disclosed", "total")
        if row == hit.code[0] == "applications":
            again = again or bool(_ONE_BODY.search(head))
            again = again or (column in counted and hit.code[1] == "received")
        context.poisoned = context.poisoned or again
        return again

    def _negative(
        self, clause: Clause, before: Clause | None, period: Period
    ) -> Iterator[Statement]:
        """The zeros that a clause without quantities prints in words."""
        context, words = self.context, clause.text
        if period in ("other", "stock", "span") or self.clock.is_aim(words):
            return
        if len(words) > _LONGEST_NEGATIVE:
            return
        if clause.mark == ":" and before is not None and len(words) <= 12:
            words = f"{before.text}:{words}"  # «行政诉讼:无»
        context.sentence += words  # the rules ask what the sentence speaks of, this clause included
        hits = [hit for rule in _NEGATIVES for hit in rule(words, context)]
        context.sentence = context.sentence.removesuffix(words)
        disputes.note_topic(clause.text, context)
        # An office that has none is not set below what has no body, as one that counts is.
        whole = breadth_of(words) is Breadth.WHOLE
        breadth = Breadth.WHOLE if whole else Breadth.UNSAID
        for hit in hits:
            context.last = hit.code
            raw = self.flat.raw(clause.start, clause.end, clause.start)
            yield Statement(hit._replace(breadth=breadth), raw, self.passage)


__all__ = ["Statement", "read_passage"]
