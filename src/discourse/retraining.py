"""What did the last hour of coding change?

Fit anew, and compare with the fit before. Each fit keeps beside its model what it predicts for each paragraph out of
fold, and in the model how long the label log was, and the file of decisions on coders. The next fit then tells which
labels changed since, by whom and which way; whether the model predicts the labels as they are now better than the one
before; and how the shares moved. The first fit compares with the labels before the first coding by a person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from discourse.errors import EstimateError, ModelError
from discourse.io.files import write_atomic
from discourse.io.tables import check_column, read_table
from discourse.labels.changes import before_people, changed_labels, log_state
from discourse.labels.consent.decisions import read_decisions
from discourse.labels.consent.wording import consent_note
from discourse.labels.log import read_codings
from discourse.labels.machine import origins_note
from discourse.labels.table import coded_table, current_labels, select
from discourse.study import Study

if TYPE_CHECKING:
    from discourse.emphasis.inputs import Paragraphs

_SUFFIX = ".predictions.csv"


@dataclass(frozen=True)
class EarlierState:
    """The codings that the labels are compared with.

    Attributes
    ----------
    name : str
        What is said of it; empty where there is nothing to compare with.
    codings : DataFrame
        As :func:`read_codings` returns them.
    fit : Path or None
        The newest fit, whose predictions the new ones are compared with.
    """

    name: str
    codings: pd.DataFrame
    fit: Path | None


@dataclass(frozen=True)
class RetrainingResult:
    """What a fit found.

    Attributes
    ----------
    model : Path
        The new model.
    before : EarlierState
        What it is compared with.
    changes : DataFrame
        Labels that differ, as :func:`changed_labels` lists them; empty where there is nothing to compare with.
    scores : DataFrame
        Out-of-fold scores of the new model, as :func:`discourse.evaluation.scoring` gives them.
    differences : DataFrame
        New model minus the one before, both scored on the labels as they are now, on paragraphs that
        both predicted; empty at the first fit.
    shares : DataFrame
        Main analysis: ``pillar``, ``quantity``, ``period``, and ``value``, ``low``, ``high`` ``_before`` and
        ``_now``, ``articles``; empty where the labels carry no shares.
    notes : tuple of str
        Whose the labels are, what the shares leave out, how they were estimated, and whether predictions help.
    """

    model: Path
    before: EarlierState
    changes: pd.DataFrame
    scores: pd.DataFrame
    differences: pd.DataFrame
    shares: pd.DataFrame
    notes: tuple[str, ...]


def changes_since(study: Study, since: str = "") -> tuple[EarlierState, pd.DataFrame]:
    """Return an earlier state of the codings, and the labels that changed since.

    Parameters
    ----------
    study : Study
        Whose labels.
    since : str
        A state as :func:`log_state` takes it. Where it is not given it is that of the newest fit that
        :func:`retrain` made, unless the log has since become shorter; without such a fit it is the state before the
        first coding by a person.

    Raises
    ------
    LabelError
        If the log is wrong, or there is no such state.
    """
    now, settings, codebook = read_codings(study), study.settings, study.codebook
    before = _earlier_state(study, since, now)
    return before, changed_labels(before.codings if before.name else now, now, settings, codebook)


def _earlier_state(study: Study, since: str, now: pd.DataFrame) -> EarlierState:
    fit, lines, decided = _newest_fit(study)
    if since:
        return EarlierState(f"the state {since}", log_state(study, since), fit)
    if fit:
        return EarlierState(fit.name, log_state(study, str(lines), decided), fit)
    codings = before_people(study)
    if current_labels(codings, study.settings, study.codebook).empty:
        return EarlierState("", now.iloc[:0], None)
    return EarlierState("the state before the first coding by a person", codings, None)


def _newest_fit(study: Study) -> tuple[Path | None, int, int]:
    """Return the newest fit that :func:`retrain` made, and how many codings and decisions it knew."""
    from discourse.classifier import read_about, study_models

    for path in reversed(study_models(study)):
        try:
            log = read_about(path).get("log", {})
            lines, decided = int(log.get("lines", 0)), int(log.get("decisions", 0))
        except ModelError:
            # A file of an earlier version of this program is no reason not to fit anew.
            continue
        if lines and predictions_path(path).is_file() and lines <= _lines(study):
            return path, lines, decided
    return None, 0, 0


def retrain(
    study: Study, progress: Callable[[str], None] | None = None, embeddings: bool = False, since: str = ""
) -> RetrainingResult:
    """Fit the classifier on the labels as they are, keep it beside the one before, and compare.

    Parameters
    ----------
    study : Study
        Whose labels; models go to ``study.models``, numbered, and none is ever written over.
    progress : callable, optional
        Called with what is being done.
    embeddings : bool
        Read sentence embeddings beside the words.
    since : str
        With which state of the labels to compare; see :func:`changes_since`.

    Raises
    ------
    DataError, EstimateError
        If there is no such state, too little is labelled to fit or to part into folds.
    MissingExtraError
        If embeddings are asked for and cannot be made here.
    """
    from discourse.classifier import next_model, save_model, train_study
    from discourse.evaluation import predict_every_paragraph, scores
    from discourse.features import study_blocks

    blocks = study_blocks(study, embeddings)
    tell = progress or (lambda _: None)
    before, changes = changes_since(study, since)
    log = {"lines": _lines(study), "decisions": len(read_decisions(study))}
    settings = study.settings
    model = train_study(study, blocks=blocks, progress=tell)
    folds = study.settings.folds
    predicted = predict_every_paragraph(study, model, blocks, lambda fold: tell(f"predicting fold {fold} of {folds}"))
    path = next_model(study)
    save_model(replace(model, about={**model.about, "log": log}), path)
    kept = predicted.drop(columns=["also", "mentioned"], errors="ignore")
    write_atomic(predictions_path(path), kept.to_csv(index=False, lineterminator="\n", float_format="%.6f"))
    tell("comparing with the labels before" if before.name else "scoring")
    labelled = predicted[predicted["label"] != ""].reset_index(drop=True)
    shares, notes = _shares(study, before, predicted)
    return RetrainingResult(
        path,
        before,
        changes,
        scores(labelled, study.codebook.codes, settings.level, settings.resamples, settings.seed),
        _differences(study, labelled, before.fit),
        shares,
        notes,
    )


def _differences(study: Study, now: pd.DataFrame, before: Path | None) -> pd.DataFrame:
    from discourse.evaluation import paired_differences

    if before is None:
        return pd.DataFrame()
    old = read_table(predictions_path(before), ("paragraph_id", "predicted"), None)
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


def _shares(study: Study, before: EarlierState, predicted: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Estimate the main analysis with the labels as they were and as they are, and say what it leaves out."""
    from discourse.emphasis.correction.usefulness import usefulness_notes
    from discourse.emphasis.findings.by_rule import emphasis_by_rule, rests_on_dsl, rule_notes

    columns = ["paragraph_id", *(f"p_{code}" for code in study.codebook.codes)]
    states = [coded_table(study)]
    if before.name:
        states.insert(0, coded_table(study, before.codings))
    read = [_main_paragraphs(study, table.merge(predicted[columns], on="paragraph_id")) for table in states]
    origins = filter(None, [origins_note(study), consent_note(study)])
    level = study.settings.level
    notes = (*origins, *rule_notes(read[-1], level), *usefulness_notes(read[-1]))
    try:
        earlier, now = (emphasis_by_rule(paragraphs, level) for paragraphs in (read[0], read[-1]))
    except EstimateError as refusal:
        return pd.DataFrame(columns=["quantity"]), (*notes, f"No shares: {refusal}")
    if rests_on_dsl(read[-1]):
        notes = (*notes, "The shares here are those of DSL, from labels and predictions.")
    keys = ["pillar", "quantity", "period"]
    numbers = [*keys, "value", "low", "high"]
    return earlier[numbers].merge(now[[*numbers, "articles"]], on=keys, suffixes=("_before", "_now")), notes


