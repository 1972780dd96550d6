"""Three published reports: every value of their prose with its code, and no other number."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gxlab.extract.prose import read_prose, read_unsettled
from gxlab.readers import read_document
from tests.conftest import original

# row.column, value, unit, approximate, the clause's own words.
ANQIU = """
disclosed.website          267   条    exact  通过安丘市政府网站主动公开信息267条
disclosed_change.website   3.89  %     exact  同比增长3.89%
disclosed.wechat           232   条    exact  微信公众号推送232条信息
disclosed.screens          262   条    exact  大厅电子显示屏、宣传手册等渠道公开262条信息
applications.received      2     件    exact  全年共收到依申请公开2份
reconsideration.total      0     件    exact  本年度无依申请公开复议
litigation.total           0     件    exact  未发生行政诉讼
processing_fee.amount      0     元    exact  本机关依申请公开政府信息未收取费用
staff.full_time            1     人    exact  配置1名专职
staff.part_time            2     人    exact  2名兼职人员工作队伍
training.sessions          2     次    exact  全年组织2场专业培训
"""
HUAIAN = """
disclosed.website          5500  条    about  市政府网站主动公开各类政府信息 5500 余条
applications.received      3119  件    exact  全市共受理政府信息公开申请 3119 件
applications.concluded     3050  件    exact  答复 3050件
applications.carried_in    34    件    exact  含上年度结转申请 34件
applications.carried_out   103   件    exact  另有 103 件顺延到下年度答复
reconsideration.total      351   件    exact  政府信息公开行政复议 351件
reconsideration.upheld     72    件    exact  其中结果维持 72件
reconsideration.corrected  64    件    exact  结果纠正 64件
reconsideration.other      178   件    exact  其他结果 178件
reconsideration.pending    37    件    exact  尚未审结 37 件
litigation.total           46    件    exact  政府信息公开行政诉讼 46 件
litigation.upheld          25    件    exact  其中结果维持 25件
litigation.corrected       5     件    exact  结果纠正 5 件
litigation.other           9     件    exact  其他结果 9件
litigation.pending         7     件    exact  尚未审结 7件
processing_fee.amount      3940  元    exact  全年收取政府信息公开信息处理费 3940 元
"""
HONGZE = """
disclosed.website          1136  条    exact  我区在政府网站平台主动公开政府信息 1136条
applications.received      21    件    exact  2023年全区受理政府信息公开申请 21件
processing_fee.amount      0     元    exact  全年收取政府信息公开信息处理费 0 元
"""
ORIGINALS = {
    "anqiu-approval-bureau-2024.txt": ANQIU,
    "huaian-2024.pdf": HUAIAN,
    "hongze-2023.pdf": HONGZE,
}


@pytest.mark.parametrize("name", ORIGINALS)
def test_every_value_of_the_prose_and_no_other(name: str) -> None:
    expected = {}
    for line in ORIGINALS[name].strip().splitlines():
        code, value, unit, about, raw = line.split(maxsplit=4)
        expected[code] = (Decimal(value), unit, about == "about", raw)
    document = read_document(original(name))
    read = {
        f"{o.row}.{o.column}": (o.value, o.unit, o.approximate, o.raw) for o in read_prose(document)
    }
    assert read == expected
    assert read_unsettled(document) == []


@pytest.mark.parametrize("name", ORIGINALS)
def test_every_value_says_where_it_stood(name: str) -> None:
    document = read_document(original(name))
    texts = {p.locator: "".join(p.text.split()) for p in document.paragraphs}
    for value in read_prose(document):
        assert "".join(value.raw.split()) in texts[value.locator]
        assert len(value.raw) <= 60
        assert (value.page is None) == (document.format == "text")


def test_what_received_may_mean_is_noted() -> None:
    document = read_document(original("huaian-2024.pdf"))
    notes = {f"{o.row}.{o.column}": o.note for o in read_prose(document)}
    assert notes["applications.received"] == "may be new, or new plus carried in"
    assert notes["applications.concluded"] == ""
