"""How good is a model on stories it has not seen, and is one better than another?"""

from __future__ import annotations

from discourse.evaluation.calibration_tables import abstention_table, calibration_table
from discourse.evaluation.error_analysis import most_confident_errors, planted_errors, scores_by_group
from discourse.evaluation.folds import Fold, full_article_folds, grouped_folds, one_split, study_folds, within_limit
from discourse.evaluation.held_out import cross_predict, held_out_predictions, predict_every_paragraph
from discourse.evaluation.learning import fit_learning_curve, learning_curve
from discourse.evaluation.model_selection import CHOSEN, SHIPPED, compare_features_and_models
from discourse.evaluation.paired_comparison import (
    cross_predict_models,
    describe_differences,
    paired_differences,
    score_models,
)
from discourse.evaluation.scoring import confusion, expected_macro_f1, macro_f1, scores
from discourse.evaluation.topic_alignment import topic_label_agreement, topics_by_label
from discourse.evaluation.topic_classifiers import BOTH, topic_comparison_models
from discourse.evaluation.training_size import rows_to_learn_from, training_notes
from discourse.evaluation.transfer import transfers

__all__ = [
    "BOTH",
    "CHOSEN",
    "SHIPPED",
    "Fold",
    "abstention_table",
    "calibration_table",
    "compare_features_and_models",
    "confusion",
    "cross_predict",
    "cross_predict_models",
    "describe_differences",
    "expected_macro_f1",
    "fit_learning_curve",
    "full_article_folds",
    "grouped_folds",
    "held_out_predictions",
    "learning_curve",
    "macro_f1",
    "most_confident_errors",
    "one_split",
    "paired_differences",
    "planted_errors",
    "predict_every_paragraph",
    "rows_to_learn_from",
    "score_models",
    "scores",
    "scores_by_group",
    "study_folds",
    "topic_comparison_models",
    "topic_label_agreement",
    "topics_by_label",
    "training_notes",
    "transfers",
    "within_limit",
]
