"""What does a trained model say of new text?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from discourse.classifier.error_counts import ErrorCounts
from discourse.classifier.lists import check_lengths, listed_texts
from discourse.classifier.model import PillarClassifier
from discourse.codebook import NONE, Codebook
from discourse.display import ShownInShort
from discourse.errors import ModelError
from discourse.features import (
    EMBEDDING,
    DocumentFeatureMatrix,
    Embedder,
    bind_blocks,
    dfm_of_texts,
    embedding_features,
    paragraph_features,
)
from discourse.printing.frames import readable

CACHED_TERMS = 100_000
"""So many terms are kept with their features, some 50 MB; then all are dropped, and made again as they are met."""


class _TermFeatures:
    """The features of each term that was met, so that they are worked out once and not for every chunk of text.

    Additions are put in place as one new pair: threads may do the same work twice, but never see half of it.
    """

    def __init__(self) -> None:
        self.known: tuple[dict[str, int], Any] = ({}, None)

    def rows_of(self, terms: Sequence[str], features_of: Callable[[tuple[str, ...]], Any]) -> Any:
        """Features of some terms, V x F; ``features_of`` makes those that are not yet known."""
        place, rows = self.known
        new = [term for term in terms if term not in place]
        if rows is None or len(place) + len(new) > CACHED_TERMS:
            place, new = {}, list(terms)
            rows = features_of(tuple(new))
        elif new:
            rows = sparse.vstack([rows, features_of(tuple(new))], format="csr")
        if new:
            place = place | {term: row for row, term in enumerate(new, start=len(place))}
            self.known = (place, rows)
        return rows[np.array([place[term] for term in terms], dtype=np.int64)]


@dataclass(frozen=True, eq=False, repr=False)
class TrainedModel(ShownInShort):
    """A fitted classifier, its features, and what it was trained on.

    Attributes
    ----------
    classifier : PillarClassifier
        Fitted on the F features.
    features : tuple of str
        Their names, in order.
    language : str
        Language of the tokeniser and the word lists.
    blocks : tuple of str
        Blocks of features that are made of new text.
    pillars : tuple of str
        Pillars in the codebook's order.
    seeds : mapping of str to tuple of str
        Seed words of each pillar, where a block of them is used.
    about : mapping
        Version and digest of the codebook, settings, what it was trained on: all that a reader of
        its results may ask for. JSON.
    embedder : Embedder, optional
        What makes embeddings of new text, where ``embedding`` is among the blocks.
    errors : ErrorCounts, optional
        How it took labelled paragraphs that it had not seen; models trained before this was counted have none.
    """

    classifier: PillarClassifier
    features: tuple[str, ...]
    language: str
    blocks: tuple[str, ...]
    pillars: tuple[str, ...]
    seeds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)
    embedder: Embedder | None = None
    errors: ErrorCounts | None = None
    _cache: _TermFeatures = field(default_factory=_TermFeatures, init=False, repr=False)

    def _summary(self) -> dict[str, object]:
        trained_on = self.about.get("trained_on", {})
        return {
            "language": self.language,
            "pillars": ", ".join(self.pillars),
            "features": len(self.features),
            "blocks": ", ".join(self.blocks),
            **({"embeddings": self.embedder.name} if self.embedder else {}),
            **{name: trained_on[name] for name in ("paragraphs", "articles") if name in trained_on},
        }

    def matrix(self, words: DocumentFeatureMatrix, texts: Sequence[str] | None = None) -> Any:
        """Features of paragraphs, in the model's order; N x F.

        Every counted feature is a sum over the words of a paragraph, so these are one product of whole numbers:
        how often each word occurs, and what each word adds, which is worked out once a word.

        Parameters
        ----------
        words : DocumentFeatureMatrix
            Word counts of N paragraphs.
        texts : sequence of str, optional
            The paragraphs themselves, which embeddings are made of; without them the columns of these are 0.
        """
        product = sparse.csr_matrix(words.matrix @ self._cache.rows_of(words.features, self._features_of))
        if self.embedder is not None and texts is not None:
            embedded = bind_blocks({EMBEDDING: embedding_features(texts, self.embedder)})
            product = sparse.csr_matrix(product + embedded.aligned(self.features).matrix)
        product.sort_indices()
        return product

    def _features_of(self, terms: tuple[str, ...]) -> Any:
        """Count the features of paragraphs that consist of one term each, V x F."""
        once = DocumentFeatureMatrix(sparse.identity(len(terms), dtype=np.int64, format="csr"), terms, terms)
        made = paragraph_features(once, self.language, self.counted_blocks, self.seeds)
        return made.aligned(self.features).matrix

    @property
    def counted_blocks(self) -> tuple[str, ...]:
        """Blocks that are sums over words."""
        return tuple(block for block in self.blocks if block != EMBEDDING)

    @property
    def reads_articles(self) -> bool:
        """Whether it has learnt to believe the other paragraphs of an article."""
        return bool(self.classifier.context_.primary.power or self.classifier.context_.mentions.power)

    @property
    def classes_(self) -> Any:
        """Codes that may be predicted, sorted: the columns of :meth:`predict_proba`."""
        return self.classifier.classes_

    def predict(self, texts: Sequence[str], articles: Sequence[object] | None = None) -> Any:
        """Most probable code of each text, length N; see :meth:`predict_proba`."""
        return self.classes_[self.predict_proba(texts, articles).argmax(axis=1)]

    def predict_proba(self, texts: Sequence[str], articles: Sequence[object] | None = None) -> Any:
        """Probability of each code, as the pipeline of :func:`discourse.train` gives it.

        Parameters
        ----------
        texts : sequence of str
            N paragraphs.
        articles : sequence, optional
            As for :meth:`predict_texts`.

        Returns
        -------
        array of float
            N x C in the order of ``classes_``; rows sum to 1. :meth:`predict_texts` has the same in a table.

        Raises
        ------
        DataError
            If ``texts`` is no list of texts, or there are not as many articles.

        Examples
        --------
        >>> from discourse.classifier.fitting import as_trained_model, train
        >>> fitted = train(["a bridge", "a school"], ["roads", "schools"], language="en", articles=["a", "b"])
        >>> model = as_trained_model(fitted)
        >>> model.predict(["the school"]).tolist(), model.classes_.tolist(), model.predict_proba(["the school"]).shape
        (['schools'], ['roads', 'schools'], (1, 2))
        """
        texts = listed_texts("texts", texts)
        if articles is not None:
            articles = list(articles)
            check_lengths(len(texts), articles=articles)
        said = self.predict_texts(texts, articles)
        return said[[f"p_{code}" for code in self.classes_]].to_numpy()

    def predict_counts(
        self, words: DocumentFeatureMatrix, articles: Any = None, texts: Sequence[str] | None = None
    ) -> pd.DataFrame:
        """Predictions for word counts, and the texts themselves as :meth:`matrix` takes them; a row a paragraph."""
        return predictions(self.classifier, self.matrix(words, texts), self.pillars, articles)

    def predict_texts(self, texts: Sequence[str], articles: Sequence[object] | None = None) -> pd.DataFrame:
        """Predictions for texts.

        Parameters
        ----------
        texts : sequence of str
            N paragraphs.
        articles : sequence, optional
            Article of each, to hear the other paragraphs of the article as well; a blank text is none of these.
            Default: each paragraph by its own words.

        Returns
        -------
        DataFrame
            One row a text: ``predicted``; ``p_<pillar>`` and ``p_none``, which sum to 1 (``p_none`` is 0 where no
            training text was ``none``); ``mentioned`` (tuple of pillars); ``m_<pillar>``, the probability that the
            pillar is mentioned, as primary or beside another.
        """
        if articles is not None:
            pairs = zip(texts, articles, strict=True)
            articles = [article if text.strip() else None for text, article in pairs]
        return readable(self.predict_counts(dfm_of_texts(texts, language=self.language), articles, texts))


def check_codebook(model: TrainedModel, codebook: Codebook, path: Path) -> None:
    """Refuse a model that was trained under another codebook.

    Raises
    ------
    ModelError
        Naming both versions.
    """
    check_about(model.about, codebook, path)


def check_about(about: Mapping[str, Any], codebook: Codebook, path: Path) -> None:
    """Refuse what is known of a model that was trained under another codebook, as :func:`check_codebook` does."""
    known = about.get("codebook", {})
    if known.get("digest") != codebook.digest:
        raise ModelError(
            f"a model of codebook {codebook.version} as it stands",
            f"one of codebook {known.get('version', 'unknown')}, or of another wording",
            path,
            "Train it anew: discourse train.",
        )


def predictions(model: Any, X: Any, pillars: Sequence[str], articles: Any = None) -> pd.DataFrame:
    """Tabulate what a fitted model says of each row: ``predicted``, ``p_<code>``, and mentions if it tells them.

    Pillars that the model has never seen have probability 0; ``none`` has its own column and stands
    last, so that the probabilities of a row sum to 1. ``articles`` is given to models that hear the other rows of an
    article, as :class:`PillarClassifier` does.
    """
    margins = model.margins(X) if hasattr(model, "margins") else None
    heard = {} if articles is None else {"articles": articles}
    proba = model.predict_proba(X) if margins is None else model.primary_from_margins(margins, **heard)
    predicted = model.predict(X) if margins is None else model.classes_[proba.argmax(axis=1)]
    place = {code: column for column, code in enumerate(model.classes_)}
    codes = [*pillars, *(code for code in model.classes_ if code not in (*pillars, NONE)), NONE]
    table: dict[str, Any] = {"predicted": predicted.astype(object)}
    table |= {f"p_{code}": proba[:, place[code]] if code in place else np.zeros(len(proba)) for code in codes}
    if margins is not None:
        mentions, held = model.mentions_from_margins(margins, **heard)
        names = model.pillars_
        table["mentioned"] = [tuple(name for name, one in zip(names, row, strict=True) if one) for row in held]
        table |= {f"m_{name}": mentions[:, column] for column, name in enumerate(names)}
    return pd.DataFrame(table)
