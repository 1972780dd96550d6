"""The command line: a function for each command of `gxlab`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

import gxlab as gx
from gxlab import workbench
from gxlab.dataset.limits import GIBIBYTES, SECONDS
from gxlab.errors import FileError, GxlabError

app = typer.Typer(
    help="Government information disclosure annual reports (政府信息公开年报) as tidy data.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
_errors = Console(stderr=True, highlight=False)
# Files that a build names before it points to failures.csv.
_MOST_NAMED = 20

Paths = Annotated[list[Path], typer.Argument(help="Report files, or folders of them.")]


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"gxlab {gx.__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    pass


@app.command()
def extract(
    paths: Paths,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="A .csv or .parquet file; CSV on standard output without."
        ),
    ] = None,
) -> None:
    """Write the tidy table of all files: one row a cell.

    Exit status: 0 when all files were read, 1 when some were not (each is named on standard
    error, the others are written), 2 for wrong usage.
    """
    _writable(output)
    table, failures = workbench.tidy_table(paths)
    workbench.write_table(table, output)
    _finish((one.file, one.reason) for one in failures)


@app.command()
def show(path: Annotated[Path, typer.Argument(help="One report file.")]) -> None:
    """Show one report: who, where, when, its tables as printed, the verdicts."""
    try:
        report = gx.read(path)
    except FileError as error:
        _fail(error)
    workbench.show_report(report._overview(), Console(highlight=False))


@app.command("build")
def build_command(
    folder: Annotated[Path, typer.Argument(help="A folder of report files, at any depth.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The dataset's folder.")],
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Processes that read; as many as there are cores without."),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(help="A Dask scheduler (tcp://HOST:PORT) whose workers read instead."),
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="Seconds that one file may take.")
    ] = SECONDS,
    memory: Annotated[
        float, typer.Option(min=0.1, help="GiB of memory that one file may take.")
    ] = GIBIBYTES,
    recheck: Annotated[
        bool, typer.Option("--recheck", help="Look into every file, whatever its time.")
    ] = False,
) -> None:
    """Turn a folder of reports into a dataset of Parquet tables and failures.csv.

    Only files that are new or changed are read; a build that was stopped goes on where it was.
    Exit status: 0 when all files became reports, 1 when some did not (see failures.csv), 2 for
    wrong usage, 130 when stopped.
    """
    if not folder.is_dir():
        raise typer.BadParameter(f"{folder}: there is no such folder", param_hint="DIR")
    try:
        dataset = gx.build(
            folder,
            output,
            workers=workers,
            scheduler=scheduler,
            progress=_errors.is_terminal,
            timeout=timeout,
            memory=memory,
            recheck=recheck,
        )
    except GxlabError as error:
        _fail(error)
    except KeyboardInterrupt:
        _errors.print("stopped; the same command goes on from here")
        raise typer.Exit(130) from None
    values = dataset.reports["reported"].sum()
    typer.echo(f"{output}: {len(dataset.reports)} reports, {values} values")
    failures = dataset.failures
    _finish(zip(failures["file"], failures["reason"], strict=True), _MOST_NAMED)


DatasetOption = Annotated[
    Path | None,
    typer.Option(
        "-d", "--dataset", help="A dataset's folder; without, GXLAB_DATASET or the shipped one."
    ),
]


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="One select in SQL (DuckDB's).")],
    dataset: DatasetOption = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="A .csv or .parquet file; a printed table without."),
    ] = None,
) -> None:
    """Answer a question in SQL over a dataset: reports, observations, checks, headlines, labels.

    A column named "table" or "column" is written in double quotes.
    """
    _writable(output)
    try:
        opened = gx.load(dataset)
        found = opened.query(sql)
    except GxlabError as error:
        _fail(error)
    if output is None:
        workbench.show_table(found, Console(highlight=False), simulated=opened.simulated)
    else:
        workbench.write_table(found, output)


@app.command()
def export(
    output: Annotated[Path, typer.Argument(help="A .csv, .parquet, .dta or .xlsx file.")],
    dataset: DatasetOption = None,
    table: Annotated[
        str,
        typer.Option(
            help="observations, reports, checks, headlines, codebook or wide (a row a report); "
            "an .xlsx holds them all."
        ),
    ] = "observations",
) -> None:
    """Write a table for other tools, labels beside the codes: CSV, Parquet, Stata, Excel."""
    if not output.parent.is_dir():
        raise typer.BadParameter(f"{output.parent}: there is no such folder", param_hint="OUTPUT")
    try:
        gx.load(dataset).export(output, table)
    except (GxlabError, ValueError, OSError) as error:
        _fail(error)
    typer.echo(str(output))


@app.command("simulate")
def simulate_command(
    folder: Annotated[Path, typer.Argument(help="An empty folder, or an earlier simulation.")],
    reports: Annotated[int, typer.Option("--reports", min=1, help="How many reports.")] = 300,
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed, the same files.")] = 1,
) -> None:
    """Write reports with known parameters, marked as simulated, to try an analysis on."""
    try:
        simulation = gx.simulate(folder, reports=reports, seed=seed)
    except GxlabError as error:
        _fail(error)
    typer.echo(f"{folder}: {len(simulation.files)} simulated reports, seed {seed}")
    typer.echo(f"build them with: gxlab build {folder / 'reports'} -o DATASET")


@app.command()
def reproduce(
    root: Annotated[
        Path, typer.Option("--root", help="The checkout that holds data/ and notebooks/.")
    ] = Path(),
) -> None:
    """Build the bundled reports and execute the notebooks."""
    try:
        for line in workbench.reproduce(root):
            typer.echo(line)
    except FileNotFoundError as error:
        _fail(error)


def _writable(output: Path | None) -> None:
    """Refuse a file for a table that could not be written, before the work is done."""
    if output is None:
        return
    if output.suffix not in (".csv", ".parquet"):
        raise typer.BadParameter(f"{output}: must end in .csv or .parquet", param_hint="-o")
    if not output.parent.is_dir():
        raise typer.BadParameter(f"{output.parent}: there is no such folder", param_hint="-o")


def _fail(error: Exception) -> NoReturn:
    _errors.print(f"error: {error}", markup=False, soft_wrap=True)
    raise typer.Exit(1) from None


def _finish(failures: Iterable[tuple[str, str]], most: int | None = None) -> None:
    """Name on standard error the files that could not be read, and why; exit accordingly."""
    failures = list(failures)
    for file, reason in failures[:most]:
        _errors.print(f"not read: {file}: {reason}", markup=False, soft_wrap=True)
    if more := len(failures[most:]) if most else 0:
        _errors.print(f"not read: {more} more files, which failures.csv names")
    if failures:
        raise typer.Exit(1)
