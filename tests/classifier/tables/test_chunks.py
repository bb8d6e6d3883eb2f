from __future__ import annotations

import csv
import json
from itertools import count, islice

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discourse.classifier import ArticleRuns, classify_table, load_model
from discourse.classifier.tables import classify_records, classify_texts, output_columns
from discourse.errors import DataError

WORDS = st.sampled_from(["ekspor", "kopi", "guru", "jembatan", "quốc", "x", "§", "kerja-kerja", ""])


def written(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_a_row_without_text_gets_no_prediction(toy_model):
    table = classify_texts(toy_model, ["beras dan ikan", " "])
    assert table["pillar"].tolist()[1] == ""
    assert table.iloc[1].drop(["pillar", "also"]).isna().all()
    assert table["pillar"].tolist()[0] != ""
    assert tuple(table.columns) == output_columns(toy_model)


def test_rows_are_reported_chunk_by_chunk(toy_model, tmp_path):
    source, out, seen = tmp_path / "in.csv", tmp_path / "out.csv", []
    pd.DataFrame({"text": ["beras"] * 3}).to_csv(source, index=False)
    assert classify_table(toy_model, source, out, progress=lambda *told: seen.append(told)) == 3
    assert seen == [(3, 3, 0)]


def test_cells_of_a_csv_file_come_out_as_they_came_in(toy_model, tmp_path):
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    rows = [
        ["007", "1.10", "NA", "", " x ", 'kata "guru", lalu\nmurid'],
        ["1e5", "None", "ünï", "#", "\t", "baris\r\nlain"],
    ]
    with source.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([["id", "n", "", "note", "space", "text"], *rows])
    assert classify_table(toy_model, source, out, raw=True) == 2
    names, *found = written(out)
    assert names == ["id", "n", "Unnamed: 2", "note", "space", "text", *output_columns(toy_model)]
    assert [row[:6] for row in found] == rows


def test_text_that_begins_as_a_formula_is_guarded_and_numbers_are_not(toy_model, tmp_path):
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    with source.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["@id", "n", "text"], ["+x", "-12.7", "=1+1"], ["-7", "@", "beras"]])
    classify_table(toy_model, source, out)
    assert [row[:3] for row in written(out)] == [
        ["'@id", "n", "text"],
        ["'+x", "-12.7", "'=1+1"],
        ["-7", "'@", "beras"],
    ]
    guarded = out.read_text(encoding="utf-8")
    classify_table(toy_model, source, out, raw=True)
    raw = out.read_text(encoding="utf-8")
    assert raw == guarded.replace("'", "")


