"""How well does the classifier do on articles it has not seen, beside simple baselines?

Run alone: ``python experiments/classifier.py``
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from discourse.classifier import PillarClassifier, labelled_paragraphs
from discourse.evaluation import (
    Fold,
    confusion,
    cross_predict,
    expected_macro_f1,
    full_article_folds,
    grouped_folds,
    macro_f1,
    one_split,
    scores,
)
from discourse.evaluation.baselines import baseline_models
from discourse.features import DocumentFeatureMatrix, blocks_of
from discourse.figures import FAINT, PALETTE, add_caption, draw_confusion, draw_intervals, new_grid
from discourse.pipeline.experiment import Experiment
from discourse.study import Study

FOLDS, ORIGINALS = "folds", "originals"
EVALUATIONS = {
    FOLDS: "folds of whole articles",
    ORIGINALS: "each full article left out",
    "originals with copies": "the same, copies kept in training",
    "transfer": "openings to full articles",
}
DRAWS = 2000
MODEL = "with dictionaries"
"""The classifier as it is shipped."""
PLAIN = "words and n-grams alone"
"""The same classifier from a paragraph's own words, without lists of related words; all codes weighted equally."""


def compute(study: Study) -> pd.DataFrame:
    """Score the classifier and the baselines in every evaluation, and cross labels with predictions."""
    labels, features = labelled_paragraphs(study)
    settings, pillars = study.settings, study.codebook.pillar_ids
    parts, contestants = [], models(study, features)
    for evaluation, folds in evaluations(labels, settings.folds, settings.seed).items():
        for name, (model, counts) in contestants.items():
            if name not in (MODEL, PLAIN) and evaluation == "originals with copies":
                continue  # what learns next to nothing gains nothing from copies
            predicted = cross_predict(model, counts.matrix, labels, folds, pillars)
            found = scores(predicted, study.codebook.codes, settings.level, settings.resamples, settings.seed)
            parts.append(found.assign(model=name, evaluation=evaluation))
            if name == MODEL and evaluation in (FOLDS, ORIGINALS):
                parts.append(_cells(predicted, study).assign(model=name, evaluation=evaluation, score="confusion"))
                parts.append(_expected(predicted, study).assign(model=name, evaluation=evaluation))
    columns = [
        "evaluation",
        "model",
        "score",
        "pillar",
        "value",
        "low",
        "high",
        "articles",
        "paragraphs",
        "label",
        "predicted",
        "count",
    ]
    return pd.concat(parts, ignore_index=True)[columns]


def models(study: Study, full: DocumentFeatureMatrix) -> dict[str, tuple[Any, DocumentFeatureMatrix]]:
    """Return the models with the features that each sees: the shipped one, the plain one, and the baselines."""
    _, own = labelled_paragraphs(study, ("word", "chars"))
    simple = baseline_models(study.codebook, own.features, study.settings.seed)
    return {
        MODEL: (PillarClassifier(blocks_of(full.features)), full),
        PLAIN: (PillarClassifier(blocks_of(own.features), balance=1.0), own),
        **{name: (model, own) for name, model in simple.items()},
    }


def evaluations(labels: pd.DataFrame, n_folds: int, seed: int) -> dict[str, list[Fold]]:
    """Return the folds of every evaluation; those with full articles only where a study has some."""
    story = labels["story"].tolist()
    found = {FOLDS: grouped_folds(story, labels["primary"].tolist(), n_folds, seed)}
    if originals := full_article_folds(labels):
        found[ORIGINALS] = originals
        found["originals with copies"] = full_article_folds(labels, copies=True)
        found["transfer"] = [one_split(story, (labels["extent"] == "full").tolist(), "full articles")]
    return found


