"""What would other studies like the shipped one have looked like? Draw them, truth known.

Article sizes are those of the study's main analysis. The pillars of an article's paragraphs follow a
Dirichlet-multinomial with the study's own shares and likeness within articles, fitted here; or, in the
setting "own articles", the study's articles are drawn again as they are. Predictions follow a table
of errors like that of the study's classifier.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import gammaln

from discourse.emphasis.correction.dsl import most_paragraphs, pseudo_outcomes, variance_of_outcomes
from discourse.emphasis.correction.ppi import shares_of_period
from discourse.emphasis.inputs import read_paragraphs
from discourse.emphasis.shares import Estimate, kish_size, ratio_estimate, with_shift, with_shift_variance
from discourse.emphasis.sums import ArticleSums, article_sums
from discourse.labels.table import coded_table, select
from discourse.study import Study

Floats = NDArray[np.float64]

# Rows: label, columns: prediction, in codebook order. Paragraphs of general openings, predicted out of
# fold (five folds, whole articles) by a logistic regression on tf-idf of words and characters.
CONFUSION = np.array([[291, 2, 3, 3, 1], [8, 12, 0, 2, 1], [8, 0, 34, 0, 0], [3, 0, 0, 7, 0], [4, 0, 1, 0, 6]])
TRAINED_WITH = CONFUSION.sum(axis=1) / CONFUSION.sum()
"""Shares of the pillars among the labels with which that classifier was trained."""


@dataclass(frozen=True)
class World:
    """What studies are drawn from: sizes of articles, likeness within them, shares and articles of both periods."""

    pillars: tuple[str, ...]
    sizes: NDArray[np.int64]
    concentration: float
    pooled: Floats
    shares: tuple[Floats, Floats]
    articles: tuple[Floats, Floats]

    def truth(self, shift: str) -> tuple[Floats, Floats]:
        """Return the true shares: the study's own of each period, or without shift those of both together."""
        return self.shares if shift == "study" else (self.pooled, self.pooled)


@dataclass(frozen=True)
class Cell:
    """One cell of the simulation: which labels there are, is there a shift, articles a period."""

    setting: str
    shift: str
    earlier: int
    later: int

    @property
    def stem(self) -> str:
        """Name of its file."""
        return f"{self.setting.replace(' ', '-')}_{self.shift}_{self.earlier}x{self.later}"


def fitted_world() -> World:
    """Fit the world to the main analysis of the shipped study.

    The concentration A of the Dirichlet-multinomial is that of greatest likelihood with the shares of
    both periods together; paragraphs of an article are alike with the correlation 1 / (1 + A).
    """
    study = Study.find()
    settings, pillars = study.settings, study.codebook.pillar_ids
    table = select(coded_table(study), settings.analyses[0], settings.compared)
    sums = article_sums(read_paragraphs(table, pillars, settings.compared))
    counts, sizes = sums.numerators, sums.denominators
    shares = [part.numerators.sum(axis=0) / part.denominators.sum() for _, part in sums.by_period()]
    pooled = counts.sum(axis=0) / sizes.sum()

    def unlikely(logarithm: Floats) -> float:
        a = np.exp(logarithm[0]) * pooled
        each = gammaln(a.sum()) - gammaln(sizes + a.sum()) + (gammaln(counts + a) - gammaln(a)).sum(axis=1)
        return -float(each.sum())

    concentration = float(np.exp(minimize(unlikely, np.array([1.0]), method="Nelder-Mead").x[0]))
    own = (counts[~sums.later], counts[sums.later])
    return World(tuple(pillars), sizes.astype(np.int64), concentration, pooled, (shares[0], shares[1]), own)


def draw_mixes(world: World, shares: Floats, shape: tuple[int, ...], rng: np.random.Generator) -> Floats:
    """Draw the mix of pillars of articles, shape (..., P), from the Dirichlet distribution."""
    drawn = np.maximum(rng.standard_gamma(np.broadcast_to(world.concentration * shares, (*shape, len(shares)))), 1e-300)
    return drawn / drawn.sum(axis=-1, keepdims=True)


