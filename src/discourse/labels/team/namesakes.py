"""Is a name that two machines know one person, or are there two?

A log holds a name and nothing else of a person. Two people are told by what one cannot do: they give the same paragraph
different codes in the same spell of work on two machines. A spell is a run of codings with no pause of half an hour.
Where the spells lie apart it is one person who coded the paragraph again, and the later coding stands. Two people of
one name who never code the same paragraph cannot be told from one; nor can those who always agree.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from discourse.errors import LabelError
from discourse.labels.coding import Coding
from discourse.labels.exchange.records import refuse
from discourse.labels.log import moment_of

PAUSE = timedelta(minutes=30)


def find_namesakes(
    own: Sequence[Coding], arrived: Sequence[tuple[str, Coding]], one_person: Collection[str] = ()
) -> list[str]:
    """Refuse codings by two people of one name; say where one person coded a paragraph on both machines.

    Parameters
    ----------
    own : sequence of Coding
        Lines of this log that the other does not have.
    arrived : sequence of (str, Coding)
        Lines of the other log that this one does not have, each with its place.
    one_person : collection of str
        Names of which it is known that they are one person's.

    Returns
    -------
    list of str
        A sentence for each coder who coded paragraphs on both machines, otherwise than before.

    Raises
    ------
    LabelError
        If codes differ within spells that overlap, or where a coding has no time, so that none is the later one.
    """
    here, there = _standing(own), _standing(coding for _, coding in arrived)
    places = {coding.coding_id: place for place, coding in arrived}
    wrong, again = list[LabelError](), dict[str, int]()
    for key, coding in there.items():
        mine = here.get(key)
        if mine is None or (mine.primary, set(mine.also)) == (coding.primary, set(coding.also)):
            continue
        if coding.coder in one_person or not _at_once(mine, here.values(), coding, there.values()):
            again[coding.coder] = again.get(coding.coder, 0) + 1
        else:
            wrong.append(_two_people(mine, coding, places[coding.coding_id]))
    refuse(wrong, next(iter(places.values()), "").rpartition(", row")[0])
    return [f"{coder} coded {_paragraphs(number)} on both machines; the later coding stands" for coder, number in
            again.items()]  # fmt: skip


def _two_people(mine: Coding, coding: Coding, place: str) -> LabelError:
    times = f"at {coding.when} there, at {mine.when} here" if coding.when and mine.when else "without a time"
    return LabelError(
        f"one person by the name of {coding.coder}",
        f"{coding.primary} there and {mine.primary} here for {coding.paragraph_id}, {times}",
        f"{place}, column coder",
        f"Two people: --coders '{coding.coder}=NAME' renames that of the file. One: --coders "
        f"'{coding.coder}={coding.coder}'.",
    )


def _standing(codings: Iterable[Coding]) -> dict[tuple[str, str], Coding]:
    """Return each coder's last coding of each paragraph that was not taken back."""
    lines = list(codings)
    gone = {coding.undoes for coding in lines}
    kept = [coding for coding in lines if not coding.undoes and coding.coding_id not in gone]
    return {(coding.coder, coding.paragraph_id): coding for coding in kept}


def _at_once(mine: Coding, own: Iterable[Coding], coding: Coding, others: Iterable[Coding]) -> bool:
    """Say whether the spells of work of two codings overlap, or cannot be known."""
    if not (mine.when and coding.when):
        return True
    one, other = _spell(mine, own), _spell(coding, others)
    return one[0] <= other[1] and other[0] <= one[1]


def _spell(coding: Coding, codings: Iterable[Coding]) -> tuple[datetime, datetime]:
    """Find beginning and end of the run of a coder's codings that one belongs to."""
    times = sorted(moment_of(each.when) for each in codings if each.coder == coding.coder and each.when)
    first = last = times.index(moment_of(coding.when))
    while first and times[first] - times[first - 1] <= PAUSE:
        first -= 1
    while last + 1 < len(times) and times[last + 1] - times[last] <= PAUSE:
        last += 1
    return times[first], times[last]


def _paragraphs(number: int) -> str:
    return "1 paragraph" if number == 1 else f"{number} paragraphs"