def _expected(predicted: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Macro-F1 if the probabilities were perfectly calibrated: mean and the range of the middle draws."""
    drawn = expected_macro_f1(predicted, study.codebook.codes, DRAWS, study.settings.seed)
    low, high = np.quantile(drawn, [(1 - study.settings.level) / 2, (1 + study.settings.level) / 2])
    row = {"score": "macro_f1_expected", "pillar": "", "value": drawn.mean(), "low": low, "high": high}
    return pd.DataFrame([{**row, "articles": predicted["article_id"].nunique(), "paragraphs": len(predicted)}])


def _cells(predicted: pd.DataFrame, study: Study) -> pd.DataFrame:
    grid = confusion(predicted, study.codebook.codes)
    return grid.rename_axis("label").reset_index().melt("label", var_name="predicted", value_name="count")


def draw(numbers: pd.DataFrame, study: Study):
    """Draw macro-F1 of every model and evaluation on the left, what is taken for what on the right."""
    cells = numbers[numbers["score"] == "confusion"]
    shown = [one for one in (FOLDS, ORIGINALS) if one in set(cells["evaluation"])]
    figure, grid = new_grid([1] * len(shown), [1, 0.33, 1.45], 0.6 + 3.6 * len(shown))
    for panel in (panel for row in grid for panel in row[:2]):
        panel.remove()
    _draw_scores(numbers, figure.add_subplot(grid[0][2].get_gridspec()[:, 0]))
    for one, (*_, panel) in zip(shown, grid, strict=True):
        codes, names = study.codebook.codes, study.codebook.names
        draw_confusion(cells[cells["evaluation"] == one], panel, codes=codes, names=names)
        panel.set_title(f"{EVALUATIONS[one].capitalize()}, paragraphs", loc="right")
    add_caption(figure, _caption(numbers, study))
    return figure


def _draw_scores(numbers: pd.DataFrame, ax) -> None:
    """Draw macro-F1 of every model, evaluation by evaluation."""
    macro = numbers[numbers["score"] == "macro_f1"]
    present = [one for one in EVALUATIONS if one in set(macro["evaluation"])]
    table = pd.concat([_headed(macro, one) for one in present], ignore_index=True)
    colours = [{MODEL: PALETTE[0], PLAIN: PALETTE[5]}.get(model, FAINT) for model in table["model"]]
    draw_intervals(table, ax, rows="name", colours=colours)
    for label, model in zip(ax.get_yticklabels(), table["model"], strict=True):
        label.set(fontsize=7, fontweight="bold" if model == "" else "normal")
    ax.set_xlim(0, 1)
    ax.set_xlabel("macro-F1 over the pillars")
    ax.set_title("Unseen articles")


def _headed(macro: pd.DataFrame, evaluation: str) -> pd.DataFrame:
    """Rows of one evaluation below a row that names it."""
    head = pd.DataFrame({"name": [EVALUATIONS[evaluation]], "model": [""]})
    part = macro[macro["evaluation"] == evaluation]
    return pd.concat([head, part.assign(name=part["model"])[["name", "model", "value", "low", "high"]]])


def _few(numbers: pd.DataFrame, study: Study) -> str:
    """Say how little the full articles fix: how many paragraphs are wrong, and what a single one is worth."""
    codes = study.codebook.codes
    cells = numbers[(numbers["score"] == "confusion") & (numbers["evaluation"] == ORIGINALS)]
    if cells.empty:
        return ""
    grid = cells.pivot(index="label", columns="predicted", values="count")
    table = grid.loc[list(codes), list(codes)].to_numpy(float)
    of_pillars = table[[code in study.codebook.pillar_ids for code in codes]]
    gains = []
    for row, column in np.argwhere(of_pillars > 0):
        righted = table.copy()
        righted[row, column] -= 1
        righted[row, row] += 1
        gains.append(float(macro_f1(righted, codes) - macro_f1(table, codes)))
    sizes = of_pillars.sum(axis=1)
    rarest, total = sizes[sizes > 0].min(), sizes.sum()
    errors = total - np.trace(of_pillars)
    if not errors:
        return ""
    rows = numbers[(numbers["score"] == "macro_f1_expected") & (numbers["evaluation"] == ORIGINALS)]
    expected = rows.iloc[0]
    return (
        f"Full articles left out: {errors:.0f} of {total:.0f} paragraphs with a pillar are wrong; the rarest pillar "
        f"has {rarest:.0f}, and a single error righted would add up to {max(gains):.3f} to macro-F1; if its "
        f"probabilities were perfectly calibrated, it would be {expected['value']:.2f} "
        f"[{expected['low']:.2f}, {expected['high']:.2f}]. "
    )


def _caption(numbers: pd.DataFrame, study: Study) -> str:
    known = numbers[numbers["score"] == "accuracy"]
    accuracies = [
        f"{EVALUATIONS[row['evaluation']]} {row['value']:.2f} [{row['low']:.2f}, {row['high']:.2f}] "
        f"({row['articles']:.0f} articles, {row['paragraphs']:.0f} paragraphs)"
        for row in known[known["model"] == MODEL].to_dict("records")
    ]
    return (
        "Dark blue: the shipped classifier (TF-IDF of words, n-grams and dictionaries; ridge regression); "
        "light blue: the same without dictionaries, all codes weighted equally; grey: baselines. "
        f"{100 * study.settings.level:.0f}% confidence intervals, clustered by article; with "
        "five full articles they are too narrow. Accuracy: "
        + "; ".join(accuracies)
        + ". "
        + _few(numbers, study)
        + "Paragraphs coded none count in the table only. Copies of a full article among the openings are left out of "
        "training unless said otherwise."
    )


experiment = Experiment(
    script=__file__,
    title="The classifier on articles it has not seen, beside baselines",
    compute=compute,
    draw=draw,
    cost=12,
    tolerances={"value": 0.002, "low": 0.005, "high": 0.005, "count": 1},
)

if __name__ == "__main__":
    experiment.main()
