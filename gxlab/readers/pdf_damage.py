"""Whether a PDF is cut off, or its compressed streams are torn.

Both libraries read on over such damage, and what they then make of a page may be a wrong number.
"""

from __future__ import annotations

import re
import zlib

# Only streams packed with Flate, and nothing over it, can be judged: Flate carries a checksum.
_STREAM = re.compile(rb">>\s*stream\r?\n")
_LONGEST_HEAD = 2000
_PACKED = re.compile(rb"/Filter\s*\[?\s*/FlateDecode\s*[\]/>]")
_FONT = re.compile(rb"/Length1|/FontFile|/Type1C|/CIDFontType0C|/OpenType")


def is_cut(data: bytes) -> bool:
    """Whether a PDF goes on after its last end mark, or has none."""
    return b"endobj" in data[data.rfind(b"%%EOF") + 1 :]


def is_torn(data: bytes, *, fonts: bool) -> bool:
    """Whether a stream does not unpack to what was packed.

    An encrypted PDF cannot be judged: its fonts may be torn and are taken to be; its pages are
    not, since they would not open if they were.

    Parameters
    ----------
    fonts : whether to look at the fonts, or at all the rest but pictures
    """
    if data.rfind(b"/Encrypt") >= 0:  # searched from the end, where a PDF has its trailer
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
