"""How well does the classifier do on articles it has not seen, beside simple baselines, and do its probabilities hold?

Run alone: ``python experiments/classifier.py``
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from discourse.classifier import PillarClassifier, labelled_paragraphs
from discourse.codebook import NONE
from discourse.evaluation import (
    Fold,
    abstention_table,
    calibration_table,
    confusion,
    cross_predict,
    expected_macro_f1,
    full_article_folds,
    one_split,
    scores,
    study_folds,
    training_notes,
    within_limit,
)
from discourse.evaluation.baselines import baseline_models
from discourse.features import DocumentFeatureMatrix, blocks_of
from discourse.figures import FAINT, INK, draw_intervals, draw_reliability, new_grid
from discourse.figures.classifier import FEW, quantity_names
from discourse.pipeline.experiment import Description, Experiment
from discourse.study import Study
from discourse.translations import say, translated

FOLDS, ORIGINALS, COPIES = "folds", "originals", "originals with copies"
DRAWS = RESAMPLES = 2000
ERRORS = ("error", "error_low", "error_high", "chance", "chance_high")
"""Columns of a calibration error: its interval, and the error that perfectly calibrated probabilities would show."""
MODEL, ALONE, PLAIN = "with dictionaries", "each paragraph alone", "words and n-grams alone"
"""The classifier as it is shipped; without the other paragraphs of the article; and, again without them, without lists
of related words, all codes weighted equally."""
ABSTAIN = 0.8
"""Probability below which a paragraph is left uncoded in the notes."""


def compute(study: Study) -> pd.DataFrame:
    """Score the classifier and the baselines in every evaluation; labels by predictions; probabilities by outcomes."""
    labels, features = labelled_paragraphs(study)
    tables, known, contestants = {}, {}, models(study, features)
    for evaluation, folds in evaluations(study, labels).items():
        for name, (model, matrix) in contestants.items():
            if name not in (MODEL, ALONE, PLAIN) and evaluation == COPIES:
                continue  # what learns next to nothing gains nothing from copies
            parts = []
            for fold in folds:  # of an article without copies, two evaluations have the same fold
                key = name, fold.train.tobytes(), fold.test.tobytes()
                if key not in known:
                    codes, alone = study.codebook.pillar_ids, name != MODEL
                    known[key] = cross_predict(model, matrix, labels, [fold], codes, alone=alone)
                parts.append(known[key])
            predicted = pd.concat(parts, ignore_index=True)
            found = {"scores": scores(predicted, study.codebook.codes, **_draws(study, study.settings.resamples))}
            if name == MODEL and evaluation in (FOLDS, ORIGINALS):
                found |= _of_shipped(predicted, study)
            if name == MODEL and evaluation == FOLDS:
                found["sample"] = _by_sample(predicted, labels, study)
            tables |= {(panel, evaluation, name): table for panel, table in found.items()}
    keys = ["panel", "evaluation", "model"]
    return pd.concat(tables, names=keys).reset_index(keys).reset_index(drop=True)


def models(study: Study, full: DocumentFeatureMatrix) -> dict[str, tuple[Any, Any]]:
    """Return the models with the counts that each sees: the shipped one twice, the plain one, and the baselines."""
    own = [place for place, block in enumerate(blocks_of(full.features)) if block in ("word", "chars")]
    names, matrix = [full.features[place] for place in own], full.matrix[:, own]
    simple = baseline_models(study.codebook, names, study.settings.seed)
    return {
        **dict.fromkeys((MODEL, ALONE), (PillarClassifier(blocks_of(full.features)), full.matrix)),
        PLAIN: (PillarClassifier(blocks_of(names), balance=1.0), matrix),
        **{name: (model, matrix) for name, model in simple.items()},
    }


def evaluations(study: Study, labels: pd.DataFrame) -> dict[str, Sequence[Fold]]:
    """Return the folds of every evaluation; those with full articles only where a study has some."""
    found: dict[str, Sequence[Fold]] = {FOLDS: study_folds(study, labels)}
    if originals := full_article_folds(labels):
        full = (labels["extent"] == "full").tolist()
        found |= {ORIGINALS: originals, COPIES: full_article_folds(labels, copies=True)}
        found["transfer"] = [one_split(labels["story"].tolist(), full, "full articles")]
    return {name: within_limit(folds, labels["story"].tolist(), study) for name, folds in found.items()}


def _of_shipped(predicted: pd.DataFrame, study: Study) -> dict[str, pd.DataFrame]:
    """Labels by predictions, macro-F1 if the probabilities held, calibration, and accuracy of what is sure."""
    settings, codes = study.settings, study.codebook.codes
    draws = _draws(study, min(RESAMPLES, settings.resamples))
    cells = confusion(predicted, codes).rename_axis("label").reset_index()
    drawn = expected_macro_f1(predicted, codes, DRAWS, settings.seed)
    low, high = np.quantile(drawn, [(1 - settings.level) / 2, (1 + settings.level) / 2])
    expected = {"score": "macro_f1_expected", "pillar": "", "value": drawn.mean(), "low": low, "high": high}
    sizes = {"articles": predicted["article_id"].nunique(), "paragraphs": len(predicted)}
    return {
        "confusion": cells.melt("label", var_name="predicted", value_name="count"),
        "expected": pd.DataFrame([expected | sizes]),
        "calibration": calibration_table(predicted, **draws).rename(columns={"low": "bin_low", "high": "bin_high"}),
        "abstention": abstention_table(predicted, **draws),
    }


def _by_sample(predicted: pd.DataFrame, labels: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Macro-F1 and calibration error of the primary code for each way in which articles were sampled."""
    sampling = predicted["paragraph_id"].map(labels.set_index("paragraph_id")["sampling"])
    draws = _draws(study, min(RESAMPLES, study.settings.resamples))
    parts = []
    for group, rows in predicted.groupby(sampling, sort=True):
        macro = scores(rows, study.codebook.codes, **draws).query("score == 'macro_f1'").reset_index(drop=True)
        bins = calibration_table(rows, **draws).query("quantity == 'primary'")
        parts.append(macro.assign(group=group, **bins.iloc[0][list(ERRORS)]))
    return pd.concat(parts)


