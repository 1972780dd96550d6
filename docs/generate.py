"""The pages that nobody types: each is written from the package or copied from the checkout.

They lie beside the typed pages (the folders and files of `MADE`, which git ignores), since Sphinx
reads one folder, and are written anew by each build.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from typer.testing import CliRunner

import gxlab as gx
from gxlab.cli import app
from gxlab.dataset.codes import codebook_markdown

#: What is written here, and is in `.gitignore`.
MADE = ("api", "notebooks", "codebook.md", "command-line.md", "measures.md")


def write_all(docs: Path) -> None:
    """Write every page of `MADE` but ``api``, which is autosummary's."""
    _copy_notebooks(docs.parent / "notebooks", docs / "notebooks")
    pages = {
        "codebook.md": codebook_markdown(),
        "command-line.md": _page("Command line", _command_line()),
        "measures.md": _page("Measures", _measures()),
    }
    for name, text in pages.items():
        _write(docs / name, text)


def _write(path: Path, text: str) -> None:
    """Write a page if it changed: Sphinx renders again what has a new time."""
    if not path.is_file() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")


def _copy_notebooks(source: Path, target: Path) -> None:
    target.mkdir(exist_ok=True)
    for path in source.glob("[0-9]*.ipynb"):
        if not (target / path.name).is_file() or (
            (target / path.name).read_bytes() != path.read_bytes()
        ):
            shutil.copyfile(path, target / path.name)


def _page(title: str, lines: Iterator[str]) -> str:
    return "\n".join([f"# {title}", "", *lines, ""])


def _command_line() -> Iterator[str]:
    """What `--help` says of each command."""
    yield "What `gxlab --help` and the `--help` of each command print."
    names = [c.name or getattr(c.callback, "__name__", "") for c in app.registered_commands]
    runner = CliRunner(env={"COLUMNS": "88", "TERM": "dumb", "NO_COLOR": "1"})
    for name in ["", *names]:
        printed = runner.invoke(app, [name, "--help"] if name else ["--help"], prog_name="gxlab")
        yield from ("", f"## gxlab {name}".rstrip(), "", "```text", printed.output.rstrip(), "```")


def _measures() -> Iterator[str]:
    """Each measure with its formulas, and what may be compared across forms."""
    yield (
        "What `gx.measures` computes: `gx.definitions()` and `gx.crosswalk()`, for reading. "
        "A measure is missing wherever one of its cells was not reported. "
        "`=` joins forms that may be compared, `≠` parts those that may not."
    )
    across = gx.crosswalk().set_index("measure")
    for row in gx.definitions().to_dict("records"):
        code = row["measure"]
        yield from ("", f"## {row['zh']} · {row['en']}", "")
        yield f"`{code}`, unit {row['unit']}; forms {across.loc[code, 'comparable']}."
        yield from ("", f"{row['formula_zh']}", "", f"{row['formula_en']}", "")
        cells = across.loc[code].filter(like="form_")
        for form, text in cells.items():
            printed = f"`{text}`" if "." in text and "not defined" not in text else text
            yield f"- {str(form).removeprefix('form_')}: {printed}"
        if row["note"]:
            yield from ("", f"Note: {row['note']}.")
