"""Which pillar is a paragraph about, which does it mention, and what made the model say so?"""

from __future__ import annotations

from discourse.classifier.context import ArticleRuns, added_log_odds
from discourse.classifier.error_counts import ErrorCounts
from discourse.classifier.explain import (
    contributions_to,
    explain_text,
    mean_contributions,
    reasons_to_doubt,
    single_word_features,
)
from discourse.classifier.fitting import train
from discourse.classifier.lists import rows_of_codes, warn_of_articles
from discourse.classifier.model import PillarClassifier
from discourse.classifier.storage import load_model, next_model, read_about, read_errors, save_model, study_models
from discourse.classifier.tables import SkippedRows, classify_table, kept_parts
from discourse.classifier.trained import TrainedModel, check_about, check_codebook, predictions
from discourse.classifier.training import labelled_paragraphs, make_classifier, train_study

__all__ = [
    "ArticleRuns",
    "ErrorCounts",
    "PillarClassifier",
    "SkippedRows",
    "TrainedModel",
    "added_log_odds",
    "check_about",
    "check_codebook",
    "classify_table",
    "contributions_to",
    "explain_text",
    "kept_parts",
    "labelled_paragraphs",
    "load_model",
    "make_classifier",
    "mean_contributions",
    "next_model",
    "predictions",
    "read_about",
    "read_errors",
    "reasons_to_doubt",
    "rows_of_codes",
    "save_model",
    "single_word_features",
    "study_models",
    "train",
    "train_study",
    "warn_of_articles",
]
