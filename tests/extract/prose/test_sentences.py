"""The corpora of sentences: nothing made up, and how much is found."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.extract.prose.corpus import corpus, expected, found

CORPORA = ("first.toml", "second.toml", "third.toml", "fourth.toml", "fifth.toml")
SENTENCES = [(name, sentence) for name in CORPORA for sentence in corpus(name)]
# What is found may not fall below these; raise them when more is found.
LEAST_RECALL = {
    "first.toml": 1.0,
    "second.toml": 1.0,
    "third.toml": 0.98,
    "fourth.toml": 1.0,
    "fifth.toml": 1.0,
}


@pytest.mark.parametrize(
    ("name", "sentence"), SENTENCES, ids=[s["text"][:24] for _, s in SENTENCES]
)
def test_no_value_is_made_up(name: str, sentence: dict[str, Any]) -> None:
    assert found(sentence) <= expected(sentence)


@pytest.mark.parametrize("name", CORPORA)
def test_recall(name: str, record_property: Any, capsys: pytest.CaptureFixture[str]) -> None:
    sentences = corpus(name)
    stated = sum(len(expected(s)) for s in sentences)
    read = sum(len(expected(s) & found(s)) for s in sentences)
    record_property("recall", f"{read}/{stated}")
    with capsys.disabled():
        print(f"\n{name}: {len(sentences)} sentences, recall {read}/{stated}")
    assert Decimal(read) / stated >= Decimal(str(LEAST_RECALL[name]))


def test_the_corpus_is_as_large_as_was_asked() -> None:
    first = corpus("first.toml")
    assert len(first) >= 150
    assert sum("trap" in sentence for sentence in first) >= len(first) / 2
    assert len({sentence["text"] for _, sentence in SENTENCES}) == len(SENTENCES)
