"""Which pillars are named together, and which lead?

A paragraph names its primary pillar and those in ``also``. Two pillars that stand in one paragraph are
*tied*: the coverage speaks of one in terms of the other (network agenda setting ties the attributes of an
issue in the same way; Guo and McCombs 2011). Every share here is a share of the coded paragraphs, with the
interval by article that all shares of this package have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd

from discourse.emphasis.inputs import Booleans, Paragraphs, read_paragraphs
from discourse.emphasis.left_out import deciding_shifts
from discourse.emphasis.measures.marks import mark_estimate, mark_rows, per_row
from discourse.emphasis.permutation import MAX_PERMUTATIONS
from discourse.emphasis.shares import Estimate, ratio_estimate
from discourse.emphasis.shifts import shift_test_rows
from discourse.emphasis.sums import article_sums
from discourse.emphasis.verdict import verdicts
from discourse.errors import EstimateError
from discourse.labels.analysed import choices_for, result_for
from discourse.printing.frames import readable

ROLES = ("alone", "leading", "in_passing")
"""How a paragraph names a pillar: as the only one, as the primary of several, or in ``also``."""
MANY = 3
"""A paragraph that names so many pillars enumerates them."""
ENUMERATION = "enumeration"


def linkage(
    table: pd.DataFrame,
    pillars: Sequence[str] | None = None,
    periods: Sequence[str] | None = None,
    *,
    level: float | None = None,
) -> pd.DataFrame:
    """Compute for every two pillars the share of paragraphs that name both, and its shift.

    Parameters
    ----------
    table : DataFrame
        One row a paragraph: ``article_id``, ``period``, ``primary`` and ``also``.
    pillars, periods : sequence of str, optional
        P pillars in codebook order; two periods, earlier first. A table from :meth:`discourse.Study.table` knows them.
    level : float, optional
        Level of the intervals; default: what the table knows, else .95.

    Returns
    -------
    DataFrame
        For each of the P (P - 1) / 2 ties, in codebook order, a row a period and one for the shift: ``pillar,
        other``; ``quantity`` (``tie``, ``tie_shift``), ``period, value, low, high, articles, paragraphs`` as in
        ``emphasis_rows``; ``numerator``, the paragraphs that name both; ``lift``, how many times as many these
        are as if the two pillars were named independently of each other (above 1: they attract each
        other). Numerator and lift are NaN for a shift, lift also where a pillar is never named.

    Raises
    ------
    DataError
        If the table or a choice is wrong, or ``also`` is missing.
    EstimateError
        If no paragraph is labelled, or there is one pillar only.

    Examples
    --------
    Two of four paragraphs of 2023 name both pillars, of which one is named by two and one by all: no
    more than by chance.

    >>> table = pd.DataFrame({"article_id": list("aabbc"), "period": ["2023"] * 4 + ["2025"],
    ...                       "primary": ["economic"] * 4 + ["political"],
    ...                       "also": [("political",), ("political",), (), (), ()]})
    >>> found = linkage(table, ["political", "economic"], ["2023", "2025"])
    >>> found.loc[:0, ["pillar", "other", "period", "value", "numerator", "lift"]].values.tolist()
    [['political', 'economic', '2023', 0.5, 2.0, 1.0]]
    """
    pillars, periods, level = choices_for(table, pillars, periods, level)
    paragraphs, named = _named(table, pillars, periods)
    one, other = np.array(list(combinations(range(len(pillars)), 2)), dtype=int).reshape(-1, 2).T
    if not len(one):
        raise EstimateError("at least two pillars", str(len(pillars)), "linkage", "One pillar has no tie.")
    ties = _estimate(paragraphs, named[:, one] & named[:, other])
    share = _estimate(paragraphs, named).value[:2]
    chance = share[:, one] * share[:, other]
    lift = np.divide(ties.value[:2], chance, out=np.full(chance.shape, np.nan), where=chance > 0)
    rows = _rows(ties, "tie", level).drop(columns="pillar").assign(lift=per_row(lift))
    ids = np.array(pillars, dtype=object)
    rows.insert(0, "pillar", np.repeat(ids[one], 3))
    rows.insert(1, "other", np.repeat(ids[other], 3))
    return result_for(rows, table)


def mention_roles(
    table: pd.DataFrame,
    pillars: Sequence[str] | None = None,
    periods: Sequence[str] | None = None,
    *,
    level: float | None = None,
) -> pd.DataFrame:
    """Compute in which role the paragraphs name each pillar: alone, leading others, or in passing.

    The three shares of a pillar add up to its mention share.

    Parameters
    ----------
    table, pillars, periods, level
        As for :func:`linkage`.

    Returns
    -------
    DataFrame
        For each role (``ROLES``) and pillar a row a period and one for the shift: ``pillar, role``; ``quantity``
        (``share``, ``shift``), ``period, value, low, high, articles, paragraphs, numerator`` as in
        :func:`linkage`.

    Raises
    ------
    DataError, EstimateError
        As :func:`linkage`.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("aab"), "period": ["2023", "2023", "2025"],
    ...                       "primary": ["economic", "political", "political"], "also": [("political",), (), ()]})
    >>> found = mention_roles(table, ["political", "economic"], ["2023", "2025"])
    >>> found[found["period"] == "2023"].groupby("role", sort=False)["numerator"].apply(list).to_dict()
    {'alone': [1.0, 0.0], 'leading': [0.0, 1.0], 'in_passing': [1.0, 0.0]}
    """
    pillars, periods, level = choices_for(table, pillars, periods, level)
    paragraphs, named = _named(table, pillars, periods)
    primary = paragraphs.belongs("share") > 0
    alone = (named.sum(axis=1) == 1)[:, None]
    marked = {"alone": primary & alone, "leading": primary & ~alone, "in_passing": named & ~primary}
    parts = [_rows(_estimate(paragraphs, marked[role]), "share", level) for role in ROLES]
    parts = [
        part.assign(pillar=np.repeat(list(pillars), 3), role=role) for role, part in zip(ROLES, parts, strict=True)
    ]
    found = pd.concat(parts, ignore_index=True)
    return result_for(found[["pillar", "role", *found.columns.drop(["pillar", "role"])]], table)


def enumeration(
    table: pd.DataFrame,
    pillars: Sequence[str] | None = None,
    periods: Sequence[str] | None = None,
    *,
    level: float | None = None,
) -> pd.DataFrame:
    """Compute the share of paragraphs that enumerate, that is name three or more pillars, and its shift.

    Parameters
    ----------
    table, pillars, periods, level
        As for :func:`linkage`.

    Returns
    -------
    DataFrame
        A row a period and one for the shift; columns as :func:`linkage` from ``quantity``
        (``enumeration``, ``enumeration_shift``) to ``numerator``.

    Raises
    ------
    DataError, EstimateError
        As :func:`linkage`.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("aab"), "period": ["2023", "2023", "2025"], "primary": ["x"] * 3,
    ...                       "also": [("y", "z"), (), ("y",)]})
    >>> enumeration(table, ["x", "y", "z"], ["2023", "2025"])["value"].tolist()
    [0.5, 0.0, -0.5]
    """
    pillars, periods, level = choices_for(table, pillars, periods, level)
    paragraphs, named = _named(table, pillars, periods)
    many = named.sum(axis=1, keepdims=True) >= MANY
    return readable(_rows(_estimate(paragraphs, many), ENUMERATION, level).drop(columns="pillar"))


def enumeration_test(
    table: pd.DataFrame,
    pillars: Sequence[str] | None = None,
    periods: Sequence[str] | None = None,
    *,
    level: float | None = None,
    seed: int = 0,
    permutations: int = MAX_PERMUTATIONS,
) -> pd.DataFrame:
    """Test the shift of ``enumeration`` by permuting the periods over the articles, and give the verdict on it.

    Parameters
    ----------
    table, pillars, periods, level
        As for :func:`linkage`; the table has a column ``outlet``, and ``event`` where events are known.
    permutations, seed : int
        As for ``shift_tests``.

    Returns
    -------
    DataFrame
        One row as of ``shift_tests``, with ``verdict`` and the ``reason`` of ``verdicts``; its ``pillar`` is
        "enumeration". It is a family of one test, so ``p_holm`` is ``p``.

    Raises
    ------
    DataError, EstimateError
        As :func:`linkage`.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("abcdef"), "period": ["2023"] * 3 + ["2025"] * 3, "outlet": "x",
    ...                       "primary": "trade", "also": [("arms", "road")] * 3 + [()] * 3})
    >>> enumeration_test(table, ["trade", "arms", "road"], ["2023", "2025"])[["shift", "p"]].values.tolist()
    [[-1.0, 0.1]]
    """
    pillars, periods, level = choices_for(table, pillars, periods, level)
    paragraphs, named = _named(table, pillars, periods)
    # With this code in place of its pillar, a paragraph that enumerates is tested and left out as those of a pillar.
    code = np.where(named.sum(axis=1) >= MANY, ENUMERATION, paragraphs.primary)
    many = replace(paragraphs, pillars=(ENUMERATION,), table=paragraphs.table.assign(primary=code))
    sums = article_sums(many)
    tests = shift_test_rows(ratio_estimate(sums), level=level, seed=seed, permutations=permutations)
    said = verdicts(tests, deciding_shifts(many, level, sums), level)
    return readable(tests.drop(columns="reason").merge(said, on="pillar"))


def _named(table: pd.DataFrame, pillars: Sequence[str], periods: Sequence[str]) -> tuple[Paragraphs, Booleans]:
    """Read the table, and mark the pillars that each paragraph names, shape N x P."""
    paragraphs = read_paragraphs(table, pillars, periods)
    if not paragraphs.coded.any():
        raise EstimateError("labelled paragraphs in a period", "none", "linkage", "Label some first.")
    paragraphs.check_fair_labels()
    return paragraphs, paragraphs.belongs("mention_share") > 0


def _estimate(paragraphs: Paragraphs, marked: Booleans) -> Estimate:
    return mark_estimate(paragraphs, marked, paragraphs.coded)


def _rows(found: Estimate, quantity: str, level: float) -> pd.DataFrame:
    rows = mark_rows(found, found.paragraphs, level)
    shift = "shift" if quantity == "share" else f"{quantity}_shift"
    return rows.assign(quantity=rows["quantity"].map({"share": quantity, "shift": shift}))
