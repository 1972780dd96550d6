"""The note by which a simulated report says what it is, and how it is recognised."""

from __future__ import annotations

from gxlab.document import Block, Document, Grid, Paragraph

#: Printed under the title of every report that `gxlab.simulate` makes.
NOTE = "本文件为模拟数据,不是任何机关的报告。Simulated by gxlab; not a report of any public body."
_NOTE = "".join(NOTE.split())


def is_simulated(document: Document) -> bool:
    """Whether a document carries `NOTE`, the whole of it, but for white space.

    A report that speaks of 模拟 (a drill, a model) does not.
    """
    return _NOTE in "".join("".join(map(_text_of, document.blocks)).split())


def _text_of(block: Block) -> str:
    if isinstance(block, Paragraph):
        return block.text
    pieces = block.cells if isinstance(block, Grid) else block.tokens
    return "".join([piece.text for piece in pieces])