def test_values_of_json_lines_come_out_as_they_came_in(toy_model, tmp_path):
    source, out = tmp_path / "in.jsonl", tmp_path / "out.csv"
    lines = [
        '{"a": 0.12345678901234567, "b": 1, "c": true, "d": [1.5, "x"], "text": "beras"}',
        "",
        '{"a": 1.10, "b": 12345678901234567890, "c": null, "d": "2023-01-01", "text": null}',
        '{"a": 1e5, "b": 3.0, "text": "ikan"}',
    ]
    source.write_text("\ufeff" + "\n".join(lines), encoding="utf-8")
    assert classify_table(toy_model, source, out) == 3
    names, *found = written(out)
    assert names == ["a", "b", "c", "d", "text", *output_columns(toy_model)]
    assert [row[:5] for row in found] == [
        ["0.12345678901234567", "1", "true", '[1.5, "x"]', "beras"],
        ["1.10", "12345678901234567890", "", "2023-01-01", ""],
        ["1e5", "3.0", "", "", "ikan"],
    ]
    assert found[1][5:7] == ["", ""]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("in.csv", "id,text\n1,beras\n2,ikan,laut\n", r"in\.csv, record 2: expected 2 columns, found 3\. Quote fields"),
        ("in.csv", "id,text\n1,beras\n\n2\n", r"in\.csv, record 2: expected 2 columns, found 1\. Quote fields"),
        ("in.csv", 'text\n"beras" mahal\n', r"in\.csv, record 1: expected a CSV table in UTF-8, quotes inside"),
        ("in.csv", "id,id,text\n1,2,beras\n", r"in\.csv: expected each column once, found id twice"),
        ("in.csv", "text\n" + "beras\n" * 3 + "\udcff\n", r"in\.csv, record 4: expected a CSV table in UTF-8"),
        ("in.csv", "te\udcffxt\n", r"in\.csv, line of column names: expected a CSV table in UTF-8"),
        ("in.csv", "", r"in\.csv: expected a line of column names, found an empty file"),
        ("in.csv", "\n\n", r"in\.csv: expected a line of column names, found an empty file"),
        ("in.csv", "text\n", r"in\.csv: expected at least one row, found none"),
        ("in.csv", "id;text\n1;beras\n", r"in\.csv: expected cells separated by commas, found by semicolons"),
        ("in.jsonl", "\n", r"in\.jsonl: expected at least one row, found none"),
        ("in.jsonl", '{"body": "beras"}\n', r"in\.jsonl: expected a column text, found the columns body"),
        ("in.jsonl", '{"text": "beras"}\n["ikan"]\n', r"in\.jsonl, record 2: expected one JSON object a line.* a list"),
        ("in.jsonl", '{"text": "beras"}\n{"text": \n', r"in\.jsonl, record 2: .*Expecting value at character"),
        ("in.jsonl", '{"text": "\\ud83d"}\n', r"in\.jsonl, record 1: .*surrogates not allowed"),
        ("in.jsonl", '{"text": "\udcff"}\n', r"in\.jsonl, record 1: .*found the byte 0xFF"),
        ("in.jsonl", "[" * 100_000 + "\n", r"in\.jsonl, record 1: expected one JSON object a line"),
        ("in.jsonl", '{"text": "beras", "also": ""}\n', r"in\.jsonl: expected no column that classifying makes"),
    ],
)
def test_a_table_that_cannot_be_read_is_said_in_a_line_and_nothing_is_written(
    toy_model, tmp_path, name, content, message
):
    source, out = tmp_path / name, tmp_path / "out.csv"
    source.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(DataError, match=message) as caught:
        classify_table(toy_model, source, out)
    assert "\n" not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [name]


def test_a_key_that_comes_later_is_no_column(toy_model, tmp_path, monkeypatch):
    monkeypatch.setattr("discourse.classifier.tables.reading.SURVEYED", 2)
    source, out = tmp_path / "in.jsonl", tmp_path / "out.csv"
    rows = [{"text": "beras"}, {"text": "ikan", "nr": 2}, {"nr": 3}, {"text": "laut", "extra": 4}]
    source.write_text("\n".join(map(json.dumps, rows[:3])), encoding="utf-8")
    assert classify_table(toy_model, source, out) == 3
    assert [row[:2] for row in written(out)] == [["text", "nr"], ["beras", ""], ["ikan", "2"], ["", "3"]]
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with pytest.raises(DataError, match=r"record 4: expected the keys of the first rows in all rows, found extra"):
        classify_table(toy_model, source, tmp_path / "other.csv")
    assert not (tmp_path / "other.csv").exists()


@given(words=st.lists(st.lists(WORDS, max_size=9), max_size=12), chunk=st.integers(1, 13))
@settings(max_examples=25, deadline=None)
def test_chunks_change_no_number(small_model, words, chunk):
    texts = [" ".join(one) for one in words]
    said = list(classify_records(small_model, ({"text": text} for text in texts), chunk))
    whole = small_model.predict_texts(texts) if texts else pd.DataFrame()
    assert len(said) == len(texts)
    for row, (_, expected) in zip(said, whole.iterrows(), strict=True):
        if row["text"].strip():
            assert row["pillar"] == expected["predicted"]
            assert all(row[column] == expected[column] for column in output_columns(small_model)[2:])


