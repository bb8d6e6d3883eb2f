from __future__ import annotations

import numpy as np
import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from discourse.classifier.peers import STRENGTHS, PeerClassifier


@parametrize_with_checks([PeerClassifier("linear SVM")])
def test_scikit_learn_accepts_the_peer(estimator, check):
    check(estimator)


@pytest.mark.parametrize("kind", STRENGTHS)
def test_peers_choose_a_strength_and_give_probabilities(kind, shipped_table):
    features, table, _ = shipped_table
    model = PeerClassifier(kind).fit(features, table["primary"].to_numpy(dtype=str), groups=table["story"])
    assert model.strength_ in STRENGTHS[kind]
    np.testing.assert_allclose(model.predict_proba(features).sum(axis=1), 1)
