"""Do other runs find the same topics, and the same shifts?

A topic model started elsewhere ends elsewhere. So a study fits it with many seeds, matches the topics
of every two runs one to one so that the sum of similarities is largest (the Hungarian method), and
shows the *prototype*: the run most similar to all others. Every topic of it carries the share of the
other runs in which it recurs; a topic that recurs in few is an accident, not a result.

What a study concludes is a shift, so the shift of each topic's share between the periods is computed in
every run too, for the topic that matches the prototype's, and the spread is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from sklearn.base import clone

from discourse.errors import DataError, EstimateError
from discourse.resampling import Floats
from discourse.topics.description import top_columns
from discourse.topics.model import TopicModel

RECURS = 0.7
"""Similarity from which on a topic counts as found again."""


@dataclass(frozen=True)
class Stability:
    """How R runs of K topics resemble each other.

    Attributes
    ----------
    similarity : array, shape R x R
        Mean similarity of the matched topics of two runs; 1 on the diagonal.
    prototype : int
        The run with the highest mean similarity to the others; the first of equals.
    order : array of int, shape R x K
        ``order[r, k]`` is the topic of run r that matches topic k of the prototype.
    topics : DataFrame
        One row a topic of the prototype: topic (from 0), similarity (mean, to the matched topics of
        the other runs), overlap (mean share of top words in common), recurrence (share of the other
        runs in which the similarity reaches ``RECURS``), runs (how many others).
    """

    similarity: Floats
    prototype: int
    order: NDArray[np.int64]
    topics: pd.DataFrame

    @property
    def per_run(self) -> Floats:
        """Mean similarity of each run to the others, length R."""
        others = len(self.similarity) - 1
        result: Floats = (self.similarity.sum(axis=1) - 1) / others
        return result

    @property
    def mean(self) -> float:
        """Mean similarity over all pairs of runs: the one number for a model's stability, at most 1."""
        return float(self.per_run.mean())


def run_seeds(seed: int, runs: int = 20) -> list[int]:
    """Derive the seeds of several runs from the study's."""
    return [int(state) for state in np.random.SeedSequence(seed).generate_state(runs)]


def fit_runs(
    model: TopicModel, X: Any, seeds: Sequence[int], progress: Callable[[int, int], None] | None = None
) -> list[TopicModel]:
    """Fit a topic model once with every seed.

    Parameters
    ----------
    model : TopicModel
        Its parameters are used, itself it stays as it is.
    X : array or sparse matrix, shape N x V
        Word counts.
    seeds : sequence of int
        At least 20 for anything that is reported; see :func:`run_seeds`.
    progress : callable, optional
        Called after each fit with fits done and fits in all.
    """
    fitted = []
    for done, random_state in enumerate(seeds, start=1):
        fitted.append(clone(model).set_params(random_state=random_state).fit(X))
        if progress:
            progress(done, len(seeds))
    return fitted


def prototype_run(
    model: TopicModel, X: Any, seeds: Sequence[int], progress: Callable[[int, int], None] | None = None
) -> TopicModel:
    """Fit a topic model with every seed and return the run that is most like all others.

    Parameters
    ----------
    model, X, seeds, progress
        As for :func:`fit_runs`.

    Returns
    -------
    TopicModel
        Fitted; the one to show, with :func:`compare_runs` to say how far to trust it.
    """
    runs = fit_runs(model, X, seeds, progress)
    return runs[compare_runs([run.topic_word_ for run in runs]).prototype]


def cosine(one: Floats, other: Floats) -> Floats:
    """Cosine of the word distributions of every two topics, shape K x K; between 0 and 1."""
    lengths = np.linalg.norm(one, axis=1)[:, None] * np.linalg.norm(other, axis=1)
    result: Floats = one @ other.T / lengths
    return result


