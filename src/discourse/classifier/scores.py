"""How well does a model do, and how sure may we be of that? Scores with intervals by article.

Every interval resamples whole articles: the confusion counts of each article are drawn together, as
often as there are articles, and the score is computed anew. Mean and spread over folds would not do:
folds share their training rows, and at a nominal 95 % such intervals cover about half.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from discourse.codebook import NONE
from discourse.errors import EstimateError
from discourse.labels import mention_matrix
from discourse.resampling import resampled_articles

_CHUNK = 1_000


def scores(predictions: pd.DataFrame, codes: Sequence[str], level: float, resamples: int, seed: int) -> pd.DataFrame:
    """Accuracy, macro-F1, and precision, recall and F1 of each pillar, for primary and for mentions.

    Parameters
    ----------
    predictions : DataFrame
        As :func:`cross_predict` returns it: ``article_id``, ``label``, ``predicted``; with
        ``mentioned`` and ``also`` the mentions are scored too.
    codes : sequence of str
        Codes in the codebook's order; ``none`` among them is no pillar.
    level : float
        Level of the intervals, such as 0.95.
    resamples : int
        Article resamples.
    seed : int
        Seed of the resamples.

    Returns
    -------
    DataFrame
        ``score``, ``pillar`` (empty for all together), ``value``, ``low``, ``high``, ``articles``,
        ``paragraphs``. ``accuracy`` and ``macro_f1`` are over the paragraphs whose label is a pillar;
        ``macro_f1_strict`` is over all paragraphs, so that a pillar given to a ``none`` counts as an
        error; ``accuracy_all`` counts ``none`` as a code. ``mention_macro_f1`` is over all paragraphs.
        ``precision``, ``recall``, ``f1`` of a pillar are those of the strict count. A pillar that a
        resample neither holds nor predicts is left out of that resample's mean.

    Notes
    -----
    With n articles the interval rests on n independent things, however many paragraphs they have;
    below ten or so it is too narrow.

    Raises
    ------
    EstimateError
        If there is no prediction.
    """
    if not len(predictions):
        raise EstimateError("predictions to score", "none", "scores", "Label paragraphs of at least two articles.")
    pillars = [code for code in codes if code != NONE]
    articles, place = np.unique(predictions["article_id"].to_numpy(dtype=str), return_inverse=True)
    tables = [_confusion(predictions, codes, place)]
    if "mentioned" in predictions:
        tables.append(_mentions(predictions, pillars, place))
    drawn = resampled_articles(len(articles), resamples, seed)
    names, value = _named_scores([table.sum(axis=0) for table in tables], codes)
    spread = np.empty((resamples, len(names)))
    for start in range(0, resamples, _CHUNK):
        part = drawn[start : start + _CHUNK]
        summed = [np.tensordot(part, table, axes=1) for table in tables]
        spread[start : start + _CHUNK] = np.array(_named_scores(summed, codes)[1]).T
    low, high = _quantiles(spread, level)
    result = pd.DataFrame(names, columns=["score", "pillar"])
    result["value"], result["low"], result["high"] = np.array(value, dtype=float), low, high
    result["articles"], result["paragraphs"] = len(articles), len(predictions)
    return result


def article_macro_f1(predictions: pd.DataFrame, codes: Sequence[str], resamples: int, seed: int) -> Any:
    """Macro-F1 in each resample of articles; length R.

    Two models on the same articles and seed meet the same resamples, so the differences of their
    values give the interval of the difference.
    """
    articles, place = np.unique(predictions["article_id"].to_numpy(dtype=str), return_inverse=True)
    drawn = resampled_articles(len(articles), resamples, seed)
    summed = np.tensordot(drawn, _confusion(predictions, codes, place), axes=1)
    return macro_f1(summed, codes)


def promised_macro_f1(predictions: pd.DataFrame, codes: Sequence[str], draws: int, seed: int) -> Any:
    """Macro-F1 that the predictions would have if the classifier's own probabilities held exactly; length ``draws``.

    Each paragraph's label is drawn anew from its probabilities and set against the prediction. A target
    above nearly all of these asks for more than the classifier is sure of, whatever the labels are.
    """
    rng = np.random.default_rng([seed, len(predictions)])
    probabilities = predictions[[f"p_{code}" for code in codes]].to_numpy(dtype=float)
    edges = probabilities.cumsum(axis=1)
    said = predictions["predicted"].map({code: column for column, code in enumerate(codes)}).to_numpy()
    tables = np.zeros((draws, len(codes), len(codes)))
    for table, drawn in zip(tables, rng.random((draws, len(said))), strict=True):
        true = (drawn[:, None] * edges[:, -1:] >= edges).sum(axis=1)
        np.add.at(table, (true, said), 1)
    return macro_f1(tables, codes)


def macro_f1(tables: Any, codes: Sequence[str]) -> Any:
    """Macro-F1 of counts by label and prediction, C x C, or of each of R such tables, R x C x C."""
    names, value = _named_scores([tables], codes)
    return value[names.index(("macro_f1", ""))]


def confusion(predictions: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """Count paragraphs by label (rows) and prediction (columns), both in the order of ``codes``."""
    place = np.zeros(len(predictions), dtype=int)
    return pd.DataFrame(_confusion(predictions, codes, place)[0].astype(int), index=list(codes), columns=list(codes))


def _confusion(predictions: pd.DataFrame, codes: Sequence[str], place: Any) -> Any:
    """Confusion counts of each article; A x C x C."""
    column = {code: index for index, code in enumerate(codes)}
    table = np.zeros((place.max() + 1, len(codes), len(codes)))
    true, said = (predictions[name].map(column).to_numpy() for name in ("label", "predicted"))
    np.add.at(table, (place, true, said), 1)
    return table


def _mentions(predictions: pd.DataFrame, pillars: Sequence[str], place: Any) -> Any:
    """Right, predicted and true mentions of each article and pillar; A x K x 3."""
    table = np.zeros((place.max() + 1, len(pillars), 3))
    held = mention_matrix(predictions["label"], predictions["also"], pillars).astype(float)
    for column, (pillar, true) in enumerate(zip(pillars, held.T, strict=True)):
        said = np.array([pillar in mentioned for mentioned in predictions["mentioned"]], dtype=float)
        np.add.at(table, (place, column), np.column_stack([true * said, said, true]))
    return table


def _named_scores(tables: Sequence[Any], codes: Sequence[str]) -> tuple[list[tuple[str, str]], list[Any]]:
    """Names and values of all scores; tables C x C, or R x C x C for R resamples."""
    table = np.asarray(tables[0])
    kept = [index for index, code in enumerate(codes) if code != NONE]
    pillars = [codes[index] for index in kept]
    right = np.diagonal(table, axis1=-2, axis2=-1)
    within = table[..., kept, :]
    inside = _f1(right[..., kept], within.sum(axis=-2)[..., kept], within.sum(axis=-1))
    strict = _f1(right[..., kept], table.sum(axis=-2)[..., kept], table.sum(axis=-1)[..., kept])
    named: list[tuple[tuple[str, str], Any]] = [
        (("accuracy", ""), _ratio(right[..., kept].sum(axis=-1), within.sum(axis=(-2, -1)))),
        (("macro_f1", ""), _mean(inside)),
        (("macro_f1_strict", ""), _mean(strict)),
        (("accuracy_all", ""), _ratio(right.sum(axis=-1), table.sum(axis=(-2, -1)))),
    ]
    for index, pillar in zip(kept, pillars, strict=True):
        named.append((("precision", pillar), _ratio(right[..., index], table[..., :, index].sum(axis=-1))))
        named.append((("recall", pillar), _ratio(right[..., index], table[..., index, :].sum(axis=-1))))
        named.append((("f1", pillar), strict[..., kept.index(index)]))
    if len(tables) > 1:
        f1 = _f1(*np.moveaxis(np.asarray(tables[1]), -1, 0))
        named.append((("mention_macro_f1", ""), _mean(f1)))
        named.extend((("mention_f1", pillar), f1[..., column]) for column, pillar in enumerate(pillars))
    return [name for name, _ in named], [value for _, value in named]


def _f1(right: Any, said: Any, true: Any) -> Any:
    """F1 from counts; not a number where the pillar neither occurs nor is predicted."""
    return _ratio(2 * right, said + true)


def _ratio(part: Any, whole: Any) -> Any:
    part, whole = np.asarray(part, dtype=float), np.asarray(whole, dtype=float)
    return np.divide(part, whole, out=np.full(np.broadcast(part, whole).shape, np.nan), where=whole > 0)


def _mean(values: Any) -> Any:
    """Mean over the last axis of what is defined."""
    known = ~np.isnan(values)
    return _ratio(np.where(known, values, 0.0).sum(axis=-1), known.sum(axis=-1))


def _quantiles(spread: Any, level: float) -> tuple[Any, Any]:
    """Percentile interval of each column; not a number where no resample defines the score."""
    empty = np.isnan(spread).all(axis=0)
    filled = np.where(empty, 0.0, spread)
    low, high = np.nanquantile(filled, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return np.where(empty, np.nan, low), np.where(empty, np.nan, high)
