"""PDF pages by pdfium: its C interface, called for many objects at a time.

Every call holds Python's lock (``PYFUNCTYPE``), so that threads never meet in pdfium, which is
not made for them, and takes bare addresses, so that `map` runs over handles without Python code
for each.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, count, repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as raw

from gxlab.readers.ink import UNDRAWN, WHITE, seen, sign
from gxlab.readers.packed import is_torn
from gxlab.readers.ruled import DESCENT, UNREADABLE, Box, Char, EncryptedError, Page
from gxlab.readers.rules import THICKEST, Edge, Point, edges_of, stroke, tables_of

Numbers = np.ndarray[Any, np.dtype[Any]]

# Forms within forms: deeper ones are no work of a typesetter.
_DEEPEST = 16
# Points: what a number that pdfium keeps in 32 bits may be off.
_OFF = 0.01
# The points of a rectangle, the first again among them.
_RECTANGLE = 5
# How pdfium gives a hyphen at a line's end.
_HYPHEN = 2
# Of a character's size: how far its ink may stand out over its advance.
_STANDS_OUT = 0.35
_WIDEST = 3.0
_HERE = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])

_POINTER, _INT, _FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_float


def _call(name: str, *arguments: Any, gives: Any = _INT) -> Any:
    address = ctypes.cast(getattr(raw, name), _POINTER).value
    assert address
    return ctypes.PYFUNCTYPE(gives, *arguments)(address)


_open = _call("FPDF_LoadMemDocument64", ctypes.c_char_p, ctypes.c_size_t, _POINTER, gives=_POINTER)
_last_error = _call("FPDF_GetLastError", gives=ctypes.c_ulong)
_close = _call("FPDF_CloseDocument", _POINTER, gives=None)
_count_pages = _call("FPDF_GetPageCount", _POINTER)
_load_page = _call("FPDF_LoadPage", _POINTER, _INT, gives=_POINTER)
_close_page = _call("FPDF_ClosePage", _POINTER, gives=None)
_media_box = _call("FPDFPage_GetMediaBox", *(_POINTER,) * 5)
_set_crop_box = _call("FPDFPage_SetCropBox", _POINTER, *(_FLOAT,) * 4, gives=None)
_bounding_box = _call("FPDF_GetPageBoundingBox", _POINTER, _POINTER)
_rotation = _call("FPDFPage_GetRotation", _POINTER)

_count_objects = _call("FPDFPage_CountObjects", _POINTER)
_object = _call("FPDFPage_GetObject", _POINTER, _INT, gives=_POINTER)
_count_in_form = _call("FPDFFormObj_CountObjects", _POINTER)
_in_form = _call("FPDFFormObj_GetObject", _POINTER, ctypes.c_ulong, gives=_POINTER)
_type = _call("FPDFPageObj_GetType", _POINTER)
_matrix = _call("FPDFPageObj_GetMatrix", _POINTER, _POINTER)
_transform = _call("FPDFPageObj_TransformF", _POINTER, _POINTER)
_bounds = _call("FPDFPageObj_GetBounds", *(_POINTER,) * 5)
_fill_colour = _call("FPDFPageObj_GetFillColor", *(_POINTER,) * 5)
_set_active = _call("FPDFPageObj_SetIsActive", _POINTER, _INT)
_count_marks = _call("FPDFPageObj_CountMarks", _POINTER)
_mark = _call("FPDFPageObj_GetMark", _POINTER, ctypes.c_ulong, gives=_POINTER)
_mark_type = _call("FPDFPageObjMark_GetParamValueType", _POINTER, ctypes.c_char_p)
_remove_mark = _call("FPDFPageObj_RemoveMark", _POINTER, _POINTER)

_draw_mode = _call("FPDFPath_GetDrawMode", *(_POINTER,) * 3)
_count_segments = _call("FPDFPath_CountSegments", _POINTER)
_segment = _call("FPDFPath_GetPathSegment", _POINTER, _INT, gives=_POINTER)
_segment_type = _call("FPDFPathSegment_GetType", _POINTER)
_segment_point = _call("FPDFPathSegment_GetPoint", *(_POINTER,) * 3)
_segment_closes = _call("FPDFPathSegment_GetClose", _POINTER)

_load_text = _call("FPDFText_LoadPage", _POINTER, gives=_POINTER)
_close_text = _call("FPDFText_ClosePage", _POINTER, gives=None)
_count_chars = _call("FPDFText_CountChars", _POINTER)
_text = _call("FPDFText_GetText", _POINTER, _INT, _INT, _POINTER)
_unicode = _call("FPDFText_GetUnicode", _POINTER, _INT, gives=ctypes.c_uint)
_is_unmapped = _call("FPDFText_HasUnicodeMapError", _POINTER, _INT)
_text_object = _call("FPDFText_GetTextObject", _POINTER, _INT, gives=_POINTER)
_loose_box = _call("FPDFText_GetLooseCharBox", _POINTER, _INT, _POINTER)
_origin = _call("FPDFText_GetCharOrigin", _POINTER, _INT, _POINTER, _POINTER)
_text_matrix = _call("FPDFText_GetMatrix", _POINTER, _INT, _POINTER)
_font_size = _call("FPDFTextObj_GetFontSize", _POINTER, _POINTER)
_font = _call("FPDFTextObj_GetFont", _POINTER, gives=_POINTER)
_font_data = _call("FPDFFont_GetFontData", _POINTER, _POINTER, ctypes.c_size_t, _POINTER)
_is_embedded = _call("FPDFFont_GetIsEmbedded", _POINTER)
_glyph_width = _call("FPDFFont_GetGlyphWidth", _POINTER, ctypes.c_uint, _FLOAT, _POINTER)
_render_mode = _call("FPDFTextObj_GetTextRenderMode", _POINTER)


class DamagedError(Exception):
    """What pdfium cannot open."""


class DoubtfulError(Exception):
    """What pdfium gives nothing of, and may be print."""


def pages(data: bytes) -> list[Page]:
    """The pages of a PDF.

    Raises
    ------
    EncryptedError
    DamagedError
    DoubtfulError
    """
    document = _open(data, len(data), None)
    if not document:
        if _last_error() in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise EncryptedError
        raise DamagedError("its objects cannot be found")
    try:
        read = [_page(document, at) for at in range(_count_pages(document))]
    finally:
        _close(document)
    if any(has_blank for _, has_blank in read) and is_torn(data, fonts=True):
        raise DoubtfulError
    return [page for page, _ in read]


def _page(document: int, at: int) -> tuple[Page, bool]:
    """A page, and whether pdfium gives nothing of some of its text."""
    page = _loaded(document, at)
    try:
        media = np.zeros(4, "f4")
        if not _media_box(page, *_addresses(media)):
            # It is said for many pages at once, where pdfium does not tell it; a page that
            # nothing crops is as large.
            _set_crop_box(page, -1e6, -1e6, 1e6, 1e6)
            _close_page(page)
            page = _loaded(document, at)
            _bounding_box(page, media.ctypes.data)
        objects = _Objects(page)
        height = _upright(page, media, objects.top)
        edges = _edges(objects.paths, height)
        chars, has_blank = _chars(page, objects, height)
        return Page(at + 1, height, chars, tables_of(edges)), has_blank
    finally:
        _close_page(page)


def _loaded(document: int, at: int) -> int:
    page = _load_page(document, at)
    if not page:
        raise DamagedError(f"page {at + 1} cannot be read")
    return int(page)


def _upright(page: int, media: Numbers, objects: Iterable[int]) -> float:
    """Turn a page's objects as a reader turns the page; the page's height, in points.

    Where the objects come to stand is as with pdfplumber: a media box that does not begin at
    the origin, and a crop box, move nothing.
    """
    x0, x1 = sorted(map(float, media[[0, 2]]))
    y0, y1 = sorted(map(float, media[[1, 3]]))
    turns = _rotation(page)
    matrices = {
        1: (0, -1, 1, 0, 0, x0 + x1),
        2: (-1, 0, 0, -1, x0 + x1, y0 + y1),
        3: (0, 1, -1, 0, y0 + y1, 0),
    }
    if turns in matrices:
        matrix = np.array(matrices[turns], "f4")
        for handle in objects:
            _transform(handle, matrix.ctypes.data)
    return x1 - x0 if turns % 2 else y1 - y0


def _addresses(row: Numbers) -> range:
    """Where each number of a row lies."""
    start = row.ctypes.data
    return range(start, start + row.nbytes, row.itemsize)


def _rows(call: Any, handles: Sequence[int], width: int, kind: str) -> tuple[Numbers, list[int]]:
    """What a call gives for each handle through as many pointers; what it returns."""
    rows = np.zeros((len(handles), width), kind)
    start, end, size = rows.ctypes.data, rows.ctypes.data + rows.nbytes, rows.itemsize
    columns = (range(start + at * size, end + at * size, width * size) for at in range(width))
    return rows, list(map(call, handles, *columns))


def _structs(call: Any, *arguments: Iterable[int], width: int, count: int) -> Numbers:
    """What a call gives for each set of arguments through one pointer to several floats."""
    rows = np.zeros((count, width), "f4")
    start = rows.ctypes.data
    deque(map(call, *arguments, range(start, start + rows.nbytes, 4 * width)), maxlen=0)
    return rows.astype("f8")


@dataclass(slots=True)
class _Held:
    """Objects, and the matrices of the forms that they are in."""

    handles: list[int] = field(default_factory=list)
    forms: list[Numbers] = field(default_factory=list)

    def add(self, handles: Sequence[int], form: Numbers) -> None:
        self.handles += handles
        self.forms += [form] * len(handles)

    def picked(self, places: Iterable[int]) -> _Held:
        picked = list(places)
        return _Held([self.handles[at] for at in picked], [self.forms[at] for at in picked])

    def matrices(self) -> Numbers:
        """Each object's own matrix and its form's as one."""
        own = _structs(_matrix, self.handles, width=6, count=len(self.handles)).reshape(-1, 3, 2)
        return _times(own, np.array(self.forms).reshape(-1, 3, 2))


def _times(one: Numbers, other: Numbers) -> Numbers:
    """The matrix that does what the one does and then what the other does."""
    both: Numbers = one @ other[..., :2, :]
    both[..., 2, :] += other[..., 2, :]
    return both


class _Objects:
    """A page's objects by kind, those in forms among them."""

    def __init__(self, page: int) -> None:
        self.top: list[int] = list(map(_object, repeat(page), range(_count_objects(page))))
        self.texts, self.paths, self.images = _Held(), _Held(), _Held()
        forms = self._sort(self.top, _HERE)
        for _ in range(_DEEPEST):
            if not forms.handles:
                return
            inner = _Held()
            for form, matrix in zip(forms.handles, forms.matrices(), strict=True):
                inside = map(_in_form, repeat(form), range(_count_in_form(form)))
                more = self._sort(list(inside), matrix)
                inner.handles += more.handles
                inner.forms += more.forms
            forms = inner
        raise DamagedError(f"its forms are nested more than {_DEEPEST} deep")

    def _sort(self, handles: Sequence[int], form: Numbers) -> _Held:
        """Put objects to their kind; the forms among them."""
        forms = _Held()
        kinds = list(map(_type, handles))
        for kind, held in (
            (raw.FPDF_PAGEOBJ_TEXT, self.texts),
            (raw.FPDF_PAGEOBJ_PATH, self.paths),
            (raw.FPDF_PAGEOBJ_IMAGE, self.images),
            (raw.FPDF_PAGEOBJ_FORM, forms),
        ):
            held.add(list(compress(handles, map(kind.__eq__, kinds))), form)
        return forms


