"""The characters of a page: what they say, where they stand, whether they can be seen."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pypdfium2.raw as raw

from gxlab.readers.common import UNREADABLE
from gxlab.readers.page import DESCENT, Chars, Numbers
from gxlab.readers.pdfium import calls
from gxlab.readers.pdfium.calls import rows, structs
from gxlab.readers.pdfium.objects import Objects
from gxlab.readers.pdfium.paths import coloured
from gxlab.readers.visibility import UNDRAWN, WHITE, readable, seen

# What pdfium gives for a hyphen at a line's end.
_HYPHEN = 2
# Ems: how far the ink of a character may stand out beyond its advance, and the widest advance.
_STANDS_OUT = 0.35
_WIDEST = 3.0
# How far off a number may be that pdfium keeps in 32 bits.
_OFF = 0.01
# Whether each code point is a space, up to the first that lies beyond all spaces.
_SPACES = np.array([chr(code).isspace() for code in range(0x3002)])


class DoubtfulError(Exception):
    """Some text of a page gave no characters, and may be print."""


class _Answers(NamedTuple):
    """What pdfium says of some printed characters: a number or a row of numbers for each."""

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


def chars_of(page: int, objects: Objects, height: float) -> tuple[Chars, bool]:
    """The characters of a page that can be seen; whether some text objects gave none at all.

    pdfium leaves out text that it takes for a second impression of the same, and two different
    digits may pass for that (a 4 and a 5 in two fonts that give them one code). So the objects
    that have given characters are made inactive and pdfium is asked again, until nothing more
    comes. Nor does it give text without ink: spaces, if the fonts are in the file and sound.

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
    return _chars_seen(answers, objects, height), bool(awaited)


def _is_in_file(font: int) -> bool:
    """Whether a font's outlines are in the file; pdfium takes missing ones from other fonts."""
    length = ctypes.c_size_t()
    is_known = calls.font_data(font, None, 0, ctypes.addressof(length))
    return bool(is_known and length.value and calls.is_embedded(font) == 1)


def _unmark(handles: Numbers) -> None:
    """Remove the marks that give a text in place of what is printed (ActualText)."""
    for handle in handles[calls.count_marks.each(handles) > 0].tolist():
        for mark in [calls.mark_at(handle, at) for at in range(calls.count_marks(handle))]:
            if calls.mark_type(mark, b"ActualText") != raw.FPDF_OBJECT_UNKNOWN:
                calls.remove_mark(handle, mark)


def _asked(page: int) -> tuple[set[int], _Answers]:
    """The text objects that gave characters, and all that pdfium says of the printed ones."""
    text = calls.load_text(page)
    try:
        places = range(calls.count_chars(text))
        codes = calls.code_of.each(text, places).astype("i8")
        owners = calls.text_object.each(text, places)
        unmapped = calls.is_unmapped.each(text, places) != 0
        is_space = _SPACES[np.minimum(codes, len(_SPACES) - 1)]
        # pdfium gives an unmapped glyph's number for its code, which may be that of a space.
        printed = np.flatnonzero((owners != 0) & (~is_space | unmapped))
        codes = codes[printed]
        each, owner = np.unique(owners[printed], return_inverse=True)
        colours, have_colour = rows(calls.fill_colour, each, width=4, kind="u4")
        is_undrawn = np.isin(calls.render_mode.each(each), UNDRAWN)
        is_undrawn |= have_colour & (colours[:, 3] == 0)
        is_white = have_colour & (colours[:, :3] >= WHITE * 255).all(axis=1)
        advances, have_advance = _font_advances(calls.font_of.each(each)[owner], codes)
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


def _font_advances(fonts: Numbers, codes: Numbers) -> tuple[Numbers, Numbers]:
    """The advances that fonts give characters, in ems, and whether they give any.

    Each character of a font is asked for only once, since pdfium takes long to answer.
    """
    known = np.unique(fonts)
    every = np.searchsorted(known, fonts) * (sys.maxunicode + 1) + codes
    glyphs = np.unique(every)
    font, code = np.divmod(glyphs, sys.maxunicode + 1)
    advances, are_given = rows(calls.glyph_width, known[font], code, 1.0, width=1, kind="f4")
    glyph = np.searchsorted(glyphs, every)
    return advances[glyph, 0], are_given[glyph]


def _chars_seen(answers: Sequence[_Answers], objects: Objects, height: float) -> Chars:
    """The characters that can be seen."""
    given = _Answers(*map(np.concatenate, zip(*answers, strict=True)))
    x0, y0, x1, y1 = _boxes(given)
    chars = Chars(_readings(given), np.array([x0, height - y1, x1, height - y0, y1 - y0]))
    undrawn, white = (set(np.flatnonzero(those).tolist()) for those in (given.undrawn, given.white))
    if not (undrawn or white):
        return chars
    areas = coloured(objects, height) if white else []
    return Chars.of(seen(chars, undrawn, white, areas))


def _readings(given: _Answers) -> list[str]:
    """What each character is read as.

    Where a font does not say which character a glyph is, pdfium gives the glyph's number, which
    may be the code of a digit: such a character is unreadable.
    """
    codes = given.codes
    readings: list[str] = codes.astype("u4").view("U1").tolist()
    is_control = (codes < ord(" ")) | (codes >= 0x7F) & (codes < 0xA0)
    for at in np.flatnonzero(is_control).tolist():
        readings[at] = "-" if codes[at] == _HYPHEN else readable(chr(codes[at]))
    for at in np.flatnonzero(given.unmapped).tolist():
        readings[at] = UNREADABLE
    return readings


def _boxes(given: _Answers) -> Numbers:
    """The left, lower, right and upper edges of characters, from their advance and type size."""
    a, b, c, d, _, _ = given.matrices.T
    size = given.sizes[:, 0]
    x, y = given.origins.T
    width, low, high = _advances(given) * size, -DESCENT * size, (1 - DESCENT) * size
    return np.array(
        [
            x + np.minimum(0, a * width) + np.minimum(c * low, c * high),
            y + np.minimum(0, b * width) + np.minimum(d * low, d * high),
            x + np.maximum(0, a * width) + np.maximum(c * low, c * high),
            y + np.maximum(0, b * width) + np.maximum(d * low, d * high),
        ]
    )


def _advances(given: _Answers) -> Numbers:
    """The advance of each character, in ems.

    pdfium finds a glyph's width by the character's code, which in some fonts is another glyph's.
    So it is used only if it fits the character's own box, which may be wider (where ink stands
    out); else the box's extent is. A box wider than any character is that of a font written
    downwards, and says nothing of the advance.
    """
    advances = np.abs(given.advances.astype("f8"))
    left, top, right, bottom = given.loose.T
    a, b, c, d = np.abs(given.matrices[:, :4] * given.sizes).T
    lean = a * d - b * c
    is_known = np.abs(lean) > _OFF * (a * d + b * c)
    extent = d * np.abs(right - left) - c * np.abs(top - bottom)
    extent = np.divide(extent, lean, out=np.full(len(lean), np.inf), where=is_known)
    is_likely = (extent - _STANDS_OUT < advances) & (advances < extent + _OFF)
    is_trusted = given.have_advance & is_likely | (extent > _WIDEST)
    settled: Numbers = np.where(is_trusted, advances, extent)
    return settled
