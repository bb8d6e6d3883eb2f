from __future__ import annotations

from sklearn.base import clone
from sklearn.utils.estimator_checks import parametrize_with_checks

from discourse.classifier import PillarClassifier


@parametrize_with_checks([PillarClassifier()])
def test_scikit_learn_accepts_it(estimator, check):
    check(estimator)


def test_a_clone_shares_the_names_of_the_columns():
    blocks = ("word", "chars")
    assert clone(PillarClassifier(blocks)).blocks is blocks
