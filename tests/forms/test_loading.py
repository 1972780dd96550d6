"""What a form's TOML may say, and what it may not."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from gxlab.forms import OUTCOMES, Form, counted_twice, form_ids, forms, load_form
from gxlab.forms.loading import form_from
from gxlab.forms.model import OUTSIDE
from tests.conftest import ROOT

HEAD = """
id = "2027"
zh = "某格式"
en = "a form"
years = [2027, 9999]
inherits = "2021"
legal = ["none"]
"""


def made(text: str) -> Form:
    return form_from(HEAD + text, load_form)


def rows(form: Form, table: str) -> list[str]:
    return [row.code for row in form.table(table).rows]


def test_a_form_that_says_nothing_more_has_all_that_it_inherits() -> None:
    form, parent = made(""), load_form("2021")
    assert form.tables == parent.tables
    assert form.identities == parent.identities
    assert (form.lacks, form.assumed) == ((), False)


def test_rows_are_dropped_added_and_reworded_in_the_block_that_is_named() -> None:
    form = made("""
[[change]]
table = "disclosure"
block = "第二十条第(六)项"
before = "coercive_measures"
drop_rows = ["penalties"]
rows = [
    { code = "rewards", zh = "行政奖励", en = "rewards" },
    { code = "coercive_measures", zh = "行政强制措施" },
]
""")
    assert rows(form, "disclosure")[3:] == ["rewards", "coercive_measures", "fees"]
    reworded = form.table("disclosure").row("coercive_measures")
    assert (reworded.zh, reworded.en) == ("行政强制措施", "administrative coercive measures")


def test_columns_blocks_groups_and_titles_change() -> None:
    form = made("""
[[change]]
table = "disputes"
section = "五"
after = "pending"
columns = [{ code = "withdrawn", zh = "撤回", en = "withdrawn", unit = "件" }]

[[change]]
table = "disclosure"
drop_block = "第二十条第(五)项"

[[change]]
table = "disclosure"
after = "第二十条第(一)项"
[change.new_block]
zh = "第二十条第(九)项"
en = "item 9"
rows = [{ code = "procurement", zh = "政府集中采购", en = "procurement" }]
columns = [{ code = "items", zh = "采购项目数量", en = "items", unit = "项" }]

[[change]]
table = "applications"
row_groups = [{ code = "other", zh = "(六)其他" }]
""")
    disputes = form.table("disputes")
    assert disputes.section == "五"
    assert [c.code for c in disputes.blocks[0].columns][-3:] == ["pending", "withdrawn", "total"]
    titles = [block.zh for block in form.table("disclosure").blocks]
    assert titles == [f"第二十条第({n})项" for n in "一九六八"]
    groups = {group.code: group for group in form.table("applications").row_groups}
    assert (groups["other"].zh, groups["other"].outcome) == ("(六)其他", "other")


def test_tables_and_identities_are_dropped_replaced_and_added() -> None:
    form = made("""
drop_tables = ["disputes"]
drop_identities = ["D1", "A3"]
[[identity]]
id = "A2"
table = "applications"
per = "column"
relation = "at_most"
left = ["granted"]
right = ["total"]
zh = "某规则"
en = "a rule"
source = "none"
""")
    assert [table.code for table in form.tables] == ["disclosure", "applications"]
    known = {identity.id: identity.relation for identity in form.identities}
    assert known == {"A1": "equals", "A2": "at_most"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[change]]\ntable = "disputes"\ndrop_rows = ["x"]', "nothing called 'x' to drop"),
        ('[[change]]\ntable = "disputes"\nrow = []', "change of disputes has no key row"),
        ('[[change]]\ntable = "disclosure"\nrows = []', "disclosure has no block None; it has"),
        ('[[change]]\ntable = "disputes"\nafter = "x"\nrows = [{ code = "a", zh = "", en = "" }]',
         "nothing called 'x' to stand beside"),
        ('[[change]]\ntable = "disputes"\nrows = [{ code = "a", zh = "", en = "", plays = "b" }]',
         "a plays none of received"),
        ('[[change]]\ntable = "applications"\n'
         'rows = [{ code = "a", zh = "", en = "", outcome = "refused" }]',
         "the code a does not begin with refused_"),
        ('[[change]]\ntable = "applications"\ndrop_rows = ["carried_in"]\n'
         '[[identity]]\nid = "A9"\ntable = "applications"\nper = "column"\nleft = ["carried_in"]\n'
         'right = ["new"]\nzh = ""\nen = ""\nsource = ""',
         "A9 adds up nothing that applications has"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_and_named(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=f"form 2027: .*{said}"):
        made(text)


def test_every_row_of_applications_is_an_outcome_their_total_or_outside_of_them() -> None:
    for form in forms():
        for table in form.tables:
            if table.layout == "matrix":
                for row in table.rows:
                    assert row.outcome in OUTCOMES or row.plays in ("total", *OUTSIDE), row.code


def test_a_whole_and_its_parts_are_not_both_counted() -> None:
    parts = {"other_no_correction", "other_fee_unpaid", "other_else"}
    every = {"granted", "other", *parts}
    assert counted_twice("applications", every, {"other"}) == parts
    assert counted_twice("applications", every, {"other", "other_else"}) == {"other"}
    assert counted_twice("applications", {"granted", "other"}, {"other"}) == set()


def test_no_code_names_a_form_by_its_id() -> None:
    ids = set(form_ids())
    named = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / "gxlab").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in ids
    ]
    assert named == []


def test_the_tables_of_keys_name_every_key_that_the_forms_use() -> None:
    import tomllib

    import gxlab.forms

    said = gxlab.forms.__doc__ or ""
    for path in Path(gxlab.forms.__file__).parent.glob("form_*.toml"):
        for key in _keys(tomllib.loads(path.read_text(encoding="utf-8"))):
            assert key in said, f"{path.name}: {key}"


def _keys(entry: object) -> set[str]:
    if isinstance(entry, dict):
        return set(entry).union(*map(_keys, entry.values()))
    return set().union(*map(_keys, entry)) if isinstance(entry, list) else set()
