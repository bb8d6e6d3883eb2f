"""Which topics does the coverage have, found without labels? LDA, plain and seeded, and how far to trust it."""

from discourse.topics.fitting import Fitted
from discourse.topics.model import TopicModel
from discourse.topics.seeding import seed_coverage

__all__ = ["Fitted", "TopicModel", "seed_coverage"]
