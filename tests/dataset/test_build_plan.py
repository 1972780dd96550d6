"""Which file becomes which report: by name and content alone, whatever came first."""

from __future__ import annotations

from itertools import permutations

from gxlab.dataset.building.outcomes import Outcome
from gxlab.dataset.building.plan import Failure, KeptOutcome, make_plan

FILES = {
    "a.pdf": Outcome("aaaaaaaa11", report_key="k"),
    "b.html": Outcome("bbbbbbbb22", report_key="k"),
    "c.html": Outcome("cccccccc33", report_key="other"),
    "d.html": Outcome("cccccccc33", report_key="other"),
    "e.pdf": Outcome("eeeeeeee44", stage="read", reason="is damaged"),
    "f.html": Outcome("ffffffff55", report_key="simulated-k", simulated=True),
}


def test_ids_copies_and_failures_in_any_order() -> None:
    for order in permutations(FILES):
        plan = make_plan(order, [KeptOutcome(FILES[name]) for name in order])
        assert {one.file: one.report_id for one in plan.reports} == {
            "a.pdf": "k~aaaaaaaa",
            "b.html": "k~bbbbbbbb",
            "c.html": "other",
        }
        assert [one.file for one in plan.reports] == ["a.pdf", "b.html", "c.html"]
        assert plan.failures == [
            Failure("d.html", "duplicate", "is the same file, byte for byte, as c.html"),
            Failure("e.pdf", "read", "is damaged"),
            Failure(
                "f.html",
                "simulated",
                "is simulated, and a.pdf is not: build simulated reports apart",
            ),
        ]


def test_simulated_reports_alone_are_reports() -> None:
    plan = make_plan(["f.html"], [KeptOutcome(FILES["f.html"])])
    assert [one.report_id for one in plan.reports] == ["simulated-k"]
    assert plan.failures == []
