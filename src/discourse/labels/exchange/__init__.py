"""How do codings leave for other programs, and come back, without loss? CSV, JSON lines, Label Studio, doccano."""

from __future__ import annotations

from discourse.labels.exchange.transfer import (
    FORMS,
    Imported,
    import_codings,
    read_source,
    write_codings,
    write_paragraphs,
    write_setup,
)

__all__ = ["FORMS", "Imported", "import_codings", "read_source", "write_codings", "write_paragraphs", "write_setup"]
