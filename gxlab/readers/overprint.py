"""Characters printed over one another: bold print made by printing twice, text over text."""

from __future__ import annotations

import numpy as np

from gxlab.readers.common import UNREADABLE
from gxlab.readers.page import Char, Chars

# Characters that overlap by more than this share of the larger one are printed over one another.
_OVER = 0.55
# How far apart the two impressions of bold print may be: points, and share of the type size.
_BOLD = 1.6
_BOLD_SHARE = 0.2


def visible(chars: Chars) -> Chars:
    """A page's characters without spaces; of those printed over one another, one.

    The same character twice is bold print, or a text layer over print. Where two differ and one
    is a digit, nobody can say which is meant: what remains of them is unreadable.
    """
    is_print = chars.numbers[4] > 0
    if not (all(map(str.strip, chars.texts)) and is_print.all()):
        is_print &= [bool(text.strip()) for text in chars.texts]
        chars = chars.picked(np.flatnonzero(is_print))
    over: dict[int, list[int]] = {}
    for below, above in _near(chars):
        if _overlap(chars[above], chars[below]):
            over.setdefault(above, []).append(below)
    if not over:
        return chars
    texts = list(chars.texts)
    gone: set[int] = set()
    for above, those in over.items():
        under = [below for below in those if below not in gone]
        beneath = {texts[below] for below in under}
        if texts[above] in beneath:
            gone.add(above)
        elif (
            any(text.isdigit() or text == UNREADABLE for text in (*beneath, texts[above]))
            and beneath
        ):
            gone.add(above)
            for below in under:
                texts[below] = UNREADABLE
    kept = np.array([at for at in range(len(texts)) if at not in gone])
    return Chars(texts, chars.numbers).picked(kept)


def _near(chars: Chars) -> list[tuple[int, int]]:
    """Positions of pairs of characters that may overlap, in the order of their printing."""
    if len(chars) < 2:
        return []
    x0, top, x1, bottom, _ = chars.numbers
    width, height = x1 - x0, bottom - top
    bold = _BOLD_SHARE * height
    reach = (0.5 + _BOLD_SHARE) * max(width.max(), height.max(), 1.0)
    # The page is cut into bands twice, the second time half a band lower: any two characters that
    # are near one another are in one band in at least one of the two.
    bands = np.floor((top + bottom) / (4 * reach) + np.array([[0.0], [0.5]]))
    bands -= bands.min()
    bands[1] += bands.max() + 1
    middles = (x0 + x1) / 2
    # All bands are laid end to end, out of one another's reach, so that one sort finds neighbours.
    along = (middles + bands * (np.ptp(middles) + reach)).ravel()
    order = np.argsort(along)
    along, order = along[order], order % len(chars)
    pairs: set[tuple[int, int]] = set()
    for lag in range(1, len(order)):
        near = np.flatnonzero(along[lag:] - along[:-lag] < reach)
        if not near.size:
            break
        one, other = order[near], order[near + lag]
        across, down = along[near + lag] - along[near], np.abs(top[one] - top[other])
        is_bold = np.maximum(np.abs(x0[one] - x0[other]), down) < np.maximum(bold[one], bold[other])
        over = is_bold | (
            (across < np.maximum(width[one], width[other]) / 2)
            & (down < np.maximum(height[one], height[other]))
        )
        pairs.update(zip(*np.sort([one[over], other[over]], axis=0).tolist(), strict=True))
    return sorted(pairs, key=lambda pair: pair[::-1])


def _overlap(one: Char, other: Char) -> bool:
    if one.text == other.text:
        near = min(_BOLD, _BOLD_SHARE * one.size)
        if abs(one.x0 - other.x0) < near and abs(one.top - other.top) < near:
            return True
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    if across <= _OVER * max(one.x1 - one.x0, other.x1 - other.x0):
        return False
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return down > _OVER * max(one.bottom - one.top, other.bottom - other.top)
