"""Printed tables as HTML: what comes from a file is shown as text, whatever it holds."""

from __future__ import annotations

from lxml import html as lxml_html

from gxlab.workbench import html
from gxlab.workbench.printed import PrintedCell, PrintedTable

EVIL = "5<script>alert(1)</script>\" onclick='x'&amp;"


def test_texts_titles_and_notes_are_escaped() -> None:
    cell = PrintedCell(EVIL, "value", marks=("broken",), notes=(EVIL, "second line"))
    drawn = html.page(EVIL, html.table(PrintedTable(((cell,),), title=EVIL, code=EVIL)))
    tree = lxml_html.fromstring(drawn)
    assert not tree.xpath("//script")
    (td,) = tree.xpath("//td")
    assert td.text_content() == EVIL
    assert td.get("title") == f"{EVIL}\nsecond line"
    assert set(td.attrib) == {"class", "title", "tabindex"}
    assert tree.findtext(".//title") == EVIL
    assert tree.xpath("//h4")[0].text_content() == f"{EVIL} {EVIL}"
    for other in (html.caption(EVIL, EVIL), html.note(EVIL), html.image(b"", 1, EVIL)):
        assert "<script>" not in other


def test_a_cell_has_its_spans_its_marks_and_its_highlights() -> None:
    wide = PrintedCell("全区公开4042条", rowspan=2, colspan=3, marks=("here",), spans=((4, 8),))
    (td,) = lxml_html.fromstring(html.table(PrintedTable(((wide,),), kind="prose"))).xpath("//td")
    assert dict(td.attrib) == {"class": "here", "rowspan": "2", "colspan": "3"}
    assert [mark.text_content() for mark in td.xpath(".//mark")] == ["4042"]
    assert td.text_content() == "全区公开4042条"
