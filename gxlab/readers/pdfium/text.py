"""The characters of a page: what they say, where they stand, whether they can be seen."""

from __future__ import annotations

import ctypes
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress, count, repeat
from typing import NamedTuple

import numpy as np
import pypdfium2.raw as raw

from gxlab.readers.common import UNREADABLE
from gxlab.readers.ink import UNDRAWN, WHITE, seen, sign
from gxlab.readers.page import DESCENT, Chars
from gxlab.readers.pdfium import calls
from gxlab.readers.pdfium.calls import Numbers, addresses, returned, rows, structs
from gxlab.readers.pdfium.objects import Objects
from gxlab.readers.pdfium.paths import coloured

# How pdfium gives a hyphen at a line's end.
_HYPHEN = 2
# Of a character's size: how far its ink may stand out over its advance.
_STANDS_OUT = 0.35
_WIDEST = 3.0
# What a number that pdfium keeps in 32 bits may be off.
_OFF = 0.01
# For each code point up to the first beyond the last space, whether it is one.
_SPACES = np.array([chr(code).isspace() for code in range(0x3002)])


class DoubtfulError(Exception):
    """What pdfium gives nothing of, and may be print."""


class Text(NamedTuple):
    """A page's characters that can be seen."""

    chars: Chars
    has_blank: bool
    """Whether some text gave nothing."""


def text_of(page: int, objects: Objects, height: float) -> Text:
    """What a page's text says.

    pdfium gives text only once that it holds for printed twice, and two different digits may
    pass for that. So what it has given is set aside until nothing more comes. It gives nothing
    of text that leaves no ink: spaces, if their fonts are as they were made.
    """
    _unmark(objects.texts.handles)
    left = set(objects.texts.handles)
    found = _Found()
    while left:
        text = calls.load_text(page)
        try:
            given = left & _read(text, height, found)
        finally:
            calls.close_text(text)
        left -= given
        if not given:
            break
        for handle in given if left else ():
            calls.set_active(handle, 0)
    if not all(map(_is_in_file, set(map(calls.font_of, left)))):
        raise DoubtfulError
    chars = found.chars()
    if found.undrawn or found.white:
        areas = coloured(objects, height) if found.white else []
        chars = Chars.of(list(seen(chars, found.undrawn, found.white, areas)))
    return Text(chars, bool(left))


def _is_in_file(font: int) -> bool:
    """Whether a font's outlines come with the file; others are guessed from other fonts."""
    length = ctypes.c_size_t()
    told = calls.font_data(font, None, 0, ctypes.addressof(length))
    return bool(told and length.value and calls.is_embedded(font) == 1)


def _unmark(handles: Sequence[int]) -> None:
    """Take away the marks that say another text than is printed."""
    marks = list(map(calls.count_marks, handles))
    for handle in compress(handles, marks):
        for mark in [calls.mark_at(handle, at) for at in range(calls.count_marks(handle))]:
            if calls.mark_type(mark, b"ActualText") != raw.FPDF_OBJECT_UNKNOWN:
                calls.remove_mark(handle, mark)


@dataclass(slots=True)
class _Found:
    """A page's characters, and which of them are drawn with no ink or with white."""

    texts: list[str] = field(default_factory=list)
    numbers: list[Numbers] = field(default_factory=list)
    undrawn: set[int] = field(default_factory=set)
    white: set[int] = field(default_factory=set)

    def chars(self) -> Chars:
        return Chars(self.texts, np.concatenate([np.empty((5, 0)), *self.numbers], axis=1))


def _read(text: int, height: float, found: _Found) -> set[int]:
    """Add what a text page gives; the objects that it is of."""
    number = calls.count_chars(text)
    every = range(number)
    codes = _codes(text, number)
    owners = returned("u8", number, calls.text_object, repeat(text), every)
    is_said = ~_SPACES[np.minimum(codes, len(_SPACES) - 1)]
    # What a font does not tell may have the number of a space.
    is_drawn = owners != 0
    blank = np.flatnonzero(~is_said & is_drawn).tolist()
    is_said[blank] = returned("?", len(blank), calls.is_unmapped, repeat(text), blank)
    said = np.flatnonzero(is_said & is_drawn)
    given = set(owners.tolist())
    if not said.size:
        return given
    of, places = owners[said], said.tolist()
    is_first = np.ones(len(of), bool)
    is_first[1:] = of[1:] != of[:-1]
    run = is_first.cumsum() - 1
    runs: list[int] = of[is_first].tolist()
    undrawn, white = _inks(runs)
    offset = len(found.texts)
    for held, those in ((found.undrawn, undrawn), (found.white, white)):
        if those.any():
            held.update((offset + np.flatnonzero(those[run])).tolist())
    codes = codes[said]
    glyphs = _Glyphs(text, places, codes, runs, run)
    x0, y0, x1, y1 = glyphs.boxes(is_first)
    found.texts += _signs(text, places, codes)
    found.numbers.append(np.array([x0, height - y1, x1, height - y0, y1 - y0]))
    return given


