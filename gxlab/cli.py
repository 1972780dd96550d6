"""The command line: what each function of this module is called, `gxlab --help` tells."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from gxlab.build import Failure, build, gather, read_all, report_files
from gxlab.dataset import load
from gxlab.errors import FileError, GxlabError
from gxlab.report import read
from gxlab.schema import write_csv

app = typer.Typer(
    help="Government information disclosure annual reports (政府信息公开年报) as tidy data.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
_errors = Console(stderr=True, highlight=False)

Paths = Annotated[list[Path], typer.Argument(help="Report files, or folders of them.")]


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
    """Write the tidy table of all files: one row a figure.

    Exit status: 0 when all files were read, 1 when some were not (each is named on standard
    error, the others are written), 2 for wrong usage.
    """
    if output is not None and output.suffix not in (".csv", ".parquet"):
        raise typer.BadParameter(f"{output}: must end in .csv or .parquet", param_hint="-o")
    if output is not None and not output.parent.is_dir():
        raise typer.BadParameter(f"{output.parent}: there is no such folder", param_hint="-o")
    files = [file for path in paths for file in (report_files(path) if path.is_dir() else [path])]
    batch = gather(read_all(files))
    observations = batch.frame("observations")
    if output is not None and output.suffix == ".parquet":
        observations.to_parquet(output, index=False)
    else:
        write_csv(observations, output or sys.stdout)
    _finish(batch.failures)


@app.command()
def show(path: Annotated[Path, typer.Argument(help="One report file.")]) -> None:
    """Show one report: who, where, when, its tables as printed, the verdicts."""
    from gxlab.terminal import show_report

    try:
        report = read(path)
    except FileError as error:
        _fail(error)
    show_report(report, Console(highlight=False))


@app.command("build")
def build_command(
    folder: Annotated[Path, typer.Argument(help="A folder of report files, at any depth.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The dataset's folder.")],
) -> None:
    """Turn a folder of reports into a dataset of Parquet tables and failures.csv."""
    if not folder.is_dir():
        raise typer.BadParameter(f"{folder}: there is no such folder", param_hint="DIR")
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=_errors,
    ) as bar:

        def progress(files: Sequence[Path]) -> Iterable[Path]:
            return bar.track(files, description="reading reports")

        dataset = build(folder, output, progress=progress)
    figures = dataset.reports["reported"].sum()
    typer.echo(f"{output}: {len(dataset.reports)} reports, {figures} figures")
    _finish([Failure(*row) for row in dataset.failures.itertuples(index=False)])


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
    from gxlab.terminal import show_table

    if output is not None and output.suffix not in (".csv", ".parquet"):
        raise typer.BadParameter(f"{output}: must end in .csv or .parquet", param_hint="-o")
    try:
        opened = load(dataset)
        found = opened.query(sql)
    except GxlabError as error:
        _fail(error)
    if output is None:
        show_table(found, Console(highlight=False), simulated=opened.simulated)
    elif output.suffix == ".csv":
        write_csv(found, output)
    else:
        found.to_parquet(output, index=False)


@app.command()
def export(
    output: Annotated[Path, typer.Argument(help="A .csv, .parquet, .dta or .xlsx file.")],
    dataset: DatasetOption = None,
    table: Annotated[
        str, typer.Option(help="observations, reports, checks, headlines, wide …")
    ] = "observations",
) -> None:
    """Write a table for other tools, labels beside the codes: CSV, Parquet, Stata, Excel."""
    try:
        load(dataset).export(output, table)
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
    from gxlab.simulate import simulate

    try:
        simulation = simulate(folder, reports=reports, seed=seed)
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
    from gxlab.reproduce import reproduce as run

    try:
        for line in run(root):
            typer.echo(line)
    except FileNotFoundError as error:
        _fail(error)


def _fail(error: Exception) -> NoReturn:
    _errors.print(f"error: {error}", markup=False, soft_wrap=True)
    raise typer.Exit(1) from None


def _finish(failures: Sequence[Failure]) -> None:
    """Name on standard error what could not be read, and exit accordingly."""
    for failure in failures:
        _errors.print(f"not read: {failure.file}: {failure.reason}", markup=False, soft_wrap=True)
    if failures:
        raise typer.Exit(1)
