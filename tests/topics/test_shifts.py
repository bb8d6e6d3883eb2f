"""Is the shift of a topic followed through the runs?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.errors import DataError
from discourse.topics import shifts_over_runs, summarise_shifts
from discourse.topics.shifts import topic_shifts
from discourse.topics.stability import Stability

PERIODS = ("2023", "2025")
PERIOD = ["2023", "2025", "", "2023"]
SHARES = np.array([[0.2, 0.8], [0.6, 0.4], [1.0, 0.0], [0.4, 0.6]])


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
