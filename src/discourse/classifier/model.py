"""Which pillar is a paragraph about, and which does it mention?

Counts are weighed (``weighting``), one ridge regression gives a score for each code as primary and for
each pillar as mentioned (``ridge``), and the held-out scores of the training paragraphs turn scores
into probabilities (``calibration``). One family, linear throughout: a score is a sum over features,
so a decision can be read (``explain``). Columns of a block ``embedding`` get a regression of their own, whose scores
are pooled with those of the counts.
"""

from __future__ import annotations

import copy
import warnings
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Self

import numpy as np
from scipy.special import expit, softmax
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from discourse.classifier.calibration import best_threshold, platt_scaling
from discourse.classifier.mentions import named_mentions
from discourse.classifier.regression import GroupedRidge, RidgeFit, pool_embeddings, select_ridge
from discourse.errors import DataError
from discourse.features import PROPORTION_BLOCKS, BlockMatrix, TfidfBlocks

PENALTIES = (0.5, 1.0, 2.0, 4.0, 8.0)
PROPORTION_WEIGHTS = (0.0, 1.0, 2.0, 3.0)


class ShallowCloneMixin:
    """Lets an estimator be cloned with the parameters it has.

    ``sklearn.base.clone`` copies what the parameters hold, and would walk the name of every column in each fold.
    Names and blocks of columns are never changed, so copies may share them.
    """

    def __sklearn_clone__(self) -> Self:
        """Make a new estimator, not fitted, with the same parameters."""
        fresh = type(self)(**self.get_params(deep=False))  # type: ignore[attr-defined]
        if hasattr(self, "_metadata_request"):
            fresh._metadata_request = copy.deepcopy(self._metadata_request)  # type: ignore[attr-defined]
        return fresh


