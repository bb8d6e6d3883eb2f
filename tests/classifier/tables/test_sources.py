"""The same rows come of every form of input."""

from __future__ import annotations

import gzip
import json

import pandas as pd
import pytest

from discourse.classifier.tables.sources import open_source
from discourse.columns import PARAGRAPH_COLUMNS
from discourse.errors import DataError

ROWS = [{"id": "007", "text": "kopi, teh"}, {"id": "8", "text": 'kata "guru"\nmurid'}, {"id": "", "text": ""}] * 50


def write(path):
    frame = pd.DataFrame(ROWS)
    if path.name.startswith("in.csv"):
        content = frame.to_csv(index=False).encode()
    else:
        content = "\n".join(map(json.dumps, ROWS)).encode()
    if path.suffix == ".gz":
        content = gzip.compress(content)
    if path.suffix in (".zst", ".parquet"):
        pyarrow = pytest.importorskip("pyarrow")
        if path.suffix == ".parquet":
            frame.to_parquet(path)
            return
        with pyarrow.CompressedOutputStream(str(path), "zstd") as stream:
            stream.write(content)
        return
    path.write_bytes(content)


@pytest.mark.parametrize(
    "name",
    ["in.csv", "in.csv.gz", "in.csv.zst", "in.jsonl", "in.jsonl.gz", "in.jsonl.zst", "in.ndjson.gz", "in.parquet"],
)
def test_rows_are_the_same_whatever_the_form(tmp_path, name):
    write(tmp_path / name)
    with open_source(tmp_path / name, "und") as given:
        assert given.columns == ("id", "text")
        assert list(given.rows) == ROWS
        assert given.rows_in_all(len(ROWS)) == len(ROWS)
        assert (given.schema is None) == (name != "in.parquet")


def test_a_folder_of_articles_says_how_far_it_is(tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(f"Judul {name}\n\nIsi berita yang cukup panjang untuk dibaca.\n", "utf-8")
    with open_source(tmp_path, "id") as given:
        assert given.rows_in_all(0) is None
        rows = iter(given.rows)
        assert tuple(next(rows)) == given.columns == PARAGRAPH_COLUMNS
        assert given.rows_in_all(1) == 2
        assert {row["article_id"] for row in rows} <= {"a", "b"}
        assert given.rows_in_all(2) == 2


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("no.csv", "expected a table or a folder of articles, found no such file"),
        ("in.txt.gz", r"expected a packed table ending in \.csv\.gz, \.jsonl\.gz, \.ndjson\.gz, found in\.txt\.gz"),
    ],
)
def test_what_is_no_input_is_said(tmp_path, name, said):
    if name != "no.csv":
        (tmp_path / name).write_bytes(gzip.compress(b"kopi"))
    with pytest.raises(DataError, match=said), open_source(tmp_path / name, "und"):
        pass
