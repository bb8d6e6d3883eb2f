"""``discourse coders``: who codes, how far do they agree with the labels, and whose codings may become labels?"""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Annotated

import typer

from discourse.cli.common import StudyOption, VariableOption, open_study, say_next

if TYPE_CHECKING:
    from pathlib import Path

    from pandas import DataFrame

    from discourse.labels.consent.standing import CoderStanding
    from discourse.study import Study

coders_app = typer.Typer(rich_markup_mode=None)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The coder.")]
NoteOption = Annotated[str, typer.Option("--note", metavar="TEXT", help="Why; kept beside the decision.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and write nothing.")]


@coders_app.callback(invoke_without_command=True)
def coders(context: typer.Context, variable: VariableOption = "", study: StudyOption = None) -> None:
    """List the coders: what they have coded, how far they agree with the labels, and whether their codings are labels.

    Agreement is of the primary code, with the labels as they are without the coder. A new coder's codings become
    labels by the rule new_coders in study.toml, or by: discourse coders accept NAME

    Example: discourse coders
    """
    from discourse.cli.team.coder_lines import coder_remarks, coder_table, error_lines, unknown_coders
    from discourse.labels.consent.decisions import decisions_path
    from discourse.labels.consent.wording import command_for, rule_in_words
    from discourse.labels.log import read_codings

    if context.invoked_subcommand:
        context.obj = study, variable
        return
    found = open_study(study, variable)
    standings = _standings(found, read_codings(found))
    typer.echo(f"{rule_in_words(found.settings)} (new_coders in study.toml: {found.settings.new_coders})\n")
    remarks = [*coder_remarks(found, standings), *error_lines(found), *unknown_coders(found, standings)]
    for line in [*coder_table(standings), *remarks]:
        typer.echo(line)
    if decisions_path(found).is_file():
        typer.echo(f"Decisions so far: {decisions_path(found)}")
    waiting = [each.coder for each in standings if not each.counts and each.reason not in ("refused", "nobody", "only")]
    if waiting:
        say_next(command_for(waiting[0], "accept", found.codebook).removeprefix("discourse "), found)


@coders_app.command()
def accept(
    context: typer.Context,
    name: NameArgument,
    *,
    note: NoteOption = "",
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    variable: VariableOption = "",
    study: StudyOption = None,
) -> None:
    """Let a person's codings become labels, whatever the rule says; the agreement is shown first.

    The decision is a line of data/coders.csv. To take it back: discourse coders withdraw NAME

    Example: discourse coders accept ani
    """
    _decide(_study(context, study, variable), name, "accepted", note, yes, dry_run)


@coders_app.command()
def refuse(
    context: typer.Context,
    name: NameArgument,
    *,
    note: NoteOption = "",
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    variable: VariableOption = "",
    study: StudyOption = None,
) -> None:
    """Keep a person's codings out of the labels, whatever the rule says, decisions taken in adjudication among them.

    The codings stay in the log, and agreement is still measured. To take it back: discourse coders withdraw NAME

    Example: discourse coders refuse ani --note "hurried"
    """
    _decide(_study(context, study, variable), name, "refused", note, yes, dry_run)


@coders_app.command()
def withdraw(
    context: typer.Context,
    name: NameArgument,
    *,
    note: NoteOption = "",
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    variable: VariableOption = "",
    study: StudyOption = None,
) -> None:
    """Take back what was decided on a person, so that the rule new_coders in study.toml holds again.

    Example: discourse coders withdraw ani
    """
    _decide(_study(context, study, variable), name, "withdrawn", note, yes, dry_run)


def _study(context: typer.Context, study: Path | None, variable: str) -> Study:
    """Open the study that an option names, before the verb or behind it."""
    before, variable_before = context.obj or (None, "")
    return open_study(study or before, variable or variable_before)


def _standings(study: Study, codings: DataFrame) -> tuple[CoderStanding, ...]:
    from discourse.errors import NothingYetError
    from discourse.labels.consent.standing import coder_standings

    found = coder_standings(codings, study.settings, study.codebook)
    if not found:
        raise NothingYetError("codings", "none yet", study.labels_path, "Code some: discourse relabel --coder YOURNAME")
    return found


