"""The objects of a page by kind, with the matrices that place them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pypdfium2.raw as raw

from gxlab.readers.page import Numbers
from gxlab.readers.pdfium import calls
from gxlab.readers.pdfium.calls import structs

# Forms within forms: no typesetter nests them deeper, and hostile files do so without end.
_DEEPEST = 16
# The matrix that leaves everything where it is.
_HERE = np.array([[[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]])


class DamagedError(Exception):
    """A PDF, or a page, that pdfium cannot open."""


@dataclass(frozen=True, slots=True)
class Held:
    """Objects, and the matrices of the forms that they are in."""

    handles: Numbers
    forms: Numbers

    def picked(self, which: Numbers) -> Held:
        return Held(self.handles[which], self.forms[which])

    def matrices(self) -> Numbers:
        """Each object's own matrix and its form's as one."""
        own = structs(calls.matrix, self.handles, width=6).reshape(-1, 3, 2)
        return _times(own, self.forms)

    def inside(self) -> Held:
        """What is in these forms."""
        of, at = in_groups(calls.count_in_form.each(self.handles))
        inside = calls.object_in_form.each(self.handles[of], at)
        return Held(inside, self.matrices()[of])


def in_groups(counts: Numbers) -> tuple[Numbers, Numbers]:
    """For the members of consecutive groups of these sizes: each one's group, and place in it."""
    counts = np.maximum(counts, 0)
    of = np.repeat(np.arange(len(counts)), counts)
    return of, np.arange(len(of)) - (counts.cumsum() - counts)[of]


def _times(one: Numbers, other: Numbers) -> Numbers:
    """The matrix that applies one matrix, then the other."""
    both: Numbers = one @ other[..., :2, :]
    both[..., 2, :] += other[..., 2, :]
    return both


class Objects:
    """The objects of a page by kind, also those in forms; ``top`` has those in no form."""

    def __init__(self, page: int) -> None:
        self.top = calls.object_at.each(page, range(calls.count_objects(page)))
        levels = [Held(self.top, np.repeat(_HERE, len(self.top), axis=0))]
        kinds = [calls.type_of.each(self.top)]
        while (is_form := kinds[-1] == raw.FPDF_PAGEOBJ_FORM).any():
            if len(levels) > _DEEPEST:
                raise DamagedError(f"its forms are nested more than {_DEEPEST} deep")
            levels.append(levels[-1].picked(is_form).inside())
            kinds.append(calls.type_of.each(levels[-1].handles))
        handles = np.concatenate([level.handles for level in levels])
        every = Held(handles, np.concatenate([level.forms for level in levels]))
        kind_of = np.concatenate(kinds)
        self.texts, self.paths, self.images = (
            every.picked(kind_of == kind)
            for kind in (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE)
        )
