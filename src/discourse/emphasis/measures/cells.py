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

from discourse.emphasis.inputs import Paragraphs, Quantity, Weighting, need_column, place, read_paragraphs
from discourse.emphasis.measures.cell_sums import PERIOD, add_up_cells, cell_rows, estimate_cells, ordered_groups
from discourse.emphasis.measures.groups import OTHER, UNKNOWN, one_each
from discourse.emphasis.measures.spans import UNDATED, UNITS, Span, read_span
from discourse.emphasis.sums import article_sums
from discourse.emphasis.table import check_level
from discourse.errors import DataError, EstimateError, shown
from discourse.labels.analysed import chosen_or_kept, level_for, result_for

FOUND = ("pillar", "quantity", "value", "low", "high", "numerator", "articles", "paragraphs", "few", "note")
"""Columns of what is found, after those that name the cell."""
_EVERY = "every"


def emphasis_by(
    table: pd.DataFrame,
    pillars: Sequence[str] | None = None,
    by: Sequence[str] | str = (),
    *,
    periods: Sequence[str] | None = None,
    quantity: Quantity = "share",
    weighting: Weighting = "paragraph",
    fewest: int = 0,
    level: float | None = None,
) -> pd.DataFrame:
    """Compute every pillar's share in each cell, with an interval by article.

    Parameters
    ----------
    table : DataFrame
        One row a paragraph, as ``read_paragraphs`` wants it, and the columns named in ``by``; ``published``
        (a day, month or year as text) for spans of time.
    pillars : sequence of str, optional
        In codebook order. A table from :meth:`discourse.Study.table` knows them.
    by : str or sequence of str
        What the cells are made of: a column of the table that describes articles (``period``, ``outlet``), or a
        span of time (``day, week, month, quarter, year``, also ``2months``). A column goes before a span of its name.
    periods : sequence of str, optional
        Order of the periods, for cells by ``period``; those not named come last. Default: what the table knows.
    quantity : str
        ``share`` (primary pillar) or ``mention_share`` (primary or also).
    weighting : str
        ``paragraph``, ``article`` or ``word``; see ``sums``.
    fewest : int
        Groups of a column with fewer articles than this are taken together as "other"; spans and periods are not.
    level : float, optional
        Level of the intervals; default: what the table knows, else .95.

    Returns
    -------
    DataFrame
        A row per cell and pillar: the columns of ``by``, then ``pillar, quantity, value, low, high, numerator,
        articles, paragraphs, few, note``. ``value`` is ``numerator`` of ``paragraphs``, where all weigh alike.
        ``few`` marks cells of fewer than five articles, whose bounds are NaN. Cells go by time, with "undated" last
        (articles whose date is coarser than the span), periods in their order, groups by their number of
        articles, with "other" last; the ``note`` names what is in "other".

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
    pillars, level = chosen_or_kept(pillars, table, "pillars"), level_for(table, level)
    periods, by = table.attrs.get("periods", ()) if periods is None else periods, [by] if isinstance(by, str) else by
    _check_by(by, table)
    check_level(level)
    paragraphs = read_paragraphs(table.assign(**{PERIOD: _EVERY}), pillars, (_EVERY, ""))
    sums = article_sums(paragraphs, quantity=quantity, weighting=weighting)
    if not len(sums):
        raise EstimateError("labelled paragraphs", "none", f"cells by {', '.join(by)}", "Label some first.")
    counted = pd.Index(paragraphs.articles).isin(sums.articles)
    columns = [_column(table, paragraphs, counted, name, periods, fewest) for name in by]
    cells, cell = np.unique(np.stack([own.codes for own, _ in columns], axis=1), axis=0, return_inverse=True)
    plain = sums if weighting == "paragraph" else article_sums(paragraphs, quantity=quantity)
    added = add_up_cells(sums, plain.numerators, cell.ravel(), len(cells))
    rows = cell_rows(added, estimate_cells(added), level)
    notes = []
    for number, (name, (own, note)) in enumerate(zip(by, columns, strict=True)):
        rows[name] = np.repeat(own.categories.to_numpy(dtype=object)[cells[:, number]], len(pillars))
        notes.append(np.where(rows[name] == OTHER, note, ""))
    rows["note"] = ["; ".join(filter(None, each)) for each in zip(*notes, strict=True)]
    return result_for(rows[[*by, *FOUND]], table)


def _check_by(by: Sequence[str], table: pd.DataFrame) -> None:
    """Refuse what no cells can be made of."""
    if not by or len(set(by)) != len(by):
        raise DataError("one or more columns or spans of time, each once", shown(list(by)), "by", "Such as by='month'.")
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
    group, order, note = ordered_groups(values.value_counts(), name, periods, fewest)
    grouped: list[object] = [group[value] for value in values]
    return pd.Categorical(grouped, order), note


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
