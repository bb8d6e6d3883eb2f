from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from discourse.classifier import (
    load_model,
    next_model,
    save_model,
    study_models,
)
from discourse.errors import ModelError

TEXTS = ["Dua kota membangun jembatan baru.", "Harga beras naik di pasar.", "", "kata yang belum pernah dilihat"]


def rewrite(path, **changes):
    """Write a model file again with other arrays, as somebody who edits it would."""
    with np.load(path) as archive:
        arrays = {name: archive[name] for name in archive.files}
    np.savez_compressed(path, **{**arrays, **changes})


def test_predictions_after_loading_are_the_same_without_the_study(toy_model, tmp_path):
    path = tmp_path / "model.npz"
    save_model(toy_model, path)
    loaded = load_model(path)
    pd.testing.assert_frame_equal(loaded.predict_texts(TEXTS), toy_model.predict_texts(TEXTS), check_exact=True)
    assert loaded.about["codebook"]["version"] == toy_model.about["codebook"]["version"]
    assert loaded.about["settings"]["seed"] == toy_model.about["settings"]["seed"]


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


def test_what_is_no_model_is_refused_in_one_line(toy_model, tmp_path):
    path = tmp_path / "model.npz"
    save_model(toy_model, path)
    whole = path.read_bytes()
    wrong = {"empty": b"", "truncated": whole[:-200], "text": b"paragraph_id,term\n", "half": whole[: len(whole) // 2]}
    for name, content in wrong.items():
        bad = tmp_path / f"{name}.npz"
        bad.write_bytes(content)
        with pytest.raises(ModelError) as caught:
            load_model(bad)
        assert str(bad) in str(caught.value)
        assert "\n" not in str(caught.value)
    with pytest.raises(ModelError, match="no file"):
        load_model(tmp_path / "none.npz")
    np.savez(tmp_path / "foreign.npz", weights=np.ones(3))
    with pytest.raises(ModelError, match="without"):
        load_model(tmp_path / "foreign.npz")


def test_an_altered_number_or_word_is_noticed(toy_model, tmp_path):
    path = tmp_path / "model.npz"
    for change in ("array", "description"):
        path.unlink(missing_ok=True)
        save_model(toy_model, path)
        with np.load(path) as archive:
            intercept, about = archive["intercept"], json.loads(archive["about"].tobytes())
        if change == "array":
            rewrite(path, intercept=intercept + 1e-9)
        else:
            about["temperature"] *= 2
            rewrite(path, about=np.frombuffer(json.dumps(about).encode(), dtype=np.uint8))
        with pytest.raises(ModelError, match="altered"):
            load_model(path)


def test_pickled_objects_are_refused(toy_model, tmp_path):
    path = tmp_path / "model.npz"
    save_model(toy_model, path)
    rewrite(path, coef=np.array([{"run": "me"}], dtype=object))
    with pytest.raises(ModelError, match="cannot be read"):
        load_model(path)


def test_models_of_a_study_are_numbered(toy_model, toy_study):
    assert study_models(toy_study) == []
    for number in (1, 2):
        path = next_model(toy_study)
        assert path.name == f"classifier-{number:04d}.npz"
        save_model(toy_model, path)
    (toy_study.models / "classifier-old.npz").write_text("not one of them")
    assert [path.name for path in study_models(toy_study)] == ["classifier-0001.npz", "classifier-0002.npz"]
