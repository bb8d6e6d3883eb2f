"""Of a parquet table, what can be read is read, and what cannot is named with file and record."""

from __future__ import annotations

import pytest

from discourse.classifier.tables.broken import LONGEST_TEXT
from discourse.classifier.tables.parquet_rows import ParquetRows
from discourse.errors import DataError

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


def write(path, texts, **further):
    path.parent.mkdir(exist_ok=True)
    pq.write_table(pa.table({"text": texts, **further}), path)
    return path


def read(source):
    broken = []
    return list(ParquetRows(source, broken.append)), broken


def test_parts_are_read_in_order_of_their_names_with_what_their_folders_say(tmp_path):
    write(tmp_path / "in" / "2.parquet", ["teh"], outlet=["B"])
    (tmp_path / "in" / "outlet=A").mkdir()
    write(tmp_path / "in" / "outlet=A" / "1.parquet", ["kopi", None])
    rows = ParquetRows(tmp_path / "in", None)
    assert (rows.number, rows.columns) == (3, ("text", "outlet"))
    assert [tuple(row.values()) for row in rows] == [("teh", "B"), ("kopi", "A"), (None, "A")]


def test_a_part_that_is_cut_off_or_unlike_the_others_is_left_out(tmp_path):
    folder = tmp_path / "in"
    for number in range(1, 6):
        write(folder / f"{number}.parquet", [f"kopi {number}"], n=[number])
    cut = folder / "2.parquet"
    cut.write_bytes(cut.read_bytes()[:-9])
    write(folder / "3.parquet", ["kopi"], n=["three"])
    write(folder / "4.parquet", ["kopi"])
    rows, broken = read(folder)
    assert [row["n"] for row in rows] == [1, 5]
    assert [(one.file.name, one.number, one.what, one.rows) for one in broken] == [
        (f"{number}.parquet", None, "parquet file", 1) for number in (2, 3, 4)
    ]
    with pytest.raises(DataError) as caught:
        ParquetRows(folder, None)
    assert str(caught.value) == (
        f"{cut}: expected a whole parquet file, found one that was cut off, or damaged. "
        "Copy or make it anew. To leave out what cannot be read: --on-error skip."
    )


def test_a_damaged_group_of_rows_costs_no_other(tmp_path):
    path = tmp_path / "in.parquet"
    texts = [f"kopi {row} {row * 7919 % 1009}" for row in range(9_000)]
    pq.write_table(pa.table({"text": texts}), path, row_group_size=3_000, compression="snappy", use_dictionary=False)
    second = pq.ParquetFile(path).metadata.row_group(1).column(0)
    raw = bytearray(path.read_bytes())
    start = second.data_page_offset
    raw[start : start + 200] = b"\xff" * 200
    path.write_bytes(raw)
    rows, broken = read(path)
    assert [row["text"] for row in rows] == texts[:3_000] + texts[6_000:]
    assert [(one.number, one.rows, one.what) for one in broken] == [(3_001, 3_000, "row")]
    with pytest.raises(DataError, match=r"in\.parquet, record 3001: .*the records 3001 to 6000 cannot be read"):
        list(ParquetRows(path, None))


def test_a_record_that_cannot_be_classified_is_named(tmp_path):
    texts = ["kopi", "a\0b", "x" * (LONGEST_TEXT + 1), "teh"]
    rows, broken = read(write(tmp_path / "in.parquet", texts))
    assert [row["text"] for row in rows] == ["kopi", "teh"]
    assert [str(one.error).removeprefix(f"{tmp_path}/in.parquet, ").split(":")[0] for one in broken] == [
        "record 2",
        "record 3",
    ]
    assert broken[0].content == b'{"text": "a\\u0000b"}'


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"text": pa.array([1])}, "expected a column text that holds text, found one of type int64"),
        ({"text": pa.array([], pa.string())}, "expected at least one row, found none"),
        ({"text": pa.array(["\0"])}, "expected at least one row that can be read, found none of 1"),
    ],
)
def test_a_table_without_texts_is_refused(tmp_path, columns, said):
    pq.write_table(pa.table(columns), tmp_path / "in.parquet")
    with pytest.raises(DataError, match=said):
        read(tmp_path / "in.parquet")


def test_a_table_of_damaged_parts_alone_is_refused(tmp_path):
    (tmp_path / "in.parquet").write_bytes(b"PAR1")
    with pytest.raises(DataError, match="expected at least one parquet file that can be read, found none"):
        read(tmp_path / "in.parquet")


def test_texts_of_nothing_but_missing_values_are_blank(tmp_path):
    rows, broken = read(write(tmp_path / "in.parquet", pa.nulls(2), n=[1, 2]))
    assert ([row["text"] for row in rows], broken) == ([None, None], [])
