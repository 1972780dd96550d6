"""PDF with a text layer: pages read by pdfium or the slower pdfplumber, laid out by `ruled`."""

from __future__ import annotations

from itertools import chain, islice
from pathlib import Path

from gxlab.document import Block
from gxlab.errors import ReadError
from gxlab.readers import pdfium, plumber
from gxlab.readers.page import EncryptedError, Page
from gxlab.readers.pdf_damage import is_cut, is_torn
from gxlab.readers.pdfium.text import DoubtfulError
from gxlab.readers.ruled import blocks_of

# Chinese characters: a file with fewer is a scan, or a scan with a stamp or a page number on it.
_FEWEST_HAN = 20


def read(data: bytes, path: Path, library: str = "pdfium") -> tuple[str, list[Block]]:
    """Read a PDF. No title is given: the title property of a PDF is seldom the report's."""
    if is_cut(data):
        raise ReadError(path, "is a damaged PDF (it is cut off: its end is missing)")
    if is_torn(data, fonts=False):
        raise ReadError(path, "is a damaged PDF (what is packed in it cannot be unpacked whole)")
    try:
        pages = _PAGES[library](data)
        blocks = blocks_of(pages)
    except EncryptedError as error:
        raise ReadError(path, "is encrypted; save a copy without a password") from error
    except Exception as error:  # a library raises whatever a broken object makes it stumble on
        message = str(error).strip() or type(error).__name__
        raise ReadError(path, f"is a damaged PDF ({message.splitlines()[0]})") from error
    texts = chain.from_iterable(page.chars.texts for page in pages)
    han = (text for text in texts if "\u4e00" <= text[:1] <= "\u9fff")
    if len(list(islice(han, _FEWEST_HAN))) < _FEWEST_HAN:
        raise ReadError(path, "has no text layer; it may be a scan (run OCR first)")
    return "", blocks


def _by_pdfium(data: bytes) -> list[Page]:
    """The pages as pdfium reads them, or as pdfplumber does where pdfium leaves out some text."""
    try:
        return pdfium.pages(data)
    except DoubtfulError:
        return plumber.pages(data)


_PAGES = {"pdfium": _by_pdfium, "pdfplumber": plumber.pages}