def _main_paragraphs(study: Study, table: pd.DataFrame) -> Paragraphs:
    from discourse.emphasis.inputs import read_paragraphs

    rows = select(table, study.settings.analyses[0], study.settings.compared)
    return read_paragraphs(rows, study.codebook.pillar_ids, study.settings.compared)


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
    """Return the newest fit's probabilities; None without a fit.

    Those of articles with a label are out of fold, labelled paragraphs and others: the model knew nothing of their
    story. The other articles are predicted by the model itself.

    Returns
    -------
    DataFrame or None
        ``paragraph_id``, ``p_<code>`` for each code of the codebook, and ``m_<pillar>`` for each pillar
        where the fit tells mentions. A fit that lacks a code of the codebook as it stands is passed over.

    Raises
    ------
    DataError
        If the file of a fit is damaged, or holds something other than a probability.
    """
    wanted = ["paragraph_id", *(f"p_{code}" for code in study.codebook.codes)]
    for path in sorted(study.models.glob(f"*{_SUFFIX}"), reverse=True):
        table = read_table(path, ("paragraph_id",), None)
        if set(wanted) <= set(table.columns):
            mentions = [name for name in (f"m_{pillar}" for pillar in study.codebook.pillar_ids) if name in table]
            for column in (*wanted[1:], *mentions):
                check_column(table, path, column, _is_probability, "a probability", "Fit anew: discourse retrain.")
                table[column] = table[column].astype(float)
            return table.loc[table["paragraph_id"].isin(study.paragraphs["paragraph_id"]), [*wanted, *mentions]]
    return None


def _is_probability(value: str) -> bool:
    try:
        return 0 <= float(value) <= 1
    except ValueError:
        return False
