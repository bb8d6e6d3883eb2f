"""Which permutations of the periods over the articles are compared: all that there are, or which sample of them?

All are listed where there are at most as many as asked for. Otherwise so many are drawn, each as likely as any other:

- Of a usual study by sorting random numbers, all permutations at once.
- Of a study whose permutations would have more than :data:`MOST_CELLS` cells (1,000 articles, where 100,000 are drawn)
  some at a time, in time linear in the articles. Each article is marked or not by a random byte, and articles drawn at
  random are then marked or freed until as many are marked as the later period has. Given its size a set of articles
  drawn in this way is as likely as any other, whatever the chance to be marked was, and so it is after each step of
  the rest. Nothing is approximated; only the random numbers are others.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import comb

import numpy as np

from discourse.emphasis.inputs import Booleans

MOST_CELLS = 100_000_000
"""Permutations times articles that are drawn at once."""
_CHUNK = 20_000
_PART_CELLS = 16_000_000
_GIVEN_CELLS = 1_000_000
"""Cells of a part that is handed on: as numbers they lie in the processor's cache, which their sums gain by."""
_BYTE = 256


def rows_in_parts(rows: int, n_articles: int) -> Iterator[slice]:
    """Part the rows of permutations, so that a part of them takes little memory as numbers, however many articles.

    Examples
    --------
    >>> [(part.start, part.stop) for part in rows_in_parts(30_000, 200)]
    [(0, 20000), (20000, 40000)]
    """
    size = max(1, min(_CHUNK, _PART_CELLS // max(n_articles, 1)))
    return (slice(start, start + size) for start in range(0, rows, size))


def period_permutations(later: Booleans, *, limit: int, rng: np.random.Generator) -> tuple[Booleans, bool]:
    """List permutations of the periods, shape D x G, and say whether these are all.

    A row marks the articles that are in the later period; the observed one is always among the rows.

    Examples
    --------
    >>> found, exact = period_permutations(np.array([False, False, True]), limit=10, rng=np.random.default_rng(0))
    >>> found.astype(int).tolist(), exact
    ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], True)
    """
    n_articles, n_later = len(later), int(later.sum())
    if comb(n_articles, n_later) <= limit:
        chosen = np.array(list(combinations(range(n_articles), n_later)), dtype=np.int64)
        every = np.zeros((len(chosen), n_articles), dtype=bool)
        np.put_along_axis(every, chosen, True, axis=1)
        return every, True
    drawn = np.empty((limit, n_articles), dtype=bool)
    drawn[0] = later
    for rows in rows_in_parts(limit - 1, n_articles):
        part = drawn[1:][rows]
        part[:] = rng.random(part.shape).argsort(axis=1) < n_later
    return drawn, False


def permutations_in_parts(
    later: Booleans, *, limit: int, rng: np.random.Generator
) -> tuple[Iterator[Booleans], int, bool]:
    """List permutations a part at a time, each part as :func:`period_permutations` lists them.

    Parameters
    ----------
    later : array of bool, length G
        Whether the article belongs to the later period.
    limit : int
        Up to so many are listed all; otherwise so many are drawn, the observed one with them.
    rng : numpy.random.Generator
        Of the drawing.

    Returns
    -------
    parts : iterator of array of bool, shape d x G
        One part alone where there are at most :data:`MOST_CELLS` cells.
    number : int
        How many permutations all parts have.
    exact : bool
        Whether these are all.

    Examples
    --------
    >>> parts, number, exact = permutations_in_parts(np.arange(9) % 3 == 0, limit=20, rng=np.random.default_rng(0))
    >>> [part.sum(axis=1).tolist() for part in parts] == [[3] * 20], number, exact
    (True, 20, False)
    """
    if limit * len(later) <= MOST_CELLS or comb(len(later), int(later.sum())) <= limit:
        every, exact = period_permutations(later, limit=limit, rng=rng)
        return iter([every]), len(every), exact
    return _drawn_in_parts(later, limit, rng), limit, False


def _drawn_in_parts(later: Booleans, limit: int, rng: np.random.Generator) -> Iterator[Booleans]:
    """Yield the observed permutation, then drawn ones; the smaller period is drawn, the other is the rest."""
    yield later[None, :]
    fewer = min(int(later.sum()), int((~later).sum()))
    turned = fewer != int(later.sum())
    for rows in rows_in_parts(limit - 1, len(later)):
        marked = _drawn(min(rows.stop, limit - 1) - rows.start, len(later), fewer, rng)
        size = max(1, _GIVEN_CELLS // len(later))
        for start in range(0, len(marked), size):
            part = marked[start : start + size]
            yield ~part if turned else part


def _drawn(rows: int, n_articles: int, chosen: int, rng: np.random.Generator) -> Booleans:
    """Draw sets of so many articles, one a row, all sets alike in probability."""
    marked: Booleans = rng.integers(_BYTE, size=(rows, n_articles), dtype=np.uint8) < _BYTE * chosen // n_articles
    excess = np.count_nonzero(marked, axis=1) - chosen
    open_rows = np.flatnonzero(excess)
    while len(open_rows):
        article = rng.integers(n_articles, size=len(open_rows))
        wrong = marked[open_rows, article] == (excess[open_rows] > 0)
        row = open_rows[wrong]
        marked[row, article[wrong]] = excess[row] < 0
        excess[row] -= np.sign(excess[row])
        open_rows = open_rows[excess[open_rows] != 0]
    return marked
