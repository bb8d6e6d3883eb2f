"""What is asked on a card: the pillars, or one variable, or the pillars and below them the other variables?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from discourse.codebook import NONE, Codebook, Rule
from discourse.translations import say, translated

_KEYS = 9


@dataclass(frozen=True)
class Answer:
    """A code that can be chosen: its key is empty where there are more codes than keys."""

    code: str
    key: str
    name: str
    definition: str


@dataclass(frozen=True)
class Question:
    """One question of the card, in the language spoken at the moment.

    Attributes
    ----------
    variable : str
        Id of the variable; empty for the pillars.
    title : str
        Name of the variable; empty for the pillars.
    text : str
        What the primary code answers.
    answers : tuple of Answer
        The codes in order, ``none`` last where there is one.
    several : bool
        Whether other codes may be given in ``also``.
    rules : tuple of Rule
        The rules by which coders decide.
    """

    variable: str
    title: str
    text: str
    answers: tuple[Answer, ...]
    several: bool
    rules: tuple[Rule, ...]

    @property
    def names(self) -> dict[str, str]:
        """Code to the name shown."""
        return {answer.code: answer.name for answer in self.answers}


def questions_of(books: Iterable[Codebook]) -> list[Question]:
    """Return the question that each codebook asks: that of the pillars, or a variable's.

    Examples
    --------
    >>> from discourse.codebook import Pillar
    >>> book = Codebook("1", (Pillar("trade", "Trade", "buying"), Pillar("arts", "Arts", "music")), "neither")
    >>> [question] = questions_of([book])
    >>> question.text, [(each.key, each.name) for each in question.answers]
    ('What is most of it about?', [('1', 'Trade'), ('2', 'Arts'), ('0', 'None')])
    """
    return [_question(book) for book in books]


def _question(book: Codebook) -> Question:
    answers = [
        Answer(code.id, str(place) if place <= _KEYS else "", translated(code.name), translated(code.definition))
        for place, code in enumerate(book.pillars, start=1)
    ]
    if book.none_definition is not None:
        none = say("None of them") if book.id else say("None")
        answers.append(Answer(NONE, "0", none, translated(book.none_definition)))
    text = translated(book.question) if book.id else say("What is most of it about?")
    rules = tuple(Rule(each.number, translated(each.title), translated(each.text), each.pillars) for each in book.rules)
    return Question(book.id, translated(book.name) if book.name else "", text, tuple(answers), book.several, rules)
