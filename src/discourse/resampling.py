"""How often is each article drawn in each resample?

Articles are the unit that is independent, paragraphs are not; so it is whole articles that are drawn anew. Sums over
articles, weighed by these counts, are the sums of each resample.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
"""Real numbers, in an array of whatever shape; the type that all rooms above use."""


@lru_cache(maxsize=4)
def resampled_articles(articles: int, resamples: int, seed: int) -> Floats:
    """Draw as many articles as there are, with replacement, and count them; shape R x A, rows sum to A.

    Whoever asks with the same numbers meets the same resamples, so that the values of two models in them may be
    subtracted. The counts are kept, so they cannot be written to.

    Parameters
    ----------
    articles : int
        A, how many articles there are.
    resamples : int
        R.
    seed : int
        Seed of the draws.

    Examples
    --------
    >>> drawn = resampled_articles(3, 2, seed=0)
    >>> drawn.shape, drawn.sum(axis=1).tolist()
    ((2, 3), [3.0, 3.0])
    """
    rng = np.random.default_rng([seed, articles])
    drawn = rng.multinomial(articles, np.full(articles, 1 / articles), size=resamples).astype(np.float64)
    drawn.setflags(write=False)
    return drawn
