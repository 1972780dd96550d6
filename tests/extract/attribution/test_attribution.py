"""Who, where and when, on documents a few lines long, and on every body of the coded reports."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import gxlab.regions
from gxlab.document import Block, Cell, Document, Grid, Paragraph
from gxlab.extract.attribution import Attribution, attribution_of, kind_of, parse_title
from gxlab.regions import lineage, region
from tests.conftest import SHARED

REPORT = "年政府信息公开工作年度报告"
OPENING = "本报告根据《中华人民共和国政府信息公开条例》的要求编制。"
FIELDS = ("body", "kind", "level", "region_code", "province", "prefecture", "county", "year")


def document(*lines: str, title: str = "", before: tuple[Block, ...] = ()) -> Document:
    paragraphs = [Paragraph(line, f"line {at}") for at, line in enumerate(lines, start=1)]
    return Document(Path("report.txt"), "text", "0" * 64, title, (*before, *paragraphs))


def report(heading: str, *lines: str, title: str = "") -> Attribution:
    return attribution_of(document(heading + REPORT, OPENING, *lines, title=title))


def grid(*rows: tuple[str, ...]) -> Grid:
    cells = tuple(
        Cell(row, col, 1, 1, text, f"table 1, row {row + 1}, cell {col + 1}")
        for row, texts in enumerate(rows)
        for col, text in enumerate(texts)
    )
    return Grid(cells, len(rows), max(map(len, rows)), "table 1")


# Titles


@pytest.mark.parametrize(
    ("text", "body", "year"),
    [
        ("安丘市财政局2024年政府信息公开工作年度报告", "安丘市财政局", 2024),
        ("2024年度安丘市财政局政府信息公开工作年度报告", "安丘市财政局", 2024),
        ("嵩明县人民政府关于2023年政府信息公开工作的年度报告", "嵩明县人民政府", 2023),
        ("关于安丘市财政局2024年政府信息公开工作情况的报告", "安丘市财政局", 2024),
        ("铜梁区2022年政府信息公开年报", "铜梁区", 2022),
        ("安丘市财政局二〇二四年政府信息公开工作年度报告", "安丘市财政局", 2024),
        ("安丘市财政局２０２４年政府信息公开工作年度报告", "安丘市财政局", 2024),
        ("安丘市财政局政府信息公开工作年度报告（2024年）", "安丘市财政局", 2024),
        ("安丘市财政局政府信息公开2024年度报告", "安丘市财政局", 2024),
        ("嵩明县人民政府信息公开工作2023年度报告", "嵩明县人民政府", 2023),
        ("泾县政务公开办公室2023年政府信息公开工作年度报告", "泾县政务公开办公室", 2023),
        ("《2024年政府信息公开工作年度报告》", None, 2024),
        ("政府信息公开年报", None, None),
        ("2023—2024年度政府信息公开报告", None, None),
        ("安丘市财政局2023-2024年政府信息公开工作年度报告", "安丘市财政局", None),
        ("安丘市财政局2023年至2024年度政府信息公开工作年度报告", "安丘市财政局", None),
        ("安丘市财政局政府信息公开工作2023-24年度报告", "安丘市财政局", None),
        ("关于印发《安丘市财政局2024年政府信息公开工作年度报告》的通知", "安丘市财政局", 2024),
        ("安丘市政府办公室关于印发《安丘市2024年政府信息公开年报》的通知", "安丘市", 2024),
    ],
)
def test_titles(text: str, body: str | None, year: int | None) -> None:
    assert parse_title(text) == (body, year)


@pytest.mark.parametrize(
    "text",
    [
        "安丘市财政局2024年政府信息公开工作年度报告.doc",
        "上一篇:安丘市2023年政府信息公开工作年度报告",
        "关于印发《2024年政府信息公开工作年度报告》的通知",
        "安丘市财政局关于印发《2024年法治政府建设年度报告》的通知",
        "图解:安丘市2024年政府信息公开工作年度报告",
        "安丘市财政局2024年法治政府建设年度报告",
        "安丘市财政局",
        "",
    ],
)
def test_what_is_no_title(text: str) -> None:
    assert parse_title(text) is None


@pytest.mark.parametrize(
    "lines",
    [
        ["淮安市人民政府\n2024 年政府信息公开工作年度报告"],
        ["淮安市人民政府", "2024 年 政府信息公开工作年度报告"],
        ["淮安市人民政府2024年", "政府信息公开工作年度报告"],
        ["淮安市人民政府", "2024年", "政府信息公开工作年度报告"],
        ["　淮 安 市 人 民 政 府2024年政府信息公开工作年度报告"],
    ],
)
def test_a_title_in_pieces(lines: list[str]) -> None:
    who = attribution_of(document(*lines, OPENING))
    assert (who.body, who.year) == ("淮安市人民政府", 2024)
    assert who.title == "淮安市人民政府2024年政府信息公开工作年度报告"


def test_a_name_cut_by_the_end_of_a_line() -> None:
    who = attribution_of(
        document("安丘市行政审批", "服务局2024" + REPORT, OPENING, "安丘市行政审批服务局")
    )
    assert who.body == "安丘市行政审批服务局"


def test_a_line_of_the_page_above_the_title_is_no_body() -> None:
    who = attribution_of(document("首页", "新闻中心", "2024" + REPORT, OPENING))
    assert (who.body, who.year, who.title) == (None, 2024, "2024" + REPORT)
    assert who.evidence["body"].startswith("neither a heading nor a signature")


def test_a_heading_that_is_printed_again_and_again() -> None:
    who = attribution_of(document(*["安丘市财政局2024" + REPORT] * 4, OPENING))
    assert (who.body, who.year) == ("安丘市财政局", 2024)


# Years


@pytest.mark.parametrize(
    "heading", [[f"安丘市财政局2023-2024{REPORT}"], ["安丘市财政局", f"2023-2024{REPORT}"]]
)
@pytest.mark.parametrize("title", ["", f"安丘市财政局2023-2024{REPORT}-安丘市人民政府"])
def test_a_span_of_years_is_no_year(heading: list[str], title: str) -> None:
    period = "统计期限自2024年1月1日至2024年12月31日"
    who = attribution_of(document(*heading, OPENING, period, title=title))
    assert (who.body, who.region_code, who.year) == ("安丘市财政局", "370784", None)
    assert who.evidence["year"] == (
        f"«安丘市财政局2023-2024{REPORT}» (line 1) names several years; "
        f"but the statistics period «2024年1月1日至2024年12月31日» (line {len(heading) + 2})"
    )


def test_a_span_of_years_in_the_title_of_the_page() -> None:
    title = f"安丘市财政局2023-2024{REPORT}-安丘市人民政府"
    who = attribution_of(document("一、总体情况", "2024年,我局公开信息。", title=title))
    assert (who.body, who.year) == ("安丘市财政局", None)


@pytest.mark.parametrize(
    "page",
    [
        document(
            *[f"安丘市财政局{year}{REPORT}" for year in range(2019, 2025)], OPENING, "2024年,我局"
        ),
        document(
            "安丘市财政局2024" + REPORT,
            *[f"安丘市财政局{year}{REPORT}" for year in range(2019, 2024)],
            OPENING,
            "统计期限自2024年1月1日至2024年12月31日",
        ),
        document(
            "安丘市财政局2024" + REPORT,
            *[f"{year}{REPORT}" for year in range(2019, 2024)],
            OPENING,
            title=f"安丘市财政局2024{REPORT}_安丘市人民政府",
        ),
        document(
            "安丘市财政局2023" + REPORT, "首页", "概况", "新闻", "政务", "服务", "互动", OPENING,
            "统计期限自2024年1月1日起至2024年12月31日止",
            title=f"安丘市财政局2024{REPORT} - 安丘市人民政府门户网站",
        ),
        document("安丘市财政局2024" + REPORT, OPENING, f"安丘市财政局2023{REPORT}.doc"),
    ],
)  # fmt: skip
def test_links_to_other_years_do_not_mislead(page: Document) -> None:
    who = attribution_of(page)
    assert (who.year, who.body) == (2024, "安丘市财政局")


def test_a_list_of_years_and_nothing_else_is_not_decided() -> None:
    who = attribution_of(
        document(*[f"安丘市财政局{year}{REPORT}" for year in range(2019, 2025)], OPENING)
    )
    assert who.year is None
    assert "several headings and nothing says which" in who.evidence["year"]


def test_links_to_other_departments_do_not_mislead() -> None:
    links = [f"安丘市{name}2024{REPORT}" for name in ("教育局", "财政局", "民政局")]
    who = attribution_of(document(*links, OPENING, "安丘市民政局", "2025年1月9日"))
    assert (who.body, who.year) == ("安丘市民政局", 2024)


def test_the_title_wins_over_the_period_and_says_so() -> None:
    who = report("安丘市财政局2024", "统计期限自2023年1月1日至2023年12月31日")
    assert who.year == 2024
    assert who.evidence["year"].endswith(
        "but the statistics period «2023年1月1日至2023年12月31日» (line 3)"
    )


def test_the_year_of_the_period_where_no_title_has_one() -> None:
    who = attribution_of(document("安丘市财政局", OPENING, "期限为2024年1月1日至12月31日。"))
    assert who.year == 2024
    assert "the statistics period" in who.evidence["year"]


def test_a_document_that_says_nothing() -> None:
    who = attribution_of(document("政策文件", "关于印发办法的通知"))
    assert all(getattr(who, name) is None for name in (*FIELDS, "title", "published"))
    assert set(who.evidence) == {*FIELDS, "title", "published"}


# Bodies


def test_the_body_from_who_prepared_signed_or_published_it() -> None:
    heading = "2024" + REPORT
    prepared = attribution_of(
        document(heading, "本报告由淮安市洪泽区人民政府办公室根据《条例》编制。")
    )
    assert (prepared.body, prepared.level) == ("淮安市洪泽区人民政府办公室", "county")
    signed = attribution_of(document(heading, OPENING, "安丘市财政局", "2025年1月8日"))
    assert (signed.body, signed.evidence["body"]) == ("安丘市财政局", "«安丘市财政局» (line 4)")
    table = grid(("名称", heading), ("索引号", "x"), ("发布机构:", "安丘市财政局"))
    published = attribution_of(document(heading, OPENING, before=(table,)))
    assert published.body == "安丘市财政局"
    assert published.evidence["body"] == "«安丘市财政局» (table 1, row 3, cell 1)"
    inline = attribution_of(
        document(heading, "来源:安丘市财政局 发布日期:2025-01-14 10:22", OPENING)
    )
    assert (inline.body, inline.published) == ("安丘市财政局", date(2025, 1, 14))


@pytest.mark.parametrize(
    ("preamble", "body"),
    [
        ("南京市鼓楼区财政局根据《政府信息公开条例》的规定,编制本年度报告。", "南京市鼓楼区财政局"),
        ("2024年,安丘市财政局(以下简称我局)按照《政府信息公开条例》规定公开。", "安丘市财政局"),
        ("根据《政府信息公开条例》的规定,安丘市财政局编制2024年度报告。", "安丘市财政局"),
        ("我局根据《政府信息公开条例》的规定,编制本年度报告。", None),
        ("安丘市各局根据《政府信息公开条例》的规定做好公开工作。", None),
        ("安丘市政府依据《政府信息公开条例》提出要求,安丘市财政局编制本年度报告。", None),
    ],
)
def test_the_body_from_the_preamble(preamble: str, body: str | None) -> None:
    who = attribution_of(document("2024" + REPORT, preamble, "一、总体情况"))
    assert who.body == body
    if body:
        assert who.evidence["body"] == f"«{body}» (line 2)"
        other = attribution_of(document("潍坊市民政局2024" + REPORT, preamble))
        assert other.body == "潍坊市民政局"


def test_a_notice_that_issues_the_report() -> None:
    notice = f"安丘市政府办公室关于印发《南京市鼓楼区财政局2024{REPORT}》的通知"
    who = attribution_of(document(notice, "一、总体情况"))
    assert (who.body, who.year, who.title) == ("南京市鼓楼区财政局", 2024, notice)


def test_metadata_with_label_and_value_on_two_lines() -> None:
    heading = "2024" + REPORT
    lines = ("发布机构:", "安丘市财政局", "发布日期", "2025-01-14 10:22", heading, OPENING)
    who = attribution_of(document(*lines))
    assert (who.body, who.published) == ("安丘市财政局", date(2025, 1, 14))
    assert who.evidence["body"] == "«安丘市财政局» (line 2)"
    bodies = ("安丘市财政局", "安丘市民政局", "首页")
    choice = attribution_of(document("发布机构", *bodies, heading, OPENING))
    assert choice.body is None
    labels = attribution_of(document("发布机构", "发布日期", "安丘市财政局", heading, OPENING))
    assert labels.published is None


def test_the_heading_may_stand_only_in_the_page_title() -> None:
    who = attribution_of(document(OPENING, title=f"上海市科学技术委员会2024{REPORT} - 上海市科委"))
    assert (who.body, who.region_code, who.year) == ("上海市科学技术委员会", "310000", 2024)
    spaced = attribution_of(document(OPENING, title=f"安丘市人民政府 安丘市财政局 2024{REPORT}"))
    assert (spaced.body, spaced.year) == ("安丘市财政局", 2024)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("淮安市人民政府", "government"),
        ("眉山市", "government"),
        ("贵阳市人民政府(市人民政府办公厅)", "government"),
        ("彰武县政府办公室", "government_office"),
        ("兴安盟行政公署办公室", "government_office"),
        ("泾县政务公开办公室", "government_office"),
        ("重庆市大足区人民政府外事办公室", "department"),
        ("北京市通州区城市管理委员会", "department"),
        ("国家税务总局安丘市税务局", "department"),
        ("枞阳县政府信访局", "department"),
        ("天津市发展改革委", "department"),
        ("赣县区融媒体中心", "department"),
        ("重庆两江新区管理委员会办公室", "zone"),
        ("西宁经济技术开发区", "zone"),
        ("安丘市石堆镇人民政府", "township"),
        ("重庆市九龙坡区二郎街道办事处", "township"),
        ("哈日诺尔苏木", "township"),
        ("奉新县东风垦殖场", "township"),
        ("安丘市第一中学", "institution"),
        ("淮安市水务集团有限公司", "institution"),
        ("首页", None),
    ],
)
def test_kinds(body: str, kind: str | None) -> None:
    assert kind_of(body, 2022) == kind


# Regions


def test_an_ambiguous_name_is_not_guessed() -> None:
    who = report("鼓楼区人民政府2024")
    assert (who.region_code, who.province, who.prefecture) == (None, None, None)
    assert (who.level, who.county) == ("county", "鼓楼区")
    assert who.evidence["region_code"] == (
        "鼓楼区 is in 南京市, 徐州市, 福州市, 开封市, and nothing in the report says which"
    )


@pytest.mark.parametrize(
    ("line", "title", "code"),
    [
        ("(地址:江苏省徐州市中山北路)", "", "320302"),
        ("请与徐州市鼓楼区人民政府办公室联系", "", "320302"),
        ("", f"鼓楼区人民政府2024{REPORT}-南京市鼓楼区人民政府", "320106"),
        ("根据《福建省人民政府办公厅关于…的通知》", "", "350102"),
        ("根据《江苏省人民政府办公厅关于…的通知》", "", None),
        ("南京市鼓楼区人民政府与徐州市鼓楼区人民政府", "", None),
        ("江苏省南京市与江苏省徐州市", "", None),
    ],
)
def test_an_ambiguous_name_and_what_decides(line: str, title: str, code: str | None) -> None:
    assert report("鼓楼区人民政府2024", line, title=title).region_code == code


def test_a_part_of_an_ambiguous_place_is_found() -> None:
    who = report("鼓楼区人民政府2024", "根据《江苏省人民政府办公厅关于…的通知》")
    assert (who.province, who.prefecture, who.county) == ("江苏省", None, "鼓楼区")


def test_a_body_without_a_place_in_its_name() -> None:
    nothing = report("财政局2024")
    assert (nothing.level, nothing.province) == ("department", None)
    assert "names no division" in nothing.evidence["province"]
    assert report("财政局2024", "请与安丘市财政局联系").region_code == "370784"
    assert report("市财政局2024", "请与安丘市财政局联系").region_code == "370784"
    assert report("财政局2024", title="年报_安丘市人民政府").region_code == "370784"


def test_a_city_department_is_not_of_the_district_where_it_stands() -> None:
    who = report("财政局2024", "(地址:江苏省淮安市清江浦区健康西路)")
    assert (who.region_code, who.prefecture, who.county) == (None, "淮安市", None)
    assert "whether «财政局» is of 淮安市 or within it is not said" in who.evidence["region_code"]
    city = report("市财政局2024", title="年报_淮安市清江浦区人民政府")
    assert (city.region_code, city.county) == ("320800", None)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("请与通榆县团结乡人民政府联系", ""),
        ("地址:吉林省白城市通榆县团结乡", ""),
        ("", "年报_通榆县人民政府"),
    ],
)
def test_a_township_is_of_the_county_that_is_named(line: str, title: str) -> None:
    who = report("团结乡人民政府2020", line, title=title)
    assert (who.level, who.county, who.region_code) == ("township", "通榆县", "220822")


def test_a_township_of_which_only_the_prefecture_is_found() -> None:
    who = report("团结乡人民政府2020", "地址:吉林省白城市")
    assert (who.province, who.prefecture, who.county) == ("吉林省", "白城市", None)
    assert who.region_code is None


def test_a_government_without_a_name_has_no_level_from_an_address() -> None:
    assert report("人民政府2024", "地址:江苏省淮安市").level is None


def test_the_name_goes_with_the_year() -> None:
    assert report("洪泽县人民政府2014").region_code == "320829"
    assert report("洪泽区人民政府2024").region_code == "320813"
    late = report("洪泽县人民政府2024")
    assert late.region_code == "320829"
    assert late.evidence["region_code"].endswith("not in that of 2024")
    assert report("儋州市人民政府2010").level == "county"
    assert report("儋州市人民政府2023").level == "prefecture"


def test_a_place_that_the_lists_do_not_have_is_not_taken_for_the_one_above() -> None:
    for body in ("南京市东城区人民政府", "南京市东城区某某镇人民政府", "郑州市高新区人民政府"):
        who = report(f"{body}2024")
        assert (who.region_code, who.prefecture) == (None, None), body


# Dates


@pytest.mark.parametrize(
    ("signed", "published"),
    [
        ("2025年1月8日", date(2025, 1, 8)),
        ("2025 年 1 月 8 日", date(2025, 1, 8)),
        ("二〇二五年一月二十八日", date(2025, 1, 28)),
        ("二○二五年十二月十日", date(2025, 12, 10)),
        ("2025-01-08", date(2025, 1, 8)),
        ("2025年1月", None),
        ("2025年2月30日", None),
        ("2024年12月8日", None),
    ],
)
def test_the_date_of_the_signature(signed: str, published: date | None) -> None:
    attached = f"安丘市财政局2024{REPORT}.doc"
    assert report("安丘市财政局2024", "安丘市财政局", signed, attached).published == published


def test_a_date_before_the_year_ended_is_reported_and_not_taken() -> None:
    who = report("安丘市财政局2024", "安丘市财政局", "2024年12月8日")
    assert who.evidence["published"] == "«2024年12月8日» (line 4): 2024 had not ended"


# Real reports


def read_rows(name: str) -> list[dict[str, str]]:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{path} is not at hand")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(("with_address", "at_least"), [(False, 0.94), (True, 0.97)])
def test_headlines(with_address: bool, at_least: float) -> None:
    """No body of the 165 coded reports is put in a wrong place, and few are not placed."""
    names = ("body", "year", "level", "province", "prefecture", "county")
    counts: Counter[tuple[str, str]] = Counter()
    wrong = []
    for row in read_rows("headlines.csv"):
        address = [f"地址:{row['province']}{row['prefecture']}"] if with_address else []
        who = attribution_of(document(f"{row['body']}{row['year']}{REPORT}", *address))
        for name in names:
            got = getattr(who, name)
            got = "" if got is None else str(got)
            verdict = "right" if got == row[name] else "wrong" if got else "none"
            counts[name, verdict] += 1
            if verdict == "wrong":
                wrong.append((row["body"], name, got, row[name]))
    for name in names:
        shown = ", ".join(f"{counts[name, v]} {v}" for v in ("right", "none", "wrong"))
        print(f"headlines, {'with' if with_address else 'without'} an address: {name} {shown}")
    assert wrong == []
    for name in names:
        assert counts[name, "right"] >= at_least * 165


@pytest.mark.parametrize("year", [2014, 2024])
@pytest.mark.parametrize("kind", ["人民政府", "财政局", "城关镇人民政府"])
def test_every_county_of_a_year(year: int, kind: str) -> None:
    """With the prefecture each county is found; by its name alone none is taken for another."""
    path = Path(gxlab.regions.__file__).with_name("regions.csv")
    with path.open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["level"] == "county"]
    alone = 0
    rows = [
        row for row in rows if int(row["first_year"] or 0) <= year <= int(row["last_year"] or 9999)
    ]
    for row in rows:
        place = region(row["code"], year)
        above = [name for name in lineage(place, year)[:2] if name]
        whole = report(f"{above[-1]}{place.name}{kind}{year}")
        assert whole.region_code == place.code, (above, place.name)
        who = report(f"{place.name}{kind}{year}")
        assert who.region_code in (place.code, None), (place.name, who.region_code)
        alone += who.region_code is not None
    assert alone > 0.96 * len(rows)


def test_coded_reports() -> None:
    reports = {row["report_id"]: row for row in read_rows("figures.csv")}
    assert len(reports) == 9
    for row in reports.values():
        who = attribution_of(document(f"{row['body']}{row['year']}{REPORT}", OPENING))
        place = "".join(part or "" for part in (who.province, who.prefecture, who.county))
        found = (who.body, place, who.level, str(who.year))
        assert found == (row["body"], row["region"], row["level"], row["year"])


def test_a_whole_report() -> None:
    path = SHARED / "anqiu-approval-bureau-2024.txt"
    if not path.exists():
        pytest.skip(f"{path} is not at hand")
    whole = document(*path.read_text(encoding="utf-8").splitlines())
    who = attribution_of(whole)
    assert (who.body, who.kind, who.region_code) == (
        "安丘市行政审批服务局",
        "department",
        "370784",
    )
    assert (who.year, who.published) == (2024, date(2025, 1, 8))


@pytest.mark.parametrize(
    ("huge", "expected"),
    [
        (document(*["安丘市财政局2024" + REPORT] * 20_000, OPENING), ("安丘市财政局", 2024)),
        (document(*["第一行"] * 100_000, OPENING), (None, None)),
        (
            document(
                "政府信息公开年度报告" + " 1" * 1_000_000, "江苏省南京市财政局" * 100_000, OPENING
            ),
            (None, None),
        ),
        (
            document("安丘市财政局2024" + REPORT, OPENING, title="政府信息公开" * 100_000),
            ("安丘市财政局", 2024),
        ),
    ],
    ids=["headings", "lines", "long lines", "long title"],
)
def test_the_time_grows_only_with_the_length(
    huge: Document, expected: tuple[str | None, int | None]
) -> None:
    """Where it grew with the square of the length, this would not end."""
    who = attribution_of(huge)
    assert (who.body, who.year) == expected
