"""What a printed division name stands for in a year."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import gxlab.regions
from gxlab.regions import find, leading, lineage, mentions, region, within


def codes(name: str, year: int | None = None) -> list[str]:
    return [place.code for place in find(name, year)]


@pytest.fixture(scope="module")
def listed() -> list[dict[str, str]]:
    path = Path(gxlab.regions.__file__).with_name("regions.csv")
    with path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_every_row_can_be_found_by_its_name_in_its_years(listed: list[dict[str, str]]) -> None:
    assert len(listed) > 3_600
    for row in listed:
        for year in {int(row["first_year"] or 2007), int(row["last_year"] or 2024)}:
            assert row["code"] in codes(row["name"], year), (row, year)


def test_every_row_has_a_lineage(listed: list[dict[str, str]]) -> None:
    shapes = set()
    for row in listed:
        year = int(row["first_year"] or 2007)
        above = lineage(region(row["code"], year), year)
        assert row["name"] in above
        shapes.add(tuple(map(bool, above)))
    # Province, prefecture, county, and counties directly under a province.
    assert shapes == {
        (True, False, False), (True, True, False), (True, True, True), (True, False, True)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "year", "names"),
    [
        ("110101", 2020, ("北京市", None, "东城区")),
        ("370784", 2024, ("山东省", "潍坊市", "安丘市")),
        ("320813", 2024, ("江苏省", "淮安市", "洪泽区")),
        ("469025", 2023, ("海南省", None, "白沙黎族自治县")),
        ("310000", 2024, ("上海市", None, None)),
        # The prefecture's name of the year, for a county that kept its own.
        ("420683", 2009, ("湖北省", "襄樊市", "枣阳市")),
        ("420683", 2024, ("湖北省", "襄阳市", "枣阳市")),
    ],
)
def test_lineage(code: str, year: int, names: tuple[str | None, ...]) -> None:
    assert lineage(region(code, year), year) == names


def test_an_unknown_code_says_so() -> None:
    with pytest.raises(LookupError, match="no list since 2007 has the division code '999999'"):
        region("999999")


def test_one_code_under_two_names() -> None:
    assert region("420600", 2008).name == "襄樊市"
    assert region("420600").name == "襄阳市"


def test_a_county_that_became_a_district_is_found_under_both_names() -> None:
    assert codes("洪泽县", 2014) == ["320829"]
    assert codes("洪泽区", 2024) == ["320813"]
    assert region("320829").successor == "320813"


@pytest.mark.parametrize(
    ("year", "caveat"),
    [
        (2015, ""),
        (2016, "洪泽县 (320829) is in the lists from the first to 2015, not in that of 2016"),
        (2024, "洪泽县 (320829) is in the lists from the first to 2015, not in that of 2024"),
        (None, ""),
    ],
)
def test_a_name_outside_its_years_is_found_and_says_so(year: int | None, caveat: str) -> None:
    (place,) = find("洪泽县", year)
    assert place.caveat(year) == caveat


def test_a_name_before_its_years_says_so() -> None:
    (place,) = find("洪泽区", 2010)
    assert "from 2016 to the newest, not in that of 2010" in place.caveat(2010)


def test_years_beyond_the_lists_count_as_their_ends() -> None:
    assert codes("洪泽区", 2030) == codes("洪泽区", None) == ["320813"]
    assert codes("洪泽县", 1999) == ["320829"]
    assert find("洪泽区", 2030)[0].caveat(2030) == ""


def test_the_rank_of_a_name_goes_with_the_year() -> None:
    assert [place.level for place in find("儋州市", 2010)] == ["county"]
    assert [place.level for place in find("儋州市", 2023)] == ["prefecture"]
    assert find("儋州市", 2023, level="county")[0].last_year == 2014


def test_ambiguous_names_are_all_found_and_narrowed() -> None:
    assert set(codes("鼓楼区", 2024)) == {"320106", "320302", "350102", "410204"}
    xuzhou = tuple(find("徐州市", 2024))
    assert [place.code for place in find("鼓楼区", 2024, above=xuzhou)] == ["320302"]
    assert within(region("320302"), region("320000"))
    assert not within(region("320302"), region("320100"))


@pytest.mark.parametrize("stem", ["洪泽", "淮安", "重庆", "", "市", "不存在县"])
def test_stems_and_unknown_names_are_not_found(stem: str) -> None:
    assert find(stem, 2024) == []


def test_short_forms_keep_the_suffix() -> None:
    assert codes("临夏州", 2023) == ["622900"]
    assert codes("宽城县", 2021) == ["130827"]
    # 东乡县 was a county of its own, in 江西, until it became 东乡区.
    assert set(codes("东乡县", 2010)) == {"361029", "622926"}
    assert codes("东乡县", 2022) == ["622926"]


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("安丘市行政审批服务局", ("安丘市",), ["370784"]),
        ("北京市东城区人民政府", ("北京市", "东城区"), ["110101"]),
        ("揭阳市揭东区云路镇人民政府", ("揭阳市", "揭东区"), ["445203"]),
        ("山东省安丘市", ("山东省", "安丘市"), ["370784"]),
        ("江苏淮安市洪泽区", ("淮安市", "洪泽区"), ["320813"]),
        ("南昌市南昌县", ("南昌市", "南昌县"), ["360121"]),
        ("乌兰察布市区域经济合作局", ("乌兰察布市",), ["150900"]),
        ("安丘市市场监督管理局", ("安丘市",), ["370784"]),
        ("长沙市区", ("长沙市",), ["430100"]),
        ("大同市城区教育局", ("大同市", "城区"), ["140202"]),
        ("南京市东城区", ("南京市",), ["320100"]),
        ("重庆两江新区", (), []),
        ("沂源经济开发区", (), []),
        ("洪泽", (), []),
        ("财政局", (), []),
        ("", (), []),
    ],
)
def test_leading(text: str, names: tuple[str, ...], found: list[str]) -> None:
    named = leading(text, 2022)
    assert named.names == names
    assert [place.code for place in named.regions] == found
    assert text[: named.end].endswith("".join(names))


def test_leading_follows_a_prefecture_that_was_promoted() -> None:
    assert [r.code for r in leading("铜仁地区江口县", 2011).regions] == ["520621"]


def test_mentions() -> None:
    text = "通讯地址:吉林省白城市通榆县,参照长沙市区做法,办理县级合作市场事项,建成县城,在成县"
    assert [run.names for run in mentions(text, 2022)] == [
        ("吉林省", "白城市", "通榆县"),
        ("长沙市",),
    ]
    assert mentions("陇南市成县", 2022)[0].regions[0].code == "621221"


def test_every_name_is_mentioned_whatever_it_ends_with(listed: list[dict[str, str]]) -> None:
    for row in listed:
        year, name = int(row["first_year"] or 2007), row["name"]
        # Names of two characters count only after the division that they lie in.
        if len(name) > 2:
            assert [run.names for run in mentions(f"在{name}", year)] == [(name,)], name
