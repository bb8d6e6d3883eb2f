"""What would studies with other articles have looked like: uneven lengths, rare pillars, few outlets? Draw them.

A ``Kind`` of study says how long its articles are, which pillars they are about, and what likeness they
have. ``KINDS`` are those that ``coverage.py`` counts in. The pillars of an article's paragraphs follow a
Dirichlet-multinomial; paragraphs of an article are alike with the correlation 1 / (1 + concentration).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from simulated_studies import World, as_sums

from discourse.emphasis.sums import ArticleSums

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Lengths = Callable[[np.random.Generator, tuple[int, ...], int], Integers]

SHORT_MIX = np.array([0.92, 0.02, 0.02, 0.02, 0.02])
LONG_MIX = np.array([0.60, 0.11, 0.11, 0.10, 0.08])
"""Shares in very short and very long articles where the length is tied to the pillars."""
OUTLETS = np.array([0.36, 0.24, 0.12, 0.08, 0.06, 0.05, 0.04, 0.03, 0.02])
"""Parts of the articles that nine outlets have."""
_MANY = 1_000_000
_LONGEST = 80


@dataclass(frozen=True)
class Kind:
    """One kind of study.

    Attributes
    ----------
    name : str
    lengths : function
        Draws paragraphs an article: of a generator, a shape and the period (0 earlier, 1 later).
    shares : array, shape 2 x P
        True shares of both periods; where lengths are tied to pillars they follow from the mixes.
    concentration : tuple of float
        Of both periods; smaller is more alike.
    tied : bool
        Longer articles have more of the rare pillars.
    lump : float
        Part of the articles that are all about the last pillar but one.
    outlets : str
        ``none``; ``same`` (nine outlets, each with a mix of its own in both periods); ``moving`` (a new one
        in the later period).
    """

    name: str
    lengths: Lengths
    shares: Floats
    concentration: tuple[float, float]
    tied: bool = False
    lump: float = 0.0
    outlets: str = "none"


def lognormal(median: float, spread: float) -> Lengths:
    """Lengths from a lognormal distribution, 1 to 80 paragraphs."""

    def draw(rng: np.random.Generator, shape: tuple[int, ...], period: int) -> Integers:
        return np.clip(np.rint(rng.lognormal(np.log(median), spread, shape)), 1, _LONGEST).astype(np.int64)

    return draw


def kinds(world: World) -> tuple[Kind, ...]:
    """Return the kinds of study, with article lengths and shares of the shipped study where nothing else is said."""

    def own(rng: np.random.Generator, shape: tuple[int, ...], period: int) -> Integers:
        return rng.choice(world.sizes, size=shape)

    def fixed(rng: np.random.Generator, shape: tuple[int, ...], period: int) -> Integers:
        return np.full(shape, (20, 4)[period])

    alike, usual = np.stack([world.pooled, world.pooled]), (world.concentration, world.concentration)
    rare = np.tile([0.92, 0.03, 0.02, 0.02, 0.01], (2, 1))
    uneven, heavy = lognormal(8, 0.6), lognormal(5, 1.0)
    return (
        Kind("study-like", own, alike, usual),
        Kind("study-like, shift", own, np.stack(world.shares), usual),
        Kind("uneven lengths", uneven, alike, usual),
        Kind("heavy lengths", heavy, alike, usual),
        Kind("longer = rarer pillars", heavy, alike, usual, tied=True),
        Kind("lengths 20 and 4", fixed, alike, usual),
        Kind("shares .92 to .01", own, rare, usual),
        Kind("4 % on one pillar", heavy, alike, usual, lump=0.04),
        Kind("likeness .4 and 10", own, alike, (0.4, 10.0)),
        Kind("outlets, same", own, alike, (2.0, 2.0), outlets="same"),
        Kind("outlets, moving", own, alike, (2.0, 2.0), outlets="moving"),
    )


def true_shares(kind: Kind) -> Floats:
    """Return the shares that the intervals should hold, shape 3 x P: earlier, later, shift."""
    shares = kind.shares
    if kind.tied:
        lengths = kind.lengths(np.random.default_rng(5), (_MANY,), 0)
        mix = lengths @ _mix_by_length(lengths) / lengths.sum()
        shares = np.stack([mix, mix])
    if kind.lump:
        shares = (1 - kind.lump) * shares + kind.lump * _lump(shares.shape[1])
    return np.concatenate([shares, shares[1:] - shares[:1]])


def draw_studies(
    kind: Kind, world: World, articles: tuple[int, int], runs: int, rng: np.random.Generator
) -> ArticleSums:
    """Draw many studies, as sums with a leading axis of runs."""
    outlets = _outlet_mixes(kind, runs, rng) if kind.outlets != "none" else None
    parts = []
    for period, number in enumerate(articles):
        shape = (runs, number)
        lengths = kind.lengths(rng, shape, period)
        centre = np.broadcast_to(kind.shares[period], (*shape, kind.shares.shape[1]))
        if kind.tied:
            centre = _mix_by_length(lengths)
        if outlets is not None:
            centre = outlets[period][np.arange(runs)[:, None], rng.choice(len(OUTLETS), shape, p=OUTLETS)]
        mixes = dirichlet(kind.concentration[period] * centre, rng)
        if kind.lump:
            mixes = np.where((rng.random(shape) < kind.lump)[..., None], _lump(mixes.shape[-1]), mixes)
        sizes = lengths.astype(np.float64)
        parts.append((rng.multinomial(lengths, mixes).astype(np.float64), sizes, sizes))
    return as_sums(world, parts)


def dirichlet(alpha: Floats, rng: np.random.Generator) -> Floats:
    """Draw mixes of pillars, one for each row of ``alpha``."""
    drawn = np.maximum(rng.standard_gamma(alpha), 1e-300)
    return drawn / drawn.sum(axis=-1, keepdims=True)


def _mix_by_length(lengths: Integers) -> Floats:
    weight = 1 / (1 + np.exp(-1.2 * (np.log(lengths) - np.log(5))))
    return SHORT_MIX + (LONG_MIX - SHORT_MIX) * weight[..., None]


def _lump(n_pillars: int) -> Floats:
    return np.eye(n_pillars)[-2]


def _outlet_mixes(kind: Kind, runs: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw each outlet's mix around the true shares, with concentration 6, shape runs x outlets x P."""
    alpha = np.broadcast_to(6.0 * kind.shares[0], (runs, len(OUTLETS), kind.shares.shape[1]))
    earlier = dirichlet(alpha, rng)
    return earlier, earlier if kind.outlets == "same" else dirichlet(alpha, rng)
