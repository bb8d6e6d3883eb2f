"""Rows that are new, changed or gone are told by their digests."""

from __future__ import annotations

import pytest

from discourse.errors import DataError
from discourse.pipeline.rows import changed_rows, row_digests


def test_rows_gone_are_counted(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("a\n1\n2\n2\n", encoding="utf-8")
    known = row_digests(path)
    path.write_text("a\n2\n3\n", encoding="utf-8")
    assert changed_rows(known, path) == "1 row new or changed (3), 2 gone"


def test_a_damaged_packed_table_is_named(tmp_path):
    path = tmp_path / "terms.csv.gz"
    path.write_bytes(b"\x1f\x8b no archive")
    with pytest.raises(DataError, match=r"terms\.csv\.gz: expected a table packed by gzip, found a damaged file"):
        row_digests(path)
