from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from dataclasses import replace

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from discourse.classifier import classify_table, load_model, save_model, study_models
from discourse.classifier.context import ArticleContext, Combination
from discourse.classifier.tables.reading import SURVEYED
from discourse.cli.classifier import train
from discourse.cli.classifying.tables import classify
from discourse.cli.common import OneLineErrors

app = typer.Typer(cls=OneLineErrors, pretty_exceptions_enable=False, rich_markup_mode=None)
for _command in (train, classify):
    app.command()(_command)

COMMAND = "import sys; from discourse.cli import app; sys.argv[0] = 'discourse'; app()"
IN_SMALL_PARTS = "from discourse.classifier import classify_table; classify_table.__kwdefaults__['part_rows'] = 9; "
LONGEST = 120
TEXTS = ["Wali kota membuka jembatan baru di pelabuhan.", "Harga beras naik dan perdagangan ikan ramai."]


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def refused(*words):
    answer = run(*words)
    assert answer.exit_code == 2, answer.output
    assert isinstance(answer.exception, SystemExit)
    assert len(answer.stderr.strip().splitlines()) == 1
    return answer.stderr


def test_every_column_is_kept_and_probabilities_sum_to_one(model, table, tmp_path):
    out = tmp_path / "out.csv"
    answer = run("classify", table, "--model", model, "--out", out)
    assert answer.exit_code == 0, answer.output
    coded = pd.read_csv(out, dtype={"id": str}, keep_default_na=False)
    assert coded["id"].tolist() == ["007", "8"]
    assert coded["text"].tolist() == TEXTS
    sums = coded[["p_political", "p_economic", "p_education", "p_none"]].sum(axis=1)
    assert sums.tolist() == pytest.approx([1, 1], abs=1e-5)
    assert set(coded["pillar"]) <= {"political", "economic", "education", "none"}


def test_rows_without_text_and_a_table_without_articles_are_told(model, table, tmp_path):
    hearing, given = load_model(model), pd.read_csv(table, dtype=str)
    known = hearing.classifier.context_
    hearing.classifier.context_ = replace(known, primary=replace(known.primary, power=1.0))
    save_model(hearing, tmp_path / "hears.npz")
    blank = pd.DataFrame({"id": ["9"], "text": [" "]})
    pd.concat([given, blank]).assign(article="a").to_csv(table, index=False)
    words = ("classify", table, "--model", tmp_path / "hears.npz", "--out", tmp_path / "out.csv", "--force")
    answer = run(*words)
    assert answer.stdout == f"2 paragraphs classified: {tmp_path / 'out.csv'}\n"
    assert answer.stderr.splitlines() == [
        "No column article_id: each row is judged alone. If 'article' is the article, rename it article_id.",
        "1 of 3 rows have no text and get no prediction.",
    ]
    assert "No column article_id" not in run(*words, "--alone").stderr


def test_parts_give_the_same_file_as_the_whole(model, tmp_path, monkeypatch):
    table, whole, parts = (tmp_path / name for name in ("in.csv", "whole.csv", "parts.csv"))
    pd.DataFrame({"text": [*TEXTS, "", *TEXTS]}).to_csv(table, index=False)
    assert run("classify", table, "--model", model, "--out", whole).exit_code == 0
    monkeypatch.setitem(classify_table.__kwdefaults__, "part_rows", 2)
    assert run("classify", table, "--model", model, "--out", parts).exit_code == 0
    assert whole.read_bytes() == parts.read_bytes()
    assert pd.read_csv(whole, keep_default_na=False)["pillar"][2] == ""


def test_json_lines(model, tmp_path):
    table, out = tmp_path / "in.jsonl", tmp_path / "out.csv"
    table.write_text("\n".join(json.dumps({"text": text, "nr": nr}) for nr, text in enumerate(TEXTS)), encoding="utf-8")
    assert run("classify", table, "--model", model, "--out", out).exit_code == 0
    assert pd.read_csv(out)["nr"].tolist() == [0, 1]
    assert "further down" in _later_key(model, tmp_path)


def _later_key(model, tmp_path):
    table = tmp_path / "later.jsonl"
    rows = [{"text": "beras"}] * SURVEYED + [{"text": "ikan", "extra": 1}]
    table.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return refused("classify", table, "--model", model, "--out", tmp_path / "later.csv")


