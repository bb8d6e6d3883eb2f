"""Are adjusted counts the published ones, and refused where they would divide by nothing?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis.correction.adjusted import adjusted_count, solve_counts
from discourse.emphasis.estimators import estimate
from discourse.emphasis.shares import jackknife_variance, kish_size
from discourse.errors import EstimateError


def test_all_classes_at_once():
    rates = np.array([[0.8, 0.1, 0.2], [0.1, 0.7, 0.2], [0.1, 0.2, 0.6]])
    np.testing.assert_allclose(solve_counts(np.array([0.47, 0.30, 0.23]), rates), [0.5, 0.3, 0.2], rtol=1e-12)
    outside = solve_counts(np.array([0.9, 0.05, 0.05]), rates)
    assert outside.sum() == pytest.approx(1)
    assert (outside >= 0).all()
    assert np.isnan(solve_counts(np.zeros(3), rates)).all()


def test_classes_predicted_alike_are_refused():
    rates = np.array([[0.5, 0.5, 0.1], [0.3, 0.3, 0.1], [0.2, 0.2, 0.8]])
    with pytest.raises(EstimateError, match="singular"):
        solve_counts(np.array([0.4, 0.3, 0.3]), rates)


def test_none_that_is_hardly_ever_recognised_makes_no_share_unsure(draw_table, add_predictions, read):
    table = add_predictions(draw_table((30, 30)), accuracy=0.9)
    table["primary"] = table["primary"].mask(np.arange(len(table)) % 9 == 0, "none")
    truth, found = (estimate(read(table), estimator=estimator) for estimator in ("coded", "adjusted"))
    assert np.abs(found.value - truth.value).max() < 0.1
    assert (found.variance < 4 * truth.variance).all()


def test_errors_are_turned_back_as_counted_by_hand(read, periods):
    labels = ["political"] * 8 + ["economic"] * 8 + ["education"] * 4
    said = ["political"] * 6 + ["economic"] * 2 + ["economic"] * 8 + ["education"] * 4
    rows = [
        (f"{period}-{article}", period, label, guess)
        for period in periods
        for article in range(3)
        for label, guess in zip(labels, said, strict=True)
    ]
    table = pd.DataFrame(rows, columns=["article_id", "period", "primary", "predicted"])
    table = table.assign(p_political=1.0, p_economic=0.0, p_education=0.0)
    found = estimate(read(table), estimator="adjusted")
    np.testing.assert_allclose(found.value[0], [0.4, 0.4, 0.2])


def shares_by_hand(table: pd.DataFrame, weight: pd.Series, pillars: tuple[str, ...]) -> np.ndarray:
    """Turn the counts of both periods back, class by class."""
    labelled = table["primary"] != ""
    of_none = weight[table["primary"] == "none"].sum() / weight[labelled].sum()
    rates = np.zeros((len(pillars), len(pillars)))
    none = np.zeros(len(pillars))
    for row, said in enumerate(pillars):
        none[row] = of_none * _part(table, weight, said, table["primary"] == "none")
        for column, label in enumerate(pillars):
            rates[row, column] = _part(table, weight, said, table["primary"] == label)
    shares = []
    for period in ("2023", "2025"):
        q = np.array([_part(table, weight, said, table["period"] == period) for said in pillars])
        p = np.clip(np.linalg.solve(rates, q - none), 0, None)
        shares.append(p / p.sum())
    return np.array([*shares, shares[1] - shares[0]])


def _part(table: pd.DataFrame, weight: pd.Series, said: str, among: pd.Series) -> float:
    return float(weight[among & (table["predicted"] == said)].sum() / weight[among].sum())


@pytest.mark.parametrize("weighting", ["paragraph", "word"])
def test_adjusted_shares_and_their_variance_step_by_step(draw_table, add_predictions, read, pillars, weighting):
    table = add_predictions(draw_table((9, 12)), accuracy=0.75)
    rng = np.random.default_rng(1)
    table["primary"] = (
        table["primary"].mask(rng.random(len(table)) < 0.2, "none").mask(rng.random(len(table)) < 0.3, "")
    )
    guesses = table[[f"p_{pillar}" for pillar in pillars]].idxmax(axis=1).str.removeprefix("p_")
    table["predicted"] = guesses.mask(rng.random(len(table)) < 0.1, "none")
    strange = table.head(8).assign(article_id="x", period="1999")
    table = pd.concat([table, strange], ignore_index=True)
    weight = table["words"].astype(float) if weighting == "word" else pd.Series(1.0, index=table.index)
    found = adjusted_count(read(table), weighting)
    np.testing.assert_allclose(found.value, shares_by_hand(table, weight, pillars))
    articles = np.unique(table["article_id"])
    left_out = [
        shares_by_hand(table[table["article_id"] != one], weight[table["article_id"] != one], pillars)
        for one in articles
    ]
    strata = np.array([{"2023": 0, "2025": 1}.get(one[:4], -1) for one in articles])
    np.testing.assert_allclose(found.variance, jackknife_variance(np.array(left_out), strata))
    assert (found.articles, found.informative) == ((9, 12), (9, 12))
    for row, period in enumerate(("2023", "2025")):
        here = table["period"] == period
        sums = weight[here].groupby(table["article_id"]).sum().to_numpy()
        assert found.effective_articles[row] == pytest.approx(kish_size(sums, sums**2))
        own = weight[here].to_numpy()
        assert found.max_effective_size[row] == pytest.approx(kish_size(own, own**2))
        assert found.paragraphs[row] == here.sum()
    assert (found.quantity, found.weighting, found.pillars) == ("share", weighting, pillars)
    assert found.periods == ("2023", "2025")


def test_a_pillar_labelled_in_one_article_is_named(draw_table, add_predictions, read):
    table = add_predictions(draw_table((6, 6)))
    first = table["article_id"] == "2023-00"
    table["primary"] = table["primary"].replace("education", "economic")
    table.loc[first, "primary"] = "education"
    with pytest.raises(EstimateError, match=r"found fewer for education\."):
        adjusted_count(read(table))
    table["primary"] = table["primary"].replace("education", "economic")
    with pytest.raises(EstimateError, match=r"found fewer for education\."):
        adjusted_count(read(table))


def test_a_class_that_nothing_tells_apart_is_refused_at_the_limit():
    rates = np.array([[0.5 + 1e-5, 0.5 - 1e-5], [0.5 - 1e-5, 0.5 + 1e-5]])
    np.testing.assert_allclose(solve_counts(np.array([0.5, 0.5]), rates), [0.5, 0.5])
    several = np.stack([np.eye(2), np.full((2, 2), 0.5)])
    with pytest.raises(EstimateError, match="singular"):
        solve_counts(np.full((2, 2), 0.5), several)


def test_many_tables_are_solved_as_each_alone():
    rng = np.random.default_rng(6)
    rates = np.eye(3) * 0.6 + rng.dirichlet(np.ones(3), (5, 3)) * 0.4
    counted = rng.dirichlet(np.ones(3), 5)
    together = solve_counts(counted, rates)
    np.testing.assert_allclose(together.sum(axis=1), 1)
    for one in range(5):
        np.testing.assert_allclose(together[one], solve_counts(counted[one], rates[one]))


def test_the_unit_of_the_weights_changes_nothing(draw_table, add_predictions, read):
    table = add_predictions(draw_table((6, 6)))
    whole = adjusted_count(read(table), "word")
    small = adjusted_count(read(table.assign(words=table["words"] / 100_000)), "word")
    np.testing.assert_allclose(small.value, whole.value)
    np.testing.assert_allclose(small.variance, whole.variance)


def test_a_period_without_articles_has_no_share(draw_table, add_predictions, read):
    table = add_predictions(draw_table((6, 6)))
    found = adjusted_count(read(table[table["period"] == "2025"]))
    assert np.isnan(found.value[[0, 2]]).all()
    assert found.value[1].sum() == pytest.approx(1)
