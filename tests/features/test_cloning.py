from __future__ import annotations

import sklearn
from sklearn.base import BaseEstimator, clone

from discourse.features.cloning import ShallowCloneMixin


class Kept(ShallowCloneMixin, BaseEstimator):
    def __init__(self, names=()):
        self.names = names

    def fit(self, X, y=None, groups=None):
        return self


def test_a_clone_shares_what_the_parameters_hold():
    names = ("word", "chars")
    assert clone(Kept(names)).names is names


def test_a_clone_asks_for_the_metadata_that_the_first_asks_for():
    with sklearn.config_context(enable_metadata_routing=True):
        first = Kept().set_fit_request(groups=True)
        second = clone(first)
        second.set_fit_request(groups=False)
        assert first.get_metadata_routing().fit.requests == {"groups": True}
        assert clone(first).get_metadata_routing().fit.requests == {"groups": True}
