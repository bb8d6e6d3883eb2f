"""A fit says what the codings since the last fit changed, and writes over nothing."""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.classifier import load_model
from discourse.labels import LabelLog
from discourse.relabel.predicted import latest_probabilities, predictions_path
from discourse.relabel.retraining import labels_since, retrain


@pytest.fixture
def labelled(many_study):
    """The study of many paragraphs, coded by its topics, in articles enough for its folds."""
    path = many_study.data / "paragraphs.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    names = list(many_study.articles["article_id"])
    table["article_id"] = [names[place % len(names)] for place in range(len(table))]
    table["position"] = range(1, len(table) + 1)
    table.to_csv(path, index=False)
    from discourse.labels.coding import Coding
    from discourse.study import Study

    study = Study(many_study.root)
    topics = {"pasar": "economic", "kunjungan": "political", "beasiswa": "education"}
    codings = [
        Coding(f"first-{place}", paragraph, "reader", "1", next(code for word, code in topics.items() if word in text))
        for place, (paragraph, text) in enumerate(table[["paragraph_id", "text"]].itertuples(index=False))
    ]
    LabelLog.of(study).append(codings[:-6])
    return study


def test_two_fits(labelled, coding) -> None:
    assert latest_probabilities(labelled) is None
    assert labels_since(labelled)[0] is None
    steps: list[str] = []
    first = retrain(labelled, steps.append)
    assert steps
    assert first.before is None
    assert first.differences.empty
    assert first.shares["value_before"].equals(first.shares["value_now"])
    kept = first.model.read_bytes(), predictions_path(first.model).read_bytes()
    probabilities = latest_probabilities(labelled)
    book = labelled.codebook
    columns = [*(f"p_{code}" for code in book.codes), *(f"m_{pillar}" for pillar in book.pillar_ids)]
    assert list(probabilities.columns) == ["paragraph_id", *columns]
    assert set(probabilities["paragraph_id"]) == set(labelled.paragraphs["paragraph_id"])

    known = labelled.paragraphs["paragraph_id"][:3]
    LabelLog.of(labelled).append([coding("ani", paragraph, "none") for paragraph in known])
    last, changes = labels_since(labelled)
    assert last == first.model
    assert set(changes["coder"]) == {"ani"}
    second = retrain(labelled)
    assert (second.before, second.model.name) == (first.model, "classifier-0002.npz")
    assert (first.model.read_bytes(), predictions_path(first.model).read_bytes()) == kept
    assert second.changes.equals(changes)
    assert set(second.differences["score"]) == {"macro_f1", "accuracy"}
    assert (second.differences["low"] <= second.differences["difference"]).all()
    assert labels_since(labelled)[1].empty
    assert load_model(second.model).about["log"]["lines"] == load_model(first.model).about["log"]["lines"] + 3


def test_a_log_that_became_shorter_is_another_log(labelled) -> None:
    first = retrain(labelled)
    lines = labelled.labels_path.read_text(encoding="utf-8").splitlines(keepends=True)
    labelled.labels_path.write_text("".join(lines[:-10]), encoding="utf-8")
    last, changes = labels_since(labelled)
    assert (last, len(changes)) == (None, 0)
    assert first.model.is_file()


def test_a_model_that_cannot_be_read_is_passed_over(labelled) -> None:
    labelled.models.mkdir()
    (labelled.models / "classifier-0001.npz").write_text("of an earlier version")
    assert labels_since(labelled)[0] is None


def test_counting_the_lines_of_the_log_writes_nothing(labelled) -> None:
    first = retrain(labelled)
    torn = labelled.labels_path.read_bytes() + b"ani-9,melati-2023"
    labelled.labels_path.write_bytes(torn)
    labelled.labels_path.chmod(0o444)
    assert labels_since(labelled)[0] == first.model
    retrain(labelled)
    assert labelled.labels_path.read_bytes() == torn
