"""How large are the pillars' shares, how did they shift, and how sure is that?

::

    table of paragraphs
      -> inputs          read_paragraphs(): checked once
      -> sums            article_sums(): the article is the unit that is independent
         streamed_sums   the same for a table that comes in chunks
      -> estimators      coded labels, or predictions corrected for their errors (correction/)
      -> shares          an Estimate: shares, shift, variances by article
      -> intervals       wilson_t(): bounds
      -> table           emphasis_table(): every number with its interval and its articles
         permutation     could the shift be chance?
         shifts          shift_tests(): p-values, adjusted; what the design could have shown
         specifications  the shift under every reasonable choice
"""

from __future__ import annotations

from discourse.emphasis.estimators import ESTIMATORS, estimate
from discourse.emphasis.inputs import QUANTITIES, WEIGHTINGS, read_paragraphs
from discourse.emphasis.shares import Estimate, ratio_estimate
from discourse.emphasis.shifts import shift_test_rows, shift_tests, width_by_articles
from discourse.emphasis.specifications import (
    compare_weightings,
    labels_of_coder,
    specification_curve,
    summarise_specifications,
    tables_by_outlet,
)
from discourse.emphasis.streamed_sums import classified_chunks, stream_article_sums
from discourse.emphasis.table import emphasis_rows, emphasis_table, study_notes, table_notes

__all__ = [
    "ESTIMATORS",
    "QUANTITIES",
    "WEIGHTINGS",
    "Estimate",
    "classified_chunks",
    "compare_weightings",
    "emphasis_rows",
    "emphasis_table",
    "estimate",
    "labels_of_coder",
    "ratio_estimate",
    "read_paragraphs",
    "shift_test_rows",
    "shift_tests",
    "specification_curve",
    "stream_article_sums",
    "study_notes",
    "summarise_specifications",
    "table_notes",
    "tables_by_outlet",
    "width_by_articles",
]
