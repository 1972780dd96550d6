"""The descriptor: judged by the Frictionless framework, which knows nothing of gxlab."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import frictionless
import pytest

import gxlab as gx
from gxlab import schema
from gxlab.dataset.descriptor import describe
from tests.conftest import ROOT

SHIPPED = ROOT / "data" / "dataset"


@pytest.fixture(scope="module")
def package() -> dict[str, object]:
    return dict(gx.Dataset(SHIPPED).about)


def test_every_table_is_as_its_descriptor_says() -> None:
    report = frictionless.validate(str(SHIPPED / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])
    assert report.stats["tasks"] == 5


def test_a_wrong_cell_is_noticed(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(SHIPPED, tmp_path / "copy"))
    table = copy / "checks.csv"
    table.write_text(table.read_text("utf-8").replace(",holds,", ",hold,", 1), "utf-8")
    assert not frictionless.validate(str(copy / "datapackage.json")).valid


def test_every_column_is_described_with_its_type(package: dict[str, object]) -> None:
    text = json.dumps(package, ensure_ascii=False)
    assert "CC-BY-4.0" in text
    for resource in json.loads(text)["resources"]:
        fields = schema.TABLES[resource["name"]]
        assert [field["name"] for field in resource["schema"]["fields"]] == [f.name for f in fields]
        assert all(len(field["description"]) > 3 for field in resource["schema"]["fields"])
        content = (SHIPPED / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_a_version_follows_the_values(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(SHIPPED, tmp_path / "copy"))
    same = describe(copy)["version"]
    assert same == gx.Dataset(SHIPPED).version
    table = copy / "observations.csv"
    table.write_text(table.read_text("utf-8").replace(",3119,", ",3120,", 1), "utf-8")
    assert describe(copy)["version"] != same
