"""Readers: one format each, from a file's bytes to a `Document`.

The content shows what format a file is in; its name decides nothing.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
import zipfile
from importlib import import_module
from pathlib import Path

from gxlab.document import Block, Document
from gxlab.errors import OpenError
from gxlab.readers.common import wide_encoding

# The libraries that read PDF pages, the usual one first.
PDF_LIBRARIES = (PDFIUM, PDFPLUMBER) = ("pdfium", "pdfplumber")
_LOOKS_HTML = re.compile(
    rb"<(?:!doctype html|html|head|title|body|table|tr|div|meta|p|span)\b", re.I
)
_BLANK = b"\0 \t\r\n"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
# No report is this large, and reading such a file would only take memory from others.
_LARGEST_MB = 200
_TOO_LARGE = f"no report is, and files of more than {_LARGEST_MB} MB are not read"


def read_document(path: str | Path, *, pdf: str = PDFIUM) -> Document:
    """Read a file of any known format.

    Parameters
    ----------
    path : the file
    pdf : the library that reads PDF pages: ``"pdfium"``, or the slower ``"pdfplumber"``, which
        tests hold pdfium's results to

    Returns
    -------
    Document

    Raises
    ------
    ValueError
        ``pdf`` names no such library.
    OpenError
        The file is missing, empty, too large, or of no known format.
    ReadError
        The file is of a known format and damaged, encrypted, or without text.
    """
    if pdf not in PDF_LIBRARIES:
        raise ValueError(f"pdf={pdf!r} is no library for PDF; choose from {list(PDF_LIBRARIES)}")
    path = Path(path)
    return document_of(content_of(path), path, pdf=pdf)


def content_of(path: Path) -> bytes:
    """The bytes of a file that `stat_of` accepts."""
    stat_of(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise OpenError(path, f"cannot be opened: {error.strerror or error}") from error


def stat_of(path: str | Path) -> os.stat_result:
    """What the system knows of a path, if it is a file of a size that a report may have."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        is_link = os.path.islink(path)
        reason = "is a link to a file that is not there" if is_link else "there is no such file"
        raise OpenError(path, reason) from None
    except OSError as error:
        raise OpenError(path, f"cannot be opened: {error.strerror or error}") from error
    if not stat.S_ISREG(found.st_mode):
        what = "a folder" if stat.S_ISDIR(found.st_mode) else "a pipe or a device"
        raise OpenError(path, f"cannot be opened: it is {what}, not a file")
    if found.st_size > _LARGEST_MB * 10**6:
        raise OpenError(path, f"is {_megabytes(found.st_size)} large; {_TOO_LARGE}")
    return found


def document_of(data: bytes, path: Path, *, pdf: str = PDFIUM) -> Document:
    """Read bytes as a document; the document and its errors are named after `path`."""
    kind = detect(data, path)
    title, blocks = read_blocks(kind, data, path, pdf=pdf)
    return Document(path, kind, hashlib.sha256(data).hexdigest(), title, tuple(blocks))


def read_blocks(
    kind: str, data: bytes, path: Path, *, pdf: str = PDFIUM
) -> tuple[str, list[Block]]:
    """The title and the blocks of a file whose format is known."""
    options = {"library": pdf} if kind == "pdf" else {}
    title, blocks = import_module(f"{__name__}.{kind}").read(data, path, **options)
    return title, blocks


def detect(data: bytes, path: Path) -> str:
    """The format of a file's content: ``pdf``, ``docx``, ``doc``, ``html`` or ``text``.

    Each is a module here with ``read(data, path) -> (title, blocks)``, imported when first needed.
    """
    if not data[:1024].strip(_BLANK) and not data.strip(_BLANK):
        raise OpenError(path, "the file is empty")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "doc"
    if data.startswith(_OLE):
        return _ole_kind(data, path)
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data, path)
    if data.startswith(_PICTURES):
        raise OpenError(path, "is a picture; gxlab reads text, not scans (run OCR first)")
    html = _looks_like_html(data)
    head = data[:4096]
    only_stray_zeros = html and head.count(b"\0") < 0.01 * len(head)
    if b"\0" in head and not wide_encoding(data) and not only_stray_zeros:
        raise OpenError(path, "is a binary file of no kind that gxlab reads")
    return "html" if html else "text"


def _ole_kind(data: bytes, path: Path) -> str:
    """The kind of an old Office file, which shows in the names of the streams in it."""
    if any(name.encode("utf-16-le") in data for name in ("WordDocument", "EncryptedPackage")):
        return "doc"
    raise OpenError(path, "is an old Office file and no Word document, or a damaged one")


def _zip_kind(data: bytes, path: Path) -> str:
    """The kind of a zip file. A Word file that is cut off lists no parts, but is still one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile:
        if b"word/" in data:
            return "docx"
        raise OpenError(path, "is a damaged zip archive") from None
    names = [part.filename for part in parts]
    # No more is ever unpacked of a part than the size that it declares.
    if (size := sum(part.file_size for part in parts)) > _LARGEST_MB * 10**6:
        raise OpenError(path, f"unpacks to {_megabytes(size)}; {_TOO_LARGE}")
    if any(name.startswith("word/") for name in names):
        return "docx"
    kind = "a spreadsheet" if any(name.startswith("xl/") for name in names) else "a zip archive"
    raise OpenError(path, f"is {kind}; gxlab reads web pages, PDF, Word files and plain text")


def _megabytes(size: int) -> str:
    return f"{size / 10**6:,.0f} MB"


def _looks_like_html(data: bytes) -> bool:
    head = data[: 1 << 16]
    if encoding := wide_encoding(data):
        head = head.decode(encoding, errors="ignore").encode("utf-8", errors="ignore")
    return bool(_LOOKS_HTML.search(head))
