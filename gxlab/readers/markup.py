"""How a web page shows a piece of text: not at all, struck out, raised, or small.

Only what the page itself contains is known: attributes, inline styles and, inside tables, the
plain class rules (``.x``, ``td.x``) of its own style sheets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

SKIPPED = frozenset({"script", "style", "noscript", "template", "svg", "head", "option"})
# Elements that begin a new line and end it. Unknown tags (``st1:chsdate``, ``founder-content``)
# do not, as in browsers.
BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "button", "caption"),
        *("center", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset"),
        *("figcaption", "figure", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4"),
        *("h5", "h6", "header", "hgroup", "hr", "html", "iframe", "legend", "li", "listing"),
        *("main", "marquee", "menu", "nav", "object", "ol", "optgroup", "p", "plaintext", "pre"),
        *("search", "section", "select", "summary", "table", "tbody", "td", "textarea", "tfoot"),
        *("th", "thead", "title", "tr", "ul", "xmp"),
    )
)
_STRUCK = frozenset({"del", "s", "strike"})
_RAISED = frozenset({"sup", "sub"})
_SHIFTED = _STRUCK | _RAISED
_TYPED = frozenset({"", "text", "number", "tel"})

_SETS = {"sets": "http://exslt.org/sets"}
_STYLES, _CLASSES, _FONT_SIZES, _FONT_COLOURS = (
    etree.XPath(f"sets:distinct(descendant-or-self::{name})", namespaces=_SETS, smart_strings=False)
    for name in ("*/@style", "*/@class", "font/@size", "font/@color")
)
_HIDDEN = etree.XPath("boolean(descendant-or-self::*/@hidden)")

_NUMBER = re.compile(r"(-?\d*\.?\d+)\s*([a-z%]*)")
_MEDIA = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@[^{};]*;|/\*.*?\*/|<!--|-->", re.S)
_RULES = re.compile(r"([^{}]*)\{([^{}]*)\}")
_BY_CLASS = re.compile(r"[a-z]*\.([\w-]+)", re.I)
_PIXELS = {"px": 1.0, "pt": 4 / 3, "rem": 16.0, "cm": 37.8, "mm": 3.78, "in": 96.0}
_SCALES = {
    **{"xx-small": 0.56, "x-small": 0.63, "small": 0.81, "smaller": 0.83, "larger": 1.2},
    **{"1": 0.63, "2": 0.81, "3": 1.0, "4": 1.13, "5": 1.5, "6": 2.0, "7": 3.0},
}
_SMALL_TAG = _SCALES["smaller"] * 0.9
# Print below this share of its neighbour's size is clearly smaller.
_SMALLER = 0.8
# Pixels. Where a page gives no size, its text is taken to be no smaller than this.
_SMALLEST = 12.0
_WHITE = frozenset({"white", "#fff", "#ffffff", "ffffff", "rgb(255,255,255)"})


class Look(NamedTuple):
    """What an element's own attributes do to the text in it.

    Text that is ``gone`` takes no room on the page; ``unseen`` text keeps its room but is blank
    or struck out. The size is ``pixels`` (0 if the page gives none) times ``scale``. ``white``
    print only shows on a colour; it is None where the page gives no colour.
    """

    gone: bool = False
    unseen: bool = False
    raised: bool = False
    pixels: float = 0.0
    scale: float = 1.0
    white: bool | None = None

    @property
    def hides(self) -> bool:
        """Whether the text cannot be seen, or is struck out."""
        return self.gone or self.unseen


PLAIN = Look()
Classes = Mapping[str, Look]
_NO_CLASSES: Classes = {}


def look_of(element: etree._Element, classes: Classes = _NO_CLASSES) -> Look:
    """How an element shows its text."""
    tag = element.tag
    style = element.get("style")
    look = _look(style) if style else PLAIN
    if classes and (names := element.get("class")):
        for name in names.split():
            look = _both(look, classes.get(name, PLAIN))
    if tag in _STRUCK:
        look = look._replace(unseen=True)
    elif tag in _RAISED:
        look = look._replace(raised=True)
    elif look.raised and tag in BLOCKS:
        look = look._replace(raised=False)  # of a cell: where its text stands, not how
    if tag == "small" and not look.pixels:
        look = look._replace(scale=look.scale * _SMALL_TAG)
    elif tag == "font" and not look.pixels:
        look = look._replace(scale=look.scale * _font_scale(element.get("size") or ""))
    if tag == "font" and look.white is None and (colour := element.get("color")):
        look = look._replace(white=_is_white(colour))
    if element.get("hidden") is not None:
        look = look._replace(gone=True)
    return look


class Looks:
    """How the elements in a page's tables look, class rules included."""

    def __init__(self, sheets: Iterable[etree._Element]) -> None:
        self.classes = _classes_of(sheets)

    def of(self, element: etree._Element) -> Look:
        return look_of(element, self.classes)

    def vary_in(self, table: etree._Element) -> tuple[bool, bool]:
        """Whether a table may hide or raise anything; whether print in it may differ otherwise.

        Most tables do neither, and their elements need not be looked at one by one.
        """
        looks = {_look(style) for style in _STYLES(table)}
        vary = (
            any(look[:3] != PLAIN[:3] for look in looks)
            or next(table.iter(*_SHIFTED), None) is not None
            or _HIDDEN(table)
            or (bool(self.classes) and not self._classes_in(table).isdisjoint(self.classes))
        )
        pixels = [look.pixels for look in looks if look.pixels]
        differ = (
            any(look.scale != 1 or look.white for look in looks)
            or next(table.iter("small"), None) is not None
            or (next(table.iter("font"), None) is not None and _fonts_differ(table))
            or (bool(pixels) and min(pixels) < _SMALLER * max(_SMALLEST, *pixels))
        )
        return vary, differ

    def _classes_in(self, table: etree._Element) -> set[str]:
        return {name for names in _CLASSES(table) for name in names.split()}


