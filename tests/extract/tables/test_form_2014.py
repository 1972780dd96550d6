"""The list of indicators of 2014: read from every format, damaged, checked, shown.

The indicators are drawn with a different number each, so that one read for another shows.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import gxlab as gx
from gxlab.cells import Key, Observation
from gxlab.checks.within import check, suspects
from gxlab.cli import app
from gxlab.document import Cell, Grid
from gxlab.extract.tables.assemble import assemble
from gxlab.extract.tables.indicators import IndicatorList, meanings
from gxlab.forms import load_form
from gxlab.forms.sheet import Box, Sheet, in_order
from gxlab.samples.typeset.printed import Printed
from tests import damage
from tests.formats import FORMATS, extraction

FORM = load_form("2014")
(TABLE,) = FORM.tables
ROWS = {row.code: row for row, _ in TABLE.cells()}
MARKS = ("/", "—", "--", "无")
SLOW = {"pdf framed prose", "pdf repeated header", "pdf label cut in two"}


def key(row: str) -> Key:
    return "indicators", row, "value"


def drawn(rng: Random, empty: float = 0.0) -> Printed:
    figures = {
        key(row.code): f"{rng.randrange(1, 20) * 1000 + at}"
        + (f".{rng.randrange(1, 99)}" if column.unit == "万元" else "")
        for at, (row, column) in enumerate(TABLE.cells(), start=1)
        if rng.random() >= empty
    }
    body = "淮安市洪泽区人民政府"
    return Printed(body, 2017, f"{body}2017年政府信息公开工作年度报告", "2014", figures)


def reported(content: bytes) -> dict[Key, Decimal | None]:
    return {o.key: o.value for o in extraction(content).observations if o.status == "reported"}


def values(printed: Printed) -> dict[Key, Decimal]:
    return {k: Decimal(text) for k, text in printed.cells.items()}


def observed(figures: dict[str, int]) -> list[Observation]:
    """Observations of the whole list; what is not named is zero."""
    return [
        Observation(*key(code), Decimal(figures.get(code, 0)), "", "reported", "", None, "")
        for code in ROWS
    ]


# --- The form -----------------------------------------------------------------------------


def test_the_form_has_its_rows_and_units() -> None:
    assert len(ROWS) == 58
    units = Counter(column.unit for _, column in TABLE.cells())
    assert units == {
        "件": 33, "次": 9, "条": 7, "人": 3, "个": 2, "万元": 2, "篇": 1, "人次": 1,
    }  # fmt: skip
    assert TABLE.column("value", "application_fees").unit == "万元"


def test_every_alias_has_its_reason_and_every_wording_its_row() -> None:
    for row in ROWS.values():
        assert all(alias.why for alias in row.aliases)
        for wording in row.wordings:
            assert row.code in meanings.meaning_of(wording).rows, wording


def test_the_other_forms_do_not_know_the_list() -> None:
    from gxlab.extract.tables.labels import vocabularies

    tables = [words.table for words in vocabularies()]
    assert tables == ["disclosure", "applications", "disputes"]


# --- Reading ------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", FORMATS)
def test_every_figure_of_the_list(format_: str) -> None:
    for seed in range(3):
        printed = drawn(Random(seed))
        found = extraction(FORMATS[format_](printed, None))
        assert {o.key: o.value for o in found.observations} == values(printed)
        assert {o.key: o.unit for o in found.observations} == {
            key(row.code): column.unit for row, column in TABLE.cells()
        }
        assert (found.form.id, found.unplaced, found.mixed) == ("2014", (), ())


@pytest.mark.parametrize("format_", FORMATS)
def test_blanks_and_marks_are_statuses(format_: str) -> None:
    printed = drawn(Random(5))
    (sheet,) = printed.sheets()
    sheet = damage.blank(sheet, [key("received_fax"), key("litigation_other")])
    sheet = damage.mark_row(sheet, "reconsideration_corrected", "/")
    cells = {o.key[1]: o for o in extraction(FORMATS[format_](printed, [sheet])).observations}
    assert cells["received_fax"].status == cells["litigation_other"].status == "blank"
    assert cells["reconsideration_corrected"].status == "not_applicable"
    assert sum(o.status == "reported" for o in cells.values()) == 55


@pytest.mark.parametrize("format_", [f for f in FORMATS if f not in SLOW])
def test_a_missing_head_leaves_the_rows_below_it_unplaced(format_: str) -> None:
    printed = drawn(Random(6))
    (sheet,) = printed.sheets()
    for row in ("reconsideration", "litigation", "litigation_upheld"):
        sheet = damage.remove_row(sheet, row)
    found = extraction(FORMATS[format_](printed, [sheet]))
    status = {o.key[1]: o.status for o in found.observations}
    twins = [f"{of}_{what}" for of in ("reconsideration", "litigation")
             for what in ("corrected", "other")]  # fmt: skip
    assert all(status[row] == "unreadable" for row in twins)
    assert status["complaints"] == "reported"


@pytest.mark.parametrize("format_", ["html plain", "docx", "text row-bar", "text cell-bar"])
def test_short_words_are_told_by_the_row_above(format_: str) -> None:
    printed = drawn(Random(7))
    (sheet,) = printed.sheets()
    sheet = relabelled(sheet, "press_conferences_by_head", "其中:主要负责同志")
    sheet = relabelled(sheet, "online_interviews_by_head", "其中:主要负责同志")
    sheet = relabelled(sheet, "litigation_upheld", "(一)维持具体行政行为数")
    assert reported(FORMATS[format_](printed, [sheet])) == values(printed)


def test_a_row_of_a_group_that_is_printed_twice_is_not_chosen_from() -> None:
    rows = [["统计指标", "单位", "统计数"], ["四、行政复议数量", "件", "9"]]
    twins = [["(二)被依法纠错数", "件", "1"], ["(三)其他情形数", "件", "2"]]
    lawsuits = [
        ["五、行政诉讼数量", "件", "7"],
        ["(二)被依法纠错数", "件", "3"],
        ["六、举报投诉数量", "件", "4"],
    ]
    once = read_grids(grid([*rows, *twins, *lawsuits]))
    assert once["reconsideration_corrected"] == 1
    twice = read_grids(grid([*rows, ["(二)被依法纠错数", "件", "5"], *twins, *lawsuits]))
    assert twice.get("reconsideration_corrected") is None
    assert once["litigation_corrected"] == twice["litigation_corrected"] == 3


def relabelled(sheet: Sheet, row: str, text: str) -> Sheet:
    at = next(i for i, b in enumerate(sheet.boxes) if (b.row, b.col) == (sheet.row_of(row), 0))
    return damage.respell(sheet, at, text)


def two_columns(sheet: Sheet, unit: str) -> Sheet:
    """The list without its column of units; `unit` puts them into the labels, or leaves them."""
    units = {box.row: box.text for box in sheet.boxes if box.col == 1}
    boxes = [
        replace(box, col=min(box.col, 1), text=box.text + unit.format(units[box.row]))
        if box.col == 0 and box.row and units[box.row] != "——"
        else replace(box, col=min(box.col, 1))
        for box in sheet.boxes
        if box.col != 1
    ]
    return replace(sheet, boxes=in_order(boxes), n_cols=2)


@pytest.mark.parametrize("unit", ["", "({})", "(单位:{})"])
@pytest.mark.parametrize("format_", [f for f in FORMATS if f not in SLOW])
def test_units_in_the_label_or_left_out(format_: str, unit: str) -> None:
    printed = drawn(Random(8))
    (sheet,) = printed.sheets()
    assert reported(FORMATS[format_](printed, [two_columns(sheet, unit)])) == values(printed)


def side_by_side(sheet: Sheet, cut: str) -> Sheet:
    """The list in two halves, one beside the other under one header each."""
    at = sheet.row_of(cut)
    boxes = [box for box in sheet.boxes if box.row < at]
    boxes += [replace(box, col=box.col + 3) for box in sheet.boxes if box.row == 0]
    for box in sheet.boxes:
        if box.row >= at:
            boxes.append(replace(box, row=box.row - at + 1, col=box.col + 3))
    n_rows = max(at, sheet.n_rows - at + 1)
    last = max(box.row for box in boxes if box.col == 3)
    boxes += [Box(r, c, 1, 1, "", "label") for r in range(last + 1, n_rows) for c in (3, 4, 5)]
    return Sheet(sheet.table, sheet.heading, in_order(boxes), n_rows, 6)


@pytest.mark.parametrize("format_", ["html plain", "html portal", "docx", "text row-bar"])
def test_two_lists_side_by_side(format_: str) -> None:
    printed = drawn(Random(9))
    (sheet,) = printed.sheets()
    wide = side_by_side(sheet, "replied_not_this_body")
    assert reported(FORMATS[format_](printed, [wide])) == values(printed)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(
    ("row", "unit"), [("application_fees", "元"), ("dedicated_funds", "件"), ("received", "万元")]
)
def test_a_unit_that_is_not_the_forms_is_not_believed(format_: str, row: str, unit: str) -> None:
    printed = drawn(Random(10))
    (sheet,) = printed.sheets()
    at = next(i for i, b in enumerate(sheet.boxes) if (b.row, b.col) == (sheet.row_of(row), 1))
    hurt = damage.respell(sheet, at, unit)
    cells = {o.key: o for o in extraction(FORMATS[format_](printed, [hurt])).observations}
    assert (cells[key(row)].status, cells[key(row)].value) == ("unreadable", None)
    hurt = damage.set_text(hurt, key("application_fees"), "2500元")
    cells = {o.key: o for o in extraction(FORMATS[format_](printed, [hurt])).observations}
    if row == "application_fees":
        assert cells[key(row)].value == Decimal("0.25")


def grid(rows: Sequence[Sequence[str]]) -> Grid:
    cells = [
        Cell(r, c, 1, 1, text, f"r{r}c{c}")
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    return Grid(tuple(cells), len(rows), len(rows[0]), "grid")


def read_grids(*grids: Grid) -> dict[str, Decimal | None]:
    listed = IndicatorList()
    assert all(listed.take(one) for one in grids)
    found = assemble(listed.placement())
    assert found
    return {o.key[1]: o.value for o in found.observations if o.status == "reported"}


LINES = [
    ["(一)收到申请数", "件", "20"], ["1.当面申请数", "件", "11"], ["2.传真申请数", "件", "0"],
    ["3.网络申请数", "件", "5"], ["4.信函申请数", "件", "4"],
]  # fmt: skip


@pytest.mark.parametrize("head", [[], [["指标名称", "计量单位", "数量"]]])
def test_headers_vary_or_lack(head: list[list[str]]) -> None:
    assert read_grids(grid([*head, *LINES])) == {
        "received": 20, "received_in_person": 11, "received_fax": 0,
        "received_online": 5, "received_letter": 4,
    }  # fmt: skip


def test_numbers_and_remarks_beside_the_list_are_left_out() -> None:
    head = ["序号", "统计指标", "单位", "统计数", "备注"]
    rows = [[str(n), *line, "12"] for n, line in enumerate(LINES, start=1)]
    assert read_grids(grid([head, *rows]))["received_in_person"] == 11


def test_two_columns_of_values_are_not_chosen_from() -> None:
    for head in ([], [["统计指标", "单位", "2016年", "2017年"]]):
        listed = IndicatorList()
        assert listed.take(grid([*head, *([*line, "7"] for line in LINES)]))
        found = assemble(listed.placement())
        assert found
        assert {o.status for o in found.observations} == {"absent", "unreadable"}


def test_a_list_goes_over_pages() -> None:
    more = [["四、行政复议数量", "件", "6"], ["(一)维持具体行政行为数", "件", "1"],
            ["(二)被依法纠错数", "件", "2"]]  # fmt: skip
    rest = [["(三)其他情形数", "件", "3"], ["五、行政诉讼数量", "件", "0"]]
    cells = read_grids(grid([["统计指标", "单位", "统计数"], *LINES, *more]), grid(rest))
    assert cells["reconsideration_other"] == 3
    cut = replace(
        grid([*LINES, ["1.参加或举办新闻发", "次", "9"], ["布会总次数", "", ""]]), seams=(6,)
    )
    assert read_grids(cut)["press_conferences"] == 9


@pytest.mark.parametrize(
    ("label", "row"),
    [
        ("（三）1．专职人员数", "staff_full_time"),
        ("其中：1.涉及国家秘密", "refused_state_secret"),
        ("4.不同意公开答数", "replied_refused"),
        ("4.同意公开答复数", None),  # 不 fell out: its number is that of 不同意
        ("4.全同意公开答复数", None),
        ("3.政务微信公开政府信息数", None),  # the number is 微博's, one sign away
        ("同意公开答复数", "replied_granted"),
        ("主动公开机构领导、机构设置及人事信息", None),
    ],
)
def test_labels(label: str, row: str | None) -> None:
    assert meanings.meaning_of(label).rows == ((row,) if row else ())


# --- Damage -------------------------------------------------------------------------------

KINDS = ("remove", "blank", "mark", "space", "slip", "slip", "relabel", "note", "repeat", "cut")


def hurt(sheet: Sheet, rng: Random) -> Sheet:
    row = rng.choice([box.key[1] for box in sheet.boxes if box.key])
    labels = [
        at
        for at, box in enumerate(sheet.boxes)
        if box.role != "value" and len(box.text.strip("— ")) > 1
    ]
    match rng.choice(KINDS):
        case "remove":
            return damage.remove_row(sheet, row)
        case "blank":
            return damage.blank(sheet, [key(row)])
        case "mark":
            return damage.mark_row(sheet, row, rng.choice(MARKS))
        case "space":
            return damage.space_labels(sheet, rng)
        case "slip":
            return damage.slip_label(sheet, rng.choice(labels), rng)
        case "relabel":
            new = rng.choice(["", "合计", "其他", "备注", "5"])
            return damage.respell(sheet, rng.choice(labels), new)
        case "note":
            return damage.note_in_cell(sheet, key(row), rng.choice(["(其中修订16件)", "件"]))
        case "repeat":
            return damage.repeat_header(sheet, row)
        case _:
            text = next(box.text for box in sheet.boxes if box.key == key(row))
            return damage.set_text(sheet, key(row), f"{text[:1]} {text[1:]}")


def errors(
    printed: Printed, sheet: Sheet, format_: str
) -> tuple[list[tuple[Key, Decimal | None]], int]:
    """Figures reported that are not those printed, and how many are reported."""
    shown = {box.key: box.text for box in sheet.boxes if box.key}
    true = {
        k: value for k, value in values(printed).items() if shown.get(k, "") not in ("", *MARKS)
    }
    said = reported(FORMATS[format_](printed, [sheet]))
    return [(k, value) for k, value in said.items() if true.get(k) != value], len(said)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=list(HealthCheck),
)
@pytest.mark.parametrize("format_", [name for name in FORMATS if name not in SLOW])
@given(seed=st.integers(0, 2**32))
def test_no_silent_error(format_: str, seed: int) -> None:
    rng = Random(seed)
    printed = drawn(rng, rng.choice([0.0, 0.0, 0.1, 0.5]))
    (sheet,) = printed.sheets()
    if rng.random() < 0.2:
        sheet = two_columns(sheet, rng.choice(["", "({})"]))
    for _ in range(rng.randrange(6)):
        sheet = hurt(sheet, rng)
    wrong, _ = errors(printed, sheet, format_)
    assert wrong == []


def test_most_of_what_stays_legible_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    counts: Counter[str] = Counter()
    for seed in range(150):
        rng = Random(seed)
        format_ = rng.choice([name for name in FORMATS if not name.startswith("pdf")])
        printed = drawn(rng)
        (sheet,) = printed.sheets()
        for _ in range(rng.randrange(3)):
            sheet = hurt(sheet, rng)
        wrong, said = errors(printed, sheet, format_)
        assert wrong == [], (seed, format_)
        counts.update(said=said, printed=sum(1 for b in sheet.boxes if b.key and b.text))
    share = counts["said"] / counts["printed"]
    with capsys.disabled():
        print(f"\nof {counts['printed']} figures in damaged lists {share:.1%} were read", end=" ")
    assert share > 0.95


# --- Checks -------------------------------------------------------------------------------

SOUND = {
    "disclosed": 100, "disclosed_normative": 7,
    "received": 10, "received_online": 8, "received_letter": 2,
    "completed": 9, "completed_on_time": 9,
    "replied": 9, "replied_granted": 5, "replied_refused": 4, "refused_privacy": 3,
    "reconsideration": 3, "reconsideration_upheld": 2, "reconsideration_corrected": 1,
    "litigation": 1, "litigation_other": 1, "staff": 5, "staff_full_time": 1, "staff_part_time": 4,
}  # fmt: skip


def broken(figures: dict[str, int]) -> list[tuple[str, str, str]]:
    verdicts = check(FORM, observed(figures))
    return [(v.identity, v.instance, v.sums) for v in verdicts if v.verdict == "broken"]


def test_the_identities_of_a_sound_list_hold() -> None:
    verdicts = check(FORM, observed(SOUND))
    assert [v.identity for v in verdicts] == [f"F14-{n}" for n in range(1, 11)]
    assert {v.verdict for v in verdicts} == {"holds"}


def test_parts_that_do_not_make_the_whole_break() -> None:
    assert broken(SOUND | {"received_online": 9}) == [("F14-1", "received", "10 ≠ 11")]
    assert broken(SOUND | {"staff": 6}) == [("F14-6", "staff", "6 ≠ 5")]
    assert broken(SOUND | {"disclosed_normative": 101}) == [("F14-7", "disclosed", "101 > 100")]
    assert broken(SOUND | {"press_conferences_by_head": 1}) == [
        ("F14-8", "press_conferences", "1 > 0")
    ]


def test_the_suspect_is_named_only_where_it_is_alone() -> None:
    # 2 for 4 refusals: the eight replies do not make the whole, the grounds exceed it.
    cells = observed(SOUND | {"replied_refused": 2})
    (suspect,) = suspects(check(FORM, cells), cells)
    assert (suspect.key, suspect.printed, suspect.proposed) == (key("replied_refused"), 2, 4)
    assert {verdict.identity for verdict in suspect.mends} == {"F14-3", "F14-10"}
    # A part that exceeds its whole: nothing says which of the two, nor by how much.
    cells = observed(SOUND | {"disclosed_normative": 101})
    assert suspects(check(FORM, cells), cells) == []
    # The whole cannot be made right by one part, for counts are not negative.
    cells = observed({"litigation": 0, "litigation_upheld": 4, "litigation_other": 5})
    (suspect,) = suspects(check(FORM, cells), cells)
    assert (suspect.key, suspect.proposed) == (key("litigation"), 9)


def test_a_blank_part_leaves_the_rule_open() -> None:
    cells = [
        o._replace(value=None, status="blank") if o.key == key("received_fax") else o
        for o in observed(SOUND)
    ]
    (verdict,) = [v for v in check(FORM, cells) if v.identity == "F14-1"]
    assert (verdict.verdict, verdict.holds_with_blanks_as_zero) == ("not_assessable", True)


# --- Showing ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    printed = drawn(Random(11))
    figures = dict(printed.cells) | {key("disclosed"): "1", key("disclosed_normative"): "2"}
    path = tmp_path_factory.mktemp("form_2014") / "report.docx"
    path.write_bytes(FORMATS["docx"](replace(printed, cells=figures), None))
    return path


def test_a_report_shows_its_list(path: Path) -> None:
    report = gx.read(path)
    html = report._repr_html_()
    assert html.count("<table") == 1
    assert "二、回应解读情况" in html
    rule = next(rule for rule in FORM.identities if rule.id == "F14-7")
    assert f"<li>broken F14-7 {ROWS['disclosed'].zh}: {rule.en}: 2 &gt; 1</li>" in html
    table = report.table("indicators")
    assert len(table) == 58
    assert table.index.is_unique
    printed = report.observations.set_index("row")["raw"]
    assert (
        table.loc["五、行政诉讼数量 (二)被依法纠错数", "统计数"] == printed["litigation_corrected"]
    )


def test_the_command_line_shows_the_list(path: Path) -> None:
    shown = CliRunner().invoke(app, ["show", str(path)], env={"COLUMNS": "160"})
    assert shown.exit_code == 0, shown.output
    assert "form 2014" in shown.output
    assert "六、举报投诉数量 [件]" in shown.output
    words = " ".join(shown.output.split())
    broken = words.partition("broken F14-7 ")[2].partition(" broken ")[0]
    assert broken.startswith(ROWS["disclosed"].zh)
    assert broken.endswith(": 2 > 1")


def test_the_display_names_the_whole_that_is_not_its_parts(tmp_path: Path) -> None:
    path = tmp_path / "list.html"
    path.write_bytes(FORMATS["html plain"](drawn(Random(7)), None))
    report = gx.read(path)
    breaks = [v for v in report.verdicts if v.verdict == "broken"]
    assert breaks
    html = report._repr_html_()
    for verdict in breaks:
        assert f"<li>broken {verdict.identity} {ROWS[verdict.instance].zh}: " in html


@pytest.mark.parametrize("format_", ["html plain", "pdf", "docx", "text row-bar", "text lines"])
def test_evidence_shows_the_indicator_and_the_head_of_the_list(
    format_: str, tmp_path: Path
) -> None:
    path = tmp_path / "list"
    path.write_bytes(FORMATS[format_](drawn(Random(7)), None))
    report = gx.read(path)
    (cell,) = [c for c in report.cells if c.key == key("replied")]
    evidence = report.evidence(*cell.key)
    assert f"(三)申请答复数 × 统计数: {cell.value} 件, reported" in evidence.text
    if format_ == "pdf":
        assert evidence.png
    elif format_.startswith("text"):
        assert f"<mark>{cell.raw}</mark>" in evidence.html
        assert "申请答复数" in evidence.html.split("<table")[1]
    else:
        assert f'<td class="here">{cell.raw}</td>' in evidence.html
        assert '<td class="along">统计数</td>' in evidence.html
        assert "申请答复数</td>" in evidence.html
