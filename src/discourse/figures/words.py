"""How are the words of a period drawn?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.figures.style import TYPE, clear_grid, ink_of, paper_of, wrapped
from discourse.translations import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROW = 0.84
"""Height over which words of equally many articles are spread, of the distance to those of one more."""
_GOLDEN = 0.6180339887498949
"""Step from one word of a row to the next: multiples of it, taken modulo 1, lie apart from each other."""
_LABEL_WIDTH = 190
"""Points; the width of a label below axes."""
_PLACES = ((4, 0), (3, 4), (3, -4))
"""Where a word may stand, seen from its dot: points outwards and upwards."""
_REACH = 2.0
"""Half the width of the plane over the largest log ratio: it leaves room for words beside the outermost dots."""
_DOUBLE = 1
"""Log ratio of a word that is twice as frequent in the later period."""
_TRIED = 10
"""So many times as many words as are to be labelled are tried."""


def draw_keyness(table: pd.DataFrame, ax: Axes, *, earlier: str, later: str, labels: int = 24) -> None:
    """Draw a dot a word: how much more frequent it is in the later period, and in how many articles it stands.

    Words that stand in equally many articles are spread a little in height, so that all are seen. Those with the
    largest product of log ratio and articles are labelled, one of each side in turn, as far as there is room.

    Parameters
    ----------
    table : DataFrame
        Columns ``term``, ``gloss`` (may be missing), ``log_ratio``, ``earlier_texts`` and ``later_texts``.
    ax : Axes
        Axes to draw on. The layout of their figure is settled: what changes it comes first.
    earlier, later : str
        Names of the periods.
    labels : int
        Words that are labelled at most.
    """
    from matplotlib.ticker import MaxNLocator

    shown = table.assign(texts=table["earlier_texts"] + table["later_texts"], size=table["log_ratio"].abs())
    shown = shown.sort_values(["log_ratio", "term"], ignore_index=True)
    shown["height"] = shown["texts"] + _ROW * (shown.groupby("texts").cumcount() * _GOLDEN % 1 - 0.5)
    for fill, rows in ((paper_of(ax), shown[shown["log_ratio"] <= 0]), (ink_of(ax), shown[shown["log_ratio"] > 0])):
        ax.plot(rows["log_ratio"], rows["height"], "o", color=ink_of(ax), markerfacecolor=fill, markersize=2.6, mew=0.6)
    ax.axvline(0, color=ink_of(ax), linewidth=0.8)
    reach = _REACH * max(shown["size"].max(), 0.5)
    ax.set_xlim(-reach, reach)
    ax.set_ylim(shown["texts"].min() - 0.6, shown["texts"].max() + 0.6)
    ax.yaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    said = say(
        "Log ratio ({double}: twice the rate). Left, hollow: more in {earlier}. Right, filled: more in {later}.",
        double=_DOUBLE,
        earlier=earlier,
        later=later,
    )
    ax.set_xlabel("\n".join(wrapped(said, _LABEL_WIDTH, TYPE)), fontsize=TYPE)
    ax.set_ylabel(say("articles with the word"))
    clear_grid(ax)
    shown["weight"] = shown["size"] * shown["texts"]
    shown["rank"] = shown.groupby(shown["log_ratio"] > 0)["weight"].rank(method="first", ascending=False)
    _label(shown.sort_values(["rank", "log_ratio"], kind="stable"), ax, labels)


def _label(words: pd.DataFrame, ax: Axes, labels: int) -> None:
    """Write words beside their dots, each where it lies on no other word or dot and within the axes, or not at all."""
    figure: Any = ax.get_figure(root=True)
    figure.draw_without_rendering()
    dots = ax.transData.transform(words[["log_ratio", "height"]])
    taken: list[Any] = []
    for word in words.head(_TRIED * labels).to_dict("records"):
        side = -1 if word["log_ratio"] < 0 else 1
        for text, (across, up) in product(_ways_to_write(word), _PLACES):
            note = ax.annotate(
                text,
                (word["log_ratio"], word["height"]),
                xytext=(side * across, up),
                textcoords="offset points",
                ha="left" if side > 0 else "right",
                va="center",
                fontsize=TYPE,
                color=ink_of(ax),
            )
            box = note.get_window_extent()
            if _is_free(box, ax.get_window_extent(), taken, dots):
                taken.append(box)
                break
            note.remove()
        if len(taken) == labels:
            break


def _ways_to_write(word: dict[Any, Any]) -> list[str]:
    """Write a word with its gloss: on one line, on two, and each word on its own."""
    parts = [word["term"].replace("_", " ")]
    if isinstance(gloss := word.get("gloss"), str) and gloss:
        parts.append(f"({gloss})")
    return list(dict.fromkeys([" ".join(parts), "\n".join(parts), "\n".join(" ".join(parts).split())]))


def _is_free(box: Any, inside: Any, taken: Sequence[Any], dots: NDArray[np.float64]) -> bool:
    """Say whether a box lies inside of another, on none that is taken and on no dot."""
    held = inside.x0 <= box.x0 and box.x1 <= inside.x1 and inside.y0 <= box.y0 and box.y1 <= inside.y1
    on_dots = (dots > (box.x0, box.y0)).all(axis=1) & (dots < (box.x1, box.y1)).all(axis=1)
    return bool(held and not on_dots.any() and not any(box.overlaps(other) for other in taken))
