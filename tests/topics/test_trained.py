"""Is the topic model that is kept the one that the figures show, and usable without the study?"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from discourse.errors import DataError, ModelError
from discourse.features import counting_record, dfm_of_texts, study_dfm
from discourse.io.model_files import ModelFormat, read_model, write_model
from discourse.topics import TopicModel, run_seeds, save_topics, topic_model_of, train_topics, trained
from discourse.topics.stability import prototype_run
from discourse.topics.trained import FORM, load_topics

TEXTS = ["Harga beras naik di pasar kota.", "Guru sekolah dasar berlatih.", ""]


READER = """
import json, sys
from pathlib import Path
from discourse.features import dfm_of_texts
from discourse.topics.trained import load_topics
model, about = load_topics(Path("topics.npz"))
words = dfm_of_texts(json.loads(sys.argv[1]), language=about["language"]).aligned(model.terms)
print(json.dumps([model.topic_names_, model.transform(words.matrix).tolist()]))
"""


@pytest.fixture(autouse=True)
def few_runs(monkeypatch):
    monkeypatch.setattr(trained, "RUNS", 3)


@pytest.mark.parametrize("kind", ["plain", "seeded"])
def test_a_kept_model_infers_the_same_where_there_is_nothing_else(toy_study, tmp_path, kind) -> None:
    model, about = train_topics(toy_study, kind)
    empty = tmp_path / "empty"
    empty.mkdir()
    save_topics(model, empty / "topics.npz", about)
    expected = model.transform(dfm_of_texts(TEXTS, language="id").aligned(model.terms).matrix)
    shutil.rmtree(toy_study.root)
    said = subprocess.run(
        [sys.executable, "-c", READER, json.dumps(TEXTS)], cwd=empty, capture_output=True, text=True, check=True
    )
    names, shares = json.loads(said.stdout)
    assert names == list(model.topic_names_)
    np.testing.assert_array_equal(shares, expected)
    assert about["codebook"]["version"]
    assert about["trained_on"] == {"source": "mixed", "paragraphs": 22, "articles": 6, "runs": 3}


def test_the_names_of_terms_change_no_topic(toy_study) -> None:
    counts = study_dfm(toy_study)
    bare = prototype_run(TopicModel(toy_study.settings.topics), counts.matrix, run_seeds(toy_study.settings.seed, 3))
    np.testing.assert_array_equal(train_topics(toy_study)[0].topic_word_, bare.topic_word_)


def test_seeded_topics_are_the_pillars_and_some_more(toy_study) -> None:
    model = topic_model_of(toy_study, "seeded", study_dfm(toy_study))
    assert model.n_topics == len(toy_study.codebook.pillar_ids) + toy_study.settings.residual_topics
    assert list(model.seeds) == list(toy_study.codebook.pillar_ids)


def test_another_kind_is_refused(toy_study) -> None:
    with pytest.raises(DataError, match="expected one of plain, seeded, found 'guided'"):
        train_topics(toy_study, "guided")


def test_runs_are_told(toy_study) -> None:
    seen: list[tuple[int, int]] = []
    train_topics(toy_study, progress=lambda *step: seen.append(step))
    assert seen == [(1, 3), (2, 3), (3, 3)]


X = np.random.default_rng(0).poisson(1.0, size=(20, 6))


TERMS = ("bank", "ekspor", "guru", "jalan", "jalan_tol", "sekolah")


@pytest.fixture
def model() -> TopicModel:
    seeds = {"economic": ("bank",), "education": ("guru", "sekolah")}
    return TopicModel(3, passes=3, max_share=1.0, seeds=seeds, terms=TERMS, random_state=4).fit(X)


def test_same_inference_to_the_bit(model: TopicModel, tmp_path) -> None:
    save_topics(model, tmp_path / "topics.npz", {"codebook": "2"})
    loaded, about = load_topics(tmp_path / "topics.npz")
    np.testing.assert_array_equal(loaded.transform(X), model.transform(X))
    np.testing.assert_array_equal(loaded.topic_word_, model.topic_word_)
    assert loaded.topic_names_ == ("economic", "education", "topic 3")
    assert about == {"codebook": "2"}
    assert loaded.strength == model.strength
    assert loaded.terms == list(TERMS)


def test_names_of_the_columns_are_kept(model: TopicModel, tmp_path) -> None:
    named = TopicModel(3, passes=3, max_share=1.0, random_state=4).fit(pd.DataFrame(X, columns=TERMS))
    save_topics(named, tmp_path / "topics.npz")
    loaded, _ = load_topics(tmp_path / "topics.npz")
    assert loaded.terms == list(TERMS)
    assert loaded.terms_ == TERMS
    np.testing.assert_array_equal(loaded.components_, named.components_)
    save_topics(loaded, tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == (tmp_path / "topics.npz").read_bytes()


def test_topics_keep_the_order_of_the_pillars(tmp_path) -> None:
    seeds = {"transport": ("jalan",), "economic": ("bank",)}
    model = TopicModel(2, passes=2, max_share=1.0, seeds=seeds, terms=TERMS).fit(X)
    save_topics(model, tmp_path / "topics.npz")
    loaded, _ = load_topics(tmp_path / "topics.npz")
    assert loaded.topic_names_ == model.topic_names_ == ("transport", "economic")
    assert list(loaded.seeds) == ["transport", "economic"]


def test_state_and_priors_are_kept(model: TopicModel, tmp_path) -> None:
    save_topics(model, tmp_path / "topics.npz")
    loaded, _ = load_topics(tmp_path / "topics.npz")
    for name in ("expected", "eta", "alpha", "weights"):
        np.testing.assert_array_equal(getattr(loaded.fitted_, name), getattr(model.fitted_, name))


def test_a_model_is_never_overwritten(model: TopicModel, tmp_path) -> None:
    save_topics(model, tmp_path / "topics.npz")
    with pytest.raises(ModelError, match="never overwritten"):
        save_topics(model, tmp_path / "topics.npz")


def test_arrays_that_do_not_fit_are_refused(model: TopicModel, tmp_path) -> None:
    for name, array in (
        ("alpha", np.ones(2)),
        ("columns", np.arange(99, 105)),
        ("columns", np.arange(-1, 5)),
        ("columns", np.arange(6.0)),
        ("eta", np.ones((3, 2))),
    ):
        path = tmp_path / f"{name}-{array[0]}.npz"
        save_topics(model, tmp_path / f"whole-{path.name}")

        def rewrite(arrays, description, path=path, name=name, array=array):
            write_model(path, FORM, {**arrays, name: array}, description)

        read_model(tmp_path / f"whole-{path.name}", FORM, rewrite)
        with pytest.raises(ModelError, match="a file with other content"):
            load_topics(path)


def test_whatever_a_description_says_the_model_infers_or_is_refused(model: TopicModel, tmp_path, odd_variants) -> None:
    path = tmp_path / "topics.npz"
    save_topics(model, path, {"package": "1", "language": "id", "counting": counting_record("id")})
    arrays, description = read_model(path, FORM, lambda *both: both)
    refused = []
    for changed in odd_variants(description):
        try:
            made, _ = read_model(path, FORM, lambda *_, changed=changed: trained._build(arrays, changed, path, None))
        except ModelError as error:
            refused.append(str(error))
        else:
            assert made.transform(X).shape[0] == len(X)
            assert len(made.topic_names_) == made.n_topics
    assert len(refused) > 300
    assert all(said.isprintable() and len(said) < 1000 for said in refused)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"n_terms": 10**12}, "expected fewer topics and terms, found 3 of 1000000000000"),
        ({"n_terms": 5}, "expected 5 terms, found 6"),
        ({"parameters": None}, "parameters: expected entries with names, found none"),
        ({"about": {"counting": {}, "language": ["id"]}}, "about, language: expected a language code, found ['id']"),
    ],
)
def test_a_description_that_does_not_fit_is_named(model: TopicModel, tmp_path, changes, said) -> None:
    save_topics(model, tmp_path / "whole.npz")

    def rewrite(arrays, description):
        write_model(tmp_path / "changed.npz", FORM, arrays, {**description, **changes})

    read_model(tmp_path / "whole.npz", FORM, rewrite)
    with pytest.raises(ModelError) as caught:
        load_topics(tmp_path / "changed.npz")
    assert said in str(caught.value)


def test_training_again_from_the_file_gives_the_same(model: TopicModel, tmp_path) -> None:
    save_topics(model, tmp_path / "topics.npz")
    loaded, _ = load_topics(tmp_path / "topics.npz")
    np.testing.assert_array_equal(loaded.fit(X).topic_word_, model.topic_word_)


def test_same_model_same_bytes(model: TopicModel, tmp_path) -> None:
    for name in ("one.npz", "two.npz"):
        save_topics(model, tmp_path / name)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.npz", "two.npz"]


def test_model_of_a_random_state_object_can_be_kept(tmp_path) -> None:
    model = TopicModel(2, passes=2, max_share=1.0, random_state=np.random.RandomState(1)).fit(X)
    save_topics(model, tmp_path / "topics.npz")
    assert load_topics(tmp_path / "topics.npz")[0].random_state is None


def test_folder_that_is_not_there(model: TopicModel, tmp_path) -> None:
    with pytest.raises(ModelError, match="a place to write to"):
        save_topics(model, tmp_path / "nowhere" / "topics.npz")


def test_missing_file(tmp_path) -> None:
    with pytest.raises(ModelError, match="found no file"):
        load_topics(tmp_path / "topics.npz")


def test_another_kind_of_model_is_named(tmp_path) -> None:
    write_model(tmp_path / "model.npz", ModelFormat("classifier", 2, ()), {}, {})
    with pytest.raises(ModelError, match="expected discourse topic model 2, found a classifier"):
        load_topics(tmp_path / "model.npz")


def test_topics_of_other_terms_are_refused(model: TopicModel, tmp_path) -> None:
    about = {"language": "id", "counting": counting_record("id")}
    save_topics(model, tmp_path / "same.npz", about)
    assert load_topics(tmp_path / "same.npz")[1] == about
    save_topics(model, tmp_path / "other.npz", {**about, "counting": {**about["counting"], "multiword.txt": "0"}})
    with pytest.raises(ModelError, match=r"found another multiword\.txt\. Train the model anew"):
        load_topics(tmp_path / "other.npz")
