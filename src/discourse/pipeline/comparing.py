"""Are two tables of numbers the same? Cell by cell, within the tolerance of each column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

DEFAULT_TOLERANCE = 1e-9
"""Absolute tolerance of a column for which the script declares none; whole numbers and text must be equal."""


@dataclass(frozen=True)
class Comparison:
    """What comparing two tables gave.

    Attributes
    ----------
    numbers : int
        Numeric cells compared.
    largest : float
        Largest absolute difference among them.
    differences : tuple of str
        One line each on what differs; empty when the tables are the same.
    """

    numbers: int
    largest: float
    differences: tuple[str, ...]


def compare_numbers(committed: pd.DataFrame, fresh: pd.DataFrame, tolerances: Mapping[str, float]) -> Comparison:
    """Compare the numbers of a committed figure with those just made.

    Parameters
    ----------
    committed, fresh : DataFrame
        Tables of one figure, as :func:`discourse.experiment.read_numbers` reads them.
    tolerances : mapping of str to float
        Absolute tolerance per column.

    Returns
    -------
    Comparison

    Examples
    --------
    >>> old, new = pd.DataFrame({"value": [0.5, 0.25]}), pd.DataFrame({"value": [0.5, 0.26]})
    >>> compare_numbers(old, new, {"value": 0.001}).differences
    ('value, row 3: was 0.25, now 0.26',)
    """
    if list(committed.columns) != list(fresh.columns):
        said = f"columns were {', '.join(committed.columns)}; now {', '.join(fresh.columns)}"
        return Comparison(0, np.nan, (said,))
    if len(committed) != len(fresh):
        return Comparison(0, np.nan, (f"{len(committed)} rows were, {len(fresh)} now",))
    numbers, largest, differences = 0, 0.0, []
    for column in committed.columns:
        old, new = committed[column], fresh[column]
        if pd.api.types.is_numeric_dtype(old) and pd.api.types.is_numeric_dtype(new):
            gap = (old.astype(float) - new.astype(float)).abs().to_numpy()
            wrong = ~((gap <= tolerances.get(column, DEFAULT_TOLERANCE)) | (old.isna() & new.isna()).to_numpy())
            numbers += int(old.notna().sum())
            largest = max(largest, float(np.nanmax(gap, initial=0.0)))
        else:
            wrong = (old.fillna("").astype(str) != new.fillna("").astype(str)).to_numpy()
        differences += [f"{column}, row {row + 2}: was {old[row]}, now {new[row]}" for row in np.flatnonzero(wrong)]
    return Comparison(numbers, largest, tuple(differences))
