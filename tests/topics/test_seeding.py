"""Do seed words become the prior of their pillar's topic?"""

from __future__ import annotations

import numpy as np
import pytest

from discourse.errors import EstimateError
from discourse.topics.seeding import seed_columns, seed_prior

TERMS = ("bandara", "jalan_tol", "undang-undang")


def test_spelling_of_the_codebook_is_understood() -> None:
    seeds = {"political": ("Undang-undang",), "infrastructure": ("jalan tol", "bandara", "tiada")}
    assert seed_columns(seeds, TERMS) == {"political": [2], "infrastructure": [0, 1]}


def test_seed_given_twice_counts_once() -> None:
    assert seed_columns({"infrastructure": ("jalan tol", "jalan_tol")}, TERMS) == {"infrastructure": [1]}


def test_prior_adds_strength_to_seeds_only() -> None:
    prior = seed_prior({"a": [0, 2]}, n_topics=2, n_terms=3, eta=0.1, strength=7)
    np.testing.assert_allclose(prior, [[7.1, 0.1, 7.1], [0.1, 0.1, 0.1]])


def test_without_seeds_the_prior_is_flat() -> None:
    assert (seed_prior({}, 2, 3, 0.1, 7) == 0.1).all()


def test_pillar_without_seed_is_named() -> None:
    with pytest.raises(EstimateError, match="a seed word of b that occurs"):
        seed_prior({"a": [0], "b": []}, 2, 3, 0.1, 7)


def test_more_pillars_than_topics() -> None:
    with pytest.raises(EstimateError, match="at least 2 topics"):
        seed_prior({"a": [0], "b": [1]}, 1, 3, 0.1, 7)
