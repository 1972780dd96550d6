"""The characters of a page: what they say, where they stand, whether they can be seen."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pypdfium2.raw as raw

from gxlab.readers.common import UNREADABLE
from gxlab.readers.ink import UNDRAWN, WHITE, seen, sign
from gxlab.readers.page import DESCENT, Chars, Numbers
from gxlab.readers.pdfium import calls
from gxlab.readers.pdfium.calls import rows, structs
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


class _Answers(NamedTuple):
    """What pdfium says of some printed characters, a number or a row of numbers for each."""

    codes: Numbers
    unmapped: Numbers
    undrawn: Numbers
    white: Numbers
    matrices: Numbers
    sizes: Numbers
    origins: Numbers
    advances: Numbers
    have_advance: Numbers
    loose: Numbers


class Text(NamedTuple):
    """A page's characters that can be seen."""

    chars: Chars
    has_blank: bool
    """Whether some text gave nothing."""


def text_of(page: int, objects: Objects, height: float) -> Text:
    """What the text of a page says.

    pdfium gives text only once that it holds for printed twice, and two different digits may
    pass for that. So what it has given is set aside until nothing more comes. It gives nothing
    of text that leaves no ink: spaces, if their fonts are as they were made.

    Parameters
    ----------
    height : of the page, in points
    """
    _unmark(objects.texts.handles)
    awaited = set(objects.texts.handles.tolist())
    answers: list[_Answers] = []
    while True:
        owners, of_chars = _asked(page)
        answers.append(of_chars)
        given = awaited & owners
        awaited -= given
        if not (awaited and given):
            break
        for handle in given:
            calls.set_active(handle, 0)
    if not all(_is_in_file(font) for font in {calls.font_of(handle) for handle in awaited}):
        raise DoubtfulError
    return Text(_chars_seen(answers, objects, height), bool(awaited))


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


def _asked(page: int) -> tuple[set[int], _Answers]:
    """The texts that pdfium gives characters of, and all that it says of those that are print."""
    text = calls.load_text(page)
    try:
        places = range(calls.count_chars(text))
        codes = calls.code_of.each(text, places).astype("i8")
        owners = calls.text_object.each(text, places)
        unmapped = calls.is_unmapped.each(text, places) != 0
        is_space = _SPACES[np.minimum(codes, len(_SPACES) - 1)]
        # A character that its font does not map may have the number of a space.
        printed = np.flatnonzero((owners != 0) & (~is_space | unmapped))
        codes = codes[printed]
        each, owner = np.unique(owners[printed], return_inverse=True)
        colours, are_told = rows(calls.fill_colour, each, width=4, kind="u4")
        is_undrawn = np.isin(calls.render_mode.each(each), UNDRAWN)
        is_undrawn |= are_told & (colours[:, 3] == 0)
        is_white = are_told & (colours[:, :3] >= WHITE * 255).all(axis=1)
        advances, have_advance = _advances_told(calls.font_of.each(each)[owner], codes)
        return set(owners.tolist()), _Answers(
            codes,
            unmapped[printed],
            is_undrawn[owner],
            is_white[owner],
            structs(calls.text_matrix, text, printed, width=6),
            structs(calls.font_size, each, width=1)[owner],
            rows(calls.origin, text, printed, width=2, kind="f8")[0],
            advances,
            have_advance,
            structs(calls.loose_box, text, printed, width=4),
        )
    finally:
        calls.close_text(text)


def _advances_told(fonts: Numbers, codes: Numbers) -> tuple[Numbers, Numbers]:
    """How far fonts say that characters take their line on, in ems; whether they say it.

    It is slow to find, and asked but once for each character of a font.
    """
    known = np.unique(fonts)
    every = np.searchsorted(known, fonts) * (sys.maxunicode + 1) + codes
    glyphs = np.unique(every)
    font, code = np.divmod(glyphs, sys.maxunicode + 1)
    advances, told = rows(calls.glyph_width, known[font], code, 1.0, width=1, kind="f4")
    glyph = np.searchsorted(glyphs, every)
    return advances[glyph, 0], told[glyph]


def _chars_seen(answers: Sequence[_Answers], objects: Objects, height: float) -> Chars:
    """The characters that can be seen."""
    told = _Answers(*map(np.concatenate, zip(*answers, strict=True)))
    x0, y0, x1, y1 = _boxes(told)
    chars = Chars(_signs(told), np.array([x0, height - y1, x1, height - y0, y1 - y0]))
    undrawn, white = (set(np.flatnonzero(those).tolist()) for those in (told.undrawn, told.white))
    if not (undrawn or white):
        return chars
    areas = coloured(objects, height) if white else []
    return Chars.of(list(seen(chars, undrawn, white, areas)))


def _signs(told: _Answers) -> list[str]:
    """What each character is read as.

    Where a font does not say what a glyph is, pdfium gives its number, which may be that of
    a digit: such a character cannot be read.
    """
    codes = told.codes
    signs: list[str] = codes.astype("u4").view("U1").tolist()
    is_control = (codes < ord(" ")) | (codes >= 0x7F) & (codes < 0xA0)
    for at in np.flatnonzero(is_control).tolist():
        signs[at] = "-" if codes[at] == _HYPHEN else sign(chr(codes[at]))
    for at in np.flatnonzero(told.unmapped).tolist():
        signs[at] = UNREADABLE
    return signs


def _boxes(told: _Answers) -> Numbers:
    """The left, lower, right and upper edges of characters, by advance and type size."""
    a, b, c, d, _, _ = told.matrices.T
    size = told.sizes[:, 0]
    x, y = told.origins.T
    width, low, high = _advances(told) * size, -DESCENT * size, (1 - DESCENT) * size
    return np.array(
        [
            x + np.minimum(0, a * width) + np.minimum(c * low, c * high),
            y + np.minimum(0, b * width) + np.minimum(d * low, d * high),
            x + np.maximum(0, a * width) + np.maximum(c * low, c * high),
            y + np.maximum(0, b * width) + np.maximum(d * low, d * high),
        ]
    )


def _advances(told: _Answers) -> Numbers:
    """How far each character takes its line on, in ems.

    pdfium finds it by way of a character's code, which may be another's. Its box, which may
    be wider (where ink stands out), says whether it can be; but a box that no character has
    is that of a font that is written downwards.
    """
    advances = np.abs(told.advances.astype("f8"))
    left, top, right, bottom = told.loose.T
    a, b, c, d = np.abs(told.matrices[:, :4] * told.sizes).T
    lean = a * d - b * c
    is_known = np.abs(lean) > _OFF * (a * d + b * c)
    extent = d * np.abs(right - left) - c * np.abs(top - bottom)
    extent = np.divide(extent, lean, out=np.full(len(lean), np.inf), where=is_known)
    is_likely = (extent - _STANDS_OUT < advances) & (advances < extent + _OFF)
    is_told = told.have_advance & is_likely | (extent > _WIDEST)
    settled: Numbers = np.where(is_told, advances, extent)
    return settled
