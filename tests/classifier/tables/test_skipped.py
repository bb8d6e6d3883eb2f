from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from discourse.classifier import SkippedRows
from discourse.classifier.tables.broken import BrokenRecord
from discourse.errors import DataError


def broken(number, content=b"9\n"):
    error = DataError("2 columns", "1", f"in.csv, record {number}")
    return BrokenRecord(Path("in.csv"), number, number + 1, content, error)


def test_the_first_are_described_the_others_counted_and_all_written(tmp_path):
    with SkippedRows(tmp_path / "coded.csv") as skipped:
        for number in range(1, 18):
            skipped.add(broken(number))
        skipped.save()
    assert skipped.report().splitlines() == [
        f"17 rows that cannot be read were left out: {tmp_path / 'coded.skipped.csv'}",
        *[f"  in.csv, record {number}: expected 2 columns, found 1" for number in range(1, 6)],
        "  and 12 more",
    ]
    table = pd.read_csv(tmp_path / "coded.skipped.csv", dtype=str)
    assert list(table.columns) == ["file", "record", "line", "reason", "content"]
    assert table["record"].tolist() == [str(number) for number in range(1, 18)]
    assert [path.name for path in tmp_path.iterdir()] == ["coded.skipped.csv"]


def test_bytes_that_are_no_text_can_be_seen(tmp_path):
    with SkippedRows(tmp_path / "coded.csv") as skipped:
        skipped.add(broken(1, b'9,"\xffko\0pi\r\n'))
        skipped.save()
    assert pd.read_csv(skipped.path)["content"].tolist() == ['9,"\\xffko\\x00pi']


def test_what_an_earlier_run_left_out_is_not_kept(tmp_path):
    (tmp_path / "coded.skipped.csv").write_text("old")
    with SkippedRows(tmp_path / "coded.csv") as skipped:
        skipped.save()
    assert list(tmp_path.iterdir()) == []


def test_without_an_end_nothing_is_left(tmp_path):
    with SkippedRows(tmp_path / "coded.csv") as skipped:
        skipped.add(broken(1))
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_to_is_said(tmp_path):
    with pytest.raises(DataError, match=r"coded\.skipped\.csv: expected a place to write to, found No such file"):
        SkippedRows(tmp_path / "none" / "coded.csv")
    (tmp_path / "coded.skipped.csv").mkdir()
    with SkippedRows(tmp_path / "coded.csv") as skipped, pytest.raises(DataError, match="expected a place to write"):
        skipped.save()


def test_files_and_groups_of_rows_are_counted_as_what_they_are(tmp_path):
    error = DataError("a whole parquet file", "one that was cut off", "b.parquet")
    with SkippedRows(tmp_path / "coded.csv") as skipped:
        skipped.add(broken(4))
        skipped.add(BrokenRecord(Path("b.parquet"), None, None, b"", error, "parquet file"))
        skipped.add(BrokenRecord(Path("c.parquet"), 1001, None, b"", error, rows=1_000))
        skipped.save()
    first, *described = skipped.report().splitlines()
    assert first.startswith("1,001 rows, 1 parquet file that cannot be read were left out: ")
    assert (skipped.count, len(described)) == (1_002, 3)
    table = pd.read_csv(skipped.path, dtype=str, keep_default_na=False)
    assert table[["file", "record", "line"]].to_numpy().tolist() == [
        ["in.csv", "4", "5"],
        ["b.parquet", "", ""],
        ["c.parquet", "1001", ""],
    ]