def test_a_folder_of_articles(model, tmp_path):
    folder, out = tmp_path / "articles", tmp_path / "out.csv"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "Jembatan baru dibuka\n\nWarga dua desa kini dapat menyeberangi sungai itu dengan mobil dan sepeda motor, "
        "kata kepala desa pada hari Senin.\n",
        encoding="utf-8",
    )
    assert run("classify", folder, "--model", model, "--out", out).exit_code == 0
    assert pd.read_csv(out)["article_id"].tolist() == ["a"]


def test_unsure_paragraphs_can_be_left_open(model, table, tmp_path):
    out = tmp_path / "out.csv"
    assert run("classify", table, "--model", model, "--out", out, "--abstain-below", "1").exit_code == 0
    assert pd.read_csv(out, keep_default_na=False)["pillar"].tolist() == ["", ""]


def test_without_a_model_the_study_gets_one_and_keeps_it(toy_study, table, tmp_path):
    answer = run("classify", table, "--out", tmp_path / "a.csv", "--study", toy_study.root)
    assert answer.exit_code == 0, answer.output
    assert "training one" in answer.stderr
    answer = run("classify", table, "--out", tmp_path / "b.csv", "--study", toy_study.root)
    assert "training" not in answer.stderr
    assert len(study_models(toy_study)) == 1
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    codebook = toy_study.data / "codebook.toml"
    changed = codebook.read_text(encoding="utf-8").replace('version = "', 'version = "9', 1)
    codebook.write_text(changed, encoding="utf-8")
    assert "codebook" in refused("classify", table, "--out", tmp_path / "c.csv", "--study", toy_study.root)


def test_rows_apart_from_their_article_are_counted_and_alone_turns_articles_off(model, tmp_path):
    made, path, table = load_model(model), tmp_path / "hears.npz", tmp_path / "in.csv"
    # Whatever the six articles of the toy study taught it.
    context = made.classifier.context_
    half = Combination(1.0, 0.5, context.primary.prior)
    made.classifier.context_ = ArticleContext(half, context.mentions, context.thresholds)
    save_model(made, path)
    pd.DataFrame({"article_id": list("aaba"), "text": TEXTS * 2}).to_csv(table, index=False)
    heard, alone = tmp_path / "heard.csv", tmp_path / "alone.csv"
    answer = run("classify", table, "--model", path, "--out", heard)
    assert "from which they stand apart in the table: 1 row of 1 article." in answer.stderr
    answer = run("classify", table, "--model", path, "--out", alone, "--alone")
    assert (answer.exit_code, "stand apart" in answer.stderr) == (0, False)
    changed = (pd.read_csv(heard).filter(like="p_") != pd.read_csv(alone).filter(like="p_")).any(axis=1)
    assert changed.tolist() == [True, True, False, False]


def test_what_is_refused(model, table, tmp_path):
    out = tmp_path / "out.csv"
    assert "no such file" in refused("classify", tmp_path / "no.csv", "--model", model, "--out", out)
    assert "one that is there" in refused("classify", table, "--model", model, "--out", table)
    assert "the input itself" in refused("classify", table, "--model", model, "--out", table, "--force")
    bad = tmp_path / "bad.csv"
    for content, message in (
        (b"id,words\n1,beras\n", "a column text"),
        (b"text,pillar\nberas,x\n", "no column that"),
        (b"", "expected a line of column names, found an empty file"),
        (b"id,text\n1,beras,ikan\n", "bad.csv, record 1: expected 2 columns, found 3"),
        (b"id,text\n1,beras\n2\n", "bad.csv, record 2: expected 2 columns, found 1"),
        (b'id,text\n1,"beras" mahal\n', "bad.csv, record 1: expected a CSV table in UTF-8, quotes inside"),
        (b'id,text\n1,"beras\n', "bad.csv, record 1: expected a CSV table in UTF-8, quotes inside"),
        (b"text,id,text\nberas,1,ikan\n", "expected each column once, found text twice"),
        (b"text\n\xff\xfe\x00\n", "a CSV table"),
        (b"text\n", "at least one row"),
    ):
        bad.write_bytes(content)
        assert message in refused("classify", bad, "--model", model, "--out", out)
        assert not out.exists()
    assert "a place to write to" in refused("classify", table, "--model", model, "--out", tmp_path / "no" / "out.csv")
    assert not list(tmp_path.glob("*.part"))


