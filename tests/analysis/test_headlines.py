"""Headlines beside the tables of the reports that are in both."""

from __future__ import annotations

import gxlab as gx


def test_suqians_prose_counts_the_cases_concluded() -> None:
    found = gx.headlines_against_table(gx.load())
    apart = found[found["verdict"] != "holds"].set_index("instance")
    assert set(apart["report_id"]) == {"321300-宿迁市人民政府-2024"}
    sums = {name: (row["left"], row["right"]) for name, row in apart.iterrows()}
    assert sums == {"reconsideration.total": (134, 170), "litigation.total": (57, 77)}
    assert set(apart["why"]) == {"it is the cases concluded, without those pending"}
    assert found["soft"].all()


def test_only_headlines_that_are_there_are_compared() -> None:
    dataset = gx.load()
    found = gx.headlines_against_table(dataset)
    assert found["left"].notna().all()
    assert set(found["report_id"]) <= set(dataset.reports["report_id"])
    # Hongze 2024 has no headline that stands in a table; Shanghai 2019 has no headline at all.
    assert not found["report_id"].str.contains("洪泽区人民政府-2024|2019").any()
    carried = found[found["instance"] == "applications.carried_out"].set_index("report_id")
    assert carried.loc["321300-宿迁市人民政府-2023", "left"] == 121


def test_a_place_is_joined_by_what_it_became() -> None:
    dataset = gx.load()
    before = len(gx.headlines_against_table(dataset))
    renamed = dataset.headlines.copy()
    hongze = renamed["county"].eq("洪泽区") & renamed["year"].eq(2023)
    renamed.loc[hongze, "body"] = "洪泽区政府"
    dataset.__dict__["headlines"] = renamed
    assert len(gx.headlines_against_table(dataset)) == before
    dataset.__dict__["headlines"] = renamed.iloc[:0]
    assert gx.headlines_against_table(dataset).empty
