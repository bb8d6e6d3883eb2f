"""How large is each pillar's share in each cell of time and source: by month, by outlet, by both?

A cell is what the columns asked for have in common: the articles of one outlet in one month. Every share has the
interval by article that it would have in ``emphasis_table`` if the cell were a period. Cells without a coded
paragraph are not made up.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.emphasis.inputs import Integers, Paragraphs, Quantity, need_column, place, read_paragraphs
from discourse.emphasis.intervals import MIN_ARTICLES, wilson_t, within_limits
from discourse.emphasis.measures.groups import OTHER, UNKNOWN, one_each
from discourse.emphasis.measures.spans import UNDATED, UNITS, Span, read_span
from discourse.emphasis.shares import Estimate, moved_without
from discourse.emphasis.sums import ArticleSums, article_sums, sum_by
from discourse.emphasis.table import check_level
from discourse.errors import DataError, EstimateError, shown

PERIOD = "period"
FOUND = ("pillar", "quantity", "value", "low", "high", "numerator", "articles", "paragraphs", "few", "note")
"""Columns of what is found, after those that name the cell."""
_EVERY = "every"


def emphasis_by(
    table: pd.DataFrame,
    pillars: Sequence[str],
    by: Sequence[str],
    *,
    periods: Sequence[str] = (),
    quantity: Quantity = "share",
    fewest: int = 0,
    level: float = 0.95,
) -> pd.DataFrame:
    """Compute every pillar's share in each cell, with an interval by article.

    Parameters
    ----------
    table : DataFrame
        One row a paragraph, as ``read_paragraphs`` wants it, and the columns named in ``by``; ``published``
        (a day, month or year as text) for spans of time.
    pillars : sequence of str
        In codebook order.
    by : sequence of str
        What the cells are made of: a column of the table that describes articles (``period``, ``outlet``), or a
        span of time (``day, week, month, quarter, year``, also ``2months``). A column goes before a span of its name.
    periods : sequence of str
        Order of the periods, for cells by ``period``; those not named come last.
    quantity : str
        ``share`` (primary pillar) or ``mention_share`` (primary or also).
    fewest : int
        Groups of a column with fewer articles than this are taken together as "other"; spans and periods are not.
    level : float
        Level of the intervals.

    Returns
    -------
    DataFrame
        A row per cell and pillar: the columns of ``by``, then ``pillar, quantity, value, low, high, numerator,
        articles, paragraphs, few, note``. ``value`` is ``numerator`` of ``paragraphs``. ``few`` marks cells of fewer
        than five articles, whose bounds are NaN. Cells go by time, with "undated" last (articles whose date is
        coarser than the span), periods in their order, groups by their number of articles, with "other" last;
        the ``note`` names what is in "other".

    Raises
    ------
    DataError
        If the table or a choice is wrong: a column that is not there, or with two values in one article.
    EstimateError
        If no paragraph is labelled.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("aabc"), "published": ["2019-05-02"] * 2 + ["2019-05", "2019"],
    ...                       "primary": ["economic", "political", "economic", "economic"]})
    >>> found = emphasis_by(table, ["political", "economic"], ["month"])
    >>> found.loc[found["pillar"] == "economic", ["month", "numerator", "paragraphs", "few"]].values.tolist()
    [['2019-05', 2, 3, True], ['undated', 1, 1, True]]
    """
    _check_by(by, table)
    check_level(level)
    paragraphs = read_paragraphs(table.assign(**{PERIOD: _EVERY}), pillars, (_EVERY, ""))
    sums = article_sums(paragraphs, quantity=quantity)
    if not len(sums):
        raise EstimateError("labelled paragraphs", "none", f"cells by {', '.join(by)}", "Label some first.")
    counted = pd.Index(paragraphs.articles).isin(sums.articles)
    columns = [_column(table, paragraphs, counted, name, periods, fewest) for name in by]
    cells, cell = np.unique(np.stack([own.codes for own, _ in columns], axis=1), axis=0, return_inverse=True)
    rows = _cell_rows(sums, cell.ravel(), len(cells), level)
    notes = []
    for number, (name, (own, note)) in enumerate(zip(by, columns, strict=True)):
        rows[name] = np.repeat(own.categories.to_numpy(dtype=object)[cells[:, number]], len(pillars))
        notes.append(np.where(rows[name] == OTHER, note, ""))
    rows["note"] = ["; ".join(filter(None, each)) for each in zip(*notes, strict=True)]
    return rows[[*by, *FOUND]]


def _cell_rows(sums: ArticleSums, cell: Integers, n_cells: int, level: float) -> pd.DataFrame:
    """Write the shares of each cell as rows, one a pillar, with intervals and counts."""
    found = _estimate(sums, cell, n_cells)
    n_pillars, articles = len(sums.pillars), np.bincount(cell, minlength=n_cells)
    bounds, few = within_limits(wilson_t(found, level)), np.repeat(articles < MIN_ARTICLES, n_pillars)
    return pd.DataFrame(
        {
            "pillar": np.tile(np.array(sums.pillars, dtype=object), n_cells),
            "quantity": sums.quantity,
            "value": found.value[:, 0].ravel(),
            "low": np.where(few, np.nan, bounds.low[:, 0].ravel()),
            "high": np.where(few, np.nan, bounds.high[:, 0].ravel()),
            "numerator": sum_by(cell, sums.numerators, n_cells).astype(np.int64).ravel(),
            "articles": np.repeat(articles, n_pillars),
            "paragraphs": np.repeat(found.paragraphs[:, 0], n_pillars),
            "few": few,
        }
    )


def _estimate(sums: ArticleSums, cell: Integers, n_cells: int) -> Estimate:
    """Estimate the shares of all cells at once, each as ``ratio_estimate`` would alone; nothing is later."""
    total, articles = sum_by(cell, sums.denominators, n_cells), np.bincount(cell, minlength=n_cells)
    share = sum_by(cell, sums.numerators, n_cells) / total[:, None]
    moved = moved_without(sums.numerators, sums.denominators, share[cell], total[cell])
    variance = sum_by(cell, np.square(moved), n_cells) * ((articles - 1) / articles)[:, None]
    effective, largest = (total**2 / sum_by(cell, each, n_cells) for each in (sums.denominators**2, sums.squares))
    paragraphs = np.bincount(cell, sums.paragraphs, n_cells).astype(np.int64)
    nothing = np.full((n_cells, 2, len(sums.pillars)), np.nan)
    return Estimate(
        pillars=sums.pillars,
        periods=sums.periods,
        quantity=sums.quantity,
        weighting=sums.weighting,
        articles=(len(sums), 0),
        paragraphs=np.stack([paragraphs, 0 * paragraphs], axis=-1),
        informative=(int(articles.max()), 0),
        effective_articles=np.stack([effective, 0 * effective], axis=-1),
        value=np.concatenate([share[:, None], nothing], axis=-2),
        variance=np.concatenate([variance[:, None], nothing], axis=-2),
        max_effective_size=np.stack([largest, 0 * largest], axis=-1),
    )


def _check_by(by: Sequence[str], table: pd.DataFrame) -> None:
    """Refuse what no cells can be made of."""
    if not by or len(set(by)) != len(by):
        raise DataError("one or more columns or spans of time, each once", shown(list(by)), "by")
    for name in by:
        if name in FOUND or name == "article_id":
            raise DataError("a column that describes articles", f"{shown(name)}, a name that the result uses", "by")
        if name in table.columns or (read_span(name) and "published" in table.columns):
            continue
        if read_span(name):
            need_column(table, "published")
        known = [PERIOD, *UNITS, *_describing(table)] if "published" in table.columns else _describing(table)
        known = list(dict.fromkeys(known))
        near = get_close_matches(name, known, 1)
        hint = f"Did you mean {near[0]}?" if near else "Spans of time may be several units, such as 2months."
        raise DataError(f"one of {', '.join(known)}", shown(name), "by", hint)


def _describing(table: pd.DataFrame) -> list[str]:
    """Columns of text that have one value in each article, and do not tell each article from all others."""
    kept = [name for name in table if name not in FOUND and pd.api.types.is_string_dtype(table[name])]
    several = table.groupby("article_id")[kept].nunique().max() > 1
    return [
        str(name)
        for name in kept
        if not several.get(name, False) and table[name].nunique() < table["article_id"].nunique()
    ]


def _column(
    table: pd.DataFrame,
    paragraphs: Paragraphs,
    counted: NDArray[np.bool_],
    name: str,
    periods: Sequence[str],
    fewest: int,
) -> tuple[pd.Categorical, str]:
    """Return the value of one column for each article that counts, in order, and what "other" holds."""
    if name not in table.columns:
        span = read_span(name)
        assert span is not None
        return _in_time(one_each(paragraphs, _places(table, span), name)[counted], span), ""
    text = table[name].fillna("").astype(str).replace("", UNKNOWN)
    values = pd.Series(one_each(paragraphs, text, name)[counted])
    found = values.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    if name == PERIOD:
        named = [period for period in periods if period in found.index]
        return pd.Categorical(values, [*named, *sorted(set(found.index) - set(named))]), ""
    small = sorted(found.index[found < fewest])
    order = [value for value in found.index if value not in small and value != OTHER]
    note = f"{name} with fewer than {fewest} articles: {', '.join(small)}" if small else ""
    lumped = values.where(~values.isin(small), OTHER)
    return pd.Categorical(lumped, [*order, *([OTHER] if (lumped == OTHER).any() else [])]), note


def _places(table: pd.DataFrame, span: Span) -> pd.Series:
    """Place of the span of each row; -1 where the date is coarser than the span, or missing."""
    published = table["published"].fillna("").astype(str)
    places = {}
    for day in published.unique():
        try:
            found = span.place(day)
        except DataError as error:
            where = place(table.reset_index(drop=True), (published == day).to_numpy(), "published")
            raise DataError(error.expected, error.found, where, error.hint) from None
        places[day] = -1 if found is None else found
    return published.map(places)


def _in_time(places: NDArray[np.object_], span: Span) -> pd.Categorical:
    """Name the spans, in the order of time, with what is undated last."""
    order = sorted({int(number) for number in places}, key=lambda number: (number < 0, number))
    names = {number: UNDATED if number < 0 else span.name(number) for number in order}
    named: list[object] = [names[int(number)] for number in places]
    return pd.Categorical(named, list(names.values()))
