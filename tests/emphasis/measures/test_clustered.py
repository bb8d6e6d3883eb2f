"""Are outlets clusters as the formula says, also where shares are estimated from what people coded?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from discourse.emphasis.correction.dsl import dsl_estimate
from discourse.emphasis.estimators import estimate
from discourse.emphasis.inputs import read_paragraphs
from discourse.emphasis.measures.clustered import clustered_shifts
from discourse.emphasis.table import emphasis_table
from discourse.errors import DataError


def test_clusters_by_hand():
    """Five outlets with one article of one paragraph a period; the shift 3/5 - 1/5.

    Residuals of the later articles are (1 - 3/5) / 5 = .08 or -.12, of the earlier, taken negative,
    -(1 - 1/5) / 5 = -.16 or .04. By outlet: a .08 - .16, b and c .08 + .04, d and e -.12 + .04.
    """
    table = pd.DataFrame(
        {
            "article_id": list("abcdefghij"),
            "period": ["2023"] * 5 + ["2025"] * 5,
            "outlet": list("abcde") * 2,
            "primary": ["x", "y", "y", "y", "y", "x", "x", "x", "y", "y"],
        }
    )
    found = clustered_shifts(read_paragraphs(table, ["x", "y"], ["2023", "2025"])).iloc[0]
    half = stats.t.ppf(0.975, 4) * np.sqrt(5 / 4 * (0.08**2 + 2 * 0.12**2 + 2 * 0.08**2))
    assert found["value"] == pytest.approx(0.4)
    assert (found["low"], found["high"]) == (pytest.approx(0.4 - half), 1)
    turned = clustered_shifts(read_paragraphs(table, ["x", "y"], ["2025", "2023"])).iloc[0]
    assert (turned["low"], turned["high"]) == (-1, pytest.approx(half - 0.4))


def test_clusters_of_four_outlets_have_no_interval(draw_table, read):
    table = draw_table((12, 15))
    found = clustered_shifts(read(table.assign(outlet=(table["article_id"].str[-1].astype(int) % 4).astype(str))))
    assert found["value"].notna().all()
    assert found[["low", "high"]].isna().all(axis=None)


@given(st.integers(0, 50))
def test_every_article_its_own_cluster_is_the_variance_by_article(seed):
    rng = np.random.default_rng(seed)
    rows = [(f"{period}{i}", period, rng.choice(["x", "y"])) for period in "ab" for i in range(9) for _ in range(3)]
    table = pd.DataFrame(rows, columns=["article_id", "period", "primary"])
    paragraphs = read_paragraphs(table.assign(outlet=table["article_id"]), ["x", "y"], ["a", "b"])
    found, variance = clustered_shifts(paragraphs), estimate(paragraphs).variance[2] * 8 / 9
    half = stats.t.ppf(0.975, 17) * np.sqrt(18 / 17 * variance)
    value = found["value"].to_numpy()
    assert found["low"].to_numpy() == pytest.approx(np.clip(value - half, -1, 1))


@pytest.mark.parametrize("weighting", ["paragraph", "article", "word"])
def test_clusters_of_uneven_articles_step_by_step(draw_table, read, pillars, weighting):
    table = draw_table((14, 17), seed=4)
    table["outlet"] = table["article_id"].str[-1].astype(int).mod(6).map("outlet {}".format)
    found = clustered_shifts(read(table), weighting=weighting, level=0.9)
    size = table.groupby("article_id")["words"].transform("size")
    weight = {"paragraph": size * 0 + 1.0, "article": 1 / size, "word": table["words"] * 1.0}[weighting]
    for pillar in pillars:
        effects, shares = pd.Series(0.0, index=sorted(table["outlet"].unique())), []
        for period, sign in (("2023", -1), ("2025", 1)):
            here = table["period"] == period
            marks, weights = (table["primary"] == pillar)[here], weight[here]
            shares.append((marks * weights).sum() / weights.sum())
            residuals = sign * weights * (marks - shares[-1]) / weights.sum()
            effects = effects.add(residuals.groupby(table["outlet"]).sum(), fill_value=0)
        half = stats.t.ppf(0.95, 5) * np.sqrt(6 / 5 * np.square(effects).sum())
        row = found[found["pillar"] == pillar].iloc[0]
        assert row["value"] == pytest.approx(shares[1] - shares[0])
        assert row["low"] == pytest.approx(shares[1] - shares[0] - half)
        assert row["high"] == pytest.approx(shares[1] - shares[0] + half)


def test_clusters_say_nothing_of_one_period_and_count_mentions(draw_table, read, pillars):
    table = draw_table((10, 10)).assign(outlet=lambda rows: rows["article_id"].str[-1])
    one = clustered_shifts(read(table[table["period"] == "2025"]))
    assert one[["value", "low", "high"]].isna().all(axis=None)
    single = clustered_shifts(read(table[(table["period"] == "2025") | (table["article_id"] == "2023-03")]))
    assert single[["low", "high"]].notna().all(axis=None)
    mentions = clustered_shifts(read(table), quantity="mention_share")
    expected = emphasis_table(table, pillars, ("2023", "2025"), quantities=["mention_share"])
    shifts = expected[expected["quantity"] == "mention_shift"]
    np.testing.assert_allclose(mentions["value"], shifts["value"])
    assert (mentions["low"] < mentions["value"]).all()


def test_clusters_of_a_sample_have_the_shift_of_the_sample_and_count_what_people_coded(draw_table, read):
    table = draw_table((30, 30)).assign(outlet=lambda rows: rows["article_id"].str[-1])
    rng = np.random.default_rng(3)
    known = rng.random(len(table)) < 0.5
    wrong = table["primary"].where(rng.random(len(table)) < 0.8, "political")
    sample = table.assign(machine=wrong, by_person=known, drawn=known, inclusion=0.5)
    sample["primary"] = sample["primary"].where(known, wrong)
    found = clustered_shifts(read(sample), estimator="dsl")
    np.testing.assert_allclose(found["value"], dsl_estimate(read(sample)).value[2])
    later = known & (table["period"] == "2025")
    assert found["later_paragraphs"].tolist() == [later.sum()] * 3
    everything = sample.assign(by_person=True, drawn=True, inclusion=1.0)
    plain = clustered_shifts(read(everything))
    pd.testing.assert_frame_equal(clustered_shifts(read(everything), estimator="hajek"), plain)


def test_a_column_that_is_not_there_is_named(draw_table, read):
    with pytest.raises(DataError, match="a column outlet"):
        clustered_shifts(read(draw_table()))
