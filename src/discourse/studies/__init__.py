"""How does a study begin, and where does it stand?"""

from __future__ import annotations

from discourse.studies.beginning import copy_demo, new_study, read_codes, read_periods
from discourse.studies.status import StudyStatus, check_coded, next_step, study_status

__all__ = [
    "StudyStatus",
    "check_coded",
    "copy_demo",
    "new_study",
    "next_step",
    "read_codes",
    "read_periods",
    "study_status",
]
