"""A report as a web page: a portal's, a plain one, or the HTML that Word saves.

What stands around the report on its page is in ``shells``, a template for each style.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from random import Random
from string import Template
from typing import Literal

from gxlab.forms.sheet import Box, Sheet
from gxlab.samples.typeset.flow import FlowLine, FlowRole, flow
from gxlab.samples.typeset.printed import Printed

HtmlStyle = Literal["portal", "plain", "word"]

_CENTRED = frozenset({"title", "note"})
_RIGHT = frozenset({"signature", "date"})


@dataclass(frozen=True, slots=True)
class _Markup:
    """How one style writes a page: the encoding it declares, its lines, its tables' cells."""

    meta: str
    line: Callable[[FlowLine, Random], str]
    table: str
    row: str
    cell: Callable[[Box, Random], str]


def to_html(
    printed: Printed,
    sheets: Sequence[Sheet] | None = None,
    *,
    encoding: str = "utf-8",
    declare: bool | str = True,
    style: HtmlStyle = "portal",
    seed: int = 0,
) -> bytes:
    """Print a report as an HTML page.

    Parameters
    ----------
    printed : the report
    sheets : its tables, where they are not those of the form
    encoding : the encoding of the bytes
    declare : whether the page declares it; a string declares that encoding instead, as pages do
        that are not what they say
    style : ``"portal"``, a government site's page with navigation, scripts, a table of metadata,
        the report inside a layout table, and runs that cut words and numbers in pieces;
        ``"plain"``, headings, paragraphs and tables alone; ``"word"``, Word's own HTML
    seed : where a portal's runs are cut
    """
    markup = _MARKUP[style]
    rng = Random(f"{seed} {printed.title}")
    body = "\n".join(
        _table(item, markup, rng) if isinstance(item, Sheet) else markup.line(item, rng)
        for item in flow(printed, sheets)
    )
    declared = declare if isinstance(declare, str) else encoding if declare else ""
    shell = files(__package__) / "shells" / f"{style}.html"
    page = Template(shell.read_text(encoding="utf-8")).substitute(
        meta=markup.meta.format(declared) if declared else "",
        title=escape(printed.title),
        agency=escape(printed.signature or printed.body),
        published=escape(printed.published),
        next_year=printed.year + 1,
        body=body,
    )
    return page.encode(encoding, errors="xmlcharrefreplace")


def _table(sheet: Sheet, markup: _Markup, rng: Random) -> str:
    rows = (
        "\n".join([markup.row, *(markup.cell(box, rng) for box in row), "</tr>"])
        for row in sheet.rows()
    )
    return "\n".join([markup.table, "<tbody>", *rows, "</tbody>", "</table>"])


def _spans(box: Box) -> str:
    spans = (("colspan", box.colspan), ("rowspan", box.rowspan))
    return "".join(f' {name}="{span}"' for name, span in spans if span > 1)


def _align(role: str) -> str:
    return "center" if role in _CENTRED else "right" if role in _RIGHT else "left"


# --- Plain ------------------------------------------------------------------------------

_PLAIN_TAGS: Mapping[FlowRole, str] = {"title": "h1", "heading": "h2"}


def _plain_line(line: FlowLine, rng: Random) -> str:
    tag = _PLAIN_TAGS.get(line.role, "p")
    return f'<{tag} class="{line.role}">{escape(line.text, quote=False)}</{tag}>'


def _plain_cell(box: Box, rng: Random) -> str:
    tag = "th" if box.role in ("title", "header", "group") else "td"
    text = "<br>".join(escape(line, quote=False) for line in box.lines)
    return f"<{tag}{_spans(box)}>{text}</{tag}>"


# --- Portal -----------------------------------------------------------------------------

_PORTAL_FONT = {
    "title": "font-family: 方正小标宋_GBK; font-size: 22pt",
    "heading": "font-family: 黑体; font-size: 16pt",
}
_BODY_FONT = "font-family: 仿宋_GB2312; font-size: 16pt"
_CELL_FONT = "font-family: 宋体; font-size: 9pt"


def _cut(text: str, rng: Random, usual: int) -> Iterator[str]:
    """Pieces of a text, of about `usual` characters, wherever the cut falls."""
    while text:
        size = rng.randint(1, 2 * usual)
        yield text[:size]
        text = text[size:]


