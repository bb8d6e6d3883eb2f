"""Which sequences of words do articles repeat, in which variants, and since when?

A formula is a sequence of words that several articles use: a motto, a set phrase, a sentence handed on. Sequences
are found in articles as they are given and are not kept anywhere.

Source: Biber et al. (1999) for lexical bundles, which are judged by the number of texts that have them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import pandas as pd

SHORTEST, LONGEST = 3, 8
VARIES = 4
"""Two formulae are variants of one where at most one word in so many of the longer one differs."""
COMPARED = 50
"""Formulae that are looked at as the one of which another is a variant, for each pair of words that both hold."""
_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’)]*\s+|\n+")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")

Words = tuple[str, ...]


def find_formulae(
    passages: pd.DataFrame,
    *,
    periods: Sequence[str] = (),
    shortest: int = SHORTEST,
    longest: int = LONGEST,
    min_articles: int = 2,
) -> pd.DataFrame:
    """Find the sequences of words that articles share.

    A sequence stays within a sentence; case and signs between words are passed over. One that is part of a longer
    one in just the same articles is folded into it. The work grows with the length of the texts.

    Parameters
    ----------
    passages : DataFrame
        Paragraphs in their own words: ``text``, ``story``, ``outlet``, ``published``, ``period``.
    periods : sequence of str
        Ids of the periods for which articles are counted apart.
    shortest, longest : int
        Words of the shortest and the longest sequence.
    min_articles : int
        Sequences in fewer articles are left out; an article and its copies are one.

    Returns
    -------
    DataFrame
        One row a formula, those that are variants of one another together, the most widespread group first:
        ``group`` (from 1), ``formula``, ``words``, ``articles``, ``outlets``, ``count`` (how often it stands at
        all), ``first`` and ``last`` (dates of the articles, as they are given), and ``articles_<period>`` for each
        of the periods.

    Examples
    --------
    >>> texts = ["The old mill by the river turns.", "They saw the old mill by the river.", "The old mill sleeps."]
    >>> table = pd.DataFrame({"text": texts, "story": list("abc"), "outlet": list("xxy"), "period": "2019",
    ...                       "published": ["2019-05", "2019-03", "2019-04"]})
    >>> find_formulae(table)[["formula", "articles", "outlets", "first"]].values.tolist()
    [['the old mill', 3, 2, '2019-03'], ['the old mill by the river', 2, 1, '2019-03']]
    """
    found = _shared(list(_sentences(passages["text"])), passages["story"].tolist(), shortest, longest, min_articles)
    columns = {name: passages[name].tolist() for name in ("story", "outlet", "period", "published")}
    rows = [(" ".join(words), len(words), *_range(uses, columns, periods)) for words, uses in found.items()]
    names = ["formula", "words", "articles", "outlets", "count", "first", "last"]
    table = pd.DataFrame(rows, columns=[*names, *(f"articles_{period}" for period in periods)])
    table = table.sort_values(["articles", "words", "formula"], ascending=[False, False, True], ignore_index=True)
    table.insert(0, "group", _groups([tuple(formula.split(" ")) for formula in table["formula"]]))
    return table.sort_values("group", kind="stable", ignore_index=True)


def _sentences(texts: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Part texts into sentences, and sentences into words; each with the row of its text."""
    for row, text in enumerate(texts):
        for sentence in _SENTENCE.split(unicodedata.normalize("NFC", text)):
            yield row, _WORD.findall(sentence.casefold().replace("\u2019", "'"))


def _shared(
    sentences: Sequence[tuple[int, list[str]]], stories: Sequence[str], shortest: int, longest: int, least: int
) -> dict[Words, list[int]]:
    """Find the sequences of so many words in so many stories, and the rows of the texts where each stands.

    A sequence can be that widespread only where both parts that lack one word are, so each length is looked for
    only where the one before was found.
    """
    found: dict[Words, list[int]] = {}
    ranges: dict[Words, int] = {}
    starts = [list(range(len(words))) for _, words in sentences]
    for size in range(1, longest + 1):
        uses: dict[Words, list[int]] = defaultdict(list)
        for (row, words), places in zip(sentences, starts, strict=True):
            for place in places:
                uses[tuple(words[place : place + size])].append(row)
        before, ranges = ranges, {}
        for sequence, rows in uses.items():
            if (number := len({stories[row] for row in rows})) >= least:
                ranges[sequence] = number
        for sequence, number in ranges.items():
            for part in (sequence[:-1], sequence[1:]):
                if before.get(part) == number:
                    found.pop(part, None)
        if size >= shortest:
            found.update((sequence, uses[sequence]) for sequence in ranges)
        starts = [_longer(words, places, size, ranges) for (_, words), places in zip(sentences, starts, strict=True)]
    return found


def _longer(words: list[str], places: Iterable[int], size: int, ranges: Mapping[Words, int]) -> list[int]:
    """Find the places where a widespread sequence of so many words begins and another at the next word."""
    held = [place for place in places if tuple(words[place : place + size]) in ranges]
    return [one for one, other in pairwise(held) if other == one + 1]


def _range(uses: Sequence[int], columns: Mapping[str, list[str]], periods: Sequence[str]) -> tuple[int | str, ...]:
    """Count the articles, outlets and uses of a formula, find its first and last date, count articles by period."""
    story, outlet, period, published = ([columns[name][row] for row in uses] for name in columns)
    dates = sorted(filter(None, published)) or [""]
    per_period = [len({one for one, when in zip(story, period, strict=True) if when == wanted}) for wanted in periods]
    return len(set(story)), len(set(outlet)), len(uses), dates[0], dates[-1], *per_period


def _groups(formulae: Sequence[Words]) -> list[int]:
    """Give each formula the number of its group; it joins the first group whose first formula it is a variant of."""
    from nltk.metrics.distance import edit_distance

    leaders: dict[Words, list[int]] = defaultdict(list)
    groups: list[int] = []
    last = 0
    for place, words in enumerate(formulae):
        pairs = list(pairwise(words))
        near = dict.fromkeys(leader for pair in pairs for leader in leaders[pair])
        for leader in near:
            other = formulae[leader]
            if edit_distance(words, other) <= max(len(words), len(other)) // VARIES:
                groups.append(groups[leader])
                break
        else:
            last += 1
            groups.append(last)
            for pair in pairs:
                if len(leaders[pair]) < COMPARED:
                    leaders[pair].append(place)
    return groups
