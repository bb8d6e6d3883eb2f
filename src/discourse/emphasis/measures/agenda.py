"""Did the agenda as a whole change, and did it become more or less diverse?

Shares add up to one, so a rise of one pillar is a fall of others. Before the pillars are tested one by
one, one question is asked of all of them together: do the two periods' agendas lie further apart than chance
puts them? The distance is told in two ways (p and q are the shares of the earlier and later period)::

    total variation           TV  = 1/2 sum |p - q|
    Jensen-Shannon (bits)     JSD = H((p + q) / 2) - (H(p) + H(q)) / 2,    H(p) = -sum p log2 p

TV is the part of the paragraphs that would have to change their pillar; JSD is the divergence itself, not
its root, and weighs changes of rare pillars more (Lin 1991). No distance is ever below 0, and two draws from
the same agenda lie apart too, so each stands beside its mean when the periods are permuted over the articles
(``permutation``); the part of the permutations that lie as far apart is its p-value.

Diversity is Shannon's H over the most it could be with as many pillars (Boydstun, Bevan and Thomas 2014
recommend it): 0 where one pillar has everything, 1 where all have as much. Its interval resamples whole
articles within their period.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import entr

from discourse.emphasis.inputs import Floats
from discourse.emphasis.intervals import MIN_ARTICLES
from discourse.emphasis.permutation import MAX_PERMUTATIONS, compared_shares
from discourse.emphasis.permuted_periods import rows_in_parts
from discourse.emphasis.shares import Estimate
from discourse.emphasis.sums import ArticleSums
from discourse.errors import EstimateError
from discourse.translations import say

AGENDA = "agenda"
"""What stands in the column ``pillar``: these rows are of all pillars together."""
_TIE = 1e-9


def total_variation(p: Floats, q: Floats) -> Floats:
    """Half the sum of the absolute differences of two agendas, shape (..., P) to (...).

    Examples
    --------
    >>> round(float(total_variation(np.array([0.71, 0.08, 0.15, 0.03, 0.03]),
    ...                             np.array([0.85, 0.04, 0.01, 0.06, 0.04]))), 10)
    0.18
    """
    found: Floats = np.abs(p - q).sum(axis=-1) / 2
    return found


def jensen_shannon(p: Floats, q: Floats) -> Floats:
    """Jensen-Shannon divergence of two agendas in bits, not its root; shape (..., P) to (...).

    Examples
    --------
    >>> round(float(jensen_shannon(np.array([0.71, 0.08, 0.15, 0.03, 0.03]),
    ...                            np.array([0.85, 0.04, 0.01, 0.06, 0.04]))), 10)
    0.0666503919
    """
    return entropy((p + q) / 2) - (entropy(p) + entropy(q)) / 2


def entropy(p: Floats) -> Floats:
    """Shannon's entropy in bits, shape (..., P) to (...); what has a share of 0 adds nothing.

    Examples
    --------
    >>> float(entropy(np.array([0.5, 0.25, 0.125, 0.125])))
    1.75
    """
    found: Floats = entr(np.maximum(p, 0.0)).sum(axis=-1) / np.log(2)
    return found


def normalised_entropy(p: Floats) -> Floats:
    """Entropy over the largest possible with as many pillars, 0 to 1; shape (..., P) to (...).

    Examples
    --------
    >>> float(normalised_entropy(np.array([0.5, 0.25, 0.125, 0.125])))
    0.875
    """
    return entropy(p) / np.log2(max(p.shape[-1], 2))


def agenda_test(
    found: Estimate,
    *,
    level: float = 0.95,
    seed: int = 0,
    permutations: int = MAX_PERMUTATIONS,
    resamples: int = 10_000,
) -> pd.DataFrame:
    """Test all shares together, and compare the diversity of the two agendas.

    Parameters
    ----------
    found : Estimate
        Shares that are ratios of sums over articles (``coded`` or ``dsl``).
    level : float
        Level of the intervals of the entropy.
    permutations, resamples, seed : int
        Permutations (all are enumerated where there are no more) and article resamples.

    Returns
    -------
    DataFrame
        ``pillar`` ("agenda"), ``quantity, period, value, low, high, articles, paragraphs``, as ``emphasis_rows``
        gives them. Quantities: ``agenda_jsd`` and ``agenda_tv``, each with ``_expected`` (mean of the
        permutations) and ``_p``; ``agenda_entropy`` of each period and its ``agenda_entropy_shift``, with
        intervals (NaN with fewer than five articles in a period), and ``agenda_entropy_p`` of the shift;
        ``agenda_permutations``, and ``agenda_p_error``: the Monte-Carlo standard error of the p of JSD, 0
        where all permutations were compared.

    Raises
    ------
    EstimateError
        If the estimate is no ratio of sums over articles, is of mentions (they do not add up to one), or
        a period has no article.

    Examples
    --------
    >>> from discourse.emphasis.estimators import estimate
    >>> from discourse.emphasis.inputs import read_paragraphs
    >>> table = pd.DataFrame({"article_id": list("abcdef"), "period": ["2023"] * 3 + ["2025"] * 3,
    ...                       "primary": ["economic"] * 3 + ["political"] * 3})
    >>> rows = agenda_test(estimate(read_paragraphs(table, ["political", "economic"], ["2023", "2025"])))
    >>> rows.set_index("quantity")["value"][["agenda_tv", "agenda_tv_expected", "agenda_tv_p"]].round(3).tolist()
    [1.0, 0.4, 0.1]
    """
    sums = _checked(found)
    observed, asked = found.value[:2], {"limit": permutations, "seed": seed}
    shares, exact = compared_shares(sums.numerators, sums.denominators, sums.later, **asked)
    permuted = np.clip(shares, 0, 1)
    rows = _distances(observed, permuted) | _diversity(observed, permuted)
    p = rows["agenda_jsd_p"]
    rows |= {
        "agenda_permutations": float(len(permuted)),
        "agenda_p_error": 0.0 if exact else float(np.sqrt(p * (1 - p) / len(permuted))),
    }
    both = "-".join(reversed(found.periods))
    table = pd.DataFrame(
        {"quantity": list(rows), "value": list(rows.values()), "period": both, "low": np.nan, "high": np.nan}
    )
    bounds = _entropy_bounds(sums, level=level, resamples=resamples, seed=seed)
    entropies = ["agenda_entropy", "agenda_entropy", "agenda_entropy_shift"]
    values = [*normalised_entropy(observed), float(np.diff(normalised_entropy(observed))[0])]
    spread = pd.DataFrame({"quantity": entropies, "value": values, "period": [*found.periods, both]})
    table = pd.concat([table, spread.assign(low=bounds[0], high=bounds[1])], ignore_index=True)
    counts = {period: (found.articles[k], int(found.paragraphs[k])) for k, period in enumerate(found.periods)}
    counts[both] = (sum(found.articles), int(found.paragraphs.sum()))
    articles, paragraphs = zip(*(counts[period] for period in table["period"]), strict=True)
    table = table.assign(pillar=AGENDA, articles=articles, paragraphs=paragraphs)
    return table[["pillar", "quantity", "period", "value", "low", "high", "articles", "paragraphs"]]


def _checked(found: Estimate) -> ArticleSums:
    if found.sums is None:
        hint = "Permutations need sums over articles; use the estimator 'coded' or 'dsl'."
        raise EstimateError("a ratio of sums over articles", "none", "agenda test", hint)
    if found.quantity != "share":
        raise EstimateError("shares that add up to one", found.quantity, "agenda test", "Use the quantity 'share'.")
    if not min(found.articles):
        earlier, later = found.articles
        raise EstimateError("articles in both periods", f"{earlier} and {later}", "agenda test")
    return found.sums


def _distances(observed: Floats, permuted: Floats) -> dict[str, float]:
    rows = {}
    for name, distance in (("agenda_jsd", jensen_shannon), ("agenda_tv", total_variation)):
        value, chance = float(distance(*observed)), distance(permuted[:, 0], permuted[:, 1])
        rows[name] = value
        rows[f"{name}_expected"] = float(chance.mean())
        rows[f"{name}_p"] = float((chance >= value - _TIE).mean())
    return rows


def _diversity(observed: Floats, permuted: Floats) -> dict[str, float]:
    shift, chance = np.diff(normalised_entropy(observed))[0], np.diff(normalised_entropy(permuted), axis=-1)[:, 0]
    return {"agenda_entropy_p": float((np.abs(chance) >= abs(shift) - _TIE).mean())}


def _entropy_bounds(sums: ArticleSums, *, level: float, resamples: int, seed: int) -> Floats:
    """Percentile bounds of both periods' entropies and of their difference, shape 2 x 3; whole articles resampled."""
    rng = np.random.default_rng([seed, len(sums)])
    drawn = []
    for _, part in sums.by_period():
        shares = np.empty((resamples, len(part.pillars)))
        for rows in rows_in_parts(resamples, len(part)):
            size = len(shares[rows])
            counts = rng.multinomial(len(part), np.full(len(part), 1 / len(part)), size=size).astype(np.float64)
            shares[rows] = counts @ part.numerators / (counts @ part.denominators)[:, None]
        drawn.append(normalised_entropy(np.clip(shares, 0, 1)))
    values = np.stack([drawn[0], drawn[1], drawn[1] - drawn[0]], axis=1)
    articles = sums.articles_per_period()
    enough = np.array([articles[0], articles[1], min(articles)]) >= MIN_ARTICLES
    bounds: Floats = np.quantile(values, [0.5 - level / 2, 0.5 + level / 2], axis=0)
    return np.where(enough, bounds, np.nan)


