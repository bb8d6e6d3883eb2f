"""Which shifts are more than chance?

Every pillar's shift is tested by permuting the periods over the articles (``permutation``), and as
several pillars are tested, the p-values are adjusted for their number. Interval and test answer
different questions and may disagree; then both stand in the table, with the reason.

Where the articles of one period are much longer, permuting them compares lengths too: long articles
give surer shares, and a period of short ones scatters more than any permutation does. Of null studies with
articles of 20 and 4 paragraphs up to half are rejected after Holm. Where the median lengths differ by
more than ``MAX_LENGTH_RATIO`` the p-value is still given, and the interval decides alone; as it then
decides for several pillars, it does so at the joint level (``low_joint, high_joint``), at which all of
them together hold the truth. It also decides alone where the shares are corrected ones, whose articles cannot be
permuted (``Estimate.exchangeable``); then there is no p-value. What these articles could have shown at all
stands beside it (``power``).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from discourse.emphasis.estimators import Estimator, estimate
from discourse.emphasis.inputs import Booleans, Floats, Quantity, Weighting, read_paragraphs
from discourse.emphasis.intervals import joint_level
from discourse.emphasis.permutation import MAX_PERMUTATIONS, PermutationTest, permutation_test
from discourse.emphasis.power import minimum_detectable_shift, shift_exaggeration
from discourse.emphasis.shares import Estimate
from discourse.emphasis.sums import ArticleSums
from discourse.emphasis.table import emphasis_rows
from discourse.errors import DataError, EstimateError
from discourse.labels.analysed import choices_for, result_for

MAX_LENGTH_RATIO = 1.5
"""Where the median lengths of the periods' articles differ by more, the permutation test does not decide."""


