"""Does every mark stand at its day, also where the axis is broken?"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.figures import (
    BrokenTime,
    draw_articles_over_time,
    draw_over_time,
    head_periods,
    label_time,
    mark_events,
)

PERIODS = {"quiet": (date(2019, 1, 1), date(2019, 1, 31)), "boom": (date(2021, 1, 1), date(2021, 3, 31))}
TIME = BrokenTime(PERIODS)
GAP = 0.05 * 121


def spans(interval=0.1):
    table = pd.DataFrame(
        {
            "start": ["2019-01-01", "2021-01-01", "2021-02-01"],
            "end": ["2019-01-31", "2021-01-31", "2021-02-28"],
            "value": [0.0, 0.25, 0.5],
            "articles": [1, 4, 8],
        }
    )
    return table.assign(low=table["value"] - interval, high=table["value"] + interval)


@given(st.dates(date(2018, 1, 1), date(2022, 1, 1)), st.dates(date(2018, 1, 1), date(2022, 1, 1)))
def test_places_keep_the_order_of_days(one, other):
    earlier, later = sorted((one, other))
    assert 0 <= TIME.x(earlier) <= TIME.x(later) <= TIME.length


def test_what_lies_between_periods_is_left_out_and_neighbours_are_not_parted():
    assert TIME.length == pytest.approx(121 + GAP)
    assert TIME.bounds("boom") == pytest.approx((31 + GAP, 121 + GAP))
    joined = BrokenTime({"a": (date(2019, 1, 1), date(2019, 12, 31)), "b": (date(2020, 1, 1), date(2020, 1, 2))})
    assert (joined.length, joined.bounds("b")) == (367, (365, 367))


def test_shares_are_drawn_in_the_middle_of_their_span(ax):
    table = spans()
    table.loc[0, ["low", "high"]] = np.nan
    draw_over_time(table, ax, time=TIME, colour="#123456")
    marks = [line for line in ax.lines if line.get_marker() in ("o", "x")]
    assert [mark.get_marker() for mark in marks] == ["x", "o", "o"]
    assert [mark.get_xdata()[0] for mark in marks] == pytest.approx([15.5, 46.5 + GAP, 76 + GAP])
    assert [mark.get_ydata()[0] for mark in marks] == [0, 25, 50]
    bars = [line for line in ax.lines if line.get_color() == "#123456" and line.get_marker() == "None"]
    assert [line.get_ydata() for line in bars] == [pytest.approx([15, 35]), pytest.approx([40, 60])]
    assert ax.get_xlim() == (0, TIME.length)


def test_articles_are_bars_within_their_span(ax):
    draw_articles_over_time(spans(), ax, time=TIME)
    assert [bar.get_height() for bar in ax.patches] == [1, 4, 8]
    assert all(bar.get_width() <= 0.05 * TIME.length + 1e-9 for bar in ax.patches)
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["0", "8"]


def test_days_are_labelled_where_there_is_room(ax):
    label_time(ax, time=TIME, width=200)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["2019-01", "2021-01", "2021-02", "2021-03"]
    assert BrokenTime({"w": (date(2019, 5, 3), date(2019, 5, 9))}).ticks(200) == ([0.0], ["2019-05-03"])
    weeks = {"x": (date(2019, 5, 1), date(2019, 5, 7)), "y": (date(2019, 5, 8), date(2019, 5, 14))}
    assert BrokenTime(weeks).ticks(200) == ([0.0, 7.0], ["2019-05-01", "2019-05-08"])
    assert BrokenTime(weeks).ticks(50) == ([0.0], ["2019-05"])
    long = BrokenTime({"c": (date(1900, 1, 1), date(1999, 12, 31))})
    assert long.ticks(150)[1] == ["1900", "1920", "1940", "1960", "1980"]


def test_names_of_periods_that_would_overlap_stand_in_rows(ax):
    days = BrokenTime(
        {name: (date(2019, 1, n), date(2019, 1, n)) for n, name in enumerate(("a" * 20, "b" * 20, "c"), 1)}
    )
    head_periods(ax, time=days, width=100)
    heights = {text.get_text()[0]: text.get_position()[1] for text in ax.texts}
    assert heights["a"] < heights["b"]
    assert not ax.axison


def test_events_are_lettered_in_the_order_of_time_and_named_below(ax):
    events = pd.DataFrame(
        {"group": ["fair", "flood", "vote"], "start": ["2019-01-10", "2021-03-01", "2021-03-02"], "articles": [3, 4, 5]}
    )
    mark_events([ax], events, time=TIME, width=500)
    assert [text.get_text() for text in ax.texts] == ["a", "bc"]
    assert ax.get_xlabel().replace("\N{NO-BREAK SPACE}", " ") == "a fair (3) b flood (4) c vote (5)"
    assert [line.get_xdata()[0] for line in ax.lines] == pytest.approx([9, 90 + GAP, 91 + GAP])
