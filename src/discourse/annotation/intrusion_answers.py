"""What was answered? The file of answers to the intrusion tests: append-only, one line an answer.

An answer is one write to the end of the file, by one process at a time, on the disk before anybody is
told that it is saved. Its id is made by whoever answers, so saying it twice leaves one line; taking it
back is a line of its own. The digest comes last and has a fixed length, so that a line which a crash
left unfinished is known.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from discourse.errors import LabelError
from discourse.io.append_log import AppendLog, read_locked
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
    rows = parse_log_lines(read_locked(path), _FORMAT, path).rows if path.is_file() else []
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


def append_answer(path: Path, answer: Answer) -> bool:
    """Write an answer to the end of the file; return when it is on the disk, with False where it was there before.

    Raises
    ------
    LabelError
        If the answer cannot be, its id stands for another, it takes back what is not there, or the disk is
        full. Nothing is acknowledged then.
    """
    _check(answer)
    with AppendLog(path, _FORMAT, lambda cells, _: Answer(*cells)).held() as held:
        known = {line.answer_id: line for line in held.records}
        before = known.get(answer.answer_id)
        if before:
            if not before.says_the_same(answer):
                raise LabelError("an id that no other answer has", repr(answer.answer_id), path, "Give it another id.")
            return False
        target = known.get(answer.undoes)
        own = target and not target.undoes and (target.coder, target.item) == (answer.coder, answer.item)
        if answer.undoes and not own:
            raise LabelError("an answer of the coder to this item to take back", repr(answer.undoes), path)
        held.append(_line(answer))
        return True


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
    cells = next(csv.reader([line.decode("utf-8", "replace")]), [])
    return len(cells) == len(COLUMNS) and bool(_DIGEST.fullmatch(cells[-1]))


_FORMAT = LogFormat(COLUMNS, _is_whole)
"""A whole line ends with the digest."""
