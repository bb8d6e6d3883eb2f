"""``discourse figures``, ``report``, ``check``, ``table``: figures, the page of them, whether they hold, as tables."""

from __future__ import annotations

import os
import time
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from discourse.cli.common import (
    LanguageFolder,
    LanguageOption,
    ProgressBar,
    RawOption,
    StudyOption,
    check_language,
    open_study,
    say_next,
)
from discourse.display import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from discourse.errors import DiscourseError
    from discourse.study import Study

_LISTED = 8
_NO_PAGE = "The report needs the figure emphasis: discourse figures emphasis"


class Form(StrEnum):
    """Forms of a table."""

    markdown = "markdown"
    latex = "latex"
    csv = "csv"


def figures(
    stems: Annotated[
        list[str] | None, typer.Argument(metavar="[STEM]...", help="Figures to make; default: all.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Make them even if nothing changed.")] = False,
    draft: Annotated[bool, typer.Option("--draft", help="Few resamples, watermarked, into .cache/draft.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say which figures are out of date, and why.")
    ] = False,
    language: LanguageOption = "",
    out: LanguageFolder = None,
    study: StudyOption = None,
) -> None:
    """Make the figures that are out of date, and nothing else.

    With --language, they are then drawn from their numbers in that language, too, into a folder of their own.

    Example: discourse figures emphasis comparison

    Example: discourse figures --language id --out ../translated
    """
    from discourse.errors import DataError
    from discourse.studies import check_coded, next_step

    found = open_study(study)
    check_coded(found)
    check_language(found, language, out, "figures")
    if language and (draft or dry_run):
        raise DataError("--language alone", "--draft or --dry-run with it", "discourse figures", "Leave it out.")
    if draft:
        _draft(found, stems or [])
        return
    if dry_run:
        _say_out_of_date(found, stems or [])
        return
    refusal = make_all(found, stems or [], force)
    if language and out:
        _in_language(found, stems or [], language, out)
    if refusal:
        raise refusal
    say_next(next_step(found), found)


def _say_out_of_date(study: Study, stems: list[str]) -> None:
    from discourse.pipeline.kept_page import page_is_kept
    from discourse.pipeline.reasons import reason_lines
    from discourse.pipeline.run import load_experiments, out_of_date
    from discourse.report import report_is_current

    reasons = out_of_date(study, stems)
    if not (reasons or stems or page_is_kept(study)) and not report_is_current(study, load_experiments(study)):
        reasons["report"] = "the page is not what figures, paragraphs, codings, settings and template give"
    typer.echo("\n".join(reason_lines(reasons)) or "All is up to date.")


def make_all(study: Study, stems: Sequence[str] = (), force: bool = False) -> DiscourseError | None:
    """Make the figures that are out of date, and the report; say what they say, how long it took, and what changed.

    Returns
    -------
    DiscourseError or None
        Why a figure was refused; the reasons of all are its notes.
    """
    from discourse.pipeline.check import changes_in_words
    from discourse.pipeline.kept_page import renewed_page
    from discourse.pipeline.lock import figures_held
    from discourse.pipeline.run import chosen_scripts, load_experiments, run_experiments

    start = time.perf_counter()
    scripts = chosen_scripts(study, stems)
    with ProgressBar("figures", len(scripts)) as bar, figures_held(study.figures, bar.wait):
        outcome = run_experiments(study, stems, bar.figure, force, os.cpu_count() or 1)
        said = renewed_page(study, partial(_page_and_summary, summary="emphasis" not in outcome.refused))
    typer.echo(f"{said}\n" if said else "", nl=bool(said))
    seconds = f"{time.perf_counter() - start:.0f} s"
    if not outcome.made:
        state = "The others are" if outcome.refused else "All is"
        current = counted(len(outcome.current), "figure")
        typer.echo(f"{state} up to date: {current} in {study.figures}, looked at in {seconds}")
        return _refusal(outcome.refused)
    page = "" if said == _NO_PAGE else f"; the report is {study.figures / 'report.html'}"
    typer.echo(f"{counted(len(outcome.made), 'figure')} made in {seconds}, {len(outcome.current)} up to date{page}")
    typer.echo("\n".join(changes_in_words(outcome.before, load_experiments(study, sorted(outcome.made)), study)))
    return _refusal(outcome.refused)


def _page_and_summary(study: Study, summary: bool) -> str:
    from discourse.pipeline.run import load_experiments
    from discourse.report import summary_in_words, write_report

    if not (study.figures / "emphasis.csv").is_file():
        return _NO_PAGE
    write_report(study, load_experiments(study))
    return summary_in_words(study) if summary else ""


def _in_language(study: Study, stems: Sequence[str], language: str, out: Path) -> None:
    """Draw in a language what has been made, and write the report in it."""
    from discourse.pipeline.in_language import draw_in_language, study_translation
    from discourse.pipeline.lock import figures_at_rest
    from discourse.pipeline.run import load_experiments
    from discourse.report import write_report
    from discourse.translations import speaking

    experiments, workers = load_experiments(study, stems), os.cpu_count() or 1
    with ProgressBar("figures", len(experiments)) as bar, figures_at_rest(study.figures, bar.wait):
        drawn = draw_in_language(study, experiments, language, out, bar.figure, workers)
        with speaking(study_translation(study, language)):
            page = write_report(study, load_experiments(study), out)
    typer.echo(f"{counted(len(drawn), 'figure')} drawn in language {language}; the report is {page}")


