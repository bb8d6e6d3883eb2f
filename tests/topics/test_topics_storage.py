"""Does a stored model infer the same, and is a foreign, cut or altered file refused?"""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from discourse.errors import ModelError
from discourse.topics.model import TopicModel
from discourse.topics.storage import load_topics, save_topics

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


@pytest.mark.parametrize("kept", [0.0, 0.3, 0.9, 0.999])
def test_truncated_file(model: TopicModel, tmp_path, kept: float) -> None:
    path = tmp_path / "topics.npz"
    save_topics(model, path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(ModelError, match=r"topics\.npz"):
        load_topics(path)


def test_every_flipped_byte_is_noticed_or_harmless(model: TopicModel, tmp_path) -> None:
    path = tmp_path / "topics.npz"
    save_topics(model, path)
    content = path.read_bytes()
    before = model.transform(X)
    for place in range(0, len(content), 97):
        path.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
        try:
            loaded, _ = load_topics(path)
        except ModelError:
            continue
        np.testing.assert_array_equal(loaded.transform(X), before)


def test_altered_array_is_noticed(model: TopicModel, tmp_path) -> None:
    path = tmp_path / "topics.npz"
    save_topics(model, path)
    with np.load(path) as archive:
        arrays = dict(archive)
    arrays["weights"] = arrays["weights"] * 1.01
    np.savez(path, **arrays)
    with pytest.raises(ModelError, match="altered since"):
        load_topics(path)


def test_foreign_files_are_refused(tmp_path) -> None:
    path = tmp_path / "other.npz"
    np.savez(path, weights=np.zeros(3))
    with pytest.raises(ModelError, match="a file without"):
        load_topics(path)
    path.write_bytes(pickle.dumps({"weights": 1}))
    with pytest.raises(ModelError, match="cannot be read"):
        load_topics(path)


def test_objects_are_never_unpickled(model: TopicModel, tmp_path) -> None:
    path = tmp_path / "topics.npz"
    save_topics(model, path)
    with np.load(path) as archive:
        arrays = dict(archive)
    arrays["alpha"] = np.array([{"a": 1}], dtype=object)
    np.savez(path, allow_pickle=True, **arrays)
    with pytest.raises(ModelError, match="cannot be read"):
        load_topics(path)
