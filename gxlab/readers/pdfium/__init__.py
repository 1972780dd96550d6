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
from gxlab.readers.pdfium.calls import ALONE, address_of, places_of
from gxlab.readers.pdfium.objects import DamagedError, Objects
from gxlab.readers.pdfium.paths import edges_drawn
from gxlab.readers.pdfium.text import DoubtfulError, Text, texts_of
from gxlab.readers.rules import Edge, tables_of

__all__ = ["ALONE", "DamagedError", "DoubtfulError", "EncryptedError", "pages"]

# Most reports have no more pages; of those that do, no more are held in memory.
_AT_ONCE = 16
# On them together. A page of a report has some hundreds; one with a map on it may have more alone.
_MOST_OBJECTS = 50_000


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
    """The pages, and whether any are in doubt, and not among them.

    With each goes whether pdfium gives nothing of some of its text. All are opened, doubts or
    not: a damaged one that comes later is not to be left to a reader that may pass over it.
    """
    left = range(calls.count_pages(document))
    read: list[tuple[Page, bool]] = []
    is_doubtful = False
    while left:
        with ExitStack() as opened:
            some = list(_some(document, left, opened))
            places, left = left[: len(some)], left[len(some) :]
            try:
                found = _read(some)
            except DoubtfulError:
                is_doubtful = True
                continue
        read += [
            (Page(at + 1, height, text.chars, tables_of(edges)), text.has_blank)
            for at, (height, text, edges) in zip(places, found, strict=True)
        ]
    return read, is_doubtful


def _some(document: int, places: Sequence[int], opened: ExitStack) -> Iterator[tuple[int, Numbers]]:
    """The first of the pages at these places, each with its media box: those to read at once."""
    number = 0
    for at in places[:_AT_ONCE]:
        page, media = _opened(document, at, opened)
        yield page, media
        number += calls.count_objects(page)
        if number > _MOST_OBJECTS:
            break


def _read(pages: Sequence[tuple[int, Numbers]]) -> list[tuple[float, Text, list[Edge]]]:
    """How high each of these pages is, what its text says, and the rules on it."""
    objects = Objects(np.array([page for page, _ in pages], "u8"))
    heights = np.array([_upright(objects, nth, media) for nth, (_, media) in enumerate(pages)])
    edges = edges_drawn(objects.paths, heights)
    return list(zip(heights.tolist(), texts_of(objects, heights), edges, strict=True))


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


def _upright(objects: Objects, nth: int, media: Numbers) -> float:
    """Turn a page's objects as a reader turns the page; the page's height, in points.

    Where the objects come to stand is as with pdfplumber: a media box that does not begin at
    the origin, and a crop box, move nothing.
    """
    x0, x1 = sorted(map(float, media[[0, 2]]))
    y0, y1 = sorted(map(float, media[[1, 3]]))
    turns = calls.rotation(int(objects.pages[nth]))
    matrices = {
        1: (0, -1, 1, 0, 0, x0 + x1),
        2: (-1, 0, 0, -1, x0 + x1, y0 + y1),
        3: (0, 1, -1, 0, y0 + y1, 0),
    }
    if turns in matrices:
        matrix = np.array(matrices[turns], "f4")
        calls.transform.each(objects.top(nth), address_of(matrix))
    return x1 - x0 if turns % 2 else y1 - y0
