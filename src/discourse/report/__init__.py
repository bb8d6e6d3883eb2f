"""What was found, in words and on one page? Every number comes from a figure's CSV."""

from __future__ import annotations

from discourse.report.page import report_is_current, write_report
from discourse.report.tables import paper_table
from discourse.report.words import summary_in_words

__all__ = ["paper_table", "report_is_current", "summary_in_words", "write_report"]
