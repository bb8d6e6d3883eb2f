"""Is an article opened by its first coded paragraph, is a story counted once, and are the tests exact?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from discourse.emphasis import emphasis_table, opening_tests, prominence
from discourse.emphasis.measures.placement import MEASURES, table_test
from discourse.errors import DataError, EstimateError
from discourse.labels.table import coded_table, select
from discourse.study import Study

PILLARS, PERIODS = ("trade", "school"), ("before", "after")


@pytest.fixture
def table():
    """Three articles before, two after; b copies the story of a, and d begins with a paragraph that is none."""
    return pd.DataFrame(
        {
            "article_id": list("aaabcdddee"),
            "period": ["before"] * 5 + ["after"] * 5,
            "position": [3, 1, 2, 1, 1, 1, 2, 3, 1, 2],
            "primary": ["school", "trade", "trade", "school", "school", "none", "school", "trade", "", "trade"],
            "also": [("trade",), (), (), (), (), (), (), (), (), ("school",)],
            "story": list("aaaacdddee"),
            "outlet": "x",
        }
    )


def values(rows, measure, column="value"):
    shares = rows[(rows["measure"] == measure) & (rows["quantity"] == "share")]
    return shares.pivot(index="pillar", columns="period", values=column).loc[list(PILLARS), list(PERIODS)].to_numpy()


def test_measures_worked_by_hand(table):
    rows = prominence(table, PILLARS, PERIODS)
    np.testing.assert_allclose(values(rows, "attention"), [[2 / 5, 2 / 3], [3 / 5, 1 / 3]])
    # Article a opens with trade (its position 1), c with school; b is a copy of a.
    np.testing.assert_allclose(values(rows, "opening", "numerator"), [[1, 1], [1, 1]])
    np.testing.assert_allclose(values(rows, "opening", "counted"), 2)
    # Trade is named in a alone before; after, d and e name both, e the school in passing.
    np.testing.assert_allclose(values(rows, "reach", "numerator"), [[1, 2], [2, 2]])
    # Weights before: 1 + 1/2 for trade and 1/3 for school in a, 1 for school in b and c.
    before = np.array([1.5, 1 / 3 + 2]) / (1.5 + 1 / 3 + 2)
    after = np.array([1 / 2 + 1, 1]) / 2.5
    np.testing.assert_allclose(values(rows, "rank_weighted"), np.column_stack([before, after]))
    log = np.array([1 + 1 / np.log2(3), 1 / 2 + 2])
    np.testing.assert_allclose(values(rows, "log_rank_weighted")[:, 0], log / log.sum())
    assert rows.loc[rows["measure"] == "rank_weighted", ["numerator", "counted"]].isna().all(axis=None)


def test_without_stories_and_mentions_every_article_counts_and_the_primary_alone(table):
    rows = prominence(table.drop(columns=["story", "also"]), PILLARS, PERIODS)
    np.testing.assert_allclose(values(rows, "opening", "numerator"), [[1, 1], [2, 1]])
    np.testing.assert_allclose(values(rows, "reach", "numerator"), [[1, 2], [3, 1]])


def test_a_copy_counts_where_the_article_that_it_copies_has_no_label(table):
    gone = table.assign(primary=table["primary"].where(table["article_id"] != "a", ""))
    np.testing.assert_allclose(values(prominence(gone, PILLARS, PERIODS), "opening", "numerator")[:, 0], [0, 2])


def test_openings_say_how_many_copies_they_leave_out_and_what_is_not_labelled(table):
    tests, _ = opening_tests(table, PILLARS, PERIODS)
    assert tests[["copies", "after_unlabelled"]].drop_duplicates().values.tolist() == [[1, 1]]


def test_the_order_of_rows_is_no_matter(table):
    mixed = table.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(prominence(mixed, PILLARS, PERIODS), prominence(table, PILLARS, PERIODS))


def test_attention_is_the_share_of_the_main_table(draw_table, pillars, periods):
    table = draw_table().assign(position=1).assign(position=lambda rows: rows.groupby("article_id").cumcount())
    rows = prominence(table, pillars, periods)
    shares = emphasis_table(table, pillars, periods, quantities=["share"])
    found = rows[rows["measure"] == "attention"].reset_index(drop=True)
    columns = ["pillar", "quantity", "period", "value", "low", "high"]
    pd.testing.assert_frame_equal(found[columns], shares[columns])
    sums = rows[(rows["quantity"] == "share") & (rows["measure"] != "reach")].groupby(["measure", "period"])["value"]
    np.testing.assert_allclose(sums.sum(), 1)
    assert (rows["low"] <= rows["value"]).all()
    assert (rows["value"] <= rows["high"]).all()
    reach, opening = (rows[rows["measure"] == name]["numerator"].dropna().to_numpy() for name in ("reach", "opening"))
    assert (reach >= opening).all()


def test_articles_of_one_paragraph_have_one_share_by_all_measures(draw_table, pillars, periods):
    table = draw_table().drop_duplicates("article_id").assign(position=1, also="")
    rows = prominence(table, pillars, periods)
    shares = rows.pivot(index=["pillar", "period"], columns="measure", values=["value", "low", "high"])
    for column in ("value", "low", "high"):
        np.testing.assert_allclose(shares[column].sub(shares[column]["attention"], axis=0), 0, atol=1e-12)


def test_nearly_all_and_all_openings_have_an_interval_that_does_not_collapse():
    table = pd.DataFrame(
        {
            "article_id": range(46),
            "period": ["before"] * 17 + ["after"] * 29,
            "position": 1,
            "primary": ["trade"] * 17 + ["trade"] * 28 + ["school"],
        }
    )
    rows = prominence(table, PILLARS, PERIODS)
    low, high = (values(rows, "opening", column)[0] for column in ("low", "high"))
    # Wilson's interval of 28 of 29 is .828 to .994, of 17 of 17 .816 to 1.
    np.testing.assert_allclose(low, [0.816, 0.828], atol=0.03)
    np.testing.assert_allclose(high, [1, 0.994], atol=0.002)


def test_the_published_p_of_one_and_three_against_three_and_one():
    assert stats.fisher_exact([[1, 3], [3, 1]]).pvalue == pytest.approx(0.486, abs=5e-4)
    assert stats.fisher_exact([[1, 3], [3, 1]], alternative="less").pvalue == pytest.approx(0.243, abs=5e-4)
    assert stats.fisher_exact([[1, 3], [3, 1]], alternative="greater").pvalue == pytest.approx(0.986, abs=5e-4)


counts = st.lists(st.integers(0, 6), min_size=2, max_size=2)


@given(counts, counts)
def test_of_two_pillars_the_table_is_fishers(one, other):
    table = np.array([one, other])
    p, error = table_test(table)
    if (table.sum(axis=0) == 0).any():
        assert np.isnan(p)
    else:
        assert p == pytest.approx(stats.fisher_exact(table).pvalue)
        assert error == 0


def test_a_table_of_three_pillars_worked_by_hand_and_drawn():
    # Two articles a period: a before twice, b and c after. The 6 ways to choose two of a, a, b, c: a a (1 way, as
    # probable as b c), a b and a c (2 ways each).
    table = np.array([[2, 0], [0, 1], [0, 1]])
    assert table_test(table) == pytest.approx((1 / 3, 0))
    large = np.array([[30, 20], [20, 30], [25, 25], [24, 26]])
    exact, _ = table_test(large, limit=10**8)
    p, error = table_test(large, limit=20_000, seed=2)
    assert 0 < error < 0.005
    assert p == pytest.approx(exact, abs=5 * error)
    assert (p, error) == table_test(large, limit=20_000, seed=2)


def test_the_first_164_articles_give_the_known_numbers(root):
    """The other 69 articles were added after these numbers were counted by other means, each article by itself."""
    study = Study.find(root)
    articles = pd.read_csv(root / "data" / "articles.csv", dtype=str, keep_default_na=False)["article_id"][:164]
    pillars, periods, found = study.codebook.pillar_ids, study.settings.compared, {}
    for analysis in study.settings.analyses[:2]:
        rows = select(coded_table(study), analysis, periods)
        rows = rows[rows["article_id"].isin(articles)]
        for stories in (False, True):
            tests, without = opening_tests(rows if stories else rows.drop(columns="story"), pillars, periods)
            found[analysis.id, stories] = tests.set_index("pillar"), without
    columns = ["earlier_count", "earlier_articles", "later_count", "later_articles"]
    main, _ = found["laos-openings", False]
    assert main.loc["political", columns].tolist() == [11, 17, 28, 29]
    assert main.loc["defence-security", columns].tolist() == [3, 17, 0, 29]
    assert main["p"][["political", "defence-security"]].tolist() == pytest.approx([0.00707, 0.0448], abs=5e-5)
    once, without = found["laos-openings", True]
    assert once.loc["political", columns].tolist() == [10, 16, 27, 28]
    assert once["p"]["political"] == pytest.approx(0.0061, abs=5e-5)
    assert once["p_all"]["political"] < 0.01
    assert once.loc["political", "verdict"] == "open"
    left = without[(without["left_out"] == "vietnam.vn") & (without["pillar"] == "political")].iloc[0]
    assert left[columns].tolist() == [7, 10, 8, 8]
    every, _ = found["all-openings", False]
    assert every.loc["political", columns].tolist() == [29, 36, 37, 40]
    assert every["p"]["political"] == pytest.approx(0.177, abs=5e-4)


def test_what_cannot_be_told_is_refused(table):
    with pytest.raises(DataError, match="a column position"):
        prominence(table.drop(columns="position"), PILLARS, PERIODS)
    with pytest.raises(DataError, match="place in its article, found 'second'"):
        prominence(table.assign(position="second"), PILLARS, PERIODS)
    with pytest.raises(EstimateError, match="labelled paragraphs in a period"):
        prominence(table.assign(primary=""), PILLARS, PERIODS)
    with pytest.raises(EstimateError, match="labelled at random"):
        prominence(table.assign(targeted=True), PILLARS, PERIODS)


def test_one_period_gives_its_shares_and_no_test(table):
    tests, _ = opening_tests(table[table["period"] == "before"], PILLARS, PERIODS)
    assert tests[["p", "p_holm", "p_all", "monte_carlo_error"]].isna().all(axis=None)
    assert set(tests["verdict"]) == {"no detectable shift"}
    rows = prominence(table[table["period"] == "before"], PILLARS, PERIODS)
    assert set(rows["measure"]) == set(MEASURES)
    assert rows.loc[rows["period"] == "after", "value"].isna().all()
