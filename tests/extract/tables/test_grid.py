"""Small tables that mislead: what is placed, and what is given up."""

from __future__ import annotations

from pathlib import Path

from gxlab.document import Cell, Document, Grid
from gxlab.extract.tables import Extraction, extract
from gxlab.extract.tables.assemble import assemble
from gxlab.extract.tables.grid_seams import rejoin_at_seams
from gxlab.extract.tables.placement import Piece, PlacedCell, Placement
from gxlab.forms import forms
from gxlab.readers import read_blocks

HEAD = (
    "<tr><td rowspan=3 colspan=3>(本列数据的勾稽关系为…)<td colspan=7>申请人情况</tr>"
    "<tr><td rowspan=2>自然人<td colspan=5>法人或其他组织<td rowspan=2>总计</tr>"
    "<tr><td>商业企业<td>科研机构<td>社会公益组织<td>法律服务机构<td>其他</tr>"
)
SEVEN = "<td>1<td>2<td>3<td>4<td>5<td>6<td>21"


def extracted_from(kind: str, text: str) -> Extraction | None:
    title, blocks = read_blocks(kind, text.encode(), Path(kind))
    return extract(Document(Path(kind), kind, "", title, tuple(blocks)))


def extracted(body: str) -> Extraction:
    found = extracted_from("html", f"<html><body>{body}</body></html>")
    assert found is not None
    return found


def figures_of(found: Extraction | None) -> dict[str, int]:
    """Reported figures as row.column: value."""
    cells = found.observations if found else ()
    return {f"{o.row}.{o.column}": int(o.value) for o in cells if o.value is not None}


def reported(body: str) -> dict[str, int]:
    return figures_of(extracted(body))


def statuses(body: str, row: str) -> dict[str, str]:
    return {o.column: o.status for o in extracted(body).observations if o.row == row}


def table(*rows: str, head: str = HEAD) -> str:
    return f"<table>{head}{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


NEW = f"<td colspan=3>一、本年新收政府信息公开申请数量{SEVEN}"


def test_a_row_is_placed_by_label_and_column() -> None:
    assert reported(table(NEW)) == {
        "new.natural_person": 1, "new.business": 2, "new.research": 3, "new.public_interest": 4,
        "new.legal_service": 5, "new.other_org": 6, "new.total": 21,
    }  # fmt: skip


def test_a_row_with_a_cell_too_few_is_given_up() -> None:
    short = "<td colspan=3>二、上年结转政府信息公开申请数量<td>1<td>2<td>3<td>4<td>5<td>6"
    assert {key.split(".")[0] for key in reported(table(NEW, short))} == {"new"}
    assert set(statuses(table(NEW, short), "carried_in").values()) == {"unreadable"}
    assert len(extracted(table(NEW, short)).unplaced) == 6


def test_an_empty_label_cell_is_not_counted_as_a_figure() -> None:
    # The label has lost its span, and the empty last cell is left out.
    other = "<td>三、<td>(六)其他处理<td><td>1<td>2<td>3<td>4<td>5<td>6".replace("<td>三、", "")
    assert {key.split(".")[0] for key in reported(table(NEW, other))} == {"new"}


def test_two_cells_under_one_column_are_two_figures() -> None:
    head = HEAD.replace("<td rowspan=2>自然人", "<td colspan=2>自然人").replace(
        "<tr><td>商业", "<tr><td>2023年<td>2024年<td>商业"
    )
    row = "<td colspan=3>一、本年新收政府信息公开申请数量<td>9<td><td>2<td>3<td>4<td>5<td>6<td>21"
    assert "new.natural_person" not in reported(table(row, head=head))


def test_a_header_with_a_wrong_span_names_nothing() -> None:
    head = HEAD.replace("<td colspan=5>法人", "<td colspan=4>法人")
    found = extracted(table(NEW, head=head) + "<table><tr><td>信息内容<td>本年处理决定数量</tr>"
                      "<tr><td>行政许可<td>7</tr></table>")  # fmt: skip
    assert {o.row for o in found.observations if o.value is not None} == {"permits"}


def test_a_header_with_a_cell_missing_names_nothing() -> None:
    head = HEAD.replace("<td>商业企业", "")
    permits = "<table><tr><td>信息内容<td>本年处理决定数量</tr><tr><td>行政许可<td>7</tr></table>"
    assert reported(table(NEW, head=head) + permits) == {"permits.decisions": 7}


def test_a_header_without_its_groups_cell_names_nothing_out_of_order() -> None:
    # 总计 has moved to where 法人或其他组织 stood, and stands above 商业企业's figures.
    head = HEAD.replace("<td colspan=5>法人或其他组织", "")
    permits = "<table><tr><td>信息内容<td>本年处理决定数量</tr><tr><td>行政许可<td>7</tr></table>"
    assert reported(table(NEW, head=head) + permits) == {"permits.decisions": 7}
    flat = "<tr><td colspan=3>申请人情况<td>自然人<td>商业企业<td>科研机构<td>社会公益组织"
    flat += "<td>法律服务机构<td>其他<td>总计</tr>"
    assert len(reported(table(NEW, head=flat))) == 7


