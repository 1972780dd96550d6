"""Printed tables, reports and evidence as HTML: the one place that escapes, and the one style.

Only text and the structure of tables come from a file, and all text is escaped.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from html import escape

from gxlab.workbench.overview import Overview, Remarks
from gxlab.workbench.printed import PrintedCell, PrintedTable

# Notebooks are light or dark: colours are given for both sides of a cell, text and ground.
_STYLE = """
<style>
.gxlab .sheet {overflow-x: auto; margin: .4em 0 1.2em;}
.gxlab table {border-collapse: collapse; font-size: 12px; margin: 0;}
.gxlab td, .gxlab .key {border: 1px solid #9a9a9a; padding: 2px 6px; text-align: center;
  background: #fff; color: #1a1a1a; max-width: 24em; white-space: pre-line;}
.gxlab td.title, .gxlab td.header, .gxlab td.note, .gxlab td.group {background: #eef2f7;
  font-weight: 600;}
.gxlab td.header {min-width: 3.1em; text-wrap: balance;}
.gxlab td.group {min-width: 3.1em; max-width: 7em; text-wrap: balance;}
.gxlab td.group[colspan] {max-width: none;}
.gxlab td.label {text-align: left; min-width: 9em;}
.gxlab td.value {font-variant-numeric: tabular-nums; text-align: right;}
.gxlab td.zero, .gxlab .not_applicable {color: #767676;}
.gxlab tr:hover td.value, .gxlab tr:hover td.label {background: #fff6d6;}
.gxlab .unreadable {background: #fdf0d5; color: #7a4b00;}
.gxlab .absent, .gxlab tr:hover td.absent {
  background: repeating-linear-gradient(45deg, #fff, #fff 4px, #e4e4e4 4px, #e4e4e4 5px);}
.gxlab .broken {outline: 2px solid #c0392b; outline-offset: -2px;}
.gxlab td.suspect, .gxlab .suspect {background: #f9d6d2; color: #7b1a10; font-weight: 700;}
.gxlab td:focus {outline: 3px solid #1f6feb; outline-offset: -3px;}
.gxlab td:focus::after {content: attr(title); position: fixed; z-index: 9;
  margin: 1.8em 0 0 -6em; max-width: 32em; padding: 4px 8px; white-space: pre-line;
  text-align: left; font-weight: 400; background: #1a1a1a; color: #fff;}
.gxlab td.along {background: #fff6d6;}
.gxlab td.here {background: #ffe9a8; font-weight: 700; outline: 3px solid #d62728;
  outline-offset: -2px;}
.gxlab mark {background: #ffe9a8; color: #1a1a1a; outline: 2px solid #d62728;}
.gxlab td.omitted {color: #767676; border-style: dashed; font-style: italic;}
.gxlab .lines td {text-align: left; border-width: 0 0 1px; border-color: #e0e0e0;
  white-space: pre-wrap; max-width: 60em; overflow-wrap: anywhere;}
.gxlab .lines td.number {color: #767676; text-align: right; overflow-wrap: normal;}
.gxlab .prose td {text-align: left; max-width: 66em; padding: .6em .8em; line-height: 1.7;
  font-size: 13px;}
.gxlab .who {font-size: 13px; margin-bottom: .5em;}
.gxlab .legend, .gxlab .remarks {font-size: 12px; margin-bottom: .8em;}
.gxlab .legend .item {white-space: nowrap; margin-right: 1.4em;}
.gxlab .remarks ul {margin: .2em 0 .8em;}
.gxlab h4 {margin: .6em 0 .2em;}
.gxlab h4 code {font-size: 11px; font-weight: 400; opacity: .75;}
.gxlab .caption {font-size: 14px; font-weight: 600; margin: .4em 0; max-width: 60em;
  overflow-wrap: anywhere;}
.gxlab .where {font-size: 11px; font-weight: 400; opacity: .75;}
.gxlab img {max-width: 100%; height: auto; border: 1px solid #9a9a9a; background: #fff;}
</style>
"""
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
    return f'{_STYLE}<div class="gxlab">{content}</div>'


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