def _chars(page: int, objects: _Objects, height: float) -> tuple[list[Char], bool]:
    """The page's characters that can be seen, and whether some text gave nothing.

    pdfium gives text only once that it holds for printed twice, and two different digits may
    pass for that. So what it has given is set aside until nothing more comes. It gives nothing
    of text that leaves no ink: spaces, if their fonts are as they were made.
    """
    _unmark(objects.texts.handles)
    left = set(objects.texts.handles)
    found = _Found()
    while left:
        text = _load_text(page)
        try:
            given = left & _read(text, height, found)
        finally:
            _close_text(text)
        left -= given
        if not given:
            break
        for handle in given if left else ():
            _set_active(handle, 0)
    if not all(map(_is_in_file, set(map(_font, left)))):
        raise DoubtfulError
    if not (found.undrawn or found.white):
        return found.chars, bool(left)
    coloured = _coloured(objects, height) if found.white else []
    return list(seen(found.chars, found.undrawn, found.white, coloured)), bool(left)


def _is_in_file(font: int) -> bool:
    """Whether a font's outlines come with the file; others are guessed from other fonts."""
    length = ctypes.c_size_t()
    told = _font_data(font, None, 0, ctypes.addressof(length))
    return bool(told and length.value and _is_embedded(font) == 1)


