"""What several readers need: decoding Chinese text, telling a page number."""

from __future__ import annotations

import re
from collections.abc import Iterator

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_PAGE_NUMBER = re.compile(r"[-—–－·]\s*\d{1,4}\s*[-—–－·]|第\s*\d+\s*页(?:[\s,，/]*共\s*\d+\s*页)?")


def is_page_number(line: str) -> bool:
    """Whether a line is a page number as reports print it: «- 4 -», «第4页 共6页»."""
    return bool(_PAGE_NUMBER.fullmatch(line.strip()))


def decode(data: bytes) -> str:
    """Decode Chinese text, declared or not.

    UTF-8 is strict enough to be recognised by trying it; GB18030 takes in GBK and GB2312.
    Where neither fits whole, the one that damages least is taken, with marks for what is lost.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    for name in ("utf-8", "gb18030"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    tried = [data.decode(name, errors="replace") for name in _candidates(data)]
    return min(tried, key=lambda text: text.count("\ufffd"))


def _candidates(data: bytes) -> Iterator[str]:
    yield from ("utf-8", "gb18030")
    declared = _DECLARED.search(data[:4096])
    if declared:
        try:
            "".encode(name := declared.group(1).decode("ascii"))
            yield name
        except LookupError:
            return
