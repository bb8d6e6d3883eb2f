"""What was answered? The file of answers to the intrusion tests: append-only, one line an answer.

An answer is one write to the end of the file, by one process at a time, on the disk before anybody is
told that it is saved. Its id is made by whoever answers, so saying it twice leaves one line; taking it
back is a line of its own. The digest comes last and has a fixed length, so that a line which a crash
left unfinished is known.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from discourse.errors import LabelError
from discourse.io.append_log import AppendLog, Conflict, RecordForm
from discourse.io.locked_files import read_locked
from discourse.io.log_lines import LogFormat, parse_log_lines
from discourse.labels.coding import check_coder
from discourse.study import Study

COLUMNS = ("answer_id", "coder", "model", "kind", "item", "answer", "when", "undoes", "digest")
"""Columns of the file, in order."""

_ID = re.compile(r"[\w.-]{1,80}")
_DIGEST = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Answer:
    """One line of the file.

    Attributes
    ----------
    answer_id : str
        Made by whoever answers.
    coder, model, kind, item : str
        Who answered which item of which test.
    answer : str
        The option chosen; empty in a line that takes another back.
    when : str
        Date and time in UTC.
    undoes : str
        Id of the answer that this line takes back.
    digest : str
        Of all items of the test and their key: answers to the items of another model have another one.
    """

    answer_id: str
    coder: str
    model: str
    kind: str
    item: str
    answer: str
    when: str
    undoes: str
    digest: str

    def says_the_same(self, other: Answer) -> bool:
        """Say whether another answer differs at most in the time at which it came."""
        return {**self.__dict__, "when": ""} == {**other.__dict__, "when": ""}


def answers_path(study: Study) -> Path:
    """Return the file of a study's answers."""
    return study.data / "intrusion.csv"


def read_answers(path: Path) -> list[Answer]:
    """Read the answers, oldest first, undo lines and what they took back among them; none without a file.

    Raises
    ------
    LabelError
        If the file is no UTF-8, has another header, or a finished line that is no answer.
    """
    rows = parse_log_lines(read_locked(path), _FORMAT, path).rows if os.path.isfile(path) else []
    return [Answer(*cells) for _, cells in rows]


def without_undone(answers: Iterable[Answer]) -> list[Answer]:
    """Keep the answers that were not taken back.

    Examples
    --------
    >>> one = Answer("a", "ani", "plain", "words", "word-01", "pasar", "", "", "0" * 16)
    >>> back = Answer("b", "ani", "plain", "words", "word-01", "", "", "a", "0" * 16)
    >>> len(without_undone([one])), len(without_undone([one, back]))
    (1, 0)
    """
    lines = list(answers)
    gone = {line.undoes for line in lines}
    return [line for line in lines if not line.undoes and line.answer_id not in gone]


class AnswerLog:
    """The file of answers, which several processes append to; each sees what the others wrote.

    Parameters
    ----------
    path : Path
        The file; made, with its header, at the first answer.
    """

    def __init__(self, path: Path) -> None:
        self._log = AppendLog(path, _FORM)

    @property
    def answers(self) -> dict[str, Answer]:
        """Every line seen so far by its ``answer_id``, undo lines and what they took back among them; oldest first."""
        return self._log.records

    def refresh(self) -> None:
        """Read what others have added.

        Raises
        ------
        LabelError
            If the file cannot be read or written, or answers seen earlier are gone from it; these are then
            kept in a file beside it.
        """
        if self.answers or os.path.exists(self._log.path):
            self._log.refresh()

    def together(self) -> AbstractContextManager[None]:
        """Let what is appended within a block go to the disk at its end, in one write; see :meth:`AppendLog.held`."""
        return self._log.held()

    def append(self, answer: Answer) -> bool:
        """Write an answer to the end of the file; return when it is on the disk, with False where it was there before.

        Raises
        ------
        Conflict
            If the answer's id stands for another.
        LabelError
            If the answer cannot be, it takes back what is not there, or the disk is full. Nothing is
            acknowledged then.
        """
        _check(answer)
        with self._log.held():
            before, target = self.answers.get(answer.answer_id), self.answers.get(answer.undoes)
            own = target and not target.undoes and (target.coder, target.item) == (answer.coder, answer.item)
            if before and not before.says_the_same(answer):
                raise Conflict(
                    "an id that no other answer has",
                    f"{answer.answer_id!r}, saved before and saying something else",
                    self._log.path,
                    "The saved one stays as it is; choose again, or give the new one an id of its own.",
                )
            if not before and answer.undoes and not own:
                expected = "an answer of the coder to this item to take back"
                raise LabelError(expected, repr(answer.undoes), self._log.path)
            self._log.append(() if before else (answer,))
        return not before


def _check(answer: Answer) -> None:
    if not _ID.fullmatch(answer.answer_id):
        raise LabelError(
            "an id of at most 80 letters, digits, dots and hyphens",
            repr(answer.answer_id)[:100],
            "answer",
            "Make another id.",
        )
    check_coder(answer.coder, "answer, coder")
    if not _DIGEST.fullmatch(answer.digest) or bool(answer.answer) == bool(answer.undoes):
        raise LabelError("an answer, or the id of one to take back, and a digest", "something else", "answer")


def _line(answer: Answer) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow([getattr(answer, column) for column in COLUMNS])
    return buffer.getvalue()


def _is_whole(line: bytes) -> bool:
    try:
        cells = next(csv.reader([line.decode("utf-8", "replace")]), [])
    except csv.Error:
        return True  # no torn line, but one that reading refuses
    return len(cells) == len(COLUMNS) and bool(_DIGEST.fullmatch(cells[-1]))


_FORMAT = LogFormat(COLUMNS, _is_whole)
"""A whole line ends with the digest."""

_FORM = RecordForm(_FORMAT, lambda cells, where: Answer(*cells), _line, attrgetter("answer_id"))