def _codes(text: int, number: int) -> Numbers:
    """The code points of a text page: at once where its text has one of each, else singly."""
    units = np.zeros(number + 1, "u2")
    if calls.text_of(text, 0, number, units.ctypes.data) == number + 1:
        whole = units[:-1]
        if not np.any((whole >= 0xD800) & (whole < 0xE000) | (whole == 0xFFFE)):
            return whole.astype("i8")
    return returned("i8", number, calls.code_of, repeat(text), range(number))


def _signs(text: int, places: Sequence[int], codes: Numbers) -> list[str]:
    """What each character is read as.

    Where a font does not say what a glyph is, pdfium gives its number, which may be that of
    a digit: such a character cannot be read.
    """
    signs = list(map(chr, codes.tolist()))
    is_control = (codes < ord(" ")) | (codes >= 0x7F) & (codes < 0xA0)
    for at in np.flatnonzero(is_control).tolist():
        signs[at] = "-" if codes[at] == _HYPHEN else sign(signs[at])
    for at in compress(count(), map(calls.is_unmapped, repeat(text), places)):
        signs[at] = UNREADABLE
    return signs


def _inks(runs: Sequence[int]) -> tuple[Numbers, Numbers]:
    """Which texts are drawn with no ink, and which with white."""
    colours, told = rows(calls.fill_colour, runs, 4, "u4")
    red, green, blue, alpha = colours.T
    modes = returned("i4", len(runs), calls.render_mode, runs)
    undrawn = told & (alpha == 0) | np.any([modes == mode for mode in UNDRAWN], axis=0)
    white = WHITE * 255
    return undrawn, told & (red >= white) & (green >= white) & (blue >= white)


class _Glyphs:
    """Characters of a text page by what they have in common: a font, and what they say."""

    def __init__(
        self,
        text: int,
        places: Sequence[int],
        codes: Numbers,
        runs: Sequence[int],
        run: Numbers,
    ) -> None:
        self.text, self.places, self.runs, self.run = text, places, runs, run
        fonts = returned("u8", len(runs), calls.font_of, runs)
        known, font = np.unique(fonts, return_inverse=True)
        keys = font[run] * (sys.maxunicode + 1) + codes
        _, self.samples, self.glyph = np.unique(keys, return_index=True, return_inverse=True)
        self.fonts: list[int] = known[font[run[self.samples]]].tolist()
        self.codes: list[int] = codes[self.samples].tolist()

    def boxes(self, is_first: Numbers) -> Numbers:
        """The left, lower, right and upper edges of characters, by advance and type size."""
        text = self.text
        firsts = list(compress(self.places, is_first.tolist()))
        matrices = structs(calls.text_matrix, repeat(text), firsts, width=6, count=len(firsts))
        a, b, c, d, _, _ = matrices[self.run].T
        size = np.zeros(len(firsts), "f4")
        deque(map(calls.font_size, self.runs, addresses(size)), maxlen=0)
        size = size.astype("f8")[self.run]
        advances = self._advances(np.array([a, b, c, d])[:, self.samples] * size[self.samples])
        origins = np.zeros((len(self.places), 2))
        start, end = origins.ctypes.data, origins.ctypes.data + origins.nbytes
        xs, ys = range(start, end, 16), range(start + 8, end + 8, 16)
        deque(map(calls.origin, repeat(text), self.places, xs, ys), maxlen=0)
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
        asked = self.fonts, self.codes, repeat(1.0), addresses(found)
        told = returned("?", number, calls.glyph_width, *asked)
        advance = np.abs(found.astype("f8"))
        samples = [self.places[at] for at in self.samples.tolist()]
        loose = structs(calls.loose_box, repeat(self.text), samples, width=4, count=number)
        left, top, right, bottom = loose.T
        a, b, c, d = np.abs(matrix)
        lean = a * d - b * c
        is_known = np.abs(lean) > _OFF * (a * d + b * c)
        extent = d * np.abs(right - left) - c * np.abs(top - bottom)
        extent = np.divide(extent, lean, out=np.full(number, np.inf), where=is_known)
        is_likely = (extent - _STANDS_OUT < advance) & (advance < extent + _OFF)
        is_told = told & is_likely | (extent > _WIDEST)
        advances: Numbers = np.where(is_told, advance, extent)
        return advances
