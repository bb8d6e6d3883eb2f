"""Which terms stand for a topic? The most probable ones, in an order that never depends on chance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.topics.inference import Floats


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
    topic_word: Floats, terms: Sequence[str], term_shares: Floats, n: int = 10, names: Sequence[str] | None = None
) -> pd.DataFrame:
    """List the most probable terms of every topic, with their lift.

    Parameters
    ----------
    topic_word : array, shape K x V
        Probability of each term in each topic.
    terms : sequence of str
        The V terms.
    term_shares : array, length V
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
        with a lift near 1 is frequent, not typical.
    """
    names = names if names is not None else [f"topic {k + 1}" for k in range(len(topic_word))]
    rows = []
    for k, columns in enumerate(top_columns(topic_word, n)):
        for rank, column in enumerate(columns, start=1):
            probability, share = float(topic_word[k, column]), float(term_shares[column])
            lift = probability / share if share > 0 else float("nan")
            rows.append((names[k], rank, terms[column], probability, lift))
    return pd.DataFrame(rows, columns=["topic", "rank", "term", "probability", "lift"])
