"""How long does a queue take, and what does it settle?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from discourse.translations import say

WORDS_A_MINUTE, DECIDING = 200, 5.0
"""Reading speed, and seconds for the decision, while no coding tells a pace."""
PAUSE = 120.0
"""More seconds than these on a paragraph were a pause, and count as these."""
LEAST_TIMED = 10
"""Codings that a pace takes."""


@dataclass(frozen=True)
class Pace:
    """How many seconds a paragraph takes.

    Attributes
    ----------
    seconds : float
        Mean of a paragraph.
    basis : str
        What tells: codings of the ``coder``, of other ``people``, or the number of ``words``.
    """

    seconds: float
    basis: Literal["coder", "people", "words"]


def coding_pace(codings: pd.DataFrame, coder: str, machine_coders: Collection[str], words: float) -> Pace:
    """Work out how long a paragraph takes.

    Parameters
    ----------
    codings : DataFrame
        ``coder`` and ``seconds``; NaN where the page did not measure them.
    coder : str
        Who codes; "" for nobody in particular.
    machine_coders : collection of str
        Coders that are programs: their pace says nothing.
    words : float
        Mean number of words of the paragraphs.

    Returns
    -------
    Pace
        From the coder's own codings where there are ten with a time, else from other people's, else from the words.

    Examples
    --------
    >>> coding_pace(pd.DataFrame({"coder": [], "seconds": []}), "ani", [], words=40)
    Pace(seconds=17.0, basis='words')
    """
    timed = codings[(codings["seconds"] > 0) & ~codings["coder"].isin(list(machine_coders))]
    own = timed[timed["coder"] == coder]
    if len(own) >= LEAST_TIMED:
        return Pace(float(own["seconds"].clip(upper=PAUSE).mean()), "coder")
    if len(timed) >= LEAST_TIMED:
        return Pace(float(timed["seconds"].clip(upper=PAUSE).mean()), "people")
    return Pace(60 * words / WORDS_A_MINUTE + DECIDING, "words")


def settles(left: int, pace: Pace, answers: str | None = None) -> str:
    """Say how long a queue takes, and what it settles; in the language spoken.

    Parameters
    ----------
    left : int
        Paragraphs to be coded.
    pace : Pace
        As :func:`coding_pace` returns it.
    answers : str, optional
        Title of the analysis whose paragraphs these are all; "" for the main one.

    Examples
    --------
    >>> settles(268, Pace(15.5, "coder"), "")
    'Paragraphs left: 268, about 69 min at your pace so far. Then people have coded every paragraph behind the main \
figure.'
    """
    if not left:
        return ""
    sentences = [_how_long(left, pace)]
    if answers == "":
        sentences.append(say("Then people have coded every paragraph behind the main figure."))
    elif answers:
        sentences.append(say("Then people have coded every paragraph of the analysis “{title}”.", title=answers))
    return " ".join(sentences)


def _how_long(left: int, pace: Pace) -> str:
    fields = {"count": f"{left:,}", "minutes": f"{max(1, round(left * pace.seconds / 60)):,}"}
    if pace.basis == "coder":
        return say("Paragraphs left: {count}, about {minutes} min at your pace so far.", **fields)
    if pace.basis == "people":
        return say("Paragraphs left: {count}, about {minutes} min at the pace of those who have coded.", **fields)
    return say(
        "Paragraphs left: {count}, about {minutes} min at {words} words a minute and {seconds} seconds to decide.",
        **fields,
        words=WORDS_A_MINUTE,
        seconds=f"{DECIDING:g}",
    )
