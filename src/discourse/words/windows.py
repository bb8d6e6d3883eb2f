"""Which words stand near a word more often than chance, and in how many articles?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import pandas as pd

from discourse.errors import EstimateError, shown
from discourse.features import tokenize
from discourse.words.association import log_dice, log_likelihood, mutual_information


def collocates(
    passages: pd.DataFrame,
    word: str,
    *,
    language: str,
    periods: Sequence[str] = (),
    window: int = 5,
    min_count: int = 3,
) -> pd.DataFrame:
    """Rank the words that stand within a window of another.

    Words are the terms that the package counts: stop words are passed over, joined terms are one. A window goes
    so many terms to the left and to the right, within the paragraph.

    Parameters
    ----------
    passages : DataFrame
        Paragraphs in their own words: ``text``, ``story``, ``period``.
    word : str
        The word, or a term of several words.
    language : str
        Language of the tokeniser (code, or folder of its lists).
    periods : sequence of str
        Ids of the periods for which articles are counted apart.
    window : int
        Terms on each side.
    min_count : int
        Words that stand near less often are left out.

    Returns
    -------
    DataFrame
        One row a word, largest ``log_dice`` first, ties by the word: ``term``, ``count`` (how often it stands
        within a window), ``articles`` (in which it does; an article and its copies are one) and
        ``articles_<period>`` for each of the periods; ``log_dice`` and ``mutual_information``, which need no
        window; ``log_likelihood``, signed, of the term's frequency inside the windows against outside of them.

    Raises
    ------
    EstimateError
        If the word is no term of the language, or stands in no passage.

    Examples
    --------
    >>> texts = ["kapal cepat berlayar", "kapal cepat tiba", "kereta cepat tiba"]
    >>> table = pd.DataFrame({"text": texts, "story": ["a", "b", "b"], "period": "2019"})
    >>> found = collocates(table, "kapal", language="id", window=1, min_count=1)
    >>> found[["term", "count", "articles"]].values.tolist()
    [['cepat', 2, 2]]
    """
    node = tokenize(word, language)
    if len(node) != 1:
        found = f"{shown(word)}, of {len(node)} counted words"
        raise EstimateError("one word that is counted", found, "collocates", "Name a word that is no stop word.")
    texts = [tokenize(text, language) for text in passages["text"]]
    everywhere = Counter(term for terms in texts for term in terms)
    if not everywhere[node[0]]:
        raise EstimateError(f"passages with {node[0]!r}", "none", "collocates", "Look for another word.")
    near, stories = Counter[str](), defaultdict[str, set[tuple[str, str]]](set)
    for terms, story, period in zip(texts, passages["story"], passages["period"], strict=True):
        inside = [terms[place] for place in _near(terms, node[0], window)]
        near.update(inside)
        for term in set(inside):
            stories[term].add((period, story))
    rows = [term for term, number in near.items() if number >= min_count and term != node[0]]
    table = pd.DataFrame({"term": rows, "count": [near[term] for term in rows]})
    table["articles"] = [len({story for _, story in stories[term]}) for term in rows]
    for period in periods:
        table[f"articles_{period}"] = [sum(one == period for one, _ in stories[term]) for term in rows]
    _measure(table, node[0], everywhere, near)
    return table.sort_values(["log_dice", "term"], ascending=[False, True], ignore_index=True)


def _measure(table: pd.DataFrame, node: str, everywhere: Counter[str], near: Counter[str]) -> None:
    """Add the three measures to a table of terms and counts."""
    together = table["count"].to_numpy(dtype=float)
    alone = np.array([everywhere[term] for term in table["term"]], dtype=float)
    total, inside = everywhere.total(), near.total()
    table["log_dice"] = log_dice(together, everywhere[node], alone)
    table["mutual_information"] = mutual_information(together, everywhere[node], alone, total)
    table["log_likelihood"] = log_likelihood(together, alone - together, inside, total - inside)


def _near(terms: list[str], node: str, window: int) -> list[int]:
    """Find the places within a window of a word, each once; the word's own places are not among them."""
    nodes = {place for place, term in enumerate(terms) if term == node}
    around = {other for place in nodes for other in range(place - window, place + window + 1)}
    return sorted(place for place in around - nodes if 0 <= place < len(terms))
