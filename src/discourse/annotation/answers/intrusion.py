"""What was answered to the intrusion tests? The lines of ``data/intrusion.csv``."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from pathlib import Path

from discourse.annotation.answers.log import AnswerLog, answer_form, read_answer_file
from discourse.study import Study


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


COLUMNS = tuple(field.name for field in fields(Answer))
"""Columns of the file, in order."""

_FORM = answer_form(COLUMNS, lambda cells, where: Answer(**cells), asdict)


def answers_path(study: Study) -> Path:
    """Return the file of a study's answers."""
    return study.data / "intrusion.csv"


def read_answers(path: Path) -> list[Answer]:
    """Read the answers of a file; see :func:`read_answer_file`."""
    return read_answer_file(path, _FORM)


def intrusion_log(path: Path) -> AnswerLog[Answer]:
    """Return a file of answers to write to."""
    return AnswerLog(path, _FORM)
