from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

import gxlab as gx
from gxlab.document import Grid, Paragraph
from gxlab.readers.doc import converter
from gxlab.readers.docx import read
from gxlab.samples.typeset.printed import Printed
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


def test_what_stands_in_a_content_control_is_read() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("全年新收政府信息公开申请21件。")._p
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    paragraph.addprevious(control)
    control[0].append(paragraph)
    buffer = io.BytesIO()
    document.save(buffer)
    _, blocks = read(buffer.getvalue(), Path("file"))
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == [
        "全年新收政府信息公开申请21件。"
    ]


def run_of(xml: str) -> str:
    """The text of a cell that holds 45 and then what the markup says."""
    document = docx.Document()
    style = document.styles.add_style("note", 2)
    style.font.superscript = True
    document.styles.add_style("footnote", 2).base_style = style
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "规章", "45"
    wrapped = parse_xml(f"<w:p {nsdecls('w')} {MC}>{xml}</w:p>")
    for child in list(wrapped):
        cells[1].paragraphs[0]._p.append(child)
    return grid_of(document).cells[1].text


MC = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
BOX = (
    "<w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>7</w:t></w:r></w:p>"
    "</w:txbxContent></v:textbox></v:shape></w:pict>"
)


def test_a_table_in_a_text_box_follows_the_paragraph_that_it_hangs_on() -> None:
    document = docx.Document()
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "规章", "45"
    document.add_paragraph("后")
    box = BOX.replace("<w:p>", "<w:p/><w:p>", 1)
    paragraph = parse_xml(
        f"<w:p {nsdecls('w')} {MC}><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    table._tbl.addprevious(paragraph)
    empty = next(p for p in paragraph.iter(paragraph.tag) if not len(p))
    empty.getparent().replace(empty, table._tbl)
    buffer = io.BytesIO()
    document.save(buffer)
    _, (before, grid, inside, after) = read(buffer.getvalue(), Path("file"))
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells] == ["规章", "45"]
    assert [getattr(block, "text", "") for block in (before, inside, after)] == ["前", "7", "后"]


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>7</w:t></w:r>", "45"),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>7</w:t></w:r>', "457"),
        ("<w:r><w:rPr><w:strike/></w:rPr><w:t>7</w:t></w:r>", "45"),
        ("<w:r><w:rPr><w:dstrike/></w:rPr><w:t>7</w:t></w:r>", "45"),
        ('<w:moveFrom w:id="1" w:author="a"><w:r><w:t>7</w:t></w:r></w:moveFrom>', "45"),
        ('<w:moveTo w:id="1" w:author="a"><w:r><w:t>7</w:t></w:r></w:moveTo>', "457"),
        ('<w:r><w:rPr><w:position w:val="12"/></w:rPr><w:t>7</w:t></w:r>', "45[7]"),
        ('<w:r><w:rPr><w:vertAlign w:val="subscript"/></w:rPr><w:t>7</w:t></w:r>', "45[7]"),
        ('<w:r><w:rPr><w:rStyle w:val="footnote"/></w:rPr><w:t>7</w:t></w:r>', "45[7]"),
        ('<w:r><w:rPr><w:sz w:val="12"/></w:rPr><w:t>7</w:t></w:r>', "45\t7"),
        ('<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>7</w:t></w:r>', "45\t7"),
        ('<w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:t>7</w:t></w:r>', "457"),
        ("<w:r><w:noBreakHyphen/><w:t>7</w:t></w:r>", "45-7"),
        ("<w:r><w:softHyphen/><w:t>7</w:t></w:r>", "457"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F031"/></w:r>', "45\ufffd"),
        (f"<w:r>{BOX}</w:r>", "45\n7"),
        (
            "<w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
            f"{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent></w:r>",
            "45\n7",
        ),
    ],
)
def test_a_run_is_read_as_it_is_printed(xml: str, text: str) -> None:
    assert run_of(xml) == text


def test_a_table_around_one_value_is_the_text_of_its_cell() -> None:
    document = docx.Document()
    outer = document.add_table(2, 2)
    for number, cell in enumerate(cell for row in outer.rows for cell in row.cells):
        cell.text = str(number)
    outer.cell(1, 1).add_table(1, 1).cell(0, 0).text = "7"
    assert [c.text for c in grid_of(document).cells] == ["0", "1", "2", "3\n7"]


@pytest.mark.parametrize("name", ["gridSpan", "gridBefore"])
def test_a_span_that_is_no_number_is_an_error(name: str) -> None:
    document = docx.Document()
    row = document.add_table(1, 2).rows[0]
    properties = row.cells[0]._tc.get_or_add_tcPr()
    if name == "gridBefore":
        properties = row._tr.get_or_add_trPr()
    properties.append(parse_xml(f'<w:{name} {nsdecls("w")} w:val="1.5"/>'))
    with pytest.raises(gx.ReadError, match=f"{name} is «1.5», which is no whole number"):
        grid_of(document)


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
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"))
    monkeypatch.setattr("gxlab.readers.doc.converter", lambda: None)
    with pytest.raises(gx.ReadError, match="Debian: libreoffice-writer-nogui"):
        gx.read(path)