def test_an_existing_table_is_replaced_only_by_force(model, table, tmp_path):
    out = tmp_path / "out.csv"
    out.write_text("mine")
    refused("classify", table, "--model", model, "--out", out)
    assert out.read_text() == "mine"
    assert run("classify", table, "--model", model, "--out", out, "--force").exit_code == 0
    assert out.read_text() != "mine"


def test_a_published_model_works_where_there_is_nothing_else(model, table, toy_study, tmp_path):
    assert run("classify", table, "--model", model, "--out", tmp_path / "here.csv").exit_code == 0
    shutil.rmtree(toy_study.root)
    empty = tmp_path / "empty"
    empty.mkdir()
    model.rename(empty / "published.npz")
    shutil.copy(table, empty / "in.csv")
    words = ["classify", "in.csv", "--model", "published.npz", "--out", "out.csv"]
    said = subprocess.run(
        [sys.executable, "-c", COMMAND, *words], cwd=empty, capture_output=True, text=True, timeout=LONGEST, check=False
    )
    assert said.returncode == 0, said.stderr
    assert (empty / "out.csv").read_bytes() == (tmp_path / "here.csv").read_bytes()
    assert sorted(path.name for path in empty.iterdir()) == ["in.csv", "out.csv", "published.npz"]


@pytest.fixture
def large(tmp_path):
    """A table of a few parts, with commas, quotes and line breaks in its fields."""
    path = tmp_path / "large.csv"
    texts = [*TEXTS, "", 'kata "beras", lalu\nikan', "baris\rlain"] * 12
    frame = pd.DataFrame({"id": [f"{row:03d}" for row in range(60)], "n": "1.10", "text": texts})
    frame.to_csv(path, index=False, quoting=csv.QUOTE_ALL)
    return path


