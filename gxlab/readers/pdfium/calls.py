"""pdfium's C interface: each function can be called once, or for many objects in a row.

Whoever calls it holds `ALONE`: pdfium is not made for threads.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from itertools import repeat
from threading import Lock
from typing import Any

import numpy as np
import pypdfium2.raw as raw

from gxlab.readers.page import Numbers

#: An argument of many calls: an array or a range with one value for each, or one value for all.
Argument = Numbers | range | float

ALONE = Lock()
POINTER, INT, UINT, FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_float


class Function:
    """A C function of pdfium's, by its name. Pointers are passed and returned as integers.

    pypdfium2's own functions make a Python object of every pointer, which nearly doubles the time
    of a call, and a page takes thousands.
    """

    def __init__(self, name: str, *takes: Any, gives: Any = INT) -> None:
        address = ctypes.cast(getattr(raw, name), POINTER).value
        assert address
        # As a size, a null pointer is 0; as a pointer, it would be None.
        gives = ctypes.c_size_t if gives is POINTER else gives
        self._call = ctypes.PYFUNCTYPE(gives, *takes)(address)
        self._gives = np.dtype(gives)

    def __call__(self, *arguments: Any) -> Any:
        return self._call(*arguments)

    def each(self, *arguments: Argument) -> Numbers:
        """What the function returns for each set of arguments."""
        calls = map(self._call, *map(_items, arguments))
        return np.fromiter(calls, self._gives, count_of(arguments))


def _items(argument: Argument) -> Iterable[Any]:
    if isinstance(argument, np.ndarray):
        items: list[Any] = argument.tolist()
        return items
    return argument if isinstance(argument, range) else repeat(argument)


def count_of(arguments: Iterable[Argument]) -> int:
    """The number of sets of arguments."""
    return next(len(many) for many in arguments if isinstance(many, (np.ndarray, range)))


def address_of(array: Numbers) -> int:
    """The address of the first number of an array."""
    return ctypes.addressof(ctypes.c_char.from_buffer(array.data))


def addresses_of(array: Numbers) -> range:
    """The address of each row of an array, or of each number if it has no rows."""
    start = address_of(array) if array.size else 0
    step = array[:1].nbytes or 1
    return range(start, start + len(array) * step, step)


open_document = Function("FPDF_LoadMemDocument64", ctypes.c_char_p, INT, POINTER, gives=POINTER)
last_error = Function("FPDF_GetLastError", gives=ctypes.c_ulong)
close_document = Function("FPDF_CloseDocument", POINTER, gives=None)
count_pages = Function("FPDF_GetPageCount", POINTER)
load_page = Function("FPDF_LoadPage", POINTER, INT, gives=POINTER)
close_page = Function("FPDF_ClosePage", POINTER, gives=None)
media_box = Function("FPDFPage_GetMediaBox", *(POINTER,) * 5)
set_crop_box = Function("FPDFPage_SetCropBox", POINTER, *(FLOAT,) * 4, gives=None)
bounding_box = Function("FPDF_GetPageBoundingBox", POINTER, POINTER)
rotation = Function("FPDFPage_GetRotation", POINTER)

count_objects = Function("FPDFPage_CountObjects", POINTER)
object_at = Function("FPDFPage_GetObject", POINTER, INT, gives=POINTER)
count_in_form = Function("FPDFFormObj_CountObjects", POINTER)
object_in_form = Function("FPDFFormObj_GetObject", POINTER, INT, gives=POINTER)
type_of = Function("FPDFPageObj_GetType", POINTER)
matrix = Function("FPDFPageObj_GetMatrix", POINTER, POINTER)
transform = Function("FPDFPageObj_TransformF", POINTER, POINTER)
bounds = Function("FPDFPageObj_GetBounds", *(POINTER,) * 5)
fill_colour = Function("FPDFPageObj_GetFillColor", *(POINTER,) * 5)
set_active = Function("FPDFPageObj_SetIsActive", POINTER, INT)
count_marks = Function("FPDFPageObj_CountMarks", POINTER)
mark_at = Function("FPDFPageObj_GetMark", POINTER, INT, gives=POINTER)
mark_type = Function("FPDFPageObjMark_GetParamValueType", POINTER, ctypes.c_char_p)
remove_mark = Function("FPDFPageObj_RemoveMark", POINTER, POINTER)

draw_mode = Function("FPDFPath_GetDrawMode", *(POINTER,) * 3)
count_segments = Function("FPDFPath_CountSegments", POINTER)
segment_at = Function("FPDFPath_GetPathSegment", POINTER, INT, gives=POINTER)
segment_type = Function("FPDFPathSegment_GetType", POINTER)
segment_point = Function("FPDFPathSegment_GetPoint", *(POINTER,) * 3)
segment_closes = Function("FPDFPathSegment_GetClose", POINTER)

load_text = Function("FPDFText_LoadPage", POINTER, gives=POINTER)
close_text = Function("FPDFText_ClosePage", POINTER, gives=None)
count_chars = Function("FPDFText_CountChars", POINTER)
code_of = Function("FPDFText_GetUnicode", POINTER, INT, gives=UINT)
is_unmapped = Function("FPDFText_HasUnicodeMapError", POINTER, INT)
text_object = Function("FPDFText_GetTextObject", POINTER, INT, gives=POINTER)
loose_box = Function("FPDFText_GetLooseCharBox", POINTER, INT, POINTER)
origin = Function("FPDFText_GetCharOrigin", POINTER, INT, POINTER, POINTER)
text_matrix = Function("FPDFText_GetMatrix", POINTER, INT, POINTER)
font_size = Function("FPDFTextObj_GetFontSize", POINTER, POINTER)
font_of = Function("FPDFTextObj_GetFont", POINTER, gives=POINTER)
font_data = Function("FPDFFont_GetFontData", POINTER, POINTER, INT, POINTER)
is_embedded = Function("FPDFFont_GetIsEmbedded", POINTER)
glyph_width = Function("FPDFFont_GetGlyphWidth", POINTER, INT, FLOAT, POINTER)
render_mode = Function("FPDFTextObj_GetTextRenderMode", POINTER)


def rows(call: Function, *arguments: Argument, width: int, kind: str) -> tuple[Numbers, Numbers]:
    """What a function stores through `width` pointers: a row for each set of arguments.

    The second array says whether each call succeeded.
    """
    given = _rows_for(arguments, width, kind)
    starts, size = addresses_of(given), given.itemsize
    pointers = [
        range(starts.start + at * size, starts.stop + at * size, starts.step) for at in range(width)
    ]
    return given, call.each(*arguments, *pointers) != 0


def structs(call: Function, *arguments: Argument, width: int) -> Numbers:
    """What a function stores through one pointer to `width` floats: a row for each set."""
    given = _rows_for(arguments, width, "f4")
    call.each(*arguments, addresses_of(given))
    return given.astype("f8")


def _rows_for(arguments: tuple[Argument, ...], width: int, kind: str) -> Numbers:
    return np.zeros((count_of(arguments), width), kind)
