"""Rows are added behind those that are there, and nothing that is there changes."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from discourse.columns import PARAGRAPH_COLUMNS
from discourse.corpus.filling.study_tables import read_study_tables
from discourse.errors import DataError
from discourse.io.files import checksum
from discourse.study import Study

ROW = {"article_id": "new", "outlet": "Post", "published": "2023-05-06", "title": "Bridge", "url": "", "extent": ""}


def paragraphs(name: str = "new") -> pd.DataFrame:
    cells = {"paragraph_id": f"{name}:01", "article_id": name, "position": 1, "opening": "yes", "words": 2}
    return pd.DataFrame([{**cells, "text": "The end.", "source_line": 1, "source_sha256": "x"}])[
        list(PARAGRAPH_COLUMNS)
    ]


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_nothing_that_is_there_changes(toy_study) -> None:
    before = {name: cells(toy_study.data / name) for name in ("articles.csv", "paragraphs.csv")}
    read_study_tables(toy_study.data).add([ROW], paragraphs())
    for name, rows in before.items():
        after = cells(toy_study.data / name)
        width = len(rows[0])
        assert [row[:width] for row in after[: len(rows)]] == rows
        assert len(after) == len(rows) + 1
        assert all(not any(row[width:]) for row in after[1 : len(rows)])
    study = Study(toy_study.root)
    (article,) = study.articles[study.articles["article_id"] == "new"].to_dict("records")
    assert (article["title"], article["extent"], article["same_as"]) == ("Bridge", "full", "")
    assert (study.paragraphs["article_id"] == "new").sum() == 1


def test_a_study_without_tables_gets_them(tmp_path: Path) -> None:
    read_study_tables(tmp_path).add([ROW], paragraphs())
    assert cells(tmp_path / "articles.csv") == [
        ["article_id", "outlet", "published", "title"],
        ["new", "Post", "2023-05-06", "Bridge"],
    ]
    assert cells(tmp_path / "paragraphs.csv")[0] == list(PARAGRAPH_COLUMNS)


def test_tables_with_a_header_alone_are_filled_in_its_order(tmp_path: Path) -> None:
    (tmp_path / "articles.csv").write_text("date,headline,outlet,id\n", encoding="utf-8")
    (tmp_path / "paragraphs.csv").write_text("text,article_id\n", encoding="utf-8")
    tables = read_study_tables(tmp_path)
    assert tables.known_articles.empty
    assert tables.known_paragraphs.empty
    tables.add([ROW | {"url": "https://p.example/a"}], paragraphs())
    assert cells(tmp_path / "articles.csv") == [
        ["date", "headline", "outlet", "id", "url"],
        ["2023-05-06", "Bridge", "Post", "new", "https://p.example/a"],
    ]
    header, row = cells(tmp_path / "paragraphs.csv")
    assert header[:2] == ["text", "article_id"]
    assert dict(zip(header, row, strict=True))["paragraph_id"] == "new:01"


def test_what_is_made_of_short_tables_stays_the_same_when_rows_are_added(tmp_path: Path) -> None:
    (tmp_path / "articles.csv").write_text("id,outlet,date\nold,Post,2023\n", encoding="utf-8")
    (tmp_path / "paragraphs.csv").write_text("article_id,text\nold,One.\nold,Two.\n", encoding="utf-8")
    before = read_study_tables(tmp_path).known_paragraphs
    read_study_tables(tmp_path).add([ROW], paragraphs())
    after = read_study_tables(tmp_path).known_paragraphs
    pd.testing.assert_frame_equal(after.iloc[:2][before.columns], before)
    assert before["paragraph_id"].tolist() == ["old:01", "old:02"]


def test_a_former_name_of_a_column_stays(tmp_path: Path) -> None:
    (tmp_path / "articles.csv").write_text("id,outlet,date\nold,Post,2023\n", encoding="utf-8")
    (tmp_path / "paragraphs.csv").write_text("article_id,text,lead\nold,One.,no\n", encoding="utf-8")
    read_study_tables(tmp_path).add([ROW], paragraphs())
    header, first, second = cells(tmp_path / "paragraphs.csv")
    assert "opening" not in header
    assert [row[header.index("lead")] for row in (first, second)] == ["no", "yes"]


def test_a_table_that_was_changed_meanwhile_is_kept(toy_study) -> None:
    tables = read_study_tables(toy_study.data)
    path = toy_study.data / "paragraphs.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    before = checksum(toy_study.data)
    with pytest.raises(DataError, match=r"paragraphs\.csv: expected the file as it was read.*Import again"):
        tables.add([ROW], paragraphs())
    assert checksum(toy_study.data) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id,outlet\na,b\n", "found no published"),
        ("id;outlet;date\na;b;c\n", "found by semicolons"),
        ("id,outlet,date\na,b,\na,b,\n", "row 3, column article_id: expected each id once"),
    ],
)
def test_a_table_that_cannot_be_added_to_is_named(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "articles.csv").write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=said):
        read_study_tables(tmp_path)
