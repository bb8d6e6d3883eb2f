from __future__ import annotations

import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.base import clone
from sklearn.exceptions import SkipTestWarning
from sklearn.utils.estimator_checks import estimator_checks_generator

from discourse.errors import DataError
from discourse.features import BlockMatrix, TextFeatures, blocks_of, dfm_of_texts, paragraph_features

TEXTS = ["Jembatan baru dibuka.", "Harga beras naik di pasar baru.", "Guru dan murid sekolah desa"]


def checks():
    """The checks of scikit-learn that a transformer of texts can be put to."""
    with warnings.catch_warnings():
        # Most checks feed tables of numbers; scikit-learn says that it leaves those out.
        warnings.simplefilter("ignore", SkipTestWarning)
        generated = list(estimator_checks_generator(TextFeatures(language="id")))
    return [pytest.param(one, check, id=getattr(check, "func", check).__name__) for one, check in generated]


@pytest.mark.parametrize(("estimator", "check"), checks())
def test_scikit_learn_accepts_it(estimator, check):
    check(estimator)


def test_counts_are_those_of_paragraph_features():
    made = TextFeatures(language="id")
    X = made.fit_transform(TEXTS)
    expected = paragraph_features(dfm_of_texts(TEXTS, language="id"), "id")
    assert made.get_feature_names_out().tolist() == list(expected.features)
    assert X.blocks == blocks_of(expected.features)
    assert sparse.issparse(X)
    assert (expected.matrix != X).nnz == 0
    assert (clone(made).fit(TEXTS).transform(TEXTS) != X).nnz == 0


def test_features_that_were_not_learnt_are_passed_over():
    made = TextFeatures(language="id", blocks=("word",)).fit(TEXTS)
    assert made.transform(["kapal", "Harga kapal"]).sum(axis=1).ravel().tolist() == [[0, 1]]


def test_a_copy_through_bytes_gives_the_same_counts():
    made = TextFeatures(language="id", blocks=("word", "seed"), seeds={"school": ("guru",)}).fit(TEXTS)
    again = pickle.loads(pickle.dumps(made))
    assert (
        again.get_params()
        == made.get_params()
        == {
            "language": "id",
            "blocks": ("word", "seed"),
            "seeds": {"school": ("guru",)},
            "embedder": None,
        }
    )
    assert (again.transform(TEXTS) != made.transform(TEXTS)).nnz == 0
    X = pickle.loads(pickle.dumps(made.transform(TEXTS)))
    assert X.blocks == blocks_of(made.features_)


@pytest.mark.parametrize("of", [list, tuple, np.array, pd.Series, lambda texts: pd.Series(texts, dtype=object)])
def test_any_column_of_texts_will_do(of):
    made = TextFeatures(language="id", blocks=("word",))
    assert (made.fit_transform(of(TEXTS)) != made.fit_transform(TEXTS)).nnz == 0


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["a", None], "texts, row 1: expected a text, found None"),
        (pd.Series(["a", "b", np.nan], name="body", index=[7, 8, 9]), "body, row 2: expected a text, found nan"),
        ("one text", "texts: expected a list, Series or array of texts, found one text"),
        (np.array([["a"], ["b"]]), r"found a table of shape \(2, 1\)"),
        (pd.DataFrame({"text": ["a"]}), r"found a table of shape \(1, 1\). Give one column of it"),
    ],
)
def test_what_is_no_column_of_texts_is_refused(texts, words):
    made = TextFeatures(language="id", blocks=("word",)).fit(TEXTS)
    for call in (made.fit, made.transform, made.fit_transform):
        with pytest.raises(DataError, match=words):
            call(texts)


def test_rows_keep_the_blocks_of_the_columns():
    X = BlockMatrix.of(sparse.csr_matrix(np.arange(6).reshape(2, 3)), ("a:x", "a:y", "b:x"))
    for rows in (X[[1]], X[1], X[:1], X[[1], :], X[[1], ...], X[np.array([False, True])]):
        assert rows.features == ("a:x", "a:y", "b:x")
        assert rows.blocks == ("a", "a", "b")
    for other in (X[:, [0]], X[:, [2, 1, 0]], X.T, X @ X.T):
        assert getattr(other, "features", None) is None
        assert getattr(other, "blocks", None) is None
    assert X[1, 2] == 5
