"""Is it noticed where the length of articles goes with the pillar?"""

from __future__ import annotations

import pandas as pd

from discourse.emphasis import compare_weightings, weighting_warnings


def test_equal_articles_agree(draw_table, pillars, periods):
    table = draw_table((9, 9)).groupby("article_id").head(2).assign(words=30)
    found = compare_weightings(table, pillars, periods)
    assert found["weighting"].unique().tolist() == ["paragraph", "article", "word"]
    values = found.set_index(["weighting", "pillar", "quantity", "period"])["value"].unstack("weighting")
    assert (values["paragraph"] - values["article"]).abs().max() < 1e-12
    assert not found["disagrees"].any()
    assert weighting_warnings(found) == ()


def test_long_articles_of_one_pillar_are_warned_of(periods):
    rows = [
        (f"{period}-{i:02d}", period, "economic" if i % 4 == 0 else "political")
        for period in periods
        for i in range(40)
        for _ in range(30 if i % 4 == 0 else 2)
    ]
    table = pd.DataFrame(rows, columns=["article_id", "period", "primary"])
    found = compare_weightings(
        table, ["political", "economic"], periods, quantities=["share"], weightings=["paragraph", "article"]
    )
    marked = found[found["disagrees"]]
    assert set(marked["weighting"]) == {"article"}
    assert {"2023", "2025"} <= set(marked["period"])
    first = weighting_warnings(found)[0]
    assert first.startswith("political, share 2023: 0.750 by article, 0.167 by paragraph")


def test_without_intervals_nothing_is_called_a_disagreement(draw_table, pillars, periods):
    assert not compare_weightings(draw_table((1, 4)), pillars, periods)["disagrees"].any()
