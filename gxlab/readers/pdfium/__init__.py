"""PDF pages by pdfium, which is fast."""

from __future__ import annotations

import numpy as np
import pypdfium2.raw as raw

from gxlab.readers.page import EncryptedError, Numbers, Page
from gxlab.readers.pdf_damage import is_torn
from gxlab.readers.pdfium import calls
from gxlab.readers.pdfium.calls import ALONE, address_of, addresses_of
from gxlab.readers.pdfium.objects import DamagedError, Objects
from gxlab.readers.pdfium.paths import edges_drawn
from gxlab.readers.pdfium.text import DoubtfulError, chars_of
from gxlab.readers.rules import tables_of


def pages(data: bytes) -> list[Page]:
    """The pages of a PDF.

    Raises
    ------
    EncryptedError
        It only opens with a password.
    DamagedError
        It, or one of its pages, cannot be opened.
    DoubtfulError
        pdfium leaves out text that may be print; pdfplumber has to read the file.
    """
    with ALONE:
        document = calls.open_document(data, len(data), None)
        if not document:
            if calls.last_error() in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
                raise EncryptedError
            raise DamagedError("its objects cannot be found")
        try:
            found = [
                _read(document, number) for number in range(1, calls.count_pages(document) + 1)
            ]
        finally:
            calls.close_document(document)
    read = [page for page in found if page is not None]
    if len(read) < len(found) or (
        any(has_blank for _, has_blank in read) and is_torn(data, fonts=True)
    ):
        raise DoubtfulError
    return [page for page, _ in read]


def _read(document: int, number: int) -> tuple[Page, bool] | None:
    """A page, and whether some of its text objects gave no characters; None if it is in doubt.

    A page in doubt does not end the reading: the file then goes to pdfplumber, which passes over
    a missing page without a word, so every page has to be opened here first.
    """
    page, media = _opened(document, number)
    try:
        objects = Objects(page)
        height = _upright(page, objects, media)
        edges = edges_drawn(objects.paths, height)
        chars, has_blank = chars_of(page, objects, height)
    except DoubtfulError:
        return None
    finally:
        calls.close_page(page)
    return Page(number, height, chars, tables_of(edges)), has_blank


def _opened(document: int, number: int) -> tuple[int, Numbers]:
    """A page, and its media box."""
    media = np.zeros(4, "f4")
    page = _loaded(document, number)
    if not calls.media_box(page, *addresses_of(media)):
        # The box stands in a parent of the page, where pdfium does not look; but a page that
        # nothing crops is as large as its media box.
        calls.set_crop_box(page, -1e6, -1e6, 1e6, 1e6)
        calls.close_page(page)
        page = _loaded(document, number)
        calls.bounding_box(page, address_of(media))
    return page, media


def _loaded(document: int, number: int) -> int:
    page: int = calls.load_page(document, number - 1)
    if not page:
        raise DamagedError(f"page {number} cannot be read")
    return page


def _upright(page: int, objects: Objects, media: Numbers) -> float:
    """Turn a page's objects as a viewer turns the page; the page's height, in points.

    Objects come to stand where pdfplumber has them: neither a crop box nor a media box that does
    not begin at the origin moves anything.
    """
    x0, x1 = sorted(map(float, media[[0, 2]]))
    y0, y1 = sorted(map(float, media[[1, 3]]))
    turns = calls.rotation(page)
    matrices = {
        1: (0, -1, 1, 0, 0, x0 + x1),
        2: (-1, 0, 0, -1, x0 + x1, y0 + y1),
        3: (0, 1, -1, 0, y0 + y1, 0),
    }
    if turns in matrices:
        matrix = np.array(matrices[turns], "f4")
        calls.transform.each(objects.top, address_of(matrix))
    return x1 - x0 if turns % 2 else y1 - y0
