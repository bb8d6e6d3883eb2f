"""Which pillar is a paragraph about, and which does it mention?

Counts are weighed (``weighting``), ridge regression gives a score for each code as primary and for each pillar as
mentioned (``regression``; embeddings get one of their own), and the held-out scores of the training paragraphs turn
scores into probabilities (``calibration``). One family, linear throughout: a score is a sum over features, so it can be
read (``explain``). Where articles are given, the other paragraphs of an article are heard, too (``context``).
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.special import expit, softmax
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from discourse.classifier.calibration import best_threshold, platt_scaling
from discourse.classifier.context import ArticleContext, learn_combination
from discourse.classifier.mentions import named_mentions, primary_of_pillars
from discourse.classifier.regression import RidgeFit, fit_scores
from discourse.errors import DataError
from discourse.features import PROPORTION_BLOCKS, BlockMatrix, TfidfBlocks
from discourse.features.cloning import ShallowCloneMixin

PENALTIES = (0.5, 1.0, 2.0, 4.0, 8.0)
PROPORTION_WEIGHTS = (0.0, 1.0, 2.0, 3.0)


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
        Mean of each column of an embedding, if there is one.
    context_ : ArticleContext
        How far the other paragraphs of an article are believed; power 0 where no article had two rows.

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

    # Where scikit-learn routes metadata, these reach the methods through pipelines and cross-validation.
    __metadata_request__fit = {"groups": True, "mentions": True, "pillars": True, "articles": True}  # noqa: RUF012
    __metadata_request__predict = {"articles": True}  # noqa: RUF012
    __metadata_request__predict_proba = {"articles": True}  # noqa: RUF012

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
        self,
        X: Any,
        y: Any,
        mentions: Any = None,
        groups: Any = None,
        pillars: Sequence[str] | None = None,
        articles: Any = None,
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
            Article of each row, or story (an article with its copies). Rows of a group are held out together when the
            penalty is chosen and probabilities are calibrated; default: ``articles``, else each row is a group.
        pillars : sequence of str, optional
            Names of the K columns of ``mentions``; default: those of the DataFrame, or, without mentions, the codes
            other than ``none``, sorted.
        articles : sequence, optional
            Article of each row, none in two groups, to learn how far other rows are believed; default: ``groups``.

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
        groups, articles = articles if groups is None else groups, groups if articles is None else articles
        if groups is None and self.blocks is None and blocks is not None:
            _warn_of_rows()
        X, y = self._counts(X, y=y, ensure_min_samples=2)
        check_classification_targets(y)
        if blocks is not None and len(blocks) != X.shape[1]:
            raise ValueError(f"blocks names {len(blocks)} columns, X has {X.shape[1]} features")
        self.classes_, codes = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError(f"at least 2 classes are needed to learn from, found one class: {self.classes_[0]!r}")
        self.pillars_, held = named_mentions(mentions, y, pillars)
        alone = np.arange(len(y))
        fit = self._choose(X, blocks, codes, held, alone if groups is None else np.asarray(groups))
        self._calibrate(fit, held)
        self._read_articles(fit, codes, held, alone if articles is None else np.asarray(articles))
        return self

    def decision_function(self, X: Any) -> Any:
        """Log odds up to a constant, N x C in the order of ``classes_``; with two codes, of the second alone."""
        logits = self.margins(X)[:, : len(self.classes_)] * self.inverse_temperature_
        return logits[:, 1] - logits[:, 0] if len(self.classes_) == 2 else logits

    def predict_proba(self, X: Any, articles: Any = None) -> Any:
        """Probability of each code as primary, N x C in the order of ``classes_``; rows sum to 1.

        Parameters
        ----------
        X : array or sparse matrix
            Counts, N x F.
        articles : sequence, optional
            Article of each row, to combine those of one as ``context_`` says; default: each by its own words.
        """
        return self.primary_from_margins(self.margins(X), articles)

    def predict(self, X: Any, articles: Any = None) -> Any:
        """Most probable primary code of each row; length N."""
        best = self.predict_proba(X, articles).argmax(axis=1)
        return self.classes_[best]

    def predict_mention_proba(self, X: Any, articles: Any = None) -> Any:
        """Probability of each pillar as mentioned, N x K in the order of ``pillars_``.

        Never below the pillar's probability as primary, for a primary pillar is mentioned.
        """
        return self.mentions_from_margins(self.margins(X), articles)[0]

    def predict_mentions(self, X: Any, articles: Any = None) -> Any:
        """Which pillars are mentioned, N x K of bool; the predicted primary always is."""
        return self.mentions_from_margins(self.margins(X), articles)[1]

    def margins(self, X: Any) -> Any:
        """Scores before calibration, N x (C + K): codes as primary, then pillars as mentioned."""
        check_is_fitted(self, "coef_")
        X = self._counts(X, reset=False)
        return self.weighting_.transform(X) @ self.coef_ + self.intercept_

    def primary_from_margins(self, margins: Any, articles: Any = None) -> Any:
        """Probability of each code as primary, N x C, from scores N x (C + K)."""
        own = softmax(self.inverse_temperature_ * margins[:, : len(self.classes_)], axis=1)
        return own if articles is None else self.context_.primary.combine(own, articles)

    def mentions_from_margins(self, margins: Any, articles: Any = None) -> tuple[Any, Any]:
        """Mention probabilities and predicted mentions, N x K each, from scores N x (C + K)."""
        slopes, intercepts, thresholds = self.platt_.T
        primary, top = self._primary(margins)
        probabilities = np.maximum(expit(slopes * margins[:, len(self.classes_) :] + intercepts), primary)
        if articles is not None:
            primary, top = self._primary(margins, articles)
            combined = self.context_.mentions.combine(probabilities, articles)
            probabilities, thresholds = np.maximum(combined, primary), self.context_.thresholds
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
        self.weighting_ = TfidfBlocks.fit(X, blocks, self.min_df, self.proportion_blocks)
        weighed, block_weights = self.weighting_.transform(X), self.weighting_.block_weights
        weighed.data *= block_weights[weighed.indices]
        weights = PROPORTION_WEIGHTS if self.proportion_weight is None else (self.proportion_weight,)
        penalties = PENALTIES if self.penalty is None else (self.penalty,)
        choice = fit_scores(weighed, self.weighting_, targets, rows / rows.mean(), groups, codes, penalties, weights)
        self.embedding_mean_ = np.asarray(weighed[:, self.weighting_.embedded].mean(axis=0)).ravel()
        self.penalty_, self.proportion_weight_ = choice.penalty, choice.weight
        self.held_out_rows_, self.held_out_margins_ = choice.fit.rows, choice.fit.held_out
        self.held_out_loss_, self.inverse_temperature_ = choice.loss, choice.inverse_temperature
        self.coef_, self.intercept_ = block_weights[:, None] * choice.fit.coefficients, choice.fit.intercepts
        return choice.fit

    def _calibrate(self, fit: RidgeFit, held: Any) -> None:
        """Fit the sigmoids and thresholds of the mentions to the held-out scores of a fit."""
        scores, number = fit.held_out[:, len(self.classes_) :], len(self.pillars_)
        platt = [(*platt_scaling(scores[:, k], held[fit.rows, k]), 0.5) for k in range(number)]
        self.platt_ = np.array(platt).reshape(number, 3)
        self.platt_[:, 2] = self._thresholds(fit.held_out)

    def _read_articles(self, fit: RidgeFit, codes: Any, held: Any, articles: Any) -> None:
        """Learn how far the other rows of an article are believed, from the held-out scores of a fit."""
        articles, margins = articles[fit.rows], fit.held_out
        which = np.eye(len(self.classes_))[codes[fit.rows]]
        primary = learn_combination(self.primary_from_margins(margins), which, articles)
        mentions = learn_combination(self.mentions_from_margins(margins)[0], held[fit.rows], articles, together=True)
        self.context_ = ArticleContext(primary, mentions, self.platt_[:, 2])
        self.context_ = replace(self.context_, thresholds=self._thresholds(margins, articles))

    def _thresholds(self, margins: Any, articles: Any = None) -> Any:
        """Threshold of each mention on these scores, length K."""
        probabilities, _ = self.mentions_from_margins(margins, articles)
        _, top = self._primary(margins, articles)
        return np.array([best_threshold(probabilities[:, k], top[:, k]) for k in range(len(self.pillars_))])

    def _primary(self, margins: Any, articles: Any = None) -> tuple[Any, Any]:
        """Probability of each pillar as primary, and whether it is the predicted one; N x K each."""
        return primary_of_pillars(self.primary_from_margins(margins, articles), self.classes_, self.pillars_)


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
