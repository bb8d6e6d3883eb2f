"""What do tests of panels share? Empty axes, names and colours of pillars, the texts that stand in a panel."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import same_color, to_rgb
from matplotlib.lines import Line2D
from matplotlib.text import Text

from discourse.figures import INK, house_style, new_figure


@pytest.fixture(autouse=True)
def _no_figure_left_by_others() -> None:
    """Close what tests elsewhere left open, so that the figures of a test are all that there are."""
    plt.close("all")


@pytest.fixture(params=["house", "dark"])
def ax(request: pytest.FixtureRequest) -> Iterator[Axes]:
    """One empty panel in the house style, or somebody's own on black; what is drawn on it can be read."""
    house = request.param == "house"
    with house_style() if house else plt.style.context("dark_background"):
        axes = new_figure([1], 3)[1][0] if house else plt.subplots()[1]
        settings = dict(mpl.rcParams)
        yield axes
        assert dict(mpl.rcParams) == settings
        axes.figure.draw_without_rendering()
        assert house or (unreadable(axes), in_ink(axes)) == ([], [])
    plt.close(axes.figure)


def unreadable(axes: Axes) -> list[str]:
    """Texts of a panel with less than three times the luminance of what is behind them, or a third of it.

    Cells of a coloured grid are left out: each is written in the ink that its own colour wants.
    """

    def luminance(colour: object) -> float:
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True)) + 0.05

    behind = luminance(axes.get_facecolor())
    cells = axes.texts if axes.images else []
    texts = [text for text in axes.findobj(Text) if text.get_text() and text not in cells]
    light = {text.get_text(): luminance(text.get_color()) for text in texts}
    return [text for text, own in light.items() if max(own, behind) / min(own, behind) < 3]


def in_ink(axes: Axes) -> list[object]:
    """Lines and marks of a panel that are in the ink of the house, which nobody sees on black."""
    return [line for line in axes.findobj(Line2D) if same_color(line.get_color(), INK)]


@pytest.fixture(scope="session")
def is_hollow() -> Callable[[Line2D], bool]:
    """Say whether a mark is filled with what is behind it."""
    return lambda mark: same_color(mark.get_markerfacecolor(), mark.axes.get_facecolor())


@pytest.fixture(scope="session")
def pillar_names() -> dict[str, str]:
    """Code to the name that a reader sees."""
    return {"political": "Political", "economic": "Economic", "none": "None"}


@pytest.fixture(scope="session")
def colours() -> dict[str, str]:
    """Code to its colour."""
    return {"political": "#0072B2", "economic": "#D55E00", "none": "#8A8A8A"}


@pytest.fixture(scope="session")
def written() -> Callable[[Axes], list[str]]:
    """Read the texts that stand in a panel, in the order in which they were written."""
    return lambda axes: [text.get_text() for text in axes.texts]
