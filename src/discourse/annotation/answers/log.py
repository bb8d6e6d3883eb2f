"""How is an answer that is no coding kept? In an append-only file, one line an answer.

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
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from operator import attrgetter
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from discourse.errors import LabelError
from discourse.io.append_log import AppendLog, Conflict, RecordForm
from discourse.io.locked_files import read_locked
from discourse.io.log_lines import LogFormat, parse_log_lines
from discourse.labels.coding import check_coder

_ID = re.compile(r"[\w.-]{1,80}")
_DIGEST = re.compile(r"[0-9a-f]{16}")


class AnswerLine(Protocol):
    """What every line of such a file says, whatever else it says."""

    @property
    def answer_id(self) -> str:
        """Made by whoever answers."""
        ...

    @property
    def coder(self) -> str:
        """Who answers."""
        ...

    @property
    def item(self) -> str:
        """What is answered."""
        ...

    @property
    def answer(self) -> str:
        """What is answered to it; empty in a line that takes another back."""
        ...

    @property
    def when(self) -> str:
        """Date and time in UTC."""
        ...

    @property
    def undoes(self) -> str:
        """Id of the answer that this line takes back."""
        ...

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits of what was asked."""
        ...


Line = TypeVar("Line", bound=AnswerLine)


def answer_form(
    columns: tuple[str, ...], read: Callable[[Mapping[str, str], str], Line], write: Callable[[Line], Mapping[str, str]]
) -> RecordForm[Line]:
    """Say how the lines of one file of answers are read and written.

    Parameters
    ----------
    columns : tuple of str
        Columns of the file, in order; ``digest`` is the last.
    read : callable
        Makes an answer of the cells of a line by column; its second argument is the place to name in an error.
    write : callable
        Makes the cells of an answer.
    """

    def is_whole(line: bytes) -> bool:
        try:
            cells = next(csv.reader([line.decode("utf-8", "replace")]), [])
        except csv.Error:
            return True  # no torn line, but one that reading refuses
        return len(cells) == len(columns) and bool(_DIGEST.fullmatch(cells[-1]))

    def written(answer: Line) -> str:
        buffer, cells = io.StringIO(), write(answer)
        csv.writer(buffer, lineterminator="\n").writerow([cells[column] for column in columns])
        return buffer.getvalue()

    def record(cells: list[str], where: str) -> Line:
        return read(dict(zip(columns, cells, strict=True)), where)

    return RecordForm(LogFormat(columns, is_whole), record, written, attrgetter("answer_id"))


def read_answer_file(path: Path, form: RecordForm[Line]) -> list[Line]:
    """Read the answers, oldest first, undo lines and what they took back among them; none without a file.

    Raises
    ------
    LabelError
        If the file is no UTF-8, has another header, or a finished line that is no answer.
    """
    rows = parse_log_lines(read_locked(path), form.lines, path).rows if os.path.isfile(path) else []
    return [form.read(cells, f"{path}, row {row}") for row, cells in rows]


def without_undone(answers: Iterable[Line]) -> list[Line]:
    """Keep the answers that were not taken back.

    Examples
    --------
    >>> from discourse.annotation.answers.intrusion import Answer
    >>> one = Answer("a", "ani", "plain", "words", "word-01", "pasar", "", "", "0" * 16)
    >>> back = Answer("b", "ani", "plain", "words", "word-01", "", "", "a", "0" * 16)
    >>> len(without_undone([one])), len(without_undone([one, back]))
    (1, 0)
    """
    lines = list(answers)
    gone = {line.undoes for line in lines}
    return [line for line in lines if not line.undoes and line.answer_id not in gone]


class AnswerLog(Generic[Line]):
    """A file of answers, which several processes append to; each sees what the others wrote.

    Parameters
    ----------
    path : Path
        The file; made, with its header, at the first answer.
    form : RecordForm
        What its lines stand for; see :func:`answer_form`.
    """

    def __init__(self, path: Path, form: RecordForm[Line]) -> None:
        self._log = AppendLog(path, form)

    @property
    def answers(self) -> dict[str, Line]:
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

    def append(self, answer: Line) -> bool:
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
            if before and not _say_the_same(before, answer):
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


def _say_the_same(one: AnswerLine, other: AnswerLine) -> bool:
    """Say whether two answers differ at most in the time at which they came."""

    def said(answer: AnswerLine) -> dict[str, Any]:
        return {**vars(answer), "when": ""}

    return said(one) == said(other)


def _check(answer: AnswerLine) -> None:
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
