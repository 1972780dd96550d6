from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

import gxlab as gx
from gxlab.document import Grid
from gxlab.readers.doc import converter
from gxlab.readers.docx import read
from gxlab.typeset.sheet import Printed
from tests.conftest import Key
from tests.formats import FORMATS


def grid_of(document: docx.document.Document) -> Grid:
    buffer = io.BytesIO()
    document.save(buffer)
    _, blocks = read(buffer.getvalue(), Path("file"))
    (grid,) = [block for block in blocks if isinstance(block, Grid)]
    return grid


def test_cells_merged_both_ways() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = str(number)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "down"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "across"
    grid = grid_of(document)
    assert [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in grid.cells][:4] == [
        (0, 0, 2, 1, "down"),
        (0, 1, 1, 2, "across"),
        (1, 1, 1, 1, "4"),
        (1, 2, 1, 1, "5"),
    ]
    assert grid.cells[-1].locator == "table 1, row 3, cell 3"


def test_paragraphs_in_a_cell_are_lines_and_a_superscript_is_a_mark() -> None:
    document = docx.Document()
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text = "结果"
    cells[0].add_paragraph("纠正")
    cells[1].paragraphs[0].add_run("5")
    cells[1].paragraphs[0].add_run("1").font.superscript = True
    assert [c.text for c in grid_of(document).cells] == ["结果\n纠正", "5[1]"]


def test_a_table_that_lays_out_another_is_no_grid() -> None:
    document = docx.Document()
    outer = document.add_table(1, 2)
    inner = outer.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "规章", "3"
    assert [c.text for c in grid_of(document).cells] == ["规章", "3"]


@pytest.fixture
def old_word(tmp_path: Path, reports: dict[str, Printed]) -> Path:
    """A .doc as Word 97 would save it, made by LibreOffice."""
    office = converter()
    if office is None:
        pytest.skip("LibreOffice is not installed (Debian: libreoffice-writer-nogui)")
    import subprocess

    source = tmp_path / "report.docx"
    source.write_bytes(FORMATS["docx"](reports["suqian-2024"], None))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, "--headless", profile, "--convert-to", "doc", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=120)
    return tmp_path / "report.doc"


def test_an_old_word_file(old_word: Path, truth: dict[str, dict[Key, object]]) -> None:
    report = gx.read(old_word)
    assert report.format == "doc"
    cells = report.extraction.observations
    assert {o.key: o.value for o in cells if o.status == "reported"} == truth["suqian-2024"]


def test_without_libreoffice_the_error_names_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    monkeypatch.setattr("gxlab.readers.doc.converter", lambda: None)
    with pytest.raises(gx.ReadError, match="Debian: libreoffice-writer-nogui"):
        gx.read(path)