def typed_into(element: etree._Element) -> str:
    """The text in a form field."""
    if (element.get("type") or "").lower() not in _TYPED:
        return ""
    return element.get("value") or ""


def clearly_differ(one: Look, other: Look) -> bool:
    """Whether two pieces of print are no one number: they differ in size, or only one is white.

    Whether white digits can be seen depends on their ground. A page that showed 484, with white
    digits beside it, was read as 82484.
    """
    if bool(one.white) != bool(other.white):
        return True
    if bool(one.pixels) != bool(other.pixels):
        known = one if one.pixels else other
        return known.pixels * known.scale < _SMALLER * _SMALLEST
    sizes = sorted((look.pixels or 1.0) * look.scale for look in (one, other))
    return sizes[0] < _SMALLER * sizes[1]


def within(outer: Look, inner: Look) -> Look:
    """The look of an element inside another, with the size and colour that it inherits."""
    if inner.white is None:
        inner = inner._replace(white=outer.white)
    if inner.pixels:
        return inner
    return inner._replace(pixels=outer.pixels, scale=outer.scale * inner.scale)


def _classes_of(sheets: Iterable[etree._Element]) -> dict[str, Look]:
    """The classes that a page's own style sheets hide, strike out or raise."""
    classes: dict[str, Look] = {}
    for sheet in sheets:
        for selectors, style in _RULES.findall(_MEDIA.sub(" ", sheet.text or "")):
            look = _look(style)
            for selector in selectors.split(","):
                found = _BY_CLASS.fullmatch(selector.strip())
                if found and (look[:3] != PLAIN[:3] or found.group(1) in classes):
                    classes[found.group(1)] = look._replace(pixels=0.0, scale=1.0)
    return classes


def _both(one: Look, other: Look) -> Look:
    return one._replace(
        gone=one.gone or other.gone,
        unseen=one.unseen or other.unseen,
        raised=one.raised or other.raised,
    )


@lru_cache(maxsize=1 << 12)
def _look(style: str) -> Look:
    rules = {
        name.strip(): value.replace("!important", "").strip()
        for name, _, value in (part.partition(":") for part in style.lower().split(";"))
    }
    pixels, scale = _size(rules.get("font-size", ""))
    struck = any("line-through" in rules.get(f"text-decoration{x}", "") for x in ("", "-line"))
    opacity = _NUMBER.match(rules.get("opacity", "1"))
    return Look(
        gone=rules.get("display") == "none" or rules.get("mso-hide") == "all",
        unseen=(
            struck
            or rules.get("visibility") in ("hidden", "collapse")
            or scale == 0
            or bool(opacity and float(opacity.group(1)) == 0)
        ),
        raised=_is_off(rules.get("vertical-align", "")) or _is_off(rules.get("mso-text-raise", "")),
        pixels=pixels,
        scale=scale,
        white=_is_white(rules["color"]) if "color" in rules else None,
    )


def _is_white(colour: str) -> bool:
    return "".join(colour.lower().split()) in _WHITE


def _is_off(value: str) -> bool:
    """Whether a value of vertical-align puts text above or below the line."""
    found = _NUMBER.match(value)
    return value in ("super", "sub") or bool(found and float(found.group(1)))


def _size(value: str) -> tuple[float, float]:
    """A font size: pixels (0 where it is relative), and a factor (0 for no size at all)."""
    found = _NUMBER.match(value)
    if not found:
        return 0.0, _SCALES.get(value, 1.0)
    number, unit = float(found.group(1)), found.group(2)
    if number <= 0:
        return 0.0, 0.0
    if unit in _PIXELS:
        return number * _PIXELS[unit], 1.0
    return 0.0, number if unit == "em" else number / 100 if unit == "%" else 1.0


def _fonts_differ(table: etree._Element) -> bool:
    """Whether HTML's old tags give print another size, or make it white."""
    return any(_font_scale(size) != 1 for size in _FONT_SIZES(table)) or any(
        map(_is_white, _FONT_COLOURS(table))
    )


def _font_scale(size: str) -> float:
    """How many times as large as other print one of HTML's old sizes is: 1 to 7, or a change."""
    size = size.strip()
    if size[:1] in ("+", "-") and size[1:].isdecimal():
        size = str(min(max(3 + int(size), 1), 7))
    return _SCALES.get(size, 1.0)
