"""Does a shift hold without one group of articles: an outlet, an event, the busiest month?

An interval by article takes the outlets and events of the study as given. Where all paragraphs of a
pillar come from one outlet, the interval cannot see it. So each group that holds a good part of a
period is left out in turn, and the shift is estimated without it. ``measures.clustered`` asks the same
question in one number: how wide is the interval if outlets, not articles, are the independent unit?
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from discourse.emphasis.correction.choice import behind_people
from discourse.emphasis.correction.proxies import people_alone
from discourse.emphasis.estimators import Estimator, estimate
from discourse.emphasis.inputs import Booleans, Paragraphs, Quantity, Weighting, place
from discourse.emphasis.shares import Estimate, ratio_estimate
from discourse.emphasis.sums import ArticleSums, article_sums
from discourse.emphasis.table import emphasis_rows
from discourse.errors import DataError, EstimateError

SMALLEST = 0.10
"""A group is left out if it holds at least this part of a period's coded paragraphs."""

EVENT = "event"
MONTH = "month"
DECIDING = ("outlet", EVENT)
"""Columns whose groups are left out before a shift is announced; see ``verdict``."""
JOINED = (EVENT, "partner")
"""Columns whose cells may hold several ids, joined by ``+``."""

COLUMNS = (
    "pillar", "value", "low", "high", "earlier_articles", "later_articles",
    "earlier_count", "earlier_paragraphs", "later_count", "later_paragraphs", "earlier_share", "later_share",
)  # fmt: skip


def counted_shifts(paragraphs: Paragraphs, found: Estimate, level: float = 0.95) -> pd.DataFrame:
    """Return every pillar's shift with its interval and the counts behind it.

    Parameters
    ----------
    paragraphs : Paragraphs
        The paragraphs that were estimated from.
    found : Estimate
        Made of their labels, with any weighting; counts are of paragraphs, whatever the weighting.
    level : float
        Level of the intervals.

    Returns
    -------
    DataFrame
        A row per pillar with :data:`COLUMNS`: shift and bounds as parts of 1; articles, the pillar's
        paragraphs (``count``), all coded paragraphs and the share of each period. Bounds are NaN with fewer
        than five articles in a period.

    Examples
    --------
    >>> from discourse.emphasis.inputs import read_paragraphs
    >>> table = pd.DataFrame({"article_id": list("aab"), "period": ["2023", "2023", "2025"],
    ...                       "primary": ["economic", "political", "political"]})
    >>> paragraphs = read_paragraphs(table, ["political", "economic"], ["2023", "2025"])
    >>> found = counted_shifts(paragraphs, ratio_estimate(article_sums(paragraphs)))
    >>> found.loc[0, ["value", "earlier_count", "earlier_paragraphs", "later_count", "later_paragraphs"]].tolist()
    [0.5, 1.0, 2.0, 1.0, 1.0]
    """
    rows = emphasis_rows([found], level)
    shift = rows[rows["quantity"].str.endswith("shift")].reset_index(drop=True)
    period = paragraphs.period[paragraphs.article]
    belongs, counts = paragraphs.belongs(found.quantity), {}
    for number, name in enumerate(("earlier", "later")):
        here = paragraphs.coded & (period == number)
        counts[f"{name}_count"] = belongs[here].sum(axis=0).astype(int)
        counts[f"{name}_paragraphs"] = int(here.sum())
        counts[f"{name}_articles"] = found.articles[number]
        counts[f"{name}_share"] = found.value[number]
    return shift.assign(**counts)[list(COLUMNS)]


def leave_out(
    paragraphs: Paragraphs,
    column: str,
    *,
    smallest: float = SMALLEST,
    quantity: Quantity = "share",
    weighting: Weighting = "paragraph",
    level: float = 0.95,
    sums: ArticleSums | None = None,
    estimator: Estimator = "coded",
) -> pd.DataFrame:
    """Estimate every pillar's shift without each large group of a column in turn.

    Parameters
    ----------
    paragraphs : Paragraphs
        From ``read_paragraphs``; nothing is checked anew.
    column : str
        Column of the table, such as ``outlet`` or ``event``. Cells of ``event`` and ``partner`` may hold
        several ids joined by ``+``. Where ``event`` is missing or empty throughout, the busiest month
        (``published``, most coded paragraphs) takes the place of the events.
    smallest : float
        Part of a period's coded paragraphs that a group must hold, in either period.
    quantity, weighting, level
        As ``emphasis_table``.
    sums : ArticleSums, optional
        Those of the paragraphs, where they have been added up before.
    estimator : str
        With another than ``coded``, articles and counts are those that people coded.

    Returns
    -------
    DataFrame
        A row per group and pillar, largest group first: ``column`` (``month`` for the busiest month),
        ``left_out`` (the group), then :data:`COLUMNS` of what is left. A group that holds all coded
        paragraphs is the study itself and is not left out.

    Raises
    ------
    DataError
        If a column other than ``event`` is missing.

    Examples
    --------
    >>> from discourse.emphasis.inputs import read_paragraphs
    >>> table = pd.DataFrame({"article_id": list("abcd"), "period": ["2023", "2023", "2025", "2025"],
    ...                       "outlet": ["x.vn", "y.vn", "x.vn", "y.vn"],
    ...                       "primary": ["economic", "political", "political", "political"]})
    >>> found = leave_out(read_paragraphs(table, ["political", "economic"], ["2023", "2025"]), "outlet")
    >>> found.loc[found["pillar"] == "political", ["left_out", "value"]].values.tolist()
    [['x.vn', 0.0], ['y.vn', 1.0]]
    """
    asked = column
    groups = _groups(paragraphs, column)
    if column == EVENT and not groups:
        asked, groups = MONTH, _busiest_month(paragraphs)
    parts = [pd.DataFrame(columns=["column", "left_out", *COLUMNS])]
    if sums is None and estimator == "coded":
        sums = article_sums(paragraphs, quantity=quantity, weighting=weighting)
    for name in _large(paragraphs, groups, smallest):
        rest = paragraphs.keep(~groups[name])
        if sums is None:
            rows = estimated_shifts(rest, estimator, quantity, weighting, level)
        else:
            of_group = set(paragraphs.table["article_id"].to_numpy()[groups[name]])
            found = ratio_estimate(sums.keep(np.array([article not in of_group for article in sums.articles])))
            rows = counted_shifts(rest, found, level)
        rows.insert(0, "left_out", name)
        rows.insert(0, "column", asked)
        parts.append(rows)
    return pd.concat(parts[1:] or parts, ignore_index=True)


