"""What several readers need: decoding Chinese text, recognising numbers and single columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gxlab.document import Block, Grid, Paragraph

# The character that stands for print that cannot be read.
UNREADABLE = "\ufffd"
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_WIDE_MARKS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_MARK = b"\xef\xbb\xbf"
# What Chinese text is made of; bytes decoded in the right encoding consist of it to this share.
_CHINESE = re.compile(
    r"[\t\n\r\x20-\x7e\xa0-\xff\u2000-\u206f\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
)
_MOSTLY = 0.9
_CONTINUED = re.compile(r"[(（〔\[]?(?:续表?|接上[页表]|上接第?\d*页)[)）〕\]]?")
_PAGE_NUMBER = re.compile(r"[-—–－·]\s*\d{1,4}\s*[-—–－·]|第\s*\d+\s*页(?:[\s,，/]*共\s*\d+\s*页)?")


def blocks_of_table(grid: Grid) -> Sequence[Block]:
    """A table as a block; one of a single column is no table, and its cells are paragraphs."""
    if grid.n_cols > 1:
        return [grid]
    texts = ((" ".join(cell.text.split()), cell.locator) for cell in grid.cells)
    return [Paragraph(text, locator) for text, locator in texts if text]


def in_number(char: str) -> bool:
    """Whether a character may stand in a number; an empty one does not."""
    return char.isdigit() or char in (",", ".")


def is_page_number(line: str) -> bool:
    """Whether a line is a page number as reports print it: «- 4 -», «第4页 共6页»."""
    return bool(_PAGE_NUMBER.fullmatch(line.strip()))


def is_continuation(line: str) -> bool:
    """Whether a line only says that a table goes on: «(续表)», «(接上页)»."""
    return bool(_CONTINUED.fullmatch("".join(line.split())))


def wide_encoding(data: bytes) -> str:
    """The UTF-16 or UTF-32 encoding of bytes, with or without a byte order mark; else ""."""
    for mark, name in _WIDE_MARKS:
        if data.startswith(mark):
            return name
    head = data[:4096]
    if b"\0" not in head:
        return ""
    shares: list[tuple[float, str]] = []
    for name in ("utf-16-le", "utf-16-be"):
        text = head.decode(name, errors="replace")
        shares.append((len(_CHINESE.findall(text)) / len(text), name))
    share, name = max(shares)
    return name if share >= _MOSTLY else ""


def decode(data: bytes) -> str:
    """Decode Chinese text, declared or not: see `in_utf8`."""
    return in_utf8(data).decode()


def in_utf8(data: bytes) -> bytes:
    """Recode Chinese text to UTF-8, whatever its encoding, declared or not.

    UTF-8 is strict enough to be recognised by trying it; GB18030 includes GBK and GB2312. Where
    neither fits the whole text, the one that loses least is used, with marks for what is lost.
    """
    if wide := wide_encoding(data):
        return data.decode(wide, errors="replace").encode()
    data = data.removeprefix(_MARK)
    try:
        data.decode()
        return data
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("gb18030").encode()
    except UnicodeDecodeError:
        tried = [data.decode(name, errors="replace") for name in ("utf-8", "gb18030")]
        tried += _as_declared(data)
        return min(tried, key=lambda text: text.count("\ufffd")).encode(errors="replace")


def _as_declared(data: bytes) -> Iterator[str]:
    """The text in the encoding that it declares, if it can be decoded in that."""
    found = _DECLARED.search(data[:4096])
    if found:
        try:
            yield data.decode(found.group(1).decode("ascii"), errors="replace")
        except (LookupError, UnicodeError):  # unknown, or (like idna) unable to replace errors
            return
