"""How large are the pillars' shares, how did they shift, and how sure is that?

::

    table of paragraphs
      -> sums         per article: the unit that is independent
      -> estimators   coded labels, or predictions corrected for their errors -> shares, variances
      -> intervals    and resampling, permutation, wild: bounds
      -> table        emphasis(): every number with its interval and its articles
         notes        what is missing and what cannot be shown
         shift_tests  p-values, adjusted; what the design could have shown
         power        the smallest shift to be found; what more articles would give
         weighting    by paragraph, article or word: does it matter?
         robustness   the shift under every reasonable choice
"""

from __future__ import annotations

from discourse.emphasis.checks import WEIGHTINGS
from discourse.emphasis.estimators import ESTIMATORS, estimate, sums_for
from discourse.emphasis.intervals import FEWEST_ARTICLES
from discourse.emphasis.notes import notes
from discourse.emphasis.permutation import permutation_test, smallest_p
from discourse.emphasis.power import detectable_shift, width_by_articles
from discourse.emphasis.resampling import resampled_shares
from discourse.emphasis.robustness import one_outlet, specifications, summarise, with_codings
from discourse.emphasis.shift_tests import holm, shift_tests
from discourse.emphasis.sums import ArticleSums, article_sums
from discourse.emphasis.table import emphasis
from discourse.emphasis.weighting import compare_weightings, weighting_warnings

__all__ = [
    "ESTIMATORS",
    "FEWEST_ARTICLES",
    "WEIGHTINGS",
    "ArticleSums",
    "article_sums",
    "compare_weightings",
    "detectable_shift",
    "emphasis",
    "estimate",
    "holm",
    "notes",
    "one_outlet",
    "permutation_test",
    "resampled_shares",
    "shift_tests",
    "smallest_p",
    "specifications",
    "summarise",
    "sums_for",
    "weighting_warnings",
    "width_by_articles",
    "with_codings",
]
