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

from discourse.classifier import PillarClassifier, TrainedModel, predictions, rows_of_codes, warn_of_articles
from discourse.codebook import NONE
from discourse.errors import DataError, EstimateError
from discourse.evaluation.folds import Fold, named_folds, study_folds
from discourse.evaluation.training_size import rows_to_learn_from
from discourse.features import DocumentFeatureMatrix, blocks_of, study_features
from discourse.labels.analysed import chosen_or_kept
from discourse.labels.table import coded_table, labelled_rows, mention_matrix
from discourse.printing.frames import readable
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
    table, features = coded_table(study), study_features(study)
    said = _predict_stories(study, table, PillarClassifier(blocks_of(features.features)), features)
    return said[said["label"] != ""].reset_index(drop=True)


def predict_every_paragraph(
    study: Study,
    trained: TrainedModel | None = None,
    blocks: tuple[str, ...] | None = None,
    progress: Callable[[str], None] | None = None,
) -> pd.DataFrame:
    """Predict stories with labels by a classifier that has not seen the story, the others by one of all labels.

    Of very many labels each learns from a part (:mod:`discourse.evaluation.training_size`).

    Parameters
    ----------
    study : Study
        The study; its settings say how many folds.
    trained : TrainedModel, optional
        What predicts the stories without labels; default: a classifier fitted here on all labels.
    blocks : tuple of str, optional
        Which features the classifier of the labelled stories uses; default: those of the study.
    progress : callable, optional
        Called with the name of each fold when it is done.

    Returns
    -------
    DataFrame
        As :func:`cross_predict` returns it; ``label`` is empty for unlabelled paragraphs, ``fold`` for those of
        stories without any label.
    """
    table, features, pillars = coded_table(study), study_features(study, blocks=blocks), study.codebook.pillar_ids
    model = PillarClassifier(blocks_of(features.features))
    predicted = _predict_stories(study, table, model, features, progress)
    rest = np.flatnonzero(~table["paragraph_id"].isin(predicted["paragraph_id"]).to_numpy())
    if not len(rest):
        return predicted
    articles = table["article_id"].to_numpy()[rest]
    if trained is None:
        labels = labelled_rows(table)
        limit, seed = study.settings.training_limit, study.settings.seed
        labels = labels.iloc[rows_to_learn_from(np.arange(len(labels)), labels["story"].tolist(), limit, seed)]
        mentions = mention_matrix(labels["primary"], labels["also"], pillars)
        codes, stories = labels["primary"].to_numpy(dtype=str), labels["story"].to_numpy()
        known = features.rows_of(labels["paragraph_id"]).matrix
        model.fit(known, codes, mentions, stories, pillars, labels["article_id"].to_numpy())
        others = predictions(model, features.rows_of(table["paragraph_id"]).matrix[rest], pillars, articles)
    else:
        matrix = features.rows_of(table["paragraph_id"]).aligned(trained.features).matrix
        others = predictions(trained.classifier, matrix[rest], pillars, articles)
    named = table.iloc[rest][["paragraph_id", "article_id", "also"]].reset_index(drop=True)
    return pd.concat([predicted, pd.concat([named.assign(fold="", label=""), others], axis=1)], ignore_index=True)


def proxy_predictions(study: Study, progress: Callable[[str], None] | None = None) -> pd.DataFrame | None:
    """Predict every paragraph as a proxy of what people would code; None where too little is labelled for a classifier.

    Returns
    -------
    DataFrame or None
        ``paragraph_id`` and ``p_<code>`` for each code of the codebook (0 for a code that no label has).
    """
    try:
        predicted = predict_every_paragraph(study, progress=progress)
    except (DataError, EstimateError):
        return None
    columns = [f"p_{code}" for code in study.codebook.codes]
    return predicted.reindex(columns=["paragraph_id", *columns]).fillna(dict.fromkeys(columns, 0.0))


def _predict_stories(
    study: Study,
    table: pd.DataFrame,
    model: PillarClassifier,
    features: DocumentFeatureMatrix,
    progress: Callable[[str], None] | None = None,
) -> pd.DataFrame:
    """Predict all paragraphs of the stories with labels, those without a label among them, in folds of stories.

    An unlabelled paragraph is predicted by a model that has not seen its story either, so that labelled and
    unlabelled ones have neighbours of one kind.
    """
    labelled = np.flatnonzero((table["primary"] != "").to_numpy())
    stories = table["story"].to_numpy(dtype=object)
    folds = [
        Fold(labelled[fold.train], np.flatnonzero(np.isin(stories, stories[labelled[fold.test]])), fold.name)
        for fold in study_folds(study, table.iloc[labelled])
    ]
    matrix = features.rows_of(table["paragraph_id"]).matrix
    return cross_predict(model, matrix, table, folds, study.codebook.pillar_ids, progress)


