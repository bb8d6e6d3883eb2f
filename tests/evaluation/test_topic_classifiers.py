"""Do topic models work as classifiers, and learn from the training rows alone?"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from sklearn.base import clone
from sklearn.utils.validation import has_fit_parameter

from discourse.codebook import Codebook, Pillar
from discourse.evaluation import BOTH, topic_comparison_models
from discourse.evaluation.topic_classifiers import SEEDED, TFIDF, TOPIC_SHARES, TOPICS, TopicFeaturesClassifier
from discourse.topics import TopicModel

WORDS = tuple(sorted(("bank", "ekspor", "pasar", "pajak", "guru", "sekolah", "kelas", "buku")))
TERMS = (*("chars:" + word[:2] for word in WORDS), *("word:" + word for word in WORDS))
CODEBOOK = Codebook(
    "1",
    (
        Pillar("economic", "Economic", "trade", ("ekspor",)),
        Pillar("education", "Education", "schools", ("sekolah",)),
    ),
    "neither",
)


def paragraphs(n: int = 60, seed: int = 1) -> tuple[sparse.csr_matrix, np.ndarray]:
    rng = np.random.default_rng(seed)
    schools = np.array([word in ("guru", "sekolah", "kelas", "buku") for word in WORDS])
    labels = rng.integers(0, 2, size=n)
    counts = rng.poisson(np.where(labels[:, None] == schools, 1.5, 0.05))
    return sparse.csr_matrix(np.hstack([counts, counts])), np.array(["economic", "education"])[labels]


def models(n_topics: int = 4) -> dict:
    """The models compared, with topics that take words of any frequency."""
    made = topic_comparison_models(CODEBOOK, TERMS, n_topics=n_topics, seed=3)
    for model in made.values():
        if hasattr(model, "topics"):
            model.topics.set_params(max_share=1.0)
    return made


@pytest.mark.parametrize("name", [TOPICS, SEEDED, TOPIC_SHARES, TFIDF, BOTH])
def test_pillars_that_are_plain_to_see_are_seen(name: str) -> None:
    X, y = paragraphs()
    unseen, truth = paragraphs(seed=2)
    model = clone(models()[name]).fit(X, y)
    assert (model.predict(unseen) == truth).mean() > 0.9
    proba = model.predict_proba(unseen)
    assert proba.shape == (60, 2)
    np.testing.assert_allclose(proba.sum(axis=1), 1)


def test_all_seven_in_the_order_shown() -> None:
    assert list(models()) == [
        "majority",
        "seed words",
        "topics",
        "seeded topics",
        "topic shares",
        "tf-idf",
        "tf-idf + topic shares",
    ]


def test_topics_use_words_alone() -> None:
    X, y = paragraphs()
    dull = X.copy().tolil()
    dull[:, :8] = 0
    for name in (TOPICS, SEEDED, TOPIC_SHARES):
        fitted, without = (clone(models()[name]).fit(part, y) for part in (X, dull.tocsr()))
        np.testing.assert_array_equal(fitted.predict_proba(X), without.predict_proba(dull.tocsr()))


def test_seeded_topics_do_not_use_labels() -> None:
    X, y = paragraphs()
    seeded = models()[SEEDED]
    with_labels = clone(seeded).fit(X, y).predict(X)
    with_wrong = clone(seeded).fit(X, y[::-1]).predict(X)
    np.testing.assert_array_equal(with_labels, with_wrong)


def test_code_without_a_topic_has_no_probability() -> None:
    X, y = paragraphs()
    y = np.where(np.arange(60) < 3, "none", y)
    fitted = clone(models()[SEEDED]).fit(X, y)
    assert fitted.classes_.tolist() == ["economic", "education", "none"]
    assert (fitted.predict_proba(X)[:, 2] == 0).all()


def test_balance_lets_rare_codes_have_topics() -> None:
    X, y = paragraphs(80)
    keep = np.flatnonzero((y == "economic") | (np.arange(80) < 16))
    fitted = clone(models()[TOPICS]).fit(X[keep], y[keep])
    assert set(fitted.map_) == {0, 1}


def test_wrapped_classifier_tells_mentions() -> None:
    X, y = paragraphs()
    mentions = np.array([[code == "economic", True] for code in y])
    context = {"mentions": mentions, "groups": np.arange(60) // 3, "pillars": ("economic", "education")}
    fitted = clone(models()[BOTH]).fit(X, y, **context)
    assert fitted.pillars_ == ("economic", "education")
    assert fitted.predict_mentions(X)[:, 1].mean() > 0.9
    sure, _ = fitted.mentions_from_margins(fitted.margins(X))
    assert sure.shape == (60, 2)


def test_folds_tell_the_wrapped_classifier_which_rows_belong_together() -> None:
    wrapped = TopicFeaturesClassifier(TopicModel(2))
    assert has_fit_parameter(wrapped, "groups")
    assert has_fit_parameter(wrapped, "mentions")
