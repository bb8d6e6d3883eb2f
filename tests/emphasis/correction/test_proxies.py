"""Is what machines say read as it stands, and does no label help to predict its own story?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis.correction.dsl import dsl_estimate, hajek_estimate
from discourse.emphasis.correction.proxies import (
    has_machine_codes,
    label_outcomes,
    people_alone,
    predicted_outcomes,
    read_proxies,
    regressed,
)
from discourse.emphasis.intervals import wilson_t
from discourse.errors import DataError, EstimateError


@pytest.fixture
def coded(draw_table):
    """Sixty articles; a machine errs in one of four, people coded two fifths of the paragraphs, drawn at random."""
    table, rng = draw_table((30, 30)), np.random.default_rng(3)
    wrong = rng.random(len(table)) < 0.25
    machine = table["primary"].where(~wrong, "political")
    known = rng.random(len(table)) < 0.4
    return table.assign(
        machine=machine,
        machine_also=table["also"],
        by_person=known,
        primary=table["primary"].where(known, machine),
        inclusion=0.4,
    )


def test_labels_of_machines_and_of_no_draw_are_taken_out(read):
    table = pd.DataFrame(
        {"article_id": list("abc"), "period": "2023", "primary": "economic", "also": [("education",)] * 3}
    )
    table = table.assign(by_person=[True, False, True], drawn=[True, True, False])
    kept = people_alone(read(table))
    assert kept.primary.tolist() == ["economic", "", ""]
    assert kept.belongs("mention_share").sum(axis=1).tolist() == [2, 0, 0]
    assert people_alone(read(table.drop(columns="drawn"))).primary.tolist() == ["economic", "", "economic"]
    unsaid = read(table.drop(columns=["by_person", "drawn"]))
    assert people_alone(unsaid) is unsaid


def test_what_each_source_says_worked_by_hand(read):
    table = pd.DataFrame({"article_id": list("abcd"), "period": "2023", "primary": ["economic", "none", "", ""]})
    table = table.assign(machine=["economic", "none", "", "political"], machine_also=[("education",), (), (), ()])
    paragraphs = read(table)
    assert label_outcomes(paragraphs).tolist() == [[0, 1, 0, 1], [0] * 4, [0] * 4, [0] * 4]
    assert read_proxies(paragraphs)[:, 0].tolist() == [[0, 1, 0, 1], [0] * 4, [0] * 4, [1, 0, 0, 1]]
    assert read_proxies(paragraphs, "mention_share")[0, 0].tolist() == [0, 1, 1, 1]
    table[["p_political", "p_economic", "p_education", "p_none"]] = [0.4, 0.3, 0.1, 0.2]
    both = read_proxies(read(table))
    assert both.shape == (4, 2, 4)
    np.testing.assert_allclose(both[:, 1], [[0.4, 0.3, 0.1, 0.8]] * 4)
    assert not has_machine_codes(read(table.assign(machine="")))


def test_codes_that_are_none_and_tables_without_a_proxy_are_refused(coded, read):
    with pytest.raises(DataError, match="row 3, column machine"):
        read_proxies(read(coded.assign(machine=coded["machine"].where(coded.index != 3, "sport"))))
    with pytest.raises(EstimateError, match="Use the estimator 'hajek'"):
        dsl_estimate(read(coded.drop(columns="machine")))


def test_no_label_helps_to_predict_its_own_story(coded, read):
    def predicted(table):
        paragraphs = people_alone(read(table))
        labels = label_outcomes(paragraphs)
        return predicted_outcomes(paragraphs, labels, (paragraphs.primary != "") / 0.4)

    before = predicted(coded)
    one = coded["article_id"] == coded.loc[coded["by_person"], "article_id"].iloc[0]
    turned = coded.assign(primary=coded["primary"].mask(one & coded["by_person"], "education"))
    after = predicted(turned)
    np.testing.assert_allclose(after[one], before[one], atol=1e-12)
    assert np.abs(after[~one] - before[~one]).max() > 1e-4
    story = coded.assign(story=np.where(coded["article_id"] == "2023-01", "2023-00", coded["article_id"]))
    copies = story["story"] == "2023-00"
    turned = story.assign(primary=story["primary"].mask(copies & story["by_person"], "education"))
    np.testing.assert_allclose(predicted(turned)[copies], predicted(story)[copies], atol=1e-12)


def test_the_regression_is_a_ridge_without_each_story():
    rng = np.random.default_rng(1)
    values, labels, stories = rng.random((40, 2)), rng.random((40, 3)), np.repeat(np.arange(10), 4)
    later, factor = stories >= 5, rng.uniform(1, 3, 40)
    factor[36:] = 0
    design, scale = np.column_stack([values, ~later, later]), factor / factor[:36].mean()
    found = regressed(values, labels, factor, stories, later)
    for story in (0, 7, 9):
        kept = (stories != story) & (factor > 0)
        left = design[kept].T @ (scale[kept, None] * design[kept]) + np.diag([1, 1, 0, 0])
        slopes = np.linalg.solve(left, design[kept].T @ (scale[kept, None] * labels[kept]))
        np.testing.assert_allclose(found[stories == story], design[stories == story] @ slopes)


@pytest.mark.parametrize("machine", ["constant", "the same twice", "perfect", "as it is", "nothing in one period"])
def test_shares_add_up_and_are_bounded_whatever_the_machine_does(coded, read, machine, pillars):
    table = coded
    if machine == "constant":
        table = coded.assign(machine="political")
    if machine == "perfect":
        table = coded.assign(machine=coded["primary"])
    if machine == "nothing in one period":
        table = coded.assign(machine=coded["machine"].where(coded["period"] == "2023", ""))
    if machine == "the same twice":
        table = coded.assign(**{f"p_{pillar}": (coded["machine"] == pillar).astype(float) for pillar in pillars})
    found = dsl_estimate(read(table))
    np.testing.assert_allclose(found.value[:2].sum(axis=1), 1)
    assert (found.variance[:2] >= 0).all()
    assert np.isfinite(wilson_t(found).low).all()
    if machine == "constant":
        np.testing.assert_allclose(found.value, hajek_estimate(read(table)).value, atol=0.003)
    if machine == "the same twice":
        once = dsl_estimate(read(coded))
        np.testing.assert_allclose(found.value, once.value, atol=0.01)


def test_a_perfect_machine_makes_up_for_what_people_did_not_code(draw_table, read):
    table, known = draw_table((40, 40)), np.random.default_rng(0).random(len(draw_table((40, 40)))) < 0.5
    truth = hajek_estimate(read(table))
    partly = table.assign(machine=table["primary"], by_person=known, inclusion=0.5)
    dsl, alone = dsl_estimate(read(partly)), hajek_estimate(read(partly))
    np.testing.assert_allclose(dsl.value, truth.value, atol=0.015)
    assert (dsl.variance < alone.variance).all()
    assert not dsl.exchangeable
    assert truth.exchangeable


def test_mention_shares_use_what_the_machine_mentions(coded, read):
    shares = dsl_estimate(read(coded), quantity="mention_share").value[:2]
    assert (shares >= dsl_estimate(read(coded)).value[:2] - 0.02).all()
    assert (shares.sum(axis=1) > 1).all()
    assert shares.max() <= 1
