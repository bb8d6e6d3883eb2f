"""How is a table printed, so that each number stands beside its interval at a terminal of 80 columns?"""

from __future__ import annotations

from discourse.printing.frames import ReadableTable

__all__ = ["ReadableTable"]
