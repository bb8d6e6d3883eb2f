"""What do all commands share? The option that names the study, errors as one line, and a progress bar."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from pandas import DataFrame

    from discourse.study import Study

StudyOption = Annotated[
    Path | None,
    typer.Option("--study", metavar="FOLDER", help="The study's folder. Default: here, or the nearest one above."),
]

VariableOption = Annotated[
    str,
    typer.Option("--variable", metavar="NAME", help="A further variable of the codebook in place of the pillars."),
]

LanguageOption = Annotated[
    str, typer.Option("--language", metavar="CODE", help="Language of figures and report, such as id; needs --out.")
]

LanguageFolder = Annotated[
    Path | None, typer.Option("--out", metavar="FOLDER", help="Folder of figures and report in that language.")
]

RawOption = Annotated[
    bool, typer.Option("--raw", help="Leave text as it is, also where a spreadsheet would take it for a formula.")
]


def open_study(folder: Path | None, variable: str = "") -> Study:
    """Return the study in a folder, or the nearest one from the working directory upwards; seen by a variable."""
    from discourse.study import Study

    found = Study.find(folder)
    return found.seen_by(variable) if variable else found


def say_what_is_lost(language: str) -> None:
    """Say on standard error what is lost where the words of a language without stop words are counted."""
    from discourse.languages import what_is_lost

    for lost in what_is_lost(language, ["stopwords"]):
        typer.echo(f"discourse: {lost}", err=True)


def check_output(out: Path, force: bool, study: Study | Path | None, makes: str = "") -> None:
    """Refuse a place to write to, before any work is done: every command asks this of every file that it is to write.

    A file that is there is overwritten with ``--force`` only. What a study is made of, its data and experiments, is
    never overwritten, whatever it is called: by a link, by a way round, or in other case where the system takes
    that for the same.

    Parameters
    ----------
    out : Path
        The file.
    force : bool
        Whether a file that is there may be overwritten.
    study : Study, Path or None
        The study, or a folder in or below it; the working directory where it is left out. Any study that the file
        lies in is looked at as well.
    makes : str
        What the command may make among a study's data where it is not there yet: a file, or the folder of many.

    Raises
    ------
    DataError
        If nothing may be written there, or nothing can.
    """
    from discourse.errors import DataError
    from discourse.io.files import check_place

    check_outside(out, study if study is None or isinstance(study, Path) else study.root, makes)
    check_place(out)
    if os.path.lexists(out) and not force:
        raise DataError("a new file", "one that is there", out, "Name another file, or add --force.")


def check_outside(out: Path, folder: Path | None = None, makes: str = "") -> None:
    """Refuse a place among the data and experiments of any study: the open one, or one that it lies in.

    Raises
    ------
    DataError
        If it lies there, or its name is not in UTF-8; ``makes`` is as :func:`check_output` has it.
    """
    from discourse.errors import DataError

    try:
        str(out).encode()
    except UnicodeEncodeError:
        raise DataError("a name in UTF-8", ascii(str(out)), "the file to write", "Name another file.") from None
    for place in _own_places(out, folder or Path.cwd()):
        if os.path.lexists(out) or makes not in (place.as_posix(), place.parent.as_posix()):
            found, hint = f"{place}, part of a study", "Name a file elsewhere; --force does not help here."
            raise DataError("a file outside of a study's data and experiments", found, out, hint)


def check_language(study: Study, language: str, out: Path | None, command: str) -> None:
    """Refuse, before anything is made, a language without strings or a folder, and a folder of the study's own.

    Raises
    ------
    DataError
        If only one of ``--language`` and ``--out`` is there, or one of them cannot be taken.
    """
    from discourse.errors import DataError
    from discourse.pipeline.in_language import check_folder, study_translation

    if bool(language) != (out is not None):
        there, missing = ("--language", "--out") if language else ("--out", "--language")
        hint = f"Say both: discourse {command} --language CODE --out FOLDER"
        raise DataError("--language and --out together", f"{there} without {missing}", f"discourse {command}", hint)
    if out is not None:
        study_translation(study, language)
        check_outside(out, study.root)
        check_folder(study, out)


def say_next(command: str, study: Study) -> None:
    """Say in one line which command comes next; it names the study where it would not be found from here.

    Parameters
    ----------
    command : str
        Without ``discourse``.
    study : Study
        The study that it is for.
    """
    here = Path.cwd().resolve()
    if study.root.resolve() not in (here, *here.parents):
        command = f"{command} --study {shlex.quote(str(study.root))}"
    typer.echo(f"Next: discourse {command}")


def read_pairs(given: str, option: str, example: str) -> dict[str, str]:
    """Read pairs such as ``4=ani,5=budi``; ``option`` and ``example`` are named where they cannot be read.

    Raises
    ------
    LabelError
        If a part is no pair.
    """
    from discourse.errors import LabelError

    parts = [pair.partition("=") for pair in given.split(",") if pair.strip()]
    for one, _, other in parts:
        if not one.strip() or not other.strip():
            raise LabelError(f"pairs such as {example}", repr(given), option, "Write a name, =, and the other name.")
    return {one.strip(): other.strip() for one, _, other in parts}


def write_table(out: Path, table: DataFrame, force: bool, raw: bool) -> None:
    """Write a table for people: as CSV, with text guarded that a spreadsheet would take for a formula unless raw."""
    from discourse.io.files import write_atomic
    from discourse.io.formulas import guard_table

    text = (table if raw else guard_table(table)).to_csv(index=False, lineterminator="\n")
    write_atomic(out, text, overwrite=force)


def _own_places(out: Path, folder: Path) -> Iterator[Path]:
    """Where a path lies among the data or experiments of a study: below the study's folder, if anywhere."""
    name, real = Path(os.path.abspath(out)), Path(os.path.realpath(out))
    bare = Path(os.path.realpath(name.parent)) / name.name
    starts = (name, real, bare, Path(os.path.realpath(folder)) / "data")
    roots = {root for start in starts for root in start.parents if os.path.isfile(root / "data" / "study.toml")}
    for own in (root / part for root in sorted(roots) for part in ("data", "experiments")):
        for path in (real, bare):
            yield from (own.name / path.relative_to(parent) for parent in path.parents if _same(parent, own))
        if os.path.isfile(out) and out.stat().st_nlink > 1:
            yield from (own.name / file.relative_to(own) for file in own.rglob("*") if _same(out, file))


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


