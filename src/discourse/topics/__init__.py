"""Which topics does the coverage have, found without labels? LDA, plain and seeded, and how far to trust it.

``TopicModel`` first; then ``stability`` and ``finding`` before any topic is believed; ``words`` and
``reading`` to see what a topic is about; ``coherence`` last, the weakest evidence of all. ``trained`` and
``storage`` keep a study's model.
"""

from discourse.topics.choosing import CANDIDATES, choose, compare_numbers
from discourse.topics.coherence import diversity, npmi
from discourse.topics.finding import shifts_over_runs, summarise_shifts, topic_shifts
from discourse.topics.fitting import Fitted
from discourse.topics.intrusion import Intrusion, score_intrusion, topic_intrusion, word_intrusion
from discourse.topics.model import TopicModel
from discourse.topics.reading import name_topics, typical_paragraphs
from discourse.topics.stability import Stability, compare_runs, fit_runs, match, prototype_run, run_seeds
from discourse.topics.storage import load_topics, save_topics
from discourse.topics.trained import RUNS, fit_study_topics, topic_model_of, train_topics
from discourse.topics.words import top_columns, top_words

__all__ = [
    "CANDIDATES",
    "RUNS",
    "Fitted",
    "Intrusion",
    "Stability",
    "TopicModel",
    "choose",
    "compare_numbers",
    "compare_runs",
    "diversity",
    "fit_runs",
    "fit_study_topics",
    "load_topics",
    "match",
    "name_topics",
    "npmi",
    "prototype_run",
    "run_seeds",
    "save_topics",
    "score_intrusion",
    "shifts_over_runs",
    "summarise_shifts",
    "top_columns",
    "top_words",
    "topic_intrusion",
    "topic_model_of",
    "topic_shifts",
    "train_topics",
    "typical_paragraphs",
    "word_intrusion",
]
