"""The ``discourse`` command: one file a family of commands, each a thin layer over the package.

Nothing heavy is imported here; each command imports what it needs when it runs, so that
``discourse --help`` answers at once.
"""

from __future__ import annotations

from typing import Annotated

import typer

from discourse import __version__
from discourse.cli.annotation import intrusion, relabel
from discourse.cli.classifier import explain, train
from discourse.cli.classifying.tables import classify
from discourse.cli.codings import agreement, retrain
from discourse.cli.common import OneLineErrors
from discourse.cli.corpus import attach
from discourse.cli.exporting import export
from discourse.cli.importing import import_
from discourse.cli.labels import labels_app
from discourse.cli.pipeline import check, figures, report, table
from discourse.cli.planning.coding_plan import plan
from discourse.cli.shares import emphasis
from discourse.cli.studies import demo, new, status
from discourse.cli.team.consenting import coders_app
from discourse.cli.team.listing import list_codings
from discourse.cli.team.sharing import merge, tasks
from discourse.cli.team.standards import pace
from discourse.cli.wording import concordance
from discourse.cli.words import words_app

app = typer.Typer(
    cls=OneLineErrors, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"discourse {__version__}")
        raise typer.Exit


@app.callback()
def discourse(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """How does the emphasis of news coverage differ between two periods?

    Example: discourse figures
    """


app.command()(demo)
app.command()(new)
app.command()(status)
app.command()(figures)
app.command()(report)
app.command()(check)
app.command()(table)
app.command()(emphasis)
app.command()(train)
app.command()(classify)
app.command()(explain)
app.command(hidden=True)(concordance)
app.command("import")(import_)
app.command()(attach)
app.command()(plan)
app.command()(relabel)
app.command()(intrusion)
app.command()(agreement)
app.command()(pace)
app.add_typer(coders_app, name="coders")
app.command()(retrain)
app.command()(export)
labels_app.command()(merge)
labels_app.command()(tasks)
labels_app.command("list")(list_codings)
app.add_typer(labels_app, name="labels")
app.add_typer(words_app, name="words")
