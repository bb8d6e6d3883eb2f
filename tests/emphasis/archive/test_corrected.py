"""Are shares corrected as adjusted counts are, and do the intervals know both of what is unsure?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.classifier import ErrorCounts
from discourse.emphasis.archive import archive_shares
from discourse.emphasis.archive.corrected import corrected_periods
from discourse.emphasis.estimators import estimate
from discourse.emphasis.inputs import read_paragraphs
from discourse.emphasis.intervals import wilson_t
from discourse.emphasis.measures.cell_sums import CellSums
from discourse.errors import DataError, EstimateError

CODES = ("trade", "school", "road", "none")
RATES = np.array([[0.8, 0.1, 0.1, 0.3], [0.1, 0.7, 0.1, 0.1], [0.05, 0.1, 0.7, 0.1], [0.05, 0.1, 0.1, 0.5]])
MIXES = np.array([[0.55, 0.25, 0.15, 0.05], [0.35, 0.35, 0.25, 0.05]])


def drawn(rng, articles, mix, paragraphs=6):
    """True codes of articles whose own mixes lie about one, a row an article."""
    own = rng.dirichlet(6 * mix, articles)
    return np.array([rng.choice(4, paragraphs, p=each) for each in own])


def predicted(rng, codes):
    """What a classifier with these rates takes codes for."""
    edges = RATES.cumsum(axis=0)[:, codes.ravel()]
    return (rng.random(codes.size) > edges).sum(axis=0).reshape(codes.shape)


def rates_from(rng, stories):
    """Error counts of so many labelled stories."""
    codes = drawn(rng, stories, MIXES.mean(axis=0))
    said, crossed = predicted(rng, codes), np.zeros((stories, 4, 4), dtype=np.int64)
    np.add.at(crossed, (np.repeat(np.arange(stories), codes.shape[1]), said.ravel(), codes.ravel()), 1)
    return ErrorCounts(CODES, crossed)


def archive_of(rng, articles):
    """Rows of two periods, as predicted."""
    parts = []
    for period, mix in zip(("2019", "2021"), MIXES, strict=True):
        said = predicted(rng, drawn(rng, articles, mix))
        ids = np.repeat([f"{period}-{one}" for one in range(articles)], said.shape[1])
        parts.append(pd.DataFrame({"article_id": ids, "period": period, "pillar": np.array(CODES)[said.ravel()]}))
    return pd.concat(parts, ignore_index=True)


def sums_of(*periods):
    """Sums of two periods from the counts of their articles, and what shares move by together without each."""
    total = np.array([counts.sum() for counts in periods], dtype=float)
    numerators = np.array([counts.sum(axis=0) for counts in periods], dtype=float)
    squares = np.array([(counts.sum(axis=1) ** 2).sum() for counts in periods], dtype=float)
    steps = []
    for counts in periods:
        rest = counts.sum(axis=0) - counts
        steps.append(rest / rest.sum(axis=1, keepdims=True) - counts.sum(axis=0) / counts.sum())
    moved = np.array([step.T @ step for step in steps])
    sums = CellSums(
        CODES, "share", "paragraph", np.array([len(counts) for counts in periods]), total.astype(int),
        numerators.astype(int), numerators, total, np.einsum("kcc->kc", moved), squares, total,
    )  # fmt: skip
    return sums, moved


def counted(said):
    """Counts of each code in each article."""
    return (said[:, :, None] == np.arange(4)).sum(axis=1)


def adjusted(source, errors, **choices):
    found = archive_shares(source, errors=errors, **{"periods": ("2019", "2021")} | choices).table
    return found[found["estimator"] == "adjusted"].reset_index(drop=True)


def test_the_estimate_is_that_of_the_table_and_the_variance_close_to_it(write_parts):
    rng = np.random.default_rng(3)
    table, errors = archive_of(rng, 150), rates_from(rng, 120)
    labelled = [
        {"article_id": f"story {story}", "period": "neither", "primary": CODES[label], "predicted": CODES[said]}
        for story, cross in enumerate(errors.crossed)
        for said, label in np.argwhere(cross)
        for _ in range(cross[said, label])
    ]
    both = pd.concat([table.rename(columns={"pillar": "predicted"}).assign(primary=""), pd.DataFrame(labelled)])
    both = both.assign(**{f"p_{code}": float(code == "trade") for code in CODES})
    expected = estimate(read_paragraphs(both, CODES[:-1], ("2019", "2021")), estimator="adjusted")
    found = adjusted(write_parts(table), errors)
    np.testing.assert_allclose(found["value"].to_numpy().reshape(3, 3).T, expected.value, rtol=0, atol=1e-12)
    codes = [table.loc[table["period"] == period, "pillar"].map(CODES.index) for period in ("2019", "2021")]
    sums, moved = sums_of(*(counted(one.to_numpy().reshape(150, -1)) for one in codes))
    own = corrected_periods(sums, moved, errors.crossed, ("2019", "2021"))
    np.testing.assert_allclose(own.value, expected.value, rtol=0, atol=1e-12)
    np.testing.assert_allclose(own.variance, expected.variance, rtol=0.02)
    np.testing.assert_allclose(found["low"].to_numpy().reshape(3, 3).T, wilson_t(own).low, rtol=0, atol=1e-12)
    assert found["articles"].tolist()[:3] == [150, 150, 300]


def test_errors_are_turned_back_as_counted_by_hand(write_parts):
    cross = np.zeros((8, 4, 4), dtype=np.int64)
    cross[:, 0, 0], cross[:, 1, 0], cross[:, 1, 1], cross[:, 2, 2] = 6, 2, 8, 4  # two of eight of trade are missed
    said = ["trade"] * 3 + ["school"] * 5 + ["road"] * 2
    table = pd.DataFrame([(f"{p}{a}", p, one) for p in ("2019", "2021") for a in range(9) for one in said])
    table.columns = ["article_id", "period", "pillar"]
    found = adjusted(write_parts(table), ErrorCounts(CODES, cross))
    assert found.loc[found["period"] == "2019", "value"].round(12).tolist() == [0.4, 0.4, 0.2]
    assert found["numerator"].isna().all()
    turned = [2, 1, 0, 3]
    codes = tuple(CODES[place] for place in turned)
    again = adjusted(write_parts(table, "csv"), ErrorCounts(codes, cross[:, turned][:, :, turned]))
    values = again.set_index(["pillar", "period"])["value"]
    np.testing.assert_allclose(values[found.set_index(["pillar", "period"]).index], found["value"], atol=1e-12)


@pytest.mark.parametrize(("stories", "articles"), [(60, 4000), (1500, 60)])
def test_the_interval_is_as_wide_as_what_is_less_known(write_parts, stories, articles):
    rng = np.random.default_rng(4)
    source = write_parts(archive_of(rng, articles))
    width = [
        (found["high"] - found["low"])[found["period"] == "2019"].to_numpy()
        for found in (adjusted(source, rates_from(rng, number)) for number in (stories, 1500))
    ]
    plain = archive_shares(source, CODES[:-1], periods=("2019", "2021")).table
    bare = (plain["high"] - plain["low"])[plain["period"] == "2019"].to_numpy()
    if articles > stories:
        assert (width[0] > 3 * width[1]).all()
        assert (width[0] > 5 * bare).all()
    else:
        np.testing.assert_allclose(width[0], width[1], rtol=0.2)


def test_cells_are_corrected_each_as_the_period_is(write_parts):
    rng = np.random.default_rng(5)
    source, errors = write_parts(archive_of(rng, 60)), rates_from(rng, 80)
    periods, cells = adjusted(source, errors), adjusted(source, errors, by=["period"])
    for name in ("value", "low", "high"):
        one = periods[periods["quantity"] == "share"].set_index(["pillar", "period"])[name]
        two = cells.set_index(["pillar", "period"])[name]
        np.testing.assert_allclose(two[one.index], one, rtol=0, atol=1e-12)


@pytest.mark.parametrize(("stories", "articles"), [(40, 400), (40, 40), (200, 25)])
def test_the_truth_lies_in_the_intervals(stories, articles):
    """Of 300 intervals of shifts at 95 % some 285 hold what they estimate; by chance alone hardly ever under 265."""
    rng, held = np.random.default_rng([6, stories, articles]), 0
    truth = np.diff(MIXES[:, :3] / MIXES[:, :3].sum(axis=1, keepdims=True), axis=0)[0]
    for _ in range(100):
        sums, moved = sums_of(*(counted(predicted(rng, drawn(rng, articles, mix))) for mix in MIXES))
        found = wilson_t(corrected_periods(sums, moved, rates_from(rng, stories).crossed, ("2019", "2021")))
        held += int(((found.low[2] <= truth) & (truth <= found.high[2])).sum())
    assert held >= 265


def test_what_cannot_be_corrected_is_refused(write_parts, draw_archive):
    rng = np.random.default_rng(7)
    source, errors = write_parts(archive_of(rng, 20)), rates_from(rng, 30)
    for choices, said in (
        ({"quantity": "mention_share"}, "the quantity 'share', found 'mention_share'"),
        ({"weighting": "article"}, "the weighting 'paragraph', found 'article'"),
    ):
        with pytest.raises(EstimateError, match=said):
            adjusted(source, errors, **choices)
    with pytest.raises(EstimateError, match="at least 5 labelled stories, found 4"):
        adjusted(source, ErrorCounts(CODES, errors.crossed[:4]))
    unseen = errors.crossed.copy()
    unseen[1:, :, 2] = 0
    with pytest.raises(EstimateError, match="labelled paragraphs of every pillar in at least two articles"):
        adjusted(source, ErrorCounts(CODES, unseen))
    with pytest.raises(DataError, match="expected one of trade, law, road, none or '', found 'school'"):
        adjusted(source, ErrorCounts(("trade", "law", "road", "none"), errors.crossed))
    withheld = archive_of(rng, 20).assign(p_trade=0.3, p_school=0.3, p_road=0.3, p_none=0.1)
    withheld.loc[4, "pillar"] = ""
    with pytest.raises(EstimateError, match=r"found 1 with probabilities and without a code\. .*--abstain-below"):
        adjusted(write_parts(withheld, "csv"), errors)
    withheld.loc[4, ["p_trade", "p_school", "p_road", "p_none"]] = np.nan
    assert len(adjusted(write_parts(withheld, "csv"), errors))
    withheld["p_law"] = 0.0
    with pytest.raises(DataError, match=r"a table of the pillars trade, school, road, found one of .*law"):
        adjusted(write_parts(withheld, "csv"), errors)
