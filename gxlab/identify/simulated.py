"""The note by which a simulated report says what it is, and how it is recognised."""

from __future__ import annotations

from collections.abc import Iterator

from gxlab.document import Document, Grid, Paragraph

#: Printed under the title of every report that `gxlab.simulate` makes.
NOTE = "本文件为模拟数据,不是任何机关的报告。Simulated by gxlab; not a report of any public body."
_NOTE = "".join(NOTE.split())


def is_simulated(document: Document) -> bool:
    """Whether a document carries `NOTE`, the whole of it, but for white space.

    A report that speaks of 模拟 (a drill, a model) does not.
    """
    return _NOTE in "".join("".join(_texts(document)).split())


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Grid):
            yield from (cell.text for cell in block.cells)
        else:
            yield from (token.text for token in block.tokens)