class PillarClassifier(ShallowCloneMixin, ClassifierMixin, BaseEstimator):
    """Tf-idf and ridge regression for the primary pillar and the mentions, with calibrated probabilities.

    Parameters
    ----------
    blocks : sequence of str, optional
        Block of each column of X (:func:`discourse.features.blocks_of`); default: those that X has by
        itself (:class:`discourse.features.BlockMatrix`), else one block.
    penalty : float, optional
        Strength of the ridge; default: of 0.5, 1, 2, 4, 8 the one of least held-out log loss.
    balance : float, default 0.5
        A row weighs ``1 / n**balance``, n rows having its code: 0 counts rows, 1 counts codes.
    min_df : int, default 1
        Training rows in which a feature must occur.
    proportion_weight : float, optional
        Weight of the blocks of shares beside the others' 1; default: of 0, 1, 2, 3 the one of least
        held-out log loss.
    proportion_blocks : sequence of str, default ("dictionary", "seed", "length", "position")
        Blocks that are turned into shares of their sum rather than into tf-idf.

    Attributes
    ----------
    classes_ : array of str
        Codes that ``primary`` may take, sorted.
    pillars_ : tuple of str
        Pillars that may be mentioned.
    weighting_ : Weighting
        Learnt from the training rows.
    coef_ : array of float
        F x (C + K): F features, C codes as primary, then K pillars as mentioned.
    intercept_ : array of float
        Length C + K.
    penalty_, proportion_weight_, inverse_temperature_ : float
        Chosen on held-out scores.
    held_out_loss_ : float
        Their log loss: how well the model does on training articles it has not seen.
    platt_ : array of float
        K x 3: slope, intercept and threshold of each mention.
    embedding_mean_ : array of float
        Mean of the training rows in each column of the block ``embedding``; of length 0 without that block.

    Notes
    -----
    There is no ``sample_weight``: tf-idf, calibration and thresholds count rows, whatever these weigh. ``balance``
    says how much a row weighs in the regression.

    Examples
    --------
    >>> X = np.array([[3, 0], [2, 0], [0, 1], [0, 4]])
    >>> model = PillarClassifier(penalty=0.1).fit(X, ["trade", "trade", "school", "school"])
    >>> model.predict(np.array([[1, 0], [0, 1]])).tolist()
    ['trade', 'school']
    >>> bool(np.allclose(model.predict_proba(X).sum(axis=1), 1))
    True
    """

    # Where scikit-learn routes metadata, these reach ``fit`` through pipelines and cross-validation.
    __metadata_request__fit = {"groups": True, "mentions": True, "pillars": True}  # noqa: RUF012

    def __init__(
        self,
        blocks: Sequence[str] | None = None,
        penalty: float | None = None,
        balance: float = 0.5,
        min_df: int = 1,
        proportion_weight: float | None = None,
        proportion_blocks: Sequence[str] = PROPORTION_BLOCKS,
    ) -> None:
        self.blocks = blocks
        self.penalty = penalty
        self.balance = balance
        self.min_df = min_df
        self.proportion_weight = proportion_weight
        self.proportion_blocks = proportion_blocks

    def fit(
        self, X: Any, y: Any, mentions: Any = None, groups: Any = None, pillars: Sequence[str] | None = None
    ) -> PillarClassifier:
        """Learn from labelled paragraphs.

        Parameters
        ----------
        X : array or sparse matrix
            Counts, N x F (any numbers are taken; of a negative one the size is damped).
        y : sequence of str
            Primary code of each row.
        mentions : DataFrame or array of bool, optional
            N x K, a column a pillar; default: the primary alone is mentioned.
        groups : sequence, optional
            Article of each row. Rows of an article are held out together when the penalty is chosen
            and probabilities are calibrated; without it rows are held out one by one.
        pillars : sequence of str, optional
            Names of the K columns of ``mentions``; default: those of the DataFrame, or, without mentions, the codes
            other than ``none``, sorted.

        Returns
        -------
        PillarClassifier
            Itself.

        Raises
        ------
        DataError
            If X holds texts, or mentions are not as :func:`discourse.classifier.mentions.named_mentions` wants them.

        Warns
        -----
        UserWarning
            Once, if the features of texts come without groups.
        """
        blocks = X.blocks if self.blocks is None and isinstance(X, BlockMatrix) else self.blocks
        if groups is None and self.blocks is None and blocks is not None:
            _warn_of_rows()
        X, y = self._counts(X, y=y, ensure_min_samples=2)
        check_classification_targets(y)
        _check_blocks(blocks, X)
        self.classes_, codes = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError(f"at least 2 classes are needed to learn from, found one class: {self.classes_[0]!r}")
        self.pillars_, held = named_mentions(mentions, y, pillars)
        groups = np.arange(len(y)) if groups is None else np.asarray(groups)
        fit = self._choose(X, blocks, codes, held, groups)
        self._calibrate(fit, codes, held)
        return self

    def decision_function(self, X: Any) -> Any:
        """Log odds up to a constant, N x C in the order of ``classes_``; with two codes, of the second alone."""
        margins = self.margins(X)
        logits = self.inverse_temperature_ * margins[:, : len(self.classes_)]
        return logits[:, 1] - logits[:, 0] if len(self.classes_) == 2 else logits

    def predict_proba(self, X: Any) -> Any:
        """Probability of each code as primary, N x C in the order of ``classes_``; rows sum to 1."""
        return self.primary_from_margins(self.margins(X))

    def predict(self, X: Any) -> Any:
        """Most probable primary code of each row; length N."""
        best = self.predict_proba(X).argmax(axis=1)
        return self.classes_[best]

    def predict_mention_proba(self, X: Any) -> Any:
        """Probability of each pillar as mentioned, N x K in the order of ``pillars_``.

        Never below the pillar's probability as primary, for a primary pillar is mentioned.
        """
        return self.mentions_from_margins(self.margins(X))[0]

    def predict_mentions(self, X: Any) -> Any:
        """Which pillars are mentioned, N x K of bool; the predicted primary always is."""
        return self.mentions_from_margins(self.margins(X))[1]

    def margins(self, X: Any) -> Any:
        """Scores before calibration, N x (C + K): codes as primary, then pillars as mentioned."""
        check_is_fitted(self, "coef_")
        X = self._counts(X, reset=False)
        return self.weighting_.transform(X) @ self.coef_ + self.intercept_

    def primary_from_margins(self, margins: Any) -> Any:
        """Probability of each code as primary, N x C, from scores N x (C + K)."""
        return softmax(self.inverse_temperature_ * margins[:, : len(self.classes_)], axis=1)

    def mentions_from_margins(self, margins: Any) -> tuple[Any, Any]:
        """Mention probabilities and predicted mentions, N x K each, from scores N x (C + K)."""
        primary, top = self._primary(margins)
        slopes, intercepts, thresholds = self.platt_.T
        curve = expit(slopes * margins[:, len(self.classes_) :] + intercepts)
        probabilities = np.maximum(curve, primary)
        return probabilities, (probabilities >= thresholds) | top

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that counts, also sparse ones, are expected."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.classifier_tags.poor_score = True
        return tags

    def _counts(self, X: Any, **checks: Any) -> Any:
        """Check that X holds numbers as scikit-learn wants them; texts get a line that says what takes them."""
        try:
            return validate_data(self, X, accept_sparse="csr", dtype=float, **checks)
        except ValueError as error:
            if "could not convert string" not in str(error):
                raise
            hint = "Use discourse.make_classifier(language), which takes texts."
            raise DataError("a matrix of counts", "texts", "X of PillarClassifier", hint) from None

    def _choose(self, X: Any, blocks: Sequence[str] | None, codes: Any, held: Any, groups: Any) -> RidgeFit:
        """Fit with the weight of shares and the penalty given, or those of least held-out log loss."""
        targets = np.hstack([np.eye(len(self.classes_))[codes], held])
        rows = np.bincount(codes).astype(float)[codes] ** -self.balance
        rows /= rows.mean()
        self.weighting_ = TfidfBlocks.fit(X, blocks, self.min_df, self.proportion_blocks)
        weighed, embedded = self.weighting_.transform(X), self.weighting_.embedded
        shares, block_weights = self.weighting_.proportions[~embedded], self.weighting_.block_weights
        weighed.data *= block_weights[weighed.indices]
        regression = GroupedRidge(weighed[:, ~embedded], targets, rows, groups, shares)
        weights = PROPORTION_WEIGHTS if self.proportion_weight is None else (self.proportion_weight,)
        penalties = PENALTIES if self.penalty is None else (self.penalty,)
        choice = select_ridge(regression, codes, penalties, weights if shares.any() else (1.0,))
        self.embedding_mean_ = np.asarray(weighed[:, embedded].mean(axis=0)).ravel()
        if embedded.any():
            choice = pool_embeddings(choice, weighed[:, embedded].toarray(), targets, rows, groups, codes)
        self.penalty_, self.proportion_weight_ = choice.penalty, choice.weight
        self.held_out_loss_, self.inverse_temperature_ = choice.loss, choice.inverse_temperature
        self.coef_ = np.empty((len(embedded), targets.shape[1]))
        self.coef_[np.r_[np.flatnonzero(~embedded), np.flatnonzero(embedded)]] = choice.fit.coefficients
        self.coef_ *= block_weights[:, None]
        self.intercept_ = choice.fit.intercepts
        return choice.fit

    def _calibrate(self, fit: RidgeFit, codes: Any, held: Any) -> None:
        """Fit the sigmoids and thresholds of the mentions to the held-out scores of a fit."""
        mentions = fit.held_out[:, len(self.classes_) :]
        columns = range(len(self.pillars_))
        platt = [(*platt_scaling(mentions[:, k], held[fit.rows, k]), 0.5) for k in columns]
        self.platt_ = np.array(platt).reshape(len(columns), 3)
        probabilities, _ = self.mentions_from_margins(fit.held_out)
        _, top = self._primary(fit.held_out)
        for k in columns:
            self.platt_[k, 2] = best_threshold(probabilities[:, k], top[:, k])

    def _primary(self, margins: Any) -> tuple[Any, Any]:
        """Probability of each pillar as primary, and whether it is the predicted one; N x K each."""
        proba = self.primary_from_margins(margins)
        top = self.classes_[proba.argmax(axis=1)]
        place = {code: column for column, code in enumerate(self.classes_)}
        columns = [proba[:, place[p]] if p in place else np.zeros(len(proba)) for p in self.pillars_]
        chosen = [top == p for p in self.pillars_]
        shape = (len(proba), len(self.pillars_))
        return np.array(columns).T.reshape(shape), np.array(chosen, dtype=bool).T.reshape(shape)


def _check_blocks(blocks: Sequence[str] | None, X: Any) -> None:
    if blocks is not None and len(blocks) != X.shape[1]:
        raise ValueError(f"blocks names {len(blocks)} columns, X has {X.shape[1]} features")


@lru_cache(maxsize=1)
def _warn_of_rows() -> None:
    """Warn, the first time only, whatever the filters of warnings say of repeats."""
    warnings.warn(
        "fit was given no groups: penalty and calibration are chosen by row, as if each paragraph were an article "
        "of its own. Give the article of each text: fit(texts, codes, groups=articles) after "
        "sklearn.set_config(enable_metadata_routing=True), or fit(texts, codes, classifier__groups=articles).",
        UserWarning,
        stacklevel=3,
    )
