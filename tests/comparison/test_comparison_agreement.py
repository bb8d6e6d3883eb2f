"""Are the measures those of scikit-learn, and do they reach their ends?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from discourse.comparison.agreement import MEASURES, ari, inverse_purity, nmi, purity

GROUPS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), min_size=2, max_size=40)


def table_of(pairs: list[tuple[int, int]]) -> np.ndarray:
    table = np.zeros((4, 5))
    for row, column in pairs:
        table[row, column] += 1
    return table


@given(GROUPS)
def test_nmi_and_ari_are_those_of_scikit_learn(pairs) -> None:
    rows, columns = zip(*pairs, strict=True)
    # Where neither grouping divides anything, scikit-learn says 1; there is nothing to tell, so here it is 0.
    if len(set(rows)) > 1 or len(set(columns)) > 1:
        assert nmi(table_of(pairs)) == pytest.approx(normalized_mutual_info_score(columns, rows), abs=1e-9)
    assert ari(table_of(pairs)) == pytest.approx(adjusted_rand_score(columns, rows), abs=1e-9)


@given(GROUPS)
def test_bounds_and_symmetry(pairs) -> None:
    table = table_of(pairs)
    for function in MEASURES.values():
        assert -1 <= function(table) <= 1 + 1e-12
    assert purity(table) == inverse_purity(table.T)
    assert nmi(table) == pytest.approx(nmi(table.T), abs=1e-12)


def test_purity_by_hand() -> None:
    table = np.array([[5, 1, 0], [2, 2, 4]])
    assert purity(table) == pytest.approx((5 + 4) / 14)
    assert inverse_purity(table) == pytest.approx((5 + 2 + 4) / 14)


def test_many_tables_at_once() -> None:
    tables = np.random.default_rng(0).integers(0, 5, size=(7, 3, 4)).astype(float)
    for function in MEASURES.values():
        np.testing.assert_allclose(function(tables), [function(table) for table in tables])
