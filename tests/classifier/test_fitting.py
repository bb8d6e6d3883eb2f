"""Is a classifier trained in one line the one that the longer way makes?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, GroupKFold

import discourse
from discourse.classifier.fitting import as_trained_model
from discourse.classifier.lists import warn_of_articles
from discourse.errors import DataError, ModelError

TEXTS = ["a new bridge over the river", "the road to the port", "the school opened", "pupils and teachers met"] * 3
CODES = ["roads", "roads", "schools", "schools"] * 3
ARTICLES = [name for name in "abcdef" for _ in range(2)]


def test_it_is_what_make_classifier_fits():
    trained = discourse.train(TEXTS, CODES, language="en", articles=ARTICLES, penalty=1.0)
    longer = discourse.make_classifier("en", penalty=1.0).fit(TEXTS, CODES, classifier__groups=ARTICLES)
    assert trained.predict(TEXTS).tolist() == CODES
    assert np.array_equal(trained.predict_proba(TEXTS), longer.predict_proba(TEXTS))
    assert np.array_equal(
        trained.predict_proba(TEXTS, articles=ARTICLES), longer.predict_proba(TEXTS, articles=ARTICLES)
    )


@pytest.fixture
def warned():
    """Forget that the warning was given, before and after."""
    warn_of_articles.cache_clear()
    yield
    warn_of_articles.cache_clear()


def test_without_articles_each_text_is_one_and_a_warning_says_so_once(warned):
    with pytest.warns(UserWarning, match="train was given no articles: each text counts as an article of its own"):
        trained = discourse.train(TEXTS, CODES, language="en")
    again = discourse.train(TEXTS, CODES, language="en")  # warnings are errors here
    said = discourse.train(TEXTS, CODES, language="en", articles=range(12))
    assert trained[-1].context_.primary.power == 0
    for other in (again, said):
        assert np.array_equal(trained.predict_proba(TEXTS), other.predict_proba(TEXTS))
    assert clone(trained).get_params()["features__language"] == "en"


def test_mentions_are_learnt():
    named = pd.DataFrame({"roads": [True] * 12, "schools": [code == "schools" for code in CODES]})
    said = discourse.train(TEXTS, CODES, language="en", articles=ARTICLES, mentions=named)
    mentioned = said[-1].predict_mentions(said[:-1].transform(TEXTS))
    assert mentioned.tolist() == named.to_numpy().tolist()


@pytest.mark.parametrize(("codes", "articles", "name"), [(CODES[1:], None, "codes"), (CODES, ARTICLES[1:], "articles")])
def test_as_many_codes_and_articles_as_texts(codes, articles, name):
    with pytest.raises(DataError, match=f"12 {name}, one for each text.*11"):
        discourse.train(TEXTS, codes, language="en", articles=articles)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"texts": "a text"}, "argument texts: expected a list, Series or array of texts, found one text, 'a text'"),
        ({"texts": None}, "argument texts: .*found NoneType"),
        ({"texts": [float("nan"), *TEXTS[1:]]}, "texts, row 0: .*found nan. Leave the row out"),
        ({"texts": [*TEXTS[:11], 3]}, "texts, row 11: expected a text, found 3"),
        ({"texts": pd.DataFrame({"text": TEXTS})}, "argument texts: .*found DataFrame"),
        ({"texts": [], "codes": [], "articles": []}, "at least two different codes, found no text"),
        ({"codes": "roads"}, "argument codes: .*found one text, 'roads'"),
        ({"codes": None}, "argument codes: .*found NoneType"),
        ({"codes": [None, *CODES[1:]]}, "codes, row 0: expected one of the codes, found none"),
        ({"codes": [*CODES[:3], "", *CODES[4:]]}, "codes, row 3: expected a code, found an empty text"),
        ({"codes": ["roads"] * 12}, "at least two different codes, found 12 texts with the code 'roads'"),
        ({"articles": "a"}, "argument articles: .*found one text"),
        ({"articles": [None] * 12}, "articles, row 0: "),
        ({"language": "english"}, "argument language: expected a code such as 'en', or the folder"),
        ({"language": None}, "argument language: .*found none"),
    ],
)
def test_each_mistake_is_one_line(changed, said):
    given = {"texts": TEXTS, "codes": CODES, "language": "en", "articles": ARTICLES} | changed
    with pytest.raises(DataError, match=said) as caught:
        discourse.train(given.pop("texts"), given.pop("codes"), **given)
    assert "\n" not in str(caught.value)


def test_a_trained_list_is_kept_read_and_explained_as_the_model_of_a_study(tmp_path):
    trained = discourse.train(TEXTS, CODES, language="en", articles=ARTICLES)
    discourse.save_model(trained, tmp_path / "model.npz")
    loaded = discourse.load_model(str(tmp_path / "model.npz"))
    said = loaded.predict_texts(TEXTS, ARTICLES)
    np.testing.assert_allclose(
        said[["p_roads", "p_schools"]], trained.predict_proba(TEXTS, articles=ARTICLES), atol=1e-12
    )
    assert loaded.about["trained_on"] == {"paragraphs": 12, "articles": 6, "labels": {"roads": 6, "schools": 6}}
    assert loaded.errors.crossed.sum() == 12
    for model in (trained, loaded):
        decision, parts = discourse.explain_text(model, "the bridge")
        assert decision["predicted"] == "roads"
        assert parts.loc[parts["term"] == "bridge", "contribution"].iloc[0] > 0
    with pytest.raises(ModelError):
        discourse.save_model(trained, tmp_path / "model.npz")


@pytest.mark.parametrize("wrong", [3, None, discourse.make_classifier("en")[:1], discourse.make_classifier("en")])
def test_what_is_no_fitted_classifier_of_texts_cannot_be_kept(wrong):
    with pytest.raises(DataError, match=r"argument model: expected a (fitted classifier|classifier of texts)"):
        as_trained_model(wrong)


def test_it_takes_part_in_a_search_that_keeps_articles_whole():
    search = GridSearchCV(discourse.make_classifier("en"), {"classifier__penalty": [0.5, 2.0]}, cv=GroupKFold(3))
    search.fit(TEXTS, CODES, groups=ARTICLES, classifier__groups=ARTICLES)
    assert search.best_params_["classifier__penalty"] in (0.5, 2.0)
    assert search.predict(["the bridge"]).tolist() == ["roads"]
