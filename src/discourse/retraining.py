"""What did the last hour of coding change?

Fit anew, and compare with the fit before. Each fit keeps beside its model what it predicts for each paragraph
out of fold, and in the model how long the label log was. The next fit then tells which labels changed
since, by whom and which way; whether the model predicts the labels as they are now better than the one
before; and how the shares moved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from discourse.errors import ModelError
from discourse.io.files import write_atomic
from discourse.labels.changes import changed_labels, log_state
from discourse.labels.log import read_codings
from discourse.labels.table import coded_table, current_labels, labelled_rows, select
from discourse.study import Study

if TYPE_CHECKING:
    from discourse.classifier import TrainedModel

_SUFFIX = ".predictions.csv"


@dataclass(frozen=True)
class RetrainingResult:
    """What a fit found.

    Attributes
    ----------
    model, before : Path or None
        The new model and the one before it.
    changes : DataFrame
        Labels that differ, as :func:`changed_labels` lists them; empty at the first fit.
    scores : DataFrame
        Out-of-fold scores of the new model, as :func:`discourse.evaluation.scoring` gives them.
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


def changes_since_last_fit(study: Study) -> tuple[Path | None, pd.DataFrame]:
    """Return the newest fit that :func:`retrain` made, and the labels that changed since.

    Returns
    -------
    tuple of Path or None, DataFrame
        None and no changes where there is no such fit, or the log has since become shorter.
    """
    from discourse.classifier import read_about, study_models

    now = read_codings(study)
    for path in reversed(study_models(study)):
        try:
            lines = int(read_about(path).get("log", {}).get("lines", 0))
        except ModelError:
            # A file of an earlier version of this program is no reason not to fit anew.
            continue
        if lines and predictions_path(path).is_file() and lines <= _lines(study):
            before = log_state(study, str(lines))
            return path, changed_labels(before, now, study.settings, study.codebook)
    return None, changed_labels(now, now, study.settings, study.codebook)


def retrain(study: Study, progress: Callable[[str], None] | None = None) -> RetrainingResult:
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
    from discourse.classifier import next_model, save_model, train_study
    from discourse.evaluation import scores

    tell = progress or (lambda _: None)
    before, changes = changes_since_last_fit(study)
    lines, settings = _lines(study), study.settings
    model = train_study(study, progress=tell)
    predicted = _out_of_fold(study, model, tell)
    path = next_model(study)
    save_model(replace(model, about={**model.about, "log": {"lines": lines}}), path)
    kept = predicted.drop(columns=["also", "mentioned"], errors="ignore")
    write_atomic(predictions_path(path), kept.to_csv(index=False, lineterminator="\n", float_format="%.6f"))
    tell("comparing with the fit before" if before else "scoring")
    labelled = predicted[predicted["label"] != ""].reset_index(drop=True)
    return RetrainingResult(
        path,
        before,
        changes,
        scores(labelled, study.codebook.codes, settings.level, settings.resamples, settings.seed),
        _differences(study, labelled, before),
        _shares(study, before),
    )


def _out_of_fold(study: Study, model: TrainedModel, tell: Callable[[str], None]) -> pd.DataFrame:
    """Predict each labelled paragraph by a model that knows nothing of its article; the others by the model."""
    from discourse.classifier import PillarClassifier, predictions
    from discourse.evaluation import cross_predict, study_folds
    from discourse.features import blocks_of, study_features

    table, features = coded_table(study), study_features(study)
    labels = labelled_rows(table)
    folds = study_folds(study, labels)
    predicted = cross_predict(
        PillarClassifier(blocks=blocks_of(features.features)),
        features.rows_of(labels["paragraph_id"]).matrix,
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
    from discourse.evaluation import paired_differences

    if before is None:
        return pd.DataFrame()
    old = pd.read_csv(predictions_path(before), dtype={"paragraph_id": str, "predicted": str}, keep_default_na=False)
    predicted = dict(zip(old["paragraph_id"], old["predicted"], strict=True))
    shared = now[now["paragraph_id"].isin(predicted)].assign(fold="all").reset_index(drop=True)
    earlier = shared.assign(predicted=shared["paragraph_id"].map(predicted))
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
    from discourse.classifier import read_about

    settings = study.settings
    table = coded_table(study)
    now = _main_emphasis(study, table)
    earlier = now
    if before is not None:
        lines = read_about(before)["log"]["lines"]
        labels = current_labels(log_state(study, str(lines)), settings, study.codebook).set_index("paragraph_id")
        primary, also = labels["primary"].to_dict(), labels["also"].to_dict()
        old = table.assign(primary=[primary.get(paragraph, "") for paragraph in table["paragraph_id"]])
        old["also"] = pd.Series([also.get(paragraph, ()) for paragraph in table["paragraph_id"]], dtype=object)
        earlier = _main_emphasis(study, old)
    keys = ["pillar", "quantity", "period"]
    numbers = [*keys, "value", "low", "high"]
    return earlier[numbers].merge(now[[*numbers, "articles"]], on=keys, suffixes=("_before", "_now"))


def _main_emphasis(study: Study, table: pd.DataFrame) -> pd.DataFrame:
    from discourse.emphasis.table import emphasis_table

    settings = study.settings
    rows = select(table, settings.analyses[0], settings.period_ids)
    return emphasis_table(rows, study.codebook.pillar_ids, settings.period_ids, level=settings.level)


def _lines(study: Study) -> int:
    return len(read_codings(study, undone=True))


def predictions_path(model: Path) -> Path:
    """Return the file beside a model that holds what it predicts for each paragraph out of fold.

    Examples
    --------
    >>> predictions_path(Path("models/classifier-0001.npz")).as_posix()
    'models/classifier-0001.predictions.csv'
    """
    return model.with_name(model.stem + _SUFFIX)


def latest_predictions(study: Study) -> pd.DataFrame | None:
    """Return the newest fit's out-of-fold probabilities; None without a fit.

    Returns
    -------
    DataFrame or None
        ``paragraph_id``, ``p_<code>`` for each code of the codebook, and ``m_<pillar>`` for each pillar
        where the fit tells mentions. A fit that lacks a code of the codebook as it stands is passed over.
    """
    wanted = ["paragraph_id", *(f"p_{code}" for code in study.codebook.codes)]
    for path in sorted(study.models.glob(f"*{_SUFFIX}"), reverse=True):
        table = pd.read_csv(path, dtype={"paragraph_id": str})
        if set(wanted) <= set(table.columns):
            mentions = [name for name in (f"m_{pillar}" for pillar in study.codebook.pillar_ids) if name in table]
            return table.loc[table["paragraph_id"].isin(study.paragraphs["paragraph_id"]), [*wanted, *mentions]]
    return None
