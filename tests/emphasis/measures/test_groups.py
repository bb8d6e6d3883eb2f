"""Are articles and paragraphs counted in the group and period in which they stand?"""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.emphasis import group_shares
from discourse.errors import DataError, EstimateError

PILLARS, PERIODS = ("political", "economic"), ("2023", "2025")


@pytest.fixture
def table():
    """Five articles of three outlets; the last paragraph is not labelled, the one before it is none."""
    return pd.DataFrame(
        {
            "article_id": list("aaabbcdeef"),
            "period": [*["2023"] * 6, *["2025"] * 4],
            "outlet": ["x", "x", "x", "y", "y", "x", "x", "", "", "z"],
            "primary": [*["political"] * 2, *["economic"] * 4, "political", "political", "none", ""],
        }
    )


def test_counts_worked_by_hand(table):
    found = group_shares(table, PILLARS, PERIODS)
    assert found["pillar"].tolist() == ["political"] * 6 + ["economic"] * 6
    rows = found[found["pillar"] == "political"].set_index(["group", "period"])
    columns = ["articles", "numerator", "paragraphs"]
    assert rows[columns].to_numpy().tolist() == [[2, 2, 4], [1, 1, 1], [0, 0, 0], [1, 1, 1], [1, 0, 2], [0, 0, 0]]
    assert rows.index.get_level_values(0).tolist() == ["x", "x", "unknown", "unknown", "y", "y"]
    assert rows["value"].fillna(-1).tolist() == [0.5, 1.0, -1.0, 1.0, 0.0, -1.0]


def test_small_groups_are_named_in_the_note(table):
    found = group_shares(table, PILLARS, PERIODS, fewest=1)
    assert list(dict.fromkeys(found["group"])) == ["x", "other"]
    notes = found.groupby("group")["note"].first()
    assert notes["other"] == "fewer than 1 article in a period: unknown, y"
    assert notes["x"] == ""


def test_groups_have_an_interval_from_five_articles_on(draw_table, pillars, periods):
    drawn = draw_table((9, 9))
    drawn["outlet"] = ["small" if article.endswith(("-00", "-01")) else "large" for article in drawn["article_id"]]
    found = group_shares(drawn, pillars, periods)
    assert (found["low"].notna() == (found["group"] == "large")).all()
    counted = drawn.groupby(["primary", "outlet", "period"]).size()
    for row in found.to_dict("records"):
        assert row["numerator"] == counted.get((row["pillar"], row["group"], row["period"]), 0)
        assert row["value"] == pytest.approx(row["numerator"] / row["paragraphs"])


def test_what_cannot_be_a_group_is_refused(table):
    with pytest.raises(DataError, match="a column genre"):
        group_shares(table, PILLARS, PERIODS, column="genre")
    with pytest.raises(DataError, match="one primary an article"):
        group_shares(table, PILLARS, PERIODS, column="primary")
    with pytest.raises(EstimateError, match="labelled paragraphs"):
        group_shares(table.assign(primary=""), PILLARS, PERIODS)
