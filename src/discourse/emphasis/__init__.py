"""How large are the pillars' shares, how did they shift, and how sure is that?

::

    table of paragraphs
      -> inputs          read_paragraphs(): checked once
      -> sums            article_sums(): the article is the unit that is independent
      -> estimators      coded labels, or predictions corrected for their errors (correction/); which of them speaks
      -> shares          an Estimate: shares, shift, variances by article
      -> intervals       wilson_t(): bounds
      -> table           emphasis_table(): every number with its interval and its articles
         permutation     could the shift be chance?
         agenda          agenda_test(): did the agenda as a whole change? before the pillars one by one
         shifts          shift_tests(): p-values, adjusted; where lengths forbid the test, the interval alone
         power           which shifts these articles could have shown, and how far a found one exaggerates
         cells           emphasis_by(): shares by month, by outlet, by any column, or by several at once
         groups          group_shares(): shares by outlet, or by another column
         decomposition   decompose_shift(): what lies within outlets, what in their mix
         marks           marked_shares(): the share of paragraphs or articles that bear a mark
         links           linkage(): which pillars are named together, and which lead
         qap             network_similarity(): do both periods tie the same pillars?
         placement       prominence(): which pillar stands in front?
         clustered       how wide is an interval if outlets are the independent unit?
         left_out        does a shift hold without one outlet or event?
         verdict         what may be said of a shift: one rule
         specifications  the shift by quantity, weighting and estimator
      -> archive         the same of a classified archive of any size, added up by DuckDB
      -> findings        all that is known of an analysis, and the shift under every choice one may question
"""

from __future__ import annotations

from discourse.emphasis.estimators import ESTIMATORS, estimate
from discourse.emphasis.findings.analysis import analysis_rows
from discourse.emphasis.findings.choices import named_choices
from discourse.emphasis.inputs import QUANTITIES, WEIGHTINGS, read_paragraphs
from discourse.emphasis.left_out import counted_shifts, deciding_shifts, leave_out
from discourse.emphasis.measures.agenda import agenda_sentence, agenda_test
from discourse.emphasis.measures.cells import emphasis_by
from discourse.emphasis.measures.clustered import clustered_shifts
from discourse.emphasis.measures.decomposition import decompose_shift
from discourse.emphasis.measures.groups import group_shares
from discourse.emphasis.measures.links import enumeration, enumeration_test, linkage, mention_roles
from discourse.emphasis.measures.marks import marked_shares
from discourse.emphasis.measures.placement import opening_tests, prominence
from discourse.emphasis.measures.qap import network_similarity
from discourse.emphasis.power import width_by_articles
from discourse.emphasis.shares import Estimate, ratio_estimate
from discourse.emphasis.shifts import shift_test_rows, shift_tests
from discourse.emphasis.specifications import (
    compare_weightings,
    labels_of_coder,
    specification_curve,
    summarise_specifications,
)
from discourse.emphasis.table import emphasis_rows, emphasis_table, study_notes, table_notes
from discourse.emphasis.verdict import p_text, points_text, verdict_text, verdicts

__all__ = [
    "ESTIMATORS",
    "QUANTITIES",
    "WEIGHTINGS",
    "Estimate",
    "agenda_sentence",
    "agenda_test",
    "analysis_rows",
    "clustered_shifts",
    "compare_weightings",
    "counted_shifts",
    "deciding_shifts",
    "decompose_shift",
    "emphasis_by",
    "emphasis_rows",
    "emphasis_table",
    "enumeration",
    "enumeration_test",
    "estimate",
    "group_shares",
    "labels_of_coder",
    "leave_out",
    "linkage",
    "marked_shares",
    "mention_roles",
    "named_choices",
    "network_similarity",
    "opening_tests",
    "p_text",
    "points_text",
    "prominence",
    "ratio_estimate",
    "read_paragraphs",
    "shift_test_rows",
    "shift_tests",
    "specification_curve",
    "study_notes",
    "summarise_specifications",
    "table_notes",
    "verdict_text",
    "verdicts",
    "width_by_articles",
]
