"""pdfium's C interface, to be called for many objects at a time.

Whoever calls it holds `ALONE`: pdfium is not made for threads, and Python's own lock is let go
while many calls are made.
"""

from __future__ import annotations

import ctypes
from threading import Lock
from typing import Any

import numpy as np
import pypdfium2.raw as raw

from gxlab.readers.page import Numbers
from gxlab.readers.pdfium.many import (
    FLOAT,
    INT,
    NUMBER,
    POINTER,
    UINT,
    Argument,
    Function,
    count_of,
    places_of,
)

ALONE = Lock()


def _call(name: str, *takes: Any, gives: Any = INT) -> Function:
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    assert address
    return Function(address, takes, gives)


open_document = _call("FPDF_LoadMemDocument64", ctypes.c_char_p, NUMBER, POINTER, gives=POINTER)
last_error = _call("FPDF_GetLastError", gives=ctypes.c_ulong)
close_document = _call("FPDF_CloseDocument", POINTER, gives=None)
count_pages = _call("FPDF_GetPageCount", POINTER)
load_page = _call("FPDF_LoadPage", POINTER, NUMBER, gives=POINTER)
close_page = _call("FPDF_ClosePage", POINTER, gives=None)
media_box = _call("FPDFPage_GetMediaBox", *(POINTER,) * 5)
set_crop_box = _call("FPDFPage_SetCropBox", POINTER, *(FLOAT,) * 4, gives=None)
bounding_box = _call("FPDF_GetPageBoundingBox", POINTER, POINTER)
rotation = _call("FPDFPage_GetRotation", POINTER)

count_objects = _call("FPDFPage_CountObjects", POINTER)
object_at = _call("FPDFPage_GetObject", POINTER, NUMBER, gives=POINTER)
count_in_form = _call("FPDFFormObj_CountObjects", POINTER)
object_in_form = _call("FPDFFormObj_GetObject", POINTER, NUMBER, gives=POINTER)
type_of = _call("FPDFPageObj_GetType", POINTER)
matrix = _call("FPDFPageObj_GetMatrix", POINTER, POINTER)
transform = _call("FPDFPageObj_TransformF", POINTER, POINTER)
bounds = _call("FPDFPageObj_GetBounds", *(POINTER,) * 5)
fill_colour = _call("FPDFPageObj_GetFillColor", *(POINTER,) * 5)
set_active = _call("FPDFPageObj_SetIsActive", POINTER, NUMBER)
count_marks = _call("FPDFPageObj_CountMarks", POINTER)
mark_at = _call("FPDFPageObj_GetMark", POINTER, NUMBER, gives=POINTER)
mark_type = _call("FPDFPageObjMark_GetParamValueType", POINTER, ctypes.c_char_p)
remove_mark = _call("FPDFPageObj_RemoveMark", POINTER, POINTER)

draw_mode = _call("FPDFPath_GetDrawMode", *(POINTER,) * 3)
count_segments = _call("FPDFPath_CountSegments", POINTER)
segment_at = _call("FPDFPath_GetPathSegment", POINTER, NUMBER, gives=POINTER)
segment_type = _call("FPDFPathSegment_GetType", POINTER)
segment_point = _call("FPDFPathSegment_GetPoint", *(POINTER,) * 3)
segment_closes = _call("FPDFPathSegment_GetClose", POINTER)

load_text = _call("FPDFText_LoadPage", POINTER, gives=POINTER)
close_text = _call("FPDFText_ClosePage", POINTER, gives=None)
count_chars = _call("FPDFText_CountChars", POINTER)
code_of = _call("FPDFText_GetUnicode", POINTER, NUMBER, gives=UINT)
is_unmapped = _call("FPDFText_HasUnicodeMapError", POINTER, NUMBER)
text_object = _call("FPDFText_GetTextObject", POINTER, NUMBER, gives=POINTER)
loose_box = _call("FPDFText_GetLooseCharBox", POINTER, NUMBER, POINTER)
origin = _call("FPDFText_GetCharOrigin", POINTER, NUMBER, POINTER, POINTER)
text_matrix = _call("FPDFText_GetMatrix", POINTER, NUMBER, POINTER)
font_size = _call("FPDFTextObj_GetFontSize", POINTER, POINTER)
font_of = _call("FPDFTextObj_GetFont", POINTER, gives=POINTER)
font_data = _call("FPDFFont_GetFontData", POINTER, POINTER, NUMBER, POINTER)
is_embedded = _call("FPDFFont_GetIsEmbedded", POINTER)
glyph_width = _call("FPDFFont_GetGlyphWidth", POINTER, NUMBER, FLOAT, POINTER)
render_mode = _call("FPDFTextObj_GetTextRenderMode", POINTER)


def rows(call: Function, *arguments: Argument, width: int, kind: str) -> tuple[Numbers, Numbers]:
    """What a call gives through so many pointers, a row for each set of arguments.

    The second array says whether it gives anything.
    """
    given = _rows_for(arguments, width, kind)
    starts, size = places_of(given), given.itemsize
    pointers = [
        range(starts.start + at * size, starts.stop + at * size, starts.step) for at in range(width)
    ]
    return given, call.each(*arguments, *pointers) != 0


def structs(call: Function, *arguments: Argument, width: int) -> Numbers:
    """What a call gives through one pointer to so many floats, a row for each set of arguments."""
    given = _rows_for(arguments, width, "f4")
    call.each(*arguments, places_of(given))
    return given.astype("f8")


def _rows_for(arguments: tuple[Argument, ...], width: int, kind: str) -> Numbers:
    return np.zeros((count_of(arguments), width), kind)
