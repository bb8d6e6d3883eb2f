"""Which words set two groups of paragraphs apart, which stand together, and where do they stand?"""

from __future__ import annotations

from discourse.keywords.collocations import collocations
from discourse.keywords.concordance import concordance
from discourse.keywords.keyness import chi_squared, log_likelihood
from discourse.keywords.log_odds import LogOdds, log_odds
from discourse.keywords.periods import keywords

__all__ = [
    "LogOdds",
    "chi_squared",
    "collocations",
    "concordance",
    "keywords",
    "log_likelihood",
    "log_odds",
]
