"""How good is a model on stories it has not seen, and is one better than another?"""

from __future__ import annotations

from discourse.evaluation.calibration_tables import abstention_table, calibration_table
from discourse.evaluation.error_analysis import planted_errors, scores_by, surest_errors
from discourse.evaluation.folds import Fold, full_article_folds, grouped_folds, one_split, study_folds
from discourse.evaluation.held_out import cross_predict, held_out_predictions
from discourse.evaluation.learning import fit_learning_curve, learning_curve
from discourse.evaluation.model_selection import CHOSEN, SHIPPED, compare_candidates
from discourse.evaluation.paired_comparison import duel_predictions, duel_scores, paired_differences, verdict
from discourse.evaluation.scoring import confusion, macro_f1, promised_macro_f1, scores
from discourse.evaluation.topic_alignment import alignment, topics_by_label
from discourse.evaluation.topic_classifiers import BOTH, contenders
from discourse.evaluation.transfer import transfers

__all__ = [
    "BOTH",
    "CHOSEN",
    "SHIPPED",
    "Fold",
    "abstention_table",
    "alignment",
    "calibration_table",
    "compare_candidates",
    "confusion",
    "contenders",
    "cross_predict",
    "duel_predictions",
    "duel_scores",
    "fit_learning_curve",
    "full_article_folds",
    "grouped_folds",
    "held_out_predictions",
    "learning_curve",
    "macro_f1",
    "one_split",
    "paired_differences",
    "planted_errors",
    "promised_macro_f1",
    "scores",
    "scores_by",
    "study_folds",
    "surest_errors",
    "topics_by_label",
    "transfers",
    "verdict",
]
