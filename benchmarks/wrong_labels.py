"""Are wrong labels among those that the classifier believes least, and does cleanlab find more of them?

    python benchmarks/wrong_labels.py [PLANTINGS]

Plants 80 wrong pillars at random in the labels of the study, in training too, and looks through the tenth of
the paragraphs that is believed least. All rankings see the same plantings and the same probabilities. cleanlab
is no part of the project: its rows appear where it is installed beside it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
import pandas as pd

from discourse.classifier import PillarClassifier, labelled_paragraphs
from discourse.evaluation import cross_predict, study_folds
from discourse.evaluation.error_analysis import with_label_noise
from discourse.features import blocks_of
from discourse.labels.queues import self_confidence
from discourse.study import Study

PLANTED, FIRST = 80, 0.1
OWN = "primary and mention (shipped)"
CLEANLAB = ("self_confidence", "normalized_margin", "confidence_weighted_entropy")


def main() -> None:
    """Print how many of the planted labels each ranking finds, on average and planting by planting."""
    plantings = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    study = Study.find()
    labels, features = labelled_paragraphs(study)
    folds, pillars = study_folds(study, labels), study.codebook.pillar_ids
    found: dict[str, list[int]] = {}
    for place in range(plantings):
        spoilt, wrong = with_label_noise(labels, pillars, PLANTED, study.settings.seed + place)
        predictions = cross_predict(
            PillarClassifier(blocks_of(features.features)), features.matrix, spoilt, folds, pillars
        )
        planted = set(labels["paragraph_id"].iloc[wrong])
        for name, trust in rankings(predictions, study.codebook.codes).items():
            order = np.lexsort((predictions["paragraph_id"], trust))[: round(FIRST * len(predictions))]
            found.setdefault(name, []).append(len(planted & set(predictions["paragraph_id"].iloc[order])))
        print(f"{place + 1} of {plantings} plantings", file=sys.stderr)
    print(f"{PLANTED} planted; found among {round(FIRST * len(labels))} of {len(labels)}")
    for name, counts in found.items():
        error = np.std(counts, ddof=1) / np.sqrt(plantings) if plantings > 1 else float("nan")
        print(f"{name:42}{np.mean(counts):6.1f} +- {error:3.1f}   {' '.join(map(str, counts))}")


def rankings(predictions: pd.DataFrame, codes: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Trust in each label, low where it is doubted, by each way of ranking."""
    found = {OWN: self_confidence(predictions["label"], predictions)}
    found["primary alone"] = self_confidence(predictions["label"], predictions.filter(regex="^p_"))
    quality = _cleanlab()
    if quality is not None:
        place = {code: column for column, code in enumerate(codes)}
        numbers = predictions[[f"p_{code}" for code in codes]].to_numpy()
        labels = np.array([place[code] for code in predictions["label"]])
        for method in CLEANLAB:
            found[f"cleanlab, {method}"] = quality(labels, numbers / numbers.sum(axis=1, keepdims=True), method=method)
    return found


def _cleanlab() -> Callable[..., np.ndarray] | None:
    """Score labels as cleanlab does; None where it is not installed."""
    try:
        from cleanlab.rank import get_label_quality_scores
    except ImportError:
        return None
    return get_label_quality_scores


if __name__ == "__main__":
    main()
