"""How many more labels?

Learning is counted in articles, for paragraphs of one article teach much the same. The curve is an
inverse power law, ``score(n) = limit - loss * n ** -rate`` (Figueroa et al. 2012,
10.1186/1472-6947-12-8); beyond the last point it is an extrapolation, and its interval says only how
well the points fix it, not whether the law holds there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from discourse.codebook import NONE
from discourse.errors import EstimateError
from discourse.evaluation.folds import Fold
from discourse.evaluation.held_out import cross_predict
from discourse.evaluation.scoring import scores

_RATES = np.linspace(0.1, 1.5, 57)
LEAST_SIZES = 3
"""Different numbers of articles that a law wants."""


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
    articles = labels["article_id"].to_numpy(dtype=str)
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
            found = scores(cross_predict(estimator, X, labels, parts, pillars), (*pillars, NONE), 0.95, 1, seed)
            found = found[found["score"].isin(["macro_f1", "f1", "mention_macro_f1", "mention_f1"])]
            rows = float(np.mean([len(part.train) for part in parts]))
            tables.append(found[["score", "pillar", "value"]].assign(articles=size, paragraphs=rows, repeat=repeat))
    columns = ["articles", "paragraphs", "repeat", "score", "pillar", "value"]
    return pd.concat(tables, ignore_index=True)[columns]


def fit_learning_curve(
    curve: pd.DataFrame, more: Sequence[int] = (50, 100), *, now: int, level: float, resamples: int, seed: int
) -> pd.DataFrame:
    """Fit the inverse power law to each score, and read what more articles would bring.

    Parameters
    ----------
    curve : DataFrame
        As :func:`learning_curve` returns it.
    more : sequence of int
        Articles added to those labelled now.
    now : int
        Articles labelled now.
    level, resamples, seed
        Of the intervals: the points of each size are resampled and the law fitted anew.

    Returns
    -------
    DataFrame
        A row a score, pillar and number of articles (``now`` and ``now`` plus each of ``more``):
        ``score``, ``pillar``, ``articles``, ``value``, ``low``, ``high``, ``gain`` (over ``now``),
        ``gain_low``, ``gain_high``, and the law's ``limit``, ``loss``, ``rate``.

    Raises
    ------
    EstimateError
        If there are fewer than three sizes.
    """
    at = np.array([now, *(now + extra for extra in more)], dtype=float)
    rng = np.random.default_rng([seed, now])
    tables = []
    for (score, pillar), points in curve.groupby(["score", "pillar"], sort=False):
        sizes, values = points["articles"].to_numpy(dtype=float), points["value"].to_numpy()
        law = power_law(sizes, values)
        drawn = _read(_power_laws(sizes, _resampled(sizes, values, resamples, rng)), at)
        read = _read(law, at)
        tails = [(1 - level) / 2, (1 + level) / 2]
        (low, high), gains = np.quantile(drawn, tails, axis=0), np.quantile(drawn - drawn[:, :1], tails, axis=0)
        tables.append(
            pd.DataFrame(
                {
                    "score": score,
                    "pillar": pillar,
                    "articles": at.astype(int),
                    "value": read,
                    "low": low,
                    "high": high,
                    "gain": read - read[0],
                    "gain_low": gains[0],
                    "gain_high": gains[1],
                    "limit": law[0],
                    "loss": law[1],
                    "rate": law[2],
                }
            )
        )
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