def _unmark(handles: Sequence[int]) -> None:
    """Take away the marks that say another text than is printed."""
    marks = list(map(_count_marks, handles))
    for handle in compress(handles, marks):
        for mark in [_mark(handle, at) for at in range(_count_marks(handle))]:
            if _mark_type(mark, b"ActualText") != raw.FPDF_OBJECT_UNKNOWN:
                _remove_mark(handle, mark)


@dataclass(slots=True)
class _Found:
    """A page's characters, and which of them are drawn with no ink or with white."""

    chars: list[Char] = field(default_factory=list)
    undrawn: set[int] = field(default_factory=set)
    white: set[int] = field(default_factory=set)


def _read(text: int, height: float, found: _Found) -> set[int]:
    """Add what a text page gives; the objects that it is of."""
    every = range(_count_chars(text))
    codes = _codes(text, len(every))
    owners = list(map(_text_object, repeat(text), every))
    blank = {code for code in set(codes) if chr(code).isspace()}
    # What a font does not tell may have the number of a space.
    places = [
        at for at in every if owners[at] and (codes[at] not in blank or _is_unmapped(text, at))
    ]
    if not places:
        return set(owners)
    of = np.array([owners[at] for at in places], np.uintp)
    is_first = np.ones(len(of), bool)
    is_first[1:] = of[1:] != of[:-1]
    run = is_first.cumsum() - 1
    runs: list[int] = of[is_first].tolist()
    undrawn, white = _inks(runs)
    offset = len(found.chars)
    for held, those in ((found.undrawn, undrawn), (found.white, white)):
        if those.any():
            held.update((offset + np.flatnonzero(those[run])).tolist())
    said = [codes[at] for at in places]
    glyphs = _Glyphs(text, places, said, runs, run)
    x0, y0, x1, y1 = glyphs.boxes(is_first)
    columns = (x0, height - y1, x1, height - y0, y1 - y0)
    rows = zip(_signs(text, places, said), *(c.tolist() for c in columns), strict=True)
    found.chars += map(tuple.__new__, repeat(Char), rows)
    return set(owners)