def estimated_shifts(
    paragraphs: Paragraphs, estimator: Estimator, quantity: Quantity, weighting: Weighting, level: float
) -> pd.DataFrame:
    """Estimate the shifts from a sample that people coded, with counts of what they coded.

    Parameters
    ----------
    paragraphs : Paragraphs
        From ``read_paragraphs``.
    estimator : {"dsl", "hajek"}
        Which one speaks; see ``correction.choice``.
    quantity, weighting, level
        As ``emphasis_table``.

    Returns
    -------
    DataFrame
        As :func:`counted_shifts`; NaN where a period has no label.
    """
    try:
        found = estimate(paragraphs, estimator=estimator, quantity=quantity, weighting=weighting)
    except EstimateError:
        zero = {name: 0 for name in COLUMNS if name.endswith(("_articles", "_count", "_paragraphs"))}
        return pd.DataFrame({"pillar": paragraphs.pillars}).assign(**zero).reindex(columns=list(COLUMNS))
    return counted_shifts(people_alone(paragraphs), behind_people(found, paragraphs), level)


def without_group(paragraphs: Paragraphs, column: str, group: str) -> Paragraphs:
    """Return the paragraphs that are left where :func:`leave_out` leaves out one group.

    Parameters
    ----------
    paragraphs : Paragraphs
        From ``read_paragraphs``.
    column, group : str
        As the rows of :func:`leave_out` name them; the column may be ``month``. Where no paragraph is of the group,
        all are left.

    Examples
    --------
    >>> from discourse.emphasis.inputs import read_paragraphs
    >>> table = pd.DataFrame({"article_id": list("ab"), "period": ["2023", "2025"], "outlet": ["x.vn", "y.vn"],
    ...                       "primary": "political"})
    >>> len(without_group(read_paragraphs(table, ["political"], ["2023", "2025"]), "outlet", "x.vn"))
    1
    """
    groups = _busiest_month(paragraphs) if column == MONTH else _groups(paragraphs, column)
    return paragraphs.keep(~groups[group]) if group in groups else paragraphs


def deciding_shifts(
    paragraphs: Paragraphs, level: float = 0.95, sums: ArticleSums | None = None, estimator: Estimator = "coded"
) -> pd.DataFrame:
    """Leave out each large outlet and each large event in turn: the rows on which a verdict rests."""
    if sums is None and estimator == "coded":
        sums = article_sums(paragraphs)
    parts = [leave_out(paragraphs, column, level=level, sums=sums, estimator=estimator) for column in DECIDING]
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


def _groups(paragraphs: Paragraphs, column: str) -> dict[str, Booleans]:
    """Mark the paragraphs of each group of a column, length N; empty cells are in none."""
    if column not in paragraphs.table.columns:
        if column == EVENT:
            return {}
        raise DataError(f"a column {column}", f"the columns {', '.join(paragraphs.table.columns)}", "table")
    cells = paragraphs.table[column]
    if cells.isna().any():
        where = place(paragraphs.table, cells.isna().to_numpy(), column)
        raise DataError("a text", "a missing value", where, "Use '' for unknown.")
    ids = [str(cell).split("+") if column in JOINED else [str(cell)] for cell in cells]
    names = dict.fromkeys(name for several in ids for name in several if name)
    return {name: np.array([name in several for several in ids], dtype=bool) for name in names}


def _busiest_month(paragraphs: Paragraphs) -> dict[str, Booleans]:
    """Mark the paragraphs of the month with most coded ones; none where no article gives its month."""
    if "published" not in paragraphs.table.columns:
        return {}
    months = paragraphs.table["published"].str[:7].to_numpy(dtype=object)
    known, counts = np.unique([month for month in months[paragraphs.coded] if len(month) == 7], return_counts=True)
    if not len(known):
        return {}
    busiest = str(known[counts.argmax()])
    return {busiest: (months == busiest).astype(bool)}


def _large(paragraphs: Paragraphs, groups: dict[str, Booleans], smallest: float) -> list[str]:
    """Name the groups that hold enough coded paragraphs of a period, and not all there are; largest first."""
    coded, period = paragraphs.coded, paragraphs.period[paragraphs.article]
    sizes = {name: int((within & coded).sum()) for name, within in groups.items()}

    def part(within: Booleans, number: int) -> float:
        here = coded & (period == number)
        return float((within & here).sum() / max(here.sum(), 1))

    large = [name for name, within in groups.items() if max(part(within, 0), part(within, 1)) >= smallest]
    return sorted((name for name in large if sizes[name] < coded.sum()), key=lambda name: (-sizes[name], name))
