"""pdfium's functions: called once and for many objects, by one thread and by several."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from gxlab.readers import pdfium
from gxlab.readers.pdfium import calls
from tests.conftest import ROOT
from tests.readers.odd_pdfs import TEXT, drawn, table

BUNDLED = [path.read_bytes() for path in sorted((ROOT / "data" / "reports").glob("*.pdf"))]


def pages(data: bytes) -> list[object]:
    return [(page.height, [*page.chars], page.tables) for page in pdfium.pages(data)]


def test_a_function_is_called_once_or_for_many() -> None:
    """Arguments are arrays, ranges and constants; results come in order."""
    data = drawn(table)
    with calls.ALONE:
        document = calls.open_document(data, len(data), None)
        page = calls.load_page(document, 0)
        text = calls.load_text(page)
        codes = [calls.code_of(text, at) for at in range(3)]
        assert calls.code_of.each(text, range(3)).tolist() == codes
        assert "".join(map(chr, codes)) == TEXT[:3]
        backwards = np.arange(3)[::-1]
        assert calls.code_of.each(np.full(3, text, "u8"), backwards).tolist() == codes[::-1]
        assert calls.code_of.each(text, range(0)).size == 0
        origins, are_given = calls.rows(calls.origin, text, range(3), width=2, kind="f8")
        assert are_given.all()
        assert (np.diff(origins[:2, 0]) > 0).all()
        calls.close_text(text)
        calls.close_page(page)
        calls.close_document(document)


def test_threads_take_turns() -> None:
    alone = [pages(data) for data in BUNDLED]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(pages, BUNDLED * 3)) == alone * 3