def _codes(text: int, number: int) -> list[int]:
    """The code points of a text page: at once where its text has one of each, else singly."""
    units = np.zeros(number + 1, "u2")
    if _text(text, 0, number, units.ctypes.data) == number + 1:
        whole = units[:-1]
        if not np.any((whole >= 0xD800) & (whole < 0xE000) | (whole == 0xFFFE)):
            codes: list[int] = whole.tolist()
            return codes
    return list(map(_unicode, repeat(text), range(number)))


def _signs(text: int, places: Sequence[int], codes: Sequence[int]) -> list[str]:
    """What each character is read as.

    Where a font does not say what a glyph is, pdfium gives its number, which may be that of
    a digit: such a character cannot be read.
    """
    signs = list(map(chr, codes))
    for code in {code for code in set(codes) if code < ord(" ") or 0x7F <= code < 0xA0}:
        said = "-" if code == _HYPHEN else sign(chr(code))
        signs = [said if one == chr(code) else one for one in signs]
    for at in compress(count(), map(_is_unmapped, repeat(text), places)):
        signs[at] = UNREADABLE
    return signs


def _inks(runs: Sequence[int]) -> tuple[Numbers, Numbers]:
    """Which texts are drawn with no ink, and which with white."""
    colours, told = _rows(_fill_colour, runs, 4, "u4")
    is_told = np.array(told, bool)
    undrawn = is_told & (colours[:, 3] == 0)
    modes = list(map(_render_mode, runs))
    if not set(UNDRAWN).isdisjoint(modes):
        undrawn |= np.isin(modes, UNDRAWN)
    return undrawn, is_told & (colours[:, :3].min(axis=1) >= WHITE * 255)


