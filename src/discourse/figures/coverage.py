"""How much coverage is there?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from discourse.figures.style import FAINT, PERIOD_COLOURS, add_legend, clear_grid, ink_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_coverage(table: pd.DataFrame, ax: Axes) -> None:
    """Draw one bar a row: articles, with the number of paragraphs written beside it.

    Parameters
    ----------
    table : DataFrame
        Columns ``row`` (label), ``articles``, ``paragraphs``; first row on top.
    ax : Axes
        Axes to draw on.
    """
    places = range(len(table))[::-1]
    ax.barh(places, table["articles"], color=FAINT, height=0.62)
    for place, articles, paragraphs in zip(places, table["articles"], table["paragraphs"], strict=True):
        unit = "article" if articles == 1 else "articles"
        ax.text(
            articles, place, f" {articles} {unit}, {paragraphs} paragraphs", va="center", fontsize=7.5, color=ink_of(ax)
        )
    ax.set_yticks(places, table["row"])
    ax.set_xlim(0, table["articles"].max() * 2.1)
    ax.set_xlabel("articles")
    clear_grid(ax)


def draw_outlets(table: pd.DataFrame, ax: Axes, *, periods: Sequence[str]) -> None:
    """Draw articles per outlet, the two periods side by side.

    Parameters
    ----------
    table : DataFrame
        Columns ``outlet``, ``period``, ``articles``; the outlets in the order to show, first on top.
    ax : Axes
        Axes to draw on.
    periods : sequence of str
        Ids of the periods, earlier first.
    """
    outlets = list(dict.fromkeys(table["outlet"]))
    height = 0.8 / len(periods)
    for rank, period in enumerate(periods):
        articles = table[table["period"] == period].set_index("outlet")["articles"].reindex(outlets, fill_value=0)
        places = [len(outlets) - 1 - place + 0.4 - height * (rank + 0.5) for place in range(len(outlets))]
        ax.barh(places, articles, height=height, color=PERIOD_COLOURS[rank], label=period)
        for place, count in zip(places, articles, strict=True):
            ax.text(count, place, f" {count}", va="center", fontsize=6.5, color=ink_of(ax))
    ax.set_yticks(range(len(outlets))[::-1], outlets)
    ax.set_xlabel("articles")
    add_legend(ax, loc="center right")
    clear_grid(ax)