def _draws(study: Study, resamples: int) -> dict[str, Any]:
    return {"level": study.settings.level, "resamples": resamples, "seed": study.settings.seed}


def draw(numbers: pd.DataFrame, study: Study):
    """Draw macro-F1 of every model above, observed shares against predicted probabilities below."""
    figure, ((above,), (below,)) = new_grid([1.35, 1.3], [1], 3.8)
    what = _models()
    macro = _macro(numbers).loc[list(what)].assign(name=list(what.values()))
    draw_intervals(macro, above, rows="name", colours=[INK, *[FAINT] * (len(what) - 1)])
    above.set_xlim(0, 1.02)
    above.set_xlabel(say("macro-F1 over the pillars"))
    draw_reliability(numbers[(numbers["panel"] == "calibration") & (numbers["evaluation"] == FOLDS)], below)
    return figure


def _models() -> dict[str, str]:
    """Name of each model that is drawn, in the language spoken at the moment."""
    return {
        MODEL: say("shipped: words, n-grams,\ndictionaries, article"),
        ALONE: say("without the article"),
        PLAIN: say("words and n-grams alone"),
        "seed words": say("seed words counted"),
        "stratified chance": say("drawn by frequency"),
        "majority": say("the commonest code"),
    }


def _evaluations() -> dict[str, str]:
    """Name of each evaluation, in the language spoken at the moment."""
    return {
        FOLDS: say("folds of whole articles"),
        ORIGINALS: say("each full article left out"),
        COPIES: say("the same, copies kept in training"),
        "transfer": say("openings to full articles"),
    }


def _macro(numbers: pd.DataFrame) -> pd.DataFrame:
    """Macro-F1 of each model in the folds."""
    found = (numbers["panel"] == "scores") & (numbers["score"] == "macro_f1") & (numbers["evaluation"] == FOLDS)
    return numbers[found].set_index("model")


