"""What does a model say of paragraphs whose story it has not seen?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from sklearn import get_config
from sklearn.base import clone
from sklearn.model_selection import BaseCrossValidator
from sklearn.pipeline import Pipeline
from sklearn.utils import _safe_indexing
from sklearn.utils.validation import has_fit_parameter

from discourse.classifier import PillarClassifier, TrainedModel, labelled_paragraphs, predictions
from discourse.evaluation.folds import Fold, named_folds, study_folds
from discourse.features import blocks_of, study_features
from discourse.labels.table import coded_table, labelled_rows, mention_matrix
from discourse.study import Study


def held_out_predictions(study: Study) -> pd.DataFrame:
    """Predict every labelled paragraph by a classifier that has not seen its story.

    Parameters
    ----------
    study : Study
        The study; its settings say how many folds of whole stories.

    Returns
    -------
    DataFrame
        As :func:`cross_predict` returns it.
    """
    labels, features = labelled_paragraphs(study)
    model = PillarClassifier(blocks_of(features.features))
    return cross_predict(model, features.matrix, labels, study_folds(study, labels), study.codebook.pillar_ids)


def predict_every_paragraph(
    study: Study,
    trained: TrainedModel | None = None,
    blocks: tuple[str, ...] | None = None,
    progress: Callable[[str], None] | None = None,
) -> pd.DataFrame:
    """Predict labelled paragraphs by a classifier that has not seen their story, the others by one of all labels.

    An unlabelled paragraph of an article that is labelled in part is predicted by a model that has seen the article.

    Parameters
    ----------
    study : Study
        The study; its settings say how many folds.
    trained : TrainedModel, optional
        What predicts the unlabelled paragraphs; default: a classifier fitted here on all labels.
    blocks : tuple of str, optional
        Which features the classifier of the labelled paragraphs uses; default: those of the study.
    progress : callable, optional
        Called with the name of each fold when it is done.

    Returns
    -------
    DataFrame
        As :func:`cross_predict` returns it; ``fold`` and ``label`` are empty for unlabelled paragraphs.
    """
    table, features, pillars = coded_table(study), study_features(study, blocks=blocks), study.codebook.pillar_ids
    labels = labelled_rows(table)
    known, model = features.rows_of(labels["paragraph_id"]).matrix, PillarClassifier(blocks_of(features.features))
    predicted = cross_predict(model, known, labels, study_folds(study, labels), pillars, progress)
    rest = np.flatnonzero((table["primary"] == "").to_numpy())
    if not len(rest):
        return predicted
    if trained is None:
        mentions = mention_matrix(labels["primary"], labels["also"], pillars)
        model.fit(known, labels["primary"].to_numpy(dtype=str), mentions, labels["story"].to_numpy(), pillars)
        others = predictions(model, features.matrix[rest], pillars)
    else:
        others = predictions(trained.classifier, features.aligned(trained.features).matrix[rest], pillars)
    named = table.iloc[rest][["paragraph_id", "article_id", "also"]].reset_index(drop=True)
    return pd.concat([predicted, pd.concat([named.assign(fold="", label=""), others], axis=1)], ignore_index=True)


def cross_predict(
    estimator: Any,
    X: Any,
    labels: pd.DataFrame,
    folds: Sequence[Fold] | BaseCrossValidator,
    pillars: Sequence[str],
    progress: Callable[[str], None] | None = None,
    fitted: Callable[[Any], None] | None = None,
) -> pd.DataFrame:
    """Fit a fresh copy of a model on each fold's training rows and predict its test rows.

    Parameters
    ----------
    estimator : scikit-learn classifier
        One whose ``fit`` takes ``groups`` or ``mentions`` is given the stories and the mentions of its
        training rows; of a pipeline, such as :func:`discourse.make_classifier` makes, the last step.
    X : matrix, or list, Series or array of texts
        N x F, or N texts.
    labels : DataFrame
        N rows, those of X: ``paragraph_id``, ``article_id``, ``primary`` (never empty), ``also`` and,
        where copies of articles are known, ``story``.
    folds : sequence of Fold, or scikit-learn splitter
        Rows may be tested in several folds, or in none. A splitter is given the codes and the stories.
    pillars : sequence of str
        Pillars that may be mentioned, in the codebook's order.
    progress : callable, optional
        Called with the name of each fold when it is done.
    fitted : callable, optional
        Called with each fold's fitted model.

    Returns
    -------
    DataFrame
        One row a tested paragraph and fold, in the order of folds and rows: ``paragraph_id``,
        ``article_id``, ``fold``, ``label``, ``also``, ``predicted``, ``p_<code>`` for each code, and,
        where the model tells mentions, ``mentioned`` (tuple) and ``m_<pillar>`` for each pillar.

    Examples
    --------
    >>> from discourse import make_classifier
    >>> from sklearn.model_selection import GroupKFold
    >>> labels = pd.DataFrame({"paragraph_id": list("wxyz"), "article_id": list("aabb"), "also": [()] * 4,
    ...                        "primary": ["roads", "schools"] * 2})
    >>> texts = ["jembatan baru", "guru sekolah", "jalan dan jembatan", "sekolah desa"]
    >>> classifier = make_classifier("id", blocks=("word",), penalty=1.0)
    >>> said = cross_predict(classifier, texts, labels, GroupKFold(2), ["roads", "schools"])
    >>> said.sort_values("paragraph_id")["predicted"].tolist()
    ['roads', 'schools', 'roads', 'schools']
    """
    mentions = mention_matrix(labels["primary"], labels["also"], pillars)
    primary = labels["primary"].to_numpy(dtype=object)
    groups = labels["story" if "story" in labels else "article_id"].to_numpy(dtype=object)
    parts: list[pd.DataFrame] = []
    for fold in named_folds(folds, X, primary, groups):
        model = clone(estimator)
        last, prefix = _last_step(model)
        extra: dict[str, Any] = {}
        if has_fit_parameter(last, "groups"):
            extra["groups"] = groups[fold.train]
        if has_fit_parameter(last, "mentions"):
            extra |= {"mentions": mentions[fold.train], "pillars": tuple(pillars)}
        told = {prefix + name: value for name, value in extra.items()}
        model.fit(_safe_indexing(X, fold.train), primary[fold.train].astype(str), **told)
        tested = _safe_indexing(X, fold.test)
        if last is not model:
            tested = model[:-1].transform(tested)
        known = labels.iloc[fold.test][["paragraph_id", "article_id", "primary", "also"]]
        part = known.rename(columns={"primary": "label"}).reset_index(drop=True)
        part.insert(2, "fold", fold.name)
        parts.append(pd.concat([part, predictions(last, tested, pillars)], axis=1))
        if progress is not None:
            progress(fold.name)
        if fitted is not None:
            fitted(model)
    return pd.concat(parts, ignore_index=True)


def _last_step(model: Any) -> tuple[Any, str]:
    """Return what a pipeline ends in, and how the names of arguments begin by which ``fit`` of the pipeline takes them.

    Where scikit-learn routes metadata, the names are the step's own. A model that is no pipeline is its own last step.
    """
    if not isinstance(model, Pipeline):
        return model, ""
    name, last = model.steps[-1]
    return last, "" if get_config()["enable_metadata_routing"] else f"{name}__"


def probability_of(predictions: pd.DataFrame, column: str) -> list[float]:
    """Probability that each row gave to the code in a column; length N."""
    rows = predictions[[name for name in map(str, predictions.columns) if name.startswith("p_")]].to_dict("records")
    return [float(row[f"p_{code}"]) for row, code in zip(rows, predictions[column], strict=True)]