def _decide(study: Study, name: str, decision: str, note: str, yes: bool, dry_run: bool) -> None:
    """Show how a coder agrees and what a decision changes, ask, and write it."""
    from discourse.cli.labels import change_lines
    from discourse.cli.team.coder_lines import coder_table, shift_lines
    from discourse.labels.consent.decisions import decisions_in
    from discourse.labels.log import read_codings

    codings = read_codings(study)
    standing = _person(study, name, codings)
    before = decisions_in(codings).get(name, "withdrawn")
    if before == decision:
        what = "nothing is decided on them" if decision == "withdrawn" else f"they are {decision} already"
        typer.echo(f"The codings by {name} stay as they are: {what}. Nothing was written.")
        return
    for line in [*coder_table([standing]), *(shift_lines(study, standing) if len(standing.common.table) else [])]:
        typer.echo(line)
    changes = _effect(study, name, decision, codings)
    for line in change_lines(changes):
        typer.echo(line)
    if dry_run:
        typer.echo("Nothing was written.")
        return
    if not yes and not _agreed(name, decision):
        typer.echo("Nothing was written.")
        return
    _write(study, standing, decision, note)
    if study.variable:
        say_next("coders", study)
    else:
        say_next("status" if changes.empty else "retrain", study)


def _person(study: Study, name: str, codings: DataFrame) -> CoderStanding:
    """Return where a person stands on whom may be decided.

    Raises
    ------
    LabelError
        If nobody of that name has coded, it is a machine coder, or ``study.toml`` names the person.
    """
    from difflib import get_close_matches

    from discourse.errors import LabelError, shown

    people = {each.coder: each for each in _standings(study, codings) if not each.machine}
    where = study.data / "study.toml"
    if name in study.settings.machine_coders:
        hint = "A machine coder is not concerned; label_precedence and agreement_only in study.toml place it."
        raise LabelError("the name of a person", f"{shown(name)}, a machine coder", where, hint)
    if name not in people:
        near = get_close_matches(name, people, 1, 0.5)
        hint = f"Did you mean {near[0]}?" if near else "To see who has coded: discourse coders"
        raise LabelError("the name of a person who has coded", shown(name), study.labels_path, hint)
    if not people[name].new:
        entry = "agreement_only" if people[name].reason == "only" else "label_precedence"
        hint = f"Take the name out of {entry} first."
        raise LabelError("a person whom study.toml does not name", f"{shown(name)} in {entry}", where, hint)
    return people[name]


def _effect(study: Study, name: str, decision: str, codings: DataFrame) -> DataFrame:
    """Compare the labels with what a decision would make of them."""
    from discourse.labels.changes import changed_labels
    from discourse.labels.consent.decisions import decisions_in, with_decisions

    decided = {**decisions_in(codings), name: decision}
    if decision == "withdrawn":
        del decided[name]
    return changed_labels(codings, with_decisions(codings, decided), study.settings, study.codebook)


def _agreed(name: str, decision: str) -> bool:
    from discourse.errors import LabelError

    question = {
        "accepted": f"Let the codings by {name} become labels?",
        "refused": f"Keep the codings by {name} out of the labels?",
        "withdrawn": f"Take back what was decided on {name}?",
    }[decision]
    try:
        return typer.confirm(question)
    except typer.Abort:
        raise LabelError("yes or no", "no answer", "discourse coders", "Answer, or add --yes.") from None


def _write(study: Study, standing: CoderStanding, decision: str, note: str) -> None:
    from discourse.labels.coding import new_id, now, one_line
    from discourse.labels.consent.decisions import Decision, append_decision, decisions_path

    common = standing.common
    alpha = None if isnan(common.alpha) else common.alpha
    version = study.codebook.version
    line = Decision(new_id(), standing.coder, now(), decision, alpha, len(common.table), version, one_line(note))
    append_decision(study, line)
    typer.echo(f"{decision.capitalize()}: {standing.coder}. Written to {decisions_path(study)}")
