"""What of a page's text leaves ink that a reader of the page sees."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from gxlab.readers.common import UNREADABLE
from gxlab.readers.page import Box, Char

# How text is drawn (PDF 32000-1, 9.3.6) when it leaves no mark.
UNDRAWN = (3, 7)
# A colour whose every part is at least this, of 1, is white.
WHITE = 0.95


def sign(text: str) -> str:
    """What a character is read as: one that a font maps to a control code cannot be read."""
    return UNREADABLE if text < " " or "\x7f" <= text < "\xa0" else text


def seen(
    chars: Sequence[Char],
    undrawn: Collection[int],
    white: Collection[int],
    coloured: Sequence[Box],
) -> Iterator[Char]:
    """The characters that a reader of the page sees.

    Undrawn text beside as much drawn text is dropped, but that a digit far from any drawn one
    is given as unreadable; where it is most of the page it is the text layer of a scan. A
    white digit that stands on no colour may still be seen, by means that cannot be told here:
    it is given as unreadable too.

    Parameters
    ----------
    chars : the page's, without spaces
    undrawn, white : the places in ``chars`` of those drawn with no ink, or with white
    coloured : the areas of the page that are filled with another colour than white
    """
    if 2 * len(undrawn) > len(chars):
        undrawn = ()
    drawn = {_spot(c) for at, c in enumerate(chars) if at not in undrawn} if undrawn else set()
    for at, char in enumerate(chars):
        if at in undrawn:
            x, y = _spot(char)
            near = {(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
            hidden, legible = True, not char.text.isdigit() or bool(near & drawn)
        else:
            hidden = at in white and not any(_holds(area, char) for area in coloured)
            legible = not char.text.isdigit()
        if not hidden:
            yield char
        elif not legible:
            yield char._replace(text=UNREADABLE)


def _spot(char: Char) -> tuple[int, int]:
    size = char.size or 1.0
    return round(char.x0 / size), round(char.top / size)


def _holds(area: Box, char: Char) -> bool:
    x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
    return area[0] <= x <= area[2] and area[1] <= y <= area[3]
