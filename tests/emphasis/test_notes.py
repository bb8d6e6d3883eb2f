"""Do the notes say what is missing, and only that?"""

from __future__ import annotations

import pandas as pd

from discourse.emphasis import notes


def test_a_full_table_needs_no_note(draw_table, pillars, periods):
    assert notes(draw_table(), pillars, periods) == ()


def test_what_is_left_out_is_counted(draw_table, pillars, periods):
    table = draw_table()
    none = table.head(2).assign(primary="none")
    unlabelled = table.head(1).assign(primary="")
    found = notes(pd.concat([table, none, unlabelled]), pillars, periods)
    assert found == (
        "2 paragraphs are coded 'none' and left out of every denominator.",
        "1 paragraph is not labelled and left out.",
    )


def test_few_articles_are_named_with_what_they_cannot_show(draw_table, pillars, periods):
    found = notes(draw_table((3, 3)), pillars, periods)
    assert found[:2] == tuple(
        f"Only 3 articles in {period}: no interval for that period and for the shift (5 are needed)."
        for period in periods
    )
    assert found[2].startswith("With 3 + 3 articles no exact test can give a p below 0.1:")
    assert len(notes(draw_table((4, 4)), pillars, periods)) == 2
    assert notes(draw_table((4, 4)), pillars, periods, level=0.99)[2].startswith("With 4 + 4")


def test_a_period_without_articles_is_named(draw_table, pillars, periods):
    found = notes(draw_table().query("period == '2025'"), pillars, periods)
    assert found == ("No article in 2023: no interval for that period and for the shift (5 are needed).",)


def test_predictions_need_no_labels(draw_table, pillars, periods):
    assert notes(draw_table().assign(primary=""), pillars, periods, estimator="classify_and_count") == ()
