"""Are bars as long as the paragraphs of each pillar, with the earlier period hollow above the later one?"""

from __future__ import annotations

import pandas as pd
from matplotlib.colors import same_color

from discourse.figures import add_pillars, draw_pillar_counts, new_figure

ROWS = [
    ("Mayor", "political", "2023", 2),
    ("Mayor", "economic", "2023", 1),
    ("Mayor", "political", "2025", 4),
    ("Mayor", "economic", "2025", 0),
    ("Bank", "political", "2023", 0),
    ("Bank", "economic", "2023", 0),
    ("Bank", "political", "2025", 0),
    ("Bank", "economic", "2025", 3),
]
TABLE = pd.DataFrame(ROWS, columns=["name", "pillar", "period", "numerator"])
PILLARS, PERIODS = ["political", "economic"], ["2023", "2025"]


def test_a_bar_is_parted_by_pillar_and_its_sum_is_written(ax, colours, written):
    draw_pillar_counts(TABLE, ax, order=["Mayor", "Bank"], periods=PERIODS, pillars=PILLARS, colours=colours)
    bars = [(bar.get_x(), bar.get_width()) for bar in ax.patches]
    assert bars == [(0, 2), (2, 1), (0, 4), (0, 3)]
    assert [text.strip() for text in written(ax)] == ["3", "4", "0", "3"]
    heights = [text.get_position()[1] for text in ax.texts]
    assert heights == sorted(heights, reverse=True)
    first, second, third, last = ax.patches
    assert same_color(first.get_facecolor(), ax.get_facecolor())
    assert [same_color(bar.get_edgecolor(), colours["political"]) for bar in (first, third)] == [True, True]
    assert same_color(third.get_facecolor(), colours["political"])
    assert [same_color(bar.get_edgecolor(), colours["economic"]) for bar in (second, last)] == [True, True]


def test_the_figure_grows_by_the_names_of_the_pillars(colours, pillar_names):
    figure, _ = new_figure([1], 2.0)
    add_pillars(figure, {pillar: pillar_names[pillar] for pillar in PILLARS}, colours)
    short = figure.get_figheight()
    assert short > 2.0
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["Political", "Economic"]
    figure, _ = new_figure([1], 2.0)
    add_pillars(figure, dict.fromkeys(PILLARS, "A pillar whose name is too long to stand beside another one"), colours)
    assert figure.get_figheight() > short
