"""``discourse labels``: states of the label log, exchange of codings with other programs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from discourse.cli.common import (
    RawOption,
    StudyOption,
    VariableOption,
    check_output,
    open_study,
    read_pairs,
    say_next,
    write_table,
)
from discourse.cli.machine import answers_from, prompt
from discourse.cli.team.after_import import import_lines
from discourse.display import counted

if TYPE_CHECKING:
    from pandas import DataFrame

    from discourse.study import Study

labels_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
labels_app.command()(prompt)


class Form(StrEnum):
    """Forms of a file of codings."""

    csv = "csv"
    jsonl = "jsonl"
    label_studio = "label-studio"
    doccano = "doccano"


_TABLES = (".csv", ".tsv", ".xlsx", ".parquet")
"""Endings of the tables that are read."""
FormOption = Annotated[Form | None, typer.Option("--form", help="Its form. Default: by its ending (.csv or .jsonl).")]


@labels_app.callback()
def labels_group() -> None:
    """Compare states of the label log; bring codings in and out.

    Example: discourse labels diff 2005 now
    """


@labels_app.command()
def diff(
    before: Annotated[
        str,
        typer.Argument(
            metavar="A",
            help=(
                "A state of the log: a number of lines from the top, a date (2024-12-03), now, "
                "or the path of another log."
            ),
        ),
    ],
    after: Annotated[str, typer.Argument(metavar="B", help="The state to compare it with.")] = "now",
    out: Annotated[Path | None, typer.Option(metavar="CSV", help="Write the changed labels here too.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file named with --out.")] = False,
    raw: RawOption = False,
    variable: VariableOption = "",
    study: StudyOption = None,
) -> None:
    """Say which labels differ between two states of the log, by whose coding, and which way.

    Example: discourse labels diff 2005 now
    """
    from discourse.labels.changes import changed_labels, log_state

    found = open_study(study, variable)
    if out:
        check_output(out, force, found)
    changes = changed_labels(log_state(found, before), log_state(found, after), found.settings, found.codebook)
    if out:
        written = changes.assign(**{name: changes[name].map(" ".join) for name in ("also_before", "also_after")})
        write_table(out, written, force, raw)
    for line in change_lines(changes):
        typer.echo(line)


def change_lines(changes: DataFrame) -> list[str]:
    """Say in lines how many labels changed, by whom and which way."""
    from discourse.labels.changes import count_changes

    if changes.empty:
        return ["No label differs."]
    kinds = {
        "new": "new",
        "changed": "with another primary code",
        "also": "with other codes mentioned",
        "gone": "gone",
    }
    counts = changes["kind"].value_counts()
    parts = [f"{counts[kind]} {words}" for kind, words in kinds.items() if kind in counts]
    differ = "label differs" if len(changes) == 1 else "labels differ"
    lines = [f"{len(changes)} {differ}: {', '.join(parts)}."]
    for row in count_changes(changes).to_dict("records"):
        before, after = row["before"] or "-", row["after"] or "-"
        way = after if before == after else f"{before} -> {after}"
        lines.append(f"  {row['labels']:4}  {way}  ({row['kind']}, by {row['coder']})")
    return lines


@labels_app.command("export")
def export_codings(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="File to write.")],
    *,
    form: FormOption = None,
    config: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write here what the project must be told first: Label Studio's labelling interface (XML), or "
            "doccano's labels (JSON).",
        ),
    ] = None,
    blind: Annotated[
        bool,
        typer.Option(
            "--blind",
            help="Paragraphs without their codings, in random order, under keys that do not show where they are from: "
            "for people who are to code independently.",
        ),
    ] = False,
    uncoded: Annotated[
        bool, typer.Option("--uncoded", help="Only the paragraphs that have no label yet, without codings.")
    ] = False,
    salvage: Annotated[
        bool, typer.Option("--salvage", help="Write what can be read of a log that is damaged, as a log.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is there.")] = False,
    variable: VariableOption = "",
    study: StudyOption = None,
) -> None:
    """Write the label log, undone codings included, or paragraphs to be coded, in the form of another program.

    csv and jsonl hold the log's columns. For Label Studio, make a project, paste the file of --config into its
    labelling interface and import the tasks. For doccano, make a project of text classification, import the file of
    --config as its labels and then the paragraphs as JSONL.

    Example: discourse labels export tasks.json --form label-studio --blind --config interface.xml
    """
    from discourse.errors import LabelError
    from discourse.io.files import write_atomic
    from discourse.labels.exchange import write_setup

    found = open_study(study, variable)
    for path in filter(None, (out, config)):
        check_output(path, force, found)
    if config and config.resolve() == out.resolve():
        raise LabelError("two files", "one for both", config, "Give the labelling interface another name.")
    if salvage and (form or config or blind or uncoded):
        raise LabelError("no other option than --force", "another", "--salvage", "A log is salvaged as it is.")
    chosen = None if salvage else _form(form, out)
    setup = write_setup(found.codebook, chosen) if config and chosen else ""
    content, told, more = _exported(found, chosen, blind, uncoded) if chosen else _salvaged(found)
    write_atomic(out, content, overwrite=force)
    if config:
        write_atomic(config, setup, overwrite=force)
    typer.echo(f"{told} written to {out}{more}")


def _exported(study: Study, form: str, blind: bool, uncoded: bool) -> tuple[str, str, str]:
    """Write codings, or paragraphs to be coded; and say what was written."""
    from discourse.labels.exchange import write_codings, write_paragraphs
    from discourse.labels.log import logged_codings
    from discourse.labels.table import study_labels

    texts = dict(zip(study.paragraphs["paragraph_id"], study.paragraphs["text"], strict=True))
    if not (blind or uncoded):
        codings = logged_codings(study)
        return write_codings(codings, texts, form), counted(len(codings), "coding"), ""
    logged = len(logged_codings(study)) if study.labels_path.is_file() else 0
    if uncoded and logged:
        labelled = set(study_labels(study)["paragraph_id"])
        texts = {paragraph: text for paragraph, text in texts.items() if paragraph not in labelled}
    return write_paragraphs(texts, form, blind=blind, codings=logged), counted(len(texts), "paragraph"), ""


def _salvaged(study: Study) -> tuple[bytes, str, str]:
    """Keep what can be read of a log; and say what could not."""
    from discourse.labels.log import salvage_codings

    kept = salvage_codings(study)
    lost = [
        f"; {len(rows)} {what} ({', '.join(map(str, rows[:20]))}{', ...' if len(rows) > 20 else ''})"
        for rows, what in ((kept.lost, "could not be read"), (kept.torn, "had never been finished"))
        if rows
    ]
    return kept.log, f"{counted(kept.rows, 'line')} of the log", "".join(lost)


@labels_app.command("import")
def import_file(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="File of codings.")],
    *,
    form: FormOption = None,
    coder: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="Who coded, or changed codings, where the file does not say (as in doccano)."
        ),
    ] = "",
    coders: Annotated[
        str,
        typer.Option(
            metavar="A=NAME,B=NAME",
            help="What the file calls people (Label Studio's numbers or addresses), and their names as coders.",
        ),
    ] = "",
    columns: Annotated[
        str,
        typer.Option(
            "--map",
            metavar="OURS=THEIRS,...",
            help="Columns of a table that bear none of the usual names: primary=Kategorie,coder=Wer,text=Absatz.",
        ),
    ] = "",
    machine: Annotated[
        str, typer.Option(metavar="NAME", help="The file holds answers to labels prompt, by this machine coder.")
    ] = "",
    version: Annotated[str, typer.Option(metavar="V", help="Which version of the model answered; noted.")] = "",
    skip: Annotated[
        bool, typer.Option("--skip", help="Leave out answers that can be no codings, and list them.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would come in, by coder, and write nothing.")
    ] = False,
    variable: VariableOption = "",
    study: StudyOption = None,
) -> None:
    """Append the codings of a file to the log; those that are there already are left out.

    A table (CSV, JSONL, Excel) has a row a coding, with a column of codes (primary, code, label, pillar), of coders
    (coder, annotator; or --coder), and what finds the paragraph: paragraph_id; or text; or article (its id or the
    name of its file) and position. A code may be written as the pillar's name. If a row cannot be a coding, nothing
    is written. Where coders contradict one another, it is said which labels change, and by which rule.

    A coding goes to whoever made it: in Label Studio the last person who changed an annotation. Codings made while
    another coder's were shown with the paragraph get the reason "review" and say nothing about agreement.

    From Label Studio export as JSON. From doccano export as JSONL, unpack the file, and read each annotator's file
    with --coder. Where annotators share their labels, keep the file's name, all.jsonl.

    With --machine, a line holds the id of a prompt and the answer: text with one JSON object in it, or that object.

    Example: discourse labels import codings.json --form label-studio --coders 4=ani,5=budi
    """
    from discourse.labels.exchange import import_codings, read_source

    found = open_study(study, variable)
    if machine or version or skip:
        given = {"--form": form, "--coder": coder, "--coders": coders, "--map": columns}
        done = answers_from(found, source, machine, version, [name for name in given if given[name]], skip, dry_run)
    else:
        chosen = _form(form, source, _TABLES)
        names = {
            "coders": read_pairs(coders, "--coders", "4=ani,5=budi"),
            "columns": read_pairs(columns, "--map", "primary=Kategorie,coder=Wer"),
        }
        content = read_source(source, chosen)
        done = import_codings(found, content, chosen, coder=coder, **names, where=str(source), dry_run=dry_run)
    for remark in done.remarks:
        typer.echo(f"Read: {remark}")
    by_coder = ", ".join(f"{name} {count}" for name, count in sorted(done.by_coder.items()))
    added = f"{counted(done.added, 'coding')} {'would be added' if dry_run else 'added'}"
    were = "was" if done.known == 1 else "were"
    typer.echo(f"{added}{f' ({by_coder})' if by_coder else ''}, {done.known} {were} there already")
    if done.left_out:
        typer.echo(f"Left out: {', '.join(f'{count} {reason}' for reason, count in done.left_out.items())}")
    for sentence in [*done.contested, *([] if dry_run else import_lines(found, done))]:
        typer.echo(sentence)
    if dry_run:
        typer.echo("Nothing was written.")
    else:
        say_next(f"agreement --variable {variable}" if variable else "figures", found)


def _form(form: Form | None, path: Path, tables: tuple[str, ...] = (".csv",)) -> str:
    """Return the form of a file: as chosen, or by its ending."""
    from discourse.errors import LabelError

    endings = {**dict.fromkeys(tables, Form.csv), ".jsonl": Form.jsonl}
    chosen = form or endings.get(path.suffix.lower())
    if chosen is None:
        expected = f"a name ending in {', '.join(endings)}, or --form"
        raise LabelError(expected, repr(path.name), path, "Add --form.")
    return chosen.value
