"""How is a table classified in parts, so that after an interruption nothing is done twice and nothing is missing?

A part is some thousand rows; it ends where an article does. Its result is a file of its own, put in place whole and
named by a digest of all that it depends on: its rows, the model, the choices and the version of this package. So a
run that was stopped keeps what is done, and what was made by another model or of other rows is never taken for it.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from discourse.classifier.context import ArticleRuns, whole_runs
from discourse.classifier.storage import save_model
from discourse.classifier.tables.chunks import classify_records
from discourse.classifier.tables.output import OutputForm
from discourse.classifier.trained import TrainedModel
from discourse.errors import DataError
from discourse.io.files import write_atomic

PART_ROWS = 10_000
"""Rows of a part, and as many more as its last article has: some seconds of work."""

_GIVEN, _MODEL, _JOINED = "given-", "model-", "joined"
_DONE = re.compile(r"\d{6,}-[0-9a-f]{16}\.(csv|parquet)")
_OURS = re.compile(r"\.?((given-)?\d{6,}-[0-9a-f]{16}|model-[0-9a-f]{16}|joined)\.(csv|parquet|npz)(\..*)?")
"""Name of a file that a run makes, and of what is left of one whose writing was cut short."""


@dataclass(frozen=True)
class Recipe:
    """How each part is classified and written.

    Attributes
    ----------
    form : OutputForm
        How it is written.
    abstain_below : float
        As for :func:`discourse.classifier.tables.classify_texts`.
    alone : bool
        As for :func:`discourse.classifier.tables.classify_records`.
    """

    form: OutputForm
    abstain_below: float
    alone: bool

    def make(self, model: TrainedModel, rows: Iterable[Mapping[str, Any]], path: Path) -> None:
        """Classify rows and write them as a part; the one function for one process and for many."""
        self.form.write(classify_records(model, rows, abstain_below=self.abstain_below, alone=self.alone), path)


@dataclass(frozen=True)
class Part:
    """Some rows of the input.

    Attributes
    ----------
    rows : list of mapping
        The rows.
    name : str
        Its number, from 1, and a digest of all that its result depends on.
    """

    rows: list[Mapping[str, Any]]
    name: str


def cut_parts(
    rows: Iterable[Mapping[str, Any]], runs: ArticleRuns | None, depends_on: str, part_rows: int = PART_ROWS
) -> Iterator[Part]:
    """Cut rows into parts, each time at the same places.

    Parameters
    ----------
    rows : iterable of mapping
        Read as they are needed.
    runs : ArticleRuns, optional
        Numbers the runs of rows of one article, which stay together; default: rows are parted anywhere.
    depends_on : str
        What every result depends on beside its rows.
    part_rows : int
        A part ends with the first row, or run of rows, that reaches this number.

    Examples
    --------
    >>> rows = [{"article_id": one} for one in "aabc"]
    >>> parts = list(cut_parts(rows, ArticleRuns(), "model 1", 1))
    >>> [len(part.rows) for part in parts], parts[0].name[:7]
    ([2, 1, 1], '000001-')
    """
    for number, (batch, _) in enumerate(whole_runs(rows, part_rows, runs), start=1):
        digest = hashlib.sha256(depends_on.encode())
        for row in batch:
            digest.update(f"\n{tuple(row.items())!r}".encode("utf-8", "backslashreplace"))
        yield Part(batch, f"{number:06d}-{digest.hexdigest()[:16]}")


def model_file(model: TrainedModel) -> bytes:
    """Return what :func:`discourse.classifier.save_model` writes; the same model gives the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.npz"
        save_model(model, path)
        return path.read_bytes()


def dependencies(model: bytes, recipe: Recipe) -> str:
    """Describe what the result of every part depends on."""
    from discourse import __version__

    form = recipe.form
    types = None if form.types is None else str(form.types)
    choices = [form.suffix, form.given, types, form.raw, recipe.abstain_below, recipe.alone]
    return json.dumps([__version__, hashlib.sha256(model).hexdigest(), *choices])


class PartsFolder:
    """The folder beside the result in which its parts lie until all are done.

    Parameters
    ----------
    out : Path
        The result.
    suffix : str
        Ending of its parts.
    """

    def __init__(self, out: Path, suffix: str) -> None:
        self.path = out.with_name(out.name + ".parts")
        self._out, self._suffix = out, suffix

    def make(self) -> None:
        """Make the folder.

        Raises
        ------
        DataError
            If that is not possible, or something else is there.
        """
        if self.path.is_symlink():
            raise DataError("a folder of its own for the parts", "a link", self.path, "Remove the link.")
        try:
            self.path.mkdir(exist_ok=True)
        except OSError as error:
            raise DataError("a folder to write to", str(error.strerror), self.path, "Name another file.") from None

    def result(self, part: Part) -> Path:
        """File of the result of a part."""
        return self.path / f"{part.name}{self._suffix}"

    def given(self, part: Part) -> Path:
        """File in which workers find the rows of a part."""
        return self.path / f"{_GIVEN}{part.name}.parquet"

    def put_model(self, model: bytes) -> Path:
        """Put the model where workers find it; its name holds its digest."""
        path = self.path / f"{_MODEL}{hashlib.sha256(model).hexdigest()[:16]}.npz"
        write_atomic(path, model)
        return path

    def join(self, form: OutputForm, parts: Sequence[Path]) -> Path:
        """Join the results among the parts, so that nothing is left elsewhere if this is cut short."""
        form.join(parts, whole := self.path / f"{_JOINED}{self._suffix}")
        return whole

    def has_results(self) -> bool:
        """Say whether a part is done and kept."""
        return self.path.is_dir() and any(_DONE.fullmatch(path.name) for path in self.path.iterdir())

    def tidy(self) -> None:
        """Delete what is no result, and the folder if nothing is in it."""
        self._delete(lambda name: not _DONE.fullmatch(name))

    def remove(self) -> None:
        """Delete the parts, also those of other runs, and the folder if nothing else is in it.

        Raises
        ------
        DataError
            If that is not possible.
        """
        self._delete(lambda name: True)

    def _delete(self, chosen: Any) -> None:
        if not self.path.is_dir() or self.path.is_symlink():
            return
        try:
            for path in self.path.iterdir():
                if _OURS.fullmatch(path.name) and chosen(path.name):
                    path.unlink(missing_ok=True)
        except OSError as error:
            hint = "Delete the folder."
            raise DataError("parts that can be deleted", str(error.strerror), self.path, hint) from None
        with suppress(OSError):
            self.path.rmdir()


def kept_parts(out: Path) -> Path | None:
    """Folder in which parts of a result are kept after an interruption; None if nothing is."""
    folder = PartsFolder(out, out.suffix)
    return folder.path if folder.has_results() else None