def match(one: Floats, other: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Match the topics of two runs one to one.

    Parameters
    ----------
    one, other : array, shape K x V
        Topic-word distributions over the same terms.

    Returns
    -------
    partners : array of int, length K
        For each topic of ``one`` its match in ``other``.
    similarity : array, length K
        Cosine of each pair.

    Examples
    --------
    >>> partners, similarity = match(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[0.0, 1.0], [1.0, 0.0]]))
    >>> partners.tolist(), similarity.tolist()
    ([1, 0], [1.0, 1.0])
    """
    cosines = cosine(one, other)
    rows, columns = linear_sum_assignment(-cosines)
    return columns.astype(np.int64), cosines[rows, columns]


def compare_runs(topic_words: Sequence[Floats], n_words: int = 10, recurs: float = RECURS) -> Stability:
    """Compare all runs with each other, and the prototype's topics with their matches.

    Parameters
    ----------
    topic_words : sequence of arrays, each K x V
        One run each, over the same terms.
    n_words : int
        How many top words are compared.
    recurs : float
        See :class:`Stability`.

    Raises
    ------
    EstimateError
        If there are fewer than two runs.
    """
    runs = len(topic_words)
    if runs < 2:
        raise EstimateError("at least two runs", str(runs), "stability of topics", "Fit with more seeds.")
    similarity = np.eye(runs)
    for one in range(runs):
        for other in range(one + 1, runs):
            similarity[one, other] = similarity[other, one] = match(topic_words[one], topic_words[other])[1].mean()
    prototype = int(np.argmax(similarity.sum(axis=1).round(12)))
    matches = [match(topic_words[prototype], topic_word) for topic_word in topic_words]
    order = np.array([partners for partners, _ in matches])
    return Stability(similarity, prototype, order, _topics(topic_words, prototype, matches, n_words, recurs))


def _topics(
    topic_words: Sequence[Floats], prototype: int, matches: Sequence[tuple[Any, Floats]], n_words: int, recurs: float
) -> pd.DataFrame:
    tops = [top_columns(topic_word, n_words) for topic_word in topic_words]
    others = [run for run in range(len(topic_words)) if run != prototype]
    cosines = np.array([matches[run][1] for run in others])
    overlap = np.array(
        [
            [
                len(np.intersect1d(mine, tops[run][partner])) / len(mine)
                for mine, partner in zip(tops[prototype], matches[run][0], strict=True)
            ]
            for run in others
        ]
    )
    return pd.DataFrame(
        {
            "topic": range(cosines.shape[1]),
            "similarity": cosines.mean(axis=0),
            "overlap": overlap.mean(axis=0),
            "recurrence": (cosines >= recurs).mean(axis=0),
            "runs": len(others),
        }
    )


def topic_shifts(doc_topic: Floats, period: Sequence[str], periods: Sequence[str]) -> Floats:
    """Mean share of each topic in the paragraphs of the later period minus that in the earlier, length K.

    Raises
    ------
    DataError
        If a period has no paragraph.
    """
    found = np.asarray(period, dtype=object)
    means = []
    for one in periods:
        inside = found == one
        if not inside.any():
            raise DataError(f"paragraphs of period {one}", "none", "topic shares", "Choose an analysis that has both.")
        means.append(doc_topic[inside].mean(axis=0))
    shift: Floats = means[1] - means[0]
    return shift


def shifts_over_runs(
    doc_topics: Sequence[Floats], stability: Stability, period: Sequence[str], periods: Sequence[str]
) -> pd.DataFrame:
    """Compute the shift of every topic in every run.

    Parameters
    ----------
    doc_topics : sequence of arrays, each N x K
        Topic shares of the same paragraphs in every run, in the runs' own order of topics.
    stability : Stability
        Says which topic of a run is which of the prototype.
    period : sequence of str, length N
        Period of each paragraph; others than the two are left out.
    periods : sequence of str
        The earlier and the later.

    Returns
    -------
    DataFrame
        Columns topic (of the prototype, from 0), run, shift.
    """
    shifts = np.array(
        [
            topic_shifts(doc_topic[:, order], period, periods)
            for doc_topic, order in zip(doc_topics, stability.order, strict=True)
        ]
    )
    runs, topics = np.indices(shifts.shape)
    table = pd.DataFrame({"topic": topics.ravel(), "run": runs.ravel(), "shift": shifts.ravel()})
    return table.sort_values(["topic", "run"], ignore_index=True)


def summarise_shifts(shifts: pd.DataFrame, prototype: int) -> pd.DataFrame:
    """Sum the runs up, one row a topic.

    Returns
    -------
    DataFrame
        Columns topic, shift (of the prototype), low and high (least and greatest of all runs), middle
        (median), same_sign (share of the runs whose shift has the prototype's sign), runs. This is the
        spread between runs of one model on the same paragraphs; it says nothing of other articles.
    """
    rows = []
    for topic, part in shifts.groupby("topic", sort=True):
        own = float(part.loc[part["run"] == prototype, "shift"].iloc[0])
        values = part["shift"].to_numpy()
        same = float((np.sign(values) == np.sign(own)).mean())
        rows.append((topic, own, values.min(), float(np.median(values)), values.max(), same, len(values)))
    return pd.DataFrame(rows, columns=["topic", "shift", "low", "middle", "high", "same_sign", "runs"])
