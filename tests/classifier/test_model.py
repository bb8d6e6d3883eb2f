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


@pytest.fixture
def coherent():
    """Counts of 40 articles of three rows that keep to one of two codes; each row shows it in half of the cases."""
    rng = np.random.default_rng(5)
    codes = np.repeat(rng.integers(0, 2, 40), 3)
    X = rng.poisson(1.0, (120, 6)) + 2 * np.eye(6)[codes] * rng.integers(0, 2, 120)[:, None]
    return X, np.array(["school", "trade"])[codes], np.repeat(np.arange(40), 3)


def test_articles_teach_how_far_neighbours_are_believed(coherent):
    X, y, articles = coherent
    model = PillarClassifier(penalty=2.0).fit(X[:90], y[:90], articles=articles[:90])
    assert model.context_.primary.power > 0
    assert model.context_.mentions.power > 0
    alone, heard = model.predict(X[90:]), model.predict(X[90:], articles[90:])
    assert (heard == y[90:]).mean() > (alone == y[90:]).mean()
    # Without articles, each row is judged by its own words, as if there were one of each.
    np.testing.assert_array_equal(model.predict_proba(X), model.predict_proba(X, np.arange(len(X))))
    proba, mentions = model.predict_proba(X, articles), model.predict_mention_proba(X, articles)
    assert (mentions >= proba).all()
    top = proba.argmax(axis=1)
    assert model.predict_mentions(X, articles)[np.arange(len(X)), top].all()


def test_groups_are_articles_where_none_are_given_and_the_other_way_round(coherent):
    X, y, articles = coherent
    by = [PillarClassifier(penalty=2.0).fit(X, y, **{name: articles}) for name in ("groups", "articles")]
    for model in by:
        np.testing.assert_array_equal(model.platt_, by[0].platt_)
        assert model.context_.primary.power == by[0].context_.primary.power > 0


@pytest.mark.parametrize("told", [{}, {"articles": np.arange(120)}, {"groups": np.arange(120)}])
def test_where_each_row_is_an_article_nothing_is_learnt_of_articles(coherent, told):
    X, y, articles = coherent
    model = PillarClassifier(penalty=2.0).fit(X, y, **told)
    assert (model.context_.primary.power, model.context_.mentions.power) == (0.0, 0.0)
    np.testing.assert_array_equal(model.predict_proba(X, articles), model.predict_proba(X))
    np.testing.assert_array_equal(model.predict_mentions(X, articles), model.predict_mentions(X))


def test_more_rows_than_the_dual_form_takes_teach_it_too(coherent, monkeypatch):
    X, y, articles = coherent
    monkeypatch.setattr("discourse.classifier.regression.ridge.DUAL_LIMIT", 50)
    model = PillarClassifier(penalty=2.0).fit(X, y, articles=articles)
    assert 0 < model.context_.primary.power < 3
