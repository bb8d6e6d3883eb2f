"""Which choices does the study make? ``study.toml``, read and checked: its parts, and the settings as a whole."""

from __future__ import annotations

from discourse.settings.choices import NEW_CODERS, NO_CODERS, NewCoders, Settings, check_settings, read_settings
from discourse.settings.parts import FORMER_NAMES, OPENING, Analysis, Period, days_of

__all__ = [
    "FORMER_NAMES",
    "NEW_CODERS",
    "NO_CODERS",
    "OPENING",
    "Analysis",
    "NewCoders",
    "Period",
    "Settings",
    "check_settings",
    "days_of",
    "read_settings",
]
