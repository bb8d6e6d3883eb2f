"""``discourse check``: rebuild the figures elsewhere and compare every number with the committed one."""

from __future__ import annotations

import os
import time
from typing import Annotated

import typer

from discourse.cli.context import StudyOption, open_study
from discourse.cli.progress import FigureProgress

_LISTED = 8


def check(
    stems: Annotated[
        list[str] | None, typer.Argument(metavar="[STEM]...", help="Figures to check; default: all.")
    ] = None,
    study: StudyOption = None,
) -> None:
    """Rebuild the figures in a scratch folder and compare every number; exit 1 if any differs.

    Example: discourse check
    """
    from discourse.pipeline import check_figures, load_experiments

    found = open_study(study)
    total = len(stems) if stems else len(load_experiments(found))
    start = time.perf_counter()
    with FigureProgress(total) as show:
        checks = check_figures(found, stems or [], show, os.cpu_count() or 1)
    width = max(len(one.stem) for one in checks)
    typer.echo(f"{'figure':<{width}}  numbers  largest difference")
    for one in checks:
        typer.echo(f"{one.stem:<{width}}  {one.numbers:7d}  {one.largest:18.2g}  {'same' if one.same else 'DIFFERENT'}")
    for one in checks:
        for line in one.differences[:_LISTED]:
            typer.echo(f"{one.stem}: {line}")
        if len(one.differences) > _LISTED:
            typer.echo(f"{one.stem}: and {len(one.differences) - _LISTED} more")
        for line in one.causes:
            typer.echo(f"{one.stem}: cause: {line}")
    numbers = sum(one.numbers for one in checks)
    different = sum(not one.same for one in checks)
    if different:
        typer.echo(f"{different} of {len(checks)} figures differ.")
        raise typer.Exit(1)
    seconds = time.perf_counter() - start
    typer.echo(f"All {len(checks)} figures, {numbers} numbers: the same. Rebuilt in {seconds:.0f} s.")
