"""A piece at a time, cut anywhere, on any number of workers: the same numbers."""

from __future__ import annotations

import csv
import json
import os
import signal
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discourse.classifier import (
    PillarClassifier,
    TrainedModel,
    blocks_of,
    load_model,
    made_columns,
    mention_matrix,
    paragraph_features,
    save_model,
)
from discourse.classifier.tables import classify_table
from discourse.counts import count_texts
from discourse.errors import DataError, LabelError, MissingExtraError, ModelError
from discourse.scale import (
    classify_files,
    cut_file,
    join_parts,
    local_cluster,
    stream_classify,
)
from discourse.scale import remembering as remembering_file
from discourse.scale.remembering import RememberingModel
from discourse.scale.rows import read_rows

PILLARS = ("trade", "school", "road")
BLOCKS = ("word", "chars", "field", "stem", "seed")
SEEDS = {"trade": ("ekspor", "pasar"), "school": ("guru",), "road": ("jembatan", "jalan tol")}
SENTENCE = (
    "ekspor kopi beras pasar guru murid sekolah jembatan jalan tol kereta kedua negara bertemu membahas rencana "
    "baru anak-anak kerja sama luar negeri 48"
)
WORDS = SENTENCE.split()
LOOPBACK = "127.0.0.1"


def made_up_texts(rows: int, seed: int = 0) -> list[str]:
    rng = np.random.default_rng(seed)
    return [" ".join(rng.choice(WORDS, size=rng.integers(1, 14))) for _ in range(rows)]


@pytest.fixture(scope="module")
def model() -> TrainedModel:
    primary = [["trade", "school", "road", "none"][row % 4] for row in range(24)]
    own = {"trade": "ekspor kopi pasar", "school": "guru murid", "road": "jembatan kereta", "none": "bertemu"}
    texts = [f"{own[code]} {text}" for code, text in zip(primary, made_up_texts(24), strict=True)]
    features = paragraph_features(count_texts(texts), "id", BLOCKS, SEEDS)
    labels = pd.DataFrame({"primary": primary, "also": [("road",) if row % 5 == 0 else () for row in range(24)]})
    classifier = PillarClassifier(blocks=blocks_of(features.terms), penalty=1.0)
    classifier.fit(features.matrix, np.array(primary), mention_matrix(labels, PILLARS), pillars=PILLARS)
    return TrainedModel(classifier, features.terms, "id", BLOCKS, PILLARS, SEEDS)


