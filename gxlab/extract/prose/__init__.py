"""Values stated in the prose of sections 一 and 六, clause by clause.

A value is read where its clause says what it counts, and through which channel or for whom;
whatever else is a number (a date, a document's number, a rank, a target, another year's count) is
not. In doubt nothing is read: a value that is not found is missing, a value made up is wrong.

Statements of one code that agree are one observation, the first. Where they differ, that of the
whole (全县) goes before that of one office (县政府办公室), and 公开 before 发布; where that does
not decide, none is taken, and `read_unsettled` has what was printed.

The modules, in the order that a report goes through them:

=========================  ===================================================================
``sections``               which paragraphs are prose of sections 一 and 六, under which headings
``quantities``             numbers in running text: value, unit, and how sure the wording is
``clauses``                a passage cut into clauses, each quantity with the words about it
``periods``                which year the words speak of
``context``                the state of reading one passage; a value found (`Hit`)
``wording``                words that several rules share
``channels``               the channel through which a volume was disclosed
``other_bodies``           words that speak of another body than the one that reports
``disclosure``             rule: the volume disclosed
``applications``           rule: applications received, carried over, concluded
``no_applications``        rule: that there were none, in words
``outcomes``               rule: what became of applications
``disputes``               rule: reconsideration and litigation
``fees``                   rule: the information-processing fee, administrative fees
``staff_and_training``     rule: staff for disclosure, training in it
``year_on_year``           rule: the change on the year before
``passage``                one passage through all rules, to statements
=========================  ===================================================================

A rule takes one quantity with its words (a `Slot`) and the `Context`. It returns None where the
words are not of its subject, so that the next rule is asked; an empty list where they are, and the
quantity has no code; else the hits. The codes and their wordings are in ``forms/prose.toml``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from gxlab.cells import PROSE, REPORTED, Observation
from gxlab.document import Document
from gxlab.extract.attribution import Attribution, attribution_of
from gxlab.extract.prose.context import Code
from gxlab.extract.prose.passage import Statement, read_passage
from gxlab.extract.prose.periods import Clock
from gxlab.extract.prose.sections import passages
from gxlab.forms.prose_codes import prose_rows


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A code that the prose states more than once, and not the same: no value is taken."""

    row: str
    column: str
    printed: tuple[str, ...]
    locators: tuple[str, ...]


def read_prose(document: Document, who: Attribution | None = None) -> list[Observation]:
    """The values that sections 一 and 六 of a report state.

    Parameters
    ----------
    document : a report as a reader yields it
    who : whose report it is and of which year, where that has been found already

    Returns
    -------
    list of Observation
        ``table`` is ``prose``; rows, columns and units are those of ``forms/prose.toml``;
        ``raw`` is the words of the clause, at most 60 characters; ``approximate`` says that 余, 约
        or 多 was printed; ``note`` what the words leave open. One observation for each code, in
        the order of the text.
    """
    return _settled(document, who or attribution_of(document))[0]


def read_unsettled(document: Document) -> list[Unsettled]:
    """The codes that the prose states more than once with values that do not agree."""
    return _settled(document, attribution_of(document))[1]


def _settled(document: Document, who: Attribution) -> tuple[list[Observation], list[Unsettled]]:
    clock = Clock(who.year)
    found: dict[Code, list[Statement]] = defaultdict(list)
    for passage in passages(document):
        for statement in read_passage(passage, clock, who.body or ""):
            found[statement.hit.code].append(statement)
    observations, unsettled = [], []
    for (row, column), statements in found.items():
        highest = max(statement.hit.rank for statement in statements)
        best = [statement for statement in statements if statement.hit.rank == highest]
        if len({statement.hit.value for statement in best}) == 1:
            observations.append(_observation(best[0]))
        else:
            printed = tuple(statement.raw for statement in best)
            locators = tuple(statement.passage.locator for statement in best)
            unsettled.append(Unsettled(row, column, printed, locators))
    return observations, unsettled


def _observation(statement: Statement) -> Observation:
    hit, passage = statement.hit, statement.passage
    row, column = hit.code
    return Observation(
        table=PROSE,
        row=row,
        column=column,
        value=hit.value,
        unit=prose_rows()[row].column(column).unit,
        status=REPORTED,
        raw=statement.raw,
        page=passage.page,
        locator=passage.locator,
        approximate=hit.approximate,
        note=hit.note,
    )


__all__ = ["Unsettled", "read_prose", "read_unsettled"]
