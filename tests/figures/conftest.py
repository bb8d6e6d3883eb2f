"""What do tests of panels share? Empty axes, names and colours of pillars, the texts that stand in a panel."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import matplotlib.pyplot as plt
import pytest
from matplotlib.axes import Axes

from discourse.figures import house_style, new_figure


@pytest.fixture
def ax() -> Iterator[Axes]:
    """One empty panel in the house style."""
    with house_style():
        figure, (axes,) = new_figure([1], 3)
        yield axes
    plt.close(figure)


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
