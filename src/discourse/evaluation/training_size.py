"""From how many labelled paragraphs does a classifier of a figure learn?

A figure fits a classifier dozens of times: in each fold, with each set of features, for each point of a learning curve.
Of a study with very many labels each learns from a random part of them, the setting ``training_limit``, drawn by whole
stories. What is predicted stays all that is predicted. A score is then that of a classifier with so many labels: one
that has learnt from all of them does at least as well, as a rule.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from discourse.labels.table import coded_table, labelled_rows
from discourse.study import Study
from discourse.translations import say

MOST_LEFT_OUT = 40
"""Articles that are left out in turn, each by a model of its own."""


def rows_to_learn_from(rows: Any, stories: Sequence[str], limit: int, seed: int) -> Any:
    """Draw whole stories until their rows are as many as a classifier may learn from.

    Parameters
    ----------
    rows : array of int
        Positions of the rows that may train, ascending.
    stories : sequence of str
        Story of each row of the table; length N.
    limit : int
        At most so many rows; but always those of one story.
    seed : int
        Of the drawing.

    Returns
    -------
    array of int
        All rows where there are no more than the limit; else those of the stories drawn, ascending.

    Examples
    --------
    >>> rows_to_learn_from(np.arange(4), ["a", "a", "b", "b"], limit=3, seed=1).tolist() in ([0, 1], [2, 3])
    True
    """
    if len(rows) <= limit:
        return rows
    # Ordered by name, so that the order of the table changes nothing.
    _, story, sizes = np.unique(np.asarray(stories, dtype=str)[rows], return_inverse=True, return_counts=True)
    order = np.random.default_rng([seed, len(rows), len(sizes)]).permutation(len(sizes))
    fitting = np.cumsum(sizes[order]) <= limit
    fitting[0] = True
    return rows[np.isin(story, order[fitting])]


def spread_out(names: Collection[str]) -> list[str]:
    """Return names, sorted; of more than :data:`MOST_LEFT_OUT` so many at equal distances.

    Examples
    --------
    >>> spread_out({"b", "a"}), len(spread_out(list(map(str, range(500)))))
    (['a', 'b'], 40)
    """
    ordered, number = sorted(names), min(len(names), MOST_LEFT_OUT)
    return [ordered[place * len(ordered) // number] for place in range(number)]


def training_notes(study: Study) -> list[str]:
    """Say from how many labelled paragraphs the classifiers of a figure learn, where that is not all."""
    labelled, limit = len(labelled_rows(coded_table(study))), study.settings.training_limit
    if labelled <= limit:
        return []
    note = say(
        "Each classifier learns from at most {limit} of the {labelled} labelled paragraphs, those of whole articles "
        "drawn at random; one that learns from all does at least as well, as a rule.",
        limit=limit,
        labelled=labelled,
    )
    return [note]
