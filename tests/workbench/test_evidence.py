"""Evidence leads to the printed figure: the right cell is outlined, in every format."""

from __future__ import annotations

import io
import re
from ctypes import c_double
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw_pdfium
import pytest
from lxml import html as lxml_html
from PIL import Image, ImageChops

import gxlab as gx
from gxlab.cells import Observation
from gxlab.samples.typeset.printed import Printed
from gxlab.workbench.evidence import Evidence
from gxlab.workbench.evidence import page as drawing
from tests import damage
from tests.conftest import ROOT, SHARED, Key, original
from tests.formats import FORMATS

BUNDLED = ROOT / "data" / "reports"
BAND, SCALE = 30, 2  # the line above a page that says its number; pixels for a point
EVIL = "5<script>alert(1)</script><img src=x onerror=alert(2)>"
PROSE = "2023年,全区主动公开政府信息4042条,其中通过政府网站公开1136条。受理政府信息公开申请21件。"


def printed_with_prose(reports: dict[str, Printed]) -> Printed:
    return replace(reports["hongze-2023"], overview=(PROSE,))


def written(folder: Path, name: str, content: bytes) -> gx.Report:
    path = folder / name
    path.write_bytes(content)
    return gx.read(path)


# --- PDF ------------------------------------------------------------------------------------


