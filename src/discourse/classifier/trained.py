"""What can be kept, and used on new text without the training data? A classifier with all it needs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from discourse.classifier.features import BLOCKS, blocks_of, paragraph_features
from discourse.classifier.model import PillarClassifier
from discourse.classifier.predicting import predictions
from discourse.codebook import Codebook
from discourse.counts import Counts, count_texts, study_counts
from discourse.errors import DataError, ModelError
from discourse.labels import coded_table, labelled_rows, mention_matrix
from discourse.study import Study

CACHED_TERMS = 100_000
"""So many terms are kept with their features, some 50 MB; then all are dropped, and made again as they are met."""
_LEAST_PARAGRAPHS, _LEAST_ARTICLES = 10, 2


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


@dataclass(frozen=True, eq=False)
class TrainedModel:
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
    """

    classifier: PillarClassifier
    features: tuple[str, ...]
    language: str
    blocks: tuple[str, ...]
    pillars: tuple[str, ...]
    seeds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)
    _cache: _TermFeatures = field(default_factory=_TermFeatures, init=False, repr=False)

    def matrix(self, words: Counts) -> Any:
        """Features of paragraphs from their word counts, in the model's order; N x F.

        Every feature is a sum over the words of a paragraph, so the features are one product of whole numbers:
        how often each word occurs, and what each word adds, which is worked out once a word.
        """
        product = sparse.csr_matrix(words.matrix @ self._cache.rows_of(words.terms, self._features_of))
        product.sort_indices()
        return product

    def _features_of(self, terms: tuple[str, ...]) -> Any:
        """Features of paragraphs that consist of one term each, V x F."""
        once = Counts(sparse.identity(len(terms), dtype=np.int64, format="csr"), terms, terms)
        made = paragraph_features(once, self.language, self.blocks, self.seeds)
        return made.aligned(self.features).matrix

    def predict_counts(self, words: Counts) -> pd.DataFrame:
        """Predictions for word counts; a row a paragraph, columns as :func:`predict_texts` has them."""
        return predictions(self.classifier, self.matrix(words), self.pillars)

    def predict_texts(self, texts: Sequence[str]) -> pd.DataFrame:
        """Predictions for texts.

        Returns
        -------
        DataFrame
            One row a text: ``predicted``; ``p_<pillar>`` and ``p_none``, which sum to 1; ``mentioned``
            (tuple of pillars); ``m_<pillar>``, the probability that the pillar is mentioned.
        """
        return self.predict_counts(count_texts(texts, language=self.language))


def train_study(
    study: Study, source: str = "mixed", blocks: Sequence[str] = BLOCKS, progress: Callable[[str], None] | None = None
) -> TrainedModel:
    """Train the classifier on all labelled paragraphs of a study.

    Parameters
    ----------
    study : Study
        Its label log says what is labelled.
    source : str
        Which counts, see :func:`discourse.counts.study_counts`.
    blocks : sequence of str
        Which features, see :func:`discourse.classifier.paragraph_features`.
    progress : callable, optional
        Called with what is being done.

    Raises
    ------
    DataError
        If fewer than ten paragraphs of two articles are labelled, or all have the same label.
    """
    tell = progress or (lambda _: None)
    tell("reading labels")
    words, table = study_counts(study, source), labelled_rows(coded_table(study))
    table = table[table["paragraph_id"].isin(words.ids)].reset_index(drop=True)
    _check_labels(table, study)
    tell(f"counting the features of {len(table)} paragraphs")
    made = paragraph_features(words.rows_of(table["paragraph_id"]), study.language, blocks, study.codebook.seeds)
    tell(f"fitting on {len(table)} paragraphs of {table['article_id'].nunique()} articles")
    pillars = study.codebook.pillar_ids
    classifier = PillarClassifier(blocks=blocks_of(made.terms))
    classifier.fit(
        made.matrix,
        table["primary"].to_numpy(dtype=str),
        mention_matrix(table["primary"], table["also"], pillars),
        table["story"].to_numpy(),
        pillars,
    )
    seeds = study.codebook.seeds if "seed" in blocks else {}
    return TrainedModel(
        classifier, made.terms, study.language, tuple(blocks), pillars, seeds, _about(study, table, source)
    )


def check_codebook(model: TrainedModel, codebook: Codebook, path: Path) -> None:
    """Refuse a model that was trained under another codebook.

    Raises
    ------
    ModelError
        Naming both versions.
    """
    about = model.about.get("codebook", {})
    if about.get("digest") != codebook.digest:
        raise ModelError(
            f"a model of codebook {codebook.version} as it stands",
            f"one of codebook {about.get('version', 'unknown')}, or of another wording",
            path,
            "Train it anew: discourse train.",
        )


def _check_labels(table: pd.DataFrame, study: Study) -> None:
    if len(table) < _LEAST_PARAGRAPHS or table["story"].nunique() < _LEAST_ARTICLES or table["primary"].nunique() < 2:
        found = (
            f"{len(table)} paragraphs of {table['story'].nunique()} articles with {table['primary'].nunique()} "
            "different labels"
        )
        raise DataError(
            f"at least {_LEAST_PARAGRAPHS} labelled paragraphs of {_LEAST_ARTICLES} articles, with two "
            "different labels",
            found,
            study.labels_path,
            "Label more: discourse relabel.",
        )


def _about(study: Study, table: pd.DataFrame, source: str) -> dict[str, Any]:
    """Say what a reader of the model's results may ask for."""
    from discourse import __version__

    labels = table[["paragraph_id", "primary", "also"]].to_csv(index=False, lineterminator="\n")
    return {
        "package": __version__,
        "numpy": np.__version__,
        "codebook": {"version": study.codebook.version, "digest": study.codebook.digest},
        "names": study.codebook.names,
        "settings": study.settings.model_dump(mode="json"),
        "trained_on": {
            "source": source,
            "paragraphs": len(table),
            "articles": int(table["article_id"].nunique()),
            "labels": {code: int(count) for code, count in sorted(table["primary"].value_counts().items())},
            "digest": hashlib.sha256(labels.encode()).hexdigest(),
        },
    }
