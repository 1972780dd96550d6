"""A page's objects by kind, with the matrices that place them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import compress, repeat

import numpy as np
import pypdfium2.raw as raw

from gxlab.readers.pdfium import calls
from gxlab.readers.pdfium.calls import Numbers, structs

# Forms within forms: deeper ones are no work of a typesetter.
_DEEPEST = 16
_HERE = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])


class DamagedError(Exception):
    """What pdfium cannot open."""


@dataclass(slots=True)
class Held:
    """Objects, and the matrices of the forms that they are in."""

    handles: list[int] = field(default_factory=list)
    forms: list[Numbers] = field(default_factory=list)

    def add(self, handles: Sequence[int], form: Numbers) -> None:
        self.handles += handles
        self.forms += [form] * len(handles)

    def picked(self, places: Iterable[int]) -> Held:
        picked = list(places)
        return Held([self.handles[at] for at in picked], [self.forms[at] for at in picked])

    def matrices(self) -> Numbers:
        """Each object's own matrix and its form's as one."""
        own = structs(calls.matrix, self.handles, width=6, count=len(self.handles)).reshape(
            -1, 3, 2
        )
        return _times(own, np.array(self.forms).reshape(-1, 3, 2))


def _times(one: Numbers, other: Numbers) -> Numbers:
    """The matrix that does what the one does and then what the other does."""
    both: Numbers = one @ other[..., :2, :]
    both[..., 2, :] += other[..., 2, :]
    return both


class Objects:
    """A page's objects by kind, those in forms among them."""

    def __init__(self, page: int) -> None:
        self.top: list[int] = list(
            map(calls.object_at, repeat(page), range(calls.count_objects(page)))
        )
        self.texts, self.paths, self.images = Held(), Held(), Held()
        forms = self._sort(self.top, _HERE)
        for _ in range(_DEEPEST):
            if not forms.handles:
                return
            inner = Held()
            for form, matrix in zip(forms.handles, forms.matrices(), strict=True):
                inside = map(calls.object_in_form, repeat(form), range(calls.count_in_form(form)))
                more = self._sort(list(inside), matrix)
                inner.handles += more.handles
                inner.forms += more.forms
            forms = inner
        raise DamagedError(f"its forms are nested more than {_DEEPEST} deep")

    def _sort(self, handles: Sequence[int], form: Numbers) -> Held:
        """Put objects to their kind; the forms among them."""
        forms = Held()
        held = {
            raw.FPDF_PAGEOBJ_TEXT: self.texts,
            raw.FPDF_PAGEOBJ_PATH: self.paths,
            raw.FPDF_PAGEOBJ_IMAGE: self.images,
            raw.FPDF_PAGEOBJ_FORM: forms,
        }
        kinds = list(map(calls.type_of, handles))
        for kind in held.keys() & set(kinds):
            held[kind].add(list(compress(handles, map(kind.__eq__, kinds))), form)
        return forms