def test_two_processes_give_the_same_file(model, large, tmp_path):
    pytest.importorskip("dask")
    assert run("classify", large, "--model", model, "--out", tmp_path / "one.csv").exit_code == 0
    words = ["classify", str(large), "--model", str(model), "--out", "two.csv", "--workers", "2"]
    said = subprocess.run(
        [sys.executable, "-c", IN_SMALL_PARTS + COMMAND, *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    assert said.stdout == "48 paragraphs classified: two.csv\n"
    assert (tmp_path / "two.csv").read_bytes() == (tmp_path / "one.csv").read_bytes()
    assert not (tmp_path / "two.csv.parts").exists()


@pytest.fixture
def here(monkeypatch):
    """Have Dask do the work in this process, and in small parts."""
    frame = pytest.importorskip("dask.dataframe").DataFrame
    real = frame.compute
    monkeypatch.setattr(frame, "compute", lambda self, **choices: real(self, scheduler="synchronous"))
    monkeypatch.setitem(classify_table.__kwdefaults__, "part_rows", 9)


@pytest.mark.parametrize("workers", [1, 2])
def test_what_was_stopped_goes_on_where_it_was(model, large, tmp_path, monkeypatch, here, workers):
    out, parts = tmp_path / "out.csv", tmp_path / "out.csv.parts"
    words = ("classify", large, "--model", model, "--out", out, "--workers", workers)

    def stop(self, done, total, kept):
        if done >= 18:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("discourse.cli.common.ProgressBar.reach", stop)
        answer = run(*words)
    assert answer.exit_code == 130
    assert f"kept in {parts}; the same command goes on" in answer.stderr
    assert not out.exists()
    assert list(parts.iterdir())
    (parts / "mine.txt").write_text("not a part")
    assert run(*words).exit_code == 0
    assert [path.name for path in parts.iterdir()] == ["mine.txt"]
    assert run("classify", large, "--model", model, "--out", tmp_path / "one.csv").exit_code == 0
    assert out.read_bytes() == (tmp_path / "one.csv").read_bytes()


def test_an_error_under_way_says_what_is_kept_and_the_corrected_table_goes_on(model, large, tmp_path, here):
    out = tmp_path / "out.csv"
    words = ("classify", large, "--model", model, "--out", out)
    whole = large.read_bytes()
    large.write_bytes(whole + b"099,beras\n")
    kept, said = run(*words).stderr.splitlines()
    assert kept == f"  What is done is kept in {out}.parts; the same command goes on from there."
    assert "large.csv, record 61: expected 3 columns, found 2" in said
    assert len(list(tmp_path.glob("out.csv.parts/*"))) == 6
    large.write_bytes(whole)
    assert run(*words).stdout == f"48 paragraphs classified: {out}\n"
    assert not list(tmp_path.glob("out.csv.parts"))


def test_parquet_goes_in_and_out(model, tmp_path):
    pytest.importorskip("pyarrow")
    source, out, csv_out = tmp_path / "in.parquet", tmp_path / "out.parquet", tmp_path / "out.csv"
    pd.DataFrame({"id": [7, 8], "date": pd.to_datetime(["2023-01-31"] * 2), "text": TEXTS}).to_parquet(source)
    for to in (out, csv_out):
        answer = run("classify", source, "--model", model, "--out", to)
        assert answer.exit_code == 0, answer.output
    made, text = pd.read_parquet(out), pd.read_csv(csv_out, keep_default_na=False)
    assert made["id"].tolist() == text["id"].tolist() == [7, 8]
    assert (made["date"].dtype.kind, text["date"].tolist()) == ("M", ["2023-01-31"] * 2)
    pd.testing.assert_frame_equal(made.iloc[:, 2:], text.iloc[:, 2:], check_dtype=False, rtol=0, atol=1e-12)


def test_without_pyarrow_the_extra_is_named(model, table, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    words = ("classify", table, "--model", model, "--out", tmp_path / "out.parquet")
    assert "expected the library pyarrow, found no such library. Install it with: pip install" in refused(*words)
    for name in ("in.parquet", "in.csv.zst"):
        (tmp_path / name).write_bytes(b"")
        words = ("classify", tmp_path / name, "--model", model, "--out", tmp_path / "out.csv")
        assert f"{name}: expected the library pyarrow, found no such library" in refused(*words)


def test_another_ending_than_of_a_table_is_refused(model, table, tmp_path):
    for name in ("out.csv.gz", "out.xlsx", "out"):
        said = refused("classify", table, "--model", model, "--out", tmp_path / name)
        assert f"{name}: expected a name ending in .csv or .parquet" in said


def test_a_result_may_not_lie_among_the_parts_of_the_input(model, tmp_path):
    pytest.importorskip("pyarrow")
    (tmp_path / "in").mkdir()
    pd.DataFrame({"text": TEXTS}).to_parquet(tmp_path / "in" / "1.parquet")
    said = refused("classify", tmp_path / "in", "--model", model, "--out", tmp_path / "in" / "out.csv")
    assert "out.csv: expected a file outside of the input, found one in its folder" in said


def test_which_engine_is_used_is_said_once(model, table, tmp_path):
    words = ("classify", table, "--model", model, "--out", tmp_path / "out.csv", "--dask", "tcp://127.0.0.1:1")
    assert "Invalid value for --workers: a cluster has its own workers" in refused(*words, "--workers", "2")


def test_several_workers_need_a_library(model, large, tmp_path, monkeypatch):
    out = tmp_path / "out.csv"
    monkeypatch.setitem(sys.modules, "dask", None)
    for engine, where in (("--workers", "2"), ("--dask", "tcp://head:8786")):
        message = refused("classify", large, "--model", model, "--out", out, engine, where)
        assert "expected the library dask, found no such library. Install it with: pip install" in message
    assert not list(tmp_path.glob("out.csv*"))


def test_articles_are_classified_by_several_workers(model, tmp_path, here):
    (tmp_path / "articles").mkdir()
    for name in "ab":
        (tmp_path / "articles" / f"{name}.txt").write_text(f"Jembatan {name}\n\n{TEXTS[0]}\n\n{TEXTS[1]}\n", "utf-8")
    for out, workers in (("one.csv", 1), ("two.csv", 2)):
        words = ("classify", tmp_path / "articles", "--model", model, "--out", tmp_path / out, "--workers", workers)
        assert run(*words).exit_code == 0
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


@pytest.mark.parametrize("workers", [1, 2])
def test_rows_that_cannot_be_read_are_left_out_if_asked_for(model, large, tmp_path, here, workers):
    out, clean = tmp_path / "out.csv", tmp_path / "clean.csv"
    assert run("classify", large, "--model", model, "--out", clean).exit_code == 0
    broken = tmp_path / "broken.csv"
    broken.write_bytes(large.read_bytes() + b'099,"beras\n' + b"099,beras\n" * 6 + b"099,1.10,\xff\n")
    words = ("classify", broken, "--model", model, "--out", out, "--workers", workers)
    message = run(*words).stderr
    assert "broken.csv, record 61: expected a CSV table" in message
    assert "the quotation opens in line 86). Close the quote" in message
    assert "To leave out what cannot be read: --on-error skip." in message
    assert not out.exists()
    answer = run(*words, "--on-error", "skip")
    assert (answer.exit_code, answer.stdout) == (0, f"48 paragraphs classified: {out}\n")
    first, *described, last, _ = answer.stderr.splitlines()
    assert first == f"8 rows that cannot be read were left out: {tmp_path / 'out.skipped.csv'}"
    assert [line.split(":")[0] for line in described] == [f"  {broken}, record {number}" for number in range(61, 66)]
    assert last == "  and 3 more"
    assert out.read_bytes() == clean.read_bytes()
    skipped = pd.read_csv(tmp_path / "out.skipped.csv")
    assert skipped["record"].tolist() == list(range(61, 69))
    assert skipped["line"].tolist() == list(range(86, 94))
    assert skipped["content"].tolist() == ['099,"beras', *["099,beras"] * 6, "099,1.10,\\xff"]
    assert sorted(path.name for path in tmp_path.glob("out*")) == ["out.csv", "out.skipped.csv"]


def test_the_table_of_what_was_left_out_takes_the_place_of_no_other(model, table, tmp_path):
    skipped = tmp_path / "out.skipped.csv"
    words = ("classify", table, "--model", model, "--out", tmp_path / "out.csv", "--on-error", "skip")
    skipped.write_text("mine")
    assert "out.skipped.csv: expected a new file, found one that is there. Name another" in refused(*words)
    assert skipped.read_text() == "mine"
    assert run(*words, "--force").exit_code == 0
    assert not skipped.exists()
    table.rename(skipped)
    message = refused("classify", skipped, *words[2:], "--force")
    assert "expected a file other than the input, found the input itself" in message


def test_articles_that_cannot_be_read_are_left_out_if_asked_for(model, tmp_path):
    folder, out = tmp_path / "articles", tmp_path / "out.csv"
    folder.mkdir()
    text = "Jembatan baru dibuka\n\nWarga dua desa kini dapat menyeberangi sungai itu dengan mobil dan sepeda motor.\n"
    (folder / "a.txt").write_bytes(b"\0\0")
    words = ("classify", folder, "--model", model, "--out", out, "--on-error", "skip")
    assert "expected at least one article that can be read, found none" in refused(*words)
    (folder / "b.txt").write_text(text, encoding="utf-8")
    answer = run(*words)
    assert answer.exit_code == 0, answer.output
    assert pd.read_csv(out)["article_id"].tolist() == ["b"]
    assert answer.stderr.startswith("1 article file that cannot be read was left out")
    assert pd.read_csv(tmp_path / "out.skipped.csv")["file"].tolist() == [str(folder / "a.txt")]
    assert refused(*words[:-2], "--force").startswith(f"discourse: {folder / 'a.txt'}, byte 0: expected")


@pytest.mark.parametrize("workers", [1, 2])
def test_an_interruption_before_anything_is_done_is_said(model, table, tmp_path, monkeypatch, workers):
    def stop(*unused, **unused_too):
        raise KeyboardInterrupt

    monkeypatch.setattr("discourse.classifier.tables.run.open_source", stop)
    answer = run("classify", table, "--model", model, "--out", tmp_path / "out.csv", "--workers", workers)
    assert (answer.exit_code, answer.stderr) == (130, "\nStopped. Nothing was written.\n")
    assert not list(tmp_path.glob("out*"))


def test_what_cannot_be_read_or_written_is_found_before_a_model_is_trained(toy_study, table, tmp_path):
    study = ("--study", toy_study.root)
    assert "no such folder" in refused("classify", table, "--out", tmp_path / "no" / "out.csv", *study)
    assert "no such file" in refused("classify", tmp_path / "no.csv", "--out", tmp_path / "out.csv", *study)
    other = tmp_path / "other.csv"
    for content, said in (("id,body\n1,a boat\n", "a column text"), ("id;text\n1;a boat\n", "by semicolons")):
        other.write_text(content, encoding="utf-8")
        assert said in refused("classify", other, "--out", tmp_path / "out.csv", *study)
    assert study_models(toy_study) == []
