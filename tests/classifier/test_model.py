from __future__ import annotations

import numpy as np
from sklearn.base import clone
from sklearn.utils.estimator_checks import parametrize_with_checks

from discourse.classifier import PillarClassifier


@parametrize_with_checks([PillarClassifier()])
def test_scikit_learn_accepts_it(estimator, check):
    check(estimator)


def test_a_clone_shares_the_names_of_the_columns():
    blocks = ("word", "chars")
    assert clone(PillarClassifier(blocks)).blocks is blocks


def test_scores_are_those_of_a_ridge_on_features_weighed_by_block():
    from sklearn.linear_model import Ridge

    rng = np.random.default_rng(4)
    X = rng.poisson(0.7, (40, 12)).astype(float)
    y = np.array(["trade", "school"])[rng.integers(0, 2, 40)]
    blocks = ["word"] * 6 + ["thesaurus"] * 6
    model = PillarClassifier(blocks=blocks, penalty=2.0, balance=0.0).fit(X, y)
    weighed = model.weighting_.transform(X).toarray() * np.where(np.array(blocks) == "thesaurus", 0.5, 1.0)
    reference = Ridge(alpha=2.0).fit(weighed, (y[:, None] == model.classes_).astype(float))
    np.testing.assert_allclose(model.margins(X)[:, :2], reference.predict(weighed), atol=1e-8)
