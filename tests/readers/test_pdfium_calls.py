"""pdfium called for many objects at once: with LuaJIT and without, by one thread and by several."""

from __future__ import annotations

import ctypes
import ctypes.util
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
    assert calls.origin._loops
    monkeypatch.setattr(many, "_compiler", lambda: None)
    assert [pages(data) for data in files] == compiled


def test_a_machine_without_luajit_has_no_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lupa.luajit21", None)
    assert many._compiler.__wrapped__() is None


@pytest.mark.usefixtures("luajit")
@pytest.mark.parametrize("compiled", [True, False])
def test_arguments_are_arrays_ranges_and_constants(
    compiled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not compiled:
        monkeypatch.setattr(many, "_compiler", lambda: None)
    address = ctypes.cast(ctypes.CDLL(ctypes.util.find_library("m")).ldexpf, ctypes.c_void_p).value
    assert address
    function = Function(address, (many.FLOAT, many.NUMBER), many.FLOAT)
    assert function(1.5, 2) == 6
    assert function.each(1.5, range(3)).tolist() == [1.5, 3, 6]
    assert function.each(np.array([1, 2.5]), np.array([1, 3])).tolist() == [2, 20]
    assert function.each(np.arange(4.0)[::2], 1).tolist() == [0, 4]
    assert function.each(np.empty(0), 1).size == 0


def test_threads_take_turns() -> None:
    alone = [pages(data) for data in BUNDLED]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(pages, BUNDLED * 3)) == alone * 3
