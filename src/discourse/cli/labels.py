"""``discourse labels`` and ``agreement``: states of the label log, exchange of codings, how far coders agree."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from discourse.cli.common import StudyOption, check_output, open_study

if TYPE_CHECKING:
    from pandas import DataFrame

    from discourse.study import Study

labels_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


class Form(StrEnum):
    """Forms of a file of codings."""

    csv = "csv"
    jsonl = "jsonl"
    label_studio = "label-studio"
    doccano = "doccano"


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
    study: StudyOption = None,
) -> None:
    """Say which labels differ between two states of the log, by whose coding, and which way.

    Example: discourse labels diff 2005 now
    """
    from discourse.io.files import write_atomic
    from discourse.labels.changes import changed_labels, log_state

    found = open_study(study)
    if out:
        check_output(out, force, found)
    changes = changed_labels(log_state(found, before), log_state(found, after), found.settings, found.codebook)
    if out:
        written = changes.assign(**{name: changes[name].map(" ".join) for name in ("also_before", "also_after")})
        write_atomic(out, written.to_csv(index=False, lineterminator="\n"))
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


@labels_app.command("export")
def export_codings(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="File to write.")],
    form: FormOption = None,
    config: Annotated[
        Path | None, typer.Option(metavar="XML", help=("Write the labelling interface for Label Studio here."))
    ] = None,
    salvage: Annotated[
        bool, typer.Option("--salvage", help="Write what can be read of a log that is damaged, as a log.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is there.")] = False,
    study: StudyOption = None,
) -> None:
    """Write every line of the log, undone codings included, in the form of another tool.

    Example: discourse labels export codings.jsonl --form doccano
    """
    from discourse.io.files import write_atomic
    from discourse.labels.exchange import write_codings
    from discourse.labels.formats import label_studio_config
    from discourse.labels.log import logged_codings

    found = open_study(study)
    for path in filter(None, (out, config)):
        check_output(path, force, found)
    if salvage:
        typer.echo(_salvage(found, out))
        return
    codings = logged_codings(found)
    texts = dict(zip(found.paragraphs["paragraph_id"], found.paragraphs["text"], strict=True))
    write_atomic(out, write_codings(codings, texts, _form(form, out)))
    if config:
        write_atomic(config, label_studio_config(found.codebook))
    typer.echo(f"{len(codings)} codings written to {out}")


def _salvage(found: Study, out: Path) -> str:
    """Write what can be read of a log, and say what could not."""
    from discourse.io.files import write_atomic
    from discourse.labels.log import salvage_codings

    kept = salvage_codings(found)
    write_atomic(out, kept.log)
    parts = [
        f"{len(rows)} {what} ({', '.join(map(str, rows[:20]))}{', ...' if len(rows) > 20 else ''})"
        for rows, what in ((kept.lost, "could not be read"), (kept.torn, "had never been finished"))
        if rows
    ]
    return "; ".join([f"{kept.rows} lines of the log written to {out}", *parts])


@labels_app.command("import")
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
    from discourse.labels.exchange import import_codings

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


def agreement(
    jackknife: Annotated[
        bool, typer.Option("--jackknife", help="Interval by jackknife, better for few articles.")
    ] = False,
    listing: Annotated[bool, typer.Option("--list", help="List every paragraph on which two coders differ.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="CSV", help="Write the table of agreement here too.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file named with --out.")] = False,
    study: StudyOption = None,
) -> None:
    """Krippendorff's alpha for the primary code and each pillar's mention, for all coders and each pair.

    Codings made with others' in sight (review, adjudication) are left out: they say nothing about agreement.

    Example: discourse agreement --list
    """
    from discourse.io.files import write_atomic
    from discourse.labels.agreement import agreement_table, disagreements
    from discourse.labels.log import read_codings
    from discourse.labels.reliability import BOOTSTRAP, JACKKNIFE, MIN_ARTICLES_FOR_INTERVAL

    found = open_study(study)
    if out:
        check_output(out, force, found)
    codings, settings, paragraphs = read_codings(found), found.settings, found.paragraphs
    articles = dict(zip(paragraphs["paragraph_id"], paragraphs["article_id"], strict=True))
    method = JACKKNIFE if jackknife else BOOTSTRAP
    table = agreement_table(
        codings,
        articles,
        found.codebook,
        level=settings.level,
        resamples=settings.resamples,
        seed=settings.seed,
        method=method,
    )
    if out:
        write_atomic(out, table.to_csv(index=False, lineterminator="\n"))
    typer.echo(f"Krippendorff's alpha (nominal), {settings.level:.0%} interval by {method}")
    typer.echo("Krippendorff's thresholds: .80 reliable, .667 tentative")
    for coders, rows in table.groupby("coders", sort=False):
        first = rows.iloc[0]
        typer.echo(f"\n{coders}: {first['paragraphs']} paragraphs, {first['articles']} articles")
        for row in rows.to_dict("records"):
            typer.echo(f"  {row['quantity']:18} {_alpha(row):30} {_share(row['percent'])} agree")
    if (table["alpha"].notna() & table["low"].isna()).any():
        typer.echo(f"\nNo interval: fewer than {MIN_ARTICLES_FOR_INTERVAL} articles, or no two codings differ.")
    _differences(disagreements(codings, found.codebook), listing)


def _alpha(row: Mapping[Any, Any]) -> str:
    if isnan(row["alpha"]):
        return "undefined (one value only)"
    if isnan(row["low"]):
        return f"{row['alpha']:.3f} (no interval)"
    return f"{row['alpha']:.3f} ({row['low']:.3f} to {row['high']:.3f})"


def _share(value: float) -> str:
    return "   -  " if isnan(value) else f"{value:6.1%}"


def _differences(table: DataFrame, listing: bool) -> None:
    if table.empty:
        typer.echo("\nNo two coders differ in a primary code.")
        return
    typer.echo(f"\n{len(table)} differences in the primary code, {int(table['decided'].sum())} of them decided:")
    for (one, other), rows in table.groupby(["one", "other"], sort=False):
        typer.echo(f"  {len(rows):4}  {one} / {other}")
        if listing:
            for row in rows.itertuples(index=False):
                decided = ", decided" if row.decided else ""
                typer.echo(f"        {row.paragraph_id}  {row.coder_one} / {row.coder_other}{decided}")