def test_a_table_of_one_group_is_known_by_its_caption() -> None:
    head = "<tr><td>结果维持<td>结果纠正<td>其他结果<td>尚未审结<td>总计</tr>"
    five = f"{head}<tr><td>1<td>2<td>3<td>4<td>10</tr>"
    for caption, row in (
        ("(一)行政复议情况", "reconsideration"),
        ("(二)行政诉讼——未经行政复议直接起诉", "litigation_direct"),
        ("行政诉讼情况(复议后起诉)", "litigation_after_reconsideration"),
    ):
        assert f"{row}.total" in reported(f"<p>{caption}</p><table>{five}</table>")


def test_serial_numbers_beside_the_labels_are_no_figures() -> None:
    head = HEAD.replace("rowspan=3 colspan=3", "rowspan=3 colspan=4")
    row = f"<td>1<td colspan=3>一、本年新收政府信息公开申请数量{SEVEN}"
    assert reported(table(row, head=head))["new.natural_person"] == 1


def test_serial_numbers_may_begin_at_the_header() -> None:
    head = HEAD.replace("<tr>", "<tr><td>1")
    assert reported(table(f"<td>4{NEW}", head=head)) == reported(table(NEW))


def test_a_numbered_row_without_a_header_is_said_to_be_lost() -> None:
    other = f"<table><tr>{NEW.replace('一、本年新收', '二、上年结转')}</tr></table>"
    body = f"{table(NEW)}<p>各部门办理情况见下表。</p>{other}".replace(
        "<td colspan=3>二", "<td>1<td>二"
    )
    found = extracted(body)
    assert {u.reason for u in found.unplaced} == {"no header above this row"}
    assert set(statuses(body, "carried_in").values()) == {"unreadable"}


def test_a_bare_other_belongs_to_its_group() -> None:
    declined = f"<td rowspan=2>三、本年度办理结果<td rowspan=2>(五)不予处理<td>2.重复申请{SEVEN}"
    other = f"<td>6.其他{SEVEN}"
    found = extracted(table(declined, other))
    assert {o.row for o in found.observations if o.value is not None} == {"declined_duplicate"}
    assert len(found.unplaced) == 7


def test_a_bare_total_inside_a_group_is_the_groups_own() -> None:
    refused = f"<td rowspan=2>三、本年度办理结果<td rowspan=2>(三)不予公开<td>1.属于国家秘密{SEVEN}"
    total = f"<td>合计{SEVEN}"
    assert {k.split(".")[0] for k in reported(table(refused, total))} == {"refused_state_secret"}


def test_two_rows_in_one_are_both_said_to_be_unreadable() -> None:
    both = (
        "<td>三、<td>(三)不予公开<td>6.属于四类过程性信息<br>7.属于行政执法案卷" + "<td>1<br>2" * 7
    )
    page = table(NEW, both)
    for row in ("refused_deliberative", "refused_enforcement_file"):
        assert set(statuses(page, row).values()) == {"unreadable"}


def test_a_label_with_a_telling_sign_is_another() -> None:
    page = (
        "<table><tr><td>信息内容<td>上年处理决定数量<td>本年处理决定数量</tr>"
        "<tr><td>行政许可<td>8<td>7</tr><tr><td>行政处罚(其中:简易程序)<td>5<td>6</tr>"
        "<tr><td>非行政强制<td>3<td>4</tr></table>"
    )
    assert reported(page) == {"permits.decisions": 7}


def fees(before: str = "", head: str = "本年收费金额(单位:万元)", cell: str = "25") -> list[str]:
    rows = f"<tr><td>信息内容<td>{head}</tr><tr><td>行政事业性收费<td>{cell}</tr>"
    page = f"{before}<table>{rows}</table>"
    (fee,) = [o for o in extracted(page).observations if o.row == "fees"]
    return [fee.status, str(fee.value)]


def test_money_counts_only_in_a_unit_that_is_certain() -> None:
    assert fees() == ["reported", "25"]
    assert fees(before="<p>(单位:万元)</p>", head="本年收费金额") == ["reported", "25"]
    assert fees(before="<p>单位:元</p>") == ["unreadable", "None"]
    assert fees(head="本年收费金额(单位:元)") == ["unreadable", "None"]
    assert fees(head="本年收费金额(百万元)") == ["unreadable", "None"]
    assert fees(before="<p>单位:元</p>", cell="250000元") == ["reported", "25.0000"]


