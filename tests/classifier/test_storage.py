from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.classifier import load_model, next_model, save_model, study_models
from discourse.classifier.storage import FORM
from discourse.errors import ModelError
from discourse.io.model_files import ModelFormat, read_model, write_model

TEXTS = ["Dua kota membangun jembatan baru.", "Harga beras naik di pasar.", "", "kata yang belum pernah dilihat"]


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


def test_another_kind_or_layout_is_named(tmp_path):
    write_model(tmp_path / "topics.npz", ModelFormat("topic model", 2, ()), {}, {})
    with pytest.raises(ModelError, match="expected discourse classifier 2, found a topic model"):
        load_model(tmp_path / "topics.npz")
    write_model(tmp_path / "later.npz", ModelFormat("classifier", 3, ()), {}, {})
    with pytest.raises(ModelError, match=r"of a later version of this program\. Update"):
        load_model(tmp_path / "later.npz")


def test_what_does_not_fit_is_refused_in_one_line(toy_model, tmp_path):
    save_model(toy_model, tmp_path / "whole.npz")
    changes = [
        ({"coef": np.ones((2, 2))}, {}),
        ({"idf": np.array(["a"])}, {}),
        ({"features": np.frombuffer(b"\xff", dtype=np.uint8)}, {}),
        ({}, {"classes": ["trade"]}),
        ({}, {"parameters": {"unheard_of": 1}}),
        ({}, {"about": None, "seeds": None}),
    ]
    for number, (arrays, description) in enumerate(changes):
        path = tmp_path / f"{number}.npz"

        def rewrite(there, said, path=path, arrays=arrays, description=description):
            write_model(path, FORM, {**there, **arrays}, {**said, **description})

        read_model(tmp_path / "whole.npz", FORM, rewrite)
        with pytest.raises(ModelError, match="a file with other content") as caught:
            load_model(path)
        assert "\n" not in str(caught.value)


def test_models_of_a_study_are_numbered(toy_model, toy_study):
    assert study_models(toy_study) == []
    for number in (1, 2):
        path = next_model(toy_study)
        assert path.name == f"classifier-{number:04d}.npz"
        save_model(toy_model, path)
    (toy_study.models / "classifier-old.npz").write_text("not one of them")
    assert [path.name for path in study_models(toy_study)] == ["classifier-0001.npz", "classifier-0002.npz"]
