"""``discourse figures``: make the figures that are out of date, and say in words what they show."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Annotated

import typer

from discourse.cli.context import StudyOption, open_study
from discourse.cli.progress import FigureProgress

if TYPE_CHECKING:
    from discourse.study import Study


def figures(
    stems: Annotated[
        list[str] | None, typer.Argument(metavar="[STEM]...", help="Figures to make; default: all.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Make them even if nothing changed.")] = False,
    draft: Annotated[bool, typer.Option("--draft", help="Few resamples, watermarked, into .cache/draft.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say which figures are out of date, and why.")
    ] = False,
    study: StudyOption = None,
) -> None:
    """Make the figures that are out of date, and nothing else.

    Example: discourse figures emphasis duel
    """
    found = open_study(study)
    if draft:
        _draft(found, stems or [])
        return
    from discourse.pipeline import load_experiments, out_of_date, run_experiments
    from discourse.report import report_is_current, summary_in_words, write_report

    if dry_run:
        reasons = out_of_date(found, stems or [])
        if not reasons and not stems and not report_is_current(found, load_experiments(found)):
            reasons["report"] = "the page is not what figures, settings, codebook and template give"
        typer.echo(
            "".join(f"{stem}: {reason}\n" for stem, reason in reasons.items()) or "All is up to date.\n", nl=False
        )
        return

    total = len(stems) if stems else len(load_experiments(found))
    start = time.perf_counter()
    with FigureProgress(total) as show:
        outcome = run_experiments(found, stems or [], show, force, os.cpu_count() or 1)
    write_report(found, load_experiments(found))
    if not outcome.made:
        typer.echo(f"All is up to date: {len(outcome.current)} figures in {found.figures}")
    else:
        typer.echo(
            f"{len(outcome.made)} figures made in {time.perf_counter() - start:.0f} s, "
            f"{len(outcome.current)} up to date; the report is {found.figures / 'report.html'}"
        )
    typer.echo("")
    typer.echo(summary_in_words(found))


def _draft(study: Study, stems: list[str]) -> None:
    from discourse.pipeline import load_experiments

    folder = study.cache / "draft"
    for experiment in load_experiments(study, stems):
        experiment.make(study, folder, draft=True)
        typer.echo(f"{folder / experiment.stem}.png")
