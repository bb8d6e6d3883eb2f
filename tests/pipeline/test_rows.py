"""Rows that are new, changed or gone are told by their digests."""

from __future__ import annotations

from discourse.pipeline.rows import changed_rows, row_digests


def test_rows_gone_are_counted(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("a\n1\n2\n2\n", encoding="utf-8")
    known = row_digests(path)
    path.write_text("a\n2\n3\n", encoding="utf-8")
    assert changed_rows(known, path) == "1 rows new or changed (3), 2 gone"