def describe(numbers: pd.DataFrame, study: Study) -> Description:
    """Say what it reaches beside the baselines, in which evaluations, and whether its probabilities hold."""
    macro = _macro(numbers)
    shipped = macro.loc[MODEL]
    title = say(
        "Macro-F1 on articles not seen: classifier {shipped:.2f}, seed words alone {seeds:.2f}, chance {chance:.2f}",
        shipped=shipped["value"],
        seeds=macro.loc["seed words", "value"],
        chance=macro.loc["stratified chance", "value"],
    )
    caption = say(
        "Above: {folds} folds of whole articles ({articles:.0f} articles, {paragraphs:.0f} paragraphs). Below: tenths "
        "of the probability of held-out paragraphs against what was the case; on the dashed line they are the same; "
        "hollow: under {few} predictions. {level:.0f}% confidence intervals, clustered by article.",
        folds=study.settings.folds,
        articles=shipped["articles"],
        paragraphs=shipped["paragraphs"],
        few=FEW,
        level=100 * study.settings.level,
    )
    notes = [_scored(numbers, study), *_samples(numbers), *_none(numbers, study), *_sure(numbers)]
    return Description(title, caption, " ".join([*notes, *training_notes(study)]))


def _scored(numbers: pd.DataFrame, study: Study) -> str:
    """Scores of the shipped classifier in each evaluation, and how much its mistakes on full articles weigh."""
    scored = numbers["score"].isin(["accuracy", "macro_f1", "macro_f1_expected"]) & (numbers["panel"] != "sample")
    rows = numbers[(numbers["model"] == MODEL) & scored]
    names = {
        "accuracy": say("accuracy"),
        "macro_f1": say("macro-F1"),
        "macro_f1_expected": say("expected macro-F1"),
    }
    said = [
        say(
            "{evaluation} ({articles:.0f} articles, {paragraphs:.0f} paragraphs): {scores}",
            evaluation=_evaluations()[evaluation],
            articles=part["articles"].iloc[0],
            paragraphs=part["paragraphs"].iloc[0],
            scores=", ".join(f"{names[one.score]} {_interval(one)}" for one in part.itertuples()),
        )
        for evaluation, part in rows.groupby("evaluation", sort=False)
    ]
    return say(
        "The shipped classifier, which also goes by the other paragraphs of an article: {scores}. Without them its "
        "macro-F1 is {alone:.2f} in {folds}. Expected: if its probabilities held exactly. {mistakes}. A test of few "
        "articles has intervals that are too narrow. Copies of a full article among the openings are left out of "
        "training unless said otherwise. Paragraphs coded none count in the crossing of labels and predictions alone.",
        alone=_macro(numbers).loc[ALONE, "value"],
        folds=_evaluations()[FOLDS],
        scores="; ".join(said),
        mistakes="; ".join(_mistakes(numbers, study)),
    )


def _mistakes(numbers: pd.DataFrame, study: Study) -> list[str]:
    """Say of each evaluation with a crossing of labels and predictions how many paragraphs with a pillar are wrong."""
    cells = numbers[numbers["panel"] == "confusion"].query("label in @study.codebook.pillar_ids")
    return [
        say(
            "{wrong:.0f} of {paragraphs:.0f} paragraphs with a pillar are wrong in {evaluation}, the rarest pillar has "
            "{rarest:.0f}",
            wrong=part.loc[part["label"] != part["predicted"], "count"].sum(),
            paragraphs=part["count"].sum(),
            evaluation=_evaluations()[evaluation],
            rarest=part.groupby("label")["count"].sum().min(),
        )
        for evaluation, part in cells.groupby("evaluation", sort=False)
    ]


