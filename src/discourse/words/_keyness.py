"""Which words are over-used in one group of texts?

A word that one long article repeats ranks high by its tokens and low by the number of texts that have it, so look
at both, and at how evenly it is spread.

Sources: Egbert & Biber (2019), Corpora 14(1), for text-dispersion keyness; Sonning (2023), Corpus Linguistics and
Linguistic Theory, for a comparison of measures. The measures are those of :mod:`discourse.words.association`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from discourse.errors import DataError, EstimateError
from discourse.features import DocumentFeatureMatrix
from discourse.printing.frames import readable
from discourse.words.association import (
    chi_squared,
    deviation_of_proportions,
    log_likelihood,
    log_ratio,
    rank_sum,
)

Measure = Literal["log_likelihood", "chi_squared"]


def keyness(
    dfm: DocumentFeatureMatrix,
    in_target: ArrayLike | None = None,
    *,
    articles: Sequence[str] | None = None,
    measure: Measure = "log_likelihood",
) -> pd.DataFrame:
    """Rank words by how much more a target group uses them than a reference group.

    Parameters
    ----------
    dfm : DocumentFeatureMatrix
        Word counts of N paragraphs, N x V; those of :meth:`discourse.Study.words` know period and article of each.
    in_target : array of bool, length N, optional
        Which paragraphs are the target; the others are the reference. Default: those of the later period, where the
        counts know the periods (``dfm.docvars``).
    articles : sequence of str, optional
        Article of each paragraph, length N: an article is then one text. Default: the story (an article with its
        copies) or article that the counts know, else each paragraph is a text of its own.
    measure : {"log_likelihood", "chi_squared"}
        What the words are ranked by.

    Returns
    -------
    DataFrame
        One row a word that occurs, the most typical of the target first, ties by the word: ``feature``;
        ``target_count``, ``reference_count``; ``target_texts``, ``reference_texts``, the texts that have it;
        the measure, signed, under its name; ``log_ratio``, the base-2 logarithm of the ratio of the two relative
        frequencies (1: twice as frequent in the target), a count of zero taken as half a count;
        ``text_dispersion``, signed log-likelihood of the numbers of texts instead of tokens; ``u`` and ``p`` of
        Wilcoxon's rank-sum test of the rates per text (:func:`rank_sum`); ``dp`` and ``dp_norm``, how unevenly the
        word is spread over the texts of both groups (:func:`deviation_of_proportions`).

    Raises
    ------
    EstimateError
        If a list does not have one entry a paragraph, a group has no word, or the measure is unknown.
    DataError
        If no target is given and the counts know no periods, or what is given is no document-feature matrix.

    Examples
    --------
    >>> from discourse.features import dfm_of_texts
    >>> dfm = dfm_of_texts(["jalan jalan desa", "jalan baru", "kapal baru"], language="id")
    >>> found = keyness(dfm, [True, True, False])
    >>> found[["feature", "target_count", "reference_count", "target_texts"]].values.tolist()
    [['jalan', 3, 0, 2], ['desa', 1, 0, 1], ['baru', 1, 1, 1], ['kapal', 0, 1, 0]]
    >>> found["log_ratio"].round(3).tolist()
    [1.263, -0.322, -1.322, -2.322]

    Of a study with originals, the words of its later period: ``keyness(study.words())``.
    """
    _check_counts(dfm)
    target = _later(dfm) if in_target is None else np.asarray(in_target, dtype=bool)
    texts = np.asarray(_known_texts(dfm) if articles is None else articles, dtype=object)
    _check(dfm, target, texts, measure)
    used = np.asarray(dfm.matrix.sum(axis=0)).ravel() > 0
    per_text, later = _by_text(sparse.csr_matrix(dfm.matrix[:, used]), texts, target)
    sizes = np.asarray(per_text.sum(axis=1)).ravel()
    first, second = (np.asarray(group.sum(axis=0)).ravel() for group in (per_text[later], per_text[~later]))
    having, lacking = (np.asarray((group > 0).sum(axis=0)).ravel() for group in (per_text[later], per_text[~later]))
    score = log_likelihood if measure == "log_likelihood" else chi_squared
    table = pd.DataFrame(
        {
            "feature": np.asarray(dfm.features, dtype=object)[used],
            "target_count": first,
            "reference_count": second,
            "target_texts": having,
            "reference_texts": lacking,
            measure: score(first, second, first.sum(), second.sum()),
            "log_ratio": log_ratio(first, second, first.sum(), second.sum()),
            "text_dispersion": log_likelihood(having, lacking, later.sum(), (~later).sum()),
        }
    )
    table["u"], table["p"] = rank_sum(per_text.multiply(1 / sizes[:, None]), later)
    table["dp"], table["dp_norm"] = deviation_of_proportions(per_text, sizes)
    return readable(table.sort_values([measure, "feature"], ascending=[False, True], ignore_index=True))


def _check_counts(dfm: Any) -> None:
    if not isinstance(dfm, DocumentFeatureMatrix):
        hint = "Take Study.words(), or count texts: discourse.features.dfm_of_texts."
        raise DataError("a document-feature matrix", type(dfm).__name__, "argument dfm", hint)


def _later(dfm: DocumentFeatureMatrix) -> NDArray[np.bool_]:
    """Mark the paragraphs of the later of the two periods that the counts know."""
    known = pd.DataFrame() if dfm.docvars is None else dfm.docvars
    if "periods" not in known.attrs or "period" not in known:
        hint = "Give it, such as dfm.docvars['period'] == PERIOD, or take the counts from Study.words()."
        raise DataError("which paragraphs are the target", "none, and no periods known", "argument in_target", hint)
    later: NDArray[np.bool_] = (known["period"] == known.attrs["periods"][1]).to_numpy(dtype=bool)
    return later


def _known_texts(dfm: DocumentFeatureMatrix) -> Sequence[str]:
    """Story or article of each paragraph, where it is known; else the paragraph."""
    for column in ("story", "article_id"):
        if dfm.docvars is not None and column in dfm.docvars:
            return dfm.docvars[column].tolist()
    return dfm.ids


def _by_text(
    matrix: sparse.csr_matrix, texts: NDArray[np.object_], target: NDArray[np.bool_]
) -> tuple[sparse.csr_matrix, NDArray[np.bool_]]:
    """Add up the paragraphs of each text, and say which texts are of the target; a text without a word is no text."""
    names, rows = np.unique(texts.astype(str), return_inverse=True)
    rows = 2 * rows + target
    gather = sparse.csr_matrix(
        (np.ones(len(rows), dtype=np.int64), (rows, np.arange(len(rows)))), shape=(2 * len(names), len(rows))
    )
    summed = sparse.csr_matrix(gather @ matrix)
    kept = np.flatnonzero(np.asarray(summed.sum(axis=1)).ravel())
    return summed[kept], kept % 2 == 1


def _check(dfm: DocumentFeatureMatrix, target: NDArray[np.bool_], texts: NDArray[np.object_], measure: str) -> None:
    if measure not in ("log_likelihood", "chi_squared"):
        raise EstimateError("log_likelihood or chi_squared", repr(measure), "measure")
    for name, found in (("in_target", target), ("articles", texts)):
        if found.shape != (len(dfm.ids),):
            raise EstimateError(f"one entry a paragraph, {len(dfm.ids)}", f"shape {found.shape}", name)
    for group, name in ((target, "target"), (~target, "reference")):
        if not dfm.matrix[group].sum():
            raise EstimateError(f"words in the {name} group", "none", "keyness", "Choose groups that both have words.")
