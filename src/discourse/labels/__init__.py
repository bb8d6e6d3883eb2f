"""Who said what of which paragraph, and what counts? The label log and everything read from it."""

from __future__ import annotations

from discourse.labels.agreement import agreement, contested_paragraphs, disagreements, standing_codings
from discourse.labels.alpha import BOOTSTRAP, JACKKNIFE, alpha, alpha_interval, nominal_alpha, percent
from discourse.labels.append import LabelLog
from discourse.labels.changes import changed_labels, count_changes, log_state
from discourse.labels.coding import ADJUDICATION, COLUMNS, INFORMED, Coding, check_coding
from discourse.labels.current import current_labels, study_labels
from discourse.labels.distances import ordinal_distance, ratio_distance
from discourse.labels.exchange import FORMS, Imported, import_codings, parse_codings, write_codings
from discourse.labels.label_studio import label_studio_config
from discourse.labels.log import logged_codings, parse_log, read_codings
from discourse.labels.queues import (
    QUEUES,
    disagreement_queue,
    doubtful,
    label_confidence,
    least_sure,
    random_audit,
    stale,
    uncoded,
)
from discourse.labels.table import coded_table, select

__all__ = [
    "ADJUDICATION",
    "BOOTSTRAP",
    "COLUMNS",
    "FORMS",
    "INFORMED",
    "JACKKNIFE",
    "QUEUES",
    "Coding",
    "Imported",
    "LabelLog",
    "agreement",
    "alpha",
    "alpha_interval",
    "changed_labels",
    "check_coding",
    "coded_table",
    "contested_paragraphs",
    "count_changes",
    "current_labels",
    "disagreement_queue",
    "disagreements",
    "doubtful",
    "import_codings",
    "label_confidence",
    "label_studio_config",
    "least_sure",
    "log_state",
    "logged_codings",
    "nominal_alpha",
    "ordinal_distance",
    "parse_codings",
    "parse_log",
    "percent",
    "random_audit",
    "ratio_distance",
    "read_codings",
    "select",
    "stale",
    "standing_codings",
    "study_labels",
    "uncoded",
    "write_codings",
]
