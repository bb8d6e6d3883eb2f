"""What was answered in practice? The lines of ``data/practice.csv``, none of which is a coding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from discourse.annotation.answers.log import AnswerLog, answer_form, read_answer_file
from discourse.errors import LabelError
from discourse.study import Study


@dataclass(frozen=True)
class PracticeAnswer:
    """One line of the file.

    Attributes
    ----------
    answer_id : str
        Made by whoever answers.
    coder, variable : str
        Who practised, on which variable of the codebook; "" for the pillars.
    turn : int
        Whether it was the first time through the items, from 1.
    primary : str
        The primary code given; empty in a line that takes another answer back.
    also : tuple of str
        The other codes given.
    right : bool
        Whether that was the coding that the rules ask for.
    seconds : float or None
        How long the item was on the screen.
    when : str
        Date and time in UTC.
    undoes : str
        Id of the answer that this line takes back.
    digest : str
        Of the item, as :attr:`discourse.codebook.PracticeItem.digest` has it.
    """

    answer_id: str
    coder: str
    variable: str
    turn: int
    primary: str
    also: tuple[str, ...]
    right: bool
    seconds: float | None
    when: str
    undoes: str
    digest: str

    @property
    def item(self) -> str:
        """The item of this turn."""
        return f"{self.turn} {self.digest}"

    @property
    def answer(self) -> str:
        """What was answered."""
        return self.primary


COLUMNS = tuple(field.name for field in fields(PracticeAnswer))
"""Columns of the file, in order."""


def practice_path(study: Study) -> Path:
    """Return the file of a study's practice."""
    return study.data / "practice.csv"


def read_practice(path: Path) -> list[PracticeAnswer]:
    """Read the answers of a file; see :func:`read_answer_file`."""
    return read_answer_file(path, _FORM)


def practice_log(path: Path) -> AnswerLog[PracticeAnswer]:
    """Return a file of answers to write to."""
    return AnswerLog(path, _FORM)


def first_answers(answers: Iterable[PracticeAnswer], variable: str = "") -> dict[tuple[str, int], list[PracticeAnswer]]:
    """Keep what each coder answered first to each item of each turn, by coder and turn.

    An answer that was taken back counts, for the coder had seen by then what is right.

    Examples
    --------
    >>> one = PracticeAnswer("a", "ani", "", 1, "trade", (), False, 9.0, "", "", "0" * 16)
    >>> again = PracticeAnswer("b", "ani", "", 1, "health", (), True, 4.0, "", "", "0" * 16)
    >>> [answer.right for answer in first_answers([one, again])["ani", 1]]
    [False]
    """
    found: dict[tuple[str, int], dict[str, PracticeAnswer]] = {}
    for answer in answers:
        if answer.variable == variable and not answer.undoes:
            found.setdefault((answer.coder, answer.turn), {}).setdefault(answer.digest, answer)
    return {key: list(each.values()) for key, each in found.items()}


def _read(cells: Mapping[str, str], where: str) -> PracticeAnswer:
    turn, seconds = cells["turn"], cells["seconds"]
    if not (turn.isascii() and turn.isdigit() and int(turn[:9]) >= 1 and len(turn) < 9):
        raise LabelError("a whole number from 1", repr(turn), f"{where}, column turn", "Correct the value.")
    if cells["right"] not in ("yes", "no"):
        raise LabelError("yes or no", repr(cells["right"]), f"{where}, column right", "Correct the value.")
    try:
        taken = float(seconds) if seconds else None
    except ValueError:
        place = f"{where}, column seconds"
        raise LabelError("a number, or nothing", repr(seconds), place, "Correct the value.") from None
    return PracticeAnswer(
        cells["answer_id"],
        cells["coder"],
        cells["variable"],
        int(turn),
        cells["primary"],
        tuple(cells["also"].split()),
        cells["right"] == "yes",
        taken,
        cells["when"],
        cells["undoes"],
        cells["digest"],
    )


def _write(answer: PracticeAnswer) -> dict[str, str]:
    return {
        **asdict(answer),
        "turn": str(answer.turn),
        "also": " ".join(answer.also),
        "right": "yes" if answer.right else "no",
        "seconds": "" if answer.seconds is None else f"{answer.seconds:.6g}",
    }


_FORM = answer_form(COLUMNS, _read, _write)
