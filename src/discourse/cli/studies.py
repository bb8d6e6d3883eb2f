"""``discourse new``, ``demo``, ``status``: begin a study, look at one, and see where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from discourse.cli.common import StudyOption, check_outside, open_study, say_next
from discourse.display import counted

if TYPE_CHECKING:
    from discourse.studies import StudyStatus
    from discourse.study import Study

_LISTED = 6
_RULES = {
    "adjudication": "decided in the labelling page",
    "order": "label_precedence in study.toml names whose coding counts",
    "machine": "machine coders that label_precedence does not name come last",
    "first": "that of the first coder counts",
    "last": "the last coding counts",
    "majority": "the code that most new coders gave counts",
}
_NO_PERIOD = "in no period"

FolderArgument = Annotated[
    Path, typer.Argument(metavar="DIR", help="The study's folder: an empty one, or one to be made.")
]


def new(
    folder: FolderArgument,
    *,
    language: Annotated[str, typer.Option(metavar="CODE", help="Language of the coverage: en, id, vi, ...")],
    periods: Annotated[
        str,
        typer.Option(
            metavar="PERIODS",
            help="Years (2019,2024), or names and spans (before:2015..2016-06-23,after:2016-06-24..2019).",
        ),
    ],
    codes: Annotated[str, typer.Option(metavar="CODES", help="The pillars (climate,migration,trade).")],
    title: Annotated[str, typer.Option(metavar="TEXT", help="What it is about; default: the folder's name.")] = "",
) -> None:
    """Make the folder of a new study: settings and codebook to fill in, empty tables, and a README that says what next.

    Of more than two periods the first and the last are compared until you choose others in data/study.toml.

    Example: discourse new migration --language en --periods 2019,2024 --codes climate,migration,trade
    """
    from discourse.languages import what_is_lost
    from discourse.studies import new_study, read_codes, read_periods

    check_outside(folder)
    spans, pillars = read_periods(periods), read_codes(codes)
    made = new_study(folder, language, spans, pillars, title or folder.resolve().name)
    settings = made.settings
    typer.echo(f"Made a study in {folder}: {', '.join(settings.period_ids)}; {', '.join(made.codebook.pillar_ids)}")
    if settings.compare:
        typer.echo(f"Compared are {' and '.join(settings.compare)}; compare in data/study.toml says so.")
    for sentence in what_is_lost(language):
        typer.echo(sentence)
    typer.echo(f"Say in {made.data / 'codebook.toml'} what each pillar means.")
    say_next("import PATH", made)


def demo(
    folder: FolderArgument,
    *,
    open_it: Annotated[bool, typer.Option("--open", help="Open the report in the browser.")] = False,
) -> None:
    """Copy the study that comes with the package, and make all its figures and its report.

    Example: discourse demo look --open
    """
    from discourse.cli.pipeline import make_all
    from discourse.studies import copy_demo

    check_outside(folder)
    made = copy_demo(folder)
    refusal = make_all(made)
    report = made.figures / "report.html"
    typer.echo(f"The report: {report}")
    if open_it:
        typer.launch(str(report.resolve()))
    if refusal:
        raise refusal
    say_next("status", made)


def status(study: StudyOption = None) -> None:
    """Say on one screen what the study has, what is out of date, and which command comes next.

    Example: discourse status
    """
    from discourse.studies import study_status

    found = open_study(study)
    stands = study_status(found)
    for line in status_lines(found, stands):
        typer.echo(line)
    say_next(stands.next, found)


def status_lines(study: Study, stands: StudyStatus) -> list[str]:
    """Say in lines what a study has."""
    settings = study.settings
    lines = [f"{settings.title} ({study.root})"]
    compared = f"; compared are {' and '.join(settings.compared)}" if len(settings.periods) > 2 else ""
    if stands.missing:
        return [*lines, f"Periods     {', '.join(settings.period_ids)}{compared}", stands.missing]
    lines.append(f"Articles    {stands.articles['articles'].sum()} of {counted(stands.outlets, 'outlet')}")
    width = max(len(period or _NO_PERIOD) for period in stands.articles["period"])
    for period, articles, outlets in stands.articles.itertuples(index=False):
        lines.append(f"  {period or _NO_PERIOD:<{width}}  {articles:>5} of {counted(outlets, 'outlet')}")
    if compared:
        lines.append(f"  {compared[2:]}")
    lines += [f"Paragraphs  {stands.paragraphs}", f"Labelled    {stands.labelled} of {stands.paragraphs}"]
    lines += [f"  {sentence}" for sentence in (stands.origins, *stands.consent, *stands.unknown_machines) if sentence]
    for coder, number in list(stands.coders.items())[:_LISTED]:
        machine = " by machine" if coder in settings.machine_coders else ""
        lines.append(f"  {coder:<24}{number:>6} coded{machine}")
    if len(stands.coders) > _LISTED:
        lines.append(f"  and {counted(len(stands.coders) - _LISTED, 'other coder')}")
    for coder, number in stands.too_fast.items():
        lines.append(f"  {coder:<24}{number:>6} coded faster than anybody reads (discourse pace --list)")
    for coder, (done, listed) in stands.tasks.items():
        lines.append(f"  {coder:<24}{done:>6} of {listed} of the task list")
    for rule, number in stands.conflicts.items():
        lines.append(f"  another coder says otherwise on {number}: {_RULES[rule]}")
    if stands.contested:
        lines.append(f"  not decided: {stands.contested} (discourse relabel --coder YOURNAME --queue disagreements)")
    by = ", ".join(["month", *stands.groups])
    lines.append(f"Shares by   {by} and others: discourse emphasis --by {','.join(['month', *stands.groups[:1]])}")
    return [*lines, *_figure_lines(stands)]


def _figure_lines(stands: StudyStatus) -> list[str]:
    from discourse.pipeline.reasons import reason_lines

    stale = stands.out_of_date
    if not stands.labelled:
        return [f"Figures     none of {stands.figures}: nothing is coded yet"]
    if not stale:
        return [f"Figures     all {stands.figures} up to date"]
    more = [f"  and {len(stale) - _LISTED} more: discourse figures --dry-run"] if len(stale) > _LISTED else []
    return [
        f"Figures     {len(stale)} of {stands.figures} out of date",
        *(f"  {line}" for line in reason_lines(stale, _LISTED)),
        *more,
    ]
