"""What do the other paragraphs of an article say about one of them, and which rows of a table are those?"""

from __future__ import annotations

from discourse.classifier.context.combining import (
    ArticleContext,
    Combination,
    added_log_odds,
    learn_combination,
    neighbour_means,
)
from discourse.classifier.context.runs import LONGEST_RUN, ArticleRuns, whole_runs

__all__ = [
    "LONGEST_RUN",
    "ArticleContext",
    "ArticleRuns",
    "Combination",
    "added_log_odds",
    "learn_combination",
    "neighbour_means",
    "whole_runs",
]
