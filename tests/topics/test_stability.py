"""Are topics matched to their like, is the prototype the most usual run, and is a shift followed through the runs?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discourse.errors import DataError, EstimateError
from discourse.topics import TopicModel, compare_runs, fit_runs, run_seeds, shifts_over_runs, summarise_shifts
from discourse.topics.stability import Stability, cosine, match, prototype_run, topic_shifts

RUN = np.array([[0.7, 0.2, 0.1, 0.0], [0.0, 0.1, 0.2, 0.7], [0.1, 0.4, 0.4, 0.1]])
ODD = np.array([[0.25, 0.25, 0.25, 0.25], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]])
PERIODS = ("2023", "2025")
PERIOD = ["2023", "2025", "", "2023"]
SHARES = np.array([[0.2, 0.8], [0.6, 0.4], [1.0, 0.0], [0.4, 0.6]])


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(3)))
def test_shuffled_topics_find_each_other(order: list[int]) -> None:
    partners, similarity = match(RUN, RUN[order])
    assert [order[partner] for partner in partners] == [0, 1, 2]
    np.testing.assert_allclose(similarity, 1)


def test_matching_is_one_to_one_and_best_in_sum() -> None:
    one = np.array([[1.0, 0.0], [0.8, 0.6]])
    other = np.array([[0.9, 0.1], [0.6, 0.8]])
    partners, _ = match(one, other)
    assert partners.tolist() == [0, 1]
    cosines = cosine(one, other)
    assert cosines[1].argmax() == 1 or cosines[0, 0] + cosines[1, 1] >= cosines[0, 1] + cosines[1, 0]


def test_equal_runs_are_wholly_stable() -> None:
    found = compare_runs([RUN, RUN[::-1], RUN[[2, 0, 1]]], n_words=2)
    assert found.prototype == 0
    assert found.order.tolist() == [[0, 1, 2], [2, 1, 0], [1, 2, 0]]
    assert found.mean == pytest.approx(1)
    assert found.topics["recurrence"].tolist() == [1, 1, 1]
    assert found.topics["overlap"].tolist() == [1, 1, 1]
    assert found.topics["runs"].tolist() == [2, 2, 2]


def test_odd_run_is_not_the_prototype() -> None:
    found = compare_runs([ODD, RUN, RUN[::-1]], n_words=2)
    assert found.prototype == 1
    assert found.similarity[1, 2] == pytest.approx(1)
    assert found.per_run[0] < found.per_run[1]


def test_recurrence_counts_runs_that_reach_the_mark() -> None:
    found = compare_runs([RUN, RUN, ODD], n_words=2)
    assert set(found.topics["recurrence"]) <= {0.5, 1.0}
    assert 0.5 in set(found.topics["recurrence"])


def test_one_run_says_nothing() -> None:
    with pytest.raises(EstimateError, match="at least two runs"):
        compare_runs([RUN])


def test_seeds_of_runs_follow_from_the_study() -> None:
    assert run_seeds(7, 3) == run_seeds(7, 3)
    assert len(set(run_seeds(7))) == 20
    assert run_seeds(7, 3) != run_seeds(8, 3)


def test_runs_differ_in_their_start_alone() -> None:
    X = np.random.default_rng(0).poisson(1.0, size=(20, 8))
    seen: list[tuple[int, int]] = []
    model = TopicModel(2, passes=2, max_share=1.0)
    runs = fit_runs(model, X, [1, 2, 1], lambda done, of: seen.append((done, of)))
    np.testing.assert_array_equal(runs[0].topic_word_, runs[2].topic_word_)
    assert not np.array_equal(runs[0].topic_word_, runs[1].topic_word_)
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert not hasattr(model, "fitted_")


def test_the_prototype_run_is_the_one_compared_runs_name() -> None:
    X = np.random.default_rng(0).poisson(1.0, size=(30, 12))
    model, seeds = TopicModel(3, passes=3, min_documents=1, max_share=1.0), run_seeds(1, 4)
    runs = fit_runs(model, X, seeds)
    best = compare_runs([run.topic_word_ for run in runs]).prototype
    np.testing.assert_array_equal(prototype_run(model, X, seeds).topic_word_, runs[best].topic_word_)


def test_shift_by_hand() -> None:
    np.testing.assert_allclose(topic_shifts(SHARES, PERIOD, PERIODS), [0.6 - 0.3, 0.4 - 0.7])


def test_shifts_add_up_to_nothing() -> None:
    shares = np.random.default_rng(0).dirichlet([1, 1, 1], 4)
    assert topic_shifts(shares, PERIOD, PERIODS).sum() == pytest.approx(0)


def test_period_without_paragraphs() -> None:
    with pytest.raises(DataError, match="paragraphs of period 2025"):
        topic_shifts(SHARES, ["2023"] * 4, PERIODS)


def test_runs_are_put_into_the_order_of_the_prototype() -> None:
    runs = Stability(np.eye(3), 1, np.array([[1, 0], [0, 1], [0, 1]]), pd.DataFrame())
    table = shifts_over_runs([SHARES[:, ::-1], SHARES, 1 - SHARES], runs, PERIOD, PERIODS)
    assert table["topic"].tolist() == [0, 0, 0, 1, 1, 1]
    np.testing.assert_allclose(table["shift"], [0.3, 0.3, -0.3, -0.3, -0.3, 0.3])
    summary = summarise_shifts(table, prototype=1)
    by_hand = [[0.3, -0.3, 0.3, 0.3], [-0.3, -0.3, -0.3, 0.3]]
    np.testing.assert_allclose(summary[["shift", "low", "middle", "high"]], by_hand)
    np.testing.assert_allclose(summary["same_sign"], 2 / 3)
    assert summary["runs"].tolist() == [3, 3]
