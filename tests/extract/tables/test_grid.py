"""Small tables that mislead: what is placed, and what is dropped."""

from __future__ import annotations

from tests.extract.tables.small_tables import HEAD, NEW, SEVEN, extracted, reported, statuses, table


def test_a_row_is_placed_by_label_and_column() -> None:
    assert reported(table(NEW)) == {
        "new.natural_person": 1, "new.business": 2, "new.research": 3, "new.public_interest": 4,
        "new.legal_service": 5, "new.other_org": 6, "new.total": 21,
    }  # fmt: skip


def test_a_row_with_a_cell_too_few_is_dropped() -> None:
    short = "<td colspan=3>二、上年结转政府信息公开申请数量<td>1<td>2<td>3<td>4<td>5<td>6"
    assert {key.split(".")[0] for key in reported(table(NEW, short))} == {"new"}
    assert set(statuses(table(NEW, short), "carried_in").values()) == {"unreadable"}
    assert len(extracted(table(NEW, short)).unplaced) == 6


def test_an_empty_label_cell_is_not_counted_as_a_value() -> None:
    # The label has lost its span, and the empty last cell is left out.
    other = "<td>三、<td>(六)其他处理<td><td>1<td>2<td>3<td>4<td>5<td>6".replace("<td>三、", "")
    assert {key.split(".")[0] for key in reported(table(NEW, other))} == {"new"}


def test_two_cells_under_one_column_are_two_values() -> None:
    head = HEAD.replace("<td rowspan=2>自然人", "<td colspan=2>自然人").replace(
        "<tr><td>商业", "<tr><td>2023年<td>2024年<td>商业"
    )
    row = "<td colspan=3>一、本年新收政府信息公开申请数量<td>9<td><td>2<td>3<td>4<td>5<td>6<td>21"
    assert "new.natural_person" not in reported(table(row, head=head))


def test_serial_numbers_beside_the_labels_are_no_values() -> None:
    head = HEAD.replace("rowspan=3 colspan=3", "rowspan=3 colspan=4")
    row = f"<td>1<td colspan=3>一、本年新收政府信息公开申请数量{SEVEN}"
    assert reported(table(row, head=head))["new.natural_person"] == 1


def test_serial_numbers_may_begin_at_the_header() -> None:
    head = HEAD.replace("<tr>", "<tr><td>1")
    assert reported(table(f"<td>4{NEW}", head=head)) == reported(table(NEW))


def test_a_numbered_row_without_a_header_is_listed_as_unplaced() -> None:
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


def test_two_rows_in_one_are_both_unreadable() -> None:
    both = (
        "<td>三、<td>(三)不予公开<td>6.属于四类过程性信息<br>7.属于行政执法案卷" + "<td>1<br>2" * 7
    )
    page = table(NEW, both)
    for row in ("refused_deliberative", "refused_enforcement_file"):
        assert set(statuses(page, row).values()) == {"unreadable"}


def test_a_label_with_a_telling_character_is_another() -> None:
    page = (
        "<table><tr><td>信息内容<td>上年处理决定数量<td>本年处理决定数量</tr>"
        "<tr><td>行政许可<td>8<td>7</tr><tr><td>行政处罚(其中:简易程序)<td>5<td>6</tr>"
        "<tr><td>非行政强制<td>3<td>4</tr></table>"
    )
    assert reported(page) == {"permits.decisions": 7}


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


def test_a_mark_over_a_whole_row_is_a_mark_in_each_cell() -> None:
    marked = "<td colspan=3>一、本年新收政府信息公开申请数量<td colspan=7>/"
    numbered = marked.replace("/", "5")
    assert set(statuses(table(marked), "new").values()) == {"not_applicable"}
    assert set(statuses(table(NEW.replace("一、本年新收", "四、结转下年度继续办理").replace(
        "政府信息公开申请数量", ""), numbered), "new").values()) == {"unreadable"}  # fmt: skip


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
