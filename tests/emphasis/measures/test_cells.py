"""Do cells hold what lies in them, and do they add up to the whole?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis import emphasis_by, emphasis_table, read_paragraphs
from discourse.emphasis.correction.choice import NOT_DRAWN, TOO_FEW
from discourse.emphasis.correction.dsl import dsl_estimate
from discourse.emphasis.intervals import wilson_t
from discourse.errors import DataError, EstimateError
from discourse.labels.table import coded_table

PILLARS = ("political", "economic")


@pytest.fixture
def table():
    """Five articles of three outlets; the last paragraph is not labelled, the one before it is none."""
    return pd.DataFrame(
        {
            "article_id": list("aaabbcdeef"),
            "published": [*["2023-01-31"] * 3, *["2023-02"] * 2, "2023-01", "2025", *["2025-02-01"] * 2, "2025-03"],
            "period": [*["2023"] * 6, *["2025"] * 4],
            "outlet": ["x", "x", "x", "y", "y", "x", "x", "", "", "z"],
            "primary": [*["political"] * 2, *["economic"] * 4, "political", "political", "none", ""],
            "also": ["", "economic", *[""] * 8],
        }
    )


def rows(found, pillar, *columns):
    return found.loc[found["pillar"] == pillar, list(columns)].values.tolist()


def test_cells_worked_by_hand(table):
    found = emphasis_by(table, PILLARS, ["month"])
    assert rows(found, "political", "month", "numerator", "paragraphs", "articles", "value") == [
        ["2023-01", 2, 4, 2, 0.5],
        ["2023-02", 0, 2, 1, 0.0],
        ["2025-02", 1, 1, 1, 1.0],
        ["undated", 1, 1, 1, 1.0],
    ]
    assert found["few"].all()
    assert found[["low", "high"]].isna().all().all()
    assert found["pillar"].tolist() == [*PILLARS] * 4


def test_columns_joined_give_the_cells_that_are_there(table):
    found = emphasis_by(table, PILLARS, ["year", "outlet"])
    assert rows(found, "economic", "year", "outlet", "numerator", "paragraphs") == [
        ["2023", "x", 2, 4],
        ["2023", "y", 2, 2],
        ["2025", "x", 0, 1],
        ["2025", "unknown", 0, 1],
    ]


def test_mentions_count_what_stands_in_also(table):
    found = emphasis_by(table, PILLARS, ["month"], quantity="mention_share")
    assert rows(found, "economic", "numerator")[0] == [3]
    assert set(found["quantity"]) == {"mention_share"}


def test_small_groups_are_taken_together_and_named(table):
    found = emphasis_by(table, PILLARS, ["outlet", "period"], fewest=2)
    assert rows(found, "political", "outlet", "period", "articles") == [
        ["x", "2023", 2],
        ["x", "2025", 1],
        ["other", "2023", 1],
        ["other", "2025", 1],
    ]
    assert found.groupby("outlet")["note"].first().to_dict() == {
        "x": "",
        "other": "outlet with fewer than 2 articles: unknown, y",
    }


def test_periods_are_in_the_order_of_the_study(table):
    named = table.assign(period=table["period"].map({"2023": "quiet", "2025": "boom"}))
    for periods, order in (
        (("quiet", "boom"), ["quiet", "boom"]),
        (("quiet",), ["quiet", "boom"]),
        ((), ["boom", "quiet"]),
    ):
        found = emphasis_by(named, PILLARS, ["period"], periods=periods)
        assert found["period"].drop_duplicates().tolist() == order


@pytest.mark.parametrize("quantity", ["share", "mention_share"])
def test_cells_by_period_are_the_emphasis_table(draw_table, pillars, periods, quantity):
    drawn = draw_table((9, 14))
    drawn["also"] = np.where(drawn.index % 3 == 0, pillars[0], "")
    whole = emphasis_table(drawn, pillars, periods, quantities=[quantity])
    whole = whole[whole["quantity"] == quantity].sort_values(["pillar", "period"], ignore_index=True)
    found = emphasis_by(drawn, pillars, ["period"], quantity=quantity).sort_values(
        ["pillar", "period"], ignore_index=True
    )
    columns = ["value", "low", "high", "articles", "paragraphs"]
    np.testing.assert_allclose(found[columns].to_numpy(float), whole[columns].to_numpy(float), rtol=0, atol=1e-12)
    assert found["low"].notna().all()


def test_cells_add_up_whatever_the_order_of_rows(draw_table, pillars):
    drawn = draw_table((9, 14))
    drawn["outlet"] = drawn["article_id"].str[-1]
    drawn["published"] = "2023-0" + (1 + drawn["article_id"].str[-1].astype(int) % 3).astype(str)
    whole = emphasis_by(drawn, pillars, ["period"]).groupby("pillar")[["numerator", "articles", "paragraphs"]].sum()
    for by in (["outlet"], ["month"], ["year"], ["month", "outlet", "period"]):
        found = emphasis_by(drawn, pillars, by, fewest=3)
        pd.testing.assert_frame_equal(found.groupby("pillar")[list(whole)].sum(), whole)
        shuffled = drawn.sample(frac=1, random_state=4)
        pd.testing.assert_frame_equal(emphasis_by(shuffled, pillars, by, fewest=3), found)
        assert (found["paragraphs"] > 0).all()


def test_many_cells_at_once_are_each_as_it_would_be_alone(draw_table, pillars):
    drawn = draw_table((30, 30))
    outlets = "abbcccddddeeeee" * 4  # four to twenty articles, and one of an outlet of its own
    ids = drawn["article_id"].unique()
    drawn["outlet"] = drawn["article_id"].map(dict(zip(ids, "z" + outlets[1:], strict=True)))
    together = emphasis_by(drawn, pillars, ["outlet"])
    assert (together["low"].notna() == ~together["few"]).all()
    assert together["few"].any()
    for outlet, rows in together.groupby("outlet"):
        alone = drawn[drawn["outlet"] == outlet].assign(period="2023")
        expected = emphasis_table(alone, pillars, ["2023", "2025"], quantities=["share"])
        expected = expected[expected["period"] == "2023"]
        columns = ["value", "low", "high", "articles", "paragraphs"]
        np.testing.assert_allclose(rows[columns].to_numpy(float), expected[columns].to_numpy(float), rtol=0, atol=1e-12)


def test_a_level_that_is_none_is_refused(table):
    with pytest.raises(DataError, match=r"a level between 0 and 1, found 1\.5"):
        emphasis_by(table, PILLARS, ["outlet"], level=1.5)


def test_a_column_goes_before_a_span_of_its_name(table):
    found = emphasis_by(table.assign(week="first"), PILLARS, ["week"])
    assert found["week"].unique().tolist() == ["first"]


def test_a_study_of_three_periods_has_three_cells(toy_three):
    settings = toy_three.settings
    found = emphasis_by(coded_table(toy_three), toy_three.codebook.pillar_ids, ["period"], periods=settings.period_ids)
    assert rows(found, "school", "period", "numerator", "paragraphs") == [
        ["quiet-years", 1, 7],
        ["boom", 3, 8],
        ["aftermath", 5, 8],
    ]


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ([], r"one or more columns or spans of time, each once, found \[\]"),
        (["month", "month"], r"each once, found \['month', 'month'\]"),
        (["outlt"], "by: expected one of period, day, week, month, quarter, year, .*outlet.*, found 'outlt'. "
         "Did you mean outlet?"),
        (["0months"], "found '0months'. Did you mean month?"),
        (["zzz"], "found 'zzz'. Spans of time may be several units, such as 2months."),
        (["primary"], "one primary an article, found several"),
        (["article_id"], "a column that describes articles, found 'article_id'"),
        (["note"], "a column that describes articles, found 'note', a name that the result uses"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_cell_is_refused(table, by, said):
    with pytest.raises(DataError, match=said):
        emphasis_by(table, PILLARS, by)


def test_a_table_without_dates_or_with_a_wrong_one_is_refused(table):
    with pytest.raises(DataError, match="a column published"):
        emphasis_by(table.drop(columns="published"), PILLARS, ["month"])
    with pytest.raises(DataError, match="one of period, outlet, found 'x'") as refused:
        emphasis_by(table.drop(columns=["published", "also"]), PILLARS, ["x"])
    assert "month" not in str(refused.value).split("found")[0]
    table.loc[[3, 4], "published"] = "February"
    with pytest.raises(DataError, match=r"row 3, column published: expected a date such as .*, found 'February'"):
        emphasis_by(table, PILLARS, ["month"])
    with pytest.raises(EstimateError, match="cells by month, outlet: expected labelled paragraphs"):
        emphasis_by(table.assign(primary=""), PILLARS, ["month", "outlet"])


def test_five_articles_carry_an_interval_and_four_do_not():
    ids = list("abcdefghi")
    table = pd.DataFrame({"article_id": ids, "outlet": [*["x"] * 5, *["y"] * 4], "period": "2023"})
    table["primary"] = ["political", "economic"] * 4 + ["political"]
    found = emphasis_by(table, PILLARS, ["outlet"]).set_index(["outlet", "pillar"])
    assert found.loc[("x", "political"), "articles"] == 5
    assert not found.loc["x", "few"].any()
    assert found.loc["x", ["low", "high"]].notna().all().all()
    assert found.loc["y", "few"].all()
    assert found.loc["y", ["low", "high"]].isna().all().all()


@pytest.fixture
def sample(draw_table):
    """People drew two in five paragraphs of outlet a, and coded three articles of outlet b; machines coded all."""
    table = draw_table((40, 40))
    rng = np.random.default_rng(4)
    table["outlet"] = np.where(table["article_id"].str[-1].isin(list("0123456")), "a", "b")
    few = table["article_id"].isin(table.loc[table["outlet"] == "b", "article_id"].unique()[:3])
    known = np.where(table["outlet"] == "a", rng.random(len(table)) < 0.4, few)
    machine = table["primary"].where(rng.random(len(table)) < 0.8, "political")
    primary = table["primary"].where(known, machine)
    return table.assign(primary=primary, machine=machine, by_person=known, drawn=known, inclusion=0.4)


def test_cells_of_a_sample_go_by_the_rule_each(sample, pillars):
    plain = emphasis_by(sample, pillars, ["outlet"])
    found = emphasis_by(sample, pillars, ["outlet"], by_rule=True)
    a, b = (found[found["outlet"] == name].reset_index(drop=True) for name in "ab")
    assert (b["estimator"].unique().tolist(), b["reason"].unique().tolist()) == (["coded"], [TOO_FEW])
    pd.testing.assert_frame_equal(b[plain.columns], plain[plain["outlet"] == "b"].reset_index(drop=True))
    assert a["estimator"].unique().tolist() == ["dsl"]
    own = sample[sample["outlet"] == "a"]
    alone = read_paragraphs(own.assign(period="every"), pillars, ("every", ""))
    by_hand = dsl_estimate(alone)
    np.testing.assert_allclose(a["value"], by_hand.value[0])
    np.testing.assert_allclose(a["low"], wilson_t(by_hand).low[0])
    coded = own[own["by_person"]]
    assert a["numerator"].tolist() == [(coded["primary"] == pillar).sum() for pillar in pillars]
    assert a["articles"].tolist() == [coded["article_id"].nunique()] * 3
    assert a["paragraphs"].tolist() == [len(coded)] * 3


def test_cells_that_people_coded_whole_or_nobody_drew_are_counted(sample, pillars):
    whole = emphasis_by(sample.assign(by_person=True, drawn=True, inclusion=1.0), pillars, ["outlet"], by_rule=True)
    assert whole["estimator"].unique().tolist() == ["coded"]
    assert whole["reason"].unique().tolist() == [""]
    unknown = emphasis_by(sample.assign(inclusion=np.nan), pillars, ["outlet"], by_rule=True)
    assert unknown["reason"].unique().tolist() == [NOT_DRAWN]