@pytest.fixture(scope="module")
def model_path(model: TrainedModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("model") / "model.npz"
    save_model(model, path)
    return path


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with local_cluster(2, processes=False) as client:
        yield client


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A CSV with commas, quotes, line breaks and empty cells inside its fields."""
    texts = made_up_texts(60, seed=1)
    texts[3], texts[8], texts[9] = "", 'kata "guru", lalu\nmurid', "baris\r\nlain, kopi"
    frame = pd.DataFrame(
        {
            "paragraph_id": [f"p{row:02d}" for row in range(60)],
            "article_id": [f"a{row // 4:02d}" for row in range(60)],
            "period": ["2023" if row // 4 % 2 else "2025" for row in range(60)],
            "text": texts,
            "words": [str(max(1, len(text.split()))) for text in texts],
        }
    )
    path = tmp_path / "given" / "news.csv"
    path.parent.mkdir()
    frame.to_csv(path, index=False, lineterminator="\n")
    return path


# ---- records ----


@given(
    st.lists(st.lists(st.sampled_from([*WORDS, "quốc", "x", "§", "kerja-kerja"]), max_size=9), max_size=12),
    st.integers(1, 13),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pieces_change_no_number(model: TrainedModel, words: list[list[str]], chunk: int) -> None:
    texts = [" ".join(one) for one in words]
    said = list(stream_classify(model, ({"text": text} for text in texts), chunk))
    whole = model.predict_texts(texts) if texts else pd.DataFrame()
    assert len(said) == len(texts)
    for row, (_, expected) in zip(said, whole.iterrows(), strict=True):
        if row["text"]:
            assert row["pillar"] == expected["predicted"]
            assert all(row[column] == expected[column] for column in made_columns(model)[2:])


def test_what_words_bring_is_what_the_model_makes(model: TrainedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    remembering = RememberingModel(model)
    monkeypatch.setattr(remembering_file, "KEPT_TERMS", 15)
    for seed in range(6):
        words = count_texts(made_up_texts(3, seed))
        ours, expected = remembering.matrix(words), model.matrix(words)
        assert (ours != expected).nnz == 0
        assert ours.indices.tolist() == expected.indices.tolist()
        assert ours.dtype == expected.dtype


def test_records_are_read_as_they_are_needed(model: TrainedModel) -> None:
    asked: list[int] = []

    def endless() -> Iterator[dict[str, Any]]:
        for number in count():
            asked.append(number)
            yield {"number": number, "text": "guru dan murid"}

    found = list(islice(stream_classify(model, endless(), chunk=5), 7))
    assert [row["number"] for row in found] == list(range(7))
    assert len(asked) == 10
    assert list(found[0]) == ["number", "text", *made_columns(model)]


def test_a_record_without_text_gets_nothing(model: TrainedModel) -> None:
    [row] = stream_classify(model, [{"text": None}])
    assert (row["pillar"], row["also"]) == ("", "")
    assert np.isnan(row["p_trade"])


@pytest.mark.parametrize(("row", "found"), [({"body": "kopi"}, "the columns body"), ({"text": "", "also": ""}, "also")])
def test_a_record_that_cannot_be_is_named(model: TrainedModel, row: dict[str, str], found: str) -> None:
    with pytest.raises(DataError, match=f"record 4: .*found {found}"):
        list(stream_classify(model, [*[{"text": "kopi"}] * 3, row], chunk=2))


# ---- parts ----


@given(
    st.lists(st.tuples(st.text('ab",\n é', max_size=6), st.text('c"\n,', max_size=4)), min_size=1, max_size=15),
    st.integers(1, 60),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_csv_is_cut_between_records(
    tmp_path: Path, rows: list[tuple[str, str]], size: int, end: str, mark: bool
) -> None:
    path = tmp_path / "cut.csv"
    with path.open("w", encoding="utf-8-sig" if mark else "utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator=end)
        writer.writerow(["text", "two, words"])
        writer.writerows(rows)
    parts = list(cut_file(path, size))
    assert [list(row.values()) for part in parts for row in read_rows(part)] == [list(row) for row in rows]
    assert [part.number for part in parts] == list(range(1, len(parts) + 1))
    assert all(part.end - part.start >= size for part in parts[:-1])
    assert parts[-1].first + len(list(read_rows(parts[-1]))) - 1 == len(rows)


def test_json_lines_are_cut_between_lines(tmp_path: Path) -> None:
    path = tmp_path / "cut.jsonl"
    records = [{"text": "kopi\nbaru"}, {"text": "guru", "tags": ["a"], "n": 3}, {"text": None, "n": 0.1, "yes": True}]
    path.write_text("\n\n".join(json.dumps(record) for record in records), encoding="utf-8")
    parts = list(cut_file(path, 10))
    assert len(parts) == 3
    assert [list(row.values()) for part in parts for row in read_rows(part)] == [
        ["kopi\nbaru", "", "", ""],
        ["guru", '["a"]', "3", ""],
        ["", "", "0.1", "true"],
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"", "expected a line of column names"),
        ("a.csv", b"text\n", "expected at least one row"),
        ("a.csv", b'text\n"open', "quotes inside a quoted field doubled, found unexpected end of data"),
        ("a.csv", b"text,text\n", "expected each column once"),
        ("a.csv", b"te\xffxt\n", "in UTF-8"),
        ("a.csv", b"text\nkopi\xff\n", "record 1: expected a CSV table in UTF-8"),
        ("a.csv", b"text\nkopi\na,b\n", "record 2: expected 1 columns, found 2"),
        ("a.csv", b"id,text\n1,kopi\n2\n", "record 2: expected 2 columns, found 1"),
        ("a.jsonl", b'{"text": "kopi"}\n[1]\n', "record 2: expected one JSON object a line, in UTF-8, found a list"),
        ("a.jsonl", b'{"text": \n', "record 1: expected one JSON object"),
        ("a.txt", b"kopi", "expected a file .csv"),
        ("a.csv", b"body\nkopi\n", "expected a column text"),
        ("a.csv", b"text,p_trade\nkopi,1\n", "expected no column that classifying makes, found p_trade"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_in_a_line(
    model_path: Path, tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=message):
        classify_files(model_path, [tmp_path / name], tmp_path / "out")
    assert not list(tmp_path.glob("out/*"))


# ---- files ----


@pytest.mark.parametrize("size", [1, 700, 10**9])
def test_parts_make_the_table_of_a_single_run(
    model: TrainedModel, model_path: Path, table: Path, tmp_path: Path, size: int
) -> None:
    classify_table(model, table, tmp_path / "single.csv")
    done: list[int] = []
    finished = classify_files(model_path, [table], tmp_path / "out", progress=done.append, part_bytes=size)
    join_parts(finished.parts, tmp_path / "joined.csv")
    assert (tmp_path / "joined.csv").read_bytes() == (tmp_path / "single.csv").read_bytes()
    assert finished.rows == sum(done) == 60
    assert finished.parts[0].name == "news-00001.csv"


def test_a_cluster_makes_the_same_files(client: Any, model_path: Path, table: Path, tmp_path: Path) -> None:
    lines = table.with_name("more.jsonl")
    pd.read_csv(table, dtype=str, keep_default_na=False).to_json(lines, orient="records", lines=True)
    single = classify_files(model_path, [table, lines], tmp_path / "one", part_bytes=900)
    shared = classify_files(model_path, [table, lines], tmp_path / "two", 2, part_bytes=900, client=client)
    assert [path.name for path in single.parts] == [path.name for path in shared.parts]
    assert len(single.parts) > 4
    for name in (path.name for path in (tmp_path / "one").iterdir()):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_an_error_of_a_worker_arrives_whole(
    client: Any, model_path: Path, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*unused: object) -> int:
        raise DataError("a place to write to", "a full disk", "news-00001.csv", "Name another folder.")

    monkeypatch.setattr("discourse.scale.files.write_part", full)
    with pytest.raises(DataError, match=r"news-00001\.csv: expected a place to write to, found a full disk\. Name"):
        classify_files(model_path, [table], tmp_path / "out", part_bytes=900, client=client)


def test_a_bad_record_at_the_end_is_found_before_any_work(model_path: Path, table: Path, tmp_path: Path) -> None:
    with table.open("a", encoding="utf-8") as stream:
        stream.write("p99,a99,2023,kopi,1,too many\n")
    with pytest.raises(DataError, match=r"news\.csv, record 61: expected 5 columns, found 6\. Quote fields"):
        classify_files(model_path, [table], tmp_path / "out", part_bytes=900)
    assert not (tmp_path / "out").exists()


def test_processes_listen_on_loopback_alone_and_stop(model_path: Path, table: Path, tmp_path: Path) -> None:
    psutil = pytest.importorskip("psutil")
    with local_cluster(1) as client:
        finished = classify_files(model_path, [table], tmp_path / "out", part_bytes=2_000, client=client)
        family = psutil.Process().children(recursive=True)
        ports = [
            one.laddr
            for each in (psutil.Process(), *family)
            for one in each.net_connections("inet")
            if one.status == psutil.CONN_LISTEN
        ]
        workers = [psutil.Process(pid) for pid in client.run(os.getpid).values()]
        assert set(client.run(signal.getsignal, signal.SIGINT).values()) == {signal.SIG_IGN}
    assert signal.getsignal(signal.SIGINT) != signal.SIG_IGN
    assert finished.rows == 60
    assert {address.ip for address in ports} == {LOOPBACK}
    assert workers != [psutil.Process()]
    assert not psutil.wait_procs(workers, timeout=5)[1]


def test_what_is_done_is_not_done_again(
    model_path: Path, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(**choices: Any) -> int:
        return classify_files(model_path, [table], tmp_path / "out", part_bytes=900, **choices).skipped

    def stop(rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(progress=stop)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["news-00001.csv", "parts.json"]
    assert run() == 1
    parts = len(list((tmp_path / "out").glob("*.csv")))
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert run() == parts
    damaged = tmp_path / "out" / "news-00002.csv"
    damaged.write_bytes(damaged.read_bytes()[:-9])
    assert run() == parts - 1
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
    assert run(abstain_below=0.5) == 0
    monkeypatch.setattr("discourse.__version__", "another")
    assert run(abstain_below=0.5) == 0


def test_a_changed_input_leaves_no_old_part(model_path: Path, table: Path, tmp_path: Path) -> None:
    classify_files(model_path, [table], tmp_path / "out", part_bytes=900)
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join(lines[:4]), encoding="utf-8")
    finished = classify_files(model_path, [table], tmp_path / "out", part_bytes=900)
    assert {path.name for path in (tmp_path / "out").glob("*.csv")} == {path.name for path in finished.parts}
    assert finished.rows == 3


def test_an_input_that_changes_under_way_is_refused(table: Path) -> None:
    part = next(cut_file(table))
    table.write_bytes(table.read_bytes().replace(b"kopi", b"teh!"))
    with pytest.raises(DataError, match="expected the file as it was at the start"):
        list(read_rows(part))


def test_names_that_would_clash_are_refused(model_path: Path, table: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="expected files of different names"):
        classify_files(model_path, [table, tmp_path / "news.jsonl"], tmp_path / "out")
    with pytest.raises(DataError, match="expected a folder without inputs in it"):
        classify_files(model_path, [table], table.parent)
    with pytest.raises(DataError, match="expected at least one file"):
        classify_files(model_path, [], tmp_path / "out")
    with pytest.raises(ModelError, match="expected a trained model, found No such file"):
        classify_files(tmp_path / "none.npz", [table], tmp_path / "out")
    with pytest.raises(DataError, match="expected at least one worker, found 0"):
        classify_files(model_path, [table], tmp_path / "out", workers=0)


def test_a_foreign_ledger_is_refused(model_path: Path, table: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "parts.json").write_text('{"a": 1}', encoding="utf-8")
    with pytest.raises(DataError, match="expected the list of finished parts"):
        classify_files(model_path, [table], tmp_path / "out")


def test_parts_with_other_columns_are_not_joined(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text\nkopi\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("body\nkopi\n", encoding="utf-8")
    with pytest.raises(DataError, match="expected the columns of the first part"):
        join_parts([tmp_path / "a.csv", tmp_path / "b.csv"], tmp_path / "joined.csv")
    assert not list(tmp_path.glob("joined*"))


def test_dask_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(MissingExtraError, match=r"library dask\[distributed\].*discourse\[scale\]"), local_cluster(2):
        pass


def test_errors_cross_processes_whole() -> None:
    error = LabelError("a code", "'x'", "labels.csv, row 3", "Correct it.")
    kind, arguments = error.__reduce__()
    again = kind(*arguments)
    assert (type(again), str(again), again.cure) == (LabelError, str(error), "Correct it.")


def test_a_saved_model_says_what_the_model_said(model: TrainedModel, model_path: Path) -> None:
    texts = made_up_texts(8, seed=5)
    again = list(stream_classify(load_model(model_path), [{"text": text} for text in texts]))
    assert again == list(stream_classify(model, [{"text": text} for text in texts]))
