"""The folders are the way that data takes: who may import whom, and what the README says of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import grimp

from tests.conftest import ROOT

PACKAGE = ROOT / "gxlab"
#: A gxlab import inside a function, each with the reason for which it may stand there.
DEFERRED = {
    "samples/typeset/formats.py": "PDFs are printed with reportlab, which is an extra",
}


def deferred_imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for inner in ast.walk(node):
                names = (
                    [inner.module or ""]
                    if isinstance(inner, ast.ImportFrom)
                    else [alias.name for alias in inner.names]
                    if isinstance(inner, ast.Import)
                    else []
                )
                yield from (name for name in names if name.split(".")[0] == "gxlab")


def test_no_import_dodges_a_circle() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if list(deferred_imports(path))
    }
    assert found == set(DEFERRED)
    assert not [
        p for p in PACKAGE.rglob("*.py") if "TYPE_CHECKING:\n    from gxlab" in p.read_text("utf-8")
    ]


def test_no_circle_of_files() -> None:
    """The contracts in pyproject.toml look at siblings; this looks at files, packages' own too."""
    graph = grimp.build_graph("gxlab")
    reached = {module: graph.find_downstream_modules(module) for module in graph.modules}
    circles = {frozenset((a, b)) for a, after in reached.items() for b in after if a in reached[b]}
    assert circles == set()


def test_the_readme_describes_every_room_and_no_other() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    described = re.findall(r"^\| `([\w.]+/?)` \|", readme.split("| in `gxlab/` |")[1], re.M)
    there = {
        f"{path.name}/" if path.is_dir() else path.name
        for path in PACKAGE.iterdir()
        if path.name not in ("__pycache__", "__init__.pyi", "py.typed")
    }
    assert set(described) == there
    assert len(there) <= 16
