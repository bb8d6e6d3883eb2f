"""Are the rows of CSV files those that are there, whatever is wrong with one of them?"""

from __future__ import annotations

import gzip

import pytest

from discourse.emphasis.archive.csv_parts import PART, TABLE, fill_table, record_of
from discourse.emphasis.archive.engine import open_engine
from discourse.emphasis.archive.left_out import LeftOut
from discourse.emphasis.archive.parts import find_parts
from discourse.errors import DataError

HEAD = "article_id,text,pillar\n"


def filled(source, skip=False):
    """Rows of an archive, and what was left out."""
    left_out = LeftOut(skip)
    with open_engine("200MB") as connection:
        parts = find_parts(source, connection)
        fill_table(connection, parts, ["article_id", "pillar"], left_out)
        asked = f"SELECT {PART}, article_id, coalesce(pillar, '') FROM {TABLE} ORDER BY ALL"
        return connection.execute(asked).fetchall(), left_out


def test_columns_are_found_by_name_in_each_file(tmp_path):
    (tmp_path / "a.csv").write_text(f'{HEAD}a,"one, ""two""\nthree",trade\n', encoding="utf-8")
    (tmp_path / "b.csv").write_text("pillar,article_id\n,b\nroad,c\n", encoding="utf-8")
    (tmp_path / "c.csv.gz").write_bytes(gzip.compress(f"{HEAD}d,x,road\n".encode()))
    assert filled(tmp_path)[0] == [(0, "a", "trade"), (1, "b", ""), (1, "c", "road"), (2, "d", "road")]


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (b"b,x\n", "expected 3 columns, found 2"),
        (b"b,x,trade,trade\n", "expected 3 columns, found 4"),
        (b'b,"x,trade\n', "the quotation opens in line 3"),
        (b"caf\xe9,x,trade\n", "found the byte 0xE9"),
        (b'b,"x"y,trade\n', "found"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_broken_row_is_named_and_those_behind_it_are_kept(tmp_path, broken, said, packed):
    content = f"{HEAD}a,x,trade\n".encode() + broken + b"c,x,road\nd,x,road\n"
    path = tmp_path / ("news.csv.gz" if packed else "news.csv")
    path.write_bytes(gzip.compress(content) if packed else content)
    with pytest.raises(DataError, match=r"news\.csv.*, record 2: .*--on-error skip") as caught:
        filled(path)
    assert said in str(caught.value)
    rows, left_out = filled(path, skip=True)
    assert rows == [(0, "a", "trade"), (0, "c", "road"), (0, "d", "road")]
    assert left_out.rows == 1
    assert str(path) in left_out.report()


def test_a_file_whose_end_is_missing_is_refused(tmp_path):
    path = tmp_path / "news.csv"
    path.write_text(f"{HEAD}a,x,trade\nb,x,tr", encoding="utf-8")
    assert len(filled(path)[0]) == 2  # nobody can see that a code was longer; that it is none is seen later
    path.write_text(f"{HEAD}a,x,trade\nb,x", encoding="utf-8")
    with pytest.raises(DataError, match="record 2: expected 3 columns, found 2"):
        filled(path)
    packed = tmp_path / "cut.csv.gz"
    content = gzip.compress(f"{HEAD}{''.join(f'a{n},{n * n},trade{chr(10)}' for n in range(20_000))}".encode())
    packed.write_bytes(content[: len(content) // 2])
    with pytest.raises(DataError, match=r"cut\.csv\.gz: expected a table packed by gzip, found a damaged file"):
        filled(packed)


def test_a_value_is_found_in_its_row(tmp_path):
    path = tmp_path / "news.csv"
    path.write_text(f"{HEAD}a,x,trade\n\nb,x,road\n", encoding="utf-8")
    assert record_of(path, "pillar", "road") == f"{path}, record 2"
