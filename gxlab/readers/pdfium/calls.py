"""pdfium's C interface, to be called for many objects at a time.

Every call holds Python's lock (``PYFUNCTYPE``), so that threads never meet in pdfium, which is
not made for them, and takes bare addresses, so that `map` runs over handles without Python code
for each.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pypdfium2.raw as raw

Numbers = np.ndarray[Any, np.dtype[Any]]

_POINTER, _INT, _FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_float
# An argument that is a whole number, never below zero. A register holds it as it holds an
# address, and ctypes takes an address in a third of the time.
_NUMBER = _POINTER


def _call(name: str, *arguments: Any, gives: Any = _INT) -> Any:
    address = ctypes.cast(getattr(raw, name), _POINTER).value
    assert address
    return ctypes.PYFUNCTYPE(gives, *arguments)(address)


open_document = _call("FPDF_LoadMemDocument64", ctypes.c_char_p, _NUMBER, _POINTER, gives=_POINTER)
last_error = _call("FPDF_GetLastError", gives=ctypes.c_ulong)
close_document = _call("FPDF_CloseDocument", _POINTER, gives=None)
count_pages = _call("FPDF_GetPageCount", _POINTER)
load_page = _call("FPDF_LoadPage", _POINTER, _NUMBER, gives=_POINTER)
close_page = _call("FPDF_ClosePage", _POINTER, gives=None)
media_box = _call("FPDFPage_GetMediaBox", *(_POINTER,) * 5)
set_crop_box = _call("FPDFPage_SetCropBox", _POINTER, *(_FLOAT,) * 4, gives=None)
bounding_box = _call("FPDF_GetPageBoundingBox", _POINTER, _POINTER)
rotation = _call("FPDFPage_GetRotation", _POINTER)

count_objects = _call("FPDFPage_CountObjects", _POINTER)
object_at = _call("FPDFPage_GetObject", _POINTER, _NUMBER, gives=_POINTER)
count_in_form = _call("FPDFFormObj_CountObjects", _POINTER)
object_in_form = _call("FPDFFormObj_GetObject", _POINTER, _NUMBER, gives=_POINTER)
type_of = _call("FPDFPageObj_GetType", _POINTER)
matrix = _call("FPDFPageObj_GetMatrix", _POINTER, _POINTER)
transform = _call("FPDFPageObj_TransformF", _POINTER, _POINTER)
bounds = _call("FPDFPageObj_GetBounds", *(_POINTER,) * 5)
fill_colour = _call("FPDFPageObj_GetFillColor", *(_POINTER,) * 5)
set_active = _call("FPDFPageObj_SetIsActive", _POINTER, _NUMBER)
count_marks = _call("FPDFPageObj_CountMarks", _POINTER)
mark_at = _call("FPDFPageObj_GetMark", _POINTER, _NUMBER, gives=_POINTER)
mark_type = _call("FPDFPageObjMark_GetParamValueType", _POINTER, ctypes.c_char_p)
remove_mark = _call("FPDFPageObj_RemoveMark", _POINTER, _POINTER)

draw_mode = _call("FPDFPath_GetDrawMode", *(_POINTER,) * 3)
count_segments = _call("FPDFPath_CountSegments", _POINTER)
segment_at = _call("FPDFPath_GetPathSegment", _POINTER, _NUMBER, gives=_POINTER)
segment_type = _call("FPDFPathSegment_GetType", _POINTER)
segment_point = _call("FPDFPathSegment_GetPoint", *(_POINTER,) * 3)
segment_closes = _call("FPDFPathSegment_GetClose", _POINTER)

load_text = _call("FPDFText_LoadPage", _POINTER, gives=_POINTER)
close_text = _call("FPDFText_ClosePage", _POINTER, gives=None)
count_chars = _call("FPDFText_CountChars", _POINTER)
text_of = _call("FPDFText_GetText", _POINTER, _NUMBER, _NUMBER, _POINTER)
code_of = _call("FPDFText_GetUnicode", _POINTER, _NUMBER, gives=ctypes.c_uint)
is_unmapped = _call("FPDFText_HasUnicodeMapError", _POINTER, _NUMBER)
text_object = _call("FPDFText_GetTextObject", _POINTER, _NUMBER, gives=ctypes.c_size_t)
loose_box = _call("FPDFText_GetLooseCharBox", _POINTER, _NUMBER, _POINTER)
origin = _call("FPDFText_GetCharOrigin", _POINTER, _NUMBER, _POINTER, _POINTER)
text_matrix = _call("FPDFText_GetMatrix", _POINTER, _NUMBER, _POINTER)
font_size = _call("FPDFTextObj_GetFontSize", _POINTER, _POINTER)
font_of = _call("FPDFTextObj_GetFont", _POINTER, gives=ctypes.c_size_t)
font_data = _call("FPDFFont_GetFontData", _POINTER, _POINTER, _NUMBER, _POINTER)
is_embedded = _call("FPDFFont_GetIsEmbedded", _POINTER)
glyph_width = _call("FPDFFont_GetGlyphWidth", _POINTER, _NUMBER, _FLOAT, _POINTER)
render_mode = _call("FPDFTextObj_GetTextRenderMode", _POINTER)


def addresses(row: Numbers) -> range:
    """Where each number of a row lies."""
    start = row.ctypes.data
    return range(start, start + row.nbytes, row.itemsize)


def returned(kind: str, count: int, call: Any, *arguments: Iterable[Any]) -> Numbers:
    """What a call returns for each set of arguments."""
    return np.fromiter(map(call, *arguments), kind, count)


def rows(call: Any, handles: Sequence[int], width: int, kind: str) -> tuple[Numbers, Numbers]:
    """What a call gives for each handle through as many pointers; whether it does."""
    rows = np.zeros((len(handles), width), kind)
    start, end, size = rows.ctypes.data, rows.ctypes.data + rows.nbytes, rows.itemsize
    columns = (range(start + at * size, end + at * size, width * size) for at in range(width))
    return rows, returned("?", len(handles), call, handles, *columns)


def structs(call: Any, *arguments: Iterable[int], width: int, count: int) -> Numbers:
    """What a call gives for each set of arguments through one pointer to several floats."""
    rows = np.zeros((count, width), "f4")
    start = rows.ctypes.data
    deque(map(call, *arguments, range(start, start + rows.nbytes, 4 * width)), maxlen=0)
    return rows.astype("f8")
