from __future__ import annotations

import pytest

from gxlab.extract.tables.labels import fold, is_section_title, vocabulary
from gxlab.forms import forms

ROWS = vocabulary("applications").rows


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("(一)予以公开", "granted"),
        ("（一）予以公开", "granted"),
        ("１．属于国家秘密", "refused_state_secret"),
        ("1、属于国家秘密", "refused_state_secret"),
        ("①属于国家秘密", "refused_state_secret"),
        ('3.危及"三安全一稳定"', "refused_security_stability"),
        ("5.要求行政机关确认或重 新出具\n已获取信息", "declined_reconfirm"),
        ("(二)部分公开", "partly_granted"),
        ("(七) 总 计", "total"),
        ("合计", "total"),
        ("2.其他法律行政止公开", "refused_law_forbids"),
        ("8.属于行政查洵事项", "refused_administrative_query"),
        ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申", "other_no_correction"),
    ],
)
def test_a_label_however_printed(text: str, code: str) -> None:
    assert ROWS.match(text) == code


@pytest.mark.parametrize(
    "text", ["不公开", "公开", "申请", "予公开", "属于", "小计", "", "(单位:件)"]
)
def test_what_is_near_to_several_is_none(text: str) -> None:
    assert ROWS.match(text) is None


def test_a_slip_is_looked_for_in_its_group_first() -> None:
    assert ROWS.match("1.信访举报投拆申请", "declined") == "declined_petition"
    assert ROWS.match("1.信访举报投拆申请", "refused") == "declined_petition"


def test_the_enumerator_is_kept_apart() -> None:
    assert (fold("(六) 其他 处理").key, fold("(六) 其他 处理").number) == ("其他处理", 6)
    assert fold("三安全一稳定").number is None


def test_every_wording_of_every_form_is_itself() -> None:
    for form in forms():
        for table in form.tables:
            if table.is_list:
                continue  # its rows are told by what they stand under too: test_form_2014
            words = vocabulary(table.code)
            for block in table.blocks:
                assert [words.rows.exact(row.zh) for row in block.rows] == [
                    row.code for row in block.rows
                ]
                assert [words.columns.exact(c.zh) for c in block.columns] == [
                    c.code for c in block.columns
                ]


@pytest.mark.parametrize(
    "text",
    [
        "二、主动公开政府信息情况",
        "一、(行政机关)主动公开政府信息情况",
        "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "五、存在的主要问题及改进情况",
    ],
)
def test_section_titles_under_any_number(text: str) -> None:
    assert is_section_title(text)


def test_a_label_is_no_section_title() -> None:
    assert not is_section_title("一、本年新收政府信息公开申请数量")
