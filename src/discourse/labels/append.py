"""How does a coding get into the log, so that it can neither be lost nor doubled?

A coding is one write to the end of the file, by one process at a time, on the disk before anybody
is told that it is saved. It carries an id made by whoever coded, so that saying it twice, after a
crash or a lost answer, leaves one line.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path

from discourse.codebook import Codebook
from discourse.errors import LabelError
from discourse.labels.coding import COLUMNS, Coding, as_line, check_coding, coding_of
from discourse.labels.lock import opened_to_append, read_from, write_through
from discourse.labels.log import TORN, is_finished, split_lines
from discourse.study import Study

_HEADER = (",".join(COLUMNS) + "\n").encode()


class LabelLog:
    """A label log that several processes append to; each sees what the others wrote.

    Parameters
    ----------
    path : Path
        The log; made, with its header, at the first coding.
    codebook : Codebook
        The codes that may be used.
    paragraphs : container of str
        Ids of the study's paragraphs.
    notice : callable, optional
        Called once with each line of the log, in order, as it is read or written.

    Examples
    --------
    >>> import tempfile
    >>> from discourse.codebook import Pillar
    >>> book = Codebook("1", (Pillar("trade", "Trade", "-"), Pillar("arts", "Arts", "-")), "-")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     log = LabelLog(Path(folder) / "labels.csv", book, {"a:01"})
    ...     coding = Coding("7f3a", "a:01", "ani", "1", "trade")
    ...     len(log.append([coding])), len(log.append([coding]))
    (1, 0)
    """

    def __init__(
        self,
        path: Path,
        codebook: Codebook,
        paragraphs: Collection[str],
        notice: Callable[[Coding], None] | None = None,
    ) -> None:
        self._notice = notice or _ignore
        self._path = path
        self._codebook = codebook
        self._paragraphs = paragraphs
        self._codings: dict[str, Coding] = {}
        self._end = 0
        self._headed = False
        self._file: tuple[int, int] | None = None

    @classmethod
    def of(cls, study: Study, notice: Callable[[Coding], None] | None = None) -> LabelLog:
        """Return the log of a study."""
        return cls(study.labels_path, study.codebook, set(study.paragraphs["paragraph_id"].tolist()), notice)

    @property
    def codings(self) -> dict[str, Coding]:
        """Every line seen so far by its ``coding_id``, undo lines and undone codings among them; oldest first."""
        return self._codings

    def refresh(self) -> None:
        """Read what others have added; make the log if there is none, and close a last line that a crash left open."""
        self.append(())

    def append(self, codings: Iterable[Coding]) -> list[Coding]:
        """Write codings to the end of the log, and return when they are on the disk.

        Parameters
        ----------
        codings : iterable of Coding
            All are checked before the first is written.

        Returns
        -------
        list of Coding
            Those that were written. A coding whose id the log holds already, saying the same, is
            left out: it was saved before.

        Raises
        ------
        LabelError
            If a coding cannot be (see :func:`check_coding`), its id stands for another coding, it takes
            back what is not there, or the disk is full. Nothing is acknowledged then.
        """
        wanted = list(codings)
        with opened_to_append(self._path) as descriptor:
            before = self._catch_up(descriptor)
            fresh = self._fresh(wanted)
            lines = "".join(as_line(coding) for coding in fresh).encode()
            if before or lines:
                self._write(descriptor, before + lines)
            self._take(fresh)
        return fresh

    def _catch_up(self, descriptor: int) -> bytes:
        """Read the lines added since the last look; return what must be written before any new line."""
        state = os.fstat(descriptor)
        if self._file != (state.st_dev, state.st_ino) or state.st_size < self._end:
            self._codings, self._end, self._headed = {}, 0, False
            self._file = (state.st_dev, state.st_ino)
        data = read_from(descriptor, self._end, state.st_size)
        whole = data[: data.rfind(b"\n") + 1]
        tail = data[len(whole) :]
        torn = not is_finished(tail)
        body = whole if torn and (self._headed or _HEADER.startswith(tail) or whole.strip()) else data
        if any(line.strip() and not line.rstrip().endswith(TORN.encode()) for line in body.split(b"\n")):
            rows, _ = split_lines(_HEADER + body if self._headed else body, self._path)
            self._take(coding_of(dict(zip(COLUMNS, cells, strict=True))) for _, cells in rows)
            self._headed = True
        self._end += len(whole)
        closing = b"" if not tail else f"{TORN}\n".encode() if torn else b"\n"
        return closing if self._headed else closing + _HEADER

    def _take(self, codings: Iterable[Coding]) -> None:
        for coding in codings:
            self._codings[coding.coding_id] = coding
            self._notice(coding)

    def _fresh(self, wanted: list[Coding]) -> list[Coding]:
        fresh: dict[str, Coding] = {}
        for raw in wanted:
            coding = check_coding(raw, self._codebook, self._paragraphs)
            known = fresh.get(coding.coding_id) or self._codings.get(coding.coding_id)
            if known is None:
                self._check_undo(coding, fresh)
                fresh[coding.coding_id] = coding
            elif _substance(known) != _substance(coding):
                raise LabelError(
                    "an id that no other coding has",
                    repr(coding.coding_id),
                    self._path,
                    "Give the new coding an id of its own.",
                )
            elif known.note != coding.note and coding.note.startswith(known.note):
                # A crash inside a doubled quotation mark leaves a line that looks whole, its note cut off.
                again = replace(coding, coding_id=f"{coding.coding_id}.again")
                if again.coding_id not in self._codings:
                    fresh[again.coding_id] = again
        return list(fresh.values())

    def _check_undo(self, coding: Coding, fresh: dict[str, Coding]) -> None:
        if not coding.undoes:
            return
        target = fresh.get(coding.undoes) or self._codings.get(coding.undoes)
        if target is None or target.undoes or target.paragraph_id != coding.paragraph_id or coding.primary:
            raise LabelError(
                "a coding of this paragraph to take back",
                repr(coding.undoes),
                self._path,
                "Name the coding by its id, and give no code.",
            )

    def _write(self, descriptor: int, data: bytes) -> None:
        write_through(descriptor, data, self._path, new=not self._headed)
        self._end, self._headed = os.fstat(descriptor).st_size, True


def _ignore(coding: Coding) -> None:
    """Take no notice."""


def _substance(coding: Coding) -> tuple[str, ...]:
    """Return what makes two codings of one id the same; a repeat differs in the time at which it came."""
    return coding.paragraph_id, coding.coder, coding.primary, " ".join(sorted(coding.also)), coding.undoes
