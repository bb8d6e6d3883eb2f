"""Are pseudo-outcomes right on average, whatever the classifier says, and whoever stops coding half way?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis.correction.dsl import (
    dsl_estimate,
    hajek_estimate,
    most_paragraphs,
    pseudo_outcomes,
    variance_of_outcomes,
)
from discourse.emphasis.estimators import estimate
from discourse.emphasis.inputs import read_paragraphs
from discourse.emphasis.intervals import wilson_t
from discourse.errors import EstimateError
from discourse.labels.inclusion import inclusion_probabilities
from discourse.labels.queues import design_queue, label_error_queue
from discourse.labels.sampling.drawing import DrawRequest, make_design

PILLARS, PERIODS = ("political", "economic", "education"), ("2023", "2025")
COLUMNS = [f"p_{pillar}" for pillar in PILLARS]
POLITICAL = 0.7
ARTICLES, STUDIES = 60, 80
"""Articles a period, and studies drawn; both periods have the same true shares."""


def test_pseudo_outcomes_worked_by_hand():
    labels, predictions = np.array([[1.0], [0.0], [0.0], [1.0]]), np.array([[0.8], [0.4], [0.6], [0.5]])
    drawn, inclusion = np.array([True, True, False, False]), np.array([0.5, 0.25, 0.5, 0.25])
    plain = pseudo_outcomes(labels, predictions, drawn, inclusion, centred=False)
    np.testing.assert_allclose(plain.ravel(), [0.8 + 2 * 0.2, 0.4 - 4 * 0.4, 0.6, 0.5])
    centred = pseudo_outcomes(labels, predictions, drawn, inclusion)
    mean_error = (2 * 0.2 - 4 * 0.4) / 6
    assert centred.mean() == pytest.approx(predictions.mean() + mean_error)


def test_pseudo_outcomes_are_right_on_average_over_draws():
    rng = np.random.default_rng(2)
    labels = (rng.random((40, 1)) < 0.3).astype(float)
    predictions = np.full((40, 1), 0.9)
    inclusion = rng.uniform(0.2, 0.9, 40)
    means = [
        pseudo_outcomes(labels, predictions, rng.random(40) < inclusion, inclusion, centred=False).mean()
        for _ in range(4000)
    ]
    assert np.mean(means) == pytest.approx(labels.mean(), abs=0.01)


def test_a_constant_prediction_leaves_the_weighted_mean_of_the_labels():
    labels, drawn = np.eye(2)[[0, 1, 1, 0]], np.array([True, True, True, False])
    outcomes = pseudo_outcomes(labels, np.tile([1.0, 0.0], (4, 1)), drawn, np.full(4, 0.75))
    np.testing.assert_allclose(outcomes.mean(axis=0), labels[drawn].mean(axis=0))


def draw_study(rng: np.random.Generator) -> pd.DataFrame:
    """Draw articles, their paragraphs and what a classifier says, which is less sure of rare pillars."""
    article = np.repeat(np.arange(2 * ARTICLES), rng.integers(3, 9, 2 * ARTICLES))
    mixes = rng.dirichlet(3 * np.array([POLITICAL, 0.2, 0.1]), 2 * ARTICLES)
    label = (rng.random((len(article), 1)) > mixes[article].cumsum(axis=1)[:, :-1]).sum(axis=1)
    scores = np.exp([1.2, 0.0, -0.2] + 1.5 * np.eye(3)[label] + rng.normal(size=(len(article), 3)))
    table = pd.DataFrame(scores / scores.sum(axis=1, keepdims=True), columns=COLUMNS)
    return table.assign(
        paragraph_id=[f"p{place:04d}" for place in range(len(article))],
        article_id=[f"a{place:03d}" for place in article],
        period=np.where(article < ARTICLES, *PERIODS),
        label=np.array(PILLARS, dtype=object)[label],
    )


def lowest_first(table: pd.DataFrame, size: int, seed: int) -> pd.DataFrame:
    """Draw the same paragraphs with the least confident first."""
    guesses = table[COLUMNS].idxmax(axis=1).str.removeprefix("p_")
    found = label_error_queue(table[["paragraph_id"]].assign(primary=guesses), table, size, seed)
    return found.assign(queue=found["queue"].str.replace("doubtful", "least-sure"))


ACTIVE = "active:0123abcd"


def active_draw(table: pd.DataFrame, size: int, seed: int) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """Draw by the uncertainty of the classifier, whose errors are known of a fifth of the paragraphs."""
    known = table.sample(frac=0.2, random_state=seed).assign(primary=lambda rows: rows["label"])
    design = make_design(table, DrawRequest("active", size), table[["paragraph_id", *COLUMNS]], known, seed)
    return design_queue(ACTIVE, design), {ACTIVE: design}


def coded(table: pd.DataFrame, queue: pd.DataFrame, designs: dict[str, pd.DataFrame] | None = None) -> pd.DataFrame:
    """Label what was coded of a queue, with the probabilities computed (``inclusion``) and ``recorded``."""
    chances = inclusion_probabilities(queue.assign(coder="ani"), table["paragraph_id"].tolist(), (), designs)
    recorded = queue.set_index("paragraph_id")["inclusion"].reindex(table["paragraph_id"]).fillna(0.1)
    drawn = table["paragraph_id"].isin(queue["paragraph_id"])
    partly = table.assign(primary=table["label"].where(drawn, ""), recorded=recorded.to_numpy())
    return partly.assign(**{name: chances[name].to_numpy() for name in chances})


def paragraphs_of(table: pd.DataFrame):
    return read_paragraphs(table, PILLARS, PERIODS)


class Errors(NamedTuple):
    """Political share of the earlier period less that of the study coded whole, and whether the interval covers."""

    stopped: float
    lowest_first_as_recorded: float
    coded: float
    finished: float
    covered: bool


def one_study(seed: int) -> Errors:
    table = draw_study(np.random.default_rng(seed))
    size = int(0.4 * len(table))
    queue, designs = active_draw(table, size, seed)
    half = len(queue) // 2
    stopped, finished = coded(table, queue[:half], designs), coded(table, queue, designs)
    lowest = lowest_first(table, size, seed)
    recorded = coded(table, lowest[: len(lowest) // 2])
    recorded = recorded.assign(inclusion=recorded["recorded"])
    dsl = [estimate(paragraphs_of(each), estimator="dsl") for each in (stopped, recorded, finished)]
    labels = estimate(paragraphs_of(finished.drop(columns="targeted")))
    whole = estimate(paragraphs_of(table.assign(primary=table["label"])))
    off = [found.value[0, 0] - whole.value[0, 0] for found in (dsl[0], dsl[1], labels, dsl[2])]
    bounds = wilson_t(dsl[0])
    return Errors(*off, bool(bounds.low[0, 0] <= POLITICAL <= bounds.high[0, 0]))


@pytest.fixture(scope="module")
def errors() -> pd.DataFrame:
    """One row a study; a coder codes half or all of 40 % that are drawn by the classifier's uncertainty."""
    return pd.DataFrame([one_study(seed) for seed in range(STUDIES)])


