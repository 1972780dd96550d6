"""The characters of a page: what they say, where they stand, whether they can be seen."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pypdfium2.raw as raw

from gxlab.readers.common import UNREADABLE
from gxlab.readers.ink import UNDRAWN, WHITE, seen, sign
from gxlab.readers.page import DESCENT, Chars, Numbers
from gxlab.readers.pdfium import calls
from gxlab.readers.pdfium.calls import rows, structs
from gxlab.readers.pdfium.many import address_of
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
    _unmark(objects.texts)
    left: set[int] = set(objects.texts.tolist())
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
    if not all(_is_in_file(font) for font in {calls.font_of(handle) for handle in left}):
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


def _unmark(handles: Numbers) -> None:
    """Take away the marks that say another text than is printed."""
    for handle in handles[calls.count_marks.each(handles) > 0].tolist():
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
    every = range(calls.count_chars(text))
    codes = _codes(text, every)
    owners = calls.text_object.each(text, every)
    is_said = ~_SPACES[np.minimum(codes, len(_SPACES) - 1)]
    # What a font does not tell may have the number of a space.
    is_drawn = owners != 0
    blank = np.flatnonzero(~is_said & is_drawn)
    is_said[blank] = calls.is_unmapped.each(text, blank) != 0
    places = np.flatnonzero(is_said & is_drawn)
    given: set[int] = set(owners.tolist())
    if not places.size:
        return given
    owners, codes = owners[places], codes[places]
    is_first = np.ones(len(owners), bool)
    is_first[1:] = owners[1:] != owners[:-1]
    runs, run = owners[is_first], is_first.cumsum() - 1
    offset = len(found.texts)
    for held, those in zip((found.undrawn, found.white), _inks(runs), strict=True):
        if those.any():
            held.update((offset + np.flatnonzero(those[run])).tolist())
    x0, y0, x1, y1 = _Glyphs(text, places, codes, runs, run).boxes(places[is_first])
    found.texts += _signs(text, places, codes)
    found.numbers.append(np.array([x0, height - y1, x1, height - y0, y1 - y0]))
    return given


def _codes(text: int, every: range) -> Numbers:
    """The code points of a text page: at once where its text has one of each, else singly."""
    number = len(every)
    units = np.zeros(number + 1, "u2")
    if calls.text_of(text, 0, number, address_of(units)) == number + 1:
        whole = units[:-1]
        if not np.any((whole >= 0xD800) & (whole < 0xE000) | (whole == 0xFFFE)):
            return whole.astype("i8")
    return calls.code_of.each(text, every).astype("i8")


def _signs(text: int, places: Numbers, codes: Numbers) -> list[str]:
    """What each character is read as.

    Where a font does not say what a glyph is, pdfium gives its number, which may be that of
    a digit: such a character cannot be read.
    """
    signs: list[str] = codes.astype("u4").view("U1").tolist()
    is_control = (codes < ord(" ")) | (codes >= 0x7F) & (codes < 0xA0)
    for at in np.flatnonzero(is_control).tolist():
        signs[at] = "-" if codes[at] == _HYPHEN else sign(chr(codes[at]))
    for at in np.flatnonzero(calls.is_unmapped.each(text, places)).tolist():
        signs[at] = UNREADABLE
    return signs


def _inks(runs: Numbers) -> tuple[Numbers, Numbers]:
    """Which texts are drawn with no ink, and which with white."""
    colours, told = rows(calls.fill_colour, runs, width=4, kind="u4")
    red, green, blue, alpha = colours.T
    modes = calls.render_mode.each(runs)
    undrawn = told & (alpha == 0) | np.any([modes == mode for mode in UNDRAWN], axis=0)
    white = WHITE * 255
    return undrawn, told & (red >= white) & (green >= white) & (blue >= white)


class _Glyphs:
    """Characters of a text page by what they have in common: a font, and what they say."""

    def __init__(
        self, text: int, places: Numbers, codes: Numbers, runs: Numbers, run: Numbers
    ) -> None:
        self.text, self.places, self.runs, self.run = text, places, runs, run
        known, font = np.unique(calls.font_of.each(runs), return_inverse=True)
        keys = font[run] * (sys.maxunicode + 1) + codes
        _, self.samples, self.glyph = np.unique(keys, return_index=True, return_inverse=True)
        self.fonts = known[font[run[self.samples]]]
        self.codes = codes[self.samples]

    def boxes(self, firsts: Numbers) -> Numbers:
        """The left, lower, right and upper edges of characters, by advance and type size.

        ``firsts`` is where the runs begin.
        """
        a, b, c, d, _, _ = structs(calls.text_matrix, self.text, firsts, width=6)[self.run].T
        size = structs(calls.font_size, self.runs, width=1)[self.run, 0]
        advances = self._advances(np.array([a, b, c, d])[:, self.samples] * size[self.samples])
        origins, _ = rows(calls.origin, self.text, self.places, width=2, kind="f8")
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
        advance, told = rows(calls.glyph_width, self.fonts, self.codes, 1.0, width=1, kind="f4")
        advance = np.abs(advance[:, 0].astype("f8"))
        loose = structs(calls.loose_box, self.text, self.places[self.samples], width=4)
        left, top, right, bottom = loose.T
        a, b, c, d = np.abs(matrix)
        lean = a * d - b * c
        is_known = np.abs(lean) > _OFF * (a * d + b * c)
        extent = d * np.abs(right - left) - c * np.abs(top - bottom)
        extent = np.divide(extent, lean, out=np.full(len(lean), np.inf), where=is_known)
        is_likely = (extent - _STANDS_OUT < advance) & (advance < extent + _OFF)
        is_told = told & is_likely | (extent > _WIDEST)
        advances: Numbers = np.where(is_told, advance, extent)
        return advances
