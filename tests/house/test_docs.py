"""The site builds without a warning and fetches nothing, and what its pages show is run."""

from __future__ import annotations

import doctest
import importlib
import os
import re
import runpy
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from typer.testing import CliRunner

import gxlab as gx
from gxlab import figures
from gxlab.cli import app
from tests.conftest import ROOT

DOCS = ROOT / "docs"
MADE = runpy.run_path(str(DOCS / "generate.py"))["MADE"]
TYPED = sorted(path.name for path in DOCS.glob("*.md") if path.name not in MADE)
#: What the pages include or copy from elsewhere in the checkout.
INCLUDED = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "data/README.md")
BLOCK = re.compile(r"^```(python|sh)\n(.*?)^```", re.M | re.S)
WITH_CODE = [name for name in TYPED if BLOCK.search((DOCS / name).read_text("utf-8"))]
WITH_DOCTESTS = sorted(
    path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
    for path in (ROOT / "gxlab").rglob("*.py")
    if ">>> " in path.read_text("utf-8")
)
#: Constants: autodoc has no docstring for them.
CONSTANTS = {"OUTCOMES", "WIDTHS"}


def blocks_of(name: str) -> list[tuple[str, str]]:
    return BLOCK.findall((DOCS / name).read_text("utf-8"))


# --- The code of the pages ----------------------------------------------------------------------


class Shell:
    """Runs the commands of a page: `gxlab` to its end, `dask` beside the commands after it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.beside: list[subprocess.Popen[bytes]] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = str(free.getsockname()[1])
        self.environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}

    def run(self, line: str) -> None:
        # The port that the page names may be in use on this machine.
        program, *arguments = shlex.split(line.replace("8786", self.port))
        if program == "dask":
            command = [sys.executable, "-m", "dask", *arguments]
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            self.beside.append(
                subprocess.Popen(command, cwd=self.folder, env=self.environment, **quiet)
            )
            return
        assert program == "gxlab", f"only gxlab and dask are run here: {line}"
        done = CliRunner().invoke(app, arguments)
        assert done.exit_code == 0, f"{line}\n{done.output}"

    def stop(self) -> None:
        for process in reversed(self.beside):
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    shell = Shell(tmp_path)
    yield shell
    shell.stop()


@pytest.mark.parametrize("name", WITH_CODE)
def test_the_code_of_a_page_runs(name: str, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every block in its order, in a folder with the reports that ship, one Python for a page."""
    shutil.copytree(ROOT / "data" / "reports", shell.folder / "data" / "reports")
    monkeypatch.chdir(shell.folder)
    monkeypatch.setenv("MPLBACKEND", "Agg")
    names: dict[str, object] = {}
    for language, code in blocks_of(name):
        if language == "python":
            exec(compile(code, name, "exec"), names)
        else:
            for line in code.splitlines():
                shell.run(line)
    close_figures()
    if name in ("quickstart.md", "kuaisu.md"):
        assert len(names["broken"]) == 2, "the page says how often the report contradicts itself"
        assert (shell.folder / "build" / "cells.dta").is_file()


def close_figures() -> None:
    import matplotlib.pyplot as plt

    plt.close("all")


def test_the_quick_starts_show_the_same() -> None:
    english, chinese = blocks_of("quickstart.md"), blocks_of("kuaisu.md")
    assert [code.replace('lang="en"', 'lang="zh"') for _, code in english] == [
        code for _, code in chinese
    ]


@pytest.mark.parametrize("name", WITH_DOCTESTS)
def test_the_examples_of_docstrings_are_so(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name))
    assert found.attempted
    assert not found.failed


# --- The site -----------------------------------------------------------------------------------


def test_the_site_builds_without_a_warning_and_is_whole(tmp_path: Path) -> None:
    """One test, so that it is built once, whatever the number of processes that test."""
    site = built_in(tmp_path)
    nothing_is_fetched_when_it_is_read(site)
    every_link_within_leads_somewhere(site)
    every_public_name_has_a_page_with_its_docstring(site)
    what_is_included_and_generated_is_there(site)


