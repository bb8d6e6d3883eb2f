"""Who said what of which paragraph, and what counts? The label log and everything read from it."""

from __future__ import annotations

from discourse.labels.agreement import agreement_table, contested_paragraphs, disagreements, latest_codings
from discourse.labels.append import LabelLog
from discourse.labels.changes import changed_labels, count_changes, log_state
from discourse.labels.coding import ADJUDICATION, COLUMNS, INFORMED, Coding, check_coding
from discourse.labels.conflicts import label_conflicts
from discourse.labels.exchange import (
    FORMS,
    Imported,
    import_codings,
    write_codings,
    write_paragraphs,
    write_setup,
)
from discourse.labels.inclusion import inclusion_probabilities
from discourse.labels.log import logged_codings, parse_log, read_codings
from discourse.labels.queues import (
    QUEUES,
    answer_queue,
    audit_queue,
    disagreement_queue,
    label_error_queue,
    self_confidence,
    stale_queue,
    uncoded_queue,
)
from discourse.labels.reliability import (
    BOOTSTRAP,
    JACKKNIFE,
    cohen_kappa,
    gwet_ac1,
    krippendorff_alpha,
    krippendorff_interval,
    percent_agreement,
)
from discourse.labels.table import (
    analysed_rows,
    coded_table,
    current_labels,
    labelled_rows,
    mention_matrix,
    select,
    study_labels,
)
from discourse.labels.team import merge_codings, split_tasks
from discourse.labels.variables import as_primary

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
    "agreement_table",
    "analysed_rows",
    "answer_queue",
    "as_primary",
    "audit_queue",
    "changed_labels",
    "check_coding",
    "coded_table",
    "cohen_kappa",
    "contested_paragraphs",
    "count_changes",
    "current_labels",
    "disagreement_queue",
    "disagreements",
    "gwet_ac1",
    "import_codings",
    "inclusion_probabilities",
    "krippendorff_alpha",
    "krippendorff_interval",
    "label_conflicts",
    "label_error_queue",
    "labelled_rows",
    "latest_codings",
    "log_state",
    "logged_codings",
    "mention_matrix",
    "merge_codings",
    "parse_log",
    "percent_agreement",
    "read_codings",
    "select",
    "self_confidence",
    "split_tasks",
    "stale_queue",
    "study_labels",
    "uncoded_queue",
    "write_codings",
    "write_paragraphs",
    "write_setup",
]
