"""Which rows has the table of an archive's shares?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from discourse.emphasis.archive.cells import Cells
from discourse.emphasis.archive.corrected import corrected_cells, corrected_periods
from discourse.emphasis.inputs import Floats, Integers
from discourse.emphasis.measures.cell_sums import CellSums, cell_rows, estimate_cells
from discourse.emphasis.measures.cells import FOUND
from discourse.emphasis.shares import Estimate, with_shift, with_shift_variance
from discourse.emphasis.table import emphasis_rows

PREDICTED, ADJUSTED = "as predicted", "adjusted"


def rows_by_period(
    sums: CellSums, moved: Floats, periods: Sequence[str], level: float, crossed: Integers | None = None
) -> pd.DataFrame:
    """Write the shares of two periods, and the shifts, as ``emphasis_rows`` does.

    Parameters
    ----------
    sums, moved
        As ``add_up_groups`` gives them, of two cells; with ``crossed`` the last code is ``none``.
    periods : sequence of str
        The two, earlier first.
    level : float
        Level of the intervals.
    crossed : array of int, optional
        With it the shares are corrected; see ``corrected_periods``.

    Returns
    -------
    DataFrame
        The columns of ``emphasis_rows``, then ``numerator``, NaN in shifts and corrected shares, and ``estimator``.
    """
    if crossed is not None:
        rows = emphasis_rows([corrected_periods(sums, moved, crossed, periods)], level)
        return rows.assign(numerator=np.nan, estimator=ADJUSTED)
    rows = emphasis_rows([period_estimate(sums, periods)], level)
    counts = np.column_stack([sums.counts.T, np.full(len(sums.pillars), np.nan)])
    return rows.assign(numerator=counts.ravel(), estimator=PREDICTED)


def rows_by_cell(
    sums: CellSums, moved: Floats, cells: Cells, level: float, crossed: Integers | None = None
) -> pd.DataFrame:
    """Write the shares of cells as ``emphasis_by`` does.

    Parameters
    ----------
    sums, moved, level, crossed
        As for ``rows_by_period``, of the K cells.
    cells : Cells
        Their names.

    Returns
    -------
    DataFrame
        The columns of ``emphasis_by``, then ``estimator``; corrected shares have no ``numerator``.
    """
    if crossed is None:
        rows = cell_rows(sums, estimate_cells(sums), level).assign(estimator=PREDICTED)
    else:
        found = corrected_cells(sums, moved, crossed)
        pillars = replace(sums, pillars=found.pillars, counts=sums.counts[:, :-1])
        rows = cell_rows(pillars, found, level).assign(numerator=np.nan, estimator=ADJUSTED)
    repeated = cells.names.loc[np.repeat(cells.names.index, len(rows) // len(cells.names))].reset_index(drop=True)
    by = [name for name in cells.names if name != "note"]
    return pd.concat([repeated, rows], axis=1)[[*by, *FOUND, "estimator"]]


def period_estimate(sums: CellSums, periods: Sequence[str]) -> Estimate:
    """Estimate shares and shift from the sums of two cells, as ``ratio_estimate`` does from those of articles."""
    effective, largest = (
        np.divide(sums.denominators**2, each, out=np.zeros(2), where=each > 0) for each in (sums.sizes, sums.squares)
    )
    articles = (int(sums.articles[0]), int(sums.articles[1]))
    return Estimate(
        pillars=sums.pillars,
        periods=(periods[0], periods[1]),
        quantity=sums.quantity,
        weighting=sums.weighting,
        articles=articles,
        paragraphs=sums.paragraphs,
        informative=articles,
        effective_articles=effective,
        value=with_shift(sums.shares),
        variance=with_shift_variance(sums.variances),
        max_effective_size=largest,
    )
