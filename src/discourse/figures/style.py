"""How does every figure look?

One colour a pillar everywhere, and for nothing else. The colours have a contrast of at least 3:1 on white,
and readers with deuteranopia can tell them apart; a pillar is never told by colour alone, its name always
stands beside it. Periods, models and measures are told by shape and by shades of grey. Figures are as wide as
a column of a journal, and no type in them is smaller than 6.5 points.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from itertools import count
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PALETTE = ("#175B8A", "#EC5200", "#825300", "#4CA05B", "#BC78C8", "#6489E8", "#66241D", "#321A92")
"""Colours in the order in which pillars get them: blue, orange, brown, green, lilac, light blue, dark red, indigo."""

INK = "#222222"
FAINT = "#6E6E6E"
_GRID = 28 / 221
"""Share of ink in a grid line; of INK on white it is #E3E3E3."""

PERIOD_MARKERS = ("o", "s")
"""Earlier period: circle; later period: square. Shape tells what colour alone must not."""

COLUMN = 3.5
"""Inches; a column of a journal, and the width of every figure."""

TYPE = 6.5
"""Points; the smallest type of a figure."""

_TITLE_SIZE = 8

_METADATA: dict[str, dict[str, None]] = {"png": {"Software": None}, "svg": {"Date": None}}
"""What matplotlib would write into a file of each form, and what changes without the picture changing."""

_HASHED_ID = re.compile(r'(?<=[#"])([A-Za-z]\w*?)[0-9a-f]{10}(?=[")])')
"""An id of an SVG by matplotlib: a kind ("p" is a clip path, "m" a marker), then ten digits of a hash."""

_RC: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 7,
    "axes.titlesize": 7.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.color": INK,
    "ytick.color": INK,
    "text.color": INK,
    "legend.frameon": False,
    "figure.dpi": 100,
    "savefig.dpi": 200,
    "svg.hashsalt": "discourse",
    "svg.fonttype": "none",  # text stays text: it can be searched, selected and read aloud
    "pdf.fonttype": 42,  # TrueType: journals refuse Type 3, which matplotlib would write
    "ps.fonttype": 42,
    "figure.constrained_layout.use": False,
}


def house_style() -> AbstractContextManager[None]:
    """Context in which matplotlib draws in the house style, whatever style is in force; that one comes back after it.

    What is only decided when a figure is saved, such as the fonts of a PDF, wants the context then, too.
    """
    from matplotlib import style

    context: AbstractContextManager[None] = style.context(_RC, after_reset=True)
    return context


def pillar_colours(pillar_ids: Sequence[str]) -> dict[str, str]:
    """Colour of each pillar by its place in the codebook, and grey for ``none``.

    Examples
    --------
    >>> pillar_colours(["political", "economic"])["economic"]
    '#D55E00'
    """
    colours = {pillar: PALETTE[place % len(PALETTE)] for place, pillar in enumerate(pillar_ids)}
    return {**colours, "none": FAINT}


def new_figure(panels: Sequence[float], height: float, **options: Any) -> tuple[Figure, list[Axes]]:
    """Open a figure with panels side by side, their widths in the proportions given.

    Parameters
    ----------
    panels : sequence of float
        Relative width of each panel.
    height : float
        Height in inches.
    **options
        Passed to :func:`matplotlib.pyplot.subplots` (``sharey=True``, say).

    Returns
    -------
    figure, axes
        The figure, which pyplot does not keep, and the list of its axes, left to right.
    """
    figure, grid = new_grid([1], panels, height, **options)
    return figure, grid[0]


