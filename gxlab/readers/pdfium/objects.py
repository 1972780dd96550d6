"""The objects of pages by kind, with the matrices that place them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pypdfium2.raw as raw

from gxlab.readers.page import Numbers
from gxlab.readers.pdfium import calls
from gxlab.readers.pdfium.calls import structs

# Forms within forms: deeper ones are no work of a typesetter.
_DEEPEST = 16
_HERE = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])


class DamagedError(Exception):
    """What pdfium cannot open."""


@dataclass(frozen=True, slots=True)
class Held:
    """Objects, the matrices of the forms that they are in, and which of the pages they are on."""

    handles: Numbers
    forms: Numbers
    pages: Numbers

    def __len__(self) -> int:
        return len(self.handles)

    def picked(self, which: Numbers) -> Held:
        return Held(self.handles[which], self.forms[which], self.pages[which])

    def matrices(self) -> Numbers:
        """Each object's own matrix and its form's as one."""
        own = structs(calls.matrix, self.handles, width=6).reshape(-1, 3, 2)
        return _times(own, self.forms)

    def inside(self) -> Held:
        """What is in these forms."""
        of, at = in_groups(calls.count_in_form.each(self.handles))
        inside = calls.object_in_form.each(self.handles[of], at)
        return Held(inside, self.matrices()[of], self.pages[of])


def in_groups(counts: Numbers) -> tuple[Numbers, Numbers]:
    """For groups of so many, one after the other: the group of each, and its place in it."""
    counts = np.maximum(counts, 0)
    of = np.repeat(np.arange(len(counts)), counts)
    return of, np.arange(len(of)) - (counts.cumsum() - counts)[of]


def _times(one: Numbers, other: Numbers) -> Numbers:
    """The matrix that does what the one does and then what the other does."""
    both: Numbers = one @ other[..., :2, :]
    both[..., 2, :] += other[..., 2, :]
    return both


class Objects:
    """What is on some pages, by kind; what is in forms is among it."""

    def __init__(self, pages: Numbers) -> None:
        self.pages = pages
        of, at = in_groups(calls.count_objects.each(pages))
        top = calls.object_at.each(pages[of], at)
        level = self._top = Held(top, np.broadcast_to(_HERE, (len(top), 3, 2)), of)
        levels: list[tuple[Held, Numbers]] = []
        while len(level) or not levels:
            if len(levels) > _DEEPEST:
                raise DamagedError(f"its forms are nested more than {_DEEPEST} deep")
            kinds = calls.type_of.each(level.handles)
            levels.append((level, kinds))
            is_form = kinds == raw.FPDF_PAGEOBJ_FORM
            if not is_form.any():
                break
            level = level.picked(is_form).inside()
        self.texts, self.paths, self.images = (
            _joined([level.picked(kinds == kind) for level, kinds in levels])
            for kind in (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE)
        )

    def top(self, page: int) -> Numbers:
        """What is on a page itself, in no form."""
        handles: Numbers = self._top.handles[self._top.pages == page]
        return handles


def _joined(parts: list[Held]) -> Held:
    if len(parts) == 1:
        return parts[0]
    names = ("handles", "forms", "pages")
    return Held(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))
