"""Which pillar is a paragraph about, and how sure may we be?

``features`` says what a paragraph consists of, ``model`` is the classifier, ``pipeline`` puts both together
for scikit-learn, ``predicting`` and ``scores`` say how well it does on articles it has not seen, ``tables``
classifies files, ``storage`` keeps it as data, ``explain`` reads its decisions.
"""

from __future__ import annotations

from discourse.classifier.baselines import SeedWords, baselines
from discourse.classifier.calibration import abstain, calibration_error, reliability
from discourse.classifier.candidates import compare_candidates
from discourse.classifier.doubtful import doubtful_labels, planted_errors
from discourse.classifier.explain import (
    average_contributions,
    explain_text,
    feature_slopes,
    features_of_words,
    word_contributions,
)
from discourse.classifier.extras import pair_counts, position_counts
from discourse.classifier.failures import scores_by, surest_errors
from discourse.classifier.features import BLOCKS, block_counts, blocks_of, paragraph_features, study_features
from discourse.classifier.held_out import (
    full_article_folds,
    held_out_predictions,
    labelled_paragraphs,
    study_folds,
)
from discourse.classifier.learning import fit_learning_curve, learning_curve, power_law
from discourse.classifier.model import PillarClassifier
from discourse.classifier.pipeline import make_classifier
from discourse.classifier.predicting import cross_predict, predictions
from discourse.classifier.scores import confusion, macro_f1, promised_macro_f1, scores
from discourse.classifier.storage import load_model, next_model, read_about, save_model, study_models
from discourse.classifier.sureness import abstention_table, calibration_table
from discourse.classifier.tables import classify_records, classify_table, classify_texts, output_columns
from discourse.classifier.text_features import BlockMatrix, TextFeatures
from discourse.classifier.trained import TrainedModel, check_codebook, train_study
from discourse.classifier.transfer import transfers

__all__ = [
    "BLOCKS",
    "BlockMatrix",
    "PillarClassifier",
    "SeedWords",
    "TextFeatures",
    "TrainedModel",
    "abstain",
    "abstention_table",
    "average_contributions",
    "baselines",
    "block_counts",
    "blocks_of",
    "calibration_error",
    "calibration_table",
    "check_codebook",
    "classify_records",
    "classify_table",
    "classify_texts",
    "compare_candidates",
    "confusion",
    "cross_predict",
    "doubtful_labels",
    "explain_text",
    "feature_slopes",
    "features_of_words",
    "fit_learning_curve",
    "full_article_folds",
    "held_out_predictions",
    "labelled_paragraphs",
    "learning_curve",
    "load_model",
    "macro_f1",
    "make_classifier",
    "next_model",
    "output_columns",
    "pair_counts",
    "paragraph_features",
    "planted_errors",
    "position_counts",
    "power_law",
    "predictions",
    "promised_macro_f1",
    "read_about",
    "reliability",
    "save_model",
    "scores",
    "scores_by",
    "study_features",
    "study_folds",
    "study_models",
    "surest_errors",
    "train_study",
    "transfers",
    "word_contributions",
]
