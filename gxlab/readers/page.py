"""What a library finds on a page of a PDF: characters, and the cells that rules make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np

Box = tuple[float, float, float, float]
Numbers = np.ndarray[Any, np.dtype[Any]]

# Share of a character's size that its box reaches below the baseline.
DESCENT = 0.14


class EncryptedError(Exception):
    """A PDF that only opens with a password."""


class Char(NamedTuple):
    """A character and its box; y grows downwards.

    A box is as wide as the character's advance and as high as its type size, of which the share
    `DESCENT` lies below the baseline. What fonts claim of their ascent and descent is ignored,
    so that both libraries box a character alike.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class Chars:
    """Characters as columns, since most questions are asked of all of them at once.

    ``numbers`` has a row for each number of a `Char` (x0, top, x1, bottom, size).
    """

    texts: Sequence[str]
    numbers: Numbers

    @classmethod
    def of(cls, chars: Iterable[Char]) -> Self:
        columns = list(zip(*chars, strict=True)) or [()] * len(Char._fields)
        return cls(columns[0], np.array(columns[1:], "f8"))

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, at: int) -> Char:
        return Char(self.texts[at], *self.numbers[:, at].tolist())

    def __iter__(self) -> Iterator[Char]:
        return map(Char, self.texts, *self.numbers.tolist())

    def picked(self, places: Numbers) -> Chars:
        """The characters at these positions, in this order."""
        texts = list(map(self.texts.__getitem__, places.tolist()))
        return Chars(texts, self.numbers[:, places])


@dataclass(frozen=True, slots=True)
class Page:
    """What a library found on one page: characters, and for each table the boxes of its cells.

    ``number`` counts from 1.
    """

    number: int
    height: float
    chars: Chars
    tables: Sequence[Sequence[Box]]
