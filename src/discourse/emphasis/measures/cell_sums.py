"""What do sums over articles say of the shares in each cell?

Every share and its interval follow from a few sums over the articles of a cell, whoever made them: the paragraphs of
a table that is held in memory, or an engine that adds up an archive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from discourse.emphasis.inputs import Floats, Integers, Quantity, Weighting
from discourse.emphasis.intervals import MIN_ARTICLES, wilson_t, within_limits
from discourse.emphasis.measures.groups import OTHER
from discourse.emphasis.shares import Estimate, moved_without
from discourse.emphasis.sums import ArticleSums, sum_by

PERIOD = "period"


@dataclass(frozen=True)
class CellSums:
    """Sums over the articles of K cells that have a paragraph which counts; P pillars.

    Attributes
    ----------
    pillars : tuple of str
        Names of the P pillars.
    quantity, weighting : str
        What is counted, and with which weights.
    articles, paragraphs : array of int, length K
        How many are behind the shares of each cell.
    counts : array of int, shape K x P
        How many paragraphs belong to each pillar.
    numerators, denominators : array, shapes K x P and K
        The same, and the paragraphs, by weight.
    moved : array, shape K x P
        Sum of the squares of what each share moves by when an article is left out.
    sizes : array, length K
        Sum of the squares of the articles' weights.
    squares : array, length K
        Sum of the squares of the paragraphs' weights.
    """

    pillars: tuple[str, ...]
    quantity: Quantity
    weighting: Weighting
    articles: Integers
    paragraphs: Integers
    counts: Integers
    numerators: Floats
    denominators: Floats
    moved: Floats
    sizes: Floats
    squares: Floats

    @property
    def shares(self) -> Floats:
        """Share of each pillar in each cell, shape K x P; NaN where nothing counts."""
        total = np.where(self.denominators > 0, self.denominators, np.nan)
        return self.numerators / total[:, None]

    @property
    def variances(self) -> Floats:
        """Variance of each share from the shares without each article, shape K x P; NaN with fewer than two."""
        articles = np.where(self.articles > 1, self.articles, np.nan)
        return self.moved * ((articles - 1) / articles)[:, None]


def add_up_cells(sums: ArticleSums, counts: Floats, cell: Integers, n_cells: int) -> CellSums:
    """Add articles up by cell.

    Parameters
    ----------
    sums : ArticleSums
        Of G articles.
    counts : array, shape G x P
        Paragraphs of each pillar in each article, whatever their weight.
    cell : array of int, length G
        The cell of each; each cell from 0 to ``n_cells - 1`` has an article.

    Examples
    --------
    >>> from discourse.emphasis.inputs import read_paragraphs
    >>> from discourse.emphasis.sums import article_sums
    >>> table = pd.DataFrame({"article_id": ["a", "a", "b"], "period": "2019", "primary": ["road", "school", "road"]})
    >>> articles = article_sums(read_paragraphs(table, ["road", "school"], ["2019", "2021"]))
    >>> found = add_up_cells(articles, articles.numerators, np.array([0, 0]), 1)
    >>> found.counts.tolist(), found.shares.round(3).tolist()
    ([[2, 1]], [[0.667, 0.333]])
    """
    total, numerators = (sum_by(cell, each, n_cells) for each in (sums.denominators, sums.numerators))
    share = numerators / total[:, None]
    moved = moved_without(sums.numerators, sums.denominators, share[cell], total[cell])
    return CellSums(
        pillars=sums.pillars,
        quantity=sums.quantity,
        weighting=sums.weighting,
        articles=np.bincount(cell, minlength=n_cells).astype(np.int64),
        paragraphs=sum_by(cell, sums.paragraphs.astype(np.float64), n_cells).astype(np.int64),
        counts=sum_by(cell, counts, n_cells).astype(np.int64),
        numerators=numerators,
        denominators=total,
        moved=sum_by(cell, np.square(moved), n_cells),
        sizes=sum_by(cell, sums.denominators**2, n_cells),
        squares=sum_by(cell, sums.squares, n_cells),
    )


def estimate_cells(sums: CellSums) -> Estimate:
    """Estimate the shares of all cells at once, each as ``ratio_estimate`` would alone; nothing is later.

    Returns
    -------
    Estimate
        Its leading axis is that of the cells; the earlier period is the cell, the later one is empty.
    """
    nothing = np.full((len(sums.articles), 2, len(sums.pillars)), np.nan)
    effective, largest = (sums.denominators**2 / each for each in (sums.sizes, sums.squares))
    return Estimate(
        pillars=sums.pillars,
        periods=("every", ""),
        quantity=sums.quantity,
        weighting=sums.weighting,
        articles=(int(sums.articles.sum()), 0),
        paragraphs=np.stack([sums.paragraphs, 0 * sums.paragraphs], axis=-1),
        informative=(int(sums.articles.max()), 0),
        effective_articles=np.stack([effective, 0 * effective], axis=-1),
        value=np.concatenate([sums.shares[:, None], nothing], axis=-2),
        variance=np.concatenate([sums.variances[:, None], nothing], axis=-2),
        max_effective_size=np.stack([largest, 0 * largest], axis=-1),
    )


def cell_rows(sums: CellSums, found: Estimate, level: float) -> pd.DataFrame:
    """Write the shares of each cell as rows, one a pillar, with intervals and counts.

    Parameters
    ----------
    sums : CellSums
        For the counts.
    found : Estimate
        As ``estimate_cells`` gives it.
    level : float
        Level of the intervals.

    Returns
    -------
    DataFrame
        ``pillar, quantity, value, low, high, numerator, articles, paragraphs, few``; bounds are NaN in cells of
        fewer than five articles.
    """
    n_cells, n_pillars = len(sums.articles), len(sums.pillars)
    bounds, few = within_limits(wilson_t(found, level)), np.repeat(sums.articles < MIN_ARTICLES, n_pillars)
    return pd.DataFrame(
        {
            "pillar": np.tile(np.array(sums.pillars, dtype=object), n_cells),
            "quantity": sums.quantity,
            "value": found.value[:, 0].ravel(),
            "low": np.where(few, np.nan, bounds.low[:, 0].ravel()),
            "high": np.where(few, np.nan, bounds.high[:, 0].ravel()),
            "numerator": sums.counts.ravel(),
            "articles": np.repeat(sums.articles, n_pillars),
            "paragraphs": np.repeat(sums.paragraphs, n_pillars),
            "few": few,
        }
    )


def ordered_groups(
    articles: pd.Series, name: str, periods: Sequence[str], fewest: int
) -> tuple[dict[str, str], list[str], str]:
    """Put the values of a column in order, and take the small groups together.

    Parameters
    ----------
    articles : Series
        How many articles that count each value has.
    name : str
        The column; periods come in their order, all else by the number of articles.
    periods : sequence of str
        Order of the periods; those not named come last.
    fewest : int
        Groups with fewer articles than this become ``OTHER``; periods do not.

    Returns
    -------
    tuple
        The group of each value; the groups in order, "other" last; what is in "other".

    Examples
    --------
    >>> ordered_groups(pd.Series({"a": 1, "b": 4, "c": 1}), "outlet", (), 2)[1:]
    (['b', 'other'], 'outlet with fewer than 2 articles: a, c')
    """
    found = articles.sort_index().sort_values(ascending=False, kind="stable")
    if name == PERIOD:
        named = [period for period in periods if period in found.index]
        return {value: value for value in found.index}, [*named, *sorted(set(found.index) - set(named))], ""
    small = sorted(found.index[found < fewest])
    order = [value for value in found.index if value not in small and value != OTHER]
    note = f"{name} with fewer than {fewest} articles: {', '.join(small)}" if small else ""
    group = {value: OTHER if value in small else value for value in found.index}
    return group, [*order, *([OTHER] if OTHER in group.values() else [])], note
