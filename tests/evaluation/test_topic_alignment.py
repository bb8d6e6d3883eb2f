"""Does alignment find what is there, and nothing where nothing is?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from discourse.errors import EstimateError
from discourse.evaluation import topic_label_agreement, topics_by_label
from discourse.evaluation.topic_alignment import MEASURES, ari, inverse_purity, nmi, purity

ARTICLES = np.repeat([f"koran-{number:02d}" for number in range(30)], 5)


def random_codes(seed: int, n_codes: int = 3) -> np.ndarray:
    """Codes that cluster by article."""
    rng = np.random.default_rng(seed)
    usual = rng.integers(0, n_codes, size=30).repeat(5)
    return np.where(rng.uniform(size=150) < 0.6, usual, rng.integers(0, n_codes, size=150))


def value(table, measure: str, column: str = "value") -> float:
    return float(table.set_index("measure").loc[measure, column])


def test_perfect_alignment() -> None:
    codes = random_codes(0)
    table = topic_label_agreement(
        codes, np.array(["political", "economic", "education"])[codes], ARTICLES, permutations=99
    )
    assert table["value"].tolist() == pytest.approx([1, 1, 1, 1])
    assert table["low"].tolist() == pytest.approx([1, 1, 1, 1])
    assert set(table["p_value"]) == {0.01}
    assert set(table["articles"]) == {30}
    assert set(table["paragraphs"]) == {150}


def test_unrelated_groupings_are_at_the_level_of_chance() -> None:
    def p_value(seed: int) -> float:
        labels = random_codes(seed + 1000).astype(str)
        return value(
            topic_label_agreement(random_codes(seed), labels, ARTICLES, permutations=99, seed=seed), "nmi", "p_value"
        )

    assert np.mean([p_value(seed) <= 0.10 for seed in range(40)]) <= 0.25


def test_intervals_hold_their_value() -> None:
    codes = random_codes(3)
    labels = np.where(np.random.default_rng(1).uniform(size=150) < 0.5, codes, random_codes(4)).astype(str)
    table = topic_label_agreement(codes, labels, ARTICLES, permutations=20)
    assert (table["low"] < table["value"]).all()
    assert (table["value"] < table["high"]).all()
    assert value(table, "nmi") == pytest.approx(normalized_mutual_info_score(labels, codes))


def test_order_of_rows_changes_nothing() -> None:
    topics, labels, order = random_codes(1), random_codes(2).astype(str), np.random.default_rng(9).permutation(150)
    plain = topic_label_agreement(topics, labels, ARTICLES, permutations=30)
    shuffled = topic_label_agreement(topics[order], labels[order], ARTICLES[order], permutations=30)
    np.testing.assert_allclose(plain.drop(columns="measure"), shuffled.drop(columns="measure"), atol=1e-12)


def test_one_article_says_nothing() -> None:
    with pytest.raises(EstimateError, match="at least two articles"):
        topic_label_agreement([0, 1], ["a", "b"], ["x", "x"])


def test_heat_map_counts_every_cell() -> None:
    table = topics_by_label(
        [0, 0, 0, 2],
        ["economic", "economic", "none", "education"],
        ("dagang", "jalan", "sekolah"),
        ("economic", "education", "none"),
    )
    assert table["paragraphs"].tolist() == [2, 0, 1, 0, 0, 0, 0, 1, 0]
    assert table["share"].tolist()[:3] == pytest.approx([2 / 3, 0, 1 / 3])
    assert table.loc[table["topic"] == "jalan", "share"].isna().all()


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
