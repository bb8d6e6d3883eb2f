"""How often does a person give each code to a paragraph of each code, and how sure is that?

Known from some dozens of paragraphs, the rates of rare codes would be chance. They are drawn towards the simplest
thing that errors can be: one rate for the person, and every wrong code as likely as any other (``C0``). Each row of
the table of rates is the mean of a Dirichlet distribution,

    C_i = (n_i + m C0_i) / (sum(n_i) + m),

``n_i`` being how often the coder gave each code to paragraphs of code *i*. How strongly, ``m``, is told by the same
paragraphs: the values of ``STRENGTHS`` have weights in proportion to their likelihood (empirical Bayes; the rows are
Dirichlet-multinomial). Where errors look random, nearly all is one rate; where one code is always taken for the
same other one, the rows speak for themselves.

How sure that is, is told by a Bayesian bootstrap of articles (Rubin 1981, 10.1214/aos/1176345338): errors of one
article may go together. Jeffreys' prior for the rate keeps a person without any error on thirty paragraphs from being
called faultless for certain.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import gammaln

from discourse.emphasis.inputs import Floats

STRENGTHS = (2.0, 5.0, 10.0, 20.0, 50.0, 200.0, 1e4)
"""Paragraphs that one rate for all codes may count for, in each row."""
_LEAST = 1e-12


def one_rate(error: Floats, codes: int) -> Floats:
    """Return the table of rates of a coder who errs at random, shape ... x C x C; rows are the true codes.

    Parameters
    ----------
    error : array
        Part of the paragraphs that are coded wrongly.
    codes : int
        C.

    Examples
    --------
    >>> one_rate(np.array(0.1), 3).round(2).tolist()
    [[0.9, 0.05, 0.05], [0.05, 0.9, 0.05], [0.05, 0.05, 0.9]]
    """
    wrong = np.asarray(error, dtype=np.float64)[..., None, None] / (codes - 1)
    same = np.eye(codes)
    return same * (1 - wrong * (codes - 1)) + (1 - same) * wrong


def rates_of(counts: Floats) -> Floats:
    """Estimate the table of rates from what a coder gave to paragraphs whose code is known.

    Parameters
    ----------
    counts : array, shape C x C
        How often a paragraph of the code in the row was given the code in the column; parts of paragraphs, too.

    Returns
    -------
    array, shape C x C
        Rows add up to 1. Without an error it is the identity.

    Examples
    --------
    Three of thirty paragraphs are coded wrongly, each in another way.

    >>> rates_of(np.array([[9.0, 1, 0], [0, 9, 1], [1, 0, 9]])).round(2).tolist()
    [[0.9, 0.06, 0.04], [0.04, 0.9, 0.06], [0.06, 0.04, 0.9]]
    """
    wrong, total = _wrong(counts), counts.sum()
    simplest = one_rate(np.array(wrong / total), len(counts))
    return np.asarray(np.tensordot(_weights(counts), [_drawn_to(counts, simplest, m) for m in STRENGTHS], axes=1))


def drawn_rates(pairs: Floats, articles: Sequence[str], draws: int, rng: np.random.Generator) -> Floats:
    """Draw tables of rates that the known paragraphs allow, shape B x C x C.

    Parameters
    ----------
    pairs : array, shape U x C x C
        True code and code given of each known paragraph.
    articles : sequence of str, length U
        Where they stand.
    draws : int
        B.
    rng : Generator
        Source of chance.
    """
    names, place = np.unique(list(articles), return_inverse=True)
    by_article = np.zeros((len(names), *pairs.shape[1:]))
    np.add.at(by_article, place, pairs)
    counts = np.tensordot(rng.standard_exponential((draws, len(names))), by_article, axes=1)
    n_codes = pairs.shape[-1]
    wrong = _wrong(counts) + rng.standard_gamma(0.5, draws)
    right = np.trace(counts, axis1=-2, axis2=-1) + rng.standard_gamma(0.5, draws)
    simplest = one_rate(wrong / (wrong + right), n_codes)
    strength = rng.choice(STRENGTHS, draws, p=_weights(pairs.sum(axis=0)))[:, None, None]
    added = rng.standard_gamma(np.maximum(strength * simplest, _LEAST))
    rows = np.maximum(counts + added, _LEAST)
    return np.asarray(rows / rows.sum(axis=-1, keepdims=True))


def _weights(counts: Floats) -> Floats:
    """Return how far the known paragraphs speak for each of ``STRENGTHS``; weights that add up to 1."""
    simplest = one_rate((_wrong(counts) + 0.5) / (counts.sum() + 1), len(counts))

    def likelihood(strength: float) -> float:
        prior, of_row = strength * simplest, counts.sum(axis=1)
        rows = gammaln(strength) - gammaln(strength + of_row) + (gammaln(prior + counts) - gammaln(prior)).sum(axis=1)
        return float(rows.sum())

    logs = np.array([likelihood(strength) for strength in STRENGTHS])
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum())


def _wrong(counts: Floats) -> Floats:
    """Count the paragraphs that were coded wrongly."""
    return np.asarray(counts.sum(axis=(-2, -1)) - np.trace(counts, axis1=-2, axis2=-1))


def _drawn_to(counts: Floats, simplest: Floats, strength: float) -> Floats:
    return np.asarray((counts + strength * simplest) / (counts.sum(axis=1, keepdims=True) + strength))
