"""PDF with a text layer: pages by pdfium, or by the slower pdfplumber; laid out by `ruled`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from gxlab.document import Block
from gxlab.errors import ReadError
from gxlab.readers.ruled import EncryptedError, Page, blocks_of

# The module that asks each library.
_MODULES = {"pdfium": "pdfium", "pdfplumber": "plumber"}
_FEWEST_HAN = 20


def read(data: bytes, path: Path, library: str = "pdfium") -> tuple[str, list[Block]]:
    """Read a PDF; its own title property is seldom the report's, so none is given."""
    pages = _pages(data, path, library)
    han = sum("\u4e00" <= char.text[:1] <= "\u9fff" for page in pages for char in page.chars)
    if han < _FEWEST_HAN:
        raise ReadError(path, "has no text layer; it may be a scan (run OCR first)")
    return "", blocks_of(pages)


def _pages(data: bytes, path: Path, library: str) -> list[Page]:
    if _is_cut(data):
        raise ReadError(path, "is a damaged PDF (it is cut off: its end is missing)")
    try:
        pages: list[Page] = import_module(f"gxlab.readers.{_MODULES[library]}").pages(data)
    except EncryptedError as error:
        raise ReadError(path, "is encrypted; save a copy without a password") from error
    except Exception as error:  # a library raises whatever a broken object makes it stumble on
        said = str(error).strip() or type(error).__name__
        raise ReadError(path, f"is a damaged PDF ({said.splitlines()[0]})") from error
    return pages


def _is_cut(data: bytes) -> bool:
    """Whether a file goes on after its last end mark, or has none."""
    return b"endobj" in data[data.rfind(b"%%EOF") + 1 :]
