from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from gxlab import figures
from gxlab.figures.styling import Lang

Shown = Callable[[Axes], set[str]]


def bars(ax: Axes) -> dict[float, list[Rectangle]]:
    """The parts of each bar, by the row it is in."""
    found: dict[float, list[Rectangle]] = {}
    for patch in ax.patches:
        assert isinstance(patch, Rectangle)
        found.setdefault(round(patch.get_y() + patch.get_height() / 2, 3), []).append(patch)
    return found


def test_outcomes_are_sums_of_the_rows_they_name(observations: pd.DataFrame) -> None:
    hongze = figures.outcome_counts(observations).loc["320813-淮安市洪泽区人民政府-2023"]
    assert hongze.to_dict() == {
        "granted": 0, "partly_granted": 4, "refused": 3, "unavailable": 13, "declined": 1,
        "other": 0,
    }  # fmt: skip
    assert hongze.sum() == 21


def test_an_outcome_with_a_blank_cell_is_missing(observations: pd.DataFrame) -> None:
    counts = figures.outcome_counts(observations)
    assert counts.loc["310000-上海市人民政府办公厅-2019"].isna().all()


def test_a_row_that_is_not_printed_is_no_zero(observations: pd.DataFrame) -> None:
    report = observations[observations["report_id"] == "321300-宿迁市人民政府-2024"].copy()
    report.loc[report["row"] == "refused_third_party", ["value", "status"]] = [None, "absent"]
    counts = figures.outcome_counts(report).iloc[0]
    assert pd.isna(counts["refused"])
    assert counts.drop("refused").notna().all()


def test_other_handling_is_not_counted_twice(observations: pd.DataFrame) -> None:
    report = observations[observations["report_id"] == "321300-宿迁市人民政府-2024"]
    whole = report[report["row"] == "other_else"].assign(row="other", value=9999.0)
    both = pd.concat([report, whole])
    assert figures.outcome_counts(both).equals(figures.outcome_counts(report))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_report_has_a_bar_or_says_why_not(
    observations: pd.DataFrame, shown: Shown, lang: Lang
) -> None:
    ax = figures.application_outcomes(observations, lang=lang)
    said = shown(ax)
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert len(labels) == 9
    assert labels[0] == "上海市人民政府办公厅 2019"
    assert bars(ax).keys() == set(range(1, 9))
    for parts in bars(ax).values():
        assert sum(part.get_width() for part in parts) == pytest.approx(1)
    hongze = bars(ax)[labels.index("淮安市洪泽区人民政府 2023")]
    widths = [round(part.get_width() * 21) for part in hongze]
    assert widths == [0, 4, 3, 13, 1, 0]
    assert {"totals not all printed", "总计栏未全部填写"} & said
    assert {"n = 21", "n = 3,521"} <= said


def test_outcomes_are_told_apart_without_colour(observations: pd.DataFrame) -> None:
    looks = [(grey(kind.colour), kind.hatch) for kind in figures.OUTCOMES.values()]
    for i, (light, hatch) in enumerate(looks):
        for other, also in looks[i + 1 :]:
            assert hatch != also or abs(light - other) > 0.03


def grey(colour: str) -> float:
    """Relative luminance of a colour written #RRGGBB."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return sum(w * p**2.2 for w, p in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def test_many_reports_are_shown_by_year_and_of_one_year_by_province(
    many: pd.DataFrame, shown: Shown
) -> None:
    by_year = figures.application_outcomes(many)
    assert [label.get_text() for label in by_year.get_yticklabels()] == ["2023", "2024"]
    assert "n = 105,630 (30)" in shown(by_year)
    one_year = pd.concat([many[many["year"] == 2024]] * 2, ignore_index=True)
    half = len(one_year) // 2
    one_year.loc[half:, "report_id"] += "b"
    by_province = figures.application_outcomes(one_year)
    assert {label.get_text() for label in by_province.get_yticklabels()} == set(many["province"])


def test_a_group_says_which_reports_it_leaves_out(observations: pd.DataFrame) -> None:
    ax = figures.application_outcomes(observations, by="year")
    figure = ax.figure
    said = figure.get_supxlabel().replace("\n", " ")
    assert said.startswith("1 of 9 reports left out: their totals are not all printed.")
    assert said.endswith(
        "Reports of several levels are added up: one may count what another counts."
    )


def test_the_2014_form_has_no_such_table(observations: pd.DataFrame, shown: Shown) -> None:
    old = observations[observations["report_id"] == "321300-宿迁市人民政府-2024"].assign(
        report_id="321300-宿迁市人民政府-2016", year=2016, form="2014", table="indicators"
    )
    both = pd.concat([observations, old])
    assert "the 2014 form has no such table" in shown(figures.application_outcomes(both))
    matrix = figures.refusal_grounds(both, by="report", lang="zh")
    assert "2014 年格式无此表" in shown(matrix)


def test_outcomes_by_applicant_add_up_reports_whose_column_is_whole(
    observations: pd.DataFrame, shown: Shown
) -> None:
    ax = figures.outcomes_by_applicant(observations, lang="zh", size="column")
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels[0] == "自然人"
    assert labels[-1] == "总计"
    natural = figures.outcome_counts(observations, "natural_person").dropna()
    assert f"n = {natural.to_numpy().sum():,.0f} ({len(natural)})" in shown(ax)
    widths = [part.get_width() for part in bars(ax)[0]]
    assert widths == pytest.approx(list(natural.sum() / natural.to_numpy().sum()))


def test_refusal_grounds_are_those_of_reports_that_print_all_eight(
    observations: pd.DataFrame, shown: Shown
) -> None:
    ax = figures.refusal_grounds(observations)
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels[0] == "state secret\n属于国家秘密"
    refused = figures.outcome_counts(observations)["refused"].dropna()
    assert sum(part[0].get_width() for part in bars(ax).values()) == refused.sum()
    assert any("8 of 9 reports" in text for text in shown(ax))


def test_grounds_that_are_not_printed_are_hatched(observations: pd.DataFrame) -> None:
    ax = figures.refusal_grounds(observations, by="report", lang="zh")
    hatched = [patch for patch in ax.patches if patch.get_hatch()]
    assert {round(patch.get_y()) for patch in hatched} == {0}  # 上海市人民政府办公厅 2019
    assert len(hatched) == 8
    numbers = [int(text.get_text()) for text in ax.texts]
    assert len(numbers) == 8 * 8
    assert sum(numbers) == figures.outcome_counts(observations)["refused"].sum()


def test_too_many_reports_for_a_matrix_are_refused(many: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match=r"60 reports do not fit .* give by='year'"):
        figures.refusal_grounds(many, by="report")


@pytest.mark.parametrize(
    "draw",
    [figures.application_outcomes, figures.outcomes_by_applicant, figures.refusal_grounds],
)
def test_a_missing_column_is_named(
    draw: Callable[[pd.DataFrame], Axes], observations: pd.DataFrame
) -> None:
    with pytest.raises(ValueError, match=r"needs the columns row, status; the frame has"):
        draw(observations.drop(columns=["row", "status"]))
