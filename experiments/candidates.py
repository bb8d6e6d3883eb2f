"""Which features and which model classify the pillars best, and is the shipped one among the best?

Run alone: ``python experiments/candidates.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.classifier import labelled_paragraphs
from discourse.evaluation import (
    BOTH,
    CHOSEN,
    SHIPPED,
    compare_features_and_models,
    study_folds,
    topic_comparison_models,
)
from discourse.features import bigram_counts, block_of, position_counts
from discourse.figures import FAINT, INK, PALETTE, add_caption, draw_intervals, draw_text_cells, new_figure
from discourse.pipeline.experiment import Experiment
from discourse.study import Study

RESAMPLES = 2000
"""Article resamples of each of some twenty intervals; their ends are sure to about .003."""
MODEL = "ridge"


def compute(study: Study) -> pd.DataFrame:
    """Score every set of features and every model on the same folds; one row a candidate."""
    labels, features = labelled_paragraphs(study, blocks=("word",))
    words, settings = block_of(features, "word"), study.settings
    topics = (settings.topics, settings.seed_strength, settings.seed, settings.residual_topics)
    texts = study.paragraphs.set_index("paragraph_id")["text"].loc[list(words.ids)].tolist()
    return compare_features_and_models(
        words,
        labels,
        study_folds(study, labels),
        study.codebook,
        study.language,
        level=settings.level,
        resamples=min(RESAMPLES, settings.resamples),
        seed=settings.seed,
        extra={
            "position": position_counts(labels["position"].tolist(), words.ids),
            "bigrams": bigram_counts(texts, study.language, words.ids),
        },
        models={"topic shares beside": lambda terms: topic_comparison_models(study.codebook, terms, *topics)[BOTH]},
    )


def draw(numbers: pd.DataFrame, study: Study):
    """Draw macro-F1 on the left, the paired difference to the shipped one in the middle, other scores beside."""
    shipped = (numbers["features"] == SHIPPED) & (numbers["model"] == MODEL)
    chosen = numbers["features"] == CHOSEN
    names = [_name(*pair) for pair in zip(numbers["features"], numbers["model"], strict=True)]
    colours = [PALETTE[0] if mine else INK if inside else FAINT for mine, inside in zip(shipped, chosen, strict=True)]
    figure, (left, gap, right, margin, cells) = new_figure([1, 0.3, 1, 0.2, 1.25], 5.2)
    gap.set_axis_off()
    margin.set_axis_off()
    table = numbers.assign(name=names)
    draw_intervals(table, left, rows="name", colours=colours)
    left.set_xlabel("macro-F1 over the pillars")
    left.set_title("On the same folds")
    for label, mine in zip(left.get_yticklabels(), shipped, strict=True):
        label.set(fontsize=7, fontweight="bold" if mine else "normal")
    paired = table[["name", "difference", "difference_low", "difference_high"]]
    draw_intervals(paired.set_axis(["name", "value", "low", "high"], axis=1), right, rows="name", colours=colours)
    right.set_yticklabels([])
    right.axvline(0, color=INK, linewidth=0.8)
    right.set_xlabel("difference to the shipped")
    right.set_title("Better or worse")
    models = int((numbers["model"] == MODEL).sum()) - int(chosen.sum())
    for panel in (left, right):
        panel.tick_params(axis="x", labelsize=6.5)
        for rows in (models, len(numbers) - int(chosen.sum())):
            panel.axhline(len(numbers) - rows - 0.5, color=FAINT, linewidth=0.6, linestyle=":")
    written = pd.DataFrame(
        {
            "mentions": ["–" if pd.isna(value) else f"{value:.2f}" for value in numbers["mentions"]],
            "calibration": [f"{value:.2f}" for value in numbers["calibration"]],
        }
    )
    draw_text_cells(written, cells, columns={"mentions": "mentions", "calibration": "error"}, places=[0.0, 0.66])
    add_caption(figure, _caption(numbers, study))
    return figure


def _name(features: str, model: str) -> str:
    """Name a row by what tells it from the shipped candidate."""
    if features == CHOSEN:
        return "features chosen inside the folds"
    if model != MODEL:
        return model
    if features == SHIPPED:
        return "shipped: all four of these"
    return features.replace(f"{SHIPPED}, ", "shipped, with ")


def _caption(numbers: pd.DataFrame, study: Study) -> str:
    shipped = numbers[(numbers["features"] == SHIPPED) & (numbers["model"] == MODEL)].iloc[0]
    inside = numbers[numbers["features"] == CHOSEN].iloc[0]
    others = numbers[numbers["features"] != CHOSEN]
    best = others.loc[others["value"].idxmax()]
    picked = others[others["folds_chosen"] > 0]
    picks = ", ".join(f"{row.features} ({row.folds_chosen:.0f})" for row in picked.itertuples())
    return (
        f"{study.settings.folds} folds of whole articles, copies together, the same for all; "
        f"{shipped['articles']:.0f} articles. Above: sets of features with ridge regression; below: other models on "
        f"the features of the shipped one (blue, bold: {SHIPPED}; ridge). Penalties are chosen inside the training "
        "rows. N-grams are runs of letters within words; bigrams are pairs of words of the paraphrases. It is shipped "
        "because all its features are sums over "
        "the words of the text, so that predictions can be explained, "
        "and one model gives primary code, mentions and calibrated probabilities; it is not the best row: "
        f"{_name(best['features'], best['model'])} has {best['value']:.3f}, a difference of {best['difference']:+.3f} "
        f"[{best['difference_low']:+.3f}, {best['difference_high']:+.3f}]. Picking the best row would "
        "use the test data; picking in each fold the features of least held-out loss inside its training rows gives "
        f"{inside['value']:.3f} (folds that took them: {picks}), the shipped one {shipped['value']:.3f}. Mentions: "
        "their macro-F1. Error: expected calibration error of the primary; the SVM gives margins, no probabilities, "
        f"and the ensemble averages them in. {100 * study.settings.level:.0f}% confidence intervals, clustered by "
        "article; differences are paired within each resample."
    )


experiment = Experiment(
    script=__file__,
    title="Candidates for the classifier: features and models on the same folds",
    compute=compute,
    draw=draw,
    cost=22,
    tolerances={
        **dict.fromkeys(("value", "low", "high", "accuracy", "mentions", "calibration"), 0.02),
        **dict.fromkeys(("difference", "difference_low", "difference_high"), 0.02),
        "folds_chosen": 2,
    },
)

if __name__ == "__main__":
    experiment.main()