def built_in(there: Path) -> Path:
    """The site, built by the command of `make docs` from a copy of the pages."""
    shutil.copytree(DOCS, there / "docs", ignore=shutil.ignore_patterns(*MADE, "__pycache__"))
    shutil.copytree(ROOT / "notebooks", there / "notebooks")
    (there / "data").mkdir()
    for name in INCLUDED:
        shutil.copyfile(ROOT / name, there / name)
    makefile = (ROOT / "Makefile").read_text("utf-8")
    (command,) = re.findall(r"^docs:.*\n\t\$\(BIN\)/python (.*)$", makefile, re.M)
    assert "-W" in command.split(), "a warning is an error"
    done = subprocess.run(
        [sys.executable, *command.split()],
        cwd=there,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return there / "build" / "docs"


def pages_of(site: Path) -> dict[Path, html.HtmlElement]:
    paths = [path for path in site.rglob("*.html") if "_static" not in path.parts]
    return {path: html.fromstring(path.read_bytes()) for path in paths}


def nothing_is_fetched_when_it_is_read(site: Path) -> None:
    """No script, style, font, picture or frame comes from another machine."""
    fetched = "//script/@src | //link/@href | //img/@src | //iframe/@src | //source/@src"
    for path, page in pages_of(site).items():
        outside = [url for url in page.xpath(fetched) if re.match(r"(\w+:)?//", url)]
        assert outside == [], path.name
    for path in site.rglob("*.css"):
        text = path.read_text("utf-8")
        assert not re.search(r"url\(\s*[\"']?(\w+:)?//|@import\s+[\"'](\w+:)?//", text), path.name


def every_link_within_leads_somewhere(site: Path) -> None:
    for path, page in pages_of(site).items():
        for url in page.xpath("//a/@href | //img/@src | //script/@src | //link/@href"):
            target = url.split("#")[0].split("?")[0]
            if target and not re.match(r"\w+:", target):
                assert (path.parent / target).exists(), f"{path.name} links to {url}"


def every_public_name_has_a_page_with_its_docstring(site: Path) -> None:
    public = {f"gxlab.{name}": getattr(gx, name) for name in gx.__all__ if name != "figures"}
    public |= {f"gxlab.figures.{name}": getattr(figures, name) for name in figures.__all__}
    there = {path.stem for path in (site / "api").glob("*.html")}
    assert there == public.keys()
    for name, thing in public.items():
        if name.rpartition(".")[2] in CONSTANTS:
            continue
        page = html.fromstring((site / "api" / f"{name}.html").read_bytes())
        summary = thing.__doc__.split("\n\n")[0]
        assert plain(summary) in plain(page.text_content()), name


def plain(text: str) -> str:
    """A text without markup or spaces, to be found again when it has been rendered."""
    return re.sub(r"[\s`'\"’‘“”]", "", text)


def what_is_included_and_generated_is_there(site: Path) -> None:
    texts = {path.stem: page.text_content() for path, page in pages_of(site).items()}
    rooms = [p.name for p in (ROOT / "gxlab").iterdir() if p.is_dir() and p.name != "__pycache__"]
    assert all(f"{room}/" in texts["architecture"] for room in rooms)
    assert gx.__version__ in texts["changelog"]
    assert "How to add a format" in texts["contributing"]
    assert all(code in texts["measures"] for code in gx.definitions()["measure"])
    assert all(row in texts["codebook"] for row in gx.codebook()["row"])
    assert "gxlab simulate" in texts["command-line"]
    assert "--seed" in texts["command-line"]
    notebooks = {path.stem for path in (ROOT / "notebooks").glob("[0-9]*.ipynb")}
    assert notebooks <= texts.keys()


def test_git_ignores_what_is_generated() -> None:
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert {f"docs/{name}" for name in MADE} <= {line.rstrip("/") for line in ignored}
