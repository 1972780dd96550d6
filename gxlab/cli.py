"""The command line: `gxlab extract`, `show`, `build`, `simulate`, `reproduce`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from gxlab.build import Batch, build, gather, read_all, report_files
from gxlab.errors import FileError, GxlabError
from gxlab.extract.numbers import REPORTED
from gxlab.report import read

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
        # Counts are whole numbers: 21, and not 21.0.
        observations.to_csv(
            output or sys.stdout, index=False, lineterminator="\n", float_format="%.12g"
        )
    _finish(batch)


@app.command()
def show(path: Annotated[Path, typer.Argument(help="One report file.")]) -> None:
    """Show one report: who, where, when, its tables as printed, the verdicts."""
    from gxlab.terminal import show_report

    try:
        report = read(path)
    except FileError as error:
        _errors.print(f"error: {error}", markup=False, soft_wrap=True)
        raise typer.Exit(1) from None
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

        batch = build(folder, output, progress=progress)
    figures = sum(cell.status == REPORTED for _, report in batch.reports for cell in report.cells)
    typer.echo(f"{output}: {len(batch.reports)} reports, {figures} figures")
    _finish(batch)


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
        _errors.print(f"error: {error}", markup=False, soft_wrap=True)
        raise typer.Exit(1) from None
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
        _errors.print(f"error: {error}", markup=False, soft_wrap=True)
        raise typer.Exit(1) from None


def _finish(batch: Batch) -> None:
    """Name on standard error what could not be read, and exit accordingly."""
    for failure in batch.failures:
        _errors.print(f"not read: {failure.file}: {failure.reason}", markup=False, soft_wrap=True)
    if batch.failures:
        raise typer.Exit(1)
