"""How many more labels?

Learning is counted in articles, for paragraphs of one article teach much the same. Two curves are fitted, and more
articles are expected to bring something between them:

- an inverse power law, ``score(n) = limit - loss * n ** -rate`` (Figueroa et al. 2012, 10.1186/1472-6947-12-8). It
  takes noise in the last points for the beginning of a plateau, and often promises too little;
- a line in ``log2(n)`` through the last points. Curves bend, so that a line promises too much.

Which articles come next matters as much. How far the score of two draws of so many articles differs is measured, and
widens the interval of what more articles bring.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import norm

from discourse.codebook import NONE
from discourse.errors import EstimateError
from discourse.evaluation.folds import Fold
from discourse.evaluation.held_out import cross_predict
from discourse.evaluation.scoring import scores

_RATES = np.linspace(0.1, 1.5, 57)
LEAST_SIZES = 3
"""Different numbers of articles that a law wants."""
LEAST_CODES = 2
"""Different codes from which a classifier learns; a draw of few articles may hold fewer, and is left out."""
LAST = 4
"""The line goes through the points of at least a quarter of the articles."""


def learning_curve(
    estimator: Any,
    X: Any,
    labels: pd.DataFrame,
    folds: Sequence[Fold],
    pillars: Sequence[str],
    sizes: Sequence[int],
    *,
    repeats: int,
    seed: int,
    progress: Callable[[str], None] | None = None,
) -> pd.DataFrame:
    """Train on some of each fold's training articles only, and score all test rows together.

    Parameters
    ----------
    estimator, X, labels, folds, pillars
        As for :func:`cross_predict`.
    sizes : sequence of int
        Numbers of training articles; those above what a fold has to train on are left out, and all
        that it has is added.
    repeats : int
        Random draws of articles for each size (one for all of them).
    seed : int
        Of the draws.
    progress : callable, optional
        Called with each size.

    Returns
    -------
    DataFrame
        ``articles`` (in training), ``paragraphs`` (mean number in training), ``repeat``, ``score``
        (``macro_f1``, ``mention_macro_f1``, ``f1`` and ``mention_f1``), ``pillar``, ``value``.
    """
    articles, codes = labels["article_id"].to_numpy(dtype=str), labels["primary"].to_numpy(dtype=str)
    most = min(len(set(articles[fold.train])) for fold in folds)
    tables = []
    for size in sorted({min(size, most) for size in (*sizes, most)}):
        if progress is not None:
            progress(f"{size} articles")
        for repeat in range(1 if size == most else repeats):
            parts = [
                _drawn(fold, articles, size, np.random.default_rng([seed, size, repeat, place]))
                for place, fold in enumerate(folds)
            ]
            if any(len(np.unique(codes[part.train])) < LEAST_CODES for part in parts):
                continue
            found = scores(cross_predict(estimator, X, labels, parts, pillars), (*pillars, NONE), 0.95, 1, seed)
            found = found[found["score"].isin(["macro_f1", "f1", "mention_macro_f1", "mention_f1"])]
            rows = float(np.mean([len(part.train) for part in parts]))
            tables.append(found[["score", "pillar", "value"]].assign(articles=size, paragraphs=rows, repeat=repeat))
    columns = ["articles", "paragraphs", "repeat", "score", "pillar", "value"]
    return pd.concat(tables, ignore_index=True)[columns]


def fit_learning_curve(
    curve: pd.DataFrame, more: Sequence[int] = (50, 100), *, now: int, level: float, resamples: int, seed: int
) -> pd.DataFrame:
    """Fit both curves to each score, and read what more articles would bring.

    Parameters
    ----------
    curve : DataFrame
        As :func:`learning_curve` returns it.
    more : sequence of int
        Articles added to those labelled now.
    now : int
        Articles labelled now.
    level, resamples, seed
        Of the intervals: the points of each size are resampled and both curves fitted anew.

    Returns
    -------
    DataFrame
        A row a score, pillar and number of articles (``now`` and ``now`` plus each of ``more``): ``score``,
        ``pillar``, ``articles``, ``value``, ``low``, ``high``, ``gain`` (over ``now``: the mean of what the two
        curves promise), ``gain_low``, ``gain_high`` (from the lower end of the law's to the upper end of the line's,
        widened by how far two draws differ), and the law's ``limit``, ``loss``, ``rate``.

    Raises
    ------
    EstimateError
        If there are fewer than three sizes.
    """
    at = np.array([now, *(now + extra for extra in more)], dtype=float)
    rng = np.random.default_rng([seed, now])
    tails = [(1 - level) / 2, (1 + level) / 2]
    tables = []
    for (score, pillar), points in curve.groupby(["score", "pillar"], sort=False):
        sizes, values = points["articles"].to_numpy(dtype=float), points["value"].to_numpy()
        drawn = _resampled(sizes, values, resamples, rng)
        law, laws = power_law(sizes, values), _read(_power_laws(sizes, drawn), at)
        read, lines = _read(law, at), _line_gains(sizes, drawn, at)
        low, high = np.quantile(laws, tails, axis=0)
        gain = (read - read[0] + _line_gains(sizes, values[None, :], at)[0]) / 2
        below = np.maximum(gain - np.quantile(laws - laws[:, :1], tails[0], axis=0), 0)
        above = np.maximum(np.quantile(lines, tails[1], axis=0) - gain, 0)
        draws = norm.ppf(tails[1]) * np.sqrt(2) * _spread(sizes, values) * (at > now)
        least, most = gain - np.hypot(below, draws), gain + np.hypot(above, draws)
        found = {"score": score, "pillar": pillar, "articles": at.astype(int)}
        found |= {"value": read[0] + gain, "low": low[0] + least, "high": high[0] + most}
        found |= {"gain": gain, "gain_low": least, "gain_high": most}
        tables.append(pd.DataFrame(found | dict(zip(("limit", "loss", "rate"), law, strict=True))))
    return pd.concat(tables, ignore_index=True)


def power_law(sizes: Any, values: Any) -> tuple[float, float, float]:
    """Limit, loss and rate of ``limit - loss * n ** -rate`` by least squares; limit at most 1, loss at least 0.

    Raises
    ------
    EstimateError
        If there are fewer than three sizes.

    Examples
    --------
    >>> sizes = np.array([10.0, 40.0, 160.0])
    >>> [round(one, 2) for one in power_law(sizes, 0.9 - 1.2 * sizes**-0.5)]
    [0.9, 1.2, 0.5]
    """
    sizes, values = np.asarray(sizes, dtype=float), np.asarray(values, dtype=float)
    different = len(np.unique(sizes))
    if different < LEAST_SIZES:
        raise EstimateError(f"scores at {LEAST_SIZES} sizes", str(different), "learning curve", "Try more sizes.")
    limit, loss, rate = _power_laws(sizes, values[None, :])
    return float(limit[0, 0]), float(loss[0, 0]), float(rate[0, 0])


def _power_laws(sizes: Any, values: Any) -> Any:
    """Limits, losses and rates of the laws through D sets of values at the same N sizes; 3 x D x 1 from D x N."""
    # For a given rate the law is a line in n ** -rate; its limit is held at 1 where the line would pass it.
    steps = sizes[None, :] ** -_RATES[:, None]
    centred = steps - steps.mean(axis=1, keepdims=True)
    mean = values.mean(axis=1, keepdims=True)
    loss = np.maximum(-((values - mean) @ centred.T) / (centred**2).sum(axis=1), 0.0)
    limit = mean + loss * steps.mean(axis=1)
    held = limit > 1
    loss[held] = np.maximum((1 - values) @ steps.T / (steps**2).sum(axis=1), 0.0)[held]
    limit[held] = 1.0
    error = ((values[:, None, :] - limit[..., None] + loss[..., None] * steps) ** 2).sum(axis=-1)
    rows, best = np.arange(len(values)), error.argmin(axis=1)
    return np.array([limit[rows, best], loss[rows, best], _RATES[best]])[..., None]


def _line_gains(sizes: Any, values: Any, at: Any) -> Any:
    """Gains over the first of ``at`` if the line in ``log2(n)`` through the last points goes on; D x A from D x N."""
    last = sizes >= sizes.max() / LAST
    if len(np.unique(sizes[last])) == 1:
        last = sizes >= np.unique(sizes)[-2]
    steps = np.log2(sizes[last]) - np.log2(sizes[last]).mean()
    slopes = np.maximum(values[:, last] @ steps / (steps**2).sum(), 0.0)
    return slopes[:, None] * np.log2(at / at[0])


def _spread(sizes: Any, values: Any) -> float:
    """Return the standard deviation of the scores of draws of one number of articles, over all numbers together."""
    parts = [values[sizes == size] for size in np.unique(sizes)]
    freedom = sum(len(part) - 1 for part in parts)
    return float(np.sqrt(sum(((part - part.mean()) ** 2).sum() for part in parts) / max(freedom, 1)))


def _drawn(fold: Fold, articles: Any, size: int, rng: np.random.Generator) -> Fold:
    """Fold with some of its training articles only."""
    names = np.unique(articles[fold.train])
    kept = names if len(names) <= size else rng.choice(names, size, replace=False)
    return Fold(fold.train[np.isin(articles[fold.train], kept)], fold.test, fold.name)


def _read(law: Any, at: Any) -> Any:
    limit, loss, rate = law
    return limit - loss * at**-rate


def _resampled(sizes: Any, values: Any, resamples: int, rng: np.random.Generator) -> Any:
    """Points of each size drawn with replacement; a size with one point is moved by the spread of the others.

    One row a resample, R x N.
    """
    means = {size: values[sizes == size].mean() for size in set(sizes.tolist())}
    middle = np.array([means[size] for size in sizes])
    many = np.array([(sizes == size).sum() > 1 for size in sizes])
    spread = (values - middle)[many] if many.any() else values - middle
    return np.array([middle + rng.choice(spread, len(values)) for _ in range(resamples)])
