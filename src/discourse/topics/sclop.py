"""How alike are two or more runs, when a topic may also split or vanish? S-CLOP of Rieger et al.

Matching one to one gives every topic a partner, a bad one if need be. S-CLOP clusters the topics of all
runs instead (complete linkage) and asks whether every cluster holds exactly one topic of every run:

    U(g) = 1/R * sum_r |t_r(g) - 1| * sum_r t_r(g),      S-CLOP = 1 - sum_g U(g) / (N (R - 1) / R)

with t_r(g) the topics of run r in cluster g, N all topics, and the tree cut where the sum is smallest.
1 says that every topic recurs once in every run, 0 that no topic of one run resembles one of another.

References
----------
Rieger, J., Jentsch, C. & Rahnenführer, J. (2020). Improving latent Dirichlet allocation: On reliability
of the novel method LDAPrototype. NLDB.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import squareform

from discourse.topics.inference import Floats
from discourse.topics.stability import cosine


def s_clop(topic_words: Sequence[Floats]) -> float:
    """Compute S-CLOP of runs over the same terms, by cosine similarity of their topics.

    Parameters
    ----------
    topic_words : sequence of arrays, each K x V
        Two runs or more.

    Examples
    --------
    >>> run = np.array([[0.8, 0.1, 0.1], [0.1, 0.1, 0.8]])
    >>> s_clop([run, run[::-1], run])
    1.0
    """
    topics = np.concatenate(topic_words)
    runs = np.repeat(np.arange(len(topic_words)), [len(run) for run in topic_words])
    distance = np.maximum(1 - cosine(topics, topics), 0.0)
    np.fill_diagonal(distance, 0.0)
    return s_clop_of_tree(linkage(squareform((distance + distance.T) / 2, checks=False), "complete"), runs)


def s_clop_of_tree(tree: Floats, runs: NDArray[np.int64]) -> float:
    """Compute S-CLOP of a cluster tree.

    Parameters
    ----------
    tree : array, shape (N - 1) x 4
        As ``scipy.cluster.hierarchy.linkage`` makes it.
    runs : array of int, length N
        Run of each of the N topics, from 0.
    """
    n_runs, n_topics = int(runs.max()) + 1, len(runs)
    members = list(np.eye(n_runs, dtype=np.int64)[runs])
    least = [_disparity(counts) for counts in members]
    for left, right in tree[:, :2].astype(int):
        members.append(members[left] + members[right])
        least.append(min(_disparity(members[-1]), least[left] + least[right]))
    return float(1 - least[-1] / (n_topics * (n_runs - 1) / n_runs))


def _disparity(counts: NDArray[np.int64]) -> float:
    """U of a cluster with so many topics of each run."""
    return float(np.abs(counts - 1).mean() * counts.sum())