@given(
    rows=st.lists(st.tuples(st.lists(WORDS, max_size=9), st.sampled_from(["a", "b", ""])), min_size=1, max_size=14),
    chunk=st.integers(1, 13),
)
@settings(max_examples=25, deadline=None)
def test_an_article_stays_together_whatever_the_chunk(small_model, rows, chunk):
    records = [{"article_id": article, "text": " ".join(words)} for words, article in rows]
    said = list(classify_records(small_model, records, chunk))
    runs = ArticleRuns()
    whole = small_model.predict_texts([row["text"] for row in records], [runs.number(row) for row in records])
    for row, (_, expected) in zip(said, whole.iterrows(), strict=True):
        if row["text"].strip():
            assert all(row[column] == expected[column] for column in output_columns(small_model)[2:])


def test_alone_the_article_does_not_matter(small_model, texts_of):
    texts = texts_of(6, seed=2)
    records = [{"article_id": "a", "text": text} for text in texts]
    numbers = output_columns(small_model)[2:]
    alone = [[row[column] for column in numbers] for row in classify_records(small_model, records, alone=True)]
    plain = [[row[column] for column in numbers] for row in classify_records(small_model, [{"text": t} for t in texts])]
    heard = [[row[column] for column in numbers] for row in classify_records(small_model, records)]
    assert alone == plain
    assert all(one != other for one, other in zip(heard, alone, strict=True))


def test_rows_apart_from_their_article_are_classified_with_those_at_hand(small_model, texts_of, tmp_path):
    texts, articles = texts_of(7, seed=6), list("aabbaac")
    source, out, runs = tmp_path / "in.csv", tmp_path / "out.csv", ArticleRuns()
    pd.DataFrame({"article_id": articles, "text": texts}).to_csv(source, index=False)
    classify_table(small_model, source, out, runs=runs)
    assert "2 rows of 1 article." in runs.remark()
    expected = small_model.predict_texts(texts, [1, 1, 2, 2, 3, 3, 4])
    pd.testing.assert_frame_equal(pd.read_csv(out).filter(like="p_"), expected.filter(like="p_"), atol=1e-6)


def test_a_folder_is_classified_article_by_article(small_model, texts_of, tmp_path):
    texts, folder = [" ".join(texts_of(5, seed)).capitalize() + "." for seed in range(6)], tmp_path / "articles"
    folder.mkdir()
    for number in (0, 3):
        (folder / f"a{number}.txt").write_text("\n\n".join(texts[number : number + 3]), encoding="utf-8")
    classify_table(small_model, folder, tmp_path / "out.csv")
    said = pd.read_csv(tmp_path / "out.csv")
    expected = small_model.predict_texts(said["text"].tolist(), said["article_id"].tolist())
    assert said["article_id"].nunique() == 2
    pd.testing.assert_frame_equal(said.filter(like="p_"), expected.filter(like="p_"), atol=1e-6)


def test_records_are_read_as_they_are_needed(small_model):
    asked = []

    def endless():
        for number in count():
            asked.append(number)
            yield {"number": number, "text": "guru dan murid"}

    found = list(islice(classify_records(small_model, endless(), chunk=5), 7))
    assert [row["number"] for row in found] == list(range(7))
    assert len(asked) == 10
    assert list(found[0]) == ["number", "text", *output_columns(small_model)]


def test_a_record_without_text_gets_nothing(small_model):
    [row] = classify_records(small_model, [{"text": None}])
    assert (row["pillar"], row["also"]) == ("", "")
    assert np.isnan(row["p_trade"])


@pytest.mark.parametrize(("row", "found"), [({"body": "kopi"}, "the columns body"), ({"text": "", "also": ""}, "also")])
def test_a_record_that_cannot_be_is_named(small_model, row, found):
    with pytest.raises(DataError, match=f"record 4: .*found {found}"):
        list(classify_records(small_model, [*[{"text": "kopi"}] * 3, row], chunk=2))


def test_a_saved_model_says_what_the_model_said(small_model, small_model_path, texts_of):
    records = [{"text": text} for text in texts_of(8, seed=5)]
    again = list(classify_records(load_model(small_model_path), records))
    assert again == list(classify_records(small_model, records))
