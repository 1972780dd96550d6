"""The text around a figure as HTML that is safe to show.

Only text and the structure of tables are taken from the file, and all text is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from gxlab.cells import Observation
from gxlab.document import Cell, Grid
from gxlab.extract.tables.numbers import is_value
from gxlab.workbench.evidence.around import head_rows, is_marked, rows_around

# Notebooks are light or dark: colours are given for both sides of a cell, text and ground.
_STYLE = """
<style>
.gxlab-evidence {font-size: 12px; max-width: 72em;}
.gxlab-evidence .said {font-size: 14px; font-weight: 600; margin: .4em 0;
  overflow-wrap: anywhere;}
.gxlab-evidence .where {font-size: 11px; font-weight: 400; opacity: .75;}
.gxlab-evidence img {max-width: 100%; height: auto; border: 1px solid #9a9a9a; background: #fff;}
.gxlab-evidence table {border-collapse: collapse; margin: .2em 0 1em;}
.gxlab-evidence table td {border: 1px solid #9a9a9a; padding: 2px 6px; background: #fff;
  color: #1a1a1a; text-align: center; white-space: pre-line; max-width: 24em;}
.gxlab-evidence table td.along {background: #fff6d6;}
.gxlab-evidence table td.here {background: #ffe9a8; font-weight: 700;
  outline: 3px solid #d62728; outline-offset: -2px;}
.gxlab-evidence table td.left-out {color: #777; border-style: dashed; font-style: italic;}
.gxlab-evidence table.lines td {text-align: left; border-width: 0 0 1px; border-color: #e0e0e0;
  white-space: pre-wrap; max-width: 60em;}
.gxlab-evidence table.lines td.number {color: #777; text-align: right;}
.gxlab-evidence p.prose {background: #fff; color: #1a1a1a; border: 1px solid #9a9a9a;
  padding: .6em .8em; line-height: 1.7; font-size: 13px; margin: .2em 0 1em;}
.gxlab-evidence mark {background: #ffe9a8; color: #1a1a1a; outline: 2px solid #d62728;}
</style>
"""
_ROOM = 400
_MOST_LINES = 40


def wrapped(content: str) -> str:
    """Parts of evidence as one fragment with its style."""
    return f'{_STYLE}<div class="gxlab-evidence">{content}</div>'


def page(title: str, content: str) -> str:
    """A fragment as a web page of its own."""
    return (
        '<!doctype html><html><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title></head><body>{content}</body></html>\n"
    )


def caption(said: str, where: str) -> str:
    """What is said of a figure, and below it, smaller, the code and the place."""
    return f'<div class="said">{escape(said)}<div class="where">{escape(where)}</div></div>'


def note(text: str) -> str:
    """What is said where there is nothing to show."""
    return f"<div><i>{escape(text)}</i></div>"


def grid(grid: Grid, cell: Cell, *, full: bool) -> str:
    """The rows of a table around a cell, with the cell outlined, its row and header tinted."""
    heads = head_rows(grid, cell)
    kept = list(range(grid.n_rows)) if full else rows_around(grid, cell)
    rows: list[str] = []
    before = -1
    for row in kept:
        if row > before + 1:
            rows.append(_left_out(row - before - 1, grid.n_cols))
        starts = [c for c in grid.cells if _first_kept(c, kept) == row]
        rows.append(_row(sorted(starts, key=lambda c: c.col), cell, kept, heads))
        before = row
    if before < grid.n_rows - 1:
        rows.append(_left_out(grid.n_rows - 1 - before, grid.n_cols))
    return f"<table>{''.join(rows)}</table>"


def _first_kept(cell: Cell, kept: list[int]) -> int | None:
    return next((row for row in kept if cell.row <= row < cell.bottom), None)


def _row(cells: list[Cell], target: Cell, kept: list[int], heads: list[int]) -> str:
    tds: list[str] = []
    for cell in cells:
        tall = sum(cell.row <= row < cell.bottom for row in kept)
        spans = f' rowspan="{tall}"' if tall > 1 else ""
        spans += f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
        here = cell.locator == target.locator
        role = "here" if here else "along" if is_marked(cell, target, heads) else ""
        named = f' class="{role}"' if role else ""
        tds.append(f"<td{named}{spans}>{escape(cell.text)}</td>")
    return f"<tr>{''.join(tds)}</tr>"


def _left_out(rows: int, width: int) -> str:
    said = f"… {rows} row{'s' if rows > 1 else ''} left out"
    return f'<tr><td class="left-out" colspan="{width}">{said}</td></tr>'


def paragraph(text: str, raw: str, *, full: bool) -> str:
    """A paragraph with the words that tell a figure marked."""
    found = [match.span() for match in pattern(raw).finditer(text)] if raw.strip() else []
    start, end = 0, len(text)
    if found and not full:
        start, end = max(found[0][0] - _ROOM, 0), min(found[-1][1] + _ROOM, len(text))
    ends = ("…" if start else "", "…" if end < len(text) else "")
    return f'<p class="prose">{ends[0]}{_marked(text, found, start, end)}{ends[1]}</p>'


def pattern(raw: str) -> re.Pattern[str]:
    """Finds printed words again, however they are spaced and broken."""
    return re.compile(r"\s*".join(re.escape(sign) for sign in raw if not sign.isspace()))


def _marked(text: str, spans: Iterable[tuple[int, int]], start: int, end: int) -> str:
    parts: list[str] = []
    for first, last in spans:
        parts.append(f"{escape(text[start:first])}<mark>{escape(text[first:last])}</mark>")
        start = last
    return "".join(parts) + escape(text[start:end])


def lines(text: Sequence[str], cell: Observation, *, full: bool) -> str:
    """The lines of a plain text around a figure, with their numbers, the figure marked."""
    number, place = (int(n) for n in re.findall(r"\d+", f"{cell.locator} 0")[:2])
    first, last = (1, len(text)) if full else (_label_above(text, number), number + 2)
    rows = []
    for at in range(max(first, 1), min(last, len(text)) + 1):
        line = text[at - 1]
        if at == number:
            shown = _marked(line, [_token(line, place, cell.raw)], 0, len(line))
            rows.append(f'<tr><td class="number">{at}</td><td class="along">{shown}</td></tr>')
        else:
            rows.append(f'<tr><td class="number">{at}</td><td>{escape(line)}</td></tr>')
    return f'<table class="lines">{"".join(rows)}</table>'


def _label_above(text: Sequence[str], number: int) -> int:
    """The line where the labels right above a line of figures begin, as far as they are near."""
    at = number - 1
    while at > max(number - _MOST_LINES, 1) and (not (bare := text[at - 1].strip("| \t"))
                                                 or is_value(bare)):  # fmt: skip
        at -= 1
    return at - 2


def _token(line: str, place: int, raw: str) -> tuple[int, int]:
    """Where the figure stands in its line: the cell of that number, its words, or all of it."""
    if place and "|" in line:
        bars = [at for at, sign in enumerate(line) if sign == "|"]
        starts = [*([] if line.lstrip().startswith("|") else [-1]), *bars]
        ends = [*bars, len(line)][-len(starts) :]
        if place <= len(starts):
            start, end = starts[place - 1] + 1, ends[place - 1]
            bare = line[start:end].strip()
            start += line[start:end].index(bare)
            return (start, start + len(bare)) if bare else (start, end)
    if place and place <= len(cells := list(re.finditer(r"\S+", line))):
        return cells[place - 1].span()
    found = pattern(raw).search(line) if raw.strip() else None
    return found.span() if found else (0, len(line))
