"""Which pillar is a paragraph about, and how sure may we be?

``features`` says what a paragraph consists of, ``model`` is the classifier, ``predicting`` and
``scores`` say how well it does on articles it has not seen, ``storage`` keeps it as data, ``explain``
reads its decisions.
"""

from __future__ import annotations

from discourse.classifier.baselines import SeedWords, baselines
from discourse.classifier.calibration import abstain, calibration_error, reliability
from discourse.classifier.explain import explain_text, strongest_features, word_contributions
from discourse.classifier.features import BLOCKS, blocks_of, paragraph_features, study_features
from discourse.classifier.model import PillarClassifier
from discourse.classifier.predicting import cross_predict, mention_matrix, predictions
from discourse.classifier.scores import confusion, scores
from discourse.classifier.storage import load_model, next_model, save_model, study_models
from discourse.classifier.trained import TrainedModel, check_codebook, codebook_digest, train_study

__all__ = [
    "BLOCKS", "PillarClassifier", "SeedWords", "TrainedModel", "abstain", "baselines", "blocks_of",
    "calibration_error", "check_codebook", "codebook_digest", "confusion", "cross_predict", "explain_text",
    "load_model", "mention_matrix", "next_model", "paragraph_features", "predictions", "reliability", "save_model",
    "scores", "strongest_features", "study_features", "study_models", "train_study", "word_contributions",
]
