"""What makes one figure? A script that computes a table, and draws the table and nothing else.

An experiment script in ``experiments/`` names a function from the study to a tidy table, one from that
table to a drawing, and one from it to words. Running it writes ``<stem>.csv`` (the numbers drawn),
``<stem>.png`` and ``<stem>.svg``, and ``<stem>.md`` (title, caption and notes). Drawing and words are made
from the file just written, so a figure can show and say no number that its CSV does not hold.
"""

from __future__ import annotations

import argparse
import io
import runpy
import textwrap
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

import pandas as pd

from discourse.display import ShownInShort
from discourse.errors import DataError, DiscourseError, shown
from discourse.io.files import write_atomic
from discourse.io.formulas import guard_table, unguard_table
from discourse.labels.machine import coding_notes
from discourse.pipeline.returned import check_returned
from discourse.study import Study
from discourse.translations import ENGLISH, say, speaking, translated

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SUFFIXES = ("csv", "png", "svg", "md")
"""A figure's files: the numbers, the picture, the picture that scales, and what it says in words."""
TABLE_SUFFIXES = ("csv", "md")
"""Those of a figure that is a table only."""

CAPTION_WIDTH = 120
"""Characters of a line of a caption in its file."""
CAPTION_LINES = 3
"""Lines that a caption should have at most."""
_NOTES = "## Notes"

TEXT_COLUMNS = (
    "period", "part", "label", "predicted", "also", "rules", "group", "left_out", "note", "topic", "term", "choice",
    "reason", "name", "article", "paragraph", "outlet", "published", "primary", "story", "event",
)  # fmt: skip
"""Columns that stay text when read, also where they look like numbers or are empty throughout."""

DRAFT_RESAMPLES = 100
"""Resamples of a draft: enough to look at, too few to report."""

FORMER_STEMS = {
    "alignment": "topics",
    "calibration": "classifier",
    "coverage": "paragraphs",
    "duel": "comparison",
    "failures": "error_analysis",
    "keywords": "keyness",
    "strongest": "top_features",
}
"""Figures by a name that they no longer bear; commands still take it."""


@dataclass(frozen=True)
class Description:
    """What a figure says in words.

    Attributes
    ----------
    title : str
        What was found, in one sentence made from the numbers; drawn above the panels.
    caption : str
        What is drawn and how to read it, in at most three lines; it stands beside the picture, not in it.
    notes : str
        What else a reader needs to defend the numbers: tests, methods, limits.
    """

    title: str
    caption: str
    notes: str = ""

    def __str__(self) -> str:
        """Write the three as Markdown; :func:`read_description` reads it."""
        caption = "\n".join(textwrap.wrap(self.caption, CAPTION_WIDTH, break_on_hyphens=False))
        parts = [f"# {self.title}", caption, *([_NOTES, self.notes] if self.notes else [])]
        return "\n\n".join(filter(None, parts)) + "\n"


def read_description(path: Path) -> Description:
    """Read what a figure says in words from ``<stem>.md``.

    Raises
    ------
    DataError
        If the file is not there, is no text in UTF-8, or has no title.
    """
    hint = f"Make it anew: discourse figures {path.stem}"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        found = getattr(error, "strerror", None) or str(error)
        raise DataError("what a figure says, as text in UTF-8", found, path, hint) from None
    title, _, rest = text.partition("\n")
    if not title.startswith("# "):
        raise DataError("a title such as # What was found", shown(title), path, hint)
    caption, _, notes = rest.partition(_NOTES)
    return Description(title[2:].strip(), " ".join(caption.split()), notes.strip())