@pytest.mark.parametrize("when", ["stopped", "finished"])
def test_active_draws_give_unbiased_shares_wherever_the_coder_stops(errors, when):
    assert abs(errors[when].mean()) < 0.01


def test_probabilities_of_the_finished_queue_are_wrong_for_the_lowest_half(errors):
    off = errors["lowest_first_as_recorded"]
    assert off.mean() < -3 * off.sem()


def test_the_interval_covers_and_the_labels_alone_are_far_off(errors):
    assert errors["covered"].mean() > 0.9
    assert errors["coded"].mean() < -0.05


def test_labels_of_an_active_draw_alone_are_refused_as_a_sample():
    table = draw_study(np.random.default_rng(1))
    partly = coded(table, *active_draw(table, 100, 1))
    with pytest.raises(EstimateError, match="no random sample: use estimator='dsl', or code all paragraphs"):
        estimate(paragraphs_of(partly))
    whole = partly.assign(primary=table["label"])
    assert np.array_equal(
        estimate(paragraphs_of(whole)).value, estimate(paragraphs_of(table.assign(primary=table["label"]))).value
    )


def test_half_a_queue_worked_by_hand():
    # Half of a queue: one paragraph picked (1 x .5) and one of the audit (.25 x .5). A classifier that says the same
    # of every paragraph leaves the mean of the labels, weighted 2 to 8.
    table = pd.DataFrame({"article_id": list("abcde") * 2, "period": ["2023"] * 5 + ["2025"] * 5})
    table = table.assign(article_id=table["period"] + table["article_id"], p_trade=0.5, p_arts=0.5)
    table["primary"] = ["trade", "arts", "", "", ""] * 2
    table["inclusion"] = [0.5, 0.125, 0.125, 0.125, 0.125] * 2
    found = estimate(read_paragraphs(table, ["trade", "arts"], PERIODS), estimator="dsl")
    np.testing.assert_allclose(found.value[:2], [[0.2, 0.8]] * 2)


