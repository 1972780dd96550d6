"""What a library finds on a page of a PDF: characters, and the cells that rules make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self, overload

import numpy as np

Box = tuple[float, float, float, float]
Numbers = np.ndarray[Any, np.dtype[Any]]

# Of a character's size: how far it goes below the line that it stands on.
DESCENT = 0.14


class EncryptedError(Exception):
    """A PDF that opens with a password only."""


class Char(NamedTuple):
    """A character and its box; y grows downwards.

    A box is as wide as the character's advance and as high as its type size, of which
    `DESCENT` is below the line that it stands on, whatever its font says of itself.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class Chars(Sequence[Char]):
    """Characters by column, because most is asked of all of them at once.

    ``numbers`` has a row for each of a character's numbers, in the order of `Char`.
    """

    texts: Sequence[str]
    numbers: Numbers

    @classmethod
    def of(cls, chars: Sequence[Char]) -> Self:
        if isinstance(chars, cls):
            return chars
        texts, *numbers = zip(*chars, strict=True) if chars else ((), *[()] * 5)
        return cls(texts, np.array(numbers, "f8"))

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, at: int) -> Char: ...
    @overload
    def __getitem__(self, at: slice) -> Chars: ...
    def __getitem__(self, at: int | slice) -> Char | Chars:
        if isinstance(at, slice):
            return Chars(self.texts[at], self.numbers[:, at])
        return Char(self.texts[at], *self.numbers[:, at].tolist())

    def __iter__(self) -> Iterator[Char]:
        return map(Char, self.texts, *self.numbers.tolist())

    def picked(self, places: Numbers) -> Chars:
        """Those at these places, in this order."""
        texts = list(map(self.texts.__getitem__, places.tolist()))
        return Chars(texts, self.numbers[:, places])


@dataclass(frozen=True, slots=True)
class Page:
    """What a library found on one page: characters, and for each table the boxes of its cells.

    ``number`` counts from 1.
    """

    number: int
    height: float
    chars: Sequence[Char]
    tables: Sequence[Sequence[Box]]
