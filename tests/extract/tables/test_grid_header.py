"""A header in which anything is out of place names no column."""

from __future__ import annotations

from tests.extract.tables.small_tables import (
    DISCLOSURE,
    HEAD,
    NEW,
    SEVEN,
    extracted,
    extracted_from,
    reported,
    table,
    values_of,
)


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


def markdown(*rows: str) -> dict[str, int]:
    text = "某区2024年政府信息公开工作年度报告\n" + "\n".join(f"| {row} |" for row in rows)
    return values_of(extracted_from("text", text))


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


def test_a_table_of_one_group_is_known_by_its_caption() -> None:
    head = "<tr><td>结果维持<td>结果纠正<td>其他结果<td>尚未审结<td>总计</tr>"
    five = f"{head}<tr><td>1<td>2<td>3<td>4<td>10</tr>"
    for caption, row in (
        ("(一)行政复议情况", "reconsideration"),
        ("(二)行政诉讼——未经行政复议直接起诉", "litigation_direct"),
        ("行政诉讼情况(复议后起诉)", "litigation_after_reconsideration"),
    ):
        assert f"{row}.total" in reported(f"<p>{caption}</p><table>{five}</table>")


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