def test_what_stands_after_the_heading_of_another_report_is_not_read() -> None:
    disputes = (
        "<table><tr><td colspan=5>行政复议</tr><tr><td>结果维持<td>结果纠正<td>其他结果<td>尚未审结"
        "<td>总计</tr><tr><td>1<td>2<td>3<td>4<td>10</tr></table>"
    )
    assert "reconsideration.total" in reported(table(NEW) + disputes)
    attached = f"{table(NEW)}<p>某某镇人民政府2024年政府信息公开工作年度报告</p>{disputes}"
    assert "reconsideration.total" not in reported(attached)


def test_a_carried_header_ends_with_the_paragraph_after_it() -> None:
    parts = f"<table><tr><td colspan=3>(七)总计{SEVEN}</tr></table>"
    assert "total.total" in reported(table(NEW) + "<p>(续表)</p>" + parts)
    assert "total.total" not in reported(table(NEW) + "<p>各镇街情况如下表所示:</p>" + parts)


def test_a_whole_beside_its_parts_is_not_read_in_the_form_that_has_it_either() -> None:
    known = next(form for form in forms() if form.id == "2019")
    keys = [(t.code, row.code, column.code) for t in known.tables for row, column in t.cells()]
    keys.append(("applications", "other_fee_unpaid", "total"))
    found = assemble(Placement([PlacedCell(key, Piece("1", "here")) for key in keys]))
    assert found is not None
    assert found.form == known
    assert {o.status for o in found.observations if o.row == "other"} == {"absent"}
    assert [cell.table for cell in found.unplaced] == ["applications"] * 7


def test_the_same_row_twice_and_not_the_same_is_unreadable() -> None:
    again = NEW.replace("<td>21", "<td>22")
    assert statuses(table(NEW, again), "new")["total"] == "unreadable"
    assert statuses(table(NEW, again), "new")["business"] == "reported"
    assert statuses(table(NEW, NEW), "new")["total"] == "reported"


def test_a_mark_over_a_whole_row_is_a_mark_in_each_cell() -> None:
    marked = "<td colspan=3>一、本年新收政府信息公开申请数量<td colspan=7>/"
    numbered = marked.replace("/", "5")
    assert set(statuses(table(marked), "new").values()) == {"not_applicable"}
    assert set(statuses(table(NEW.replace("一、本年新收", "四、结转下年度继续办理").replace(
        "政府信息公开申请数量", ""), numbered), "new").values()) == {"unreadable"}  # fmt: skip


def test_the_figures_of_a_row_that_a_page_cuts_stand_where_they_are_printed() -> None:
    texts = [("一、本年新收政府信息", "7", ""), ("公开申请数量", "", "8")]
    cells = [
        Cell(row, col, 1, 1, text, f"page {row + 1}, cell {col}", row + 1)
        for row, line in enumerate(texts)
        for col, text in enumerate(line)
    ]
    healed = rejoin_at_seams(Grid(tuple(cells), 2, 3, "page 1", seams=(1,))).cells
    assert [(c.text, c.locator, c.page) for c in healed[1:3]] == [
        ("7", "page 1, cell 1", 1), ("8", "page 2, cell 2", 2),
    ]  # fmt: skip
    assert [c.text for c in healed[4:]] == ["", ""]


def test_a_disputes_table_with_its_results_below_one_another_is_turned() -> None:
    head = (
        "<tr><td rowspan=2>结果<td rowspan=2>行政复议<td colspan=2>行政诉讼</tr>"
        "<tr><td>未经复议直接起诉<td>复议后起诉</tr>"
    )
    results = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    rows = [f"<td>{name}<td>1{n}<td>2{n}<td>3{n}" for n, name in enumerate(results)]
    figures = reported(table(*rows, head=head))
    assert len(figures) == 15
    assert figures["reconsideration.corrected"] == 11
    assert figures["litigation_direct.total"] == 24
    assert figures["litigation_after_reconsideration.pending"] == 33


