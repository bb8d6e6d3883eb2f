"""How do rows come in and go out, a few at a time, from files of any size?"""

from __future__ import annotations

from discourse.io.records.packed import DAMAGE, PACKINGS, bare_name, damaged, open_unpacked
from discourse.io.records.rows import (
    TABLE_SUFFIXES,
    as_lines,
    check_columns,
    csv_fields,
    csv_header,
    csv_rows,
    is_csv,
    is_table,
    json_rows,
    open_csv,
    open_table,
    row_place,
)
from discourse.io.records.writing import CsvWriter, cell_text, csv_cell

__all__ = [
    "DAMAGE",
    "PACKINGS",
    "TABLE_SUFFIXES",
    "CsvWriter",
    "as_lines",
    "bare_name",
    "cell_text",
    "check_columns",
    "csv_cell",
    "csv_fields",
    "csv_header",
    "csv_rows",
    "damaged",
    "is_csv",
    "is_table",
    "json_rows",
    "open_csv",
    "open_table",
    "open_unpacked",
    "row_place",
]
