"""Does the topic model find topics, keep its promises and refuse what it cannot do?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import parametrize_with_checks

from discourse.errors import DataError, EstimateError
from discourse.features import TextFeatures
from discourse.topics import TopicModel

REFUSES = {
    "check_fit2d_1sample": "two topics need two paragraphs; the refusal is an EstimateError",
    "check_fit2d_1feature": "one word cannot tell topics apart; the refusal is an EstimateError",
}


@parametrize_with_checks(
    [TopicModel(n_topics=2, min_documents=1, max_share=1.0, passes=3)],
    expected_failed_checks=lambda _: REFUSES,
)
def test_scikit_learn_conventions(estimator, check) -> None:
    check(estimator)


def two_subjects(n_paragraphs: int = 40, seed: int = 3) -> np.ndarray:
    """Counts of paragraphs that each use the first or the last five of ten words."""
    rng = np.random.default_rng(seed)
    counts = np.zeros((n_paragraphs, 10), dtype=np.int64)
    for row in range(n_paragraphs):
        words = rng.integers(0, 5, size=12) + 5 * (row % 2)
        counts[row] = np.bincount(words, minlength=10)
    return counts


TERMS = tuple(f"kata{number}" for number in range(10))
SEEDS = {"economic": ("kata7",), "education": ("kata2",)}


def model(**choices) -> TopicModel:
    return TopicModel(**{"n_topics": 2, "max_share": 1.0, **choices})


def test_two_subjects_are_told_apart() -> None:
    X = two_subjects()
    shares = model().fit_transform(X)
    assert (np.ptp(shares[::2].argmax(axis=1)), np.ptp(shares[1::2].argmax(axis=1))) == (0, 0)
    assert shares[0].argmax() != shares[1].argmax()
    assert shares.max(axis=1).min() > 0.9


def test_shares_and_words_are_distributions() -> None:
    fitted = model(n_topics=4).fit(two_subjects())
    assert fitted.topic_word_.shape == (4, 10)
    np.testing.assert_allclose(fitted.topic_word_.sum(axis=1), 1, atol=1e-12)
    np.testing.assert_allclose(fitted.transform(two_subjects()).sum(axis=1), 1, atol=1e-12)


def test_two_runs_are_identical() -> None:
    X = two_subjects()
    first, second = model(n_topics=3).fit(X), model(n_topics=3).fit(X)
    np.testing.assert_array_equal(first.topic_word_, second.topic_word_)
    np.testing.assert_array_equal(first.transform(X), second.transform(X))


def test_order_of_rows_changes_nothing() -> None:
    X = two_subjects()
    order = np.random.default_rng(1).permutation(len(X))
    plain, shuffled = model(n_topics=3).fit(X), model(n_topics=3).fit(X[order])
    np.testing.assert_array_equal(plain.topic_word_, shuffled.topic_word_)
    np.testing.assert_array_equal(plain.transform(X)[order], shuffled.transform(X[order]))


def test_dense_and_sparse_are_one() -> None:
    X = two_subjects()
    dense, csr = model().fit(X), model().fit(sparse.csr_matrix(X))
    np.testing.assert_array_equal(dense.topic_word_, csr.topic_word_)


def test_the_callers_matrix_is_left_alone() -> None:
    X = sparse.csr_matrix((np.array([1.0, 0.0, 2.0, 1.0]), [1, 0, 0, 1], [0, 2, 4]), shape=(2, 2))
    before = (X.data.copy(), X.indices.copy())
    model(min_documents=1).fit(X)
    np.testing.assert_array_equal(X.data, before[0])
    np.testing.assert_array_equal(X.indices, before[1])


def test_seeded_topics_hold_their_subject_whatever_the_seed() -> None:
    X = two_subjects()
    for random_state in range(4):
        seeded = model(n_topics=3, seeds=SEEDS, terms=TERMS, random_state=random_state).fit(X)
        assert seeded.topic_names_ == ("economic", "education", "topic 3")
        found = seeded.transform(X)[:, :2].argmax(axis=1)
        assert found.tolist() == [1, 0] * 20


def test_seed_words_are_kept_however_rare() -> None:
    X = two_subjects()
    X[:, 7] = 0
    X[1, 7] = 1
    seeded = model(seeds=SEEDS, terms=TERMS).fit(X)
    assert seeded.topic_word_[0, 7] > 0
    assert model().fit(X).topic_word_[0, 7] == 0


def test_paragraph_without_known_words_gets_the_prior() -> None:
    fitted = model(n_topics=4).fit(two_subjects())
    np.testing.assert_allclose(fitted.transform(np.zeros((1, 10))), 0.25)


def test_empty_paragraphs_may_be_fitted_on() -> None:
    X = np.vstack([two_subjects(), np.zeros((2, 10), dtype=np.int64)])
    np.testing.assert_allclose(model().fit_transform(X)[-2:], 0.5)


def test_progress_counts_passes() -> None:
    seen: list[tuple[int, int]] = []
    model(passes=4).fit(two_subjects(), progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_components_are_the_counts_behind_the_words_of_the_topics() -> None:
    X = two_subjects()
    X[:, 0] = 1  # in every paragraph, so left out
    assert not hasattr(TopicModel(), "components_")
    fitted = TopicModel(2, max_share=0.6).fit(X)
    assert fitted.columns_.tolist() == list(range(1, 10))
    np.testing.assert_allclose(
        fitted.components_ / fitted.components_.sum(axis=1)[:, None], fitted.topic_word_, atol=1e-12
    )
    assert fitted.components_.sum() == pytest.approx(X[:, 1:].sum() + 2 * 9 * fitted.eta)


def test_what_pyldavis_computes_of_the_components_is_finite() -> None:
    X = two_subjects()
    X[:, 0], X[:, 1] = 1, 0
    fitted = TopicModel(2, max_share=0.6).fit(X)
    with np.errstate(all="raise"):
        topics = fitted.components_ / fitted.components_.sum(axis=1)[:, None]
        proportion = fitted.transform(X).T @ X.sum(axis=1) / X.sum()
        frequency = (topics * proportion[:, None]).sum(axis=0)
        lift = np.log(topics / (frequency / frequency.sum()))
        distinctiveness = (topics / topics.sum(axis=0) * np.log(topics / topics.sum(axis=0))).sum(axis=0)
        saliency = frequency * distinctiveness
    assert np.isfinite(lift).all()
    assert saliency[:2] == pytest.approx([0, 0], abs=1e-12)


def test_seeds_find_the_columns_of_a_table() -> None:
    table = pd.DataFrame(two_subjects(), columns=TERMS)
    seeded = model(seeds=SEEDS).fit(table)
    assert seeded.feature_names_in_.tolist() == list(TERMS)
    assert seeded.terms_ == TERMS
    np.testing.assert_array_equal(seeded.transform(table), model(seeds=SEEDS, terms=TERMS).fit_transform(table))
    plain = model().fit(two_subjects())
    assert plain.terms_ is None


def test_seeds_find_the_words_of_texts_in_a_pipeline() -> None:
    texts = [["ekspor kopi ke pasar", "guru di sekolah desa"][row % 2] for row in range(12)]
    features = TextFeatures(language="id", blocks=("word",))
    seeded = make_pipeline(features, model(seeds={"economic": ("ekspor",), "education": ("guru",)}))
    assert seeded.fit_transform(texts).argmax(axis=1).tolist() == [0, 1] * 6
    assert seeded[-1].terms_ == ("desa", "ekspor", "guru", "kopi", "pasar", "sekolah")
    assert seeded.transform(["ekspor kopi"]).argmax() == 0


def test_terms_that_are_not_the_columns_are_refused() -> None:
    table = pd.DataFrame(two_subjects(), columns=TERMS)
    with pytest.raises(DataError, match="terms: expected the names of the columns of X, found others"):
        model(terms=TERMS[::-1]).fit(table)


def test_more_topics_than_paragraphs_are_refused() -> None:
    with pytest.raises(EstimateError, match="at least 5 paragraphs for 5 topics, found 4"):
        model(n_topics=5).fit(two_subjects(4))


def test_one_word_is_refused() -> None:
    with pytest.raises(EstimateError, match="at least two terms"):
        model(min_documents=1).fit(np.ones((4, 1)))


def test_pillar_without_a_seed_word_is_refused() -> None:
    with pytest.raises(EstimateError, match="a seed word of education that occurs"):
        model(seeds={**SEEDS, "education": ("tiada",)}, terms=TERMS).fit(two_subjects())


def test_fewer_topics_than_pillars_are_refused() -> None:
    with pytest.raises(EstimateError, match="at least 2 topics, one a pillar"):
        model(n_topics=1, seeds=SEEDS, terms=TERMS).fit(two_subjects())


@pytest.mark.parametrize(
    "wrong",
    [
        {"n_topics": 0},
        {"passes": 0},
        {"iterations": 0},
        {"alpha": 0.0},
        {"eta": -1.0},
        {"max_share": 0.0},
        {"tolerance": 0.0},
        {"strength": -1.0},
        {"terms": ("a",)},
        {"seeds": SEEDS},
    ],
)
def test_parameters_without_sense_are_refused(wrong) -> None:
    with pytest.raises(DataError, match=f"TopicModel, {next(iter(wrong)).replace('seeds', 'terms')}"):
        model(**wrong).fit(two_subjects())
