"""pdfium called for many objects at once: with LuaJIT and without, by one thread and by several."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from gxlab.readers import pdfium
from gxlab.readers.pdfium import calls, many
from gxlab.readers.pdfium.many import Function
from tests.conftest import ROOT
from tests.readers.odd_pdfs import drawn, in_form, turned, written_upward

BUNDLED = [path.read_bytes() for path in sorted((ROOT / "data" / "reports").glob("*.pdf"))]


def pages(data: bytes) -> list[object]:
    return [(page.height, [*page.chars], page.tables) for page in pdfium.pages(data)]


@pytest.fixture
def luajit() -> None:
    if many._compiler() is None:
        pytest.skip("no LuaJIT on this machine")


@pytest.mark.usefixtures("luajit")
def test_luajit_and_ctypes_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    files = [*BUNDLED, *map(drawn, (in_form, written_upward, turned(90)))]
    compiled = [pages(data) for data in files]
    assert vars(calls.origin)["_loop"] != calls.origin._by_ctypes
    monkeypatch.setattr(Function, "_loop", property(lambda function: function._by_ctypes))
    assert [pages(data) for data in files] == compiled


@pytest.mark.usefixtures("luajit")
def test_a_machine_without_luajit_uses_ctypes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lupa.luajit21", None)
    monkeypatch.setattr(many, "_compiler", many._compiler.__wrapped__)
    function = Function(calls.count_chars._address, (many.POINTER,), many.INT)
    assert function._loop == function._by_ctypes
    assert function.each(np.zeros(3, "u8")).tolist() == [-1, -1, -1]  # of no page


def test_threads_take_turns() -> None:
    alone = [pages(data) for data in BUNDLED]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(pages, BUNDLED * 3)) == alone * 3
