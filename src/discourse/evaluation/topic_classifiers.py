"""How well do topics tell the pillars, alone or beside the words?

All are scikit-learn classifiers on one feature matrix (``classifier.paragraph_features``); each looks at
the columns it is made for. Topics are fitted, and mapped to pillars, on the training rows of a fold.

====================== ==========================================================================
model                  what it does
====================== ==========================================================================
majority               says the commonest pillar of the training rows
seed words             counts the codebook's seed words, learns nothing
topics                 finds topics without labels; training labels only name each topic's pillar
seeded topics          finds topics from the seed words; no labels at all
topic shares           linear model on the topic shares of a paragraph
tf-idf                 linear model on the weighted terms of a paragraph
tf-idf + topic shares  the same linear model on both
====================== ==========================================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.utils.validation import check_is_fitted

from discourse.classifier import PillarClassifier
from discourse.codebook import Codebook
from discourse.evaluation.baselines import baseline_models
from discourse.features import PROPORTION_BLOCKS, blocks_of
from discourse.topics import TopicModel

MAJORITY, SEED_WORDS, TOPICS, SEEDED, TOPIC_SHARES, TFIDF, BOTH = (
    "majority",
    "seed words",
    "topics",
    "seeded topics",
    "topic shares",
    "tf-idf",
    "tf-idf + topic shares",
)


def topic_comparison_models(
    codebook: Codebook,
    terms: Sequence[str],
    n_topics: int = 10,
    strength: float = 5.0,
    seed: int = 0,
    residual: int = 2,
) -> dict[str, Any]:
    """Make the models to compare, unfitted, in the order in which they are shown.

    Parameters
    ----------
    codebook : Codebook
        Its seed words make the dictionary and guide the seeded topics.
    terms : sequence of str
        Names of the feature columns, ``word:...`` and others. "tf-idf" uses all of them, topics and
        seed words the words alone.
    n_topics : int
        Topics of the plain models.
    strength : float
        Prior count of a seed word in its topic.
    seed : int
        Where the topics start.
    residual : int
        Topics without seed words that the seeded model has beside those of the pillars.
    """
    columns = [place for place, block in enumerate(blocks_of(terms)) if block == "word"]
    words = tuple(terms[place].removeprefix("word:") for place in columns)
    plain = TopicModel(n_topics, random_state=seed)
    seeded = TopicModel(
        len(codebook.pillar_ids) + residual, seeds=codebook.seeds, terms=words, strength=strength, random_state=seed
    )
    simple = baseline_models(codebook, terms, seed)
    blocks = blocks_of(terms)
    return {
        MAJORITY: simple["majority"],
        SEED_WORDS: simple["seed words"],
        TOPICS: MappedTopicClassifier(plain, columns),
        SEEDED: SeededTopicClassifier(seeded, columns),
        TOPIC_SHARES: TopicFeaturesClassifier(plain, columns, keep=False),
        TFIDF: PillarClassifier(blocks=blocks),
        BOTH: TopicFeaturesClassifier(plain, columns, blocks=blocks),
    }


class MappedTopicClassifier(ClassifierMixin, BaseEstimator):
    """Plain topics, each standing for the code that most of its training paragraphs have.

    Parameters
    ----------
    topics : TopicModel
        Fitted anew on the training rows.
    columns : sequence of int, optional
        Columns of X that are words; default all.
    balance : float, default 0.5
        A row weighs ``1 / n**balance``, n rows having its code, as in ``PillarClassifier``: with 0,
        the commonest code of the study takes most topics.

    Attributes
    ----------
    topics_ : TopicModel
    map_ : array of int, length K
        Place in ``classes_`` of each topic's code.
    """

    def __init__(self, topics: TopicModel, columns: Sequence[int] | None = None, balance: float = 0.5) -> None:
        self.topics = topics
        self.columns = columns
        self.balance = balance

    def fit(self, X: Any, y: Any) -> MappedTopicClassifier:
        """Find topics in the words, then name each by the labels."""
        self.classes_, codes = np.unique(y, return_inverse=True)
        self.topics_ = clone(self.topics).fit(_words(X, self.columns))
        weights = np.bincount(codes).astype(float)[codes] ** -self.balance
        held = np.eye(len(self.classes_))[codes] * weights[:, None]
        self.map_ = (self.topics_.transform(_words(X, self.columns)).T @ held).argmax(axis=1)
        return self

    def predict_proba(self, X: Any) -> Any:
        """Share of the topics of each code in each paragraph, N x C; rows add up to 1."""
        check_is_fitted(self, "map_")
        return self.topics_.transform(_words(X, self.columns)) @ np.eye(len(self.classes_))[self.map_]

    def predict(self, X: Any) -> Any:
        """Code of the main topic of each paragraph."""
        check_is_fitted(self, "map_")
        return self.classes_[self.map_[self.topics_.transform(_words(X, self.columns)).argmax(axis=1)]]


class SeededTopicClassifier(ClassifierMixin, BaseEstimator):
    """Seeded topics: a paragraph belongs to the pillar whose topic has most of it; labels are not used.

    Parameters
    ----------
    topics : TopicModel
        With seeds; fitted anew on the training rows.
    columns : sequence of int, optional
        Columns of X that are words; default all.
    """

    def __init__(self, topics: TopicModel, columns: Sequence[int] | None = None) -> None:
        self.topics = topics
        self.columns = columns

    def fit(self, X: Any, y: Any = None) -> SeededTopicClassifier:
        """Find topics; ``y`` only says which codes there are."""
        self.topics_ = clone(self.topics).fit(_words(X, self.columns))
        pillars = self.topics_.topic_names_[: len(self.topics_.seeds or ())]
        self.classes_ = np.unique([*pillars, *([] if y is None else y)])
        self.place_ = np.searchsorted(self.classes_, pillars)
        return self

    def predict_proba(self, X: Any) -> Any:
        """Share of each pillar's topic among the pillars' topics, N x C; 0 for other codes."""
        check_is_fitted(self, "place_")
        shares = self.topics_.transform(_words(X, self.columns))[:, : len(self.place_)]
        proba = np.zeros((len(shares), len(self.classes_)))
        proba[:, self.place_] = shares / shares.sum(axis=1, keepdims=True)
        return proba

    def predict(self, X: Any) -> Any:
        """Pillar whose topic has the largest share."""
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


class TopicFeaturesClassifier(ClassifierMixin, BaseEstimator):
    """The pillar classifier on topic shares, alone or beside the features it has anyway.

    Parameters
    ----------
    topics : TopicModel
        Fitted anew on the training rows.
    columns : sequence of int, optional
        Columns of X that are words; default all.
    blocks : sequence of str, optional
        Block of each column of X; default: one block.
    keep : bool, default True
        Whether the classifier sees the columns of X beside the topic shares.
    """

    def __init__(
        self,
        topics: TopicModel,
        columns: Sequence[int] | None = None,
        blocks: Sequence[str] | None = None,
        keep: bool = True,
    ) -> None:
        self.topics = topics
        self.columns = columns
        self.blocks = blocks
        self.keep = keep

    def fit(
        self,
        X: Any,
        y: Any,
        mentions: Any = None,
        groups: Any = None,
        pillars: Sequence[str] | None = None,
        articles: Any = None,
    ) -> TopicFeaturesClassifier:
        """Find topics in the training rows, then learn from their shares; the rest as for the classifier."""
        self.topics_ = clone(self.topics).fit(_words(X, self.columns))
        kept = (tuple(self.blocks) if self.blocks is not None else ("word",) * X.shape[1]) if self.keep else ()
        blocks = (*kept, *("topic",) * len(self.topics_.topic_names_))
        model = PillarClassifier(blocks=blocks, proportion_blocks=(*PROPORTION_BLOCKS, "topic"))
        self.classifier_ = model.fit(self._features(X), y, mentions, groups, pillars, articles)
        self.classes_, self.pillars_ = self.classifier_.classes_, self.classifier_.pillars_
        return self

    def predict_proba(self, X: Any, articles: Any = None) -> Any:
        """Probability of each code, N x C."""
        return self.classifier_.predict_proba(self._features(X), articles)

    def predict(self, X: Any, articles: Any = None) -> Any:
        """Most probable code."""
        return self.classifier_.predict(self._features(X), articles)

    def margins(self, X: Any) -> Any:
        """Scores of the classifier before calibration."""
        return self.classifier_.margins(self._features(X))

    def predict_mentions(self, X: Any, articles: Any = None) -> Any:
        """Which pillars are mentioned."""
        return self.classifier_.predict_mentions(self._features(X), articles)

    def primary_from_margins(self, margins: Any, articles: Any = None) -> Any:
        """Probability of each code from scores."""
        return self.classifier_.primary_from_margins(margins, articles)

    def mentions_from_margins(self, margins: Any, articles: Any = None) -> Any:
        """Mention probabilities and mentions from scores."""
        return self.classifier_.mentions_from_margins(margins, articles)

    def _features(self, X: Any) -> Any:
        check_is_fitted(self, "topics_")
        shares = sparse.csr_matrix(self.topics_.transform(_words(X, self.columns)))
        return sparse.hstack([X, shares], format="csr") if self.keep else shares


def _words(X: Any, columns: Sequence[int] | None) -> Any:
    return X if columns is None else X[:, np.asarray(columns)]
