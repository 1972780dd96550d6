"""What a report says: its cells as text, and the words around its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from gxlab.cells import Key
from gxlab.forms import load_form, parts_elsewhere
from gxlab.forms.sheet import Sheet, sheets_of


@dataclass(frozen=True, slots=True)
class Printed:
    """A report as it is to be printed.

    Parameters
    ----------
    body, year, title : who reports, on which year, under which title
    form_id : the statutory form, such as ``"2021"``
    cells : the text of each cell by (table, row, column), as printed; a key that is not in
        it prints as an empty cell
    one_row_other : a report that kept as one row what its form has in parts, with an empty label
        cell beside it: (六)其他处理 of 2019 in a report of 2021, as 淮安市洪泽区 2023 has it
    note : a visible line under the title, such as "Re-typeset from published values"
    preface : paragraphs before section 一
    overview, problems, other : paragraphs of sections 一, 五, 六
    signature, published : who signs, and the date as text
    """

    body: str
    year: int
    title: str
    form_id: str
    cells: Mapping[Key, str] = field(repr=False)
    one_row_other: bool = False
    note: str = ""
    preface: tuple[str, ...] = ()
    overview: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    signature: str = ""
    published: str = ""

    @classmethod
    def from_rows(cls, rows: pd.DataFrame, **texts: Any) -> Printed:
        """A report from the rows of one ``report_id`` of a table of cells.

        Parameters
        ----------
        rows : has ``body``, ``year``, ``form``, ``table``, ``row``, ``column``, ``value``; a row
            without a value prints as an empty cell
        **texts : any other field of `Printed`; ``title`` and ``signature`` have defaults

        Raises
        ------
        ValueError
            There are no rows, or they are of more than one report.
        """
        found = rows.to_dict("records")
        reports = {(str(row["body"]), int(row["year"]), str(row["form"])) for row in found}
        if len(reports) != 1:
            raise ValueError(f"expected the rows of one report, found {sorted(reports)}")
        body, year, form_id = reports.pop()
        cells: dict[Key, str] = {
            (row["table"], row["row"], row["column"]): _as_printed(row["value"])
            for row in found
            if not pd.isna(row["value"])
        }
        texts.setdefault("title", f"{body}{year}年政府信息公开工作年度报告")
        texts.setdefault("signature", body)
        own = {key[:2] for key in load_form(form_id).cell_keys()}
        foreign = {key[:2] for key in cells} - own
        one_row = any(parts_elsewhere(table, row) for table, row in foreign)
        return cls(
            body=body, year=year, form_id=form_id, cells=cells, one_row_other=one_row, **texts
        )

    def sheets(self) -> list[Sheet]:
        """The statutory tables, with the official forms' merged cells."""
        form = load_form(self.form_id)
        return sheets_of(form, self.cells, one_row_other=self.one_row_other)


def _as_printed(value: Any) -> str:
    """The text of a value: a whole number that pandas read as 3.0 was printed as 3."""
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)
