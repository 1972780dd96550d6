"""The text of a Word paragraph as a reader of the page sees it.

Hidden, deleted and struck-out runs are left out; raised and lowered print stands in brackets; a
tab parts digits that clearly differ in size, or of which only one is white.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from gxlab.readers.common import in_number

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_P, _R, _BOX, _VAL = (_W + name for name in ("p", "r", "txbxContent", "val"))
_UNSEEN = [_W + name for name in ("vanish", "strike", "dstrike")]
_PROPERTIES, _ALIGN, _POSITION, _SIZE, _COLOUR, _TEXT = (
    _W + name for name in ("rPr", "vertAlign", "position", "sz", "color", "t")
)
_SKIPPED = {_W + name for name in ("del", "moveFrom", "rPr", "pPr", "rt", "instrText", "delText")}
_CHARACTERS = {
    _W + "tab": "\t",
    _W + "ptab": "\t",
    _W + "br": "\n",
    _W + "cr": "\n",
    _W + "noBreakHyphen": "-",
    _W + "sym": "\ufffd",
}
_OFF = {"0", "false", "off", "none"}
# Print below the first share of its neighbour's size is clearly smaller. Where a file gives no
# size, its text is taken to be no smaller than the second: 9 pt, in half points.
_SMALLER = 0.8
_SMALLEST = 18.0
_WHITE = {"ffffff", "white"}


class Look(NamedTuple):
    """How a run is printed; None for what its properties leave open."""

    unseen: bool | None = None
    raised: bool | None = None
    shift: float | None = None
    size: float | None = None
    white: bool | None = None

    def over(self, style: Look) -> Look:
        """This look, completed by that of the style."""
        pairs = zip(self, style, strict=True)
        return Look._make(its if own is None else own for own, its in pairs)


_UNSPECIFIED = Look()


class Looks:
    """The looks of a document's styles, by the names that they have in the file."""

    def __init__(self, styles: Any) -> None:
        self._styles = {style.get(_W + "styleId"): style for style in styles.iter(_W + "style")}
        self._known: dict[str, Look] = {}

    def of_style(self, element: Any) -> Look:
        """The look of the style that a ``pStyle`` or ``rStyle`` names."""
        return _UNSPECIFIED if element is None else self._of(element.get(_VAL, ""))

    def _of(self, name: str) -> Look:
        if name not in self._known:
            self._known[name] = _UNSPECIFIED  # a style based on itself ends here
            style = self._styles.get(name)
            if style is not None:
                parent = style.find(_W + "basedOn")
                self._known[name] = _look(style.find(_PROPERTIES)).over(self.of_style(parent))
        return self._known[name]


def text_of(paragraph: Any, looks: Looks) -> str:
    """The text of a paragraph, without that of text boxes anchored to it."""
    style = looks.of_style(paragraph.find(f"{_W}pPr/{_W}pStyle"))
    pieces: list[tuple[str, Look]] = []
    for run in _runs(paragraph):
        if run.tag == _MATH:
            pieces.append(("\ufffd", Look()))
            continue
        properties = run.find(_PROPERTIES)
        look = _look(properties)
        if properties is not None:
            look = look.over(looks.of_style(properties.find(_W + "rStyle")))
        look = look.over(style)
        text = "".join(_characters(run))
        if text and not look.unseen:
            pieces.append((text, look))
    return _joined(pieces)


def paragraphs_in(cell: Any) -> Iterator[Any]:
    """The paragraphs of a cell and of tables in it; those of text boxes follow their anchor."""
    for child in _seen(cell):
        if child.tag == _P:
            yield child
        yield from paragraphs_in(child)


def boxes_in(paragraph: Any) -> Iterator[Any]:
    """The contents of the text boxes anchored to a paragraph, but not of boxes inside those."""
    if next(paragraph.iter(_BOX), None) is not None:
        for child in _seen(paragraph):
            if child.tag == _BOX:
                yield child
            else:
                yield from boxes_in(child)


def _runs(parent: Any) -> Iterator[Any]:
    for child in _seen(parent):
        if child.tag in (_R, _MATH):
            yield child
        elif child.tag != _BOX:
            yield from _runs(child)


def _characters(run: Any) -> Iterator[str]:
    for child in _seen(run):
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag == _W + "ruby":
            yield from (t.text or "" for t in child.iterfind(f"{_W}rubyBase//{_W}t"))
        elif child.tag == _MC + "Choice":
            yield from _characters(child)


def _seen(parent: Any) -> Iterator[Any]:
    """An element's children that are printed; of alternatives, only the first."""
    for child in parent:
        if child.tag == _MC + "AlternateContent":
            yield from child[:1]
        elif child.tag not in _SKIPPED:
            yield child


def _joined(pieces: list[tuple[str, Look]]) -> str:
    # A shift that all the print shares only moves the line.
    shifts = {look.shift or 0.0 for text, look in pieces if text.strip()}
    shifted = len(shifts) > 1
    parts: list[str] = []
    last, before = "", _UNSPECIFIED
    for text, look in pieces:
        bare = text.strip()
        if look.raised or (shifted and look.shift):
            parts.append(f"[{text}]")
        else:
            if bare and in_number(last) and in_number(bare[0]) and _differ(before, look):
                parts.append("\t")
            parts.append(text)
        if bare:
            last, before = bare[-1], look
    return "".join(parts).replace("][", "")


def _differ(a: Look, b: Look) -> bool:
    """Whether two pieces of print are no one number: they differ in size, or only one is white.

    Whether white digits can be seen depends on their ground. A page that showed 484, with white
    digits beside it, was read as 82484.
    """
    one, other = a.size, b.size
    if bool(a.white) != bool(b.white):
        return True
    if one is None and other is None:
        return False
    sizes = sorted(size if size is not None else _SMALLEST for size in (one, other))
    if one is None or other is None:
        return (one or other or 0.0) < _SMALLER * _SMALLEST
    return sizes[0] < _SMALLER * sizes[1]


def _look(properties: Any) -> Look:
    if properties is None:
        return _UNSPECIFIED
    hidden = [_flag(properties, name) for name in _UNSEEN]
    given = [flag for flag in hidden if flag is not None]
    align, colour = properties.find(_ALIGN), properties.find(_COLOUR)
    return Look(
        any(given) if given else None,
        None if align is None else align.get(_VAL) in ("superscript", "subscript"),
        _number(properties.find(_POSITION)),
        _number(properties.find(_SIZE)),
        None if colour is None else colour.get(_VAL, "").lower() in _WHITE,
    )


def _flag(properties: Any, name: str) -> bool | None:
    element = properties.find(name)
    return None if element is None else element.get(_VAL, "1") not in _OFF


def _number(element: Any) -> float | None:
    """A measure in half points; one that cannot be read still means that there is some shift."""
    if element is None:
        return None
    try:
        return float(element.get(_VAL, "0"))
    except ValueError:
        return 1.0