@dataclass(frozen=True, repr=False)
class Experiment(ShownInShort):
    """One figure: what it computes and draws.

    Parameters
    ----------
    script : str
        The script's ``__file__``; its stem names the figure everywhere.
    title : str
        One line on what the figure shows, used by the report.
    compute : callable
        From the study to a tidy table.
    draw : callable or None
        From the table and the study to a matplotlib figure; reads no file and fits nothing. None makes a
        table only, and no picture.
    describe : callable
        From the table and the study to a :class:`Description`. The study's own notes on sample and coding are
        added to its notes.
    about : {"coverage", "instrument"}
        Whether it shows the coverage, or how well codings and models serve.
    cost : int
        Seconds it takes, roughly; where several are made at once the costly ones start first.
    tolerances : mapping of str to float, optional
        Absolute tolerance per numeric column within which two runs count as the same.
    """

    script: str
    title: str
    compute: Callable[[Study], pd.DataFrame]
    draw: Callable[[pd.DataFrame, Study], Figure] | None
    describe: Callable[[pd.DataFrame, Study], Description]
    about: Literal["coverage", "instrument"] = "coverage"
    cost: int = 1
    tolerances: Mapping[str, float] = field(default_factory=dict)

    def _summary(self) -> dict[str, object]:
        return {"figure": self.stem, "title": self.title}

    @property
    def stem(self) -> str:
        """Name of script and figure."""
        return Path(self.script).stem

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Suffixes of its files; a table has no pictures."""
        return SUFFIXES if self.draw else TABLE_SUFFIXES

    def make(self, study: Study, folder: Path, draft: bool = False) -> pd.DataFrame:
        """Compute the numbers, write them, and draw and describe what was written in the language spoken at the moment.

        Parameters
        ----------
        study : Study
            The study.
        folder : Path
            Where ``<stem>.csv``, ``.png``, ``.svg`` and ``.md`` go. Each file is put in place whole, the
            CSV last, so that an interrupted run never leaves half a figure that looks done.
        draft : bool
            Few resamples, and "draft" written across the picture.

        Returns
        -------
        DataFrame
            The numbers as they read back from the CSV.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            found = error.strerror or str(error)
            raise DataError("a folder to write to", found, folder, "Name another folder.") from None
        if draft:
            study = study.with_settings(resamples=DRAFT_RESAMPLES, permutations=DRAFT_RESAMPLES)
        path = folder / f"{self.stem}.csv"
        with _one_thread(), speaking(ENGLISH):  # a table is in English in every language
            numbers = self.compute(study)
        check_returned(numbers, pd.DataFrame, "compute", self.script)
        table = guard_table(numbers).to_csv(index=False, float_format="%.8g", lineterminator="\n")
        drawn = read_numbers(io.StringIO(table))
        self.show(drawn, study, folder, draft)
        write_atomic(path, table)
        return drawn

    def show(self, numbers: pd.DataFrame, study: Study, folder: Path, draft: bool = False) -> None:
        """Draw and describe numbers, in the language spoken at the moment; ``folder`` and ``draft`` as :meth:`make`."""
        if self.draw:
            self._paint(numbers, study, folder, draft)
        write_atomic(folder / f"{self.stem}.md", str(self.words(numbers, study)))

    def words(self, numbers: pd.DataFrame, study: Study) -> Description:
        """Say what the numbers say, with the study's notes on sample and coding, and whose the labels are."""
        said = self.describe(numbers, study)
        check_returned(said, Description, "describe", self.script)
        own = [translated(study.settings.sample_note), *coding_notes(study)]
        return replace(said, notes=" ".join(filter(None, [said.notes, *own])))

    def picture(self, numbers: pd.DataFrame, study: Study) -> Figure:
        """Draw the numbers, with what they say above them; in the style of the moment."""
        from matplotlib.figure import Figure

        from discourse.figures import add_title

        if self.draw is None:
            raise DataError("a figure", "a table without a picture", self.stem, f"Read {self.stem}.csv.")
        figure = self.draw(numbers, study)
        check_returned(figure, Figure, "draw", self.script)
        add_title(figure, self.words(numbers, study).title)
        return figure

    def _paint(self, numbers: pd.DataFrame, study: Study, folder: Path, draft: bool) -> None:
        import matplotlib as mpl

        mpl.use("Agg")
        import matplotlib.pyplot as plt

        from discourse.figures import house_style, picture_bytes

        with house_style():
            figure = self.picture(numbers, study)
            if draft:
                figure.text(
                    0.5, 0.5, say("draft"), fontsize=60, color="#00000022", ha="center", va="center", rotation=25
                )
            for form in ("png", "svg"):
                write_atomic(folder / f"{self.stem}.{form}", picture_bytes(figure, form))
            plt.close(figure)

    def main(self) -> None:
        """Run the script alone: ``python experiments/<stem>.py [--study FOLDER] [--out FOLDER] [--draft]``."""
        parser = argparse.ArgumentParser(description=self.title)
        parser.add_argument("--study", type=Path, help="folder with data/ (default: the script's, or where you are)")
        parser.add_argument("--out", type=Path, help="folder for the figure (default: the study's figures/)")
        parser.add_argument("--draft", action="store_true", help="few resamples, watermarked, into .cache/draft/")
        arguments = parser.parse_args()
        try:
            home = Path(self.script).resolve().parents[1]
            study = Study.find(arguments.study or (home if (home / "data" / "study.toml").is_file() else None))
            folder = arguments.out or (study.cache / "draft" if arguments.draft else study.figures)
            if any(folder.resolve().is_relative_to(own.resolve()) for own in (study.data, study.experiments)):
                raise DataError("a folder for figures", "one that the study is made of", folder, "Name another folder.")
            self.make(study, folder, arguments.draft)
        except DiscourseError as error:
            parser.exit(2, f"{error}\n")
        written = ", ".join(f"{self.stem}.{suffix}" for suffix in self.suffixes)
        parser.exit(0, f"{folder}: {written} written\n")


def load_experiment(script: Path) -> Experiment:
    """Run a script without its ``__main__`` part and return its experiment.

    Raises
    ------
    DataError
        If the script defines none.
    """
    experiment = runpy.run_path(str(script)).get("experiment")
    if not isinstance(experiment, Experiment):
        raise DataError("a variable named experiment", "none", script, "End the script as the others do.")
    return experiment


def read_numbers(source: Path | TextIO) -> pd.DataFrame:
    """Read a figure's CSV: periods stay text, empty cells are missing, "none" stays a code, and text is unguarded.

    Raises
    ------
    DataError
        If the file is not there, is empty or torn, or is no CSV in UTF-8.
    """
    try:
        read = pd.read_csv(source, keep_default_na=False, na_values=[""], dtype=dict.fromkeys(TEXT_COLUMNS, str))
        # Where the rows have a cell too many, pandas takes the first for their names.
        if not isinstance(read.index, pd.RangeIndex):
            raise ValueError("more cells in a row than columns")
    except (OSError, ValueError) as error:
        found = " ".join(str(error).split())
        where, stem = (source, source.stem) if isinstance(source, Path) else ("the numbers", "STEM")
        hint = f"Make them anew: discourse figures {stem}"
        raise DataError("the numbers of a figure, as CSV in UTF-8", found, where, hint) from None
    return unguard_table(read)


def _one_thread() -> AbstractContextManager[object]:
    """Keep linear algebra on one core: sums then add up in the same order on every machine, and small ones faster."""
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[object] = threadpool_limits(1)
    return limits
