"""How do seed words lead a topic to its pillar? Through its prior.

The prior of topic *k* says that it has seen each of its pillar's seed words ``strength`` times before
the first paragraph is read, and every other term ``eta`` times. The prior stays in force while the
model learns, so seeds do more than choose a starting point; the more paragraphs there are, the less
they weigh. Too strong a prior works backwards: a topic that has seen thirty seed words a hundred times
each gives every other word next to nothing; ``experiments/stability.py`` shows it.

The first topics are those of the pillars, in codebook order; the others are residual: they have no
seeds and take up what belongs to no pillar.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from discourse.errors import EstimateError
from discourse.topics.inference import Floats

WHERE = "seed words of the topic model"


def seed_columns(seeds: Mapping[str, Sequence[str]], terms: Sequence[str]) -> dict[str, list[int]]:
    """Find the columns of each pillar's seed words.

    Parameters
    ----------
    seeds : mapping of str to sequence of str
        Pillar to seed words; multiword terms may be written with spaces or underscores.
    terms : sequence of str
        Name of each column.

    Returns
    -------
    dict of str to list of int
        Pillars in the order given; seed words without a column are left out.

    Examples
    --------
    >>> seed_columns({"infrastructure": ["jalan tol", "bandara"]}, ["baru", "jalan_tol"])
    {'infrastructure': [1]}
    """
    position = {term: column for column, term in enumerate(terms)}
    spelled = {pillar: sorted({word.replace(" ", "_").casefold() for word in words}) for pillar, words in seeds.items()}
    return {pillar: [position[word] for word in words if word in position] for pillar, words in spelled.items()}


def seed_prior(
    columns: Mapping[str, Sequence[int]], n_topics: int, n_terms: int, eta: float, strength: float
) -> Floats:
    """Make the prior counts of the topics, shape K x V.

    Parameters
    ----------
    columns : mapping of str to sequence of int
        Pillar to the columns of its seed words.
    n_topics, n_terms : int
        K and V.
    eta : float
        Prior count of every term in every topic.
    strength : float
        What a seed word gets in its own topic on top of that.

    Raises
    ------
    EstimateError
        If there are fewer topics than pillars, or a pillar's seed words never occur: its topic would
        be like any other and its name would be a lie.

    Examples
    --------
    >>> seed_prior({"political": [0], "economic": [2]}, n_topics=3, n_terms=3, eta=0.5, strength=4)
    array([[4.5, 0.5, 0.5],
           [0.5, 0.5, 4.5],
           [0.5, 0.5, 0.5]])
    """
    if n_topics < len(columns):
        raise EstimateError(f"at least {len(columns)} topics, one a pillar", str(n_topics), WHERE, "Raise n_topics.")
    prior = np.full((n_topics, n_terms), float(eta))
    for topic, (pillar, found) in enumerate(columns.items()):
        if not found:
            raise EstimateError(
                f"a seed word of {pillar} that occurs in the paragraphs",
                "none",
                WHERE,
                "Add seed words that occur to codebook.toml, or leave the pillar out.",
            )
        prior[topic, list(found)] += strength
    return prior
