"""Which words are over-used in one group of texts?

The measures take the 2 x 2 table of a word and all other words in a target and a reference group; they are
signed by direction: positive where the target uses the word more than expected. Tokens are taken as
independent, which tokens of one article are not, so these are rankings and no tests. A word that one long
article repeats ranks high by its tokens and low by the number of texts that have it, so look at both.

The corrections follow what quanteda.textstats does: Yates subtracts half a count only where
|ad - bc| >= N/2 and an expected count is below 5; Williams' divisor is 1 where a cell is empty.

Sources: Dunning (1993), Computational Linguistics 19(1); Egbert & Biber (2019), Corpora 14(1), for
text-dispersion keyness; Hardie (2014) for the log ratio.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.special import xlogy

from discourse.errors import EstimateError
from discourse.features import DocumentFeatureMatrix
from discourse.resampling import Floats

Measure = Literal["log_likelihood", "chi_squared"]

_HALF = 0.5
"""What a count of zero is taken for in the log ratio."""


def keyness(
    dfm: DocumentFeatureMatrix,
    in_target: ArrayLike,
    *,
    articles: Sequence[str] | None = None,
    measure: Measure = "log_likelihood",
) -> pd.DataFrame:
    """Rank words by how much more a target group uses them than a reference group.

    Parameters
    ----------
    dfm : DocumentFeatureMatrix
        Word counts of N paragraphs, N x V.
    in_target : array of bool, length N
        Which paragraphs are the target; the others are the reference.
    articles : sequence of str, optional
        Article of each paragraph, length N: an article is then one text. Otherwise each paragraph is.
    measure : {"log_likelihood", "chi_squared"}
        What the words are ranked by.

    Returns
    -------
    DataFrame
        One row a word that occurs, the most typical of the target first, ties by the word: ``feature``;
        ``target_count``, ``reference_count``; ``target_texts``, ``reference_texts``, the texts that have it;
        the measure, signed, under its name; ``log_ratio``, the base-2 logarithm of the ratio of the two relative
        frequencies (1: twice as frequent in the target), a count of zero taken as half a count;
        ``text_dispersion``, signed log-likelihood of the numbers of texts instead of tokens.

    Raises
    ------
    EstimateError
        If a list does not have one entry a paragraph, a group has no word, or the measure is unknown.

    Examples
    --------
    >>> from discourse.features import dfm_of_texts
    >>> dfm = dfm_of_texts(["jalan jalan desa", "jalan baru", "kapal baru"], language="id")
    >>> found = keyness(dfm, [True, True, False])
    >>> found[["feature", "target_count", "reference_count", "target_texts"]].values.tolist()
    [['jalan', 3, 0, 2], ['desa', 1, 0, 1], ['baru', 1, 1, 1], ['kapal', 0, 1, 0]]
    >>> found["log_ratio"].round(3).tolist()
    [1.263, -0.322, -1.322, -2.322]
    """
    target = np.asarray(in_target, dtype=bool)
    texts = np.asarray(dfm.ids if articles is None else articles, dtype=object)
    _check(dfm, target, texts, measure)
    used = np.asarray(dfm.matrix.sum(axis=0)).ravel() > 0
    matrix = sparse.csr_matrix(dfm.matrix[:, used])
    counts = [np.asarray(matrix[group].sum(axis=0)).ravel() for group in (target, ~target)]
    having = [_texts_with(matrix[group], texts[group]) for group in (target, ~target)]
    n_texts = [len(set(texts[group])) for group in (target, ~target)]
    score = log_likelihood if measure == "log_likelihood" else chi_squared
    table = pd.DataFrame(
        {
            "feature": np.asarray(dfm.features, dtype=object)[used],
            "target_count": counts[0],
            "reference_count": counts[1],
            "target_texts": having[0],
            "reference_texts": having[1],
            measure: score(counts[0], counts[1], counts[0].sum(), counts[1].sum()),
            "log_ratio": _log_ratio(counts[0], counts[1]),
            "text_dispersion": log_likelihood(having[0], having[1], n_texts[0], n_texts[1]),
        }
    )
    return table.sort_values([measure, "feature"], ascending=[False, True], ignore_index=True)


def _check(dfm: DocumentFeatureMatrix, target: NDArray[np.bool_], texts: NDArray[np.object_], measure: str) -> None:
    if measure not in ("log_likelihood", "chi_squared"):
        raise EstimateError("log_likelihood or chi_squared", repr(measure), "measure")
    for name, found in (("in_target", target), ("articles", texts)):
        if found.shape != (len(dfm.ids),):
            raise EstimateError(f"one entry a paragraph, {len(dfm.ids)}", f"shape {found.shape}", name)
    for group, name in ((target, "target"), (~target, "reference")):
        if not dfm.matrix[group].sum():
            raise EstimateError(f"words in the {name} group", "none", "keyness", "Choose groups that both have words.")


def _texts_with(matrix: sparse.csr_matrix, texts: NDArray[np.object_]) -> NDArray[np.int64]:
    """Count the texts in which each word occurs; length V."""
    names, rows = np.unique(texts, return_inverse=True)
    gather = sparse.csr_matrix((np.ones(len(rows)), (rows, np.arange(len(rows)))), shape=(len(names), len(rows)))
    return np.asarray((gather @ matrix > 0).sum(axis=0)).ravel().astype(np.int64)


def _log_ratio(target: NDArray[np.int64], reference: NDArray[np.int64]) -> Floats:
    shares = [np.where(counts > 0, counts, _HALF) / counts.sum() for counts in (target, reference)]
    return np.asarray(np.log2(shares[0] / shares[1]))


def chi_squared(
    target: ArrayLike, reference: ArrayLike, target_total: float, reference_total: float, *, yates: bool = False
) -> Floats:
    """Signed Pearson chi-squared of each word.

    Parameters
    ----------
    target, reference : array of float, length V
        Counts of each word in the two groups.
    target_total, reference_total : float
        Tokens of the two groups.
    yates : bool
        Correct small tables (see the module's docstring).

    Returns
    -------
    array of float, length V
        Larger than 3.84 in size: unlikely (p < .05) if tokens were independent.

    Examples
    --------
    >>> chi_squared([1048], [779], 43_002, 108_539).round(4).tolist()
    [764.4484]
    """
    a, b, c, d = _cells(target, reference, target_total, reference_total)
    total = a + b + c + d
    gap = np.abs(a * d - b * c)
    small = np.minimum.reduce(_expected(a, b, c, d)) < 5
    cut = np.where(small & (gap >= total / 2), total / 2, 0) if yates else 0
    value = total * (gap - cut) ** 2 / ((a + b) * (c + d) * (a + c) * (b + d))
    return np.asarray(np.sign(a * d - b * c) * value)


def log_likelihood(
    target: ArrayLike, reference: ArrayLike, target_total: float, reference_total: float, *, williams: bool = False
) -> Floats:
    """Signed likelihood ratio G2 of each word (Dunning 1993).

    Parameters
    ----------
    target, reference, target_total, reference_total
        As in :func:`chi_squared`.
    williams : bool
        Divide by Williams' correction.

    Examples
    --------
    >>> log_likelihood([3], [7], 10, 9).round(4).tolist()
    [-4.5349]
    >>> log_likelihood([3], [7], 10, 9, williams=True).round(4).tolist()
    [-4.2008]
    """
    cells = _cells(target, reference, target_total, reference_total)
    a, b, c, d = cells
    total = a + b + c + d
    expected = _expected(a, b, c, d)
    value = 2 * sum(xlogy(seen, seen) - xlogy(seen, due) for seen, due in zip(cells, expected, strict=True))
    if williams:
        rows, columns = total / (a + b) + total / (c + d) - 1, total / (a + c) + total / (b + d) - 1
        value = value / np.where(np.minimum.reduce(cells) > 0, 1 + rows * columns / (6 * total), 1)
    return np.asarray(np.sign(a * d - b * c) * value)


def _cells(target: ArrayLike, reference: ArrayLike, target_total: float, reference_total: float) -> tuple[Floats, ...]:
    """Return a (word, target), b (word, reference), c (others, target), d (others, reference)."""
    a, b = np.asarray(target, dtype=float), np.asarray(reference, dtype=float)
    return a, b, target_total - a, reference_total - b


def _expected(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[Floats, ...]:
    total = a + b + c + d
    word, others, first, second = a + b, c + d, a + c, b + d
    return word * first / total, word * second / total, others * first / total, others * second / total