def agenda_sentence(rows: pd.DataFrame, periods: Sequence[str]) -> str:
    """Say what the rows of ``agenda_test`` say: the distance beside chance, and the diversity.

    Parameters
    ----------
    rows : DataFrame
        Rows of one analysis that hold those of ``agenda_test``; others are passed over.
    periods : sequence of str
        The earlier and the later period.

    Returns
    -------
    str
        "" where there are no such rows.
    """
    rows = rows[(rows["pillar"] == AGENDA) & rows["quantity"].str.startswith(AGENDA)]
    if rows.empty:
        return ""
    value = rows.drop_duplicates("quantity").set_index("quantity")["value"]
    spread = rows[rows["quantity"] == "agenda_entropy"].set_index("period")["value"]
    change = rows[rows["quantity"] == "agenda_entropy_shift"].iloc[0]
    bounds = "" if np.isnan(change["low"]) else f" [{change['low']:+.2f}, {change['high']:+.2f}]"
    distance = say(
        "The agenda as a whole: Jensen-Shannon divergence {jsd:.3f} bits, where periods permuted over the articles "
        "give {by_chance:.3f} on average ({p}); total variation {tv:.3f} against {tv_by_chance:.3f} ({tv_p}).",
        jsd=value["agenda_jsd"],
        by_chance=value["agenda_jsd_expected"],
        p=_p(value, "agenda_jsd_p"),
        tv=value["agenda_tv"],
        tv_by_chance=value["agenda_tv_expected"],
        tv_p=_p(value, "agenda_tv_p"),
    )
    diversity = say(
        "Normalised entropy {first:.2f} in {earlier} and {last:.2f} in {later}, a change of {change:+.2f}{bounds}.",
        first=spread[periods[0]],
        earlier=periods[0],
        last=spread[periods[1]],
        later=periods[1],
        change=change["value"],
        bounds=bounds,
    )
    return f"{distance} {diversity}"


def _p(value: pd.Series, quantity: str) -> str:
    p, error = float(value[quantity]), float(value["agenda_p_error"])
    said = "p < .001" if p < 0.001 else f"p {p:.3f}"
    if not error:
        return said
    by_chance = np.sqrt(p * (1 - p) / value["agenda_permutations"])
    return say("{p}, Monte-Carlo error {error:.4f}", p=said, error=by_chance)
