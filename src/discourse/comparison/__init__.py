"""Do topics find the pillars by themselves, and do they add anything to the classifier?"""

from discourse.comparison.agreement import MEASURES, ari, inverse_purity, nmi, purity
from discourse.comparison.alignment import alignment, topics_by_label
from discourse.comparison.contenders import MappedTopics, SeededTopics, WithTopics, contenders
from discourse.comparison.duel import duel_predictions, duel_scores
from discourse.comparison.paired import paired_differences, verdict

__all__ = [
    "MEASURES",
    "MappedTopics",
    "SeededTopics",
    "WithTopics",
    "alignment",
    "ari",
    "contenders",
    "duel_predictions",
    "duel_scores",
    "inverse_purity",
    "nmi",
    "paired_differences",
    "purity",
    "topics_by_label",
    "verdict",
]
