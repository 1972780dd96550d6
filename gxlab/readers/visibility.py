"""Which characters of a PDF page a reader of the page sees."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from gxlab.readers.common import UNREADABLE
from gxlab.readers.page import Box, Char, Chars

# The text rendering modes (PDF 32000-1, 9.3.6) that leave no mark: neither fill nor stroke.
UNDRAWN = (3, 7)
# A colour is white if each of its components, from 0 to 1, is at least this.
WHITE = 0.95


def readable(text: str) -> str:
    """A character as it is read: one that its font maps to a control code is unreadable."""
    return UNREADABLE if text < " " or "\x7f" <= text < "\xa0" else text


def seen(
    chars: Chars,
    undrawn: Collection[int],
    white: Collection[int],
    coloured: Sequence[Box],
) -> Iterator[Char]:
    """The characters that a reader of the page sees.

    Text that is drawn without ink is dropped, and so is white text on no colour. Exceptions:

    - Where most of a page's text is undrawn, it is the text layer of a scan, and is read.
    - An undrawn digit far from any drawn character may be the only trace of a value; it is
      given as unreadable, so that its cell is not taken for a blank one.
    - A white digit on no colour may still be seen (on a ground that is drawn in a way not known
      here), so it is given as unreadable too, as on web pages.

    Parameters
    ----------
    chars : the page's, without spaces
    undrawn, white : the positions in ``chars`` of those drawn without ink, or in white
    coloured : the areas of the page that are filled with a colour other than white
    """
    if 2 * len(undrawn) > len(chars):
        undrawn = ()
    drawn = {_spot(c) for at, c in enumerate(chars) if at not in undrawn} if undrawn else set()
    for at, char in enumerate(chars):
        if at in undrawn:
            x, y = _spot(char)
            near = {(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
            hidden, droppable = True, not char.text.isdigit() or bool(near & drawn)
        else:
            hidden = at in white and not any(_holds(area, char) for area in coloured)
            droppable = not char.text.isdigit()
        if not hidden:
            yield char
        elif not droppable:
            yield char._replace(text=UNREADABLE)


def _spot(char: Char) -> tuple[int, int]:
    """Where a character stands, in whole steps of its own size."""
    size = char.size or 1.0
    return round(char.x0 / size), round(char.top / size)


def _holds(area: Box, char: Char) -> bool:
    x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
    return area[0] <= x <= area[2] and area[1] <= y <= area[3]
