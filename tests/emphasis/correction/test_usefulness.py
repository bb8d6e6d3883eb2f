"""Do predictions help only where they follow the labels closely enough for the articles at hand?"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis.correction.ppi import ppi_mean
from discourse.emphasis.correction.usefulness import article_correlations, useful_correlation, usefulness_notes
from discourse.emphasis.inputs import read_paragraphs
from discourse.emphasis.table import table_notes


@pytest.mark.parametrize(("articles", "threshold"), [(5, 0.577), (10, 0.354), (20, 0.236), (40, 0.162)])
def test_published_thresholds(articles, threshold):
    assert useful_correlation(articles) == pytest.approx(threshold, abs=5e-4)


def test_two_articles_say_nothing():
    assert math.isinf(useful_correlation(2))


def test_worked_by_hand():
    # Means of the labels 1, .5, 0 and of the predictions .8, .8, .2: r = (.5 x .2 + .5 x .4) / sqrt(.5 x .24).
    rows = [("a", "trade", 0.9), ("a", "trade", 0.7), ("b", "trade", 0.8), ("b", "arts", 0.8), ("c", "arts", 0.2)]
    table = pd.DataFrame(rows, columns=["article_id", "primary", "p_trade"]).assign(period="2023")
    table["p_arts"] = 1 - table["p_trade"]
    unlabelled = table.assign(article_id="d", primary="", p_trade=0.0, p_arts=1.0)
    found = article_correlations(read_paragraphs(pd.concat([table, unlabelled]), ["trade", "arts"], ["2023", "2025"]))
    assert found["articles"].tolist() == [3, 0]
    assert found["correlation"][0] == pytest.approx(0.3 / math.sqrt(0.5 * 0.24))
    assert math.isnan(found["correlation"][1])
    notes = usefulness_notes(read_paragraphs(table, ["trade", "arts"], ["2023", "2025"]))
    assert notes[0].startswith("3 labelled articles in 2023: the article means")
    assert "correlate by 0.87; predictions help above 1.000, so the labels alone are better." in notes[0]
    assert notes[1].startswith("0 labelled articles in 2025: too few")


def test_three_pillars_step_by_step(draw_table, add_predictions, read, pillars):
    table = add_predictions(draw_table((8, 8)), accuracy=0.6)
    found = article_correlations(read(table))
    for row, (_, part) in enumerate(table.groupby("period")):
        by = part["article_id"]
        labels = np.column_stack([(part["primary"] == one).groupby(by).mean() for one in pillars])
        guesses = np.column_stack([part[f"p_{one}"].groupby(by).mean() for one in pillars])
        labels, guesses = labels - labels.mean(axis=0), guesses - guesses.mean(axis=0)
        expected = (labels * guesses).sum() / math.sqrt((labels**2).sum() * (guesses**2).sum())
        assert found["correlation"][row] == pytest.approx(expected)


def test_one_or_two_articles_are_too_few_and_three_need_more_than_agreement(draw_table, add_predictions, read):
    table = add_predictions(draw_table((1, 2)), accuracy=1.0, sure=1.0)
    assert article_correlations(read(table))["correlation"].tolist() == [pytest.approx(math.nan, nan_ok=True), 1]
    one, two = usefulness_notes(read(table))
    assert one.startswith("1 labelled article in 2023: too few")
    assert two.startswith("2 labelled articles in 2025: too few")
    rows = [("a", "trade", 1.0), ("b", "arts", 0.0), ("c", "trade", 1.0)]
    three = pd.DataFrame(rows, columns=["article_id", "primary", "p_trade"]).assign(period="2023")
    three["p_arts"] = 1 - three["p_trade"]
    (note, _) = usefulness_notes(read_paragraphs(three, ["trade", "arts"], ["2023", "2025"]))
    assert note.endswith("correlate by 1.00; predictions help above 1.000, so the labels alone are better.")


def test_a_perfect_classifier_helps_and_a_constant_one_cannot_be_judged(draw_table, add_predictions, read, pillars):
    perfect = add_predictions(draw_table(), accuracy=1.0, sure=1.0)
    assert article_correlations(read(perfect))["correlation"].tolist() == pytest.approx([1, 1])
    assert all(note.endswith("so predictions help.") for note in usefulness_notes(read(perfect)))
    constant = perfect.assign(**{f"p_{pillar}": 1 / 3 for pillar in pillars})
    assert article_correlations(read(constant))["correlation"].isna().all()


def test_every_correlation_lies_between_minus_one_and_one(draw_table, add_predictions, read):
    for seed in range(20):
        table = add_predictions(draw_table((3, 9), seed), accuracy=0.3, seed=seed)
        assert article_correlations(read(table))["correlation"].between(-1, 1).all()


@pytest.mark.parametrize("estimator", ["ppi", "dsl"])
def test_the_notes_of_a_table_with_predictions_say_it(draw_table, add_predictions, read, estimator):
    paragraphs = read(add_predictions(draw_table()))
    assert table_notes(paragraphs, estimator=estimator) == usefulness_notes(paragraphs)


@pytest.mark.parametrize(("correlation", "helps"), [(0.1, False), (0.5, True)])
def test_below_the_threshold_tuned_predictions_make_a_mean_less_sure(correlation, helps):
    """Ten labelled units and many predicted ones; the threshold is .354."""
    rng = np.random.default_rng(5)
    labels, others = rng.normal(size=(4000, 10)), rng.normal(size=(4000, 400))
    predictions = correlation * labels + math.sqrt(1 - correlation**2) * rng.normal(size=labels.shape)
    means = [ppi_mean(*study)[0][0] for study in zip(labels, predictions, others, strict=True)]
    assert bool(np.var(means) < labels.mean(axis=1).var()) == helps


def test_a_label_that_is_no_draw_counts_only_while_no_person_has_coded():
    table = pd.DataFrame(
        {
            "article_id": list("abcdefgh"),
            "period": ["2023"] * 4 + ["2025"] * 4,
            "primary": ["trade", "trade", "arts", "arts"] * 2,
            "p_trade": [0.9, 0.6, 0.3, 0.8] * 2,
            "by_person": True,
            "drawn": [True, True, True, False] * 2,
        }
    )
    table["p_arts"] = 1 - table["p_trade"]

    def counted(rows: pd.DataFrame) -> list[int]:
        return article_correlations(read_paragraphs(rows, ["trade", "arts"], ["2023", "2025"]))["articles"].tolist()

    assert counted(table) == [3, 3]
    assert counted(table.assign(by_person=False)) == [4, 4]
