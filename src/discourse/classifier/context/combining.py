"""How does what the other paragraphs of an article are about change what one of them is taken to be about?

Coders judge each paragraph alone: that is a rule about what a label means. A classifier has to find that label, and
may use whatever tells it; an article mostly keeps to its subject. The probability of code c is taken as ::

    P(c | paragraph, article)  proportional to  p(c)^s * (m(c) / prior(c))^w

p is what the words of the paragraph say, m the mean of p over the *other* paragraphs of the article, and prior the
mean of p over the training paragraphs. With s = w = 1 this is the product rule for two sources of evidence that are
independent once the code is known (Kittler et al. 1998, 10.1109/34.667881): both hold the prior, so it is
divided out once. Paragraphs of one article are not independent even then, so the sharpness s and the power w are
learnt. Mentions are combined likewise, each pillar on its own, with odds in place of probabilities, and one s and
one w for all pillars.

They are learnt from held-out probabilities, those of models that have not seen the article. A paragraph without
neighbours keeps what its own words say. Estimates that correct predictions by labels
(:mod:`discourse.emphasis.correction`) stay valid: they hold whatever the predictions are made from, as long as no
model has seen the story that it predicts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import expit, logit, logsumexp, softmax

_FLOOR = 0.01
"""Added to each mean: a code that no neighbour is given becomes improbable, not impossible."""
_LEAST = 1e-12
"""Probabilities are held this far from 0, and those of mentions from 1, before logarithms are taken."""
_UNCHANGED = np.array([1.0, 0.0])
"""Sharpness and power that leave a paragraph as it is."""


@dataclass(frozen=True, eq=False)
class Combination:
    """How far a paragraph's own words are believed, and how far its neighbours.

    Attributes
    ----------
    sharpness : float
        Power of what the own words say; 1 leaves it as it is.
    power : float
        Power of what the neighbours say; 0 leaves them out.
    prior : array of float
        Mean held-out probability of each column in training; length C.
    together : bool
        Whether several columns may hold (mentions), or exactly one does (codes).

    Examples
    --------
    >>> even = Combination(1.0, 1.0, np.array([0.5, 0.5]))
    >>> said = even.combine(np.array([[0.5, 0.5], [0.9, 0.1], [0.9, 0.1]]), ["a", "a", "b"])
    >>> said.round(2).tolist()  # the first takes over what the second says; the third has no neighbour
    [[0.89, 0.11], [0.9, 0.1], [0.9, 0.1]]
    """

    sharpness: float
    power: float
    prior: Any
    together: bool = False

    def combine(self, own: Any, articles: Any) -> Any:
        """Probabilities from a paragraph's own words and its neighbours, N x C; those of codes sum to 1.

        Parameters
        ----------
        own : array of float
            N x C, what each paragraph's words say.
        articles : array
            Article of each row, length N, in any order; a row whose article is empty has no neighbours.
        """
        own = np.asarray(own, dtype=float)
        if self.power == 0:
            return own
        means, has = neighbour_means(own, articles)
        combined = own.copy()
        if has.any():
            scores = self.sharpness * _score(own[has], self.together)
            scores += self.power * _evidence(means[has], self.prior, self.together)
            combined[has] = _link(scores, self.together)
        return combined


@dataclass(frozen=True, eq=False)
class ArticleContext:
    """What a classifier has learnt about articles.

    Attributes
    ----------
    primary, mentions : Combination
        Of the C codes, and of the K pillars.
    thresholds : array of float
        Length K: combined probability from which on a pillar counts as mentioned.
    """

    primary: Combination
    mentions: Combination
    thresholds: Any


def learn_combination(own: Any, held: Any, articles: Any, together: bool = False) -> Combination:
    """Learn sharpness and power by least log loss.

    Where no article has two rows nothing is learnt: sharpness 1, power 0. Few rows are no proof, so the squared
    distance of both from these values is added to the sum of the losses; with hundreds of rows it weighs nothing.

    Parameters
    ----------
    own : array of float
        N x C, probabilities of training rows by models that have not seen their article.
    held : array of float
        N x C, 1 where the column holds, else 0.
    articles : array
        Article of each row, length N.
    together : bool
        Whether several columns of a row may hold.

    Examples
    --------
    >>> own = np.array([[0.8, 0.2], [0.6, 0.4], [0.2, 0.8], [0.6, 0.4]] * 20)
    >>> held = np.eye(2)[[0, 0, 1, 1] * 20]
    >>> learnt = learn_combination(own, held, np.repeat(np.arange(40), 2))
    >>> learnt.power > 1, learn_combination(own, held, np.arange(80)).power
    (True, 0.0)
    """
    own, held = np.asarray(own, dtype=float), np.asarray(held, dtype=float)
    prior = own.mean(axis=0)
    means, has = neighbour_means(own, articles)
    # Without columns, or without neighbours, there is nothing to learn from.
    if not has.any() or not own.shape[1]:
        return Combination(1.0, 0.0, prior, together)
    parts = np.array([_score(own[has], together), _evidence(means[has], prior, together)])
    sharpness, power = (float(one) for one in np.maximum(_least_loss(parts, held[has], together), 0.0))
    return Combination(sharpness if power > 0 else 1.0, power, prior, together)


def _least_loss(parts: Any, held: Any, together: bool) -> Any:
    """Find the two powers by Newton's method; the loss is convex. ``parts`` is 2 x N x C."""

    def loss(powers: Any) -> tuple[float, Any]:
        scores, moved = np.tensordot(powers, parts, axes=1), powers - _UNCHANGED
        total = np.logaddexp(0, scores).sum() if together else logsumexp(scores, axis=1).sum()
        slope = (parts * (_link(scores, together) - held)).sum(axis=(1, 2)) + 2 * moved
        return float(total - (held * scores).sum() + moved @ moved), slope

    def curvature(powers: Any) -> Any:
        said = _link(np.tensordot(powers, parts, axes=1), together)
        weights = said * (1 - said) if together else said
        means = np.zeros(parts.shape[:2]) if together else (parts * said).sum(axis=2)
        return np.einsum("anc,bnc,nc->ab", parts, parts, weights) - means @ means.T + 2 * np.eye(2)

    return minimize(loss, _UNCHANGED, jac=True, hess=curvature, method="trust-exact", options={"gtol": 1e-9}).x


