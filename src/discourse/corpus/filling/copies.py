"""Which articles are copies of one another, such as a wire story in several papers?

Two articles are one story if at least half of the sequences of five words in the shorter one stand in the longer
one. The share is taken of the shorter one because papers shorten what they print (containment: Broder, "On the
resemblance and containment of documents", 1997).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

WORDS_IN_SEQUENCE = 5
LEAST_SHARED = 0.5
_FEWEST, _COMPARED = 25, 3
_WORD = re.compile(r"\w+")


def stories_of(texts: Iterable[tuple[str, str]], known: Mapping[str, str]) -> dict[str, str]:
    """Find copies, in time that grows with the length of all texts.

    Parameters
    ----------
    texts : iterable of (str, str)
        Id and text of each article; the first of a story is its original.
    known : mapping of str to str
        The original of each article of which that is settled; an article that is none has its own id.

    Returns
    -------
    dict of str to str
        Id of every other article that is a copy to the id of its original. Articles of fewer than 25
        sequences are too short to tell.

    Notes
    -----
    Each sequence leads to the story in which it first stood. So an article is compared with the few stories
    that its sequences lead to, never with all others.

    Examples
    --------
    >>> wire = " ".join(f"word{number}" for number in range(60))
    >>> short = " ".join(f"word{number}" for number in range(20, 60))
    >>> stories_of([("post", wire), ("herald", short), ("times", wire.replace("d", "t"))], {})
    {'herald': 'post'}
    """
    first: dict[int, str] = {}
    members: dict[str, list[set[int]]] = {}
    found: dict[str, str] = {}
    for article_id, text in texts:
        own = _sequences(text)
        story = known.get(article_id, "") or _story_of(own, first, members)
        if article_id not in known and story:
            found[article_id] = story
        story = story or article_id
        if len(own) >= _FEWEST:
            members.setdefault(story, []).append(own)
            for sequence in own:
                first.setdefault(sequence, story)
    return found


def _sequences(text: str) -> set[int]:
    words = _WORD.findall(text.casefold())
    return {hash(tuple(words[at : at + WORDS_IN_SEQUENCE])) for at in range(len(words) - WORDS_IN_SEQUENCE + 1)}


def _story_of(own: set[int], first: Mapping[int, str], members: Mapping[str, Sequence[set[int]]]) -> str:
    """Name the story with one of whose articles an article shares enough; empty if there is none."""
    if len(own) < _FEWEST:
        return ""
    led_to = Counter(first[sequence] for sequence in own if sequence in first)
    # By the id where two are level: the order of a set is another one in every run.
    for story, _ in sorted(led_to.items(), key=lambda found: (-found[1], found[0]))[:_COMPARED]:
        if any(len(own & other) >= LEAST_SHARED * min(len(own), len(other)) for other in members[story]):
            return story
    return ""
