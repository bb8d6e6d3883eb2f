"""Is what stands in a column the same in all kinds of files, and is its place found?"""

from __future__ import annotations

import pytest

from discourse.emphasis.archive.engine import open_engine
from discourse.emphasis.archive.left_out import LeftOut
from discourse.emphasis.archive.parts import find_parts
from discourse.emphasis.archive.rows import read_rows
from discourse.errors import DataError


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_values_are_counted_and_found(draw_archive, write_parts, kind):
    drawn = draw_archive(90)
    drawn.loc[40, "outlet"] = "the odd one"
    source = write_parts(drawn, kind)
    with open_engine("200MB") as connection:
        parts = find_parts(source, connection)
        rows = read_rows(connection, parts, ["article_id", "outlet", "words"], LeftOut())
        assert rows.values("outlet") == drawn["outlet"].value_counts().sort_index().to_dict()
        assert rows.values("words")["7"] == (drawn["words"] == 7).sum()
        part, row = 40 % 3, 40 // 3 + 1
        word = "row" if kind == "parquet" else "record"
        assert rows.place("outlet", "the odd one") == f"{source}/part-{part}.{kind}, {word} {row}, column outlet"


def test_lists_dates_and_numbers_are_read_as_text(tmp_path):
    path = tmp_path / "odd.parquet"
    with open_engine("200MB") as connection:
        connection.execute(
            "COPY (SELECT 7 AS article_id, ['trade', 'road'] AS also, TIMESTAMP '2019-05-17 10:00:00' AS published, "
            f"DATE '2019-05-18' AS day, NULL::VARCHAR AS outlet, 2019 AS period) TO '{path}' (FORMAT parquet)"
        )
        rows = read_rows(connection, find_parts(path, connection), ["article_id"], LeftOut())
        found = {name: list(rows.values(name)) for name in rows.parts.columns[0]}
    assert found == {
        "article_id": ["7"],
        "also": ["trade road"],
        "published": ["2019-05-17"],
        "day": ["2019-05-18"],
        "outlet": [""],
        "period": ["2019"],
    }


def test_an_archive_without_rows_is_refused(draw_archive, write_parts):
    for kind in ("parquet", "csv"):
        with open_engine("200MB") as connection:
            parts = find_parts(write_parts(draw_archive(9).iloc[:0], kind), connection)
            with pytest.raises(DataError, match="expected at least one row, found none"):
                read_rows(connection, parts, ["pillar"], LeftOut())
