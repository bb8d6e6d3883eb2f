"""What did the last hour of coding change? Fit anew, and compare with the fit before.

A fit keeps beside its model what it said of each paragraph out of fold, and in the model how long the
label log was. The next fit then tells which labels changed since, by whom and which way; whether the
model predicts the labels as they are now better than the one before; and how the shares moved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from discourse.classifier import (
    PillarClassifier,
    TrainedModel,
    blocks_of,
    cross_predict,
    load_model,
    next_model,
    predictions,
    save_model,
    scores,
    study_features,
    study_models,
    train_study,
)
from discourse.comparison import paired_differences
from discourse.emphasis import emphasis_table
from discourse.errors import ModelError
from discourse.folds import grouped_folds
from discourse.labels import LabelLog, changed_labels, coded_table, current_labels, log_state, read_codings, select
from discourse.relabel.predicted import predictions_path
from discourse.study import Study


@dataclass(frozen=True)
class Retrained:
    """What a fit found.

    Attributes
    ----------
    model, before : Path or None
        The new model and the one before it.
    changes : DataFrame
        Labels that differ, as :func:`changed_labels` lists them; empty at the first fit.
    scores : DataFrame
        Out-of-fold scores of the new model, as :func:`discourse.classifier.scores` gives them.
    differences : DataFrame
        New model minus the one before, both scored on the labels as they are now, on paragraphs that
        both predicted; empty at the first fit.
    shares : DataFrame
        Main analysis: ``pillar``, ``quantity``, ``period``, and ``value``, ``low``, ``high`` ``_before`` and
        ``_now``, ``articles``.
    """

    model: Path
    before: Path | None
    changes: pd.DataFrame
    scores: pd.DataFrame
    differences: pd.DataFrame
    shares: pd.DataFrame


def labels_since(study: Study) -> tuple[Path | None, pd.DataFrame]:
    """Return the newest fit that :func:`retrain` made, and the labels that changed since.

    Returns
    -------
    tuple of Path or None, DataFrame
        None and no changes where there is no such fit, or the log has since become shorter.
    """
    now = read_codings(study)
    for path in reversed(study_models(study)):
        try:
            lines = int(load_model(path).about.get("log", {}).get("lines", 0))
        except ModelError:
            # A file of an earlier version of this program is no reason not to fit anew.
            continue
        if lines and predictions_path(path).is_file() and lines <= _lines(study):
            before = log_state(study, str(lines))
            return path, changed_labels(before, now, study.settings, study.codebook)
    return None, changed_labels(now, now, study.settings, study.codebook)


def retrain(study: Study, progress: Callable[[str], None] | None = None) -> Retrained:
    """Fit the classifier on the labels as they are, keep it beside the one before, and compare.

    Parameters
    ----------
    study : Study
        Whose labels; models go to ``study.models``, numbered, and none is ever written over.
    progress : callable, optional
        Called with what is being done.

    Raises
    ------
    DataError, EstimateError
        If too little is labelled to fit or to part into folds.
    """
    tell = progress or (lambda _: None)
    before, changes = labels_since(study)
    lines, settings = _lines(study), study.settings
    model = train_study(study, progress=tell)
    predicted = _out_of_fold(study, model, tell)
    path = next_model(study)
    save_model(replace(model, about={**model.about, "log": {"lines": lines}}), path)
    kept = predicted.drop(columns=["also", "mentioned"], errors="ignore")
    kept.to_csv(predictions_path(path), index=False, lineterminator="\n", float_format="%.6f")
    tell("comparing with the fit before" if before else "scoring")
    labelled = predicted[predicted["label"] != ""].reset_index(drop=True)
    return Retrained(
        path,
        before,
        changes,
        scores(labelled, study.codebook.codes, settings.level, settings.resamples, settings.seed),
        _differences(study, labelled, before),
        _shares(study, before),
    )


def _out_of_fold(study: Study, model: TrainedModel, tell: Callable[[str], None]) -> pd.DataFrame:
    """Predict each labelled paragraph by a model that knows nothing of its article; the others by the model."""
    table, features = coded_table(study), study_features(study)
    known = np.flatnonzero((table["primary"] != "").to_numpy())
    labels, settings = table.iloc[known].reset_index(drop=True), study.settings
    folds = grouped_folds(labels["story"].tolist(), labels["primary"].tolist(), settings.folds, settings.seed)
    fresh = PillarClassifier(blocks=blocks_of(features.terms))
    rows = features.rows(known).matrix
    predicted = cross_predict(
        fresh,
        rows,
        labels,
        folds,
        study.codebook.pillar_ids,
        lambda fold: tell(f"predicting fold {fold} of {len(folds)}"),
    )
    rest = np.flatnonzero((table["primary"] == "").to_numpy())
    if not len(rest):
        return predicted
    others = predictions(model.classifier, features.aligned(model.features).matrix[rest], study.codebook.pillar_ids)
    named = table.iloc[rest][["paragraph_id", "article_id", "also"]].reset_index(drop=True)
    return pd.concat([predicted, pd.concat([named.assign(fold="", label=""), others], axis=1)], ignore_index=True)


def _differences(study: Study, now: pd.DataFrame, before: Path | None) -> pd.DataFrame:
    if before is None:
        return pd.DataFrame()
    old = pd.read_csv(predictions_path(before), dtype={"paragraph_id": str, "predicted": str}, keep_default_na=False)
    said = dict(zip(old["paragraph_id"], old["predicted"], strict=True))
    shared = now[now["paragraph_id"].isin(said)].assign(fold="all").reset_index(drop=True)
    earlier = shared.assign(predicted=shared["paragraph_id"].map(said))
    settings = study.settings
    return paired_differences(
        {"before": earlier, "now": shared},
        "before",
        study.codebook.codes,
        settings.level,
        settings.resamples,
        settings.seed,
    )


def _shares(study: Study, before: Path | None) -> pd.DataFrame:
    settings = study.settings
    table = coded_table(study)
    now = _main_emphasis(study, table)
    earlier = now
    if before is not None:
        lines = load_model(before).about["log"]["lines"]
        labels = current_labels(log_state(study, str(lines)), settings, study.codebook).set_index("paragraph_id")
        primary, also = labels["primary"].to_dict(), labels["also"].to_dict()
        old = table.assign(primary=[primary.get(paragraph, "") for paragraph in table["paragraph_id"]])
        old["also"] = pd.Series([also.get(paragraph, ()) for paragraph in table["paragraph_id"]], dtype=object)
        earlier = _main_emphasis(study, old)
    keys = ["pillar", "quantity", "period"]
    numbers = [*keys, "value", "low", "high"]
    return earlier[numbers].merge(now[[*numbers, "articles"]], on=keys, suffixes=("_before", "_now"))


def _main_emphasis(study: Study, table: pd.DataFrame) -> pd.DataFrame:
    settings = study.settings
    rows = select(table, settings.analyses[0], settings.period_ids)
    return emphasis_table(rows, study.codebook.pillar_ids, settings.period_ids, level=settings.level)


def _lines(study: Study) -> int:
    log = LabelLog.of(study)
    log.refresh()
    return len(log.codings)