def test_the_variance_is_that_of_estimates_without_each_article():
    rng = np.random.default_rng(4)
    article = np.repeat(np.arange(6), [3, 5, 2, 4, 6, 3])
    labels, predictions = np.eye(3)[rng.integers(0, 3, len(article))], rng.dirichlet(np.ones(3), len(article))
    # The third class is none: the last column says whether there is a pillar.
    labels[:, 2], predictions[:, 2] = 1 - labels[:, 2], 1 - predictions[:, 2]
    drawn, inclusion = rng.random(len(article)) < 0.6, rng.uniform(0.3, 1, len(article))
    weights = rng.uniform(20, 90, len(article))
    drawn[np.unique(article, return_index=True)[1]] = True

    def shares(kept):
        outcomes = pseudo_outcomes(labels[kept], predictions[kept], drawn[kept], inclusion[kept], weights[kept])
        sums = weights[kept] @ outcomes[:, :2]
        return sums / sums.sum()

    everything = shares(np.ones(len(article), dtype=bool))
    expected = 5 / 6 * sum(np.square(shares(article != one) - everything) for one in range(6))
    found, articles = variance_of_outcomes(article, labels, predictions, drawn, inclusion, weights)
    np.testing.assert_allclose(found, expected)
    by_article = np.bincount(article, weights * drawn / inclusion)
    assert articles == pytest.approx(by_article.sum() ** 2 / np.square(by_article).sum())


def test_without_the_one_article_that_is_labelled_there_is_no_variance():
    article, drawn = np.array([0, 0, 1, 2]), np.array([True, True, False, False])
    labels = np.column_stack([np.eye(2)[[0, 1, 0, 0]], np.ones(4)])
    predictions = np.full((4, 3), 0.5)
    found, articles = variance_of_outcomes(article, labels, predictions, drawn, np.ones(4), np.ones(4))
    assert np.isnan(found).all()
    assert articles == 1


@pytest.fixture
def partly(draw_table, add_predictions) -> pd.DataFrame:
    """A table of which a part is labelled, each paragraph with a probability of its own."""
    table = add_predictions(draw_table((7, 9)), accuracy=0.7)
    rng = np.random.default_rng(3)
    table["inclusion"] = rng.uniform(0.3, 1, len(table))
    known = rng.random(len(table)) < table["inclusion"]
    return table.assign(primary=table["primary"].where(known, ""))


@pytest.mark.parametrize("weighting", ["paragraph", "article", "word"])
def test_an_estimate_is_made_of_its_periods(partly, read, weighting):
    found = dsl_estimate(read(partly), weighting)
    size = partly.groupby("article_id")["words"].transform("size")
    weight = {"paragraph": size * 0 + 1.0, "article": 1 / size, "word": partly["words"] * 1.0}[weighting]
    for row, (_, part) in enumerate(partly.assign(weight=weight).groupby("period")):
        labels = np.column_stack([*(part["primary"] == pillar for pillar in PILLARS), part["primary"] != ""]).astype(
            float
        )
        known = (labels, part[[*COLUMNS]].assign(any=1.0).to_numpy(), (part["primary"] != "").to_numpy())
        inclusion, weights = part["inclusion"].to_numpy(), part["weight"].to_numpy()
        sums = weights @ pseudo_outcomes(*known, inclusion, weights)[:, :-1]
        np.testing.assert_allclose(found.value[row], sums / sums.sum())
        article = np.unique(part["article_id"], return_inverse=True)[1]
        variance, articles = variance_of_outcomes(article, *known, inclusion, weights)
        np.testing.assert_allclose(found.variance[row], variance)
        assert found.effective_articles[row] == pytest.approx(articles)
        most = most_paragraphs(article, *known, inclusion, weights)
        np.testing.assert_allclose(
            found.max_effective_size[row], np.minimum(most, sums.sum() ** 2 / np.square(weights).sum())
        )
        assert found.informative[row] == part.loc[part["primary"] != "", "article_id"].nunique()
    np.testing.assert_allclose(found.variance[2], found.variance[0] + found.variance[1])
    assert (found.quantity, found.weighting) == ("share", weighting)


