"""Which topics does the coverage have when no labels are given, and how far may they be trusted?"""

from __future__ import annotations

from discourse.topics.description import name_topics, top_words, typical_paragraphs
from discourse.topics.intrusion import Intrusion, score_intrusion, topic_intrusion, word_intrusion
from discourse.topics.model import TopicModel
from discourse.topics.number_of_topics import compare_numbers
from discourse.topics.stability import compare_runs, fit_runs, run_seeds, shifts_over_runs, summarise_shifts
from discourse.topics.trained import RUNS, fit_study_topics, load_topics, save_topics, topic_model_of, train_topics

__all__ = [
    "RUNS",
    "Intrusion",
    "TopicModel",
    "compare_numbers",
    "compare_runs",
    "fit_runs",
    "fit_study_topics",
    "load_topics",
    "name_topics",
    "run_seeds",
    "save_topics",
    "score_intrusion",
    "shifts_over_runs",
    "summarise_shifts",
    "top_words",
    "topic_intrusion",
    "topic_model_of",
    "train_topics",
    "typical_paragraphs",
    "word_intrusion",
]
