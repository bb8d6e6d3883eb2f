"""Is S-CLOP what its formula says, by hand and at its ends?"""

from __future__ import annotations

import numpy as np
import pytest

from discourse.topics.sclop import s_clop, s_clop_of_tree

RUN = np.eye(3, 12)


def test_every_topic_once_in_every_run() -> None:
    assert s_clop([RUN, RUN[::-1], RUN]) == 1


def test_cluster_of_all_by_hand() -> None:
    # Two runs of two topics. Leaves 0, 1 are of run 0, leaves 2, 3 of run 1. First 0 with 2: U = 0. Then 1 with
    # that: as one cluster it has (2, 1) topics, U = 1/2 * 1 * 3 = 1.5; cut it has 0 + 1/2. Then 3: as one (2, 2),
    # U = 1/2 * 2 * 4 = 4; cut 1/2 + 1/2 = 1. So S-CLOP = 1 - 1 / (4 * 1/2) = .5.
    tree = np.array([[0, 2, 0.1, 2], [1, 4, 0.5, 3], [3, 5, 0.9, 4]])
    assert s_clop_of_tree(tree, np.array([0, 0, 1, 1])) == pytest.approx(0.5)


def test_all_single_is_nought() -> None:
    # Both topics of a run join first, so that no cluster has one of each: the cut leaves every topic alone.
    tree = np.array([[0, 1, 0.1, 2], [2, 3, 0.1, 2], [4, 5, 0.9, 4]])
    assert s_clop_of_tree(tree, np.array([0, 0, 1, 1])) == pytest.approx(0.0)


def test_like_runs_are_nearer_than_unlike() -> None:
    rng = np.random.default_rng(2)
    noise = [np.clip(RUN + rng.uniform(0, 0.05, RUN.shape), 0, None) for _ in range(4)]
    unlike = [rng.dirichlet(np.full(12, 0.2), 3) for _ in range(4)]
    assert s_clop(noise) == 1
    assert s_clop(unlike) < s_clop(noise)
