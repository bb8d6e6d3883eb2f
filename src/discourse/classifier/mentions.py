"""Which pillars does each training row mention, and which column is which pillar?

An array does not say what its columns are. In another order than the reader takes it for, it teaches each pillar the
mentions of another, and nothing fails. So names are asked for, and every row has to mention its own primary pillar.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.utils import check_array

from discourse.codebook import NONE
from discourse.errors import DataError


def named_mentions(mentions: Any, primary: Any, pillars: Sequence[str] | None = None) -> tuple[tuple[str, ...], Any]:
    """Read the mentions of N training rows, with the names of their K columns.

    Parameters
    ----------
    mentions : DataFrame or array of bool, optional
        N x K. The columns of a DataFrame are the pillars; those of an array are named by ``pillars``. Where it is
        not given, each row mentions its primary alone.
    primary : array of str
        Primary code of each row, length N.
    pillars : sequence of str, optional
        Names of the K columns, of a DataFrame the order to take them in; default: its columns, or, without mentions,
        the codes other than ``none``, sorted.

    Returns
    -------
    pillars : tuple of str
        Names of the K columns.
    held : array of float
        N x K; 1 where the pillar is mentioned, else 0.

    Raises
    ------
    DataError
        If an array comes without ``pillars``, names and columns differ, a value is neither 0 nor 1, or a row does not
        mention its primary pillar.

    Examples
    --------
    >>> named_mentions([[1, 1], [0, 1]], np.array(["trade", "none"]), ["trade", "school"])[1].tolist()
    [[1.0, 1.0], [0.0, 1.0]]
    """
    if mentions is None:
        names = tuple(code for code in np.unique(primary) if code != NONE) if pillars is None else tuple(pillars)
        return names, _is_primary(primary, names).astype(float)
    names, mentions = _named(mentions, pillars)
    held = check_array(mentions, dtype=float, input_name="mentions")
    if held.shape != (len(primary), len(names)):
        shape = f"{len(primary)} x {len(names)} (rows x pillars)"
        raise DataError(shape, " x ".join(map(str, held.shape)), "mentions", "Give a row for each text.")
    if not np.isin(held, (0, 1)).all():
        found = f"{held[~np.isin(held, (0, 1))][0]:g}"
        raise DataError("0 or 1, True or False", found, "mentions", "Mark a pillar as mentioned or not.")
    missed = (primary != NONE) & ~(_is_primary(primary, names) & (held == 1)).any(axis=1)
    if missed.any():
        row = int(np.flatnonzero(missed)[0])
        raise DataError(
            f"the primary code {str(primary[row])!r} among what the row mentions",
            ", ".join(str(name) for name, one in zip(names, held[row], strict=True) if one) or "nothing",
            f"mentions, row {row}",
            "Check which column is which pillar; a primary pillar is mentioned, too.",
        )
    return names, held


def primary_of_pillars(probabilities: Any, classes: Any, pillars: Sequence[str]) -> tuple[Any, Any]:
    """Look the pillars up among the codes: the probability of each as primary, and whether it is the most probable.

    Parameters
    ----------
    probabilities : array of float
        N x C, in the order of ``classes``.
    classes : array of str
        C codes.
    pillars : sequence of str
        K pillars; one that is no code has probability 0.

    Returns
    -------
    array of float, array of bool
        N x K each.

    Examples
    --------
    >>> said, top = primary_of_pillars(np.array([[0.3, 0.7]]), np.array(["none", "trade"]), ["trade", "school"])
    >>> said.tolist(), top.tolist()
    ([[0.7, 0.0]], [[True, False]])
    """
    best = classes[probabilities.argmax(axis=1)]
    place = {code: column for column, code in enumerate(classes)}
    columns = [probabilities[:, place[p]] if p in place else np.zeros(len(probabilities)) for p in pillars]
    shape = (len(probabilities), len(pillars))
    chosen = np.array([best == p for p in pillars], dtype=bool).T.reshape(shape)
    return np.array(columns).T.reshape(shape), chosen


def _named(mentions: Any, pillars: Sequence[str] | None) -> tuple[tuple[str, ...], Any]:
    """Names of the columns, and the columns in the order of the names."""
    columns = getattr(mentions, "columns", None)
    if columns is None:
        if pillars is None:
            hint = "Give pillars as well, or a table: pd.DataFrame(mentions, columns=pillars)."
            raise DataError("the names of the columns", "an array without names", "mentions", hint)
        return tuple(pillars), mentions
    names = tuple(dict.fromkeys(columns if pillars is None else pillars))
    if len(names) != len(columns) or set(names) != set(columns):
        expected, found = (", ".join(map(str, each)) for each in (names, columns))
        raise DataError(f"the columns {expected}", found, "mentions", "Name each pillar once, as in pillars.")
    return names, mentions[list(names)]


def _is_primary(primary: Any, names: Sequence[str]) -> Any:
    """Mark the primary pillar of each row, N x K."""
    return np.asarray(primary, dtype=object)[:, None] == np.array(names, dtype=object)
