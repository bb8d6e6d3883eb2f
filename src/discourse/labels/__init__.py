"""Who said what of which paragraph, and what counts? The label log and everything read from it."""

from __future__ import annotations

from discourse.labels.coding import ADJUDICATION, COLUMNS, INFORMED, Coding
from discourse.labels.current import current_labels, study_labels
from discourse.labels.log import read_codings
from discourse.labels.table import coded_table, select

__all__ = [
    "ADJUDICATION",
    "COLUMNS",
    "INFORMED",
    "Coding",
    "coded_table",
    "current_labels",
    "read_codings",
    "select",
    "study_labels",
]
