"""Is the number of topics chosen by the rule and by nothing else?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.errors import EstimateError
from discourse.topics import TopicModel, compare_numbers
from discourse.topics.number_of_topics import choose_number


def table(**columns: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"topics": [5, 10, 20], "error": [0.02] * 3, **columns})


def test_unstable_numbers_are_out_however_aligned() -> None:
    assert choose_number(table(stability=[0.8, 0.6, 0.5], alignment=[0.1, 0.2, 0.9])) == 5


def test_among_stable_ones_alignment_decides() -> None:
    assert choose_number(table(stability=[0.8, 0.79, 0.5], alignment=[0.1, 0.2, 0.9])) == 10


def test_of_equals_the_smallest() -> None:
    assert choose_number(table(stability=[0.8, 0.79, 0.79], alignment=[0.10, 0.2, 0.205])) == 10


def test_nothing_to_choose_from() -> None:
    with pytest.raises(EstimateError, match="at least one number of topics"):
        choose_number(table(stability=[1.0] * 3, alignment=[1.0] * 3).iloc[:0])


def test_table_of_numbers() -> None:
    rng = np.random.default_rng(0)
    X = np.vstack([rng.poisson([3, 3, 3, 0, 0, 0], size=(10, 6)), rng.poisson([0, 0, 0, 3, 3, 3], size=(10, 6))])
    labels = ["economic"] * 10 + ["education"] * 9 + [""]
    seen: list[tuple[int, int]] = []
    found = compare_numbers(
        TopicModel(passes=5, max_share=1.0),
        X,
        labels,
        seeds=[1, 2, 3],
        candidates=(4, 2),
        progress=lambda done, of: seen.append((done, of)),
    )
    assert found["topics"].tolist() == [2, 4]
    assert found["alignment"].iloc[0] == pytest.approx(1)
    assert found["stability"].iloc[0] == pytest.approx(1, abs=0.01)
    assert found["chosen"].tolist() == [True, False]
    assert found["runs"].tolist() == [3, 3]
    assert seen == [(done, 6) for done in range(1, 7)]
