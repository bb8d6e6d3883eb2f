"""What do the sums of an archive say of each of its cells?

The groups of articles of one size, which the engine added up, become cells: in the order of time, periods and outlets,
with small outlets taken together, or the two periods that are compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from discourse.emphasis.archive.adding import GroupSums
from discourse.emphasis.archive.codings import Coding
from discourse.emphasis.inputs import Floats, Integers, Quantity, Weighting
from discourse.emphasis.measures.cell_sums import CellSums, ordered_groups
from discourse.emphasis.measures.groups import OTHER
from discourse.emphasis.sums import sum_by


@dataclass(frozen=True)
class Cells:
    """K cells, and into which each of the R groups of articles falls.

    Attributes
    ----------
    names : DataFrame
        K rows: the columns that cells are made of, and ``note``, which says what is in "other".
    cell : array of int, length R
        -1 for a group that falls into none.
    """

    names: pd.DataFrame
    cell: Integers


def period_cells(groups: GroupSums, coding: Coding, periods: Sequence[str]) -> Cells:
    """Make a cell of each of the two periods; articles of others fall into none.

    Examples
    --------
    >>> coding = Coding("period", "period", {"2021": 1, "2019": 0, "": 2}, ("2019", "2021", ""))
    >>> one = np.ones(3)
    >>> groups = GroupSums(np.array([[2], [1], [0]]), one, one, one, one, one, one, one)
    >>> period_cells(groups, coding, ["2019", "2021"]).cell.tolist()
    [-1, 1, 0]
    """
    place = {period: number for number, period in enumerate(periods)}
    of_number = np.array([place.get(label, -1) for label in coding.labels], dtype=np.int64)
    cell = np.where(groups.size > 0, of_number[groups.cell[:, 0]], -1)
    return Cells(pd.DataFrame({coding.name: list(periods), "note": ""}), cell)


def cells_by(groups: GroupSums, codings: Sequence[Coding], periods: Sequence[str], fewest: int) -> Cells:
    """Make the cells in which an article has a paragraph that counts, in order.

    Parameters
    ----------
    groups : GroupSums
        Sums of the archive.
    codings : sequence of Coding
        What cells are made of.
    periods, fewest
        As for ``emphasis_by``.
    """
    counts = groups.size > 0
    cells, articles = groups.cell[counts], groups.articles[counts]
    columns = [_column(cells[:, k], articles, each, periods, fewest) for k, each in enumerate(codings)]
    keys, cell = np.unique(np.stack([numbers for numbers, _, _ in columns], axis=1), axis=0, return_inverse=True)
    names, notes = {}, []
    for place, (coding, (_, order, note)) in enumerate(zip(codings, columns, strict=True)):
        names[coding.name] = np.array(order, dtype=object)[keys[:, place]]
        notes.append(np.where(names[coding.name] == OTHER, note, ""))
    said = ["; ".join(filter(None, each)) for each in zip(*notes, strict=True)]
    of_group = np.full(len(counts), -1, dtype=np.int64)
    of_group[counts] = cell.ravel()
    return Cells(pd.DataFrame(names | {"note": said}), of_group)


def _column(
    numbers: Integers, articles: Integers, coding: Coding, periods: Sequence[str], fewest: int
) -> tuple[Integers, list[str], str]:
    """Give each group of articles the place of its value in the order of the column; the order; what is in "other"."""
    held = sum_by(numbers, articles.astype(np.float64), len(coding.labels))
    there = pd.Series(held.astype(np.int64), coding.labels)
    group, order, note = _ordered(there[there > 0], coding, periods, fewest)
    known = {name: place for place, name in enumerate(order)}
    places = np.array([known[group[label]] if label in group else -1 for label in coding.labels], dtype=np.int64)
    return places[numbers], order, note


def _ordered(
    articles: pd.Series, coding: Coding, periods: Sequence[str], fewest: int
) -> tuple[dict[str, str], list[str], str]:
    if coding.span:
        order = [label for label in coding.labels if label in articles.index]
        return {label: label for label in order}, order, ""
    return ordered_groups(articles, coding.name, periods, fewest)


def add_up_groups(
    groups: GroupSums, cells: Cells, pillars: Sequence[str], quantity: Quantity, weighting: Weighting
) -> tuple[CellSums, Floats]:
    """Add groups of articles up by cell.

    Without an article of size *n* and counts *m* a share *s* of *N* paragraphs moves by ``(m - n s) / (N - n)``. Summed
    over the articles of one size, its square needs no more than their number, the sum of *m* and that of its square.

    Parameters
    ----------
    groups : GroupSums
        Sums of C codes.
    cells : Cells
        K cells.
    pillars : sequence of str
        Names of the codes that were counted.
    quantity, weighting : str
        What was counted, and the weights.

    Returns
    -------
    tuple
        The sums, and with all pairs of codes what each two shares move by together, shape K x C x C.
    """
    chosen = cells.cell >= 0
    cell, number = cells.cell[chosen], len(cells.names)
    articles, size = groups.articles[chosen].astype(np.float64), groups.size[chosen]
    sums, products, squares = groups.sums[chosen], groups.products[chosen], groups.squares[chosen]
    if weighting == "article":
        sums, products = sums / size[:, None], products / size[:, None, None] ** 2
        squares, size = articles / size, np.ones(len(size))
    total, numerators = sum_by(cell, articles * size, number), sum_by(cell, sums, number)
    share = numerators / np.where(total > 0, total, np.nan)[:, None]
    moved = _moved(articles, size, sums, products, share[cell], total[cell])
    moved = sum_by(cell, moved.reshape(len(cell), -1), number).reshape(number, len(pillars), len(pillars))
    added = CellSums(
        pillars=tuple(pillars),
        quantity=quantity,
        weighting=weighting,
        articles=sum_by(cell, articles, number).astype(np.int64),
        paragraphs=sum_by(cell, groups.paragraphs[chosen].astype(np.float64), number).astype(np.int64),
        counts=sum_by(cell, groups.counts[chosen], number).astype(np.int64),
        numerators=numerators,
        denominators=total,
        moved=np.maximum(np.einsum("kcc->kc", moved), 0.0),
        sizes=sum_by(cell, articles * size**2, number),
        squares=sum_by(cell, squares, number),
    )
    return added, moved


def _moved(articles: Floats, size: Floats, sums: Floats, products: Floats, share: Floats, total: Floats) -> Floats:
    """Sum, over the articles of each group, what two shares move by without an article; shape R x C x C."""
    crossed = size[:, None, None] * sums[:, :, None] * share[:, None, :]
    expected = (articles * size**2)[:, None, None] * share[:, :, None] * share[:, None, :]
    rest = np.where(total > size, total - size, np.nan)
    return (products - crossed - crossed.mT + expected) / rest[:, None, None] ** 2
