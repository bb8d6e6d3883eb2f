"""Do readers have a gloss beside a word where they need one, and none in their own language?"""

from __future__ import annotations

import runpy
from pathlib import Path

import pandas as pd
import pytest

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