def test_results_below_one_another_beside_their_group() -> None:
    rows = [
        f"{'<td rowspan=5>行政复议' if not n else ''}<td>{name}<td>1{n}"
        for n, name in enumerate(("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))
    ]
    assert reported(table(*rows, head=""))["reconsideration.other"] == 12
    short = reported(table(*(r.replace("结果维持", "结案") for r in rows), NEW))
    assert not any(key.startswith("reconsideration") for key in short)


def test_the_last_of_a_group_is_known_by_the_row_above_it() -> None:
    # The merged cells beside the rows have lost their spans.
    unpaid = (
        f"<td><td><td>2.申请人逾期未按收费通知要求缴纳费用、"
        f"行政机关不再处理其政府信息公开申请{SEVEN}"
    )
    first = f"<td>三、本年度办理结果<td>(六)其他处理<td>3.其他{SEVEN}"
    rest = f"<td><td><td>3.其他{SEVEN}"
    assert "other_else.total" in reported(table(NEW, first))
    assert "other_else.total" in reported(table(NEW, unpaid, rest))
    duplicate = f"<td><td>(五)不予处理<td>2.重复申请{SEVEN}".replace("<td><td>", "<td>", 1)
    assert "other_else.total" not in reported(table(NEW, duplicate, rest))


def test_a_corner_repeated_over_each_of_its_columns() -> None:
    corner = "<td>(本列数据的勾稽关系为…)" * 3
    head = (
        f"<tr>{corner}{'<td>申请人情况' * 7}</tr>"
        f"<tr>{corner}<td>自然人{'<td>法人或其他组织' * 5}<td>总计</tr>"
        f"<tr>{corner}<td>自然人<td>商业企业<td>科研机构<td>社会公益组织<td>法律服务机构"
        "<td>其他<td>总计</tr>"
    )
    row = f"{'<td>一、本年新收政府信息公开申请数量' * 3}{SEVEN}"
    assert reported(table(row, head=head)) == reported(table(NEW))


def test_a_header_cell_may_name_a_row_and_a_column() -> None:
    names = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    rows = ("行政复议", "行政诉讼未经复议直接起诉", "复议后起诉")
    head = "".join(f"<td>{row}{name}" for row in rows for name in names)
    figures = "".join(f"<td>{number}" for number in range(1, 16))
    found = reported(f"<table><tr>{head}</tr><tr>{figures}</tr></table>")
    assert found["reconsideration.upheld"] == 1
    assert found["litigation_direct.other"] == 8
    assert found["litigation_after_reconsideration.total"] == 15
    assert len(found) == 15


def test_figures_of_a_table_whose_layout_is_not_known_are_listed() -> None:
    heads = ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "(一)予以公开")
    turned = "".join(
        f"<tr><td>{who}<td>1{at}<td>2{at}<td>3{at}</tr>"
        for at, who in enumerate(("自然人", "商业企业", "科研机构"))
    )
    body = f"<table><tr><td>申请人{''.join(f'<td>{x}' for x in heads)}</tr>{turned}</table>"
    body = f"{table(*DISCLOSURE, head='')}<p>三、收到和处理政府信息公开申请情况</p>{body}"
    assert "new.natural_person" not in reported(body)
    left = extracted(body).unplaced
    assert sorted(piece.text for piece in left) == sorted(f"{x}{y}" for x in "123" for y in "012")
    assert {piece.table for piece in left} == {"applications"}


DISCLOSURE = (
    "<td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数",
    "<td>规章<td>1<td>2<td>3",
)


def markdown(*rows: str) -> dict[str, int]:
    text = "某区2024年政府信息公开工作年度报告\n" + "\n".join(f"| {row} |" for row in rows)
    return figures_of(extracted_from("text", text))


def test_a_header_row_that_slid_below_another_names_nothing() -> None:
    # A merged cell lost its span: what stands below 自然人 is the first of the group beside it.
    upper = "| 自然人 | 法人或其他组织 |  |  |  |  | 总计"
    lower = "商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他"
    new = "一、本年新收政府信息公开申请数量 | 1 | 2 | 3 | 4 | 5 | 6 | 21"
    assert markdown(upper, f"|  | {lower} | ", new)["new.total"] == 21
    assert not markdown(upper, f"| {lower} |  | ", new)


def test_groups_of_results_that_are_not_alike_name_nothing() -> None:
    # With spans mistyped the total of the group before stands under 复议后起诉, and those of the
    # two others under no group.
    results = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    named, tall = ("".join(f"<td{x}>{name}" for name in results) for x in ("", " rowspan=2"))
    figures = "".join(f"<td>{number}" for number in range(1, 16))

    def disputes(span: int) -> dict[str, int]:
        top = f"<td colspan={span}>行政复议<td colspan={span + 5}>行政诉讼"
        groups = f"{tall}<td colspan={span}>未经复议直接起诉<td colspan=5>复议后起诉"
        rows = (DISCLOSURE[0], DISCLOSURE[1]), (top, groups, named + named, figures)
        return reported("".join(table(*part, head="") for part in rows))

    assert disputes(5)["litigation_after_reconsideration.total"] == 15
    assert not [key for key in disputes(4) if not key.startswith("regulations.")]


def test_an_amount_is_of_the_row_that_its_column_is_of() -> None:
    head = "<td>信息内容<td>采购项目数量<td>采购总金额"
    assert reported(table(head, "<td>政府集中采购<td>3<td>45", head=""))["procurement.amount"] == 45
    cells = reported(
        table(*DISCLOSURE, head="") + table(head, "<td>行政事业性收费<td>3<td>45", head="")
    )
    assert "fees.amount" not in cells
