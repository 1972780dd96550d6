"""Each recipe of CONTRIBUTING.md is followed to the letter in a copy, and its test passes there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
RECIPES = dict(re.findall(r"^## How to add an? ([\w ]+)\n(.*?)(?=^## )", GUIDE, re.M | re.S))
#: A block, and the file that the sentence before it names last.
BLOCK = re.compile(r"`([\w./-]+)`:\n\n```(\w+)\n(.*?)^```", re.M | re.S)
COPIED = ("pyproject.toml", "tests/conftest.py", "data/typed.csv")


def test_there_is_a_recipe_for_each_thing_that_may_be_added() -> None:
    assert list(RECIPES) == ["format", "form", "prose value", "measure", "figure"]
    assert all(BLOCK.search(recipe) for recipe in RECIPES.values())
    shown = sum(recipe.count("\n```") for recipe in RECIPES.values()) // 2
    assert len(BLOCK.findall("".join(RECIPES.values()))) == shown, "a block without its file"


def edited(before: str, diff: str) -> str:
    """A text after a diff without line numbers, whose old lines must stand in it once."""
    lines = [(line[0], line[1:] or line) for line in diff.splitlines(keepends=True)]
    old = "".join(text for mark, text in lines if mark != "+")
    new = "".join(text for mark, text in lines if mark != "-")
    assert before.count(old) == 1, f"these lines stand {before.count(old)} times:\n{old}"
    return before.replace(old, new)


def copy_of_the_checkout(folder: Path) -> None:
    shutil.copytree(ROOT / "gxlab", folder / "gxlab", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("data/reports", "data/dataset"):
        shutil.copytree(ROOT / name, folder / name)
    for name in COPIED:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)


def run(folder: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONUTF8": "1", "MPLBACKEND": "Agg"}
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("what", RECIPES)
def test_a_recipe_does_what_it_says(what: str, tmp_path: Path) -> None:
    copy_of_the_checkout(tmp_path)
    tests, written = [], []
    for name, language, block in BLOCK.findall(RECIPES[what]):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = edited(path.read_text("utf-8"), block) if language == "diff" else block
        path.write_text(text, "utf-8")
        written += [name] if name.endswith(".py") else []
        tests += [name] if name.startswith("tests/") else []
    assert tests
    run(tmp_path, "ruff", "check", *written)
    run(tmp_path, "ruff", "format", "--check", *written)
    printed = run(tmp_path, "pytest", "-q", "-p", "no:cacheprovider", *tests)
    assert re.search(r"^\d+ passed", printed, re.M), printed


def test_the_files_and_commands_that_it_names_are_there() -> None:
    outside = re.sub(r"^```.*?^```", "", GUIDE, flags=re.M | re.S)
    new = {name for name, *_ in BLOCK.findall(GUIDE)}
    for path in re.findall(r"`((?:gxlab|tests|docs|data)/[\w./-]*)`", outside):
        path = path.removesuffix("ROOM/MODULE.py").removesuffix("ROOM/")
        assert (ROOT / path).exists() or path in new, path
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"`make (\w+)`", GUIDE):
        assert re.search(rf"^{target}:", makefile, re.M), target


def test_the_version_is_the_same_everywhere() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))["version"]
    assert re.findall(r"^## (\S+)", changelog, re.M)[0] == version == str(cited)


# --- CI -----------------------------------------------------------------------------------------


def test_the_workflow_runs_what_ci_runs() -> None:
    """On each system and Python that pyproject allows, and once with the lowest versions."""
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))
    commands = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    (command,) = [line for line in commands if line.startswith("make ")]
    jobs = workflow["jobs"]
    steps = {name: [step.get("run", "") for step in job["steps"]] for name, job in jobs.items()}
    assert any(step.startswith(command) for step in steps["test"])
    assert any(step.startswith("make lowest") for step in steps["lowest"])
    matrix = jobs["test"]["strategy"]["matrix"]
    assert {name.split("-")[0] for name in matrix["os"]} == {"ubuntu", "macos", "windows"}
    assert matrix["python"] == ["3.11", "3.12", "3.13", "3.14"]
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert needed["requires-python"] == f">={matrix['python'][0]}"
    lowest = [step.get("with", {}).get("python-version") for step in jobs["lowest"]["steps"]]
    assert matrix["python"][0] in lowest