def neighbour_means(values: Any, articles: Any) -> tuple[Any, Any]:
    """Mean of the other rows of each row's article, N x C, and which rows have such; 0 where they have none.

    Examples
    --------
    >>> means, has = neighbour_means(np.array([[1.0], [2.0], [6.0], [5.0]]), ["a", "a", "a", "b"])
    >>> means.ravel().tolist(), has.tolist()
    ([4.0, 3.5, 1.5, 0.0], [True, True, True, False])
    """
    index = _index_of(articles)
    # Sums by column, in the order of the rows: a tenth of the time of np.add.at, and the same numbers.
    columns = [np.bincount(index, column) for column in values.T]
    sums = np.column_stack(columns) if columns else np.zeros((index.max(initial=-1) + 1, 0))
    others = np.bincount(index)[index] - 1
    has = others > 0
    means = np.where(has[:, None], (sums[index] - values) / np.maximum(others, 1)[:, None], 0.0)
    return means, has


def added_log_odds(alone: Any, heard: Any) -> Any:
    """Say what hearing the article adds to the log odds of each code against the mean of all codes; N x C.

    Parameters
    ----------
    alone, heard : array of float
        N x C, probabilities of codes without and with the other paragraphs of the article.

    Examples
    --------
    >>> added_log_odds([[0.5, 0.5], [0.5, 0.5]], [[0.8, 0.2], [0.5, 0.5]]).round(2).tolist()
    [[0.69, -0.69], [0.0, 0.0]]
    """
    before, after = (_score(np.asarray(one, dtype=float), together=False) for one in (alone, heard))
    added = after - before
    return added - added.mean(axis=1, keepdims=True)


def _index_of(articles: Any) -> Any:
    """Give each article a number; rows without one get a number of their own."""
    names = articles if getattr(articles, "dtype", np.dtype(object)).kind in "iuU" else None
    if names is None:
        names = np.array(["" if pd.isna(one) else str(one) for one in articles], dtype=str)
    found, index = np.unique(names, return_inverse=True)
    if names.dtype.kind == "U":
        nowhere = names == ""
        index[nowhere] = len(found) + np.arange(nowhere.sum())
        index = np.unique(index, return_inverse=True)[1]
    return index


def _score(probabilities: Any, together: bool) -> Any:
    """Logarithms of probabilities of codes, log odds of mentions."""
    if together:
        return logit(np.clip(probabilities, _LEAST, 1 - _LEAST))
    return np.log(np.maximum(probabilities, _LEAST))


def _link(scores: Any, together: bool) -> Any:
    """Probabilities of scores; the other way round from :func:`_score`."""
    return expit(scores) if together else softmax(scores, axis=1)


def _evidence(means: Any, prior: Any, together: bool) -> Any:
    """Say what the neighbours tell beyond the prior; 0 where their mean is the prior (but for the floor)."""
    outcomes = 2 if together else means.shape[1]
    floored = (means + _FLOOR) / (1 + _FLOOR * outcomes)
    return _score(floored, together) - _score(prior, together)
