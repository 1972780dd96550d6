"""PDF pages by pdfium, which is fast.

Python takes longer over each of its calls than pdfium over the answer. So several pages are open
at once, and what is asked of one is asked of all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack

import numpy as np
import pypdfium2.raw as raw

from gxlab.readers.packed import is_torn
from gxlab.readers.page import EncryptedError, Numbers, Page
from gxlab.readers.pdfium import calls
from gxlab.readers.pdfium.calls import ALONE
from gxlab.readers.pdfium.many import address_of, places_of
from gxlab.readers.pdfium.objects import DamagedError, Objects
from gxlab.readers.pdfium.paths import edges_drawn
from gxlab.readers.pdfium.text import DoubtfulError, texts_of
from gxlab.readers.rules import tables_of

__all__ = ["ALONE", "DamagedError", "DoubtfulError", "EncryptedError", "pages"]

# Most reports have no more pages; of those that do, no more are held in memory.
_AT_ONCE = 16


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
            read, is_doubtful = _read_all(document)
        finally:
            calls.close_document(document)
    if is_doubtful or (any(has_blank for _, has_blank in read) and is_torn(data, fonts=True)):
        raise DoubtfulError
    return [page for page, _ in read]


def _read_all(document: int) -> tuple[list[tuple[Page, bool]], bool]:
    """The pages as `_read` gives them; whether any are left out because of a doubt.

    All are opened even so: a damaged one that comes later is not to be left to a reader that
    may pass over it.
    """
    every = range(calls.count_pages(document))
    read: list[tuple[Page, bool]] = []
    is_doubtful = False
    for start in range(0, len(every), _AT_ONCE):
        try:
            read += _read(document, every[start:][:_AT_ONCE])
        except DoubtfulError:
            is_doubtful = True
    return read, is_doubtful


def _read(document: int, places: Sequence[int]) -> Iterator[tuple[Page, bool]]:
    """The pages at these places, and of which pdfium gives nothing of some of the text."""
    with ExitStack() as opened:
        handles, media = zip(*(_opened(document, at, opened) for at in places), strict=True)
        objects = Objects(np.array(handles, "u8"))
        heights = [
            _upright(page, box, objects.top(nth))
            for nth, (page, box) in enumerate(zip(handles, media, strict=True))
        ]
        edges = edges_drawn(objects.paths, np.array(heights))
        texts = texts_of(objects, np.array(heights))
    for at, height, text, drawn in zip(places, heights, texts, edges, strict=True):
        yield Page(at + 1, height, text.chars, tables_of(drawn)), text.has_blank


def _opened(document: int, at: int, opened: ExitStack) -> tuple[int, Numbers]:
    """A page, and its media box."""
    media = np.zeros(4, "f4")
    page = _loaded(document, at)
    if not calls.media_box(page, *places_of(media)):
        # It is said for many pages at once, where pdfium does not tell it; but a page that
        # nothing crops is as large.
        calls.set_crop_box(page, -1e6, -1e6, 1e6, 1e6)
        calls.close_page(page)
        page = _loaded(document, at)
        calls.bounding_box(page, address_of(media))
    opened.callback(calls.close_page, page)
    return page, media


def _loaded(document: int, at: int) -> int:
    page: int = calls.load_page(document, at)
    if not page:
        raise DamagedError(f"page {at + 1} cannot be read")
    return page


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
