"""What does a page for coders show? Where they differ, and which rule would settle it."""

from __future__ import annotations

from discourse.report.coders.differences import write_disagreements

__all__ = ["write_disagreements"]