def _runs(text: str, rng: Random, font: str, usual: int) -> str:
    """Nested runs, as an editor leaves them after pasting from Word."""
    runs = []
    for piece in _cut(text, rng, usual):
        run = f'<span style="{font}">{escape(piece, quote=False)}</span>'
        runs.append(f'<font face="宋体">{run}</font>' if rng.random() < 0.3 else run)
    return "".join(runs)


def _portal_line(line: FlowLine, rng: Random) -> str:
    font = _PORTAL_FONT.get(line.role, _BODY_FONT)
    indent = "&emsp;&emsp;" if line.role in ("heading", "prose") else ""
    runs = _runs(line.text, rng, font, usual=12)
    if line.role == "heading":
        runs = f"<strong>{runs}</strong>"
    return f'<p style="text-align: {_align(line.role)}; line-height: 1.75em;">{indent}{runs}</p>'


def _portal_lines(box: Box, rng: Random) -> Iterable[str]:
    """The lines of a cell: a long label now and then breaks where the editor's window ended."""
    if box.role not in ("label", "group", "note") or len(box.text) < 8 or rng.random() < 0.85:
        return box.lines
    at = rng.randrange(4, len(box.text) - 2)
    return box.text[:at], box.text[at:]


def _portal_cell(box: Box, rng: Random) -> str:
    lines = _portal_lines(box, rng)
    usual = 2 if box.role == "value" else 5
    text = "<br />".join(_runs(line, rng, _CELL_FONT, usual) for line in lines)
    align = "left" if box.role in ("label", "note") else "center"
    shade = " background: rgb(198, 217, 241);" if box.role == "title" else ""
    style = f"border: 1px solid windowtext; padding: 2px 5px;{shade}"
    inner = f'<p style="text-align: {align};">{text or "&nbsp;"}</p>'
    return f'<td{_spans(box)} valign="middle" style="{style}">{inner}</td>'


# --- Word -------------------------------------------------------------------------------

_LATIN = re.compile(r"([\x21-\x7e]+)")


def _word_runs(text: str) -> str:
    """Runs of Latin and Chinese apart, and tags broken over lines, as Word writes them."""
    runs = []
    for piece in _LATIN.split(text):
        if _LATIN.fullmatch(piece):
            runs.append(f"<span lang=EN-US\nstyle='font-size:9.0pt'>{escape(piece)}</span>")
        elif piece:
            runs.append(f"<span style='font-size:9.0pt;\nfont-family:宋体'>{escape(piece)}</span>")
    return "".join(runs)


def _word_line(line: FlowLine, rng: Random) -> str:
    runs = _word_runs(line.text)
    if line.role in ("title", "heading"):
        runs = f"<b>{runs}</b>"
    indent = "text-indent:24.0pt" if line.role in ("heading", "prose") else ""
    end = "<span lang=EN-US><o:p></o:p></span>"
    align = _align(line.role)
    return f"<p class=MsoNormal align={align} style='text-align:{align};{indent}'>{runs}{end}</p>\n"


def _word_cell(box: Box, rng: Random) -> str:
    empty = "<span lang=EN-US><o:p>&nbsp;</o:p></span>"
    align = "left" if box.role in ("label", "note") else "center"
    paragraphs = "\n".join(
        f"<p class=MsoNormal align={align} style='text-align:{align}'>"
        f"{_word_runs(line) or empty}<span lang=EN-US><o:p></o:p></span></p>"
        for line in box.lines
    )
    style = (
        "border:solid windowtext 1.0pt;\n  mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt"
    )
    return f"<td{_spans(box)} style='{style}'>\n{paragraphs}\n</td>"


_MARKUP: dict[HtmlStyle, _Markup] = {
    "plain": _Markup('<meta charset="{}">\n', _plain_line, "<table>", "<tr>", _plain_cell),
    "portal": _Markup(
        '<meta http-equiv="Content-Type" content="text/html; charset={}" />\n',
        _portal_line,
        '<table border="1" cellspacing="0" cellpadding="0" align="center" width="100%"'
        ' style="border-collapse: collapse; border: none;">',
        '<tr style="height: 30px;">',
        _portal_cell,
    ),
    "word": _Markup(
        '<meta http-equiv=Content-Type content="text/html; charset={}">\n',
        _word_line,
        "<table class=MsoNormalTable border=1 cellspacing=0 cellpadding=0\n"
        " style='width:100.0%;border-collapse:collapse;border:none;mso-yfti-tbllook:1184'>",
        "<tr style='mso-yfti-irow:0;height:16.0pt'>",
        _word_cell,
    ),
}