def draw_counts(
    world: World, shares: Floats, runs: int, articles: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Draw paragraphs per pillar of articles, shape runs x G x P, and their sums."""
    sizes = rng.choice(world.sizes, size=(runs, articles))
    counts = rng.multinomial(sizes, draw_mixes(world, shares, (runs, articles), rng)).astype(np.float64)
    return counts, sizes.astype(np.float64)


def draw_paragraphs(
    world: World, shares: Floats, articles: int, rng: np.random.Generator
) -> tuple[NDArray[np.int64], Floats, Floats]:
    """Draw single paragraphs: their article, label and prediction (both shape N x P, one 1 a row)."""
    article = np.repeat(np.arange(articles), rng.choice(world.sizes, size=articles))
    mixes = draw_mixes(world, shares, (articles,), rng)
    label = (rng.random((len(article), 1)) > mixes[article].cumsum(axis=1)[:, :-1]).sum(axis=1)
    errors = (CONFUSION / CONFUSION.sum(axis=1, keepdims=True)).cumsum(axis=1)
    predicted = (rng.random((len(article), 1)) > errors[label][:, :-1]).sum(axis=1)
    return article, np.eye(len(shares))[label], np.eye(len(shares))[predicted]


def by_article(values: Floats, article: NDArray[np.int64], articles: int) -> Floats:
    """Add paragraphs up by article, shape G x P."""
    return np.column_stack([np.bincount(article, column, articles) for column in values.T])


def coded_studies(world: World, cell: Cell, runs: int, rng: np.random.Generator) -> ArticleSums:
    """Draw both periods of many fully coded studies, as sums with a leading axis of runs."""
    parts = []
    own = world.articles if cell.shift == "study" else (np.concatenate(world.articles),) * 2
    for period, articles in enumerate((cell.earlier, cell.later)):
        if cell.setting == "own articles":
            counts = own[period][rng.integers(0, len(own[period]), (runs, articles))]
            sizes = counts.sum(axis=2)
        else:
            counts, sizes = draw_counts(world, world.truth(cell.shift)[period], runs, articles, rng)
        if cell.setting == "by article":
            parts.append((counts / sizes[..., None], np.ones_like(sizes), 1 / sizes))
        else:
            parts.append((counts, sizes, sizes))
    return as_sums(world, parts)


def dsl_estimates(world: World, cell: Cell, runs: int, rng: np.random.Generator) -> Estimate:
    """Half of the paragraphs, drawn at random, are labelled; all are predicted."""
    parts, variances, kish, most = [], [], [], []
    for shares, articles in zip(world.truth(cell.shift), (cell.earlier, cell.later), strict=True):
        drawn, spread, largest = [], [], []
        for _ in range(runs):
            article, label, predicted = draw_paragraphs(world, shares, articles, rng)
            labelled = rng.random(len(article)) < 0.5
            labelled[0] |= not labelled.any()
            with_pillar = (np.column_stack([each, np.ones(len(article))]) for each in (label, predicted))
            known = (*with_pillar, labelled, np.full(len(article), 0.5), np.ones(len(article)))
            sums = by_article(pseudo_outcomes(*known), article, articles)
            drawn.append((sums[:, :-1], sums[:, -1], np.bincount(article, minlength=articles)))
            spread.append(variance_of_outcomes(article, *known))
            largest.append(most_paragraphs(article, *known))
        parts.append(tuple(np.stack(values) for values in zip(*drawn, strict=True)))
        variances.append(np.array([variance for variance, _ in spread]))
        kish.append(np.array([number for _, number in spread]))
        most.append(np.array(largest))
    found = ratio_estimate(as_sums(world, parts))
    return replace(
        found,
        variance=with_shift_variance(np.stack(variances, axis=1)),
        effective_articles=np.stack(kish, axis=1),
        max_effective_size=np.minimum(found.max_effective_size[..., None], np.stack(most, axis=1)),
    )


def ppi_estimates(world: World, cell: Cell, runs: int, rng: np.random.Generator) -> Estimate:
    """Beside the labelled articles there are as many again that are only predicted."""
    shares_found, variances, sizes, paragraphs, kish = [], [], [], [], []
    for shares, articles in zip(world.truth(cell.shift), (cell.earlier, cell.later), strict=True):
        labelled = np.arange(2 * articles) < articles
        drawn = []
        for _ in range(runs):
            article, label, predicted = draw_paragraphs(world, shares, 2 * articles, rng)
            coded, guessed = (by_article(values, article, 2 * articles) for values in (label, predicted))
            part = shares_of_period(coded, guessed, labelled, "the period")
            known = float((article < articles).sum())
            lengths = np.bincount(article[article < articles], minlength=articles).astype(np.float64)
            size = known + part.trust * (len(article) - known)
            drawn.append((part.share, part.variance, size, len(article), kish_size(lengths, lengths**2)))
        values = [np.array(value) for value in zip(*drawn, strict=True)]
        shares_found.append(values[0])
        variances.append(values[1])
        sizes.append(values[2])
        paragraphs.append(values[3])
        kish.append(values[4])
    return Estimate(
        pillars=world.pillars,
        periods=("a", "b"),
        quantity="share",
        weighting="paragraph",
        articles=(2 * cell.earlier, 2 * cell.later),
        paragraphs=np.stack(paragraphs, axis=1),
        informative=(cell.earlier, cell.later),
        effective_articles=np.stack(kish, axis=1),
        value=with_shift(np.stack(shares_found, axis=1)),
        variance=with_shift_variance(np.stack(variances, axis=1)),
        max_effective_size=np.stack(sizes, axis=1),
    )


def predicted_tables(world: World, cell: Cell, runs: int, rng: np.random.Generator) -> Iterator[pd.DataFrame]:
    """Draw tables of paragraphs, half of them labelled, all predicted.

    The probabilities are what a prediction says of the label where the shares are those in training:
    of the paragraphs of general openings that were predicted so, the part that had each label.
    """
    names = np.array(world.pillars, dtype=object)
    given = CONFUSION.T / CONFUSION.sum(axis=0)[:, None]
    for _ in range(runs):
        parts = []
        for period, shares, articles in zip("ab", world.truth(cell.shift), (cell.earlier, cell.later), strict=True):
            article, label, predicted = draw_paragraphs(world, shares, articles, rng)
            primary = np.where(rng.random(len(article)) < 0.5, names[label.argmax(axis=1)], "")
            chosen = predicted.argmax(axis=1)
            frame = pd.DataFrame(given[chosen], columns=[f"p_{name}" for name in names])
            frame = frame.assign(article_id=[f"{period}{i}" for i in article], period=period, primary=primary)
            parts.append(frame.assign(predicted=names[chosen], inclusion=0.5))
        yield pd.concat(parts, ignore_index=True)


def as_sums(world: World, parts: list[tuple[Floats, Floats, Floats]]) -> ArticleSums:
    """Join the numerators, denominators and squares of both periods of many studies to sums over articles."""
    numerators = np.concatenate([part[0] for part in parts], axis=-2)
    denominators, squares = (np.concatenate([part[i] for part in parts], axis=-1) for i in (1, 2))
    later = np.arange(denominators.shape[-1]) >= parts[0][1].shape[-1]
    return ArticleSums(
        pillars=world.pillars,
        periods=("a", "b"),
        quantity="share",
        weighting="paragraph",
        articles=tuple(f"{i:03d}" for i in range(len(later))),
        later=later,
        numerators=numerators,
        denominators=denominators,
        squares=squares,
        paragraphs=np.ones(denominators.shape, dtype=np.int64),
    )


def one_study(many: ArticleSums, run: int) -> ArticleSums:
    """Return one of many studies."""
    names = ("numerators", "denominators", "squares", "paragraphs")
    return replace(many, **{name: getattr(many, name)[run] for name in names})
