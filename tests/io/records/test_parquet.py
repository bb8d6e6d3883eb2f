"""Parquet comes out with the types with which it went in, and a damaged file is named."""

from __future__ import annotations

import errno
import sys
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from discourse.errors import DataError, MissingExtraError
from discourse.io.records import parquet as parquet_file
from discourse.io.records.parquet import (
    ParquetPart,
    common_schema,
    is_parquet,
    join_files,
    parquet_files,
    read_rows,
    write_rows,
)

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

TYPED = {
    "text": ["kopi", None],
    "number": [1, None],
    "share": [0.1, None],
    "yes": [True, None],
    "day": [date(2023, 1, 31), None],
    "time": [datetime(2023, 1, 31, 5, 30, tzinfo=UTC), None],
    "price": [Decimal("1.10"), None],
    "tags": [["a", "b"], None],
    "at": [{"x": 1}, None],
}


@pytest.fixture
def typed(tmp_path):
    pq.write_table(pa.table(TYPED), tmp_path / "typed.parquet")
    return tmp_path / "typed.parquet"


def test_types_are_kept_from_file_to_file(typed, tmp_path):
    part = ParquetPart(typed)
    rows = list(part.read(0))
    assert {name: [row[name] for row in rows] for name in TYPED} == TYPED
    write_rows(tmp_path / "again.parquet", rows, part.schema)
    assert pq.read_table(tmp_path / "again.parquet").equals(pa.table(TYPED))
    join_files([typed, tmp_path / "again.parquet"], tmp_path / "joined.parquet", part.schema)
    assert pq.read_table(tmp_path / "joined.parquet").equals(pa.concat_tables([pa.table(TYPED)] * 2))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.parquet", "joined.parquet", "typed.parquet"]


def test_times_to_the_nanosecond_are_kept(tmp_path):
    table = pa.table({"at": pa.array([1_234_567_890_123_456_789, None], pa.timestamp("ns"))})
    pq.write_table(table, tmp_path / "a.parquet")
    write_rows(tmp_path / "b.parquet", read_rows(tmp_path / "a.parquet"), table.schema)
    assert pq.read_table(tmp_path / "b.parquet").equals(table)


def test_kinds_of_text_are_one_type(tmp_path):
    kinds = [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())]
    for number, kind in enumerate(kinds):
        pq.write_table(pa.table({"text": pa.array(["kopi"] * 2).cast(kind)}), tmp_path / f"{number}.parquet")
    parts = [ParquetPart(path) for path in parquet_files(tmp_path)]
    assert [part.schema.field("text").type for part in parts] == [pa.string()] * 4
    assert [row for part in parts for row in part.read(0)] == [{"text": "kopi"}] * 8


def test_a_table_is_a_file_or_a_folder_of_files(tmp_path):
    assert not is_parquet(tmp_path)
    for name in ("outlet=A/2.parquet", "1.parquet", "_metadata.parquet", ".hidden/3.parquet", "notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        pq.write_table(pa.table({"text": ["kopi"]}), tmp_path / name)
    assert [path.name for path in parquet_files(tmp_path)] == ["1.parquet", "2.parquet"]
    assert is_parquet(tmp_path)
    assert parquet_files(tmp_path / "1.parquet") == [tmp_path / "1.parquet"]
    assert (is_parquet(tmp_path / "1.PARQUET"), is_parquet(tmp_path / "notes.txt")) == (True, False)


def test_what_folders_say_is_a_column_where_the_file_has_none(typed):
    part = ParquetPart(typed, {"outlet": "A", "number": "9"})
    assert part.schema.names == [*TYPED, "outlet"]
    assert [(row["number"], row["outlet"]) for row in part.read(0)] == [(1, "A"), (None, "A")]


def part_of(path, **columns):
    pq.write_table(pa.table(columns), path)
    return ParquetPart(path)


def test_parts_are_alike_or_the_other_is_named(tmp_path):
    first = part_of(tmp_path / "1.parquet", text=["kopi"], n=pa.nulls(1))
    other_order = part_of(tmp_path / "2.parquet", n=[1], text=["teh"])
    schema = common_schema([first], other_order)
    assert schema == pa.schema([("text", pa.string()), ("n", pa.int64())])
    assert common_schema([other_order], first).field("n").type == pa.int64()
    for columns, said in (
        ({"text": ["a"]}, "expected the columns of 1.parquet, found no n"),
        ({"text": ["a"], "n": [1], "m": [1]}, "expected the columns of 1.parquet, found also m"),
        ({"text": [1], "n": [1]}, "expected a column text of type string, as in 1.parquet, found int64"),
    ):
        with pytest.raises(DataError) as caught:
            common_schema([first], part_of(tmp_path / "3.parquet", **columns))
        assert str(caught.value).startswith(f"{tmp_path / '3.parquet'}: {said}")


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda raw: raw[: len(raw) // 2], "one that was cut off, or damaged"),
        (lambda raw: b"", "an empty file"),
        (lambda raw: b"text\nkopi\n" * 9, "one that was cut off, or damaged"),
    ],
)
def test_a_damaged_file_is_named(typed, change, found):
    typed.write_bytes(change(typed.read_bytes()))
    with pytest.raises(DataError) as caught:
        ParquetPart(typed)
    assert str(caught.value) == f"{typed}: expected a whole parquet file, found {found}. Copy or make it anew."
    with pytest.raises(DataError, match=r"no\.parquet: expected a parquet file, found no such file"):
        ParquetPart(typed.with_name("no.parquet"))


def test_a_column_twice_is_refused(tmp_path):
    pq.write_table(pa.Table.from_arrays([pa.array(["a"])] * 2, ["text", "text"]), tmp_path / "a.parquet")
    with pytest.raises(DataError, match="expected each column once, found text twice"):
        ParquetPart(tmp_path / "a.parquet")


def test_a_full_disk_leaves_nothing(tmp_path, monkeypatch):
    def full(*unused):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pyarrow.parquet.ParquetWriter.write_table", full)
    with pytest.raises(DataError, match=r"a\.parquet: expected a place to write to, found No space left on device"):
        write_rows(tmp_path / "a.parquet", [{"text": "kopi"}], pa.schema([("text", pa.string())]))
    assert list(tmp_path.iterdir()) == []


def test_without_the_library_it_is_named(typed, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for use in (lambda: ParquetPart(typed), lambda: parquet_file.check_parquet(typed)):
        with pytest.raises(MissingExtraError, match=r"typed\.parquet: expected the library pyarrow"):
            use()
