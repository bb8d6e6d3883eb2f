"""What do chance, a dictionary and well-known models reach?

Three estimators to stand beside every score: the most common code; codes drawn by their frequency;
and the dictionary, which counts each pillar's seed words and learns nothing.

Each weighs the counts as the shipped classifier does, and chooses its one strength among those below by
folds of whole articles inside its training rows; logistic regression, slow to fit, has one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy import sparse
from scipy.special import softmax
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from discourse.codebook import Codebook
from discourse.evaluation.folds import grouped_folds
from discourse.features import PROPORTION_BLOCKS, TfidfBlocks
from discourse.features.cloning import ShallowCloneMixin


class DictionaryClassifier(ShallowCloneMixin, ClassifierMixin, BaseEstimator):
    """The dictionary: the pillar most of whose seed words occur; of equals, and where none occurs, the commonest.

    Parameters
    ----------
    terms : sequence of str
        Name of each column of X; a block name before a colon is ignored, other blocks than words too.
    seeds : mapping of str to sequence of str
        Seed words of each pillar.

    Examples
    --------
    >>> model = DictionaryClassifier(("beras", "guru"), {"trade": ["beras"], "school": ["guru"]})
    >>> X = np.array([[2, 1], [0, 1], [0, 0]])
    >>> model.fit(X, ["trade", "school", "school"]).predict(X).tolist()
    ['trade', 'school', 'school']
    """

    def __init__(self, terms: Sequence[str] = (), seeds: Mapping[str, Sequence[str]] | None = None) -> None:
        self.terms = terms
        self.seeds = seeds

    def fit(self, X: Any, y: Any) -> DictionaryClassifier:
        """Learn how common each code is; that settles ties."""
        X, y = validate_data(self, X, y, accept_sparse="csr")
        self.classes_, codes = np.unique(y, return_inverse=True)
        self.share_ = np.bincount(codes) / len(codes)
        sets = {pillar: {word.replace(" ", "_") for word in words} for pillar, words in (self.seeds or {}).items()}
        names = [term.removeprefix("word:") for term in self.terms]
        self.found_ = np.zeros((X.shape[1], len(self.classes_)))
        for place, code in enumerate(self.classes_):
            words = sets.get(code, set())
            self.found_[: len(names), place] = [name in words for name in names]
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


def baseline_models(codebook: Codebook, terms: Sequence[str], seed: int) -> dict[str, Any]:
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
        "seed words": DictionaryClassifier(tuple(terms), codebook.seeds),
    }


REGULARISATION: dict[str, tuple[float, ...]] = {
    "logistic regression": (3.0,),
    "linear SVM": (0.05, 0.2, 1.0),
    "complement naive Bayes": (0.03, 0.1, 0.3),
}
_SHARE_WEIGHT, _INNER_FOLDS = 2.0, 2


class BaselineClassifier(ShallowCloneMixin, ClassifierMixin, BaseEstimator):
    """Tf-idf and one of scikit-learn's models, its strength chosen inside the training rows.

    Parameters
    ----------
    kind : str
        A key of ``REGULARISATION``.
    blocks : sequence of str, optional
        Block of each column, as for :class:`PillarClassifier`.
    seed : int
        Of the inner folds and of the SVM.
    """

    def __init__(self, kind: str = "logistic regression", blocks: Sequence[str] | None = None, seed: int = 0) -> None:
        self.kind = kind
        self.blocks = blocks
        self.seed = seed

    def fit(self, X: Any, y: Any, groups: Any = None) -> BaselineClassifier:
        """Choose the strength by macro-F1 on inner folds of whole articles, then fit on all rows."""
        X, y = validate_data(self, X, y, accept_sparse="csr", dtype=float)
        check_classification_targets(y)
        self.classes_ = np.unique(y)
        groups = np.arange(len(y)).astype(str) if groups is None else np.asarray(groups, dtype=str)
        choice = len(REGULARISATION[self.kind]) > 1 and len(set(groups)) >= _INNER_FOLDS
        quality = self._qualities(X, y, groups) if choice else [0.0]
        self.strength_ = REGULARISATION[self.kind][int(np.argmax(quality))]
        self.weighting_ = TfidfBlocks.fit(X, self.blocks, 1, PROPORTION_BLOCKS)
        self.model_ = self._fitted(self._weighed(self.weighting_, X), y, self.strength_)
        return self

    def predict_proba(self, X: Any) -> Any:
        """Probabilities, N x C; of the SVM a softmax of its margins, which is no calibrated probability."""
        check_is_fitted(self, "model_")
        X = validate_data(self, X, accept_sparse="csr", dtype=float, reset=False)
        return _proba(self.model_, self._weighed(self.weighting_, X))

    def predict(self, X: Any) -> Any:
        """Most probable code of each row."""
        best = self.predict_proba(X).argmax(axis=1)
        return self.classes_[best]

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that sparse counts are taken."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.classifier_tags.poor_score = True
        return tags

    def _qualities(self, X: Any, y: Any, groups: Any) -> list[float]:
        """Macro-F1 of each strength over inner folds of whole articles."""
        from sklearn.metrics import f1_score

        strengths = REGULARISATION[self.kind]
        predicted = np.empty((len(strengths), len(y)), dtype=y.dtype)
        for fold in grouped_folds(groups, y, _INNER_FOLDS, self.seed):
            weighting = TfidfBlocks.fit(X[fold.train], self.blocks, 1, PROPORTION_BLOCKS)
            train, test = (self._weighed(weighting, X[rows]) for rows in (fold.train, fold.test))
            for row, strength in enumerate(strengths):
                model = self._fitted(train, y[fold.train], strength)
                predicted[row, fold.test] = model.classes_[_proba(model, test).argmax(axis=1)]
        return [float(f1_score(y, row, average="macro")) for row in predicted]

    def _fitted(self, weighed: Any, y: Any, strength: float) -> Any:
        from sklearn.linear_model import LogisticRegression
        from sklearn.naive_bayes import ComplementNB
        from sklearn.svm import LinearSVC

        models = {
            "logistic regression": lambda: LogisticRegression(C=strength, solver="newton-cg", class_weight="balanced"),
            "linear SVM": lambda: LinearSVC(C=strength, class_weight="balanced", random_state=self.seed),
            "complement naive Bayes": lambda: ComplementNB(alpha=strength),
        }
        return models[self.kind]().fit(weighed, y)

    @staticmethod
    def _weighed(weighting: TfidfBlocks, X: Any) -> Any:
        weights = np.where(weighting.proportions, _SHARE_WEIGHT, weighting.block_weights)
        return weighting.transform(X) @ sparse.diags_array(weights, format="csr")


def _proba(model: Any, weighed: Any) -> Any:
    if hasattr(model, "predict_proba"):
        return model.predict_proba(weighed)
    margins = model.decision_function(weighed)
    return softmax(np.column_stack([-margins, margins]) if margins.ndim == 1 else margins, axis=1)
