"""What a rule sees and what it yields: the state of a passage, and one value found."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum
from typing import NamedTuple

from gxlab.extract.prose.periods import Period

#: Row and column of the prose table.
Code = tuple[str, str]
# So many characters of a sentence without end are remembered.
_MEMORY = 800
_APPLICATIONS = re.compile(
    r"依申请|申请公开|公开申请|信息申请|申请的?政府信息|申请人|信息公开.{0,8}申请|依法申请"
)
_OVER_DISCLOSURE = re.compile(r"依申请|申请公开|公开申请|信息公开|信息申请")


class Breadth(IntEnum):
    """Of how much of the reporting body a statement speaks."""

    OFFICE = 0  # one office or department of it: 县政府办公室, 本级
    UNSAID = 1
    WHOLE = 2  # all that the report covers: 全县, 各级


class Hit(NamedTuple):
    """A value found: its code, its value in the column's unit, and what orders it.

    Of statements of one code that differ, the broader goes before, and of equally broad ones the
    ``firm``: that whose verb can mean nothing else (公开, not 发布; 办结, not 办理).
    """

    code: Code
    value: Decimal
    approximate: bool = False
    note: str = ""
    breadth: Breadth = Breadth.UNSAID
    firm: bool = False

    @property
    def rank(self) -> tuple[Breadth, bool]:
        return self.breadth, self.firm


@dataclass
class Context:
    """The state of reading one passage.

    Attributes
    ----------
    year : the year reported on, None where it is not known
    body : who reports, if that is known
    heading : the headings that the passage stands under, and its own
    topic : the words of the passage before this sentence
    sentence : the words of the sentence up to here
    around : the whole sentence
    clause : the words of the clause
    breadth : of how much of the body the sentence speaks
    period : the time that the words speak of
    last : the code of the value found last in this sentence
    anchor : the same, as long as nothing else has been counted since, so that «同比增长3%» is of it
    part : whether «其中» is in force, so that what is counted is part of a whole
    whole : the code of that whole
    poisoned : whether its parts are of single bodies; then nothing is read until the sentence ends
    dispute : the row that «维持», «纠正» speak of
    counted : whether this sentence has counted something without a code
    strayed : whether that was something received or handled, after the last value found
    rows : the rows of which the passage has stated values
    queue : after «分别», the channels whose numbers are still to come
    outcomes : the families of outcome counted in this sentence
    skipped_training : whether this sentence has counted training that is not of the report
    """

    year: int | None
    body: str = ""
    heading: str = ""
    topic: str = ""
    sentence: str = ""
    around: str = ""
    clause: str = ""
    breadth: Breadth = Breadth.UNSAID
    period: Period = "this"
    last: Code | None = None
    anchor: Code | None = None
    part: bool = False
    whole: Code | None = None
    poisoned: bool = False
    dispute: str = ""
    counted: bool = False
    strayed: bool = False
    rows: set[str] = field(default_factory=set)
    queue: list[str] = field(default_factory=list)
    outcomes: set[str] = field(default_factory=set)
    skipped_training: bool = False

    def begin_sentence(self, around: str, topic: str, *, goes_on: bool) -> None:
        """Forget what holds only within a sentence.

        Parameters
        ----------
        around : all words of the new sentence
        topic : the words of the passage before it
        goes_on : whether it begins with «其中» or the like, and so speaks of the sentence before
        """
        self.around, self.topic, self.sentence = around, topic, ""
        self.anchor, self.breadth = None, Breadth.UNSAID
        self.counted = self.poisoned = self.strayed = self.skipped_training = False
        # «截至…» and «近三年» hold for their sentence; «2023年» until another year is named.
        if self.period in ("stock", "as_of", "span"):
            self.period = "this"
        if not goes_on:
            self.last, self.part, self.whole, self.dispute = None, False, None, ""
            self.outcomes = set()

    def begin_half(self) -> None:
        """Forget what does not hold beyond a semicolon."""
        self.part, self.whole, self.poisoned, self.anchor = False, None, False, None

    def enter_part(self) -> None:
        """What follows is part of what was counted last."""
        if not self.part:
            self.part, self.whole = True, self.last

    def remember(self, words: str) -> None:
        """Remember words of this sentence; of one without end, the last."""
        self.sentence = (self.sentence + words)[-_MEMORY:]

    @property
    def last_row(self) -> str:
        return self.last[0] if self.last else ""

    @property
    def whole_row(self) -> str:
        return self.whole[0] if self.whole else ""

    def about_applications(self) -> bool:
        """Whether the passage has spoken of applications for information."""
        return bool(_APPLICATIONS.search(self.words))

    def about_disclosure_law(self) -> bool:
        """Whether reconsideration and litigation here are over disclosure."""
        here = f"{self.sentence} {self.clause} {self.heading}"
        return bool(_OVER_DISCLOSURE.search(here) or _APPLICATIONS.search(self.topic))

    @property
    def words(self) -> str:
        """All words up to the end of this clause, and the headings above them."""
        return " ".join((self.heading, self.topic, self.sentence, self.clause))
