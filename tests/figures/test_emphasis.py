"""Do shares, counts and shifts stand where their numbers say, with the earlier period above?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import same_color

from discourse.errors import DataError
from discourse.figures import FAINT, add_periods, changes_height, draw_changes


def changes(periods=("2023", "2025")):
    """Shares, shifts and counts of two pillars; the second has too few articles for intervals."""
    earlier, later = periods
    rows = [
        ("political", earlier, 0.5, 0.4, 0.6, 5, 10),
        ("political", later, 0.6, 0.5, 0.7, 12, 20),
        ("political", f"{later}-{earlier}", 0.1, -0.05, 0.25, np.nan, 30),
        ("economic", earlier, 0.2, np.nan, np.nan, 2, 10),
        ("economic", later, 0.1, np.nan, np.nan, 2, 20),
        ("economic", f"{later}-{earlier}", -0.1, np.nan, np.nan, np.nan, 30),
    ]
    return pd.DataFrame(rows, columns=["pillar", "period", "value", "low", "high", "numerator", "counted"])


def draw_both(table, ax, names, periods=("2023", "2025"), colours=None):
    order = ["political", "economic"]
    draw_changes(table, ax, rows="pillar", order=order, periods=periods, names=names, colours=colours or {})


@pytest.mark.parametrize("periods", [("2023", "2025"), ("before", "after")])
def test_shares_stand_in_per_cent_with_the_earlier_period_above(ax, periods, pillar_names, is_hollow):
    draw_both(changes(periods), ax, pillar_names, periods)
    marks = [line for line in ax.lines if line.get_marker() in "osxX" and len(line.get_xdata()) == 1]
    heights = {round(mark.get_xdata()[0]): mark.get_ydata()[0] for mark in marks}
    assert heights[50] > heights[60] > heights[20] > heights[10]
    assert [mark.get_marker() for mark in marks] == ["o", "s", "x", "X"]
    assert [is_hollow(mark) for mark in marks[:2]] == [True, False]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["Political", "Economic"]


def test_counts_and_shift_stand_beside_each_row(ax, pillar_names, written):
    draw_both(changes(), ax, pillar_names)
    minus = "\N{MINUS SIGN}"
    assert written(ax) == [
        f"5 of 10 → 12 of 20\n+10.0 [{minus}5.0, +25.0]",
        f"2 of 10 → 2 of 20\n{minus}10.0 (no interval)",
    ]
    add_periods(ax, ["2023, 5 articles", "2025, 8 articles"])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["2023, 5 articles", "2025, 8 articles"]


def test_only_what_stands_out_is_in_colour(ax, pillar_names, colours):
    draw_both(changes(), ax, pillar_names, colours={"economic": colours["economic"]})
    crosses = [line for line in ax.lines if line.get_marker() in ("x", "X")]
    assert len(crosses) == 2
    assert all(same_color(line.get_color(), colours["economic"]) for line in crosses)
    others = [line for line in ax.lines if line.get_marker() in ("o", "s")]
    assert all(same_color(line.get_color(), FAINT) for line in others)
    assert [text.get_fontweight() for text in ax.texts] == ["normal", "bold"]


def test_a_period_without_articles_has_neither_mark_nor_share(ax, pillar_names, written):
    table = changes()
    there = (table["period"] == "2023") | (table["pillar"] != "political")
    draw_both(table.assign(value=table["value"].where(there)), ax, pillar_names)
    assert written(ax)[0].startswith("5 of 10 → –\nno shift")


def test_long_counts_break_after_the_arrow(ax, pillar_names, written):
    table = changes()
    draw_both(table.assign(numerator=table["numerator"] * 1e4, counted=table["counted"] * 1e4), ax, pillar_names)
    assert written(ax)[0].startswith("50000 of 100000 →\n120000 of 200000\n")


def test_a_table_lacking_a_row_is_refused(ax, pillar_names):
    with pytest.raises(DataError, match=r"one row of political, found 0"):
        draw_both(changes().iloc[1:], ax, pillar_names)
    with pytest.raises(DataError, match=r"one row of economic, found 2"):
        draw_both(pd.concat([changes(), changes().tail(1)]), ax, pillar_names)


def test_rows_are_taller_where_a_name_needs_more_lines():
    assert changes_height(["Trade", "A name that needs four or more lines in the margin of a figure"]) > changes_height(
        ["Trade", "Schools"]
    )
