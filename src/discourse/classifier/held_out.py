"""What does the shipped classifier say of each labelled paragraph of a study when its story is held out?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from discourse.classifier.features import BLOCKS, blocks_of, study_features
from discourse.classifier.model import PillarClassifier
from discourse.classifier.predicting import cross_predict
from discourse.counts import Counts
from discourse.folds import Fold, grouped_folds, leave_one_article_out
from discourse.labels import coded_table, labelled_rows
from discourse.study import Study


def labelled_paragraphs(study: Study, blocks: tuple[str, ...] = BLOCKS) -> tuple[pd.DataFrame, Counts]:
    """Return the labelled rows of :func:`discourse.labels.coded_table` and their features, in the same order."""
    table = labelled_rows(coded_table(study))
    return table, study_features(study, blocks=blocks).rows_of(table["paragraph_id"])


def study_folds(study: Study, labels: pd.DataFrame, n_folds: int | None = None) -> list[Fold]:
    """Folds of whole stories, copies of an article together; as many as the study's settings say, or ``n_folds``."""
    number = study.settings.folds if n_folds is None else n_folds
    return grouped_folds(labels["story"].tolist(), labels["primary"].tolist(), number, study.settings.seed)


def full_article_folds(labels: pd.DataFrame, copies: bool = False) -> list[Fold]:
    """Leave each full article out; all else, leads among it, is in training.

    Parameters
    ----------
    labels : DataFrame
        As :func:`labelled_paragraphs` returns them.
    copies : bool
        Keep copies of the tested article in training.

    Returns
    -------
    list of Fold
        One an article, by id; none where no article is full, or all are.
    """
    full = (labels["extent"] == "full").to_numpy()
    if full.all() or not full.any():
        return []
    folds = leave_one_article_out(labels["article_id"].tolist(), sorted(set(labels.loc[full, "article_id"])))
    story = labels["story"].to_numpy(dtype=object)
    if copies:
        return folds
    return [Fold(fold.train[~np.isin(story[fold.train], story[fold.test])], fold.test, fold.name) for fold in folds]


def held_out_predictions(
    study: Study, fitted: Callable[[Any], None] | None = None, full_articles: bool = False
) -> pd.DataFrame:
    """Predict labelled paragraphs by a classifier that has not seen their story.

    Parameters
    ----------
    study : Study
        The study; its settings say how many folds.
    fitted : callable, optional
        Called with each fold's fitted model.
    full_articles : bool
        Leave the full articles out one by one (:func:`full_article_folds`, copies left out too), instead
        of testing every paragraph in folds of whole stories.

    Returns
    -------
    DataFrame
        As :func:`cross_predict` returns it; empty where there are no folds.
    """
    labels, features = labelled_paragraphs(study)
    model = PillarClassifier(blocks_of(features.terms))
    folds = full_article_folds(labels) if full_articles else study_folds(study, labels)
    if not folds:
        return pd.DataFrame()
    return cross_predict(model, features.matrix, labels, folds, study.codebook.pillar_ids, fitted=fitted)
