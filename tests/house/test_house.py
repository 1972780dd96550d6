"""What the project promises of itself: its dependencies, its data, its public names."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib

import pytest
import yaml

import gxlab as gx
from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def name_of(requirement: str) -> str:
    return re.split(r"[<>=\[ ]", requirement)[0]


def test_conda_and_pip_install_the_same() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    *conda, pip = environment["dependencies"]
    assert pip["pip"].pop() == "--editable .[maps,typeset]", "the notebooks draw maps and PDFs"
    wanted = {r for r in [*conda, *pip["pip"]] if name_of(r) not in ("python", "pip", "--editable")}
    assert wanted == set(PROJECT["dependencies"])


def test_the_lock_has_every_dependency_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    lines = [line for line in lock.splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.\-]+==[\w.+!]+", line) for line in lines)
    locked = {name_of(line).lower().replace("_", "-") for line in lines}
    wanted = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["typeset"]]
    assert {name_of(requirement) for requirement in wanted} <= locked


def test_every_dependency_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    for requirement in PROJECT["dependencies"]:
        assert re.search(rf'"{re.escape(requirement)}",\s*# \S', text), requirement


def test_public_names_are_those_of_the_package() -> None:
    assert set(gx.__all__) <= set(dir(gx))
    assert all(hasattr(gx, name) for name in gx.__all__)
    assert gx.__version__ == PROJECT["version"]


def in_a_fresh_python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_no_module_bears_the_name_of_a_public_function() -> None:
    """Whichever order they are imported in, a module and a public function never collide."""
    modules = {path.stem for path in (ROOT / "gxlab").rglob("*.py")}
    modules |= {path.parent.name for path in (ROOT / "gxlab").rglob("__init__.py")}
    assert modules & {*gx.__all__, *gx.figures.__all__} - {"figures"} == set()


def test_importing_gxlab_imports_nothing_heavy() -> None:
    heavy = "{'pandas', 'numpy', 'pdfplumber', 'docx', 'matplotlib', 'duckdb', 'statsmodels'}"
    assert in_a_fresh_python(f"import sys, gxlab; print({heavy} & set(sys.modules))") == "set()"


def test_opening_a_dataset_imports_what_it_needs() -> None:
    heavy = "{'pdfplumber', 'docx', 'matplotlib', 'statsmodels'}"
    code = f"import sys, gxlab; gxlab.load().reports; print({heavy} & set(sys.modules))"
    assert in_a_fresh_python(code) == "set()"


@pytest.mark.locked
def test_the_bundled_reports_are_what_the_typesetter_prints() -> None:
    spec = importlib.util.spec_from_file_location("typeset", ROOT / "data" / "typeset.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made = module.bundled_reports()
    shipped = {path.name: path.read_bytes() for path in (ROOT / "data" / "reports").iterdir()}
    assert made.keys() == shipped.keys()
    assert [name for name in made if made[name] != shipped[name]] == []


def test_the_bundled_reports_say_what_they_are() -> None:
    from gxlab.readers import read_document

    for path in (ROOT / "data" / "reports").iterdir():
        said = "".join(paragraph.text for paragraph in read_document(path).paragraphs)
        assert "Re-typeset by gxlab" in said.replace(" ", " "), path.name
