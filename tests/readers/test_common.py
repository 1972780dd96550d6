"""Chinese text in whatever encoding: the same as its decoder gives, whole or damaged."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gxlab.readers.common import decode, in_utf8

# Of one byte, of two of which the second may be ASCII's, of four of which two are.
SIGNS = "ag7<\n政府丂〇𠀀㐀"
TEXTS = st.text(SIGNS, max_size=40)


@given(TEXTS)
def test_any_text_is_read_as_it_was_written(text: str) -> None:
    for encoding in ("utf-8", "gb18030", "utf-8-sig"):
        assert decode(text.encode(encoding)) == text
        assert in_utf8(text.encode(encoding)) == text.encode()


@given(TEXTS, st.binary(min_size=1, max_size=3), st.integers(min_value=0))
def test_damaged_text_is_read_as_its_decoder_reads_it(text: str, stray: bytes, at: int) -> None:
    assume(b"\0" not in stray)  # which may be taken for UTF-16
    data = ("政府信息公开" + text).encode("gb18030")
    place = 4 + at % (len(data) - 3)
    data = data[:place] + stray + data[place:]
    tried = [data.decode(name, errors="replace") for name in ("utf-8", "gb18030")]
    assert decode(data) == min(tried, key=lambda text: text.count("\ufffd"))


@pytest.mark.parametrize("left", range(1, 4))
def test_a_character_cut_off_at_the_end_is_marked(left: int) -> None:
    data = "政府信息公开".encode("gb18030") + b"x" * 200 + "㐀".encode("gb18030")[:left]
    assert decode(data).startswith("政府信息公开x")
    assert decode(data) == data.decode("gb18030", errors="replace")


@pytest.mark.parametrize(
    "name", [b"raw_unicode_escape", b"undefined", b"idna", b"punycode", b"rot13", b"x-none"]
)
def test_an_encoding_that_no_page_is_in_is_declared(name: bytes) -> None:
    data = b"charset=%s \\ud800 \xff\xff" % name + "政府".encode()
    assert decode(data).encode()
