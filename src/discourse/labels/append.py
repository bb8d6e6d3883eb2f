"""How does a coding get into the log, so that it can neither be lost nor doubled?

A coding is one write to the end of the file, by one process at a time, on the disk before anybody
is told that it is saved. It carries an id made by whoever coded, so that saying it twice, after a
crash or a lost answer, leaves one line.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager
from dataclasses import replace
from operator import attrgetter
from pathlib import Path

from discourse.codebook import Codebook
from discourse.errors import LabelError
from discourse.io.append_log import AppendLog, Conflict, RecordForm
from discourse.labels.coding import COLUMNS, Coding, as_line, check_coding, coding_of, one_line
from discourse.labels.log import LOG_FORMAT
from discourse.study import Study


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
        Called with the lines of the log, in order, as they are read or written, and whether they are all
        there are: see :class:`discourse.io.append_log.AppendLog`.

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
        notice: Callable[[list[Coding], bool], None] = lambda codings, anew: None,
    ) -> None:
        self._log = AppendLog(path, _FORM, notice)
        self._codebook = codebook
        self._paragraphs = paragraphs

    @classmethod
    def of(cls, study: Study, notice: Callable[[list[Coding], bool], None] = lambda codings, anew: None) -> LabelLog:
        """Return the log of a study."""
        return cls(study.labels_path, study.codebook, set(study.paragraphs["paragraph_id"].tolist()), notice)

    @property
    def codings(self) -> dict[str, Coding]:
        """Every line seen so far by its ``coding_id``, undo lines and undone codings among them; oldest first."""
        return self._log.records

    def refresh(self) -> None:
        """Read what others have added; make the log if there is none, and close a last line that a crash left open.

        Raises
        ------
        LabelError
            If the log cannot be read or written, or codings seen earlier are gone from it; these are then
            kept in a file beside it.
        """
        self._log.refresh()

    def together(self) -> AbstractContextManager[None]:
        """Let what is appended within a block go to the disk at its end, in one write; see :meth:`AppendLog.held`."""
        return self._log.held()

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
            left out: it was saved before. The circumstances (when, why, queue, inclusion, seconds,
            codebook) may differ.

        Raises
        ------
        Conflict
            If an id stands for another coding: of another paragraph or coder, or with another code, doubt,
            rule or note.
        LabelError
            If a coding cannot be (see :func:`check_coding`), it takes back what is not there, or the disk is
            full. Nothing is acknowledged then.
        """
        wanted = list(codings)
        with self._log.held():
            fresh = self._fresh(wanted)
            self._log.append(fresh)
        return fresh

    def check(self, codings: Iterable[Coding]) -> None:
        """Raise what :meth:`append` would raise of these codings by what was read so far; write nothing."""
        self._fresh(list(codings))

    def _fresh(self, wanted: list[Coding]) -> list[Coding]:
        fresh: dict[str, Coding] = {}
        for raw in wanted:
            self._add(check_coding(raw, self._codebook, self._paragraphs), fresh)
        return list(fresh.values())

    def _add(self, coding: Coding, fresh: dict[str, Coding]) -> None:
        """Put a coding among those to be written, unless it was saved before."""
        known = fresh.get(coding.coding_id) or self.codings.get(coding.coding_id)
        if known is None:
            self._check_undo(coding, fresh)
            fresh[coding.coding_id] = coding
            return
        (before, noted), (now, note) = _said(known), _said(coding)
        if before == now and note != noted and note.startswith(noted):
            # A crash inside a doubled quotation mark leaves a line that looks whole, its note cut off.
            self._add(replace(coding, coding_id=f"{coding.coding_id}.again"), fresh)
        elif (before, noted) != (now, note):
            raise Conflict(
                "an id that no other coding has",
                f"{coding.coding_id!r}, saved before and saying something else",
                self._log.path,
                "The saved one stays as it is; choose again, or give the new one an id of its own.",
            )

    def _check_undo(self, coding: Coding, fresh: dict[str, Coding]) -> None:
        if not coding.undoes:
            return
        target = fresh.get(coding.undoes) or self.codings.get(coding.undoes)
        if target is None or target.undoes or target.paragraph_id != coding.paragraph_id or coding.primary:
            raise LabelError(
                "a coding of this paragraph to take back",
                repr(coding.undoes),
                self._log.path,
                "Name the coding by its id, and give no code.",
            )


def _coding_of_line(cells: list[str], where: str) -> Coding:
    return coding_of(dict(zip(COLUMNS, cells, strict=True)), where)


_FORM = RecordForm(LOG_FORMAT, _coding_of_line, as_line, attrgetter("coding_id"))


def _said(coding: Coding) -> tuple[tuple[object, ...], str]:
    """Return what a coding says, and its note. A repeat may differ in the rest: when it came, from which queue."""
    codes = coding.primary, tuple(sorted(coding.also)), coding.unsure, one_line(coding.rule)
    return (coding.paragraph_id, coding.coder, *codes, coding.undoes), one_line(coding.note)
