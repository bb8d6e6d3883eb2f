"""Do the ways that were not taken give the published numbers?"""

from __future__ import annotations

import numpy as np
import pytest

from discourse.emphasis.estimators import estimate
from discourse.emphasis.inputs import read_paragraphs
from discourse.errors import EstimateError

PILLARS = ("political", "economic", "education")
PERIODS = ("2023", "2025")


def test_rogan_gladen():
    from quantifiers import rogan_gladen

    assert rogan_gladen(np.array(0.34), np.array(0.9), np.array(0.2)) == pytest.approx(0.20)
    assert rogan_gladen(np.array(0.05), np.array(0.9), np.array(0.2)) == 0
    with pytest.raises(EstimateError, match="equal rates of true and false positives"):
        rogan_gladen(np.array([0.3, 0.4]), np.array([0.9, 0.5]), np.array([0.2, 0.5]))


def test_expectation_maximisation_reproduces_the_worked_example():
    from quantifiers import expectation_maximisation

    p = np.array([0.9, 0.8, 0.7, 0.6, 0.2])
    both, equal = np.column_stack([p, 1 - p]), np.array([0.5, 0.5])
    assert p.mean() == pytest.approx(0.64)
    shares, steps = expectation_maximisation(both, equal, tolerance=1e-12)
    assert round(shares[0], 5) == 0.95318
    assert steps == 270
    early, steps = expectation_maximisation(both, equal, tolerance=1e-4)
    assert round(early[0], 5) == 0.95207
    assert steps == 46


def test_expectation_maximisation_in_many_settings_at_once():
    from quantifiers import expectation_maximisation

    rng = np.random.default_rng(0)
    probability = rng.dirichlet([1, 1, 1], 30)
    weights = rng.integers(0, 2, (4, 30)).astype(float)
    together, _ = expectation_maximisation(probability, np.full(3, 1 / 3), weights, tolerance=1e-10)
    for setting in range(4):
        alone, _ = expectation_maximisation(probability[weights[setting] > 0], np.full(3, 1 / 3), tolerance=1e-10)
        np.testing.assert_allclose(together[setting], alone, atol=1e-6)


def test_emq_starts_from_the_shares_in_training(table):
    from quantifiers import emq

    # The classifier knows nothing: every paragraph gets the shares that it was trained with.
    trained_with = np.array([0.5, 0.3, 0.2, 0.0])
    paragraphs = read_paragraphs(table.assign(p_political=0.5, p_economic=0.3, p_education=0.2), PILLARS, PERIODS)
    np.testing.assert_allclose(emq(paragraphs, trained_with).value[:2], [[0.5, 0.3, 0.2]] * 2)
    with pytest.raises(EstimateError, match="none of education"):
        emq(paragraphs, np.array([0.6, 0.4, 0.0, 0.0]))


def test_errors_are_counted_or_turned_back_as_by_hand():
    import pandas as pd
    from quantifiers import adjusted_binary, classify_and_count

    labels = ["political"] * 8 + ["economic"] * 8 + ["education"] * 4
    predicted = ["political"] * 6 + ["economic"] * 2 + ["economic"] * 8 + ["education"] * 4
    rows = [
        (f"{period}-{article}", period, label, guess)
        for period in PERIODS
        for article in range(3)
        for label, guess in zip(labels, predicted, strict=True)
    ]
    table = pd.DataFrame(rows, columns=["article_id", "period", "primary", "predicted"])
    paragraphs = read_paragraphs(table.assign(p_political=1.0, p_economic=0.0, p_education=0.0), PILLARS, PERIODS)
    np.testing.assert_allclose(classify_and_count(paragraphs).value[0], [0.3, 0.5, 0.2])
    np.testing.assert_allclose(adjusted_binary(paragraphs).value[0], [0.4, 0.4, 0.2])


def test_a_perfect_classifier_gives_the_coded_shares(table):
    from quantifiers import adjusted_binary, classify_and_count, emq

    sure = {f"p_{pillar}": (table["primary"] == pillar).astype(float) for pillar in PILLARS}
    paragraphs = read_paragraphs(table.assign(**sure), PILLARS, PERIODS)
    truth = estimate(paragraphs)
    for found in (
        classify_and_count(paragraphs),
        adjusted_binary(paragraphs),
        emq(paragraphs, np.array([0.4, 0.4, 0.2, 0.0])),
    ):
        np.testing.assert_allclose(found.value, truth.value, atol=1e-6)
        np.testing.assert_allclose(found.variance, truth.variance, rtol=0.15)