def _refusal(refused: Mapping[str, DiscourseError]) -> DiscourseError | None:
    from discourse.errors import EstimateError

    if len(refused) < 2:
        return next(iter(refused.values()), None)
    found = EstimateError("data and libraries for all figures", f"too little for {len(refused)} of them", "figures")
    for stem, reason in refused.items():
        found.add_note(f"{stem}: {reason}")
    return found


def _draft(study: Study, stems: list[str]) -> None:
    from discourse.pipeline.run import load_experiments

    folder = study.cache / "draft"
    for experiment in load_experiments(study, stems):
        experiment.make(study, folder, draft=True)
        typer.echo(f"{folder / experiment.stem}.png")


def report(
    open_it: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    language: LanguageOption = "",
    out: LanguageFolder = None,
    study: StudyOption = None,
) -> None:
    """Write the page of the figures as they are now, and say where it is.

    It is figures/report.html, one file that can be mailed; the tables that it links to stay beside it. With --language,
    it is written into a folder that has the figures in that language.

    Example: discourse report --open
    """
    from discourse.pipeline.run import out_of_date
    from discourse.studies import check_coded

    found = open_study(study)
    check_coded(found)
    page = _write_page(found, language, out)
    stale = out_of_date(found)
    if stale:
        typer.echo(f"Out of date: {', '.join(stale)}. Make them anew: discourse figures")
    typer.echo(f"The report: {page}")
    if open_it:
        typer.launch(str(page.resolve()))


def _write_page(study: Study, language: str, out: Path | None) -> Path:
    from discourse.errors import DataError
    from discourse.pipeline.in_language import study_translation
    from discourse.pipeline.lock import figures_held
    from discourse.pipeline.run import load_experiments
    from discourse.report import write_report
    from discourse.translations import speaking

    check_language(study, language, out, "report")
    experiments = load_experiments(study)
    with ProgressBar("figures") as bar, figures_held(study.figures, bar.wait):
        if out is None:
            return write_report(study, experiments)
        if not (out / "emphasis.csv").is_file():
            hint = f"Draw them: discourse figures --language {language} --out FOLDER"
            raise DataError("a folder with the figures in that language", "none of them", out, hint)
        with speaking(study_translation(study, language)):
            return write_report(study, experiments, out)


def check(
    stems: Annotated[
        list[str] | None, typer.Argument(metavar="[STEM]...", help="Figures to check; default: all.")
    ] = None,
    study: StudyOption = None,
) -> None:
    """Rebuild the figures in a scratch folder and compare every number; exit 1 if any differs.

    Pictures and the report are compared with what was written when they were made.

    Example: discourse check
    """
    from discourse.errors import NothingYetError
    from discourse.pipeline.check import check_figures
    from discourse.pipeline.lock import figures_at_rest
    from discourse.pipeline.run import load_experiments

    found = open_study(study)
    total = len(load_experiments(found, stems or []))
    if not found.figures.is_dir() or not any(found.figures.iterdir()):
        raise NothingYetError("figures", "none yet", found.figures, "Make them: discourse figures")
    start = time.perf_counter()
    with ProgressBar("figures", total) as bar:
        with figures_at_rest(found.figures, bar.wait):
            report = "" if stems else _report_difference(found)
        checks = check_figures(found, stems or [], bar.figure, os.cpu_count() or 1)
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
    typer.echo(report, nl=bool(report))
    numbers = sum(one.numbers for one in checks)
    different = sum(not one.same for one in checks)
    if different:
        typer.echo(f"{different} of {len(checks)} figures differ.")
    if different or report:
        raise typer.Exit(1)
    rebuilt = "1 figure" if len(checks) == 1 else f"All {len(checks)} figures"
    typer.echo(f"{rebuilt}, {numbers} numbers: the same. Rebuilt in {time.perf_counter() - start:.0f} s.")


def _report_difference(study: Study) -> str:
    """Say what is wrong with the report, in one line; an empty text if nothing is, or if the study has none."""
    from discourse.errors import DataError
    from discourse.pipeline.run import load_experiments
    from discourse.report import report_is_current

    if not (study.figures / "emphasis.csv").is_file():
        return ""
    try:
        if report_is_current(study, load_experiments(study)):
            return ""
    except DataError as error:
        return f"figures/report.html: cannot be compared: {error}"
    found = "was changed by hand" if (study.figures / "report.html").is_file() else "is not there"
    return f"figures/report.html {found}, or its figures, codings or settings changed. Make it anew: discourse figures"


def table(
    stem: Annotated[str, typer.Argument(metavar="STEM", help="The figure, by its stem.")],
    form: Annotated[Form, typer.Option("--format", help="How to write it.")] = Form.markdown,
    raw: RawOption = False,
    study: StudyOption = None,
) -> None:
    """Write a figure's numbers as a table; LaTeX is for the booktabs package.

    Example: discourse table emphasis --format latex
    """
    from discourse.report import paper_table

    typer.echo(paper_table(open_study(study), stem, form.value, raw=raw), nl=False)
