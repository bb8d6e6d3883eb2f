"""One simulated study of each kind gets the verdict that it should."""

from __future__ import annotations

import numpy as np
import pytest


@pytest.mark.parametrize("number", [0, 1, 2])
def test_one_study_of_each_kind(number):
    from simulated_studies import World
    from verdicts import KINDS, draw_study, is_right, verdicts_of

    pooled, sizes = np.array([0.75, 0.08, 0.10, 0.07]), np.array([2, 3, 4, 5, 6])
    articles = tuple(np.ones((count, 4)) for count in (20, 43))
    world = World(("political", "defence", "economic", "education"), sizes, 3.0, pooled, (pooled, pooled), articles)
    found = verdicts_of(draw_study(world, KINDS[number], np.random.default_rng([7, number])), world.pillars, seed=0)
    assert is_right(KINDS[number], found), found
