"""A report from top to bottom: the one order in which every format prints it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from gxlab.forms.sheet import Sheet
from gxlab.samples.typeset.printed import Printed

FlowRole = Literal["title", "note", "heading", "prose", "signature", "date"]

OVERVIEW = "一、总体情况"
PROBLEMS = "五、存在的主要问题及改进情况"
OTHER = "六、其他需要报告的事项"

# The label columns' shares of a table's width, as 淮安市 2024 has them.
_LABEL_SHARES = {
    "disclosure": (0.38,),
    "applications": (0.04, 0.07, 0.29),
    "indicators": (0.68, 0.12),
}


@dataclass(frozen=True, slots=True)
class FlowLine:
    """A paragraph of a report, or its title, a heading, its signature, its date."""

    role: FlowRole
    text: str


def flow(printed: Printed, tables: Sequence[Sheet] | None = None) -> Iterator[FlowLine | Sheet]:
    """Yield what a report prints, in order.

    Parameters
    ----------
    printed : the report
    tables : its tables, where they are not those that `sheets` builds (a damaged copy, say).
        A sheet without a heading follows the one before it in the same section; a sheet
        without boxes is a section without a table.
    """
    yield FlowLine("title", printed.title)
    yield from _lines("note", (printed.note,))
    yield from _lines("prose", printed.preface)
    yield FlowLine("heading", OVERVIEW)
    yield from _lines("prose", printed.overview)
    for sheet in printed.sheets() if tables is None else tables:
        yield from _lines("heading", (sheet.heading,))
        if sheet.boxes:
            yield sheet
    yield FlowLine("heading", PROBLEMS)
    yield from _lines("prose", printed.problems)
    yield FlowLine("heading", OTHER)
    yield from _lines("prose", printed.other)
    yield from _lines("signature", (printed.signature,))
    yield from _lines("date", (printed.published,))


def _lines(role: FlowRole, texts: Sequence[str]) -> Iterator[FlowLine]:
    return (FlowLine(role, text) for text in texts if text)


def column_widths(sheet: Sheet, total: float) -> list[float]:
    """The widths of a sheet's columns, as formats with fixed columns share out `total`.

    Labels keep theirs when a table has a column too many; the values' columns give way.
    """
    labels = _LABEL_SHARES.get(sheet.table, ())[: sheet.n_cols - 1]
    values = sheet.n_cols - len(labels)
    return [total * share for share in (*labels, *[(1 - sum(labels)) / values] * values)]
