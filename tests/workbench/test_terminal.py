"""Reports on a terminal: every column within its width, marks explained, nothing interpreted."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from gxlab.workbench.overview import Mark, Overview, Remarks
from gxlab.workbench.printed import PrintedCell, PrintedTable
from gxlab.workbench.terminal import show_report


def shown(overview: Overview, width: int = 80) -> str:
    out = StringIO()
    show_report(overview, Console(file=out, width=width, highlight=False))
    return out.getvalue()


def overview_of(*cells: PrintedCell) -> Overview:
    table = PrintedTable((cells,), title="三、申请", code="applications")
    legend = (Mark("reported", 2, "values"), Mark("broken", 1, "in a broken identity"))
    return Overview(("某县 2023",), (table,), legend, (Remarks("1 text", ("[red]«5»[/red]",)),))


def value(column: str, text: str, *marks: str) -> PrintedCell:
    key = ("applications", "new", column)
    return PrintedCell(text, "value", marks=marks, key=key, labels=("一、本年新收", column))


def test_marks_are_printed_and_explained() -> None:
    out = shown(overview_of(value("自然人", "21", "broken"), value("总计", "", "absent")))
    row = next(line for line in out.splitlines() if "一、本年新收" in line)
    assert row.split() == ["一、本年新收", "21", "!", "absent"]
    assert "1 in a broken identity: !" in out
    assert "2 values\n" in out


def test_what_a_file_prints_is_not_taken_for_markup() -> None:
    out = shown(overview_of(value("总计", "[bold]5[/bold]", "unreadable")), width=120)
    assert "[bold]5[/bold] ?" in out
    assert "[red]«5»[/red]" in out


@pytest.mark.parametrize("width", [60, 80, 120])
def test_many_columns_stay_within_the_width(width: int) -> None:
    names = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    out = shown(overview_of(*(value(name, "0") for name in names)), width)
    assert max(map(cell_len, out.splitlines())) <= width
    assert "总计" in out
