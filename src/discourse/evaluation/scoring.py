"""How well does a model do, and how sure is that, by article?

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
from discourse.errors import DataError, EstimateError, shown
from discourse.labels.analysed import check_frame, result_for
from discourse.labels.table import mention_matrix
from discourse.resampling import resampled_articles

_CHUNK = 1_000


def scores(
    predictions: pd.DataFrame,
    codes: Sequence[str] | None = None,
    level: float = 0.95,
    resamples: int = 10_000,
    seed: int = 0,
) -> pd.DataFrame:
    """Accuracy, macro-F1, and precision, recall and F1 of each pillar, for primary and for mentions.

    Parameters
    ----------
    predictions : DataFrame
        As :func:`cross_predict` returns it: ``article_id``, ``label``, ``predicted``; with
        ``mentioned`` and ``also`` the mentions are scored too.
    codes : sequence of str, optional
        Codes in the codebook's order; ``none`` among them is no pillar. Default: those that the predictions know.
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
    DataError
        If a label or a prediction is none of the codes, or codes are neither given nor known.

    Examples
    --------
    >>> said = pd.DataFrame({"article_id": list("abcd"), "label": ["trade", "roads"] * 2, "predicted": ["trade"] * 4})
    >>> found = scores(said, ["trade", "roads"], resamples=1000)
    >>> found.loc[found["score"] == "accuracy", ["value", "articles", "paragraphs"]]
    value  articles  paragraphs
    0.500         4           4
    """
    codes = _known_codes(predictions, codes)
    if not len(predictions):
        raise EstimateError("predictions to score", "none", "scores", "Label paragraphs of at least two articles.")
    pillars = [code for code in codes if code != NONE]
    tables = [article_confusion(predictions, codes)]
    if "mentioned" in predictions:
        tables.append(_mentions(predictions, pillars))
    articles = len(tables[0])
    drawn = resampled_articles(articles, resamples, seed)
    names, value = _named_scores([table.sum(axis=0) for table in tables], codes)
    spread = np.empty((resamples, len(names)))
    for start in range(0, resamples, _CHUNK):
        part = drawn[start : start + _CHUNK]
        summed = [np.tensordot(part, table, axes=1) for table in tables]
        spread[start : start + _CHUNK] = np.array(_named_scores(summed, codes)[1]).T
    low, high = _quantiles(spread, level)
    result = pd.DataFrame(names, columns=["score", "pillar"])
    result["value"], result["low"], result["high"] = np.array(value, dtype=float), low, high
    result["articles"], result["paragraphs"] = articles, len(predictions)
    return result_for(result, predictions)


def _known_codes(predictions: pd.DataFrame, codes: Sequence[str] | None) -> Sequence[str]:
    check_frame(predictions)
    if codes is None and "codes" not in predictions.attrs:
        hint = "Give them, or take predictions from cross_predict (a merge or a file loses what it knows)."
        raise DataError("codes, in codebook order", "none, and the table does not know them", "argument codes", hint)
    for column in ("article_id", "label", "predicted"):
        if column not in predictions:
            hint = "Take predictions from cross_predict."
            raise DataError(f"a column {column}", "none of that name", "argument predictions", hint)
    if isinstance(codes, str):
        raise DataError("a list of codes", f"one text, {shown(codes)}", "argument codes", f"Write [{codes!r}].")
    return predictions.attrs["codes"] if codes is None else codes


def article_macro_f1(predictions: pd.DataFrame, codes: Sequence[str], resamples: int, seed: int) -> Any:
    """Macro-F1 in each resample of articles; length R.

    Two models on the same articles and seed meet the same resamples, so the differences of their
    values give the interval of the difference.
    """
    table = article_confusion(predictions, codes)
    drawn = resampled_articles(len(table), resamples, seed)
    return macro_f1(np.tensordot(drawn, table, axes=1), codes)


def expected_macro_f1(predictions: pd.DataFrame, codes: Sequence[str], draws: int, seed: int) -> Any:
    """Macro-F1 of the predictions if the classifier's probabilities were perfectly calibrated; length ``draws``.

    Each paragraph's label is drawn anew from its probabilities and set against the prediction. A target
    above nearly all of these asks for more than the classifier's probabilities allow, whatever the labels are.
    """
    rng = np.random.default_rng([seed, len(predictions)])
    probabilities = predictions[[f"p_{code}" for code in codes]].to_numpy(dtype=float)
    edges = probabilities.cumsum(axis=1)
    predicted = _column_of(predictions, "predicted", codes)
    tables = np.zeros((draws, len(codes), len(codes)))
    for table, drawn in zip(tables, rng.random((draws, len(predicted))), strict=True):
        true = (drawn[:, None] * edges[:, -1:] >= edges).sum(axis=1)
        np.add.at(table, (true, predicted), 1)
    return macro_f1(tables, codes)


def macro_f1(tables: Any, codes: Sequence[str]) -> Any:
    """Macro-F1 over the paragraphs labelled with a pillar, of pillars that occur or are predicted.

    Parameters
    ----------
    tables : array of float
        Counts by label and prediction, C x C, or R such tables, R x C x C.
    codes : sequence of str
        Their C codes, in order.

    Notes
    -----
    Of one table it is what ``f1_score(average="macro", zero_division=nan)`` of scikit-learn gives. For
    10,000 resamples of 968 paragraphs all tables at once take .5 s, scikit-learn's function on the rows of
    each 200 s.

    Examples
    --------
    >>> float(macro_f1([[2, 1, 0], [0, 1, 0], [1, 0, 5]], ["trade", "school", "none"]).round(3))
    0.733
    """
    right, predicted, true = _pillar_counts(tables, codes)
    return _mean(_f1(right, predicted, true))


def accuracy(tables: Any, codes: Sequence[str]) -> Any:
    """Accuracy over the paragraphs labelled with a pillar; as :func:`macro_f1`.

    Examples
    --------
    >>> float(accuracy([[2, 1, 0], [0, 1, 0], [1, 0, 5]], ["trade", "school", "none"]))
    0.75
    """
    right, _, true = _pillar_counts(tables, codes)
    return _ratio(right.sum(axis=-1), true.sum(axis=-1))


def confusion(predictions: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """Count paragraphs by label (rows) and prediction (columns), both in the order of ``codes``."""
    from sklearn.metrics import confusion_matrix

    true, predicted = (_column_of(predictions, name, codes) for name in ("label", "predicted"))
    table = confusion_matrix(true, predicted, labels=range(len(codes)))
    return pd.DataFrame(table, index=list(codes), columns=list(codes))


def article_confusion(predictions: pd.DataFrame, codes: Sequence[str]) -> Any:
    """Confusion counts of each article, articles sorted by id; A x C x C, labels by predictions."""
    articles, place = _articles(predictions)
    table = np.zeros((len(articles), len(codes), len(codes)))
    true, predicted = (_column_of(predictions, name, codes) for name in ("label", "predicted"))
    np.add.at(table, (place, true, predicted), 1)
    return table


def _articles(predictions: pd.DataFrame) -> tuple[Any, Any]:
    """Ids of the articles, sorted, and the place of each row's article among them."""
    return np.unique(predictions["article_id"].to_numpy(dtype=str), return_inverse=True)


