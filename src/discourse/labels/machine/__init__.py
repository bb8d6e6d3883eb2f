"""What do programs code, and what becomes of it? Prompts out, answers in, and which labels are theirs."""

from __future__ import annotations

from discourse.labels.machine.incoming_answers import check_machine, import_answers
from discourse.labels.machine.origins import LabelOrigins, coding_notes, label_origins, origins_note, unknown_machines
from discourse.labels.machine.prompts import Drawn, write_prompts

__all__ = [
    "Drawn",
    "LabelOrigins",
    "check_machine",
    "coding_notes",
    "import_answers",
    "label_origins",
    "origins_note",
    "unknown_machines",
    "write_prompts",
]
