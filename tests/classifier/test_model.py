from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from discourse.classifier import PillarClassifier
from discourse.errors import DataError


@parametrize_with_checks([PillarClassifier()])
def test_scikit_learn_accepts_it(estimator, check):
    check(estimator)


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


@pytest.mark.parametrize("of", [list, np.array, pd.Series, lambda texts: pd.DataFrame({"text": texts})])
def test_texts_are_refused_with_what_takes_them(of):
    texts = of(["harga beras", "guru desa"])
    with pytest.raises(
        DataError, match=r"a matrix of counts, found texts\. Use discourse\.make_classifier\(language\)"
    ):
        PillarClassifier().fit(texts, ["trade", "school"])
    fitted = PillarClassifier(penalty=1.0).fit(np.eye(2), ["trade", "school"])
    with pytest.raises(DataError, match=r"make_classifier\(language\)"):
        fitted.predict(["harga beras"])


def test_what_is_wrong_with_numbers_is_said_by_scikit_learn():
    with pytest.raises(ValueError, match="contains NaN"):
        PillarClassifier().fit([[np.nan], [1.0]], ["trade", "school"])


def test_the_pillars_are_the_columns_of_the_mentions():
    X, codes = np.repeat(np.eye(2), 4, axis=0), ["trade"] * 4 + ["school"] * 4
    marks = np.array([[1, 0, 0]] * 4 + [[0, 1, 1]] * 4)
    fitted = PillarClassifier(penalty=1.0).fit(X, codes, pd.DataFrame(marks, columns=["trade", "road", "school"]))
    assert fitted.pillars_ == ("trade", "road", "school")
    assert fitted.predict_mentions(np.eye(2)).tolist() == [[True, False, False], [False, True, True]]


def test_it_takes_no_weights_of_rows():
    with pytest.raises(TypeError, match="unexpected keyword argument 'sample_weight'"):
        PillarClassifier().fit(np.eye(2), ["trade", "school"], sample_weight=[1, 2])
