"""How is the classifier trained on a study's labelled paragraphs?"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from discourse.classifier.model import PillarClassifier
from discourse.classifier.trained import TrainedModel
from discourse.errors import DataError
from discourse.features import BLOCKS, DocumentFeatureMatrix, blocks_of, paragraph_features, study_dfm, study_features
from discourse.labels.table import coded_table, labelled_rows, mention_matrix
from discourse.study import Study

_LEAST_PARAGRAPHS, _LEAST_ARTICLES = 10, 2


def train_study(
    study: Study, source: str = "mixed", blocks: Sequence[str] = BLOCKS, progress: Callable[[str], None] | None = None
) -> TrainedModel:
    """Train the classifier on all labelled paragraphs of a study.

    Parameters
    ----------
    study : Study
        Its label log says what is labelled.
    source : str
        Which counts, see :func:`discourse.features.study_counts`.
    blocks : sequence of str
        Which features, see :func:`discourse.features.paragraph_features`.
    progress : callable, optional
        Called with what is being done.

    Raises
    ------
    DataError
        If fewer than ten paragraphs of two articles are labelled, or all have the same label.
    """
    tell = progress or (lambda _: None)
    tell("reading labels")
    words, table = study_dfm(study, source), labelled_rows(coded_table(study))
    table = table[table["paragraph_id"].isin(words.ids)].reset_index(drop=True)
    _check_labels(table, study)
    tell(f"counting the features of {len(table)} paragraphs")
    made = paragraph_features(words.rows_of(table["paragraph_id"]), study.language, blocks, study.codebook.seeds)
    tell(f"fitting on {len(table)} paragraphs of {table['article_id'].nunique()} articles")
    pillars = study.codebook.pillar_ids
    classifier = PillarClassifier(blocks=blocks_of(made.features))
    classifier.fit(
        made.matrix,
        table["primary"].to_numpy(dtype=str),
        mention_matrix(table["primary"], table["also"], pillars),
        table["story"].to_numpy(),
        pillars,
    )
    seeds = study.codebook.seeds if "seed" in blocks else {}
    return TrainedModel(
        classifier, made.features, study.language, tuple(blocks), pillars, seeds, _about(study, table, source)
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


def labelled_paragraphs(study: Study, blocks: tuple[str, ...] = BLOCKS) -> tuple[pd.DataFrame, DocumentFeatureMatrix]:
    """Return the labelled rows of :func:`discourse.labels.table.coded_table` and their features, in the same order."""
    table = labelled_rows(coded_table(study))
    return table, study_features(study, blocks=blocks).rows_of(table["paragraph_id"])
