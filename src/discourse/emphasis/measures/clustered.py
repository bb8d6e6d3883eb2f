"""How wide is the interval of a shift if outlets, not articles, are the independent unit?"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from discourse.emphasis.correction.choice import behind_people
from discourse.emphasis.correction.proxies import people_alone
from discourse.emphasis.estimators import Estimator, estimate
from discourse.emphasis.inputs import Floats, Paragraphs, Quantity, Weighting
from discourse.emphasis.intervals import MIN_ARTICLES
from discourse.emphasis.left_out import counted_shifts
from discourse.emphasis.shares import ratio, ratio_estimate
from discourse.emphasis.sums import ArticleSums, article_sums, sum_by
from discourse.errors import DataError


def clustered_shifts(
    paragraphs: Paragraphs,
    column: str = "outlet",
    *,
    quantity: Quantity = "share",
    weighting: Weighting = "paragraph",
    level: float = 0.95,
    estimator: Estimator = "coded",
) -> pd.DataFrame:
    """Give every shift the interval it has if the groups of a column are the independent unit.

    The linearised residuals of the articles are added up by group over both periods, so that a group
    met in both enters with its difference; with C groups and ``z_c`` the sum of group *c*, ::

        var(shift) = C / (C - 1) * sum z_c^2,      shift ± t(C - 1) * sqrt(var)

    (Binder 1983; Cameron and Miller 2015). It is cut to -1 .. 1, and missing with fewer than five groups.

    Parameters
    ----------
    paragraphs, quantity, weighting, level, estimator
        As ``leave_out``; with an estimator of drawn paragraphs the residuals are those of pseudo-outcomes.
    column : str
        Whose groups are the unit.

    Returns
    -------
    DataFrame
        A row per pillar with the columns of ``counted_shifts``.

    Examples
    --------
    >>> from discourse.emphasis.inputs import read_paragraphs
    >>> table = pd.DataFrame({"article_id": list("abcdefghij"), "period": ["2023", "2025"] * 5,
    ...                       "outlet": list("aabbccddee"), "primary": ["economic", "political"] * 5})
    >>> table.loc[8, "primary"] = "political"
    >>> found = clustered_shifts(read_paragraphs(table, ["political", "economic"], ["2023", "2025"]))
    >>> found.loc[0, ["value", "low", "high"]].astype(float).round(3).tolist()
    [0.8, 0.245, 1.0]
    """
    if estimator == "coded":
        found = ratio_estimate(article_sums(paragraphs, quantity=quantity, weighting=weighting))
        rows = counted_shifts(paragraphs, found, level)
    else:
        found = estimate(paragraphs, estimator=estimator, quantity=quantity, weighting=weighting)
        rows = counted_shifts(people_alone(paragraphs), behind_people(found, paragraphs), level)
    assert found.sums is not None
    half = _half_width(found.sums, _group_of_article(paragraphs, found.sums, column), level)
    value = rows["value"].to_numpy(dtype=np.float64)
    return rows.assign(low=np.clip(value - half, -1, 1), high=np.clip(value + half, -1, 1))


def _group_of_article(paragraphs: Paragraphs, sums: ArticleSums, column: str) -> list[str]:
    if column not in paragraphs.table.columns:
        raise DataError(f"a column {column}", f"the columns {', '.join(paragraphs.table.columns)}", "table")
    first = paragraphs.table.drop_duplicates("article_id").set_index("article_id")[column]
    return [str(group) for group in first.loc[list(sums.articles)]]


def _half_width(sums: ArticleSums, groups: list[str], level: float) -> Floats:
    """Return half the width of every shift's interval, length P; NaN with too few groups or an empty period."""
    names, group = np.unique(groups, return_inverse=True)
    if len(names) < MIN_ARTICLES or min(sums.articles_per_period()) == 0:
        return np.full(len(sums.pillars), np.nan)
    residuals = np.empty(sums.numerators.shape)
    for (_, part), chosen, sign in zip(sums.by_period(), (~sums.later, sums.later), (-1, 1), strict=True):
        share = ratio(part.numerators, part.denominators)
        residuals[chosen] = sign * (part.numerators - part.denominators[:, None] * share) / part.denominators.sum()
    by_group = sum_by(group.astype(np.int64), residuals, len(names))
    variance = len(names) / (len(names) - 1) * np.square(by_group).sum(axis=0)
    return np.asarray(stats.t.ppf(0.5 + level / 2, len(names) - 1) * np.sqrt(variance))
