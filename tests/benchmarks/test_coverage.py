"""Do the simulated studies have the truth that is counted against, and is what is low named?"""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

PILLARS = ("political", "defence", "economic", "education", "infrastructure")


@pytest.fixture
def world():
    """A small world, so that the study need not be fitted."""
    pooled = np.array([0.8, 0.06, 0.06, 0.05, 0.03])
    return SimpleNamespace(
        pillars=PILLARS, sizes=np.array([2, 4, 6]), concentration=1.6, pooled=pooled, shares=(pooled, pooled[::-1])
    )


def test_drawn_studies_have_the_true_shares_on_average(world):
    from uneven_studies import draw_studies, kinds, true_shares

    from discourse.emphasis.shares import ratio

    for kind in kinds(world):
        sums = draw_studies(kind, world, (60, 40), 150, np.random.default_rng(1))
        assert sums.numerators.shape == (150, 100, 5)
        np.testing.assert_allclose(sums.numerators.sum(axis=-1), sums.denominators)
        true = true_shares(kind)
        np.testing.assert_allclose(true[:2].sum(axis=1), 1)
        for period, (_, part) in enumerate(sums.by_period()):
            pooled = ratio(part.numerators.reshape(-1, 5), part.denominators.ravel())
            np.testing.assert_allclose(pooled, true[period], atol=0.05, err_msg=kind.name)


def test_a_cell_is_counted_for_both_methods(world):
    from coverage import count_cell, summary
    from uneven_studies import kinds

    kind = kinds(world)[0]
    row = summary(kind, (10, 10), count_cell(kind, world, (10, 10), 200, seed=1), 200)
    assert 0.9 < row["wilson_t share"] <= 1
    assert row["wilson_linear share"] <= row["wilson_t share"]
    assert 1 < row["width common"] < 1.1
    worst = min(row["wilson_t share"], row["wilson_t shift"])
    assert row["error"] == pytest.approx(np.sqrt(worst * (1 - worst) / 200))


def test_cells_below_the_promise_are_named_and_outlets_are_not():
    from coverage import below

    rows = [
        ("study-like", 5, 5, 0.934),
        ("study-like", 10, 10, 0.936),
        ("heavy lengths", 10, 10, 0.924),
        ("heavy lengths", 5, 40, 0.9),
        ("outlets, same", 40, 40, 0.7),
    ]
    table = pd.DataFrame(rows, columns=["kind", "earlier", "later", "wilson_t share"])
    found = below(table.assign(**{"wilson_t shift": 0.95}))
    assert found[["kind", "earlier"]].to_numpy().tolist() == [["study-like", 5], ["heavy lengths", 10]]
