"""PDF pages by pdfium, which is fast."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pypdfium2.raw as raw

from gxlab.readers.packed import is_torn
from gxlab.readers.page import EncryptedError, Numbers, Page
from gxlab.readers.pdfium import calls
from gxlab.readers.pdfium.calls import ALONE
from gxlab.readers.pdfium.many import address_of, places_of
from gxlab.readers.pdfium.objects import DamagedError, Objects
from gxlab.readers.pdfium.paths import edges_drawn
from gxlab.readers.pdfium.text import DoubtfulError, text_of
from gxlab.readers.rules import tables_of

__all__ = ["ALONE", "DamagedError", "DoubtfulError", "EncryptedError", "pages"]


def pages(data: bytes) -> list[Page]:
    """The pages of a PDF.

    Raises
    ------
    EncryptedError
    DamagedError
    DoubtfulError
    """
    with ALONE:
        document = calls.open_document(data, len(data), None)
        if not document:
            if calls.last_error() in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
                raise EncryptedError
            raise DamagedError("its objects cannot be found")
        try:
            read = [_page(document, at) for at in range(calls.count_pages(document))]
        finally:
            calls.close_document(document)
    if any(has_blank for _, has_blank in read) and is_torn(data, fonts=True):
        raise DoubtfulError
    return [page for page, _ in read]


def _page(document: int, at: int) -> tuple[Page, bool]:
    """A page, and whether pdfium gives nothing of some of its text."""
    media = np.zeros(4, "f4")
    with _opened(document, at) as page:
        if calls.media_box(page, *places_of(media)):
            return _read(page, at, media)
        # It is said for many pages at once, where pdfium does not tell it; but a page that
        # nothing crops is as large.
        calls.set_crop_box(page, -1e6, -1e6, 1e6, 1e6)
    with _opened(document, at) as page:
        calls.bounding_box(page, address_of(media))
        return _read(page, at, media)


@contextmanager
def _opened(document: int, at: int) -> Iterator[int]:
    page = calls.load_page(document, at)
    if not page:
        raise DamagedError(f"page {at + 1} cannot be read")
    try:
        yield page
    finally:
        calls.close_page(page)


def _read(page: int, at: int, media: Numbers) -> tuple[Page, bool]:
    objects = Objects(page)
    height = _upright(page, media, objects.top)
    edges = edges_drawn(objects.paths, height)
    text = text_of(page, objects, height)
    return Page(at + 1, height, text.chars, tables_of(edges)), text.has_blank


def _upright(page: int, media: Numbers, objects: Numbers) -> float:
    """Turn a page's objects as a reader turns the page; the page's height, in points.

    Where the objects come to stand is as with pdfplumber: a media box that does not begin at
    the origin, and a crop box, move nothing.
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
        calls.transform.each(objects, address_of(matrix))
    return x1 - x0 if turns % 2 else y1 - y0