def _samples(numbers: pd.DataFrame) -> list[str]:
    """Say how well it does on each sample, where a study has several."""
    rows = numbers[(numbers["panel"] == "sample") & numbers["group"].notna()]
    said = [
        say(
            "{sample} ({articles:.0f} articles): macro-F1 {score}, calibration error {error:.3f} (perfectly calibrated "
            "{chance:.3f}, up to {chance_high:.3f})",
            sample=translated(row.group),
            articles=row.articles,
            score=_interval(row),
            error=row.error,
            chance=row.chance,
            chance_high=row.chance_high,
        )
        for row in rows.itertuples()
    ]
    if len(said) < 2:
        return []
    folds = _evaluations()[FOLDS]
    return [
        say(
            "By sample, in {folds}: {samples}. Further articles may be of another mix than these.",
            folds=folds,
            samples="; ".join(said),
        )
    ]


def _none(numbers: pd.DataFrame, study: Study) -> list[str]:
    """Say how many paragraphs without a pillar are found, and what the others do to the shares of predictions."""
    cells = numbers[(numbers["panel"] == "confusion") & (numbers["evaluation"] == FOLDS)]
    table = cells.pivot(index="label", columns="predicted", values="count")
    if NONE not in table.index or not table.loc[NONE].sum():
        return []
    pillars = list(study.codebook.pillar_ids)
    taken = table.loc[NONE, pillars].idxmax()
    coded = table.loc[pillars].sum(axis=1)[taken] / table.loc[pillars].sum(axis=None)
    predicted = table[pillars].sum()[taken] / table[pillars].sum(axis=None)
    return [
        say(
            "Of {count:.0f} paragraphs coded none, {found:.0f} are found and {taken:.0f} are taken for {pillar}; "
            "counted by predictions its share is {predicted:.1f}% of the paragraphs with a pillar, by labels "
            "{coded:.1f}%. Estimates that use predictions are corrected for such errors by the labels.",
            count=table.loc[NONE].sum(),
            found=table.loc[NONE, NONE],
            taken=table.loc[NONE, taken],
            pillar=study.codebook.names[taken],
            predicted=100 * predicted,
            coded=100 * coded,
        )
    ]


def _sure(numbers: pd.DataFrame) -> list[str]:
    """Calibration error of primary and mentions, and accuracy where uncertain paragraphs are left uncoded."""
    bins = numbers[numbers["panel"] == "calibration"].groupby(["evaluation", "quantity"], sort=False).first()
    errors = [
        say(
            "{quantity}, {evaluation}, {error:.3f} [{error_low:.3f}, {error_high:.3f}]; perfectly calibrated "
            "probabilities would show {chance:.3f}, up to {chance_high:.3f}.",
            quantity=quantity_names()[quantity],
            evaluation=_evaluations()[evaluation],
            **row[list(ERRORS)],
        )
        for (evaluation, quantity), row in bins.iterrows()
    ]
    left = numbers[(numbers["panel"] == "abstention") & (numbers["evaluation"] == FOLDS) & (numbers["articles"] > 0)]
    sure = [
        say(
            "With no paragraph coded below a probability of {below:.1f}, {coded:.0f}% are coded and {right:.0f}% of "
            "these are right [{low:.0f}, {high:.0f}].",
            below=row.below,
            coded=100 * row.answered,
            right=100 * row.accuracy,
            low=100 * row.low,
            high=100 * row.high,
        )
        for row in left[left["below"] == ABSTAIN].itertuples()
    ]
    return [say("Expected calibration error:"), *errors, *sure]


def _interval(row: Any) -> str:
    return f"{row.value:.2f} [{row.low:.2f}, {row.high:.2f}]"


experiment = Experiment(
    script=__file__,
    title="The classifier on articles it has not seen: scores beside baselines, and calibration",
    compute=compute,
    draw=draw,
    describe=describe,
    about="instrument",
    cost=12,
    tolerances={
        "value": 0.002,
        **dict.fromkeys(("low", "high"), 0.01),
        **dict.fromkeys(("mean_predicted", "observed", "answered", "accuracy", "chance", "chance_high"), 0.01),
        **dict.fromkeys(("error", "error_low", "error_high"), 0.01),
        **dict.fromkeys(("observed_low", "observed_high"), 0.02),
        "count": 1,
        **dict.fromkeys(("predictions", "paragraphs", "articles"), 3),
    },
)

if __name__ == "__main__":
    experiment.main()
