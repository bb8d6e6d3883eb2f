"""What was answered? The file of answers to the intrusion tests: append-only, one line an answer.

An answer is one write to the end of the file, by one process at a time, on the disk before anybody is
told that it is saved. Its id is made by whoever answers, so saying it twice leaves one line; taking it
back is a line of its own. The digest comes last and has a fixed length, so that a line which a crash
left unfinished is known; it was acknowledged to nobody, and the next writer closes it with ``#torn``.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from discourse.errors import LabelError
from discourse.labels.coding import check_coder
from discourse.labels.lock import opened_to_append, read_from, read_whole, write_through
from discourse.labels.log import TORN
from discourse.study import Study

COLUMNS = ("answer_id", "coder", "model", "kind", "item", "answer", "when", "undoes", "digest")
"""Columns of the file, in order."""

_HEADER = ",".join(COLUMNS)
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
    return _parse(read_whole(path), path)[0] if path.is_file() else []


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
    with opened_to_append(path) as descriptor:
        answers, closing = _parse(read_from(descriptor, 0, os.fstat(descriptor).st_size), path)
        known = {line.answer_id: line for line in answers}
        before = known.get(answer.answer_id)
        if before:
            if not before.says_the_same(answer):
                raise LabelError("an id that no other answer has", repr(answer.answer_id), path, "Give it another id.")
            return False
        target = known.get(answer.undoes)
        own = target and not target.undoes and (target.coder, target.item) == (answer.coder, answer.item)
        if answer.undoes and not own:
            raise LabelError("an answer of the coder to this item to take back", repr(answer.undoes), path)
        write_through(descriptor, (closing + _line(answer)).encode(), path, new=not answers)
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


def _parse(data: bytes, path: Path) -> tuple[list[Answer], str]:
    """Return the answers, and what must be written before the next line: the end of a torn one, the header."""
    *whole, tail = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    finished = not tail.strip() or _is_whole(tail)
    lines = [*whole, tail] if finished else whole
    closing = "" if not tail else "\n" if finished else f"{TORN}\n"
    kept = [(row, line.rstrip(b"\r")) for row, line in enumerate(lines, 1) if line.strip()]
    kept = [(row, line) for row, line in kept if not line.endswith(TORN.encode())]
    if not kept:
        return [], f"{closing}{_HEADER}\n"
    if kept[0][1] != _HEADER.encode():
        raise LabelError(
            f"the columns {_HEADER}",
            "another first line",
            f"{path}, row {kept[0][0]}",
            "Put the header right, or move the file away.",
        )
    return [_answer(line, f"{path}, row {row}") for row, line in kept[1:]], closing


def _is_whole(tail: bytes) -> bool:
    """Say whether a last line without line end is whole all the same: somebody edited the file."""
    if tail.strip() == _HEADER.encode():
        return True
    cells = next(csv.reader([tail.decode("utf-8", "replace").strip()]), [])
    return len(cells) == len(COLUMNS) and bool(_DIGEST.fullmatch(cells[-1]))


def _answer(line: bytes, where: str) -> Answer:
    try:
        cells = next(csv.reader([line.decode()], strict=True))
    except (csv.Error, UnicodeDecodeError) as error:
        raise LabelError("a line of CSV in UTF-8", str(error), where, "Correct the line.") from None
    if len(cells) != len(COLUMNS):
        raise LabelError(f"{len(COLUMNS)} cells", str(len(cells)), where, "Correct the line.")
    return Answer(*cells)
