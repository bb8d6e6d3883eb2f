"""How many topics?

1. Stability first: of the numbers tried, keep those whose stability (mean similarity of matched topics
   between runs) is within one standard error of the best (the rule of Breiman et al. 1984).
2. Alignment second: of these, take the one whose topics share most information with the labels.
   Within .01 of the best counts as equal.
3. Of equals take the smallest.

Coherence and diversity are in the table and not in the rule. They are weak evidence: coherence has declared
winners that human readers did not see (Hoyle et al. 2021, Is automated topic model evaluation broken?), and
on a handful of short texts it can be near its maximum for any topic. Use it to notice a broken topic.

Coherence counts in how many windows terms occur: paragraphs, or runs of a few words where the order of
words is known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import clone
from sklearn.metrics import normalized_mutual_info_score

from discourse.errors import EstimateError
from discourse.resampling import Floats
from discourse.topics.description import top_columns
from discourse.topics.model import TopicModel
from discourse.topics.stability import compare_runs, fit_runs

TIE = 0.01
_EPSILON = 1e-12
CANDIDATES = (5, 8, 10, 15, 20)


def compare_numbers(
    model: TopicModel,
    X: Any,
    labels: Sequence[str],
    seeds: Sequence[int],
    candidates: Sequence[int] = CANDIDATES,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Fit runs of every number of topics, and measure what the rule needs.

    Parameters
    ----------
    model : TopicModel
        All parameters but ``n_topics`` and ``random_state``.
    X : array or sparse matrix, shape N x V
        Word counts.
    labels : sequence of str, length N
        Labels of the paragraphs; "" where there is none.
    seeds : sequence of int
        One run each.
    candidates : sequence of int
        Numbers of topics to try.
    progress : callable, optional
        Called after each fit with fits done and fits in all.

    Returns
    -------
    DataFrame
        One row a number, with the columns topics, stability, error (standard error of stability over
        runs), alignment (normalised mutual information of main topic and label, mean over runs),
        npmi (mean over topics and runs, windows are paragraphs), diversity, runs, chosen (bool).
    """
    rows = []
    for place, n_topics in enumerate(sorted(candidates)):
        step = None if progress is None else _shifted(progress, place * len(seeds), len(candidates) * len(seeds))
        runs = fit_runs(clone(model).set_params(n_topics=n_topics), X, seeds, step)
        rows.append((n_topics, *_measures(runs, X, labels), len(seeds)))
    columns = ["topics", "stability", "error", "alignment", "npmi", "diversity", "runs"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(chosen=table["topics"] == choose_number(table))


def choose_number(table: pd.DataFrame) -> int:
    """Apply the rule to a table with the columns topics, stability, error and alignment.

    Examples
    --------
    >>> table = pd.DataFrame({"topics": [5, 10, 20], "stability": [0.70, 0.69, 0.50], "error": [0.02, 0.02, 0.02],
    ...                       "alignment": [0.20, 0.30, 0.40]})
    >>> choose_number(table)
    10
    """
    if table.empty:
        raise EstimateError("at least one number of topics", "none", "choice of the number of topics")
    stability, error = table["stability"].to_numpy(), table["error"].to_numpy()
    best = int(stability.argmax())
    stable = table[stability >= stability[best] - error[best]]
    aligned = stable[stable["alignment"] >= stable["alignment"].max() - TIE]
    return int(aligned["topics"].min())


def _measures(runs: Sequence[TopicModel], X: Any, labels: Sequence[str]) -> tuple[float, float, float, float, float]:
    found = compare_runs([run.topic_word_ for run in runs])
    codes = np.asarray(labels, dtype=object)
    labelled = np.flatnonzero(codes != "")
    main = [run.transform(X[labelled]).argmax(axis=1) for run in runs]
    tops = [top_columns(run.topic_word_) for run in runs]
    return (
        found.mean,
        float(found.per_run.std(ddof=1) / np.sqrt(len(runs))),
        float(np.mean([normalized_mutual_info_score(codes[labelled].astype(str), one) for one in main])),
        float(np.mean([npmi(X, top).mean() for top in tops])),
        float(np.mean([diversity(top) for top in tops])),
    )


def _shifted(progress: Callable[[int, int], None], before: int, total: int) -> Callable[[int, int], None]:
    return lambda done, _: progress(before + done, total)


def npmi(windows: Any, top: NDArray[np.int64]) -> Floats:
    """Normalised pointwise mutual information (Bouma 2009), averaged over pairs of top words.

    ``ln(p_ij / (p_i p_j)) / -ln(p_ij)`` with p the share of windows: 1 for words that only occur
    together, 0 for independent ones, -1 for words that never meet. Two words that are in every window
    tell nothing apart and count as 0.

    Parameters
    ----------
    windows : sparse matrix, shape W x V
        Counts of terms in windows; only whether a term occurs is used.
    top : array of int, shape K x n
        Columns of the top words.

    Returns
    -------
    array, length K

    References
    ----------
    Röder, M., Both, A. & Hinneburg, A. (2015). Exploring the space of topic coherence measures. WSDM.

    Examples
    --------
    >>> windows = sparse.csr_matrix([[0, 0], [1, 0], [1, 1], [1, 0], [0, 1]])
    >>> npmi(windows, np.array([[0, 1]])).round(9).tolist()
    [-0.113282753]
    """
    n_windows = windows.shape[0]
    found = []
    for columns in top:
        share = co_occurrences(windows, columns) / n_windows
        one, other = np.triu_indices(len(columns), 1)
        alone = np.diag(share)
        joint = share[one, other] + _EPSILON
        mutual = np.log(joint / (alone[one] * alone[other]))
        found.append(float(np.mean(np.where(joint < 1, mutual / -np.log(np.minimum(joint, 1 - _EPSILON)), 0.0))))
    return np.array(found)


def diversity(top: NDArray[np.int64]) -> float:
    """Share of different words among the top words of all topics (Dieng, Ruiz & Blei 2020); 1 if none is shared.

    Examples
    --------
    >>> diversity(np.array([[0, 1], [1, 2]]))
    0.75
    """
    return len(np.unique(top)) / top.size


def co_occurrences(windows: Any, columns: NDArray[np.int64]) -> Floats:
    """Count the windows in which every two of n terms occur, shape n x n; on the diagonal, those of each term."""
    occurs = (sparse.csc_matrix(windows)[:, columns] > 0).astype(np.float64)
    together: Floats = (occurs.T @ occurs).toarray()
    return together
