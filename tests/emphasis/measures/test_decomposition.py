"""Do the parts of a shift add up to it, and are they the ones published and worked out by hand?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.emphasis import decompose_shift, emphasis_table

PILLARS, PERIODS = ("political", "economic"), ("2023", "2025")
TERMS = ["within", "mix", "unmatched"]


def table_of(counts):
    """Make articles of (outlet, period): how many articles, paragraphs of each, how many of them political."""
    rows = [
        (f"{outlet}-{period}-{article}", period, outlet, "political" if place < political else "economic")
        for (outlet, period), (articles, paragraphs, political) in counts.items()
        for article in range(articles)
        for place in range(paragraphs)
    ]
    return pd.DataFrame(rows, columns=["article_id", "period", "outlet", "primary"])


# Weights (.5, .5) and (.8, .2); shares of the pillar (.2, .6) and (.3, .6).
FIXTURE = {("a", "2023"): (5, 10, 2), ("b", "2023"): (5, 10, 6), ("a", "2025"): (8, 10, 3), ("b", "2025"): (2, 10, 6)}


def decomposed(table, **options):
    return decompose_shift(table, PILLARS, PERIODS, **{"resamples": 200, **options})


def totals(found, pillar="political"):
    """Return the rows of all groups together, by quantity and period."""
    return found[(found["group"] == "") & (found["pillar"] == pillar)].set_index(["quantity", "period"])


def test_two_groups_worked_by_hand():
    found = decomposed(table_of(FIXTURE))
    value = totals(found)["value"]
    assert value["shift", "2025-2023"] == pytest.approx(-0.04)
    assert value["within", "2025-2023"] == pytest.approx(0.065)
    assert value["mix", "2025-2023"] == pytest.approx(-0.105)
    assert value["unmatched", "2025-2023"] == 0
    assert value["standardised_share", "2023"] == pytest.approx(0.65 * 0.2 + 0.35 * 0.6)
    assert value["standardised_share", "2025"] == pytest.approx(0.65 * 0.3 + 0.35 * 0.6)
    groups = found[(found["pillar"] == "political") & (found["group"] != "")].set_index("group")
    assert groups["value"].to_dict() == pytest.approx({"a": 0.065, "b": 0.0})
    assert groups["articles"].to_dict() == {"a": 13, "b": 7}


def test_articles_that_are_all_alike_have_no_interval():
    found = totals(decomposed(table_of(FIXTURE)))
    assert found.loc[("within", "2025-2023"), "note"] == "no interval: no resample differs"
    assert np.isnan(found.loc[("within", "2025-2023"), "low"])
    assert found.loc[("unmatched", "2025-2023"), "note"] == "no group is met in one period only"
    assert found["low"].notna().tolist() == [True, *[False] * 6]


def test_a_group_of_one_period_is_unmatched():
    found = totals(decomposed(table_of({**FIXTURE, ("c", "2025"): (10, 10, 4)})))["value"]
    # Weights in 2025: a .4, b .1, c .5.
    assert found["within", "2025-2023"] == pytest.approx(0.45 * 0.1)
    assert found["mix", "2025-2023"] == pytest.approx(0.25 * (0.4 - 0.5) + 0.6 * (0.1 - 0.5))
    assert found["unmatched", "2025-2023"] == pytest.approx(0.5 * 0.4)
    assert found["standardised_shift", "2025-2023"] == pytest.approx(0.45 * 0.1 / 0.75)


def test_without_a_common_group_only_the_unmatched_part_is_known():
    found = totals(decomposed(table_of({("a", "2023"): (6, 2, 1), ("b", "2025"): (6, 2, 2)})))
    assert found["value"].isna().tolist() == [False, True, True, False, True, True, True]
    assert found.loc[("unmatched", "2025-2023"), "value"] == pytest.approx(0.5)
    assert found.loc[("within", "2025-2023"), "note"] == "no group is met in both periods"


def test_a_period_without_articles_leaves_nothing_to_split():
    found = totals(decomposed(table_of({("a", "2023"): (6, 2, 1)})))
    assert found["value"].drop(["shift", "standardised_share"], level=0).isna().all()
    assert found.loc[("mix", "2025-2023"), "note"] == "no article in a period"


def test_small_groups_are_taken_together_and_counted():
    counts = {**FIXTURE, ("c", "2023"): (1, 10, 5), ("d", "2025"): (3, 10, 5)}
    found = decomposed(table_of(counts), fewest=2)
    assert found["groups"].unique() == [3]
    assert found["lumped"].unique() == [2]
    assert [name for name in dict.fromkeys(found["group"]) if name] == ["a", "b", "other"]
    value = totals(found)["value"]
    assert value["unmatched", "2025-2023"] == 0
    assert value[TERMS].sum() == pytest.approx(value["shift", "2025-2023"])


def test_cells_of_one_article_are_said():
    counts = {("a", "2023"): (5, 2, 1), ("a", "2025"): (5, 2, 2), ("b", "2023"): (1, 2, 1), ("b", "2025"): (4, 2, 0)}
    table = pd.concat([table_of(counts), table_of({("a", "2023"): (1, 3, 3)}).assign(article_id="extra")])
    found = decomposed(table)
    within = totals(found).loc["within"].iloc[0]
    assert within["note"] == "1 of 4 cells hold one article, which the interval takes as given"
    assert within["low"] < within["value"] < within["high"]
    of_b = found[found["group"] == "b"].iloc[0]
    assert of_b["note"] == "no interval: 1 of 2 cells hold one article"
    assert np.isnan(of_b["low"])


def test_few_articles_give_no_interval():
    found = totals(decomposed(table_of({("a", "2023"): (4, 2, 1), ("a", "2025"): (9, 2, 2)})))
    assert found.loc[("within", "2025-2023"), "note"] == "no interval: fewer than 5 articles in a period"
    assert found[["low", "high"]].isna().all(axis=None)


@pytest.fixture
def by_outlet(draw_table):
    """Draw a table whose articles are dealt to four outlets, one of them in the later period alone."""

    def draw(seed):
        table = draw_table((9, 12), seed)
        names = {period: [f"outlet {number}" for number in range(3 + rank)] for rank, period in enumerate(PERIODS)}
        rng = np.random.default_rng(seed)
        articles = table.drop_duplicates("article_id").set_index("article_id")["period"]
        outlets = {article: rng.choice(names[period]) for article, period in articles.items()}
        return table.assign(outlet=table["article_id"].map(outlets))

    return draw


@pytest.mark.parametrize("weighting", ["paragraph", "article", "word"])
@pytest.mark.parametrize("quantity", ["share", "mention_share"])
def test_the_shift_is_that_of_the_main_table(by_outlet, pillars, periods, weighting, quantity):
    table = by_outlet(1)
    options = {"quantity": quantity, "weighting": weighting}
    found = decompose_shift(table, pillars, periods, resamples=50, **options).query("group == ''")
    main = emphasis_table(table, pillars, periods, quantities=[quantity], weighting=weighting)
    shifts = main[main["quantity"] != quantity].set_index("pillar")
    mine = found[found["quantity"] == quantity.replace("share", "shift")].set_index("pillar")
    pd.testing.assert_frame_equal(mine[shifts.columns], shifts)
    parts = found[found["quantity"].isin(TERMS)].groupby("pillar")["value"].sum()
    np.testing.assert_allclose(parts[list(pillars)], shifts["value"], atol=1e-12)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abcd"), st.sampled_from(PERIODS)),
        st.tuples(st.integers(1, 4), st.integers(1, 6), st.integers(0, 6)),
        min_size=2,
    ).filter(lambda counts: len({period for _, period in counts}) == 2),
    st.integers(0, 3),
)
def test_the_parts_always_add_up(counts, fewest):
    found = decompose_shift(table_of(counts), PILLARS, PERIODS, fewest=fewest, resamples=10)
    for pillar in PILLARS:
        value = totals(found, pillar)["value"]
        assert value[TERMS].sum() == pytest.approx(value["shift", "2025-2023"], abs=1e-12)
        of_groups = found[(found["pillar"] == pillar) & (found["group"] != "")].groupby("quantity")["value"].sum()
        for term in ("within", "unmatched"):
            assert of_groups.get(term, 0.0) == pytest.approx(np.nan_to_num(value[term, "2025-2023"]), abs=1e-12)
        standardised = value["standardised_share"].dropna()
        assert standardised.between(-1e-12, 1 + 1e-12).all()


def test_intervals_are_those_of_the_seed_whatever_the_order_of_rows(by_outlet, pillars, periods):
    table = by_outlet(3)
    found = decompose_shift(table, pillars, periods, resamples=100, seed=1)
    again = decompose_shift(table.sample(frac=1, random_state=1), pillars, periods, resamples=100, seed=1)
    pd.testing.assert_frame_equal(found, again)
    other = decompose_shift(table, pillars, periods, resamples=100, seed=2)
    assert (other["value"].dropna() == found["value"].dropna()).all()
    assert (other["low"].dropna() != found["low"].dropna()).any()


def test_one_outlet_gives_the_linearised_spread():
    rng = np.random.default_rng(5)
    rows = [
        (f"{period}-{article:02d}", period, "a", "political" if rng.random() < chance else "economic")
        for period in PERIODS
        for article, chance in enumerate(rng.random(25))
        for _ in range(6)
    ]
    table = pd.DataFrame(rows, columns=["article_id", "period", "outlet", "primary"])
    within = totals(decompose_shift(table, PILLARS, PERIODS, resamples=20_000)).loc["within"].iloc[0]
    shares = (table["primary"] == "political").groupby([table["period"], table["article_id"]]).mean()
    spread = np.sqrt(sum(part.var(ddof=1) / 25 for _, part in shares.groupby("period")))
    assert within["high"] - within["low"] == pytest.approx(2 * 1.96 * spread, rel=0.03)
