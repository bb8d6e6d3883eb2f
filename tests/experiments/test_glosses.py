"""Do readers have a gloss beside a word where they need one, and none in their own language?"""

from __future__ import annotations

import runpy
from pathlib import Path

import pandas as pd
import pytest

from discourse.figures import house_style
from discourse.pipeline.experiment import load_experiment, read_numbers
from discourse.translations import Translation, speaking

FOLDER = Path(__file__).resolve().parents[2] / "experiments"
KEYNESS, ACTORS = (runpy.run_path(str(FOLDER / f"{stem}.py")) for stem in ("keyness", "actors"))
WORDS = pd.DataFrame({"gloss": ["toll road", None]})
NAMES = pd.DataFrame({"name": ["Wali Kota", "Melati"], "gloss": ["mayor", None]})


@pytest.mark.parametrize(
    ("spoken", "glosses", "labels"),
    [
        ("en", ["toll road", ""], {"Melati": "Melati", "Wali Kota": "Wali Kota (mayor)"}),
        ("vi", ["toll road", ""], {"Melati": "Melati", "Wali Kota": "Wali Kota (mayor)"}),
        ("id", ["", ""], {"Melati": "Melati", "Wali Kota": "Wali Kota"}),
    ],
)
def test_the_language_of_the_coverage_needs_no_gloss(toy_study, spoken, glosses, labels):
    assert toy_study.language == "id"
    with speaking(Translation(spoken, {})):
        assert KEYNESS["glossed"](WORDS, toy_study) == glosses
        assert ACTORS["labelled"](NAMES, ["Melati", "Wali Kota"], toy_study) == labels


@pytest.mark.parametrize(("spoken", "needed"), [("en", True), ("vi", True), ("id", False)])
def test_topics_and_words_of_the_classifier_have_one_where_it_is_needed(shipped_study, spoken, needed):
    assert shipped_study.language == "id"
    topics, words = (load_experiment(FOLDER / f"{stem}.py") for stem in ("topics", "top_features"))
    with speaking(Translation(spoken, {})), house_style():
        figure = topics.picture(read_numbers(shipped_study.figures / "topics.csv"), shipped_study)
        said = words.words(read_numbers(shipped_study.figures / "top_features.csv"), shipped_study).notes
    drawn = " ".join(text.get_text() for ax in figure.axes for text in ax.texts)
    assert ("kerja sama (cooperation)" in " ".join(drawn.split())) == needed
    assert ("diplomasi (diplomacy)" in said) == needed
    assert "kerja sama" in drawn
    assert "diplomasi" in said
