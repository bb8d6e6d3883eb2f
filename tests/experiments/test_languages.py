"""Does every text of a figure go through the strings of a language, and does it fit in Indonesian?

In a language made up for the test every string has marks around it, but for what stands in its fields. So whatever
is without marks was not looked up: it has to be a number, a sign, or a name that the study or its coverage gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.text import Text
from tests.experiments.looks import faults, faults_in_words

from discourse.figures import house_style
from discourse.languages import glosses
from discourse.pipeline.experiment import Experiment, load_experiment, read_numbers
from discourse.pipeline.in_language import study_translation
from discourse.study import Study
from discourse.translations import Translation, speaking

SCRIPTS = sorted((Path(__file__).resolve().parents[2] / "experiments").glob("*.py"))
DRAWN = [script for script in SCRIPTS if load_experiment(script).draw]
STUDIES = ("tests/toy", "tests/toy_english", "src/discourse/demo")

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
"""The one string that is taken apart when it is used, and so gets no marks."""
MARKED = re.compile("«[^«»]*(?:»|$|…)")
COMMAND = re.compile(r"\bdiscourse(?: -{0,2}[\w-]+)+")
WORD = re.compile(r"[^\W\d_]{2,}")
EVERYWHERE = {"Holm", *MONTHS.split()}
"""Names of methods, which stand in every language as they are, and what a date is made of."""
ALLOWED: Mapping[str, set[str]] = {
    "prominence": {"log"},
    "timeline": {"ab", "abc", "abcd", "bc", "bcd", "cd"},
}
"""Further words of a figure that are not looked up: signs of a formula, letters that stand for events."""
COLUMNS_OF_NAMES = ("gloss", "name", "term")
"""Columns of the numbers that hold words of the coverage, their meanings, and who is named in it."""


class Marked(Mapping[str, str]):
    """Every string of a language, with marks around what is written out in it."""

    def __getitem__(self, text: str) -> str:
        """Mark a text, and leave its fields outside of the marks."""
        if text == MONTHS:
            raise KeyError(text)
        return "«" + re.sub(r"\{[^{}]*\}", r"»\g<0>«", text) + "»"

    def __iter__(self) -> Iterator[str]:
        """List nothing: there is no end to them."""
        return iter(())

    def __len__(self) -> int:
        """Count nothing."""
        return 0


def without_marks(text: str) -> list[str]:
    """Words of a text that were not looked up; texts that were cut off may end within marks."""
    before, text = None, COMMAND.sub(" ", text)
    while before != text:
        before, text = text, MARKED.sub(" ", text)
    return re.findall(rf"{WORD.pattern}…?", text)


def is_known(word: str, names: set[str]) -> bool:
    """Say whether a word is a name, or the beginning of one where it was cut off."""
    return word in names or (word.endswith("…") and any(name.startswith(word[:-1]) for name in names))


def names_of(numbers: pd.DataFrame, study: Study) -> set[str]:
    """Words that the study or its coverage gives: periods, outlets, events, coders, actors, terms."""
    settings, articles = study.settings, study.articles
    texts = [*settings.period_ids, settings.language, *articles["outlet"], *articles["event"], *articles["article_id"]]
    texts += [actor for column in COLUMNS_OF_NAMES if column in numbers for actor in numbers[column].dropna()]
    if "term" in numbers:
        meanings = glosses(study.language)
        texts += [meanings[term] for term in numbers["term"].dropna() if term in meanings]
    texts += pd.read_csv(study.labels_path, dtype=str, keep_default_na=False)["coder"].tolist()
    return {word for text in texts for word in WORD.findall(str(text))}


def texts_of(experiment: Experiment, numbers: pd.DataFrame, study: Study) -> list[str]:
    """Every text of a figure, drawn and said."""
    said = experiment.words(numbers, study)
    texts = [said.title, said.caption, said.notes]
    if experiment.draw:
        with house_style():
            figure = experiment.picture(numbers, study)
            figure.draw_without_rendering()
            texts += [text.get_text() for text in figure.findobj(Text) if text.get_visible()]
        plt.close(figure)
    return texts


@pytest.fixture(scope="module", params=STUDIES)
def study(request, root) -> Study:
    return Study(root / request.param)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_every_text_is_looked_up(script, study, tmp_path):
    experiment = load_experiment(script)
    numbers = experiment.make(study, tmp_path, draft=True)
    known = names_of(numbers, study) | EVERYWHERE | ALLOWED.get(script.stem, set())
    with speaking(Translation("xx", Marked())):
        texts = texts_of(experiment, numbers, study)
    bare = {text: [word for word in without_marks(text) if not is_known(word, known)] for text in texts}
    assert {text: words for text, words in bare.items() if words} == {}
    assert any("«" in text for text in texts)


@pytest.mark.parametrize("script", DRAWN, ids=lambda script: script.stem)
def test_the_shipped_figures_can_be_read_in_indonesian(script, shipped_study):
    experiment = load_experiment(script)
    numbers = read_numbers(shipped_study.figures / f"{script.stem}.csv")
    with speaking(study_translation(shipped_study, "id")), house_style():
        figure = experiment.picture(numbers, shipped_study)
        assert faults(figure) == []
    plt.close(figure)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_the_words_of_the_shipped_figures_are_few_in_indonesian(script, shipped_study):
    experiment = load_experiment(script)
    numbers = read_numbers(shipped_study.figures / f"{script.stem}.csv")
    english = experiment.words(numbers, shipped_study)
    with speaking(study_translation(shipped_study, "id")):
        said = experiment.words(numbers, shipped_study)
    assert faults_in_words(said) == []
    assert said.title != english.title
    assert said.caption != english.caption


def test_a_text_that_is_not_looked_up_is_found():
    marked = Translation("xx", Marked())
    with speaking(marked):
        assert marked.strings.get("{count} of {all}") == "«»{count}« of »{all}«»"
    assert without_marks("«»«Trade»«: »7« of »9« articles»; no shift") == ["no", "shift"]
    assert without_marks("«Shift of em…") == []
    assert without_marks("«To code: »discourse relabel --coder NAME«.» Or so") == ["Or", "so"]
    assert [is_known(word, {"Melati"}) for word in ("Melati", "Mel…", "Mel", "Kab…")] == [True, True, False, False]
