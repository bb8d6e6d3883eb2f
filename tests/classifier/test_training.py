from __future__ import annotations

import pytest

from discourse.classifier import train_study
from discourse.errors import DataError


def test_too_few_labels_are_refused(toy_study):
    lines = toy_study.labels_path.read_text(encoding="utf-8").splitlines()
    toy_study.labels_path.write_text("\n".join(lines[:4]) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match="at least 10 labelled paragraphs"):
        train_study(toy_study)


def test_the_same_labels_give_the_same_model(toy_study, toy_model):
    again = train_study(toy_study)
    assert again.features == toy_model.features
    assert (again.classifier.coef_ == toy_model.classifier.coef_).all()
    assert again.about == toy_model.about


def test_other_blocks_can_be_asked_for(toy_study):
    model = train_study(toy_study, blocks=("word", "seed"))
    assert model.seeds == toy_study.codebook.seeds
    assert {name.partition(":")[0] for name in model.features} == {"word", "seed"}


def test_what_was_done_is_told(toy_study):
    steps: list[str] = []
    train_study(toy_study, progress=steps.append)
    assert steps[0] == "reading labels"
    assert "paragraphs" in steps[-1]
