from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from discourse.classifier.calibration import inverse_temperature, log_loss
from discourse.classifier.choosing import choose, downhill
from discourse.classifier.ridge import Regression

PENALTIES = (0.5, 1.0, 2.0, 4.0, 8.0)


@given(st.floats(0, 9))
def test_a_valley_is_walked_to_its_least(least):
    assert downhill(PENALTIES, lambda value: abs(value - least)) == min(PENALTIES, key=lambda value: abs(value - least))


def test_of_equals_the_middling_value_is_kept():
    assert downhill(PENALTIES, lambda value: 1.0) == 2.0
    assert downhill((3.0,), lambda value: 1.0) == 3.0


def test_the_choice_is_the_fit_of_least_held_out_loss():
    rng = np.random.default_rng(7)
    features = sparse.csr_matrix(rng.poisson(0.5, (60, 40)).astype(float))
    codes = rng.integers(0, 3, 60)
    regression = Regression(features, np.eye(3)[codes], np.ones(60), np.arange(60) // 4)
    choice = choose(regression, codes, PENALTIES, (1.0,))
    losses = {}
    for penalty in PENALTIES:
        scores = regression.fit(penalty).held_out
        losses[penalty] = log_loss(scores, codes, inverse_temperature(scores, codes))
    assert choice.loss == pytest.approx(min(losses.values()))
    assert losses[choice.penalty] == choice.loss
