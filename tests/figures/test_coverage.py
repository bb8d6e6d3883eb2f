"""Do the bars of articles and outlets carry their counts, with the earlier period first?"""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.figures import draw_coverage, draw_outlets


def test_bars_carry_their_counts(ax, written):
    draw_coverage(pd.DataFrame({"row": ["2023"], "articles": [1], "paragraphs": [9]}), ax)
    assert written(ax) == [" 1 article, 9 paragraphs"]


@pytest.mark.parametrize("periods", [("2023", "2025"), ("before", "after")])
def test_outlets_show_both_periods_earlier_first(ax, periods, written):
    earlier, later = periods
    table = pd.DataFrame({"outlet": ["a", "a", "b"], "period": [later, earlier, later], "articles": [3, 2, 1]})
    draw_outlets(table, ax, periods=periods)
    assert written(ax) == [" 2", " 0", " 3", " 1"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == list(periods)