def test_paragraphs_of_no_period_change_nothing_and_a_period_may_be_empty(partly, read):
    whole = dsl_estimate(read(partly))
    strange = partly.head(5).assign(article_id="x", period="1999")
    with_strange = dsl_estimate(read(pd.concat([strange, partly], ignore_index=True)))
    np.testing.assert_array_equal(with_strange.value, whole.value)
    later = dsl_estimate(read(partly[partly["period"] == "2025"]))
    np.testing.assert_allclose(later.value[1], whole.value[1])
    np.testing.assert_allclose(later.variance[1], whole.variance[1])
    assert np.isnan(later.value[[0, 2]]).all()
    assert np.isnan(later.variance[[0, 2]]).all()
    assert later.effective_articles[0] == 0


def test_a_period_without_a_label_is_refused(partly, read):
    partly.loc[partly["period"] == "2025", "primary"] = ""
    with pytest.raises(EstimateError, match="none in 2025"):
        dsl_estimate(read(partly))


def test_weights_move_the_centre_of_the_correction():
    labels, predictions = np.array([[1.0], [0.0], [0.0]]), np.array([[0.5], [0.5], [0.2]])
    drawn, inclusion, weights = np.array([True, True, False]), np.array([0.5, 0.25, 0.5]), np.array([3.0, 1.0, 2.0])
    # Factors 2 and 4 weigh 6 and 4 of 10; of 6 in all: 1.2 and 2.4. The mean error is (3.6 x .5 - 2.4 x .5) / 6 = .1.
    found = pseudo_outcomes(labels, predictions, drawn, inclusion, weights)
    np.testing.assert_allclose(found.ravel(), [0.6 + 1.2 * 0.4, 0.6 - 2.4 * 0.6, 0.3])
    unread = np.array([[1.0], [0.0], [np.nan]])
    np.testing.assert_array_equal(pseudo_outcomes(unread, predictions, drawn, inclusion, weights), found)


def test_the_most_paragraphs_worked_by_hand():
    # Five articles, of which four have a labelled paragraph: without one of these the share is 1/3 or 2/3, so the
    # variance is 4/5 x 4/36 and .25 / (4/45) = 2.8125. Each pillar's labels scatter by 1, or 2 with the one more that
    # counts as wrong.
    article, drawn, ones = np.arange(5), np.array([True, True, True, True, False]), np.ones(5)
    labels = np.column_stack([np.eye(2)[[0, 1, 0, 1, 0]], ones])
    design = (drawn, np.full(5, 0.8), ones)
    alone = most_paragraphs(article, labels, np.zeros(labels.shape), *design)
    np.testing.assert_allclose(alone, [2.8125, 2.8125])
    np.testing.assert_allclose(most_paragraphs(article, labels, labels, *design), [5.625, 5.625])
    # Errors .2 -.4 .2 -.2 of mean -.05: squares .28 - 4 x .0025 = .27 in the first pillar; the second is not told.
    predictions = np.column_stack([[0.8, 0.4, 0.8, 0.2, 0.5], np.full(5, 0.5), ones])
    found = most_paragraphs(article, labels, predictions, *design)
    np.testing.assert_allclose(found, [2.8125 * 2 / 1.27, 2.8125])
    worse = np.column_stack([1 - labels[:, :2], ones])
    np.testing.assert_allclose(most_paragraphs(article, labels, worse, *design), [2.8125, 2.8125])


def test_a_pillar_that_was_not_met_with_is_as_unsure_as_without_predictions(draw_table, add_predictions, read):
    table = add_predictions(draw_table((30, 30)), accuracy=0.98).assign(inclusion=0.4)
    known = (np.random.default_rng(1).random(len(table)) < 0.4) & (table["primary"] != "education")
    paragraphs = read(table.assign(primary=table["primary"].where(known, "")))
    dsl, labels = dsl_estimate(paragraphs), hajek_estimate(paragraphs)
    assert labels.value[0, 2] == 0
    np.testing.assert_allclose(dsl.max_effective_size[:, 2], labels.max_effective_size[:, 2], rtol=0.35)
    assert (dsl.max_effective_size[:, 0] > 2 * labels.max_effective_size[:, 0]).all()


def test_the_unit_of_the_weights_changes_nothing(partly, read):
    whole = dsl_estimate(read(partly), "word")
    small = dsl_estimate(read(partly.assign(words=partly["words"] / 100_000)), "word")
    np.testing.assert_allclose(small.value, whole.value)
    np.testing.assert_allclose(small.variance, whole.variance)