def outlines(png: bytes) -> list[tuple[int, int, int, int]]:
    """The boxes inside the red outlines of a picture, one for each line of print."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    red = ImageChops.difference(picture, Image.new("RGB", picture.size, (214, 39, 40)))
    mask = red.convert("L").point(lambda value: 255 if value < 24 else 0)
    rows = [y for y in range(mask.height) if mask.crop((0, y, mask.width, y + 1)).getbbox()]
    boxes = []
    for start in (y for y in rows if y - 1 not in rows):
        end = start
        while end in rows:
            end += 1
        left, _, right, _ = mask.crop((0, start, mask.width, end)).getbbox() or (0, 0, 0, 0)
        boxes.append((left + 4, start + 4, right - 4, end - 4))
    return boxes


def outlined_text(path: Path, page_number: int, evidence: Evidence) -> str:
    """What is printed inside the outline on the last page shown, as pdfium itself counts."""
    assert evidence.png is not None
    above = -Image.open(io.BytesIO(evidence.png)).height
    texts = []
    pdf = pdfium.PdfDocument(path.read_bytes())
    page = pdf[page_number - 1]
    width, height = page.render(scale=SCALE).to_pil().size
    above = -above - height
    text = page.get_textpage()
    for left, top, right, bottom in outlines(evidence.png):
        corners = []
        for x, y in ((left, top - above), (right, bottom - above)):
            at = c_double(), c_double()
            raw_pdfium.FPDF_DeviceToPage(page, 0, 0, width, height, 0, x, y, *at)
            corners.append((at[0].value, at[1].value))
        (x0, x1), (y0, y1) = (sorted(values) for values in zip(*corners, strict=True))
        texts.append(text.get_text_bounded(x0, y0, x1, y1))
    text.close()
    pdf.close()
    return "".join("".join(texts).split())


def test_the_outline_is_on_the_right_cell(tmp_path: Path, reports: dict[str, Printed]) -> None:
    report = written(tmp_path, "report.pdf", FORMATS["pdf"](reports["huaian-2024"], None))
    for key, text in {
        ("applications", "granted", "total"): "1362",
        ("applications", "unavailable_not_held", "natural_person"): "746",
        ("disclosure", "permits", "decisions"): "447228",
        ("disputes", "reconsideration", "total"): "351",
    }.items():
        (cell,) = [cell for cell in report.cells if cell.key == key]
        assert cell.page
        evidence = report.evidence(*key, full=True)
        assert outlined_text(report.path, cell.page, evidence) == text, key


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_is_marked_as_its_reader_turns_it(
    degrees: int, tmp_path: Path, reports: dict[str, Printed]
) -> None:
    path = tmp_path / "turned.pdf"
    path.write_bytes(FORMATS["pdf"](reports["huaian-2024"], None))
    document = gx.read_document(path)
    pdf = pdfium.PdfDocument(path.read_bytes())
    for page in pdf:
        page.set_rotation(degrees)
        page.set_cropbox(20, 30, page.get_mediabox()[2] - 40, page.get_mediabox()[3] - 50)
    pdf.save(path)
    page, text = pdf[0], pdf[0].get_textpage()
    start, length = text.search("行政许可").get_next() or (0, 0)
    corners = [text.get_charbox(at) for at in range(start, start + length)]
    lefts, bottoms, rights, tops = zip(*corners, strict=True)
    box = drawing._turned(page, (min(lefts), min(bottoms), max(rights), max(tops)))
    text.close()
    pdf.close()
    where = f"page 1, box {','.join(f'{at:.0f}' for at in box)}"
    cell = Observation("disclosure", "permits", "decisions", None, "", "blank", "", 1, where)
    picture = drawing.draw(path.read_bytes(), document, cell, full=True)
    shown = outlined_text(path, 1, Evidence("", "", drawing.to_png([picture])))
    assert shown == "行政许可"


def test_a_page_with_boxes_of_its_own_is_outlined_where_it_is_shown(
    tmp_path: Path, reports: dict[str, Printed]
) -> None:
    pdf = pdfium.PdfDocument(FORMATS["pdf"](reports["huaian-2024"], None))
    for page in pdf:
        width, height = page.get_size()
        page.set_mediabox(-15, 25, width + 10, height + 5)
        page.set_cropbox(31, 47, width - 20, height - 53)
    path = tmp_path / "cropped.pdf"
    pdf.save(path)
    pdf.close()
    report = gx.read(path)
    evidence = report.evidence("applications", "granted", "total", full=True)
    (cell,) = [c for c in report.cells if c.key == ("applications", "granted", "total")]
    assert cell.page
    assert outlined_text(path, cell.page, evidence) == "1362"


@pytest.mark.parametrize("name", ["hongze-2023.pdf", "huaian-2024.pdf"])
@pytest.mark.parametrize("folder", [BUNDLED, SHARED], ids=["typeset", "original"])
def test_every_figure_of_a_table_stands_in_the_box_of_its_locator(folder: Path, name: str) -> None:
    path = folder / name if folder == BUNDLED else original(name)
    report = gx.read(path)
    cells = [c for c in report.extraction.observations if c.status == "reported"]
    assert len(cells) > 180
    pdf = pdfium.PdfDocument(path.read_bytes())
    pages = [(page.get_height(), page.get_textpage()) for page in pdf]
    wrong = []
    for cell in cells:
        assert cell.page
        height, text = pages[cell.page - 1]
        left, top, right, bottom = map(int, re.findall(r"-?\d+", cell.locator)[1:])
        inside = text.get_text_bounded(left, height - bottom, right, height - top)
        if "".join(inside.split()) != "".join(cell.raw.split()):
            wrong.append((cell.key, cell.raw, inside))
    for _, text in pages:
        text.close()
    pdf.close()
    assert wrong == []


def test_a_header_on_the_page_before_is_shown_too(
    tmp_path: Path, reports: dict[str, Printed]
) -> None:
    content = FORMATS["pdf label cut in two"](reports["huaian-2024"], None)
    report = written(tmp_path, "cut.pdf", content)
    key = ("applications", "declined_duplicate", "business")
    (cell,) = [c for c in report.cells if c.key == key]
    (head,) = [c for c in report.cells if c.key == ("applications", "new", "business")]
    assert head.page
    assert cell.page > head.page
    cut = Image.open(io.BytesIO(report.evidence(*key).png or b""))
    whole = Image.open(io.BytesIO(report.evidence(*key, full=True).png or b""))
    assert whole.height == 2 * (842 * SCALE + BAND)
    assert 2 * BAND < cut.height < whole.height / 3
    assert len(outlines(report.evidence(*key, full=True).png or b"")) == 1


def test_a_clause_of_prose_is_outlined_line_by_line(
    tmp_path: Path, reports: dict[str, Printed]
) -> None:
    report = written(tmp_path, "prose.pdf", FORMATS["pdf"](printed_with_prose(reports), None))
    evidence = report.evidence("prose", "disclosed", "website", full=True)
    assert outlined_text(report.path, 1, evidence) == "其中通过政府网站公开1136条"
    assert "1136 条, reported, printed «其中通过政府网站公开1136条»" in evidence.text


def test_words_that_are_not_found_are_said_to_be_in_the_paragraph(
    tmp_path: Path, reports: dict[str, Printed]
) -> None:
    report = written(tmp_path, "prose.pdf", FORMATS["pdf"](printed_with_prose(reports), None))
    (cell,) = [c for c in report.prose if c.key == ("prose", "disclosed", "website")]
    document = gx.read_document(report.path)
    pictures = [
        drawing.draw(report.path.read_bytes(), document, cell._replace(raw=raw), full=True)
        for raw in (cell.raw, "其他的话")
    ]
    bands = [picture.crop((0, 0, picture.width, BAND)) for picture in pictures]
    assert bands[0] != bands[1]
    begins = Evidence("", "", drawing.to_png(pictures[1:]))
    assert outlined_text(report.path, 1, begins).startswith("2023年,全区主动公开政府信息4042条")


# --- Other formats --------------------------------------------------------------------------


def marked(evidence: Evidence) -> list[str]:
    tree = lxml_html.fromstring(evidence.html)
    return [str(e.text_content()) for e in tree.xpath("//td[@class='here'] | //mark")]


@pytest.mark.parametrize("format_", [f for f in FORMATS if not f.startswith("pdf")])
def test_the_figure_is_marked(format_: str, tmp_path: Path, reports: dict[str, Printed]) -> None:
    report = written(tmp_path, "report", FORMATS[format_](printed_with_prose(reports), None))
    few = [c for c in report.cells if c.table != "applications" or c.row in ("new", "granted")]
    for cell in few:
        assert marked(report.evidence(*cell.key)) == [cell.raw], cell
    assert report.evidence("prose", "disclosed", "website").png is None
    assert len(report.prose) > 1


@pytest.mark.parametrize("format_", ["html portal", "docx"])
def test_the_row_and_the_header_are_shown_and_the_rest_left_out(
    format_: str, tmp_path: Path, reports: dict[str, Printed]
) -> None:
    report = written(tmp_path, "report", FORMATS[format_](reports["suqian-2024"], None))
    key = ("applications", "declined_duplicate", "business")
    tree = lxml_html.fromstring(report.evidence(*key).html)
    along = ["".join(e.text_content().split()) for e in tree.xpath("//td[@class='along']")]
    assert along[:3] == ["申请人情况", "法人或其他组织", "商业企业"]
    assert {"(五)不予处理", "2.重复申请", "26"} <= set(along)
    left_out = [int(n) for n in re.findall(r"… (\d+) rows? left out", tree.text_content())]
    assert len(left_out) == 2
    shown = len(tree.xpath("//tr")) - len(left_out)
    whole = lxml_html.fromstring(report.evidence(*key, full=True).html)
    assert shown + sum(left_out) == len(whole.xpath("//tr")) == 28
    assert marked(report.evidence(*key, full=True)) == ["1"]
    width = {sum(int(td.get("colspan", 1)) for td in row) for row in whole.xpath("//tr[1]")}
    assert width == {10}


def test_what_the_file_says_is_escaped(tmp_path: Path, reports: dict[str, Printed]) -> None:
    printed = reports["suqian-2024"]
    disclosure, applications, disputes = printed.sheets()
    hurt = damage.set_text(applications, ("applications", "new", "business"), EVIL)
    for format_ in ("docx", "text row-bar", "pdf"):
        content = FORMATS[format_](printed, [disclosure, hurt, disputes])
        evidence = written(tmp_path, "evil<b>", content).evidence("applications", "new", "business")
        assert "<script" not in evidence.html
        assert "<img src=x" not in evidence.html
        assert "evil<b>" not in evidence.html
        assert "unreadable" in evidence.text
        assert format_ == "text row-bar" or "script" in evidence.text


def test_nothing_of_the_page_s_own_markup_is_shown(
    tmp_path: Path, reports: dict[str, Printed]
) -> None:
    content = FORMATS["html portal"](reports["suqian-2024"], None)
    evidence = written(tmp_path, "page", content).evidence("applications", "new", "total")
    body = evidence.html.split("</style>")[1]
    tags = {element.tag for element in lxml_html.fromstring(body).iter()}
    assert tags == {"div", "table", "tr", "td"}
    names = {name for e in lxml_html.fromstring(body).iter() for name in e.attrib}
    assert names <= {"class", "colspan", "rowspan"}


# --- What is said ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hongze() -> gx.Report:
    return gx.read(BUNDLED / "hongze-2023.pdf")


def test_a_line_says_what_was_read_and_where(hongze: gx.Report) -> None:
    evidence = hongze.evidence("applications", "total", "total")
    (cell,) = [c for c in hongze.cells if c.key == ("applications", "total", "total")]
    assert (
        str(evidence)
        == evidence.text
        == (
            "(七)总计 × 总计: 21 件, reported, printed «21»; applications.total.total in "
            f"hongze-2023.pdf (sha256 {hongze.sha256[:12]}), {cell.locator}"
        )
    )
    assert repr(evidence) == f"<Evidence {evidence.text}>"


def test_an_absent_cell_has_no_picture(hongze: gx.Report) -> None:
    evidence = hongze.evidence("applications", "other_else", "total")
    assert evidence.png is None
    assert (
        "3.其他 × 总计: absent; form 2021 has this cell, the report does not print it "
        "(of its row 0 cells are printed, of its column 23)"
    ) in evidence.text
    assert "absent; no clause" in hongze.evidence("prose", "processing_fee", "amount").text


@pytest.mark.parametrize(
    ("key", "message"),
    [
        (("application", "new", "total"), "no table 'application'; did you mean 'applications'"),
        (("disputes", "zzz", "total"), "no row 'zzz' in disputes; there are reconsideration, "),
        (("applications", "grantd", "total"), "no row 'grantd' in applications; did you mean 'gra"),
        (("disputes", "reconsideration", "totl"), "no column 'totl' in disputes.reconsideration; "),
        (("prose", "disclosed", "total_"), "no column 'total_' in prose.disclosed; did you mean"),
        (("disclosure", "procurement", "items"), "; form 2019 has, and the report does not print"),
    ],
)
def test_a_cell_of_no_form_is_an_error(key: Key, message: str, hongze: gx.Report) -> None:
    with pytest.raises(KeyError, match=re.escape(message)):
        hongze.evidence(*key)


def test_a_blank_cell_is_outlined(tmp_path: Path, reports: dict[str, Printed]) -> None:
    content = FORMATS["html plain"](reports["shanghai-general-office-2019"], None)
    evidence = written(tmp_path, "page", content).evidence("applications", "granted", "total")
    assert marked(evidence) == [""]
    assert "(一)予以公开 × 总计: blank; " in evidence.text


def test_what_prose_tells_twice_is_shown_twice(tmp_path: Path, reports: dict[str, Printed]) -> None:
    twice = (PROSE, "全区主动公开政府信息4024条。")
    printed = replace(reports["hongze-2023"], overview=twice)
    for format_ in ("html plain", "pdf"):
        report = written(tmp_path, "twice", FORMATS[format_](printed, None))
        evidence = report.evidence("prose", "disclosed", "total")
        assert evidence.text.count("printed more than once, and not the same") == 2
        assert ["4042" in line for line in evidence.text.split("\n")] == [True, False]
        assert evidence.html.count('class="caption"') == 2


def test_a_file_that_changed_or_went_is_named(tmp_path: Path, reports: dict[str, Printed]) -> None:
    content = FORMATS["html plain"](reports["suqian-2024"], None)
    report = written(tmp_path, "page.html", content)
    report.path.write_bytes(content + b" ")
    with pytest.raises(gx.ReadError, match=r"page\.html: has changed since .*; read it again"):
        report.evidence("applications", "new", "total")
    report.path.unlink()
    with pytest.raises(gx.OpenError, match=r"page\.html: cannot be opened again.*No such file"):
        report.evidence("applications", "new", "total")


def test_evidence_is_saved_as_a_picture_or_a_page(
    tmp_path: Path, hongze: gx.Report, reports: dict[str, Printed]
) -> None:
    evidence = hongze.evidence("applications", "new", "total")
    assert evidence.save(tmp_path / "cell.png").read_bytes() == evidence.png
    page = evidence.save(str(tmp_path / "cell.html")).read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert evidence.html in page
    assert evidence._repr_html_() == evidence.html
    report = written(tmp_path, "r.docx", FORMATS["docx"](reports["suqian-2024"], None))
    with pytest.raises(ValueError, match=r"no picture to save \(save \.html\)"):
        report.evidence("applications", "new", "total").save(tmp_path / "cell.png")
    with pytest.raises(ValueError, match=r"ends in \.png or \.html"):
        evidence.save(tmp_path / "cell.jpg")


@pytest.mark.parametrize("name", sorted(path.name for path in BUNDLED.iterdir()))
def test_every_status_of_the_bundled_reports_has_evidence(name: str) -> None:
    report = gx.read(BUNDLED / name)
    first = {(cell.table, cell.status): cell for cell in report.cells}
    for cell in first.values():
        evidence = report.evidence(*cell.key)
        assert cell.status in evidence.text
        assert ".".join(cell.key) in evidence.html
        assert (evidence.png is not None) == (report.format == "pdf" and cell.status != "absent")
