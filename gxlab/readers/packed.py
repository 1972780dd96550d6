"""Whether what a PDF has packed is whole, told by the sums that packing leaves."""

from __future__ import annotations

import re
import zlib

# Streams and the heads before them: packed in the one way that carries a sum, and no other.
_STREAM = re.compile(rb">>\s*stream\r?\n")
_LONGEST_HEAD = 2000
_PACKED = re.compile(rb"/Filter\s*\[?\s*/FlateDecode\s*[\]/>]")
_FONT = re.compile(rb"/Length1|/FontFile|/Type1C|/CIDFontType0C|/OpenType")


def is_cut(data: bytes) -> bool:
    """Whether a PDF goes on after its last end mark, or has none."""
    return b"endobj" in data[data.rfind(b"%%EOF") + 1 :]


def is_torn(data: bytes, *, fonts: bool) -> bool:
    """Whether fonts, or what says which print stands where, do not unpack to what was packed.

    Pictures are left out. In an encrypted PDF nothing can be told: its fonts may be torn, and
    its pages would not open if they were.
    """
    if data.rfind(b"/Encrypt") >= 0:  # from the end, where a PDF says so
        return fonts
    for found in _STREAM.finditer(data):
        start = found.end()
        head = data[data.rfind(b"obj", max(0, start - _LONGEST_HEAD), start) : start]
        if b"/Image" in head or not _PACKED.search(head) or fonts != bool(_FONT.search(head)):
            continue
        unpack = zlib.decompressobj()
        try:
            unpack.decompress(data[start : data.find(b"endstream", start)])
        except zlib.error:
            return True
        if not unpack.eof:
            return True
    return False
