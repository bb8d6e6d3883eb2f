"""Shares of an archive: ``discourse emphasis INPUT``."""
