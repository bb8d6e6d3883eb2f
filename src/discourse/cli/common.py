"""What do all commands share? The option that names the study, and errors as one line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from discourse.study import Study

StudyOption = Annotated[
    Path | None,
    typer.Option("--study", metavar="FOLDER", help="The study's folder. Default: here, or the nearest one above."),
]


def open_study(folder: Path | None) -> Study:
    """Return the study in a folder, or the nearest one from the working directory upwards."""
    from discourse.study import Study

    return Study.find(folder)


class OneLineErrors(TyperGroup):
    """A group of commands in which a user's mistake is one line on standard error, and exit code 2."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; turn the errors of :mod:`discourse.errors` into a line."""
        from discourse.errors import DiscourseError

        try:
            return super().invoke(ctx)
        except DiscourseError as error:
            typer.echo(f"discourse: {error}", err=True)
            raise typer.Exit(2) from None
