"""The codebook: what every code of the tidy table stands for, generated from the forms.

Nothing is written here by hand: labels, units, legal sources and identities are those of
``gxlab/forms``, so that the codebook cannot disagree with what the package reads.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from gxlab.cells import PROSE
from gxlab.forms import Form, Label, Table, forms
from gxlab.forms.prose_codes import ProseColumn, ProseRow, prose_rows, prose_sources
from gxlab.schema import frame

_Entry = dict[str, str]


def codebook() -> pd.DataFrame:
    """Every cell of every form, and every value that the prose may state: a row for each.

    Returns
    -------
    DataFrame of str
        ``form`` (``prose`` for what only the prose states), ``table, row, column`` as in the tidy
        table; ``table_zh, table_en``; ``row_zh, row_en, column_zh, column_en``, with the merged
        labels beside or above them in ``row_group_zh, column_group_zh``; ``unit``;
        ``identities`` that the cell is an operand of; ``legal``, the form's source.

    Examples
    --------
    >>> book = codebook().set_index(["form", "table", "row", "column"])
    >>> book.loc[("2021", "applications", "granted", "total"), "row_zh"]
    '(一)予以公开'
    """
    entries = [entry for form in forms() for entry in _of_form(form)]
    rows = (
        {name: text or None for name, text in entry.items()} for entry in (*entries, *_of_prose())
    )
    return frame("codebook", rows)


def _of_form(form: Form) -> Iterator[_Entry]:
    for table in form.tables:
        rules = [identity for identity in form.identities if identity.table == table.code]
        for row, column in table.cells():
            # One that is drawn for each column adds up rows, and the other way round.
            operand_of = (
                rule.id
                for rule in rules
                if any(rule.operands((row.code if rule.per == "column" else column.code,)))
            )
            yield {
                **_labelled(row, column),
                "form": form.id,
                "table": table.code,
                "table_zh": table.zh,
                "table_en": table.en,
                "row_group_zh": _groups(table, row),
                "column_group_zh": _groups(table, column),
                "identities": ", ".join(operand_of),
                "legal": "; ".join(form.legal),
            }


def _labelled(row: Label | ProseRow, column: Label | ProseColumn) -> _Entry:
    return {
        "row": row.code,
        "column": column.code,
        "row_zh": row.zh,
        "row_en": row.en,
        "column_zh": column.zh,
        "column_en": column.en,
        "unit": column.unit,
    }


def _groups(table: Table, label: Label) -> str:
    """The merged labels beside or above a label, outermost first; of a list, its headings."""
    known = {group.code: group for group in (*table.row_groups, *table.column_groups)}
    if table.is_list:
        known |= {row.code: row for block in table.blocks for row in block.rows}
    names: list[str] = []
    code = label.group
    while code is not None and code in known:
        names.insert(0, known[code].zh)
        code = known[code].group
    return " / ".join(names)


def _of_prose() -> Iterator[_Entry]:
    legal = "; ".join(prose_sources())
    for row in prose_rows().values():
        for column in row.columns:
            yield {
                **_labelled(row, column),
                "form": PROSE,
                "table": PROSE,
                "table_zh": "正文",
                "table_en": "prose of sections 一 and 六",
                "row_group_zh": "",
                "column_group_zh": "",
                "identities": "",
                "legal": legal,
            }


def labels() -> pd.DataFrame:
    """The labels of every code, whatever the form: of the newest form that has the cell.

    Returns
    -------
    DataFrame of str
        Index ``(table, row, column)``; ``row_zh, row_en, column_zh, column_en``.
    """
    keys = ["table", "row", "column"]
    newest = codebook().drop_duplicates(keys, keep="last").set_index(keys)
    return newest[["row_zh", "row_en", "column_zh", "column_en"]]


def codebook_markdown() -> str:
    """The codebook for reading: a section a form and table, its identities, its legal source."""
    book = codebook()
    lines = ["# Codebook 编码手册", "", _INTRODUCTION, ""]
    for form in forms():
        years = f"{form.years[0]}–{form.years[1] if form.years[1] < 9999 else ''}"
        lines += [f"## Form {form.id} · {form.zh}", "", f"{form.en}; report years {years}.", ""]
        lines += ["Legal source 依据: " + "; ".join(form.legal), ""]
        for table in form.tables:
            lines += [f"### `{table.code}` {table.zh} · {table.en}", ""]
            lines += _rows(book.query("form == @form.id and table == @table.code"))
            lines += _identities(form, table)
    lines += ["## Prose 正文", "", f"Source 依据: {'; '.join(prose_sources())}", ""]
    return "\n".join([*lines, *_rows(book[book["form"] == "prose"])]) + "\n"


_INTRODUCTION = (
    "What the codes of the tidy table stand for, with the labels as the forms print them. "
    "Generated from the forms (`gxlab/forms`); `codebook.csv` has the same, a row for each cell. "
    "Units: 件 cases or documents, 项 items, 条 pieces of information, 次 times, 人 persons, "
    "万元 10,000 yuan, 元 yuan."
)


def _rows(book: pd.DataFrame) -> list[str]:
    """Markdown tables, one for each run of rows that the same columns cross."""
    lines: list[str] = []
    rows = ["row", "row_zh", "row_en", "row_group_zh"]
    before: list[str] = []
    for _, cells in book.fillna("").groupby(rows, sort=False):
        columns = [
            f"`{cell['column']}` {_path(cell['column_group_zh'], cell['column_zh'])} "
            f"({cell['column_en']})"
            for cell in cells.to_dict("records")
        ]
        if columns != before:
            lines += ["", f"Columns 列: {' · '.join(columns)}", "", *_HEAD]
            before = columns
        row = cells.iloc[0]
        label = _path(*row["row_group_zh"].split(" / "), row["row_zh"])
        units = ", ".join(dict.fromkeys(cells["unit"]))
        line = f"| `{row['row']}` | {label} | {row['row_en']} | {units} |"
        lines.append(line.replace("\n", " "))
    return [*lines[1:], ""]


def _path(*labels: str) -> str:
    """A label under those above it, outermost first; empty ones are left out."""
    return " › ".join(filter(None, labels))


_HEAD = ("| row 行 | label 标签 | English | unit 单位 |", "|---|---|---|---|")


def _identities(form: Form, table: Table) -> list[str]:
    rules = [identity for identity in form.identities if identity.table == table.code]
    lines = [f"- **{rule.id}** (each {rule.per}) {rule.zh} · {rule.en}" for rule in rules]
    return [*lines, ""] if lines else []
