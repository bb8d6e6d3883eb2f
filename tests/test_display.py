"""Is what a cell of a notebook shows short, and safe whatever the text?"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.codebook import Codebook, Pillar
from discourse.display import LONGEST, ShownInShort, counted, shortened
from discourse.features import dfm_of_texts
from discourse.pipeline import Experiment
from discourse.study import Study


class Parcel(ShownInShort):
    """Says of itself what it is given."""

    def __init__(self, **told: object) -> None:
        self.told = told

    def _summary(self) -> dict[str, object]:
        return self.told


def test_one_line_by_hand() -> None:
    assert repr(Parcel(weight=3, to="Desa")) == "Parcel(weight=3, to='Desa')"
    assert Parcel(to="<b>&")._repr_html_().count("&lt;b&gt;&amp;") == 1


@given(st.text())
def test_nothing_is_longer_than_it_may_be_and_no_text_becomes_markup(text: str) -> None:
    assert len(shortened(text)) <= LONGEST
    assert shortened(text) == text or len(text) > LONGEST
    shown = Parcel(**{"name": text})._repr_html_()
    assert shown.count("<") == Parcel(name="")._repr_html_().count("<")


def test_a_study_shows_its_settings_and_reads_no_table(toy_study: Study) -> None:
    assert repr(toy_study).startswith(f"Study(root={shortened(repr(toy_study.root.as_posix()))}, title=")
    fresh = Study(toy_study.root)
    assert toy_study.settings.title in fresh._repr_html_()
    assert fresh.inputs == {}
    assert repr(Study(Path("nowhere"))) == "Study(root='nowhere')"


def test_a_name_in_a_codebook_cannot_be_markup() -> None:
    book = Codebook("<script>", (Pillar("trade", "Trade", "buying"), Pillar("road", "Road", "driving")), "other")
    assert repr(book) == "Codebook(version='<script>', pillars='trade, road', rules=0)"
    assert "<script>" not in book._repr_html_()


@pytest.mark.parametrize("name", ["study", "codebook", "settings", "experiment", "counts", "model"])
def test_what_people_look_at_is_a_line(name: str, toy_study: Study, request: pytest.FixtureRequest) -> None:
    shown = {
        "study": lambda: toy_study,
        "codebook": lambda: toy_study.codebook,
        "settings": lambda: toy_study.settings,
        "experiment": lambda: Experiment(script="towns.py", title="Towns", compute=print, draw=print, describe=print),
        "counts": lambda: dfm_of_texts(["jembatan baru di desa"] * 40, language="id"),
        "model": lambda: request.getfixturevalue("toy_model"),
    }[name]()
    assert "\n" not in repr(shown)
    assert len(repr(shown)) < 500
    assert len(shown._repr_html_()) < 2_000
    assert str(shown) == repr(shown)


def test_counts_say_how_many_there_are() -> None:
    counts = dfm_of_texts(["jembatan baru", "jembatan"], language="id")
    assert repr(counts) == "DocumentFeatureMatrix(paragraphs=2, features=2, counted=3)"


@pytest.fixture
def toy_model(toy_study: Study) -> object:
    """A classifier trained on the toy study."""
    from discourse.classifier import train_study

    return train_study(toy_study)


def test_a_count_of_one_takes_the_singular() -> None:
    assert [counted(number, "row") for number in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]
