"""Is a classifier trained in one line the one that the longer way makes?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone

import discourse
from discourse.errors import DataError

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


def test_without_articles_each_text_is_one_and_nobody_is_warned():
    trained = discourse.train(TEXTS, CODES, language="en")
    assert trained[-1].context_.primary.power == 0
    assert clone(trained).get_params()["features__language"] == "en"


def test_mentions_are_learnt():
    named = pd.DataFrame({"roads": [True] * 12, "schools": [code == "schools" for code in CODES]})
    said = discourse.train(TEXTS, CODES, language="en", mentions=named)
    mentioned = said[-1].predict_mentions(said[:-1].transform(TEXTS))
    assert mentioned.tolist() == named.to_numpy().tolist()


@pytest.mark.parametrize(("codes", "articles", "name"), [(CODES[1:], None, "codes"), (CODES, ARTICLES[1:], "articles")])
def test_as_many_codes_and_articles_as_texts(codes, articles, name):
    with pytest.raises(DataError, match=f"12 {name}, one for each text.*11"):
        discourse.train(TEXTS, codes, language="en", articles=articles)
