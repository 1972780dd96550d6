"""A report as a Word document: tables with real merges, the same bytes for the same report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell

from gxlab.forms.sheet import Box, Sheet
from gxlab.samples.typeset.flow import FlowLine, column_widths, flow
from gxlab.samples.typeset.printed import Printed

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_ALIGNED = {
    "title": ALIGN.CENTER,
    "note": ALIGN.CENTER,
    "signature": ALIGN.RIGHT,
    "date": ALIGN.RIGHT,
}
_SIZES = {"title": 22, "note": 10.5}
_BODY_SIZE, _CELL_SIZE = 16, 9
_FONT = "宋体"
_TEXT_WIDTH = 432


def to_docx(printed: Printed, sheets: Sequence[Sheet] | None = None) -> bytes:
    """Print a report as a ``.docx`` file.

    Merged cells are ``gridSpan`` and ``vMerge``; a cell holds a paragraph for each of its lines,
    and an empty cell holds an empty paragraph.

    Parameters
    ----------
    printed : the report
    sheets : its tables, where they are not those of the form
    """
    document = Document()
    _set_font(document.styles["Normal"])
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for item in flow(printed, sheets):
        if isinstance(item, Sheet):
            _table(document, item)
        else:
            _line(document, item)
    core = document.core_properties
    core.title, core.author = printed.title, printed.signature
    core.created = core.modified = datetime(printed.year + 1, 1, 1)
    buffer = BytesIO()
    document.save(buffer)
    return _timeless(buffer.getvalue())


def _set_font(style: Any) -> None:
    style.font.name = "Times New Roman"
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)


def _line(document: Any, line: FlowLine) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = _ALIGNED.get(line.role)
    size = _SIZES.get(line.role, _BODY_SIZE)
    if line.role in ("heading", "prose"):
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    if line.role == "heading":
        paragraph.paragraph_format.space_before = Pt(size / 2)
    run = paragraph.add_run(line.text)
    run.font.size = Pt(size)
    run.bold = True if line.role in ("title", "heading") else None


def _table(document: Any, sheet: Sheet) -> None:
    table = document.add_table(rows=0, cols=sheet.n_cols, style="Table Grid")
    for column, width in zip(table.columns, column_widths(sheet, _TEXT_WIDTH), strict=True):
        column.width = Pt(width)
    for at, covered in enumerate(sheet.cover()):
        tr = OxmlElement("w:tr")
        table._tbl.append(tr)
        col = 0
        while col < sheet.n_cols:
            box = covered[col]
            tc = _cell(box, at)
            tr.append(tc)
            if box is not None and box.row == at:
                _fill(_Cell(tc, table), box)
            col += 1 if box is None else box.right - col


def _cell(box: Box | None, row: int) -> Any:
    """The ``w:tc`` that a box has in one of its rows; a hole of the grid is an empty cell."""
    tc = OxmlElement("w:tc")
    properties = OxmlElement("w:tcPr")
    if box is not None and box.colspan > 1:
        properties.append(_element("w:gridSpan", str(box.colspan)))
    if box is not None and box.rowspan > 1:
        properties.append(_element("w:vMerge", "restart" if row == box.row else "continue"))
    properties.append(_element("w:vAlign", "center"))
    tc.append(properties)
    tc.append(OxmlElement("w:p"))
    return tc


def _element(tag: str, value: str) -> Any:
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    return element


def _fill(cell: Any, box: Box) -> None:
    for at, text in enumerate(box.lines):
        paragraph = cell.add_paragraph() if at else cell.paragraphs[0]
        paragraph.alignment = ALIGN.LEFT if box.role in ("label", "note") else ALIGN.CENTER
        if text:
            paragraph.add_run(text).font.size = Pt(_CELL_SIZE)


def _timeless(data: bytes) -> bytes:
    """The same archive with every member dated 1980, so that no clock shows in its bytes."""
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(buffer, "w") as target:
        for member in source.infolist():
            info = ZipInfo(member.filename, date_time=_ZIP_EPOCH)
            info.compress_type = ZIP_DEFLATED
            target.writestr(info, source.read(member))
    return buffer.getvalue()
