"""Figures told in the prose of sections 一 and 六, clause by clause.

A figure is read where its clause says what it counts, and of which scope; whatever else is a
number (a date, a document's number, a rank, a target, another year's count) is not. What is
found is rather too little than too much: a figure that is not found is missing, a figure made
up is wrong.

Statements of one code that agree are one observation, the first. Where they differ, that of the
whole (全县) goes before that of one office (县政府办公室), and 公开 before 发布; where that does
not decide, none is taken, and `read_unsettled` tells what was printed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from gxlab.cells import PROSE, REPORTED, Observation
from gxlab.document import Document
from gxlab.extract.attribution import Attribution, attribution_of
from gxlab.extract.prose.context import Code
from gxlab.extract.prose.passage import Told, read_passage
from gxlab.extract.prose.periods import Clock
from gxlab.extract.prose.sections import passages
from gxlab.forms.prose_codes import prose_rows


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A code that the prose tells more than once, and not the same: no value is taken."""

    row: str
    column: str
    printed: tuple[str, ...]
    locators: tuple[str, ...]


def read_prose(document: Document, who: Attribution | None = None) -> list[Observation]:
    """The figures that sections 一 and 六 of a report tell.

    Parameters
    ----------
    document : a report as a reader yields it
    who : whose report it is and of which year, where that has been told already

    Returns
    -------
    list of Observation
        ``table`` is ``prose``; rows, columns and units are those of ``forms/prose.toml``;
        ``raw`` is the words of the clause, at most 60 signs; ``approximate`` says that 余, 约 or
        多 was printed; ``note`` what the words leave open. One observation for each code, in the
        order of the text.
    """
    return _settled(document, who or attribution_of(document))[0]


def read_unsettled(document: Document) -> list[Unsettled]:
    """The codes that the prose tells more than once with values that do not agree."""
    return _settled(document, attribution_of(document))[1]


def _settled(document: Document, who: Attribution) -> tuple[list[Observation], list[Unsettled]]:
    clock = Clock(who.year)
    told: dict[Code, list[Told]] = defaultdict(list)
    for passage in passages(document):
        for figure in read_passage(passage, clock, who.body or ""):
            told[figure.hit.code].append(figure)
    observations, unsettled = [], []
    for code, figures in told.items():
        best = max(figure.hit.rank for figure in figures)
        first = [figure for figure in figures if figure.hit.rank == best]
        if len({figure.hit.value for figure in first}) == 1:
            observations.append(_observation(first[0]))
        else:
            printed = tuple(figure.raw for figure in first)
            places = tuple(figure.passage.locator for figure in first)
            unsettled.append(Unsettled(*code, printed, places))
    return observations, unsettled


def _observation(told: Told) -> Observation:
    row, column = told.hit.code
    return Observation(
        table=PROSE,
        row=row,
        column=column,
        value=told.hit.value,
        unit=prose_rows()[row].column(column).unit,
        status=REPORTED,
        raw=told.raw,
        page=told.passage.page,
        locator=told.passage.locator,
        approximate=told.hit.approximate,
        note=told.hit.note,
    )


__all__ = ["Unsettled", "read_prose", "read_unsettled"]
