from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.dummy import DummyClassifier
from sklearn.model_selection import KFold, cross_validate

from discourse.errors import EstimateError
from discourse.evaluation import grouped_folds, one_split
from discourse.evaluation.folds import (
    ArticleKFold,
    LeaveArticlesOut,
    full_article_folds,
    leave_one_article_out,
    named_folds,
    study_folds,
)

ROWS = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(["x", "y", "z"])), min_size=8, max_size=60)


@given(ROWS, st.integers(2, 4), st.integers(0, 5))
def test_no_article_stands_on_both_sides_and_each_row_is_tested_once(rows, n_folds, seed):
    articles, labels = (np.array(side) for side in zip(*rows, strict=True))
    if len(set(articles)) < n_folds or max(np.unique(labels, return_counts=True)[1]) < n_folds:
        return
    folds = grouped_folds(articles, labels, n_folds, seed)
    tested = np.concatenate([fold.test for fold in folds])
    assert sorted(tested) == list(range(len(rows)))
    assert [fold.name for fold in folds] == [str(number) for number in range(1, n_folds + 1)]
    first = [min(articles[fold.test]) for fold in folds]
    assert first == sorted(first)
    for fold in folds:
        assert not set(articles[fold.train]) & set(articles[fold.test])
        assert len(fold.train) + len(fold.test) == len(rows)


def test_shuffled_rows_fall_into_the_same_folds():
    rng = np.random.default_rng(3)
    articles = np.repeat([f"a{i}" for i in range(12)], 5)
    labels = rng.choice(["x", "y"], 60)
    order = rng.permutation(60)
    plain = [set(articles[fold.test]) for fold in grouped_folds(articles, labels, 4, 7)]
    assert plain == [set(articles[order][fold.test]) for fold in grouped_folds(articles[order], labels[order], 4, 7)]


def test_a_rare_code_does_not_warn():
    articles = [f"a{i}" for i in range(10)]
    assert len(grouped_folds(articles, ["x"] * 9 + ["y"], 5, 0)) == 5


def test_fewer_articles_than_folds_are_refused():
    with pytest.raises(EstimateError, match="at least 5 articles that are no copies, for 5 folds, found 2"):
        grouped_folds(["a", "b", "b"], ["x", "y", "x"], 5, 0)
    with pytest.raises(EstimateError, match="a code with at least 3 paragraphs for 3 folds"):
        grouped_folds(["a", "b", "c"], ["x", "y", "x"], 3, 0)


def test_a_fold_that_no_article_is_put_into_is_refused():
    articles, labels = ["a", "b", "b", "b", "c", "c", "d", "d", "d"], list("yyyxxxyyy")
    with pytest.raises(EstimateError, match="articles for each of 4 folds, found a fold without any"):
        grouped_folds(articles, labels, 4, 0)


def test_leave_one_out_tests_the_articles_named_and_no_other():
    folds = leave_one_article_out(["a", "b", "b", "c"], ["c", "b"])
    assert [(fold.name, fold.train.tolist(), fold.test.tolist()) for fold in folds] == [
        ("b", [0, 3], [1, 2]),
        ("c", [0, 1, 2], [3]),
    ]
    with pytest.raises(EstimateError, match="'d'"):
        leave_one_article_out(["a"], ["d"])


def test_one_split_trains_on_no_article_that_is_tested():
    fold = one_split(["a", "a", "b", "c"], [True, False, False, True], "half")
    assert (fold.train.tolist(), fold.test.tolist()) == ([2], [0, 3])
    with pytest.raises(EstimateError, match="paragraphs to train in the split 'all'"):
        one_split(["a", "a"], [True, False], "all")
    with pytest.raises(EstimateError, match="paragraphs to test in the split 'none'"):
        one_split(["a", "a"], [False, False], "none")


def test_splitters_give_the_folds_to_scikit_learn():
    rng = np.random.default_rng(3)
    articles, labels = np.repeat([f"a{i}" for i in range(12)], 5), rng.choice(["x", "y"], 60)
    for splitter, folds in (
        (ArticleKFold(4, 7), grouped_folds(articles, labels, 4, 7)),
        (LeaveArticlesOut(), leave_one_article_out(articles)),
        (LeaveArticlesOut(["a3", "a1"]), leave_one_article_out(articles, ["a3", "a1"])),
    ):
        assert splitter.get_n_splits(groups=articles) == len(folds)
        found = cross_validate(
            DummyClassifier(), np.zeros((60, 1)), labels, groups=articles, cv=splitter, return_indices=True
        )
        for fold, train, test in zip(folds, found["indices"]["train"], found["indices"]["test"], strict=True):
            assert (fold.train.tolist(), fold.test.tolist()) == (train.tolist(), test.tolist())
        with pytest.raises(EstimateError, match="groups: expected the article of each row"):
            next(iter(splitter.split(labels, labels, None)))
        assert splitter.get_metadata_routing().split.requests == {"groups": True}


def test_articles_may_be_named_by_numbers():
    found = [test.tolist() for _, test in LeaveArticlesOut().split([0, 0, 0], groups=[7, 11, 11])]
    assert found == [[1, 2], [0]]
    assert [fold.name for fold in leave_one_article_out([7, 11, 11])] == ["11", "7"]
    rng = np.random.default_rng(2)
    articles, codes = np.repeat(np.arange(5, 30), 4), rng.integers(5, 15, 100)
    plain = [fold.test.tolist() for fold in grouped_folds(articles, codes, 5, 0)]
    assert plain == [fold.test.tolist() for fold in grouped_folds(articles.astype(str), codes.astype(str), 5, 0)]


def test_folds_may_be_made_already_or_by_any_splitter():
    folds = leave_one_article_out(["a", "b"])
    assert named_folds(folds, None, None, None) == folds
    found = named_folds(KFold(2), np.zeros(4), None, None)
    assert [(fold.name, fold.test.tolist()) for fold in found] == [("1", [0, 1]), ("2", [2, 3])]


def test_a_study_says_how_many_folds_and_copies_stay_together():
    study = SimpleNamespace(settings=SimpleNamespace(folds=3, seed=5, training_limit=100))
    labels = pd.DataFrame(
        {
            "article_id": [f"a{number}" for number in range(12)],
            "story": [f"s{number // 2}" for number in range(12)],
            "primary": ["x", "y", "y"] * 4,
        }
    )
    for asked, number in ((None, 3), (2, 2)):
        found = study_folds(study, labels, asked)
        expected = grouped_folds(labels["story"], labels["primary"], number, 5)
        assert [fold.test.tolist() for fold in found] == [fold.test.tolist() for fold in expected]
        assert len(found) == number
        for fold in found:
            assert set(labels["story"][fold.train]) & set(labels["story"][fold.test]) == set()


def test_full_articles_are_tested_in_turn_without_their_copies():
    labels = pd.DataFrame(
        [("a", "full", "s"), ("a", "full", "s"), ("b", "opening", "s"), ("c", "full", "t"), ("d", "opening", "u")],
        columns=["article_id", "extent", "story"],
    )
    folds = [(fold.name, fold.train.tolist(), fold.test.tolist()) for fold in full_article_folds(labels)]
    assert folds == [("a", [3, 4], [0, 1]), ("c", [0, 1, 2, 4], [3])]
    with_copies = full_article_folds(labels, copies=True)
    assert [fold.train.tolist() for fold in with_copies] == [[2, 3, 4], [0, 1, 2, 4]]
    assert full_article_folds(labels.assign(extent="full")) == full_article_folds(labels.assign(extent="opening")) == []
