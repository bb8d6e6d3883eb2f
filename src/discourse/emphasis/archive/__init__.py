"""What does a classified archive say, of whatever size? Added up by DuckDB, never held in memory.

::

    parquet or CSV files
      -> parts       which files, and have they the columns?
         csv_parts   broken rows: refused, or left out and counted
      -> rows        what stands in a column, and where
      -> codings     the number of each date, outlet and period
      -> adding      a row an article, then sums over the articles of each cell and size
      -> cells       the sums of each cell
         corrected   the classifier's errors taken off
      -> tables      rows as of emphasis_table() and emphasis_by()
"""

from __future__ import annotations

from discourse.emphasis.archive.shares import ArchiveShares, archive_shares

__all__ = ["ArchiveShares", "archive_shares"]
