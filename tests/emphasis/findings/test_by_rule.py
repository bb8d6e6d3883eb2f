"""Shares by the rule are those of the estimator that speaks, and it is said on what they rest."""

from __future__ import annotations

import numpy as np
import pandas as pd

from discourse.emphasis.correction.choice import choose_estimator
from discourse.emphasis.correction.dsl import dsl_estimate
from discourse.emphasis.estimators import estimate
from discourse.emphasis.findings.by_rule import emphasis_by_rule, rests_on_dsl, rule_notes
from discourse.emphasis.table import emphasis_rows, table_notes


def test_labels_are_counted_where_nobody_would_ask(draw_table, read) -> None:
    paragraphs = read(draw_table((12, 12)))
    expected = emphasis_rows([estimate(paragraphs, quantity=each) for each in ("share", "mention_share")])
    pd.testing.assert_frame_equal(emphasis_by_rule(paragraphs), expected)
    assert rule_notes(paragraphs) == table_notes(paragraphs)
    assert not rests_on_dsl(paragraphs)


def test_a_sample_speaks_with_counts_of_what_people_coded(draw_table, read) -> None:
    table = draw_table((30, 30))
    known = np.random.default_rng(1).random(len(table)) < 0.5
    sample = table.assign(machine=table["primary"], machine_also=table["also"], by_person=known, drawn=known)
    paragraphs = read(sample.assign(inclusion=0.5))
    assert choose_estimator(paragraphs).estimator == "dsl"
    rows = emphasis_by_rule(paragraphs, 0.9)
    shares = rows[rows["quantity"] == "share"]
    np.testing.assert_allclose(shares["value"], dsl_estimate(paragraphs).value[:2].T.ravel())
    coded = sample[known]
    assert shares["paragraphs"].tolist() == [(coded["period"] == year).sum() for year in ("2023", "2025")] * 3
    assert rule_notes(paragraphs)[0].startswith(f"Shares are estimated from {known.sum()} paragraphs")
    assert not rests_on_dsl(paragraphs)


def test_labels_that_doubt_picked_are_corrected_by_predictions(draw_table, read, add_predictions) -> None:
    table = add_predictions(draw_table((20, 20)))
    known = np.random.default_rng(1).random(len(table)) < 0.6
    picked = table.assign(primary=table["primary"].where(known, ""), targeted=known, inclusion=0.6)
    paragraphs = read(picked)
    assert rests_on_dsl(paragraphs)
    expected = emphasis_rows([dsl_estimate(paragraphs)])
    pd.testing.assert_frame_equal(emphasis_by_rule(paragraphs), expected)