class _Glyphs:
    """Characters of a text page by what they have in common: a font, and what they say."""

    def __init__(
        self,
        text: int,
        places: Sequence[int],
        codes: Sequence[int],
        runs: Sequence[int],
        run: Numbers,
    ) -> None:
        self.text, self.places, self.runs, self.run = text, places, runs, run
        fonts = list(map(_font, runs))
        known: dict[tuple[int, int], int] = {}
        keys = zip(map(fonts.__getitem__, run.tolist()), codes, strict=True)
        self.glyph = [known.setdefault(key, len(known)) for key in keys]
        self.fonts, self.codes = [font for font, _ in known], [code for _, code in known]
        first = dict(zip(reversed(self.glyph), reversed(range(len(self.glyph))), strict=True))
        self.samples = [first[glyph] for glyph in range(len(known))]

    def boxes(self, is_first: Numbers) -> Numbers:
        """The left, lower, right and upper edges of characters, by advance and type size."""
        text = self.text
        firsts = list(compress(self.places, is_first.tolist()))
        matrices = _structs(_text_matrix, repeat(text), firsts, width=6, count=len(firsts))
        a, b, c, d, _, _ = matrices[self.run].T
        size = np.zeros(len(firsts), "f4")
        deque(map(_font_size, self.runs, _addresses(size)), maxlen=0)
        size = size.astype("f8")[self.run]
        advances = self._advances(np.array([a, b, c, d])[:, self.samples] * size[self.samples])
        origins = np.zeros((len(self.places), 2))
        start, end = origins.ctypes.data, origins.ctypes.data + origins.nbytes
        xs, ys = range(start, end, 16), range(start + 8, end + 8, 16)
        deque(map(_origin, repeat(text), self.places, xs, ys), maxlen=0)
        x, y = origins.T
        width, low, high = advances[self.glyph] * size, -DESCENT * size, (1 - DESCENT) * size
        if not (b.any() or c.any() or (a <= 0).any() or (d <= 0).any()):
            return np.array([x, y + d * low, x + a * width, y + d * high])
        return np.array(
            [
                x + np.minimum(0, a * width) + np.minimum(c * low, c * high),
                y + np.minimum(0, b * width) + np.minimum(d * low, d * high),
                x + np.maximum(0, a * width) + np.maximum(c * low, c * high),
                y + np.maximum(0, b * width) + np.maximum(d * low, d * high),
            ]
        )

    def _advances(self, matrix: Numbers) -> Numbers:
        """How far each glyph takes its line on, in ems.

        pdfium finds it by way of a character's code, which may be another's. Its box, which may
        be wider (where ink stands out), says whether it can be; but a box that no character has
        is that of a font that is written downwards.
        """
        number = len(self.samples)
        found = np.zeros(number, "f4")
        told = list(map(_glyph_width, self.fonts, self.codes, repeat(1.0), _addresses(found)))
        advance = np.abs(found.astype("f8"))
        samples = [self.places[at] for at in self.samples]
        loose = _structs(_loose_box, repeat(self.text), samples, width=4, count=number)
        left, top, right, bottom = loose.T
        a, b, c, d = np.abs(matrix)
        lean = a * d - b * c
        is_known = np.abs(lean) > _OFF * (a * d + b * c)
        extent = d * np.abs(right - left) - c * np.abs(top - bottom)
        extent = np.divide(extent, lean, out=np.full(number, np.inf), where=is_known)
        is_likely = (extent - _STANDS_OUT < advance) & (advance < extent + _OFF)
        is_told = np.array(told, bool) & is_likely | (extent > _WIDEST)
        advances: Numbers = np.where(is_told, advance, extent)
        return advances


