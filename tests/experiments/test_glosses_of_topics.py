"""Do topics and the words of the classifier have a gloss for readers who need one, and none in their own language?"""

from __future__ import annotations

from pathlib import Path

import pytest

from discourse.figures import house_style
from discourse.pipeline.experiment import load_experiment, read_numbers
from discourse.translations import Translation, speaking

FOLDER = Path(__file__).resolve().parents[2] / "experiments"


@pytest.mark.parametrize(("spoken", "needed"), [("en", True), ("vi", True), ("id", False)])
def test_the_language_of_the_coverage_needs_no_gloss(shipped_study, spoken, needed):
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
