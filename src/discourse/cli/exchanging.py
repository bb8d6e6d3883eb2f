"""``discourse labels``: compare states of the label log, and exchange codings with other tools."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from discourse.cli.context import StudyOption, open_study

if TYPE_CHECKING:
    from pandas import DataFrame

labels = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


class Form(StrEnum):
    """Forms of a file of codings."""

    csv = "csv"
    jsonl = "jsonl"
    label_studio = "label-studio"
    doccano = "doccano"


FormOption = Annotated[Form | None, typer.Option("--form", help="Its form. Default: by its ending (.csv or .jsonl).")]


@labels.callback()
def labels_group() -> None:
    """Compare states of the label log; bring codings in and out.

    Example: discourse labels diff 2005 now
    """


@labels.command()
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
    study: StudyOption = None,
) -> None:
    """Say which labels differ between two states of the log, by whose coding, and which way.

    Example: discourse labels diff 2005 now
    """
    from discourse.labels import changed_labels, log_state

    found = open_study(study)
    changes = changed_labels(log_state(found, before), log_state(found, after), found.settings, found.codebook)
    if out:
        written = changes.assign(**{name: changes[name].map(" ".join) for name in ("also_before", "also_after")})
        written.to_csv(out, index=False, lineterminator="\n")
    for line in change_lines(changes):
        typer.echo(line)


def change_lines(changes: DataFrame) -> list[str]:
    """Say in lines how many labels changed, by whom and which way."""
    from discourse.labels import count_changes

    if changes.empty:
        return ["No label differs."]
    kinds = {
        "new": "new",
        "changed": "with another primary code",
        "also": "with other pillars mentioned",
        "gone": "gone",
    }
    counts = changes["kind"].value_counts()
    parts = [f"{counts[kind]} {words}" for kind, words in kinds.items() if kind in counts]
    lines = [f"{len(changes)} labels differ: {', '.join(parts)}."]
    for row in count_changes(changes).to_dict("records"):
        before, after = row["before"] or "-", row["after"] or "-"
        way = after if before == after else f"{before} -> {after}"
        lines.append(f"  {row['labels']:4}  {way}  ({row['kind']}, by {row['coder']})")
    return lines


@labels.command("export")
def export_codings(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="File to write.")],
    form: FormOption = None,
    config: Annotated[
        Path | None, typer.Option(metavar="XML", help=("Write the labelling interface for Label Studio here."))
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite FILE.")] = False,
    study: StudyOption = None,
) -> None:
    """Write every line of the log, undone codings included, in the form of another tool.

    Example: discourse labels export codings.jsonl --form doccano
    """
    from discourse.errors import LabelError
    from discourse.labels import label_studio_config, logged_codings, write_codings

    found = open_study(study)
    if out.exists() and not force:
        raise LabelError("a new file", "one that is there", out, "Name another file, or add --force.")
    codings = logged_codings(found)
    texts = dict(zip(found.paragraphs["paragraph_id"], found.paragraphs["text"], strict=True))
    out.write_text(write_codings(codings, texts, _form(form, out)), encoding="utf-8", newline="")
    if config:
        config.write_text(label_studio_config(found.codebook), encoding="utf-8")
    typer.echo(f"{len(codings)} codings written to {out}")


@labels.command("import")
def import_file(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="File of codings.")],
    form: FormOption = None,
    coder: Annotated[str, typer.Option(metavar="NAME", help="Who coded, where the file does not say.")] = "",
    study: StudyOption = None,
) -> None:
    """Append the codings of a file to the log; those that are there already are left out.

    Example: discourse labels import codings.json --form label-studio
    """
    from discourse.errors import LabelError
    from discourse.labels import import_codings

    found = open_study(study)
    try:
        text = source.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise LabelError("a file of codings", str(error.strerror), source, "Look at its name.") from None
    except UnicodeDecodeError:
        raise LabelError("UTF-8", "other bytes", source, "Save the file as UTF-8.") from None
    done = import_codings(found, text, _form(form, source), coder=coder, where=str(source))
    typer.echo(f"{done.added} codings added, {done.known} were there already")


def _form(form: Form | None, path: Path) -> str:
    from discourse.errors import LabelError

    endings = {".csv": Form.csv, ".jsonl": Form.jsonl}
    chosen = form or endings.get(path.suffix.lower())
    if chosen is None:
        raise LabelError("a name ending in .csv or .jsonl, or --form", repr(path.name), path, "Add --form.")
    return chosen.value
