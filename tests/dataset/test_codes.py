from __future__ import annotations

import pandas as pd

import gxlab as gx
from gxlab.dataset.codes import codebook_markdown, labels
from gxlab.forms import form_ids, load_form
from tests.conftest import ROOT


def test_every_cell_of_every_form_is_in_it() -> None:
    book = gx.codebook()
    for form in form_ids():
        cells = {
            (table.code, row.code, column.code)
            for table in load_form(form).tables
            for row, column in table.cells()
        }
        rows = book[book["form"] == form]
        assert set(zip(rows["table"], rows["row"], rows["column"], strict=True)) == cells
    assert not book.duplicated(["form", "table", "row", "column"]).any()
    assert book[["row_zh", "row_en", "column_zh", "column_en", "unit", "legal"]].notna().all().all()


def test_a_cell_has_its_labels_groups_identities_and_source() -> None:
    book = gx.codebook().set_index(["form", "table", "row", "column"])
    cell = book.loc[("2021", "applications", "refused_deliberative", "legal_service")]
    assert cell["row_zh"] == "6.属于四类过程性信息"
    assert cell["row_group_zh"] == "(三)不予公开"
    assert cell["column_group_zh"].endswith("法人或其他组织")
    assert cell["identities"] == "A2, A3"
    assert "国办公开办函〔2021〕30号" in cell["legal"]
    assert book.loc[("2021", "disclosure", "fees", "amount"), "unit"] == "万元"
    assert book.loc[("2021", "applications", "new", "total"), "identities"] == "A1, A3"
    assert book.loc[("prose", "prose", "disclosed", "website"), "unit"] == "条"


def test_it_knows_every_code_that_the_shipped_dataset_uses() -> None:
    cells = gx.load().observations[["table", "row", "column"]]
    used = pd.MultiIndex.from_frame(cells.drop_duplicates())
    assert used.isin(labels().index).all()


def test_the_readable_codebook_is_the_same_book() -> None:
    text = codebook_markdown()
    assert text == (ROOT / "data" / "dataset" / "CODEBOOK.md").read_text("utf-8")
    for code in gx.codebook()["row"].unique():
        assert f"| `{code}` |" in text
    for rule in ("**A1** (each column)", "**D1** (each row)", "**F14-1**"):
        assert rule in text