def _column_of(predictions: pd.DataFrame, column: str, codes: Sequence[str]) -> Any:
    """Place of each row's code among the codes."""
    place = predictions[column].map({code: index for index, code in enumerate(codes)})
    if place.isna().any():
        row = int(np.flatnonzero(place.isna())[0])
        where = f"predictions, row {row}, column {column}"
        raise DataError(f"one of {', '.join(codes)}", repr(predictions[column].iloc[row]), where)
    return place.to_numpy(dtype=int)


def _pillar_counts(tables: Any, codes: Sequence[str]) -> tuple[Any, Any, Any]:
    """Right, predicted and true paragraphs of each pillar among those labelled with a pillar; ... x K each."""
    kept = [index for index, code in enumerate(codes) if code != NONE]
    within = np.asarray(tables)[..., kept, :]
    right = np.diagonal(within[..., kept], axis1=-2, axis2=-1)
    return right, within.sum(axis=-2)[..., kept], within.sum(axis=-1)


def _mentions(predictions: pd.DataFrame, pillars: Sequence[str]) -> Any:
    """Right, predicted and true mentions of each article and pillar; A x K x 3."""
    articles, place = _articles(predictions)
    table = np.zeros((len(articles), len(pillars), 3))
    held = mention_matrix(predictions["label"], predictions["also"], pillars).astype(float)
    for column, (pillar, true) in enumerate(zip(pillars, held.T, strict=True)):
        predicted = np.array([pillar in mentioned for mentioned in predictions["mentioned"]], dtype=float)
        np.add.at(table, (place, column), np.column_stack([true * predicted, predicted, true]))
    return table


def _named_scores(tables: Sequence[Any], codes: Sequence[str]) -> tuple[list[tuple[str, str]], list[Any]]:
    """Names and values of all scores; tables C x C, or R x C x C for R resamples."""
    table = np.asarray(tables[0])
    kept = [index for index, code in enumerate(codes) if code != NONE]
    pillars = [codes[index] for index in kept]
    right = np.diagonal(table, axis1=-2, axis2=-1)
    strict = _f1(right[..., kept], table.sum(axis=-2)[..., kept], table.sum(axis=-1)[..., kept])
    named: list[tuple[tuple[str, str], Any]] = [
        (("accuracy", ""), accuracy(table, codes)),
        (("macro_f1", ""), macro_f1(table, codes)),
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


def _f1(right: Any, predicted: Any, true: Any) -> Any:
    """F1 from counts; not a number where the pillar neither occurs nor is predicted."""
    return _ratio(2 * right, predicted + true)


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
