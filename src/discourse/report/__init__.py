"""How do the figures and their numbers become one page?"""

from __future__ import annotations

from discourse.report.page import report_is_current, write_report
from discourse.report.summary import summary_in_words
from discourse.report.tables import paper_table

__all__ = [
    "paper_table",
    "report_is_current",
    "summary_in_words",
    "write_report",
]