class OneLineErrors(TyperGroup):
    """A group of commands in which a user's mistake is one line on standard error, and exit code 2."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; turn errors of :mod:`discourse.errors`, of options, and of the file system into a line."""
        from discourse.errors import DataError, DiscourseError

        try:
            return super().invoke(ctx)
        except DiscourseError as error:
            for note in getattr(error, "__notes__", ()):  # what is wrong with single records of a file
                typer.echo(f"  {note}", err=True)
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

    def reach(self, done: int, total: int | None, kept: int = 0) -> None:
        """Show that so many of so many are done, those among them that an earlier run did aside from the rate."""
        self.bar.total = total
        self.bar.initial = kept
        self.bar.n = done
        self.bar.refresh()

    def wait(self, holder: str) -> None:
        """Say for whom the work waits."""
        typer.echo(f"Another run is at work on the figures ({holder}). Waiting until it is done ...", err=True)

    def figure(self, stem: str, event: str, seconds: float) -> None:
        """Show what happened to a figure; as a line of its own where there is no bar."""
        if event == "waiting":
            self.wait(stem)
            return
        if event == "start":
            self.bar.set_description(f"{self.done + 1} of {self.bar.total}: {stem}")
            return
        self.done += 1
        self.bar.update()
        if self.bar.disable:
            words = {"made": f"made in {seconds:.1f} s", "current": "up to date", "failed": "failed"}
            typer.echo(f"{self.done} of {self.bar.total}: {stem}: {words.get(event, event)}")
