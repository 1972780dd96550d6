"""Bad input: a clear error that names the file and the reason, and the batch goes on."""

from __future__ import annotations

import io
import os
import re
import zipfile
from pathlib import Path

import docx
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

import gxlab as gx
from gxlab.samples.typeset.printed import Printed
from tests.formats import FORMATS


def encrypted_pdf() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("user", ownerPassword="owner"))
    canvas.drawString(100, 700, "secret")
    canvas.save()
    return buffer.getvalue()


def scanned_pdf() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.rect(100, 100, 300, 400, fill=1)
    canvas.save()
    return buffer.getvalue()


def spreadsheet() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return buffer.getvalue()


def changed_word(part: str, content: bytes) -> bytes:
    """A Word file of one empty page, with one of its parts replaced."""
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    changed = io.BytesIO()
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            target.writestr(name, content if name == part else source.read(name))
    return changed.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PAGE = "<html><h1>{}</h1><p>政府信息公开指南</p><table><tr><td>名称</td><td>指南</td></tr></table>"

BAD: dict[str, tuple[bytes, type[gx.FileError], str]] = {
    "encrypted.pdf": (encrypted_pdf(), gx.ReadError, "is encrypted"),
    "scan.pdf": (scanned_pdf(), gx.ReadError, "has no text layer"),
    "damaged.pdf": (b"%PDF-1.7\n" + b"\x00\xff" * 500, gx.ReadError, "damaged PDF|no text layer"),
    "empty.html": (b"", gx.OpenError, "the file is empty"),
    "spaces.txt": (b"\n \n\t\n", gx.OpenError, "the file is empty"),
    "guide.html": (
        PAGE.format("指南").encode(),
        gx.NotAReportError,
        "none of the statutory tables",
    ),
    "english.txt": (b"An annual report.\n" * 9, gx.ReadError, "holds no Chinese text"),
    "figures.xlsx": (spreadsheet(), gx.OpenError, "is a spreadsheet"),
    "picture.jpg": (b"\xff\xd8\xff\xe0" + b"\x00" * 99, gx.OpenError, "is a picture"),
    "old.xls": (OLE + "Workbook".encode("utf-16-le"), gx.OpenError, "no Word document"),
    "bodyless.docx": (
        changed_word("word/document.xml", f'<w:document xmlns:w="{W}"/>'.encode()),
        gx.ReadError,
        "it has no body",
    ),
    "unrelated.docx": (
        changed_word("word/_rels/document.xml.rels", b"<a/>"),
        gx.ReadError,
        "is a damaged Word file",
    ),
    "program.bin": (b"\x7fELF\x00\x01" * 99, gx.OpenError, "binary file of no kind"),
}


@pytest.fixture
def good(reports: dict[str, Printed]) -> bytes:
    return FORMATS["docx"](reports["suqian-2024"], None)


@pytest.mark.parametrize("name", BAD)
def test_the_error_names_the_file_and_the_reason(name: str, tmp_path: Path) -> None:
    content, error, reason = BAD[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(error, match=reason) as caught:
        gx.read(path)
    assert str(caught.value).startswith(f"{path}: ")


def test_a_truncated_word_file(tmp_path: Path, good: bytes) -> None:
    path = tmp_path / "cut.docx"
    path.write_bytes(good[: len(good) // 2])
    with pytest.raises(gx.ReadError, match="damaged or truncated Word file"):
        gx.read(path)


def test_a_truncated_pdf(tmp_path: Path, reports: dict[str, Printed]) -> None:
    content = FORMATS["pdf"](reports["suqian-2024"], None)
    path = tmp_path / "cut.pdf"
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(gx.ReadError, match=r"damaged PDF|no text layer"):
        gx.read(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(gx.OpenError, match="there is no such file"):
        gx.read(tmp_path / "gone.pdf")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(gx.OpenError, match="cannot be opened"):
        gx.read(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    with pytest.raises(gx.OpenError, match="a pipe or a device"):
        gx.read(tmp_path / "pipe.pdf")


def test_the_format_is_told_from_the_content(tmp_path: Path, good: bytes) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(good)
    assert gx.read(path).format == "docx"


def test_the_batch_goes_on(tmp_path: Path, good: bytes) -> None:
    folder = tmp_path / "reports"
    (folder / "deep").mkdir(parents=True)
    for name, (content, _, _) in BAD.items():
        (folder / name).write_bytes(content)
    (folder / "deep" / "good.docx").write_bytes(good)
    dataset = gx.build(folder, tmp_path / "dataset")
    assert dataset.reports["file"].tolist() == ["deep/good.docx"]
    failures = dataset.failures.set_index("file")
    assert set(failures.index) == {*BAD}
    for name, (_, error, reason) in BAD.items():
        assert failures.loc[name, "stage"] == error.stage
        assert re.search(reason, str(failures.loc[name, "reason"]))


def bomb() -> bytes:
    """A Word file of a few hundred kB that unpacks to 250 MB."""
    buffer = io.BytesIO()
    archive = zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED)
    with archive, archive.open("word/document.xml", "w") as part:
        for _ in range(250):
            part.write(b" " * 10**6)
    return buffer.getvalue()


def test_hostile_files_cost_only_themselves(tmp_path: Path, good: bytes) -> None:
    folder = tmp_path / "reports"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "good.docx").write_bytes(good)
    (folder / "bomb.docx").write_bytes(bomb())
    (folder / "nested.html").write_text(f"{'<div>' * 100_000}公开{'</div>' * 100_000}", "utf-8")
    with (folder / "vast.pdf").open("wb") as stream:
        stream.write(b"%PDF-1.7")
        stream.truncate(10**10)
    expected = {
        "bomb.docx": ("open", r"unpacks to 250 MB; no report is, and .* 200 MB are not read"),
        "nested.html": ("extract", "none of the statutory tables"),
        "vast.pdf": ("open", r"is 10,000 MB large; no report is"),
    }
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.pdf")
        (folder / "gone.pdf").symlink_to(folder / "vanished.pdf")
        (folder / "round.pdf").symlink_to(folder / "about.pdf")
        (folder / "about.pdf").symlink_to(folder / "round.pdf")
        (folder / "again").symlink_to(folder)
        Path(os.fsdecode(os.fsencode(folder) + b"/n\xff.txt")).write_text("公开", "utf-8")
        expected |= {
            "pipe.pdf": ("open", "a pipe or a device"),
            "gone.pdf": ("open", "is a link to a file that is not there"),
            "round.pdf": ("open", "cannot be opened: Too many levels"),
            "about.pdf": ("open", "cannot be opened: Too many levels"),
            "again": ("open", "links to folders are not followed"),
            "n\\xff.txt": ("extract", "none of the statutory tables"),
        }
    dataset = gx.build(folder, tmp_path / "dataset")
    assert dataset.reports["file"].tolist() == ["deep/good.docx"]
    failures = dataset.failures.set_index("file")
    assert set(failures.index) == set(expected)
    for name, (stage, reason) in expected.items():
        assert failures.loc[name, "stage"] == stage
        assert re.search(reason, str(failures.loc[name, "reason"]))
