"""What has a coder coded? The last codings, how often each code was given, how long it took, what was in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Sequence
from typing import Any

from discourse.annotation.parts.codings import shown_coding
from discourse.labels.coding import Coding
from discourse.labels.log import moment_of
from discourse.labels.team.flags import split_flag

LISTED = 50
"""How many of the last codings are listed."""
LONGEST = 300.0
"""Seconds that a paragraph counts at most: a page may stay open while its coder is away."""
_EXCERPT = 90


def sitting_summary(
    codings: Sequence[Coding],
    began: str,
    in_queue: Container[str],
    key_and_text: Callable[[str], tuple[str, str]],
) -> dict[str, Any]:
    """Sum up what a coder has coded.

    Parameters
    ----------
    codings : sequence of Coding
        The coder's last coding of each paragraph, oldest first.
    began : str
        When the sitting began, as the log writes times.
    in_queue : container of str
        The paragraphs of the queue.
    key_and_text : callable
        Gives the key and the text of a paragraph by its id.

    Returns
    -------
    dict
        ``sitting`` and ``queue``: ``count``, ``minutes`` and ``codes`` (code to how often it was given) of what was
        coded since the sitting began, and in the queue at any time. ``recent``: the last codings, the newest first;
        ``doubts``: those of the queue that are unsure or have an unclear text. Each with ``paragraph`` (a key), the
        beginning of its ``text``, and what was said. ``longest``: how many minutes a paragraph counts at most.
    """
    start = moment_of(began)
    of_sitting = [each for each in codings if moment_of(each.when) >= start]
    of_queue = [each for each in codings if each.paragraph_id in in_queue]
    doubts = [each for each in of_queue if each.unsure or split_flag(each.note)[0]]

    def row(coding: Coding) -> dict[str, Any]:
        key, text = key_and_text(coding.paragraph_id)
        return {"paragraph": key, "text": excerpt(text), **shown_coding(coding)}

    return {
        "sitting": _counts(of_sitting),
        "queue": _counts(of_queue),
        "recent": [row(each) for each in reversed(codings[-LISTED:])],
        "doubts": [row(each) for each in doubts],
        "longest": round(LONGEST / 60),
    }


def excerpt(text: str) -> str:
    """Return the beginning of a text, cut between two words.

    Examples
    --------
    >>> excerpt("short"), excerpt("word " * 30).count("word")
    ('short', 18)
    """
    if len(text) <= _EXCERPT:
        return text
    return text[: text.rfind(" ", 1, _EXCERPT) if " " in text[1:_EXCERPT] else _EXCERPT] + "…"


def _counts(codings: Sequence[Coding]) -> dict[str, Any]:
    seconds = sum(min(each.seconds or 0.0, LONGEST) for each in codings)
    codes = Counter(each.primary for each in codings)
    return {"count": len(codings), "minutes": round(seconds / 60), "codes": dict(sorted(codes.items()))}