class _Outline(NamedTuple):
    """A part of a path: its points with the first again where it is closed."""

    path: int
    points: list[Point]
    straight: list[bool]  # whether each point but the first is reached in a straight line

    def box(self) -> Box:
        xs, ys = zip(*self.points, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def is_thin(self) -> bool:
        x0, top, x1, bottom = self.box()
        return min(x1 - x0, bottom - top) < THICKEST


def _outlines(paths: _Held, height: float) -> Iterator[_Outline]:
    if not paths.handles:
        return
    counts = list(map(_count_segments, paths.handles))
    segments = [
        segment
        for handle, count in zip(paths.handles, counts, strict=True)
        for segment in map(_segment, repeat(handle), range(count))
    ]
    points, _ = _rows(_segment_point, segments, 2, "f4")
    of = np.repeat(np.arange(len(counts)), counts)
    matrices = paths.matrices()[of]
    placed = np.einsum("ni,nij->nj", points, matrices[:, :2]) + matrices[:, 2]
    placed[:, 1] = height - placed[:, 1]
    outline = _Outline(0, [], [])
    for path, kind, closes, x, y in zip(
        of.tolist(),
        map(_segment_type, segments),
        map(_segment_closes, segments),
        *placed.T.tolist(),
        strict=True,
    ):
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if outline.straight:
                yield outline
            outline = _Outline(path, [(x, y)], [])
            continue
        outline.points.append((x, y))
        outline.straight.append(kind == raw.FPDF_SEGMENT_LINETO)
        if closes and not _same(outline.points[0], (x, y)):
            outline.points.append(outline.points[0])
            outline.straight.append(True)
    if outline.straight:
        yield outline


def _same(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) < _OFF and abs(one[1] - other[1]) < _OFF


def _edges(paths: _Held, height: float) -> list[Edge]:
    """The rules that paths draw: strokes, outlines and thin areas."""
    modes, _ = _rows(_draw_mode, paths.handles, 2, "i4")
    counts = list(map(_count_segments, paths.handles))
    outlined = [bool(line) for _, line in modes.tolist()]
    is_area = [
        bool(fill) and not line and count == _RECTANGLE
        for (fill, line), count in zip(modes.tolist(), counts, strict=True)
    ]
    areas = paths.picked(at for at, area in enumerate(is_area) if area)
    others = [at for at, area in enumerate(is_area) if not area and any(modes[at])]
    edges = _thin_areas(areas, height)
    for outline in _outlines(paths.picked(others), height):
        points, straight = outline.points, outline.straight
        if len(straight) == 1 or (len(straight) == 2 and points[0] == points[2]):
            edges += _stroke(points[0], points[1], straight[0])
        elif outlined[others[outline.path]] or outline.is_thin():
            for one, other, is_straight in zip(points, points[1:], straight, strict=False):
                across, down = abs(one[0] - other[0]), abs(one[1] - other[1])
                edges += _stroke(one, other, is_straight and min(across, down) < _OFF)
    return edges


def _stroke(one: Point, other: Point, is_rule: bool) -> list[Edge]:
    found = stroke(*one, *other) if is_rule else None
    return [found] if found else []


def _thin_areas(areas: _Held, height: float) -> list[Edge]:
    """The edges of rectangles that are thin enough for rules."""
    if not areas.handles:
        return []
    bounds, _ = _rows(_bounds, areas.handles, 4, "f4")  # left, lower, right, upper
    forms = np.array(areas.forms)
    corners = bounds.reshape(-1, 2, 2) @ forms[:, :2] + forms[:, 2:]
    low, high = corners.min(axis=1), corners.max(axis=1)
    thin = (high - low).min(axis=1) < THICKEST
    rows = np.column_stack([low[:, 0], height - high[:, 1], high[:, 0], height - low[:, 1]])
    return [edge for box in rows[thin].tolist() for edge in edges_of(box)]


def _coloured(objects: _Objects, height: float) -> list[Box]:
    """The areas of a page that are filled with another colour than white, and its images."""
    paths, images = objects.paths, objects.images
    modes, _ = _rows(_draw_mode, paths.handles, 2, "i4")
    colours, told = _rows(_fill_colour, paths.handles, 4, "u4")
    is_white = np.array(told, bool) & (colours[:, :3].min(axis=1, initial=255) >= WHITE * 255)
    filled = paths.picked(np.flatnonzero((modes[:, 0] > 0) & ~is_white).tolist())
    areas = [outline.box() for outline in _outlines(filled, height)]
    for x, y, at in images.matrices().tolist() if images.handles else ():
        (x0, y0), (x1, y1) = at, (at[0] + x[0] + y[0], at[1] + x[1] + y[1])
        areas.append((min(x0, x1), height - max(y0, y1), max(x0, x1), height - min(y0, y1)))
    return areas
