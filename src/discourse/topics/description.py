"""What would a reader want to see of a topic: words, typical paragraphs, a name?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.errors import DataError
from discourse.resampling import Floats


def top_columns(topic_word: Floats, n: int = 10) -> NDArray[np.int64]:
    """Find the columns of the n most probable terms of every topic, shape K x n, most probable first.

    Equally probable terms keep the order of the columns.

    Examples
    --------
    >>> top_columns(np.array([[0.2, 0.5, 0.3], [0.4, 0.2, 0.4]]), n=2).tolist()
    [[1, 2], [0, 2]]
    """
    return np.argsort(-topic_word, axis=1, kind="stable")[:, :n]


def top_words(
    topic_word: Floats,
    terms: Sequence[str],
    term_shares: Floats | None = None,
    n: int = 10,
    names: Sequence[str] | None = None,
) -> pd.DataFrame:
    """List the most probable terms of every topic, with their lift.

    Parameters
    ----------
    topic_word : array, shape K x V
        Probability of each term in each topic.
    terms : sequence of str
        The V terms.
    term_shares : array, length V, optional
        Each term's share of all words of the corpus (counts summed over paragraphs over their total).
    n : int
        Terms a topic.
    names : sequence of str, optional
        The K names; default the topics' numbers from 1.

    Returns
    -------
    DataFrame
        Columns topic, rank, term, probability, lift. Lift is the probability in the topic over the
        share in the corpus: 1 says that the topic uses the term like everybody; a probable term
        with a lift near 1 is frequent, not typical. It is NaN where the share is not known.
    """
    shares = np.full(len(terms), np.nan) if term_shares is None else term_shares
    names = names if names is not None else [f"topic {k + 1}" for k in range(len(topic_word))]
    rows = []
    for k, columns in enumerate(top_columns(topic_word, n)):
        for rank, column in enumerate(columns, start=1):
            probability, share = float(topic_word[k, column]), float(shares[column])
            lift = probability / share if share > 0 else float("nan")
            rows.append((names[k], rank, terms[column], probability, lift))
    return pd.DataFrame(rows, columns=["topic", "rank", "term", "probability", "lift"])


def typical_paragraphs(
    doc_topic: Floats, ids: Sequence[str], n: int = 3, names: Sequence[str] | None = None
) -> pd.DataFrame:
    """Find the paragraphs in which each topic has its largest share.

    Read them before you name a topic: top words alone mislead.

    Parameters
    ----------
    doc_topic : array, shape N x K
        Topic shares.
    ids : sequence of str
        Ids of the N paragraphs; of equal shares the smaller id comes first.
    n : int
        Paragraphs a topic.
    names : sequence of str, optional
        The K names; default the topics' numbers from 1.

    Returns
    -------
    DataFrame
        Columns topic, rank, paragraph_id, share.

    Examples
    --------
    >>> shares = np.array([[0.9, 0.1], [0.2, 0.8], [0.9, 0.1]])
    >>> typical_paragraphs(shares, ["b:01", "a:01", "a:02"], n=1)["paragraph_id"].tolist()
    ['a:02', 'a:01']
    """
    names = names if names is not None else [f"topic {k + 1}" for k in range(doc_topic.shape[1])]
    order = np.argsort(np.array(ids, dtype=object), kind="stable")
    rows = []
    for k, name in enumerate(names):
        best = order[np.argsort(-doc_topic[order, k], kind="stable")[:n]]
        rows += [(name, rank, ids[row], float(doc_topic[row, k])) for rank, row in enumerate(best, start=1)]
    return pd.DataFrame(rows, columns=["topic", "rank", "paragraph_id", "share"])


def name_topics(
    topic_word: Floats, terms: Sequence[str], given: Mapping[str, str] | None = None, n: int = 3
) -> list[str]:
    """Name topics: by their top words, or as a person named them.

    Parameters
    ----------
    topic_word : array, shape K x V
        Probability of each term in each topic.
    terms : sequence of str
        The V terms.
    given : mapping of str to str, optional
        Names from a file that a person edits: key is one of a topic's automatic name ("dagang, pasar,
        ekspor"), so that a name never sticks to another topic after the model has changed.
    n : int
        How many top words make an automatic name; more where two topics would be named alike.

    Raises
    ------
    DataError
        If a given key is the automatic name of no topic: the model has changed since, or it is misspelt.

    Examples
    --------
    >>> words = np.array([[0.1, 0.6, 0.3], [0.7, 0.2, 0.1]])
    >>> name_topics(words, ["guru", "pasar", "pajak"], {"guru, pasar": "Schools"}, n=2)
    ['pasar, pajak', 'Schools']
    """
    automatic = _word_names(topic_word, terms, n)
    given = given or {}
    for key in given:
        if key not in automatic:
            known = "; ".join(automatic)
            raise DataError(f"one of the topics {known}", repr(key), "names of topics", "Correct or delete the name.")
    return [given.get(name, name) for name in automatic]


def _word_names(topic_word: Floats, terms: Sequence[str], n: int) -> list[str]:
    names = [", ".join(terms[column] for column in columns) for columns in top_columns(topic_word, n)]
    if len(set(names)) == len(names) or n >= len(terms):
        return names
    longer = _word_names(topic_word, terms, n + 1)
    return [more if names.count(name) > 1 else name for name, more in zip(names, longer, strict=True)]
