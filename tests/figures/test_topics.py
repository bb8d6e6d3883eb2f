"""Does each topic stand beside its marks, and does the figure grow with the words?"""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.axes import Axes

from discourse.figures import draw_topic_table, house_style, new_figure
from discourse.translations import Translation, speaking

TOPICS = pd.DataFrame(
    {
        "name": ["Topic 1", "Schools"],
        "colour": ["#222222", "#175B8A"],
        "words": ["pasar (market), pajak", "guru, sekolah"],
        "recurs": [19, 3],
        "runs": [19, 19],
        "earlier_value": [0.25, 0.75],
        "earlier_low": [0.1, 0.5],
        "earlier_high": [0.4, 0.9],
        "earlier_count": [1, 3],
        "earlier_paragraphs": [4, 4],
        "later_value": [0.5, 0.5],
        "later_low": [float("nan")] * 2,
        "later_high": [float("nan")] * 2,
        "later_count": [2, 2],
        "later_paragraphs": [4, 4],
    }
)


def drawn(blocks: dict[str, pd.DataFrame]) -> tuple[Axes, Axes]:
    with house_style():
        _, (left, right) = new_figure([2, 1], 3)
        draw_topic_table(blocks, left, right, periods=("before", "after"))
    return left, right


def marks(ax: Axes) -> list[tuple[str, float, float]]:
    single = [line for line in ax.lines if len(line.get_xdata()) == 1]
    return [(line.get_marker(), float(line.get_xdata()[0]), float(line.get_ydata()[0])) for line in single]


def test_each_topic_has_its_words_and_both_shares(written):
    left, right = drawn({"Found\nwith care": TOPICS})
    assert written(left) == [
        "Found",
        "with care",
        "Topic 1",
        "recurs 19/19",
        "pasar (market), pajak",
        "Schools",
        "recurs 3/19",
        "guru, sekolah",
    ]
    assert written(right) == ["1 of 4", "2 of 4", "3 of 4", "2 of 4"]
    heights = [text.get_position()[1] for text in left.texts]
    first, later, second, _ = marks(right)
    assert first == ("o", pytest.approx(25), heights[2])
    assert later == ("X", pytest.approx(50), heights[2] - 1)  # too few articles for an interval
    assert second == ("o", pytest.approx(75), heights[5])
    assert left.get_ylim() == right.get_ylim()
    assert [text.get_text() for text in right.get_legend().get_texts()] == ["before", "after"]


def test_the_figure_is_as_high_as_its_words_need():
    short, _ = drawn({"Found": TOPICS})
    long, _ = drawn({"Found": TOPICS.assign(words="kata " * 60)})
    both, _ = drawn({"Found": TOPICS, "Led": TOPICS})
    assert long.figure.get_figheight() > both.figure.get_figheight() > short.figure.get_figheight()


def test_a_name_makes_room_for_what_stands_beside_it_in_any_language(written):
    named = TOPICS.assign(name="Schools and teachers of the towns")
    strings = {"recurs {found:.0f}/{runs:.0f}": "in so many runs found again: {found:.0f} of {runs:.0f}"}
    short, _ = drawn({"Found": named})
    with speaking(Translation("xx", strings)):
        long, _ = drawn({"Found": named})
    assert "in so many runs found again: 19 of 19" in written(long)
    assert len(written(long)) > len(written(short))
    boxes = {text.get_text(): text.get_window_extent() for text in long.texts}
    first = next(box for text, box in boxes.items() if text.startswith("Schools"))
    assert not first.overlaps(boxes["in so many runs found again: 19 of 19"])
