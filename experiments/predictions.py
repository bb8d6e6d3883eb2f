"""What does the classifier say of each labelled paragraph, and which words made it say so?

Run alone: ``python experiments/predictions.py``
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from discourse.classifier import (
    PillarClassifier,
    added_log_odds,
    contributions_to,
    labelled_paragraphs,
    single_word_features,
)
from discourse.evaluation import cross_predict, study_folds, training_notes
from discourse.evaluation.held_out import probability_of
from discourse.features import block_of, blocks_of, study_blocks
from discourse.pipeline.experiment import Description, Experiment
from discourse.study import Study
from discourse.translations import say

WORDS = 5
"""Words of each paragraph in the table at most."""
SURE = 0.9
"""Probability from which on the notes count a prediction as sure."""


def compute(study: Study) -> pd.DataFrame:
    """Predict each labelled paragraph by a classifier that has not seen its story, and take the decision apart."""
    labels, features = labelled_paragraphs(study)
    words, folds, fitted = block_of(features, "word"), study_folds(study, labels), list[PillarClassifier]()
    model, pillars = PillarClassifier(blocks_of(features.features)), study.codebook.pillar_ids
    predicted = cross_predict(model, features.matrix, labels, folds, pillars, fitted=fitted.append)
    each = single_word_features(words, features, study.language, study_blocks(study), study.codebook.seeds)
    terms, said, heard = np.array(words.features, dtype=object), list[str](), list[float]()
    for (_, codes), fold, classifier in zip(predicted.groupby("fold", sort=False), folds, fitted, strict=True):
        own = labels["paragraph_id"].iloc[fold.test]
        parts = contributions_to(classifier, words.rows_of(own), features.rows_of(own), each, codes["predicted"])
        said += [_strongest(row, terms) for row in parts]
        heard += _from_article(classifier, features.rows_of(own).matrix, codes)
    p = probability_of(predicted, "predicted")
    table = predicted.assign(paragraph=predicted["paragraph_id"], p=p, from_article=heard, words=said)
    order = table.set_index("paragraph_id").loc[labels["paragraph_id"]]
    return order[["paragraph", "label", "predicted", "p", "from_article", "words"]].reset_index(drop=True)


def _from_article(classifier: PillarClassifier, matrix: Any, said: pd.DataFrame) -> list[float]:
    """Return what the other paragraphs of each article add to the log odds of the code predicted."""
    codes = list(classifier.classes_)
    added = added_log_odds(classifier.predict_proba(matrix), said[[f"p_{code}" for code in codes]])
    return [float(row[codes.index(code)]) for row, code in zip(added, said["predicted"], strict=True)]


def _strongest(parts: Any, terms: np.ndarray) -> str:
    """Write down the words that add most to a code, with what they add; words that add as much by the alphabet."""
    added = sorted((-value, term) for value, term in zip(parts.data, terms[parts.indices], strict=True) if value > 0)
    return "; ".join(f"{term} {-value:+.1f}" for value, term in added[:WORDS])


def describe(numbers: pd.DataFrame, study: Study) -> Description:
    """Say how many predictions are the label, and how many of those that are sure."""
    right, sure = numbers["label"] == numbers["predicted"], numbers["p"] >= SURE
    title = say(
        "The classifier gives {right} of {count} paragraphs their label without having seen their story",
        right=right.sum(),
        count=len(numbers),
    )
    caption = say(
        "A row is a paragraph: its label, the code predicted, the probability of that code, what the rest of its "
        "article adds to its log odds (from_article), and at most {words} words that add most. The classifier was "
        "fitted on other stories, in {folds} folds of whole stories.",
        words=WORDS,
        folds=study.settings.folds,
    )
    notes = say(
        "Of {sure} predictions with a probability of {least:.1f} or more, {sure_right} are the label; of the other "
        "{unsure}, {unsure_right} are. What a word adds is all that it does in its paragraph: as a word, by its "
        "character n-grams, and by the dictionary fields that it belongs to. It is in log odds of the code predicted, "
        "against the mean of all codes. A prediction is no coding and counts nowhere as a label.",
        sure=sure.sum(),
        least=SURE,
        sure_right=(right & sure).sum(),
        unsure=(~sure).sum(),
        unsure_right=(right & ~sure).sum(),
    )
    return Description(title, caption, " ".join([notes, *training_notes(study)]))


experiment = Experiment(
    script=__file__,
    title="What the classifier says of each labelled paragraph, and why",
    compute=compute,
    draw=None,
    describe=describe,
    about="instrument",
    cost=4,
    tolerances={"p": 0.01, "from_article": 0.05},
)

if __name__ == "__main__":
    experiment.main()
