"""Which answers of practice on another machine are not here yet?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from discourse.annotation.answers.practice import PracticeAnswer, practice_log, practice_path, read_practice
from discourse.errors import LabelError
from discourse.study import Study


def arriving_answers(study: Study, other: Study, coders: Mapping[str, str]) -> list[PracticeAnswer]:
    """Read the answers of another machine that are not here, in the order in which they came.

    Parameters
    ----------
    study, other : Study
        The study here, and there.
    coders : mapping of str to str
        Names there to names here.

    Raises
    ------
    LabelError
        If a line is no answer, or its id stands for another one here.
    """
    held, found = {each.answer_id: each for each in read_practice(practice_path(study))}, []
    for each in read_practice(practice_path(other)):
        renamed = replace(each, coder=coders.get(each.coder, each.coder))
        here = held.get(each.answer_id)
        if here is None:
            found.append(renamed)
        elif here not in (each, renamed):
            place = f"{practice_path(other)}, answer {each.answer_id:.60}"
            says = f"{each.coder}: {each.primary}, here {here.coder}: {here.primary}"
            raise LabelError("the answer that has this id here", says, place, "Put back the line that was edited.")
    return found


def add_answers(study: Study, answers: Sequence[PracticeAnswer]) -> None:
    """Write answers to the end of the file of practice; all or none.

    Raises
    ------
    LabelError
        If one cannot be, or takes back what is not there.
    """
    log = practice_log(practice_path(study))
    with log.together():
        for answer in answers:
            log.append(answer)
