"""How strong a ridge, and how loud the shares? Chosen on scores of training rows that were held out by article.

The weight of the shares is chosen first, at a middling penalty, then the penalty, each by the least log
loss of the primary at its best inverse temperature. The losses met here fall to one side and rise to the other,
so a walk downhill from the middle finds the least without trying all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from discourse.classifier.calibration import inverse_temperature, log_loss
from discourse.classifier.ridge import Fit, Regression

MIDDLE = 2.0
"""Where the walk begins, for penalties and weights alike."""


@dataclass(frozen=True, eq=False)
class Choice:
    """A fit, what it was fitted with, its held-out log loss, and the inverse temperature at which it has that loss."""

    fit: Fit
    penalty: float
    weight: float
    loss: float
    inverse_temperature: float


def choose(regression: Regression, codes: Any, penalties: Sequence[float], weights: Sequence[float]) -> Choice:
    """Fit with the penalty and the weight of shares that have the least held-out log loss.

    Parameters
    ----------
    regression : Regression
        Its first targets are the codes, one column each.
    codes : array of int
        Column of each row's code; length N.
    penalties, weights : sequence of float
        From small to large; of one alone nothing is chosen.

    Returns
    -------
    Choice
    """
    tried: dict[tuple[float, float], Choice] = {}

    def attempt(penalty: float, weight: float) -> float:
        if (penalty, weight) not in tried:
            fit = regression.fit(penalty, weight)
            scores, labels = fit.held_out[:, : codes.max() + 1], codes[fit.rows]
            factor = inverse_temperature(scores, labels)
            tried[penalty, weight] = Choice(fit, penalty, weight, log_loss(scores, labels, factor), factor)
        return tried[penalty, weight].loss

    middling = MIDDLE if MIDDLE in penalties else penalties[0]
    weight = downhill(weights, lambda one: attempt(middling, one))
    return tried[downhill(penalties, lambda one: attempt(one, weight)), weight]


def downhill(values: Sequence[float], loss: Callable[[float], float]) -> float:
    """Walk from the middling value, or the first, to the neighbour of less loss until there is none.

    Examples
    --------
    >>> downhill((0.5, 1.0, 2.0, 4.0, 8.0), lambda value: abs(value - 5))
    4.0
    """
    place = values.index(MIDDLE) if MIDDLE in values else 0
    while True:
        near = [one for one in (place, place - 1, place + 1) if 0 <= one < len(values)]
        best = min(near, key=lambda one: loss(values[one]))
        if best == place:
            return values[place]
        place = best
