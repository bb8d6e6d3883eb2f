"""What would shares and shift be, had the people who coded not erred? Labels turned back by their coders' rates.

Errors move both periods towards one mix, and make shifts too small. With ``C[i, j]`` the part of the paragraphs of code
*i* to which a coder gives code *j*, the coder's counts are ``C'`` times the true ones. So a label *j* stands for row
*j* of the inverse of ``C``, which is on average the true code (the matrix method of misclassification; Barron 1977,
Biometrics 33, 414). A label that was decided on stays as it is. Corrected labels then go the way of all labels: summed
by article, weighted by one over inclusion, or in a DSL estimate.

The variance has two parts: how articles differ, as always, and how unsure the rates are (``confusion``). Shares and
shift are computed with many tables of rates that the known paragraphs allow; half the width of the middle 68 % is a
standard error. Both periods share these errors, so that of the shift this part is not the sum of the periods'.

It is assumed that people err alike in both periods, and on these paragraphs as on those that several coded. Mentions
are not corrected: what is known is of primary codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from discourse.emphasis.correction.confusion import drawn_rates, rates_of
from discourse.emphasis.correction.dsl import drawn_estimate
from discourse.emphasis.correction.proxies import people_alone
from discourse.emphasis.inputs import Floats, Integers, Paragraphs
from discourse.emphasis.shares import Estimate, ratio_estimate, with_shift
from discourse.emphasis.sums import add_up, sum_by
from discourse.errors import EstimateError
from discourse.labels.consent.known_errors import DECIDED, PeoplesErrors
from discourse.labels.consent.standing import COMMON

DRAWS = 1_000
TOLD_APART = 0.2
"""The smallest singular value that a table of rates must have: 1 for a faultless coder, 0 for one by chance."""
_MIDDLE = (0.16, 0.84)


@dataclass(frozen=True)
class _Labels:
    """Whose labels there are: coders, their tables of rates inverted, and coder and code of each paragraph."""

    coders: tuple[str, ...]
    inverses: Floats
    coder: Integers
    code: Integers


def coders_of(paragraphs: Paragraphs, errors: PeoplesErrors) -> list[str]:
    """Name the people whose labels, not decided on, stand behind the shares; sorted."""
    kept = people_alone(paragraphs.in_periods)
    names = kept.table.loc[kept.primary != "", "paragraph_id"]
    return sorted({errors.labelled_by.get(name, DECIDED) for name in names} - {DECIDED})


def unknown_errors(coders: list[str], errors: PeoplesErrors) -> list[str]:
    """Name the coders who share fewer than 30 paragraphs with another person: too few to know their errors."""
    return [name for name in coders if name not in errors.known or len(errors.known[name].articles) < COMMON]


def not_told_apart(coders: list[str], errors: PeoplesErrors) -> list[str]:
    """Name the coders who err so often that the true codes cannot be told from theirs."""
    rates = {name: rates_of(errors.known[name].pairs.sum(axis=0)) for name in coders}
    return [name for name, table in rates.items() if np.linalg.svd(table, compute_uv=False)[-1] < TOLD_APART]


def corrected_for_coders(
    paragraphs: Paragraphs, errors: PeoplesErrors, estimator: str = "coded", *, draws: int = DRAWS, seed: int = 0
) -> Estimate:
    """Estimate shares and shift from people's labels, turned back by how their coders err.

    Parameters
    ----------
    paragraphs : Paragraphs
        Of one analysis, with ``paragraph_id``; labels are those of people.
    errors : PeoplesErrors
        Of the study (``study_errors``); every coder of a label shares at least 30 paragraphs with another person.
    estimator : str
        ``coded``, ``dsl`` or ``hajek``; see ``correction.choice``.
    draws, seed : int
        Tables of rates that are drawn, and the seed of the draws.

    Returns
    -------
    Estimate
        The share, each paragraph weighing the same.

    Raises
    ------
    EstimateError
        If the errors of a coder are unknown, or so many that they cannot be turned back; else as the estimator.

    Examples
    --------
    Ani calls a tenth of the paragraphs of either code the other, and of a shift of .5 she finds .4.

    >>> import pandas as pd
    >>> from discourse.emphasis.inputs import read_paragraphs
    >>> from discourse.labels.consent.known_errors import KnownErrors
    >>> table = pd.DataFrame({"article_id": [f"a{i // 10}" for i in range(200)],
    ...                       "paragraph_id": [f"p{i}" for i in range(200)],
    ...                       "period": ["2023"] * 100 + ["2025"] * 100,
    ...                       "primary": (["x"] * 1 + ["y"] * 9) * 2 + ["y", "x"] * 40 + ["x"] * 82 + ["y"] * 18})
    >>> pairs = np.array([[[1, 0], [0, 0]]] * 45 + [[[0, 1], [0, 0]]] * 5 + [[[0, 0], [0, 1]]] * 45
    ...                  + [[[0, 0], [1, 0]]] * 5, dtype=float)
    >>> known = {"ani": KnownErrors(pairs, tuple(f"k{i}" for i in range(100)))}
    >>> errors = PeoplesErrors(("x", "y"), known, {f"p{i}": "ani" for i in range(200)})
    >>> read = read_paragraphs(table, ["x", "y"], ["2023", "2025"])
    >>> plain = ratio_estimate(add_up(read, read.belongs("share"), np.ones(200)))
    >>> round(float(plain.value[2, 0]), 3), round(float(corrected_for_coders(read, errors).value[2, 0]), 3)
    (0.4, 0.5)
    """
    kept = people_alone(paragraphs.in_periods)
    if estimator == "coded":
        kept = kept.keep((kept.primary != "").astype(bool))
    labels = _read_labels(kept, errors)
    outcomes = turned_labels(labels.inverses, errors.codes, kept.pillars)
    turned = np.where((kept.primary != "")[:, None], outcomes[labels.coder, labels.code], 0.0)
    if estimator == "coded":
        found = ratio_estimate(add_up(kept, turned[:, :-1], np.ones(len(kept)), turned[:, -1]))
    else:
        found = drawn_estimate(kept, "paragraph", "share", with_proxies=estimator == "dsl", labels=turned)
    spread = _spread_of_rates(kept, labels, errors, found, draws, np.random.default_rng([seed, 11]))
    value = with_shift(possible_shares(found.value[:2]))
    return replace(found, value=value, variance=found.variance + spread, exchangeable=False)


def possible_shares(shares: Floats) -> Floats:
    """Set negative shares to 0, and scale all to add up to 1; shape ... x P.

    Examples
    --------
    >>> possible_shares(np.array([1.0, -0.1, 0.25])).tolist()
    [0.8, 0.0, 0.2]
    """
    positive = np.maximum(shares, 0.0)
    return np.asarray(positive / positive.sum(axis=-1, keepdims=True))


def _read_labels(kept: Paragraphs, errors: PeoplesErrors) -> _Labels:
    """Say whose each label is, and invert the rates of each coder; a label that was decided on is right."""
    coders = coders_of(kept, errors)
    if few := unknown_errors(coders, errors):
        expected = f"coders with at least {COMMON} paragraphs that another person coded, too"
        hint = "Let two people code the same paragraphs: discourse labels tasks --overlap 30"
        raise EstimateError(expected, f"fewer for {', '.join(few)}", "errors of coders", hint)
    if wild := not_told_apart(coders, errors):
        hint = "Let somebody else code, or decide on the paragraphs."
        raise EstimateError("coders whose codes can be told apart", ", ".join(wild), "errors of coders", hint)
    rates = [np.eye(len(errors.codes)), *(rates_of(errors.known[name].pairs.sum(axis=0)) for name in coders)]
    place = {DECIDED: 0} | {name: number for number, name in enumerate(coders, start=1)}
    coder = [place[errors.labelled_by.get(name, DECIDED)] for name in kept.table["paragraph_id"]]
    code = [errors.codes.index(each) if each else 0 for each in kept.primary]
    return _Labels(tuple(coders), np.linalg.inv(np.array(rates)), np.array(coder), np.array(code))


def turned_labels(inverses: Floats, codes: Sequence[str], pillars: Sequence[str]) -> Floats:
    """Write what a label of each code stands for as ``label_outcomes`` does: pillars, then whether there is one.

    Parameters
    ----------
    inverses : array, shape ... x C x C
        Of tables of rates, or differences of such.
    codes, pillars : sequence of str
        The C codes of the tables; the P pillars among them.

    Returns
    -------
    array, shape ... x C x (P + 1)
    """
    own = inverses[..., [codes.index(pillar) for pillar in pillars]]
    return np.concatenate([own, own.sum(axis=-1, keepdims=True)], axis=-1)


def _spread_of_rates(
    kept: Paragraphs, labels: _Labels, errors: PeoplesErrors, found: Estimate, draws: int, rng: np.random.Generator
) -> Floats:
    """Return the variance that unsure rates add to shares and shift, shape 3 x P."""
    if not labels.coders:
        return np.zeros(found.variance.shape)
    assert found.sums is not None
    known = [errors.known[name] for name in labels.coders]
    drawn = np.array([drawn_rates(each.pairs, each.articles, draws, rng) for each in known])
    moved = turned_labels(np.linalg.inv(drawn) - labels.inverses[1:, None], errors.codes, kept.pillars)
    parts = [part for _, part in found.sums.by_period()]
    totals = np.array([np.append(part.numerators.sum(axis=0), part.denominators.sum()) for part in parts])
    weights = np.array([_label_weights(kept, labels, number, len(errors.codes))[1:] for number in (0, 1)])
    return variance_of_rates(totals, weights, moved)


def variance_of_rates(totals: Floats, weights: Floats, moved: Floats) -> Floats:
    """Return the variance of shares and shift over tables of rates, shape 3 x P.

    Totals are linear in the labels: with other rates, each label moves them by what it stands for more or less.

    Parameters
    ----------
    totals : array, shape 2 x (P + 1)
        Of each period, the pillars and what has a pillar, with the rates as they are estimated.
    weights : array, shape 2 x K x C
        What the labels of each coder and code stand for in each period.
    moved : array, shape K x B x C x (P + 1)
        How far ``turned_labels`` of each drawn table differ from those of the estimated one.
    """
    drawn = totals + np.einsum("tkc,kbcp->btp", weights, moved)
    shares = drawn[..., :-1] / np.where(drawn[..., -1:] > 0, drawn[..., -1:], np.nan)
    low, high = np.quantile(with_shift(possible_shares(shares)), _MIDDLE, axis=0)
    return np.asarray(np.square((high - low) / 2))


def _label_weights(kept: Paragraphs, labels: _Labels, period: int, codes: int) -> Floats:
    """Add up what the labels of each coder and code stand for in a period, shape (K + 1) x C."""
    here = (kept.period == period)[kept.article]
    labelled = here & (kept.primary != "").astype(bool)
    if labelled[here].all():
        stands_for = labelled.astype(np.float64)
    else:
        stands_for = np.where(labelled, 1 / kept.inclusion, 0.0)
        stands_for *= here.sum() / stands_for.sum()
    group = labels.coder * codes + labels.code
    return sum_by(group, stands_for, (len(labels.coders) + 1) * codes).reshape(-1, codes)
