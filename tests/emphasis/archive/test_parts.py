"""Are the files of an archive found, and is a part that does not fit named?"""

from __future__ import annotations

import gzip

import pytest

from discourse.emphasis.archive.engine import open_engine
from discourse.emphasis.archive.parts import find_parts, suffix_of
from discourse.errors import DataError


@pytest.fixture
def connection():
    with open_engine("200MB") as opened:
        yield opened


def test_parts_are_found_at_any_depth_and_in_order(draw_archive, write_parts, connection):
    folder = write_parts(draw_archive(30))
    (folder / "year=2021").mkdir()
    (folder / "part-0.parquet").rename(folder / "year=2021" / "a.parquet")
    (folder / "_temporary").mkdir()
    (folder / "_temporary" / "b.parquet").write_bytes(b"")
    (folder / ".part-1.parquet.crc").write_bytes(b"")
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    parts = find_parts(folder, connection)
    assert [path.name for path in parts.paths] == ["part-1.parquet", "part-2.parquet", "a.parquet"]
    assert parts.parquet
    assert parts.columns[0]["words"] == "BIGINT"
    parts.need(["article_id", "words"])


def test_codes_are_those_with_a_probability(tmp_path, connection):
    (tmp_path / "a.csv").write_text("article_id,pillar,p_trade,p_none\n", encoding="utf-8")
    assert find_parts(tmp_path / "a.csv", connection).codes == ("trade",)
    (tmp_path / "b.csv").write_text("article_id,pillar,p_law,p_none\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"b\.csv: expected probabilities of trade, as in a\.csv, found law"):
        find_parts(tmp_path, connection)


def test_a_part_without_a_column_or_of_another_type_is_named(draw_archive, write_parts, connection):
    drawn = draw_archive(30)
    folder = write_parts(drawn)
    write_parts(drawn.assign(words="9").drop(columns="outlet")).joinpath("part-2.parquet").rename(folder / "z.parquet")
    write_parts(drawn)
    parts = find_parts(folder, connection)
    with pytest.raises(DataError, match=r"z\.parquet: expected a column outlet, found the columns article_id"):
        parts.need(["outlet"])
    with pytest.raises(DataError, match=r"z\.parquet: expected BIGINT in column words, as in part-0.*, found VARCHAR"):
        parts.need(["words"])


@pytest.mark.parametrize("left", [0, 3, 200])
def test_a_part_that_was_cut_short_is_named(draw_archive, write_parts, connection, left):
    folder = write_parts(draw_archive(300))
    path = folder / "part-1.parquet"
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(DataError, match=r"part-1\.parquet: expected a parquet file that can be read, found") as caught:
        find_parts(folder, connection)
    assert str(caught.value).isprintable()


def test_what_is_no_archive_is_refused(tmp_path, connection):
    for name, said in (("none", "found no such file"), (".", "expected files .parquet, .csv, .csv.gz, found none")):
        with pytest.raises(DataError, match=said):
            find_parts(tmp_path / name, connection)
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    with pytest.raises(DataError, match=r"a\.txt: expected files"):
        find_parts(tmp_path / "a.txt", connection)
    (tmp_path / "b.csv").write_bytes(b"")
    with pytest.raises(DataError, match=r"b\.csv: expected a line of column names, found an empty file"):
        find_parts(tmp_path, connection)
    (tmp_path / "c.parquet").write_bytes(b"")
    with pytest.raises(DataError, match="expected parquet files or CSV files, found both"):
        find_parts(tmp_path, connection)


def test_a_packed_part_is_read_behind_its_mark_or_refused(tmp_path, connection):
    text = "\ufeffarticle_id,pillar\n" + "a,trade\n" * 9000
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(text.encode()))
    assert list(find_parts(tmp_path, connection).columns[0]) == ["article_id", "pillar"]
    (tmp_path / "a.csv.gz").write_bytes(b"article_id,pillar\n")
    with pytest.raises(DataError, match=r"a\.csv\.gz: expected a table packed by gzip, found a damaged file"):
        find_parts(tmp_path, connection)


def test_endings_are_read_in_any_case():
    from pathlib import Path

    assert [suffix_of(Path(name)) for name in ("A.CSV", "a.csv.GZ", "a.gz", "b.Parquet", "csv")] == [
        ".csv",
        ".csv.gz",
        "",
        ".parquet",
        "",
    ]
