"""Does the estimator that speaks follow from what people have coded, and from nothing else?"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis.correction.choice import (
    HELPFUL,
    NOT_DRAWN,
    TOO_FEW,
    UNHELPFUL,
    add_predictions,
    behind_people,
    choose_estimator,
    is_drawn_sample,
    sample_problem,
)
from discourse.emphasis.correction.dsl import dsl_estimate, hajek_estimate
from discourse.emphasis.correction.usefulness import article_correlations, useful_correlation, usefulness_notes


def by_machine(table: pd.DataFrame, right: float = 0.8, coded: float = 0.4, seed: int = 0) -> pd.DataFrame:
    """Let a machine code all paragraphs, and a person so many of them, drawn at random."""
    rng = np.random.default_rng(seed)
    guess = rng.choice(["political", "economic", "education"], len(table))
    machine = table["primary"].where(rng.random(len(table)) < right, guess)
    known = rng.random(len(table)) < coded
    columns = {"machine": machine, "by_person": known, "inclusion": coded, "drawn": known}
    return table.assign(primary=table["primary"].where(known, machine), **columns)


def test_without_people_or_with_people_alone_labels_are_counted(draw_table, read):
    table = by_machine(draw_table((20, 20)))
    nobody = table.assign(by_person=False, drawn=False, primary=table["machine"], inclusion=1.0)
    everybody = table.assign(by_person=True, drawn=True, inclusion=1.0)
    for each in (nobody, everybody, table.assign(machine=""), table.drop(columns="by_person"), draw_table()):
        found = choose_estimator(read(each))
        assert (found.estimator, found.reason, found.sampled) == ("coded", "", False)
        assert found.people["correlation"].isna().all()
        assert sample_problem(read(each)) is None
        assert not is_drawn_sample(read(each))


def test_a_drawn_sample_speaks_with_the_machine_where_that_helps(draw_table, read):
    table = by_machine(draw_table((30, 30)))
    found = choose_estimator(read(table))
    assert (found.estimator, found.reason, found.sources, found.sampled) == ("dsl", HELPFUL, ("machine",), True)
    people = found.people.set_index("period")
    for period, part in table.groupby("period"):
        known = part[part["by_person"]]
        counts = people.loc[period, ["articles", "paragraphs", "all_articles", "all_paragraphs"]].tolist()
        assert counts == [known["article_id"].nunique(), len(known), 30, len(part)]
        assert people.loc[period, "useful"] == pytest.approx(math.sqrt(1 / (counts[0] - 2)))
        assert people.loc[period, "correlation"] > 2 * people.loc[period, "useful"]


def test_a_machine_that_guesses_leaves_the_labels_alone(draw_table, read):
    found = choose_estimator(read(by_machine(draw_table((30, 30)), right=0.0)))
    assert (found.estimator, found.reason, found.sources) == ("hajek", UNHELPFUL, ())
    useless = choose_estimator(read(by_machine(draw_table((30, 30))).assign(machine="political")))
    assert useless.estimator == "hajek"


@pytest.mark.parametrize("inclusion", [0.0, np.nan, 1.5, "unknown"])
def test_one_paragraph_that_could_not_be_drawn_spoils_the_sample(draw_table, read, inclusion):
    table = by_machine(draw_table((20, 20))).astype({"inclusion": object})
    table.loc[7, "inclusion"] = inclusion
    found = choose_estimator(read(table))
    assert (found.estimator, found.reason) == ("coded", NOT_DRAWN)
    assert choose_estimator(read(table.drop(columns="inclusion"))).reason == NOT_DRAWN


def test_five_articles_a_period_are_needed_and_only_those_drawn_count(draw_table, read):
    table = by_machine(draw_table((20, 20)))
    first = table["article_id"].isin([f"2023-{number:02d}" for number in range(20)][:4])
    four = table.assign(drawn=table["drawn"] & (first | (table["period"] == "2025")))
    found = choose_estimator(read(four))
    assert (found.estimator, found.reason) == ("coded", TOO_FEW)
    assert found.people["articles"][0] <= 4
    elsewhere = pd.concat([table, table.assign(article_id="x", period="1999", inclusion=0.0)], ignore_index=True)
    assert is_drawn_sample(read(elsewhere))


def test_predictions_are_a_second_source_and_raise_the_threshold(draw_table, add_predictions, read, pillars):
    table = by_machine(draw_table((30, 30)))
    columns = [f"p_{pillar}" for pillar in pillars]
    predictions = add_predictions(draw_table((30, 30)), accuracy=0.7)[["paragraph_id", *columns]]
    joined = add_predictions_of(read(table), predictions)
    np.testing.assert_array_equal(joined.table[columns].to_numpy(), predictions[columns].to_numpy())
    alone, both = choose_estimator(read(table)), choose_estimator(joined)
    assert both.sources == ("machine", "classifier")
    np.testing.assert_allclose(both.people["useful"], math.sqrt(2) * alone.people["useful"])
    assert add_predictions_of(read(table), None).table.columns.tolist() == table.columns.tolist()


def add_predictions_of(paragraphs, predictions):
    """Shuffle the predictions first: they are found by paragraph."""
    shuffled = None if predictions is None else predictions.sample(frac=1, random_state=1)
    return add_predictions(paragraphs, shuffled)


def test_what_people_coded_is_counted_and_shares_stay(draw_table, read):
    paragraphs = read(by_machine(draw_table((12, 14))))
    found = dsl_estimate(paragraphs)
    counted = behind_people(found, paragraphs)
    np.testing.assert_array_equal(counted.value, found.value)
    known = paragraphs.table[paragraphs.table["by_person"]]
    assert counted.articles == tuple(known.groupby("period")["article_id"].nunique())
    assert counted.paragraphs.tolist() == known["period"].value_counts().sort_index().tolist()


def test_several_sources_raise_the_threshold_by_their_root():
    assert useful_correlation(30, 2) == pytest.approx(math.sqrt(2 / 28))
    assert math.isinf(useful_correlation(2, 2))


def test_the_multiple_correlation_is_what_dsl_takes_away(draw_table, read):
    table = by_machine(draw_table((25, 25)), coded=1.0).assign(machine=draw_table((25, 25))["primary"])
    perfect = article_correlations(read(table))
    assert (perfect["correlation"] > 0.97).all()
    assert all(note.endswith("so predictions help.") for note in usefulness_notes(read(table)))
    constant = article_correlations(read(table.assign(machine="political")))
    assert (constant["correlation"] < 0.3).all()
    without = table.assign(by_person=table["period"] == "2023")
    assert article_correlations(read(without))["articles"].tolist() == [25, 0]


def test_intervals_hold_the_truth_and_are_narrower_where_the_rule_takes_the_machine(read, draw_table):
    """A machine that is biased towards one pillar in the later period: sixty studies of 60 articles a period."""
    from discourse.emphasis.intervals import wilson_t

    truth, covered, narrower, naive = np.array([0.6, 0.3, 0.1]), [], [], []
    for seed in range(60):
        table, rng = draw_table((60, 60), seed=seed), np.random.default_rng(seed)
        pulled = (table["period"] == "2025") & (rng.random(len(table)) < 0.4)
        machine = table["primary"].where(~pulled, "political")
        known = rng.random(len(table)) < 0.25
        table = table.assign(machine=machine, by_person=known, inclusion=0.25)
        paragraphs = read(table.assign(primary=table["primary"].where(known, machine)))
        dsl, alone = dsl_estimate(paragraphs), hajek_estimate(paragraphs)
        bounds, other = wilson_t(dsl), wilson_t(alone)
        shift = np.array([0.4, 0.4, 0.2]) - truth
        covered.append((bounds.low[2] <= shift) & (shift <= bounds.high[2]))
        naive.append((machine[table["period"] == "2025"] == "political").mean() - 0.4)
        if choose_estimator(paragraphs).estimator == "dsl":
            narrower.append((bounds.high[2] - bounds.low[2]).mean() / (other.high[2] - other.low[2]).mean())
    assert np.mean(naive) > 0.2
    assert np.mean(covered) > 0.92
    assert len(narrower) > 50
    assert np.mean(narrower) < 0.9
