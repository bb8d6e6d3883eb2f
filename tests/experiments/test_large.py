"""Of very many paragraphs or labels, do figures fit to a part of them, and say so?"""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

EXPERIMENTS = Path(__file__).resolve().parents[2] / "experiments"


def test_topic_models_of_other_sizes_are_fitted_to_a_part_of_the_paragraphs(toy_study, monkeypatch):
    script = runpy.run_path(str(EXPERIMENTS / "stability.py"))
    known, seen = script["compute"].__globals__, []
    monkeypatch.setitem(known, "NUMBERS", (5,))
    monkeypatch.setitem(known, "RUNS_A_NUMBER", 2)
    monkeypatch.setitem(known, "_strengths", lambda study, counts, table: table[["primary"]].head(0))
    numbers_of = known["_numbers"]
    monkeypatch.setitem(known, "_numbers", lambda *given: seen.append(given[1:]) or numbers_of(*given))
    whole = script["compute"](toy_study)
    assert "at most" not in script["describe"](whole, toy_study).notes
    monkeypatch.setitem(known, "MOST", 18)
    script["compute"](toy_study)
    (counts, table), (fewer, part) = seen
    assert 0 < len(part) <= 18 < len(table)
    assert list(fewer.ids) == part["paragraph_id"].tolist()
    assert set(table[table["story"].isin(part["story"])]["paragraph_id"]) == set(part["paragraph_id"])
    assert f"at most 18 of the {len(table)} paragraphs" in script["describe"](whole, toy_study).notes
    assert len(counts.ids) == len(table)


@pytest.mark.parametrize("stem", ["predictions", "top_features"])
def test_classifiers_of_many_labels_learn_from_a_part_and_figures_say_so(stem, toy_study):
    script = runpy.run_path(str(EXPERIMENTS / f"{stem}.py"))
    study = toy_study.with_settings(training_limit=20)
    numbers = script["compute"](study)
    assert "learns from at most 20 of the 22 labelled paragraphs" in script["describe"](numbers, study).notes
    assert "learns from at most" not in script["describe"](numbers, toy_study).notes
    if stem == "predictions":
        assert len(numbers) == 22
