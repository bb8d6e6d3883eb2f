"""Does a classifier of a figure learn from no more paragraphs than the settings say, and from whole stories?"""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from discourse.classifier import labelled_paragraphs
from discourse.evaluation import study_folds, training_size
from discourse.evaluation.folds import full_article_folds
from discourse.evaluation.training_size import rows_to_learn_from, spread_out, training_notes


def test_all_rows_are_taken_up_to_the_limit():
    rows = np.array([1, 3, 4])
    assert rows_to_learn_from(rows, list("abcde"), 3, 0) is rows
    assert len(rows_to_learn_from(rows, list("abcde"), 2, 0)) == 2


@pytest.mark.parametrize("seed", range(5))
def test_of_more_rows_whole_stories_are_drawn(seed):
    rng = np.random.default_rng(seed)
    stories, rows = [f"s{one}" for one in np.sort(rng.integers(0, 40, 300))], np.arange(0, 300, 2)
    found = rows_to_learn_from(rows, stories, 60, seed)
    assert 60 - 15 < len(found) <= 60  # no story has more than 15 of the rows
    assert (np.diff(found) > 0).all()
    drawn = {stories[row] for row in found}
    assert found.tolist() == [row for row in rows if stories[row] in drawn]
    order = rng.permutation(300)
    again = rows_to_learn_from(np.arange(300), [stories[row] for row in order], 60, seed)
    whole = rows_to_learn_from(np.arange(300), stories, 60, seed)
    assert {stories[order[row]] for row in again} == {stories[row] for row in whole}


def test_a_story_longer_than_the_limit_is_taken_whole():
    assert rows_to_learn_from(np.arange(6), ["a"] * 3 + ["b"] * 3, 2, 0).tolist() in ([0, 1, 2], [3, 4, 5])


def test_folds_learn_from_fewer_and_test_the_same(toy_study):
    labels, _ = labelled_paragraphs(toy_study)
    few = SimpleNamespace(settings=SimpleNamespace(folds=3, seed=1, training_limit=9))
    much = SimpleNamespace(settings=SimpleNamespace(folds=3, seed=1, training_limit=100))
    for one, other in zip(study_folds(much, labels), study_folds(few, labels), strict=True):
        np.testing.assert_array_equal(one.test, other.test)
        assert set(other.train) < set(one.train)
        assert len(other.train) <= 9


def test_the_notes_say_it_only_where_it_is_so(toy_study):
    labels, _ = labelled_paragraphs(toy_study)
    assert training_notes(toy_study.with_settings(training_limit=len(labels))) == []
    (note,) = training_notes(toy_study.with_settings(training_limit=len(labels) - 1))
    assert f"at most {len(labels) - 1} of the {len(labels)} labelled paragraphs" in note


def test_of_many_full_articles_some_are_left_out_in_turn(monkeypatch, toy_study):
    assert spread_out({"b", "a"}) == ["a", "b"]
    monkeypatch.setattr(training_size, "MOST_LEFT_OUT", 3)
    assert spread_out(list("gfedcba")) == ["a", "c", "e"]
    labels, _ = labelled_paragraphs(toy_study)
    articles = sorted(set(labels["article_id"]))
    labels = labels.assign(extent=np.where(labels["article_id"] == articles[0], "opening", "full"))
    assert len(full_article_folds(labels)) == 3