def cross_predict(
    estimator: Any,
    X: Any,
    labels: pd.DataFrame | Sequence[str],
    folds: Sequence[Fold] | BaseCrossValidator,
    pillars: Sequence[str] | None = None,
    progress: Callable[[str], None] | None = None,
    fitted: Callable[[Any], None] | None = None,
    *,
    articles: Sequence[Any] | None = None,
    alone: bool = False,
) -> pd.DataFrame:
    """Fit a fresh copy of a model on each fold's training rows and predict its test rows.

    Parameters
    ----------
    estimator : scikit-learn classifier
        One whose ``fit`` takes ``groups``, ``articles`` or ``mentions`` is given the stories, articles and mentions
        of its training rows; of a pipeline, such as :func:`discourse.make_classifier` makes, the last step. One that
        takes articles is given those of the test rows, too.
    X : matrix, or list, Series or array of texts
        N x F, or N texts.
    labels : DataFrame, or sequence of str
        N rows, those of X: ``paragraph_id``, ``article_id``, ``primary`` (empty in no row that trains), ``also``
        and, where copies of articles are known, ``story``. Or the N codes of the texts.
    folds : sequence of Fold, or scikit-learn splitter
        Rows may be tested in several folds, or in none. A splitter is given the codes and the stories.
    pillars : sequence of str, optional
        Pillars that may be mentioned, in the codebook's order; default: those that ``labels`` knows, as rows of
        :meth:`discourse.Study.table` do, or of a list the codes other than ``none``, sorted.
    progress : callable, optional
        Called with the name of each fold when it is done.
    fitted : callable, optional
        Called with each fold's fitted model.
    articles : sequence, optional
        With a list of codes, the article of each text. Default: each text is taken for an article of its own, which
        makes scores too good where it is not; a warning says so once.
    alone : bool
        Judge each paragraph by its own words, whatever the model has learnt about articles.

    Returns
    -------
    DataFrame
        One row a tested paragraph and fold, in the order of folds and rows: ``paragraph_id``,
        ``article_id``, ``fold``, ``label``, ``also``, ``predicted``, ``p_<code>`` for each code, and,
        where the model tells mentions, ``mentioned`` (tuple) and ``m_<pillar>`` for each pillar. ``attrs`` holds the
        pillars and codes, for :func:`discourse.scores`.

    Raises
    ------
    DataError
        If pillars are neither given nor known, columns are missing, there are not as many rows of ``labels`` as
        of X, or ``articles`` are given beside a DataFrame, which has its own.

    Warns
    -----
    UserWarning
        Once, if a list of codes comes without articles.

    Examples
    --------
    >>> from discourse import make_classifier
    >>> from sklearn.model_selection import GroupKFold
    >>> texts = ["jembatan baru", "guru sekolah", "jalan dan jembatan", "sekolah desa"]
    >>> classifier = make_classifier("id", blocks=("word",), penalty=1.0)
    >>> said = cross_predict(classifier, texts, ["roads", "schools"] * 2, GroupKFold(2), articles=list("aabb"))
    >>> said.sort_values("paragraph_id")["predicted"].tolist()
    ['roads', 'schools', 'roads', 'schools']
    """
    if articles is None and not isinstance(labels, pd.DataFrame):
        warn_of_articles("cross_predict")
    labels = _labels_of(X, labels, articles)
    pillars = tuple(chosen_or_kept(pillars, labels, "pillars"))
    mentions = mention_matrix(labels["primary"], labels["also"], pillars)
    primary = labels["primary"].to_numpy(dtype=object)
    groups = labels["story" if "story" in labels else "article_id"].to_numpy(dtype=object)
    heard = labels["article_id"].to_numpy(dtype=object)
    parts: list[pd.DataFrame] = []
    for fold in named_folds(folds, X, primary, groups):
        model = clone(estimator)
        last, prefix = _last_step(model)
        extra: dict[str, Any] = {}
        if has_fit_parameter(last, "groups"):
            extra["groups"] = groups[fold.train]
        hears = has_fit_parameter(last, "articles")
        if hears:
            extra["articles"] = heard[fold.train]
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
        beside = heard[fold.test] if hears and not alone else None
        parts.append(pd.concat([part, predictions(last, tested, pillars, beside)], axis=1))
        if progress is not None:
            progress(fold.name)
        if fitted is not None:
            fitted(model)
    found = readable(pd.concat(parts, ignore_index=True))
    names = labels.attrs.get("pillars", {})
    found.attrs = {
        "pillars": {pillar: names.get(pillar, pillar) for pillar in pillars},
        "codes": tuple(dict.fromkeys((*pillars, NONE))),
    }
    return found


def _labels_of(X: Any, labels: pd.DataFrame | Sequence[str], articles: Any) -> pd.DataFrame:
    """Read one row of labels for each row of X: a table with the columns that are needed, or a list of codes."""
    if not isinstance(labels, pd.DataFrame):
        labels = rows_of_codes(labels, articles)
    elif articles is not None:
        hint = "Leave articles out, or give the codes alone: labels['primary']."
        raise DataError("articles with a list of codes", "a table, which has its own", "argument articles", hint)
    missing = [name for name in ("paragraph_id", "article_id", "primary", "also") if name not in labels]
    if missing:
        hint = "Add them, or give the codes alone: labels=codes, articles=articles."
        raise DataError(f"columns {', '.join(missing)}", "none of these names", "argument labels", hint)
    rows = X.shape[0] if hasattr(X, "shape") else len(X)
    if isinstance(X, str) or rows != len(labels):
        found = "one text" if isinstance(X, str) else f"{rows} and {len(labels)}"
        raise DataError("as many rows of X as of labels", found, "arguments X and labels", "Give a code for each text.")
    return labels


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