def new_grid(
    heights: Sequence[float], widths: Sequence[float], height: float, *, width: float = COLUMN, **options: Any
) -> tuple[Figure, list[list[Axes]]]:
    """Open a figure with rows and columns of panels, in the proportions given; ``width`` and ``height`` in inches.

    Returns
    -------
    figure, axes
        The figure, which pyplot does not keep, and its axes, a list of rows of axes.
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(
        len(heights),
        len(widths),
        figsize=(width, height),
        height_ratios=list(heights),
        width_ratios=list(widths),
        squeeze=False,
        layout="constrained",
        **options,
    )
    return released(figure), [list(row) for row in axes]


def released(figure: Figure) -> Figure:
    """Let pyplot forget a figure: a notebook would show it once as the value of a cell and once as an open figure."""
    import matplotlib.pyplot as plt

    plt.close(figure)
    return figure


def picture_bytes(figure: Figure, form: Literal["png", "svg"]) -> bytes:
    """Return a figure as the content of a file, the same bytes in every run.

    Parameters
    ----------
    figure : Figure
        The figure; drawn in the style of the moment (see :func:`house_style`).
    form : {"png", "svg"}
        Which kind of file.

    Notes
    -----
    Matplotlib names a clip path of an SVG after all digits of its corners. The last of these depend
    on the processor that the linear algebra chose its routines for, though no coordinate that is
    written does. So the ids are numbered here in the order in which they first occur.
    """
    written = io.BytesIO()
    figure.savefig(written, format=form, metadata=_METADATA[form])
    content = written.getvalue()
    return _numbered_ids(content.decode("utf-8")).encode("utf-8") if form == "svg" else content


def _numbered_ids(svg: str) -> str:
    """Replace the hash in each id and in each reference to it by a running number.

    Examples
    --------
    >>> _numbered_ids('<g clip-path="url(#p4b50fcde55)"/><clipPath id="p4b50fcde55"/><path id="m0036b0d1b7"/>')
    '<g clip-path="url(#p1)"/><clipPath id="p1"/><path id="m2"/>'
    """
    numbers = count(1)
    names: dict[str, str] = {}

    def name(match: re.Match[str]) -> str:
        if match[0] not in names:
            names[match[0]] = f"{match[1]}{next(numbers)}"
        return names[match[0]]

    return _HASHED_ID.sub(name, svg)


def message_figure(text: str) -> Figure:
    """Return a figure that says why there is nothing to draw."""
    figure, (ax,) = new_figure([1], 1.0)
    ax.set_axis_off()
    ax.text(0.5, 0.5, "\n".join(wrapped(text, 65 * COLUMN, TYPE)), ha="center", va="center", fontsize=TYPE)
    return figure


def add_title(figure: Figure, text: str) -> None:
    """Write what a figure shows above its panels, left-aligned, wrapped to its width."""
    lines = wrapped(text, 72 * figure.get_figwidth() - 6, _TITLE_SIZE, bold=True)
    figure.suptitle(
        "\n".join(lines), x=0.01, ha="left", fontsize=_TITLE_SIZE, fontweight="bold", color=INK, linespacing=1.25
    )


def add_caption(figure: Figure, text: str) -> None:
    """Write a caption below the panels, left-aligned, wrapped to the width; the figure grows by its height."""
    lines = wrapped(text, 72 * figure.get_figwidth() - 12, TYPE)
    grown = 0.13 * len(lines) + 0.1
    height = figure.get_figheight()
    figure.set_figheight(height + grown)
    share = grown / (height + grown)
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.set(rect=(0, share, 1, 1 - share))  # type: ignore[call-arg]
    top = share - 0.03 / (height + grown)
    figure.text(0.008, top, "\n".join(lines), va="top", fontsize=TYPE, color=INK, linespacing=1.25)


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines no wider than so many points, in a type of that size."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    font = FontProperties(family=_RC["font.family"], weight="bold" if bold else "normal")

    def measure(words: str) -> float:
        return float(TextPath((0, 0), words, size=size, prop=font).get_extents().width)

    space = measure("a a") - 2 * measure("a")
    lines: list[list[str]] = [[]]
    used = 0.0
    for word in text.split():
        long = measure(word)
        if lines[-1] and used + space + long > width:
            lines.append([])
            used = 0.0
        used += (space if lines[-1] else 0) + long
        lines[-1].append(word)
    return [" ".join(line) for line in lines]


def write_beside(ax: Axes, height: float, text: str, *, gap: float = 4, **font: Any) -> None:
    """Write at the right of the axes, at a height in data units; ``gap`` in points, font as for matplotlib's text."""
    ax.annotate(
        text,
        (1, height),
        xycoords=("axes fraction", "data"),
        xytext=(gap, 0),
        textcoords="offset points",
        va="center",
        annotation_clip=False,
        **{"fontsize": TYPE, "color": ink_of(ax), **font},
    )


def ink_of(ax: Axes) -> Any:
    """Colour in which axes write, which is that of marks and lines without one of their own."""
    return ax.xaxis.label.get_color()


def paper_of(ax: Axes) -> Any:
    """Colour behind the marks of axes, with which hollow marks are filled."""
    from matplotlib.colors import to_rgba

    figure: Any = ax.get_figure(root=True)
    own = to_rgba(ax.get_facecolor())
    return own if own[3] else figure.get_facecolor()


def pale_ink(ax: Axes, share: float) -> Any:
    """Mix so much of the ink into the paper of axes."""
    from matplotlib.colors import to_rgb

    pairs = zip(to_rgb(ink_of(ax)), to_rgb(paper_of(ax)), strict=True)
    return tuple(paper + share * (ink - paper) for ink, paper in pairs)


def clear_grid(ax: Axes, axis: Literal["x", "y", "both"] = "x") -> None:
    """Draw thin grid lines along one axis, if the axes have no grid, and drop the ticks of the other."""
    if not any(side.get_tick_params()["gridOn"] for side in (ax.xaxis, ax.yaxis)):
        ax.grid(axis=axis, color=pale_ink(ax, _GRID), linewidth=0.7)
    ax.tick_params(axis="y" if axis == "x" else "x", length=0)


def makes_room(ax: Axes) -> bool:
    """Say whether the layout of the figure makes room for what stands beside axes."""
    return ax.figure.get_layout_engine() is not None


def add_legend(ax: Axes, **options: Any) -> None:
    """Write a legend in the ink of the axes; one beside the axes moves into them where nothing makes room for it."""
    if "bbox_to_anchor" in options and not makes_room(ax):
        options = {**options, "loc": "best", "bbox_to_anchor": None}
    ax.legend(**{"labelcolor": ink_of(ax), **options})


PERIOD_COLOURS = (FAINT, INK)
"""Earlier period light, later period dark."""
