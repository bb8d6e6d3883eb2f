"""What would a reader want to see of a topic? Its most typical paragraphs, and a name given by a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from discourse.errors import DataError
from discourse.topics.inference import Floats
from discourse.topics.words import top_columns


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
