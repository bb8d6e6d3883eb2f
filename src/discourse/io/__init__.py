"""How do bytes and rows get in and out? Whole files, tables, the append-only log, model files; nothing of the study."""
