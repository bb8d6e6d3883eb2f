"""What do all commands share? The option that names the study, errors as one line, and a progress bar."""

from __future__ import annotations

import sys
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


def check_output(out: Path, force: bool, study: Study) -> None:
    """Refuse to write over the study's label log, and without ``--force`` over any file.

    Raises
    ------
    DataError
        If there is such a file.
    """
    from discourse.errors import DataError

    if out.exists() and study.labels_path.exists() and out.samefile(study.labels_path):
        raise DataError("a file other than the label log", "the log", out, "Name another file.")
    if out.exists() and not force:
        raise DataError("a new file", "one that is there", out, "Name another file, or add --force.")


class OneLineErrors(TyperGroup):
    """A group of commands in which a user's mistake is one line on standard error, and exit code 2."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; turn errors of :mod:`discourse.errors`, of options, and of the file system into a line."""
        from discourse.errors import DataError, DiscourseError

        try:
            return super().invoke(ctx)
        except DiscourseError as error:
            line = str(error)
        except typer.BadParameter as error:
            line = f"{error.format_message().rstrip('.')}. See: {(error.ctx or ctx).command_path} --help"
        except OSError as error:
            # Without a file it is the pipe that was written to, which was closed.
            if error.filename is None:
                raise
            hint = "Check its name, and the rights of file and folder."
            line = str(DataError("a file that can be used", str(error.strerror), error.filename, hint))
        typer.echo(f"discourse: {line}", err=True)
        raise typer.Exit(2) from None


class ProgressBar:
    """A bar on standard error that grows while work goes on; shown on a terminal only.

    Calling it adds to what is done. :meth:`reach` and :meth:`figure` take progress in the form in which
    the topic models and the figures report it.

    Parameters
    ----------
    unit : str
        What is counted.
    total : int, optional
        How many there will be, where that is known.
    description : str, optional
        What is being done, before the bar.
    """

    def __init__(self, unit: str, total: int | None = None, description: str | None = None) -> None:
        from tqdm import tqdm

        self.bar = tqdm(
            total=total, desc=description, unit=f" {unit}", file=sys.stderr, disable=not sys.stderr.isatty()
        )
        self.done = 0

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(self, *unused: object) -> None:
        self.bar.close()

    def __call__(self, number: int) -> None:
        """Add to what is done."""
        self.bar.update(number)

    def reach(self, done: int, total: int) -> None:
        """Show that so many of so many are done."""
        self.bar.total = total
        self.bar.n = done
        self.bar.refresh()

    def figure(self, stem: str, event: str, seconds: float) -> None:
        """Show what happened to a figure; as a line of its own where there is no bar."""
        if event == "waiting":
            typer.echo(f"Waiting: {stem} is making figures of this study.", err=True)
            return
        if event == "start":
            self.bar.set_description(stem)
            return
        self.done += 1
        self.bar.update()
        if self.bar.disable:
            words = {"made": f"made in {seconds:.1f} s", "current": "up to date", "failed": "failed"}
            typer.echo(f"{self.done} of {self.bar.total}: {stem}: {words.get(event, event)}")
