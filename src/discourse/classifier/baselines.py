"""What does a classifier reach that knows nothing, or only the codebook's seed words?

Three estimators to stand beside every score: the most common code; codes drawn by their frequency;
and the dictionary, which counts each pillar's seed words and learns nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from discourse.classifier.model import ShallowCloneMixin
from discourse.codebook import Codebook


class SeedWords(ShallowCloneMixin, ClassifierMixin, BaseEstimator):
    """The dictionary: the pillar most of whose seed words occur; of equals, and where none occurs, the commonest.

    Parameters
    ----------
    terms : sequence of str
        Name of each column of X; a block name before a colon is ignored, other blocks than words too.
    seeds : mapping of str to sequence of str
        Seed words of each pillar.

    Examples
    --------
    >>> model = SeedWords(("beras", "guru"), {"trade": ["beras"], "school": ["guru"]})
    >>> X = np.array([[2, 1], [0, 1], [0, 0]])
    >>> model.fit(X, ["trade", "school", "school"]).predict(X).tolist()
    ['trade', 'school', 'school']
    """

    def __init__(self, terms: Sequence[str] = (), seeds: Mapping[str, Sequence[str]] | None = None) -> None:
        self.terms = terms
        self.seeds = seeds

    def fit(self, X: Any, y: Any) -> SeedWords:
        """Learn how common each code is; that settles ties."""
        X, y = validate_data(self, X, y, accept_sparse="csr")
        self.classes_, codes = np.unique(y, return_inverse=True)
        self.share_ = np.bincount(codes) / len(codes)
        sets = {pillar: {word.replace(" ", "_") for word in words} for pillar, words in (self.seeds or {}).items()}
        names = [term.removeprefix("word:") for term in self.terms]
        self.found_ = np.zeros((X.shape[1], len(self.classes_)))
        for column, name in enumerate(names):
            self.found_[column] = [name in sets.get(code, ()) for code in self.classes_]
        return self

    def predict_proba(self, X: Any) -> Any:
        """Share of each code among the seed words found, one word added by the codes' frequency; N x C."""
        check_is_fitted(self, "found_")
        X = validate_data(self, X, accept_sparse="csr", reset=False)
        hits = np.asarray(X @ self.found_) + self.share_
        return hits / hits.sum(axis=1, keepdims=True)

    def predict(self, X: Any) -> Any:
        """Code with the most seed words; length N."""
        best = self.predict_proba(X).argmax(axis=1)
        return self.classes_[best]


def baselines(codebook: Codebook, terms: Sequence[str], seed: int) -> dict[str, Any]:
    """Estimators that every score stands beside.

    Parameters
    ----------
    codebook : Codebook
        Its seed words make the dictionary.
    terms : sequence of str
        Name of each column of the matrix that they will be fitted on.
    seed : int
        For the draws of stratified chance.

    Returns
    -------
    dict of str to estimator
        "majority", "stratified chance", "seed words".
    """
    from sklearn.dummy import DummyClassifier

    return {
        "majority": DummyClassifier(strategy="most_frequent"),
        "stratified chance": DummyClassifier(strategy="stratified", random_state=seed),
        "seed words": SeedWords(tuple(terms), codebook.seeds),
    }