def holm(p: Floats) -> Floats:
    """Adjust p-values for their number (Holm 1979): the family-wise error stays at the level tested.

    The smallest is multiplied by their number, the next by one less, and so on; none may be smaller
    than one before it in that order. NaN stay NaN and count in no family.

    Examples
    --------
    >>> holm(np.array([0.01, 0.04, 0.03])).round(2).tolist()
    [0.03, 0.06, 0.06]
    """
    adjusted = np.full(p.shape, np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    factors = len(order) - np.arange(len(order))
    adjusted[order] = np.minimum(np.maximum.accumulate(p[order] * factors), 1.0)
    return adjusted


def shift_tests(
    table: pd.DataFrame,
    pillars: Sequence[str] | None = None,
    periods: Sequence[str] | None = None,
    *,
    quantity: Quantity = "share",
    weighting: Weighting = "paragraph",
    estimator: Estimator = "coded",
    level: float | None = None,
    seed: int = 0,
    permutations: int = MAX_PERMUTATIONS,
) -> pd.DataFrame:
    """Test every pillar's shift and say what the design could have shown.

    Parameters
    ----------
    table, pillars, periods, quantity, weighting, level
        As ``emphasis_table``; a table from :meth:`discourse.Study.table` knows pillars, periods and level.
    estimator : str
        ``coded``, ``dsl`` or ``hajek``: those whose shares are ratios of sums over articles.

    Returns
    -------
    DataFrame
        As ``shift_test_rows``, which explains the other arguments too.

    Raises
    ------
    DataError, EstimateError
        As ``emphasis_table``, and where the estimator has no sums.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("abcdef"), "period": ["2023"] * 3 + ["2025"] * 3,
    ...                       "primary": ["economic"] * 3 + ["political"] * 3})
    >>> found = shift_tests(table, ["political", "economic"], ["2023", "2025"])
    >>> found["p"].tolist(), found["smallest_p"].tolist()
    ([0.1, 0.1], [0.1, 0.1])
    """
    pillars, periods, level = choices_for(table, pillars, periods, level)
    paragraphs = read_paragraphs(table, pillars, periods)
    found = estimate(paragraphs, estimator=estimator, quantity=quantity, weighting=weighting)
    return result_for(shift_test_rows(found, level=level, seed=seed, permutations=permutations), table)


def shift_test_rows(
    found: Estimate, *, level: float = 0.95, seed: int = 0, permutations: int = MAX_PERMUTATIONS
) -> pd.DataFrame:
    """Test every pillar's shift of an estimate.

    Parameters
    ----------
    found : Estimate
        With sums over articles.
    level : float
        Level of the intervals, and 1 minus that of the tests.
    permutations, seed : int
        As ``limit`` and ``seed`` of ``permutation_test``.

    Returns
    -------
    DataFrame
        A row per pillar: ``pillar, quantity, period``; ``shift, low, high``; ``low_joint, high_joint`` (bounds that
        hold all pillars' shifts together with the level, after Bonferroni); ``p`` (two-sided) and its
        ``monte_carlo_error`` (0 where exact), ``p_holm`` (adjusted over the pillars), ``smallest_p`` (what these
        numbers of articles can give at best), ``permutations`` and ``exact`` (whether all were compared: then p
        is exact for exchangeable articles); ``median_earlier, median_later`` (paragraphs of the median article)
        and ``lengths_differ`` (then the interval decides alone, and p is for information); ``tested`` (whether the
        articles can be permuted; else the interval decides alone, and p is NaN);
        ``detectable`` (smallest shift found with 80 % power) and ``exaggeration`` (how many times too large
        a shift is found on average, where the observed one is smaller than that; ``power.shift_exaggeration``);
        ``disagree`` (interval and test draw different conclusions at the level, before adjustment), ``reason``
        (why, in words); ``articles, paragraphs``. With no article in a period all of p and bounds are NaN.

    Raises
    ------
    DataError
        If fewer than one permutation is asked for.
    EstimateError
        If the estimate is no ratio of sums over articles.
    """
    if permutations < 1:
        raise DataError("at least one permutation", str(permutations), "permutations")
    if found.sums is None:
        hint = "Permutations need sums over articles; use the estimator 'coded' or 'dsl'."
        raise EstimateError("a ratio of sums over articles", "none", "estimator", hint)
    shift = _shifts(found, level)
    joint = _shifts(found, joint_level(level, len(found.pillars)))
    testable = found.exchangeable and min(found.articles) > 0
    test = permutation_test(found.sums, limit=permutations, seed=seed) if testable else None
    medians = median_lengths(found.sums)
    differ = found.exchangeable and bool(max(medians) > MAX_LENGTH_RATIO * min(medians))
    shift = shift.assign(
        low_joint=joint["low"],
        high_joint=joint["high"],
        **_test_columns(test, len(found.pillars)),
        median_earlier=medians[0],
        median_later=medians[1],
        lengths_differ=differ,
        tested=found.exchangeable,
        detectable=minimum_detectable_shift(found, level=level),
        exaggeration=shift_exaggeration(found, level=level),
    )
    excludes = ((shift["low"] > 0) | (shift["high"] < 0)).to_numpy()
    decided = shift["p"].notna() & shift["low"].notna()
    disagree = (decided & (excludes != (shift["p"] <= 1 - level))).to_numpy()
    reasons = [_reason(found.sums, k, excludes[k], differ) if disagree[k] else "" for k in range(len(found.pillars))]
    shift = shift.assign(disagree=disagree, reason=reasons)
    return shift[[*shift.columns.drop(["articles", "paragraphs"]), "articles", "paragraphs"]]


def _shifts(found: Estimate, level: float) -> pd.DataFrame:
    rows = emphasis_rows([found], level)
    return rows[rows["quantity"].str.endswith("shift")].reset_index(drop=True).rename(columns={"value": "shift"})


def _test_columns(test: PermutationTest | None, n_pillars: int) -> dict[str, Floats | Booleans]:
    if test is None:
        unknown = np.full(n_pillars, np.nan)
        names = ("p", "monte_carlo_error", "p_holm", "smallest_p")
        none: dict[str, Floats | Booleans] = dict.fromkeys(names, unknown)
        return none | {"permutations": np.zeros(n_pillars), "exact": np.zeros(n_pillars, dtype=bool)}
    return {
        "p": test.p,
        "monte_carlo_error": test.monte_carlo_error,
        "p_holm": holm(test.p),
        "smallest_p": test.smallest,
        "permutations": test.permutations,
        "exact": test.exact,
    }


def median_lengths(sums: ArticleSums) -> tuple[float, float]:
    """Return the counted paragraphs of each period's median article; NaN where a period has none."""
    earlier, later = (float(np.median(part.paragraphs)) if len(part) else np.nan for _, part in sums.by_period())
    return earlier, later


def _reason(sums: ArticleSums, pillar: int, interval_excludes: bool, lengths_differ: bool) -> str:
    having = [int((part.numerators[:, pillar] > 0).sum()) for _, part in sums.by_period()]
    counts = [
        f"{number} of {articles} articles in {period}"
        for number, articles, period in zip(having, sums.articles_per_period(), sums.periods, strict=True)
    ]
    why = (
        "The test asks whether chance divides these very articles so unevenly, which is rare; the interval asks "
        "what other articles could have shown, and has to allow for articles of the pillar not met with here."
    )
    if interval_excludes:
        why = (
            "The interval lets the articles of the two periods scatter differently; the test compares with "
            "permutations in which they scatter alike, and finds a shift of this size there more often."
        )
    if lengths_differ:
        lengths = " and ".join(f"{length:g}" for length in median_lengths(sums))
        why = f"The median articles have {lengths} paragraphs; the test compares lengths too, and the interval decides."
    return f"{' and '.join(counts)} have the pillar. {why}"
