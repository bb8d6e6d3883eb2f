"""Is the topic model that is kept the one that the figures show, and usable without the study?"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import numpy as np
import pytest

from discourse.counts import count_texts, study_counts
from discourse.errors import DataError
from discourse.topics import TopicModel, prototype_run, run_seeds, save_topics, topic_model_of, train_topics, trained

TEXTS = ["Harga beras naik di pasar kota.", "Guru sekolah dasar berlatih.", ""]
READER = """
import json, sys
from pathlib import Path
from discourse.counts import count_texts
from discourse.topics import load_topics
model, about = load_topics(Path("topics.npz"))
words = count_texts(json.loads(sys.argv[1]), language=about["language"]).aligned(model.terms)
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
    expected = model.transform(count_texts(TEXTS, language="id").aligned(model.terms).matrix)
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
    counts = study_counts(toy_study)
    bare = prototype_run(TopicModel(toy_study.settings.topics), counts.matrix, run_seeds(toy_study.settings.seed, 3))
    np.testing.assert_array_equal(train_topics(toy_study)[0].topic_word_, bare.topic_word_)


def test_seeded_topics_are_the_pillars_and_some_more(toy_study) -> None:
    model = topic_model_of(toy_study, "seeded", study_counts(toy_study))
    assert model.n_topics == len(toy_study.codebook.pillar_ids) + toy_study.settings.residual_topics
    assert list(model.seeds) == list(toy_study.codebook.pillar_ids)


def test_another_kind_is_refused(toy_study) -> None:
    with pytest.raises(DataError, match="expected one of plain, seeded, found 'guided'"):
        train_topics(toy_study, "guided")


def test_runs_are_told(toy_study) -> None:
    seen: list[tuple[int, int]] = []
    train_topics(toy_study, progress=lambda *step: seen.append(step))
    assert seen == [(1, 3), (2, 3), (3, 3)]
