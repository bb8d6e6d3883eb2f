"""Which part of a shift lies within outlets, and which in their mix?

A pillar's share in a period is the mean of its shares inside the groups (outlets, say), weighted by how
much of the period's coverage each group has: ``share = sum over groups of w p``. So its shift splits
exactly (Kitagawa 1955; 1 is the earlier period, 2 the later), over the groups met in both periods, into ::

    within = sum of (w1 + w2) / 2 * (p2 - p1)        mix = sum of (p1 + p2) / 2 * (w2 - w1)

A group met in one period only has no counterpart. What it adds to its period's share, ``w2 p2`` or
``-w1 p1``, is ``unmatched``, and shift = within + mix + unmatched.

A large ``within`` says that the same outlets gave the pillar another share, a large ``mix`` that they
have other parts of the coverage. Opposite signs say that one hides part of the other.

Intervals resample articles inside each cell of period and group. They take the groups, and how many
articles each has, as given. A cell of n articles gives n - 1 draws, scaled by n / (n - 1), as n draws
would make small cells look too sure (Rao and Wu 1988). A cell of one article stands as it is in every
resample: where half of the cells or more are such, there is no interval, else ``note`` counts them.
A cell in which no paragraph has the pillar does not vary either. So the intervals are somewhat short: in
600 simulated studies of cells of 4 to 34 articles the 95 % interval held the true ``within`` in .93 of the
runs (``mix`` .92) for a common pillar, in .87 (.90) for a rare one. That of the shift is ``wilson_t``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from discourse.emphasis.estimators import estimate
from discourse.emphasis.inputs import Booleans, Floats, Integers, Quantity, Weighting, read_paragraphs
from discourse.emphasis.intervals import MIN_ARTICLES
from discourse.emphasis.measures.groups import COLUMNS, Groups, article_groups, in_order
from discourse.emphasis.sums import ArticleSums, article_sums, sum_by
from discourse.emphasis.table import emphasis_rows
from discourse.resampling import resampled_articles

SAME = 1e-12
"""Resamples differ when by more than this."""


def decompose_shift(
    table: pd.DataFrame,
    pillars: Sequence[str],
    periods: Sequence[str],
    *,
    column: str = "outlet",
    fewest: int = 0,
    quantity: Quantity = "share",
    weighting: Weighting = "paragraph",
    level: float = 0.95,
    resamples: int = 10_000,
    seed: int = 0,
) -> pd.DataFrame:
    """Split each pillar's shift into change within groups, change of their mix, and groups without counterpart.

    Parameters
    ----------
    table, pillars, periods, quantity, weighting, level
        As ``emphasis_table``.
    column : str
        Column of the table that names the group of an article.
    fewest : int
        Groups with fewer articles than this in either period are taken together as "other".
    resamples, seed : int
        Resamples of articles within period and group, and their seed.

    Returns
    -------
    DataFrame
        ``pillar, group, quantity, period, value, low, high, articles, paragraphs, groups, lumped, note``.
        For each pillar: the ``shift`` with the interval of ``emphasis_table``; ``within``, ``mix`` and
        ``unmatched``, which add up to it; the ``standardised_share`` of each period, as it would be if the
        groups met in both had their mean mix in both, and its ``standardised_shift``. Then one row a group
        with what it adds to ``within``, or to ``unmatched``. (What one group adds to ``mix`` has no meaning
        of its own, as the weights sum to one.) ``groups`` are compared; ``lumped`` of the table's groups are
        in "other". ``note`` says why a value or an interval is missing.

    Raises
    ------
    DataError, EstimateError
        As ``emphasis_table``; if the column is missing, or an article has two values in it.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("abcd"), "period": ["2023", "2023", "2025", "2025"],
    ...                       "outlet": list("xyxy"), "primary": ["economic"] * 3 + ["political"]})
    >>> found = decompose_shift(table, ["political", "economic"], ["2023", "2025"])
    >>> found.loc[:3, ["quantity", "value"]].values.tolist()
    [['shift', 0.5], ['within', 0.5], ['mix', 0.0], ['unmatched', 0.0]]
    """
    paragraphs = read_paragraphs(table, pillars, periods)
    found = estimate(paragraphs, quantity=quantity, weighting=weighting)
    sums = article_sums(paragraphs, quantity=quantity, weighting=weighting)
    groups = article_groups(paragraphs, sums, column, fewest)
    value = _terms(*_cell_sums(sums, groups))
    drawn = _terms(*_resampled_cell_sums(sums, groups, resamples, seed))
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
    terms = pd.DataFrame(_term_rows(groups, sums, value, low, high))
    shifts = emphasis_rows([found], level).query("quantity != @quantity").assign(group="", note="")
    rows = pd.concat([shifts, terms]).assign(groups=len(groups.names), lumped=len(groups.lumped))
    return in_order(rows[[*COLUMNS, "groups", "lumped", "note"]], pillars)


def _cell_sums(sums: ArticleSums, groups: Groups) -> tuple[Floats, Floats]:
    """Add articles up by cell: numerators, shape K x 2 x P, and denominators, shape K x 2."""
    n_groups = len(groups.names)
    numerators = sum_by(groups.cell, sums.numerators, 2 * n_groups)
    denominators = sum_by(groups.cell, sums.denominators, 2 * n_groups)
    return numerators.reshape(n_groups, 2, -1), denominators.reshape(n_groups, 2)


def _resampled_cell_sums(sums: ArticleSums, groups: Groups, resamples: int, seed: int) -> tuple[Floats, Floats]:
    """Return ``_cell_sums`` of each resample, shapes R x K x 2 x P and R x K x 2."""
    n_cells, n_pillars = 2 * len(groups.names), len(sums.pillars)
    numerators, denominators = np.zeros((resamples, n_cells, n_pillars)), np.zeros((resamples, n_cells))
    for cell in np.unique(groups.cell):
        part = sums.keep(groups.cell == cell)
        number, drawn = len(part), np.ones((resamples, 1))
        if number > 1:
            # A seed a cell: cells of one size must not be drawn alike.
            drawn = resampled_articles(number, resamples, seed + int(cell), number - 1) * number / (number - 1)
        numerators[:, cell], denominators[:, cell] = drawn @ part.numerators, drawn @ part.denominators
    return numerators.reshape(resamples, -1, 2, n_pillars), denominators.reshape(resamples, -1, 2)


def _terms(numerators: Floats, denominators: Floats) -> Floats:
    """Decompose the shift of every pillar; leading axes (...) are resamples.

    Parameters
    ----------
    numerators, denominators : array, shapes (..., K, 2, P) and (..., K, 2)

    Returns
    -------
    array, shape (..., 6 + K, P)
        Rows: within, mix, unmatched; the standardised shares of both periods and their shift; what each
        group adds to within or, met in one period only, to unmatched. NaN where it cannot be said.
    """
    with np.errstate(invalid="ignore"):  # 0 / 0 is NaN, where a period or a cell is empty
        weight = denominators / denominators.sum(axis=-2, keepdims=True)
        share = np.nan_to_num(numerators / denominators[..., None])
        matched: Booleans = np.all(denominators > 0, axis=-1, keepdims=True)
        mean_weight = np.where(matched, weight.mean(axis=-1, keepdims=True), 0.0)
        total = mean_weight.sum(axis=-2)
        added = np.where(
            matched,
            mean_weight * (share[..., 1, :] - share[..., 0, :]),
            weight[..., 1:] * share[..., 1, :] - weight[..., :1] * share[..., 0, :],
        )
        mix = np.where(matched, share.mean(axis=-2) * (weight[..., 1:] - weight[..., :1]), 0.0).sum(axis=-2)
        within, unmatched = (np.where(kept, added, 0.0).sum(axis=-2) for kept in (matched, ~matched))
        standardised = (mean_weight[..., None] * share).sum(axis=-3) / total[..., None]
        known = np.where(total > 0, 1.0, np.nan)
    shift = standardised[..., 1, :] - standardised[..., 0, :]
    rows = [within * known, mix * known, unmatched, standardised[..., 0, :], standardised[..., 1, :], shift]
    return np.concatenate([np.stack(rows, axis=-2), added], axis=-2)


def _term_rows(groups: Groups, sums: ArticleSums, value: Floats, low: Floats, high: Floats) -> list[dict[str, Any]]:
    """Write what ``_terms`` found as rows, with the articles and paragraphs of the cells behind each."""
    articles = groups.articles
    paragraphs = np.bincount(groups.cell, sums.paragraphs, articles.size).astype(np.int64).reshape(-1, 2)
    rows = []
    for row, (group, quantity, period, cells) in enumerate(_term_names(groups, sums)):
        behind = {"articles": int(articles[cells].sum()), "paragraphs": int(paragraphs[cells].sum())}
        for column, pillar in enumerate(sums.pillars):
            found, bounds = value[row, column], (low[row, column], high[row, column])
            note = _note(articles, cells, found, bounds)
            bounds = (np.nan, np.nan) if note.startswith("no ") else bounds
            names = {"pillar": pillar, "group": group, "quantity": quantity, "period": period}
            rows.append({**names, "value": found, "low": bounds[0], "high": bounds[1], **behind, "note": note})
    return rows


def _term_names(groups: Groups, sums: ArticleSums) -> Iterator[tuple[str, str, str, Booleans]]:
    """Name the rows of ``_terms``: group, quantity, period, and the cells (K x 2) that they rest on."""
    earlier, later = sums.periods
    both, everywhere = f"{later}-{earlier}", [True, True]
    shared: Booleans = np.all(groups.articles > 0, axis=1)
    yield "", "within", both, np.outer(shared, everywhere)
    yield "", "mix", both, np.outer(shared, everywhere)
    yield "", "unmatched", both, np.outer(np.logical_not(shared), everywhere)
    standardised = f"standardised_{sums.quantity}"
    yield "", standardised, earlier, np.outer(shared, [True, False])
    yield "", standardised, later, np.outer(shared, [False, True])
    yield "", standardised.replace("share", "shift"), both, np.outer(shared, everywhere)
    for place, group in enumerate(groups.names):
        cells = np.outer(np.arange(len(shared)) == place, everywhere)
        yield group, "within" if shared[place] else "unmatched", both, cells


def _note(articles: Integers, cells: Booleans, value: float, bounds: tuple[float, float]) -> str:
    """Say why a value or its interval is missing ("no ..."), or what its interval leaves out."""
    filled, single = int((articles[cells] > 0).sum()), int((articles[cells] == 1).sum())
    said = f"{single} of {filled} cells hold one article"
    if np.isnan(value):
        return "no group is met in both periods" if articles.any(axis=0).all() else "no article in a period"
    if not filled:
        return "no group is met in one period only"
    if articles.sum(axis=0).min() < MIN_ARTICLES:
        return f"no interval: fewer than {MIN_ARTICLES} articles in a period"
    if 2 * single >= filled:
        return f"no interval: {said}"
    if bounds[1] - bounds[0] < SAME:
        return "no interval: no resample differs"
    return f"{said}, which the interval takes as given" if single else ""
