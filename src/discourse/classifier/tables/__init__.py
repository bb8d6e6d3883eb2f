"""How is a table of any length classified, in one process or in many?"""

from __future__ import annotations

from discourse.classifier.tables.chunks import classify_records, classify_texts, output_columns
from discourse.classifier.tables.parts import kept_parts
from discourse.classifier.tables.run import classify_table
from discourse.classifier.tables.skipped import SkippedRows

__all__ = ["SkippedRows", "classify_records", "classify_table", "classify_texts", "kept_parts", "output_columns"]
