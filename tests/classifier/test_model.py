from __future__ import annotations

from sklearn.utils.estimator_checks import parametrize_with_checks

from discourse.classifier import PillarClassifier


@parametrize_with_checks([PillarClassifier()])
def test_scikit_learn_accepts_it(estimator, check):
    check(estimator)
