"""Printed tables, reports and evidence as HTML: the one place that escapes.

Only text and the structure of tables come from a file, and all text is escaped. Its looks are
``style.css``: notebooks are light or dark, so colours are given for a cell's text and ground.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from html import escape
from importlib.resources import files

from gxlab.workbench.overview import Overview, Remarks
from gxlab.workbench.printed import PrintedCell, PrintedTable

_STYLE = (files(__package__) / "style.css").read_text(encoding="utf-8")
# How the legend draws a mark.
_SAMPLES = {
    "reported": "1",
    "suspect": "0",
    "broken": "0",
    "unreadable": "?",
    "not_applicable": "/",
}
_EMPTY = "\u2007"
# Cells in doubt, which can be reached without a mouse.
_DOUBTFUL = {"broken", "unreadable"}


def styled(content: str) -> str:
    """HTML as one fragment with its style, as Jupyter shows it."""
    return f'\n<style>\n{_STYLE}</style>\n<div class="gxlab">{content}</div>'


def page(title: str, content: str) -> str:
    """A fragment as a web page of its own."""
    return (
        '<!doctype html><html><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title></head><body>{content}</body></html>\n"
    )


def table(printed: PrintedTable) -> str:
    """A printed table below its title, in a box of its own that scrolls where it is too wide."""
    code = f" <code>{escape(printed.code)}</code>" if printed.code else ""
    title = f"<h4>{escape(printed.title)}{code}</h4>" if printed.title else ""
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in printed.rows)
    kind = f' class="{printed.kind}"' if printed.kind else ""
    return f'{title}<div class="sheet"><table{kind}>{rows}</table></div>'


def _cell(cell: PrintedCell) -> str:
    classes = " ".join(filter(None, (cell.role, *cell.marks)))
    attributes = {
        "class": classes,
        "rowspan": str(cell.rowspan) if cell.rowspan > 1 else "",
        "colspan": str(cell.colspan) if cell.colspan > 1 else "",
        "title": "\n".join(cell.notes),
        "tabindex": "0" if _DOUBTFUL.intersection(cell.marks) else "",
    }
    return f"<td{_attributes(attributes)}>{_marked(cell)}</td>"


def _marked(cell: PrintedCell) -> str:
    parts, at = [], 0
    for first, last in cell.spans:
        parts += [escape(cell.text[at:first]), f"<mark>{escape(cell.text[first:last])}</mark>"]
        at = last
    return "".join(parts) + escape(cell.text[at:])


def _attributes(attributes: dict[str, str]) -> str:
    given = ((name, value) for name, value in attributes.items() if value)
    return "".join(f' {name}="{escape(value, quote=True)}"' for name, value in given)


def report(shown: Overview) -> str:
    """A report: who, its tables, what their marks mean, the verdicts, what else was found."""
    tables, remarks = map(table, shown.tables), map(_remarks, shown.remarks)
    return styled("".join([_who(shown), *tables, _legend(shown), *remarks]))


def _who(shown: Overview) -> str:
    first, *rest = map(escape, shown.who)
    return f'<div class="who">{"<br>".join([f"<b>{first}</b>", *rest])}</div>'


def _legend(shown: Overview) -> str:
    """What the marks that occur in this report mean, each with how many cells have it."""
    items = (
        f'<span class="item"><span class="key {mark.name}">{_SAMPLES.get(mark.name, _EMPTY)}'
        f"</span> {mark.count} {escape(mark.meaning)}</span>"
        for mark in shown.legend
    )
    return f'<div class="legend">{" ".join(items)}</div>'


def _remarks(remarks: Remarks) -> str:
    items = "".join(f"<li>{escape(item)}</li>" for item in remarks.items)
    heading = escape(remarks.heading[0].upper() + remarks.heading[1:])
    return f'<div class="remarks">{heading}{f":<ul>{items}</ul>" if items else "."}</div>'


def caption(text: str, where: str) -> str:
    """What was read, and below it, smaller, its code and its place."""
    return f'<div class="caption">{escape(text)}<div class="where">{escape(where)}</div></div>'


def note(text: str) -> str:
    """A sentence where there is nothing to show."""
    return f"<div><i>{escape(text)}</i></div>"


def image(png: bytes, width: float, text: str) -> str:
    """A picture in the page itself, with the text that stands for it."""
    source = f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"
    return f"<img{_attributes({'alt': text, 'width': f'{width:.0f}', 'src': source})}>"


def dataset(
    name: str, version: str, span: str, simulated: bool, rows: Iterable[tuple[str, int]]
) -> str:
    """What a dataset holds: its tables and how many rows each has."""
    mark = "<b>SIMULATED 模拟数据.</b> " if simulated else ""
    head = (PrintedCell("table", "header"), PrintedCell("rows", "header"))
    body = ((PrintedCell(table_, "label"), PrintedCell(f"{n:,}", "value")) for table_, n in rows)
    return styled(
        f"<p>{mark}<b>{escape(name)}</b>, version {escape(version)}: {escape(span)}.</p>"
        + table(PrintedTable((head, *body)))
    )
