"""How do raw texts become counts in blocks, as a scikit-learn transformer?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from discourse.errors import DataError, shown
from discourse.features.blocks import BLOCKS, blocks_of, paragraph_features
from discourse.features.dfm import DocumentFeatureMatrix, dfm_of_texts
from discourse.features.embeddings import EMBEDDING, Embedder, embedding_features, installed_embedder


class BlockMatrix(sparse.csr_matrix):
    """A sparse matrix that knows the features in its columns, also when rows are taken out of it.

    Attributes
    ----------
    features : tuple of str, optional
        Names, ``<block>:<name>``, length F. Anything else than taking rows gives a matrix without names.

    Examples
    --------
    >>> X = BlockMatrix.of(sparse.eye_array(2, format="csr"), ("chars:je", "word:jembatan"))
    >>> X[[1]].blocks, X[:, [1]].blocks
    (('chars', 'word'), None)
    """

    features: tuple[str, ...] | None = None

    @classmethod
    def of(cls, matrix: Any, features: Sequence[str]) -> BlockMatrix:
        """Give a matrix N x F the names of its columns."""
        made = cls(matrix)
        made.features = tuple(features)
        return made

    @property
    def blocks(self) -> tuple[str, ...] | None:
        """Block of each column, length F; none where the names are not known."""
        return None if self.features is None else blocks_of(self.features)

    def __getitem__(self, key: Any) -> Any:
        """Take rows, columns or cells."""
        part = super().__getitem__(key)
        columns = key[1:] if isinstance(key, tuple) else ()
        if isinstance(part, BlockMatrix) and all(one is Ellipsis or one == slice(None) for one in columns):
            part.features = self.features
        return part


class TextFeatures(TransformerMixin, BaseEstimator):
    """Count the features of texts, block by block; a transformer of scikit-learn.

    Which words and character n-grams there are is learnt from the texts that it is fitted on; others are
    passed over. Nothing is weighed here.

    Parameters
    ----------
    language : str
        Language code, or the folder of a study's own word lists.
    blocks : sequence of str, default ("word", "chars", "dictionary", "thesaurus")
        Which features; see :func:`discourse.features.paragraph_features`.
    seeds : mapping of str to sequence of str, optional
        Seed words of each pillar; needed by the block ``seed``.
    embedder : Embedder, optional
        What makes the block ``embedding``; default: that of the extra ``embeddings``
        (:func:`discourse.features.installed_embedder`), which computes each text anew unless it is given a file.

    Attributes
    ----------
    features_ : tuple of str
        Names of the F features, ``<block>:<name>``, sorted.

    Examples
    --------
    >>> made = TextFeatures(language="id", blocks=("word",)).fit(["jembatan baru", "harga beras"])
    >>> made.get_feature_names_out().tolist()
    ['word:baru', 'word:beras', 'word:harga', 'word:jembatan']
    >>> made.transform(["Harga jembatan, harga kapal"]).toarray().tolist()
    [[0, 0, 2, 1]]
    """

    def __init__(
        self,
        *,
        language: str,
        blocks: Sequence[str] = BLOCKS,
        seeds: Mapping[str, Sequence[str]] | None = None,
        embedder: Embedder | None = None,
    ) -> None:
        self.language = language
        self.blocks = blocks
        self.seeds = seeds
        self.embedder = embedder

    def fit(self, texts: Iterable[str], y: Any = None) -> TextFeatures:
        """Learn which features there are; ``y`` is not used.

        Raises
        ------
        DataError
            If ``texts`` is no column of texts; the first value that is none is named with its row.
        """
        self.features_ = self._counts(texts).features
        return self

    def fit_transform(self, texts: Iterable[str], y: Any = None) -> BlockMatrix:
        """Learn which features there are, and count them; N x F."""
        counts = self._counts(texts)
        self.features_ = counts.features
        return BlockMatrix.of(counts.matrix, counts.features)

    def transform(self, texts: Iterable[str]) -> BlockMatrix:
        """Count the features in texts; N x F, whole numbers, with the name of each column."""
        check_is_fitted(self, "features_")
        return BlockMatrix.of(self._counts(texts).aligned(self.features_).matrix, self.features_)

    def get_feature_names_out(self, input_features: Any = None) -> Any:
        """Names of the features, in order; length F."""
        check_is_fitted(self, "features_")
        return np.array(self.features_, dtype=object)

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that texts are expected, one a row."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags

    def _counts(self, texts: Iterable[str]) -> DocumentFeatureMatrix:
        checked = _checked(texts)
        words, embedded = dfm_of_texts(checked, language=self.language), None
        if EMBEDDING in self.blocks:
            embedded = embedding_features(checked, self.embedder or installed_embedder())
        return paragraph_features(words, self.language, self.blocks, self.seeds, embedded=embedded)


def _checked(texts: Iterable[Any]) -> list[str]:
    """Texts as a list, if all are texts."""
    name = str(getattr(texts, "name", None) or "texts")
    if isinstance(texts, str | bytes) or getattr(texts, "ndim", 1) != 1:
        found = "one text" if isinstance(texts, str | bytes) else f"a table of shape {getattr(texts, 'shape', '')}"
        hint = "Give one column of it." if hasattr(texts, "columns") else "Give one text a row."
        raise DataError("a list, Series or array of texts", found, name, hint)
    if not isinstance(texts, Iterable):
        raise DataError("a list, Series or array of texts", shown(texts), name, "Give one text a row.")
    checked = list(texts)
    for row, text in enumerate(checked):
        if not isinstance(text, str):
            raise DataError("a text", repr(text), f"{name}, row {row}", "Leave the row out, or use '' for no text.")
    return checked
