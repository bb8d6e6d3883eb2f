"""How is the classifier made: trained on a study's labelled paragraphs, or fitted to texts as scikit-learn does?"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline

from discourse.classifier.error_counts import count_errors
from discourse.classifier.model import PillarClassifier
from discourse.classifier.trained import TrainedModel
from discourse.codebook import NONE
from discourse.errors import DataError
from discourse.features import (
    BLOCKS,
    EMBEDDING,
    DocumentFeatureMatrix,
    Embedder,
    TextFeatures,
    blocks_of,
    installed_embedder,
    paragraph_features,
    study_blocks,
    study_dfm,
    study_embeddings,
    study_features,
    study_file,
)
from discourse.labels.table import coded_table, labelled_rows, mention_matrix
from discourse.study import Study

_LEAST_PARAGRAPHS, _LEAST_ARTICLES = 10, 2


def train_study(
    study: Study,
    source: str = "mixed",
    blocks: Sequence[str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> TrainedModel:
    """Train the classifier on all labelled paragraphs of a study.

    Parameters
    ----------
    study : Study
        Its label log says what is labelled.
    source : str
        Which counts, see :func:`discourse.features.study_counts`.
    blocks : sequence of str, optional
        Which features, see :func:`discourse.features.paragraph_features`; default: those of the study.
    progress : callable, optional
        Called with what is being done.

    Raises
    ------
    DataError
        If fewer than ten paragraphs of two articles are labelled, or all have the same label.
    MissingExtraError
        If ``embedding`` is among the blocks and the extra is not installed.
    """
    tell, blocks = progress or (lambda _: None), study_blocks(study) if blocks is None else blocks
    embedder = installed_embedder(study_file(study)) if EMBEDDING in blocks else None
    tell("reading labels")
    words, table = study_dfm(study, source), labelled_rows(coded_table(study))
    table = table[table["paragraph_id"].isin(words.ids)].reset_index(drop=True)
    _check_labels(table, study)
    tell(f"counting the features of {len(table)} paragraphs")
    counted = words.rows_of(table["paragraph_id"])
    embedded = _embedded(study, counted.ids, tell) if embedder else None
    made = paragraph_features(counted, study.language, blocks, study.codebook.seeds, embedded=embedded)
    tell(f"fitting on {len(table)} paragraphs of {table['article_id'].nunique()} articles")
    pillars = study.codebook.pillar_ids
    classifier = PillarClassifier(blocks=blocks_of(made.features))
    labels, stories, articles = (table[name].to_numpy(dtype=str) for name in ("primary", "story", "article_id"))
    mentions = mention_matrix(table["primary"], table["also"], pillars)
    classifier.fit(made.matrix, labels, mentions, stories, pillars, articles)
    seeds = study.codebook.seeds if "seed" in blocks else {}
    return TrainedModel(
        classifier,
        made.features,
        study.language,
        tuple(blocks),
        pillars,
        seeds,
        _about(study, table, source),
        embedder,
        count_errors(classifier, (*pillars, NONE), labels, stories, articles),
    )


def _embedded(study: Study, ids: Sequence[str], tell: Callable[[str], object]) -> DocumentFeatureMatrix:
    """Embed paragraphs, and say how far it has come: a thousand take some two minutes."""
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        tell(f"embedded {done} of {len(ids)} paragraphs")

    return study_embeddings(study, ids, count)


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


def labelled_paragraphs(
    study: Study, blocks: tuple[str, ...] | None = None
) -> tuple[pd.DataFrame, DocumentFeatureMatrix]:
    """Return the labelled rows of :func:`discourse.labels.table.coded_table` and their features, in the same order."""
    table = labelled_rows(coded_table(study))
    return table, study_features(study, blocks=blocks).rows_of(table["paragraph_id"])


def make_classifier(
    language: str,
    *,
    blocks: Sequence[str] = BLOCKS,
    seeds: Mapping[str, Sequence[str]] | None = None,
    embedder: Embedder | None = None,
    **parameters: Any,
) -> Pipeline:
    """Make the classifier that takes texts: ``fit(texts, codes)``, ``predict(texts)``.

    Parameters
    ----------
    language : str
        Language code, or the folder of a study's own word lists.
    blocks, seeds, embedder
        As for :class:`discourse.features.TextFeatures`.
    **parameters
        Those of :class:`discourse.classifier.PillarClassifier`.

    Returns
    -------
    Pipeline
        Steps ``features`` and ``classifier``, not fitted.

    Notes
    -----
    Paragraphs of one article resemble each other, so ``fit`` wants the article of each text as ``groups``:
    penalty and calibration are then chosen on articles held out whole. The classifier requests them.

    - After ``sklearn.set_config(enable_metadata_routing=True)``: ``fit(texts, codes, groups=articles)`` and
      ``cross_val_score(classifier, texts, codes, cv=GroupKFold(5), params={"groups": articles})``.
    - Else ``fit(texts, codes, classifier__groups=articles)``. ``cross_val_score(..., groups=articles)`` then
      parts the folds by article and leaves ``fit`` without groups, unless they are given in
      ``params={"classifier__groups": articles}`` as well; a warning says so once.
    - ``articles`` goes the same way, where groups are stories (articles with their copies). From the articles ``fit``
      learns how far the other paragraphs of an article are to be believed; ``predict(texts, articles=articles)`` and
      ``predict_proba`` then hear them, and without articles judge each text alone.
    - ``mentions`` goes the same way, as a DataFrame with a column a pillar. What a text mentions is said by the last
      step: ``classifier[-1].predict_mentions(classifier[:-1].transform(texts))``.

    Examples
    --------
    >>> texts = ["jembatan baru", "jalan dan jembatan", "sekolah desa", "guru sekolah"]
    >>> classifier = make_classifier("id", blocks=("word",), penalty=1.0)
    >>> classifier = classifier.fit(texts, ["roads", "roads", "schools", "schools"], classifier__groups=list("abcd"))
    >>> classifier.predict(["jembatan desa itu", "guru desa"]).tolist()
    ['roads', 'schools']
    """
    features = TextFeatures(language=language, blocks=blocks, seeds=seeds, embedder=embedder)
    return Pipeline([("features", features), ("classifier", PillarClassifier(**parameters))])
