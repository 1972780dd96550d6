"""What becomes of one file: also what nobody foresaw is an outcome, and no error."""

from __future__ import annotations

import pytest

from gxlab.dataset.building import outcomes
from tests.conftest import ROOT

REPORT = ROOT / "data" / "reports" / "hongze-2023.pdf"


@pytest.mark.parametrize(
    ("error", "stage", "reason"),
    [
        (MemoryError(), "limit", "there was not enough memory to read it"),
        (ZeroDivisionError("by zero"), "extract", "unexpected ZeroDivisionError: by zero; please"),
    ],
)
def test_an_error_nobody_foresaw_costs_only_its_file(
    error: Exception, stage: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(document: object) -> None:
        raise error

    monkeypatch.setattr(outcomes, "extract_report", fails)
    outcome = outcomes.read_file(str(REPORT)).outcome
    assert outcome.stage == stage
    assert outcome.reason is not None
    assert outcome.reason.startswith(reason)


def test_what_only_memory_decided_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a hash an outcome is no property of the content, and is not kept."""

    def fails(document: object) -> None:
        raise MemoryError

    monkeypatch.setattr(outcomes, "extract_report", fails)
    assert outcomes.read_file(str(REPORT)).outcome.sha256 is None
