"""Which pillar stands in front? Openings, reach and rank beside attention.

Attention is volume: the share of the paragraphs. Prominence is placement (Kiousis 2004), told here in three ways:

    opening        articles whose first coded paragraph has the pillar, of all articles with a coded paragraph
    reach          articles that name the pillar in any coded paragraph, as primary or also, of the same articles
    rank-weighted  share of the paragraphs in which the first of an article weighs 1, the second 1/2, the third 1/3;
                   "log" beside it weighs them 1 / log2(1 + rank), which falls more slowly

Ranks count the coded paragraphs of an article: one without a label, or with the code ``none``, is passed over.

Openings and reach have one observation an article, so openings are tested exactly (Fisher; of all pillars at once
Freeman and Halton 1951). As copies of one story are no independent observations, each story counts there once, by
the article that the others copy, or else by the first by id. Attention and rank-weighted shares are of all
paragraphs, and attention is the ``share`` of ``emphasis_table``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import gammaln

from discourse.emphasis.inputs import Booleans, Floats, Integers, Paragraphs, need_column, place, read_paragraphs
from discourse.emphasis.left_out import counted_shifts, deciding_shifts
from discourse.emphasis.measures.marks import mark_rows
from discourse.emphasis.shares import Estimate, ratio_estimate
from discourse.emphasis.shifts import holm
from discourse.emphasis.sums import add_up, article_sums
from discourse.emphasis.verdict import verdicts
from discourse.errors import DataError, EstimateError
from discourse.labels.analysed import choices_for, result_for

MEASURES = ("attention", "rank_weighted", "log_rank_weighted", "opening", "reach")
COLUMNS = (
    "measure", "pillar", "quantity", "period", "value", "low", "high", "numerator", "counted", "articles",
)  # fmt: skip
TEST_COLUMNS = (
    "pillar", "shift", "low", "high", "earlier_count", "earlier_articles", "later_count", "later_articles",
    "p", "p_holm", "p_all", "monte_carlo_error", "verdict", "reason",
)  # fmt: skip
MAX_TABLES = 200_000
"""Up to so many tables are gone through in the test of all pillars; of more, so many are drawn."""
_TIE = 1e-9


def prominence(
    table: pd.DataFrame,
    pillars: Sequence[str] | None = None,
    periods: Sequence[str] | None = None,
    *,
    level: float | None = None,
) -> pd.DataFrame:
    """Compute attention and prominence of every pillar in both periods, and their shifts.

    Parameters
    ----------
    table : DataFrame
        One row a paragraph: ``article_id``, ``period``, ``primary`` and ``position`` (a number, ascending within
        the article). Where there is a column ``also``, reach counts it; where there is a column ``story``,
        openings and reach count each story once.
    pillars, periods : sequence of str, optional
        Pillars in codebook order; two periods, earlier first. A table from :meth:`discourse.Study.table` knows them.
    level : float, optional
        Level of the intervals, which are by article; default: what the table knows, else .95.

    Returns
    -------
    DataFrame
        For each measure (``MEASURES``) and pillar a row a period and one for the shift: ``measure, pillar,
        quantity`` (``share``, ``shift``), ``period, value, low, high``; ``numerator`` of ``counted``, which are
        paragraphs for attention and articles for opening and reach (NaN for weighted shares and for shifts);
        ``articles``, those behind the number. Bounds are NaN with fewer than five articles in a period.

    Raises
    ------
    DataError
        If the table or a choice is wrong.
    EstimateError
        If no paragraph is labelled, or labels that a model's doubt picked stand for the others.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("aab"), "period": ["2023", "2023", "2025"], "position": [1, 2, 1],
    ...                       "primary": ["economic", "political", "political"]})
    >>> found = prominence(table, ["political", "economic"], ["2023", "2025"])
    >>> first = found[(found["pillar"] == "economic") & (found["period"] == "2023")]
    >>> dict(zip(first["measure"], first["value"].round(3)))
    {'attention': 0.5, 'rank_weighted': 0.667, 'log_rank_weighted': 0.613, 'opening': 1.0, 'reach': 1.0}
    """
    pillars, periods, level = choices_for(table, pillars, periods, level)
    paragraphs, rank = _ranked(table, pillars, periods)
    parts = [_rows(found, measure, level) for measure, found in _estimates(paragraphs, rank).items()]
    return result_for(pd.concat(parts, ignore_index=True), table)


def opening_tests(
    table: pd.DataFrame, pillars: Sequence[str], periods: Sequence[str], *, level: float = 0.95, seed: int = 0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Test whether the pillars open more or fewer articles in the later period, and whether that holds everywhere.

    Parameters
    ----------
    table, pillars, periods, level
        As for :func:`prominence`; the table has a column ``outlet``, and ``event`` where events are known.
    seed : int
        Of the test of all pillars, where there are too many tables to go through.

    Returns
    -------
    tests : DataFrame
        A row per pillar: ``pillar, shift, low, high``; ``earlier_count`` of ``earlier_articles`` and
        ``later_count`` of ``later_articles``; ``p`` (Fisher's exact test, two-sided), ``p_holm`` (adjusted over the
        pillars), ``p_all`` (one test of all pillars, the same in each row) and its ``monte_carlo_error`` (0 where
        exact); ``verdict`` and ``reason``, by the rule of ``verdicts`` with the p of this test. ``copies`` are
        the articles left out as copies of a story, ``after_unlabelled`` those in which an unlabelled
        paragraph stands before the one that counts. P-values are NaN with no article in a period.
    without : DataFrame
        As ``deciding_shifts``, of openings: each large outlet and event left out in turn, with ``p``.

    Raises
    ------
    DataError, EstimateError
        As :func:`prominence`.

    Examples
    --------
    One of four articles against three of four.

    >>> table = pd.DataFrame({"article_id": list("abcdefgh"), "period": ["2023"] * 4 + ["2025"] * 4, "position": 1,
    ...                       "outlet": "x", "primary": ["trade", *["arms"] * 3, *["trade"] * 3, "arms"]})
    >>> tests, without = opening_tests(table, ["arms", "trade"], ["2023", "2025"])
    >>> tests["p"].round(3).tolist(), without.empty
    ([0.486, 0.486], True)
    """
    paragraphs, rank = _ranked(table, pillars, periods)
    openings = paragraphs.keep(_opens(paragraphs, rank))
    sums = article_sums(openings)
    without = deciding_shifts(openings, level, sums)
    without = without.assign(p=_fisher(without))
    tests = counted_shifts(openings, ratio_estimate(sums), level).rename(columns={"value": "shift"})
    p_all, error = table_test(tests[["earlier_count", "later_count"]].to_numpy(), seed=seed)
    tests = tests.assign(p=_fisher(tests), p_all=p_all, monte_carlo_error=error)
    tests["p_holm"] = holm(tests["p"].to_numpy())
    tests = tests.merge(verdicts(tests, without, level), on="pillar")
    copies, late = int((rank == 1).sum()) - len(openings), _after_unlabelled(paragraphs, openings)
    return tests[list(TEST_COLUMNS)].assign(copies=copies, after_unlabelled=late), without


def table_test(counts: Integers, *, seed: int = 0, limit: int = MAX_TABLES) -> tuple[float, float]:
    """Test a table of counts of pillars in two periods as a whole (Freeman and Halton 1951).

    The p-value is the probability of all tables with the same sums of rows and columns that are no more
    probable than the observed one.

    Parameters
    ----------
    counts : array of int, shape P x 2
    seed, limit : int
        Up to so many combinations of counts are gone through; beyond, so many tables are drawn by this seed,
        the observed one with them.

    Returns
    -------
    p, error : float
        The p-value and the standard error of its drawing, 0 where it is exact; NaN with no observation in a period.

    Examples
    --------
    With two pillars it is Fisher's test.

    >>> round(table_test(np.array([[1, 3], [3, 1]]))[0], 3)
    0.486
    """
    met = counts[counts.sum(axis=1) > 0]
    if not len(met) or (met.sum(axis=0) == 0).any():
        return np.nan, np.nan
    totals, size = met.sum(axis=1), int(met[:, 1].sum())
    exact = bool(np.prod(totals + 1.0) <= limit)
    if exact:
        later = np.indices(totals + 1).reshape(len(totals), -1)
        later = later[:, later.sum(axis=0) == size]
    else:
        drawn = np.random.default_rng(seed).multivariate_hypergeometric(totals, size, limit - 1)
        later = np.vstack([met[:, 1], drawn]).T
    ways = _log_ways(totals[:, None], later)
    rare = ways <= _log_ways(totals, met[:, 1]) + _TIE
    chance = np.exp(ways - ways.max())
    p = float(chance[rare].sum() / chance.sum()) if exact else float(rare.mean())
    return p, 0.0 if exact else float(np.sqrt(p * (1 - p) / limit))


def _log_ways(totals: Integers, chosen: Integers) -> Floats:
    """Logarithm of the ways to choose so many of each total, added up over the first axis."""
    ways: Floats = gammaln(totals + 1) - gammaln(chosen + 1) - gammaln(totals - chosen + 1)
    return ways.sum(axis=0)


def _fisher(rows: pd.DataFrame) -> Floats:
    """Fisher's exact test of each row's counts, two-sided; NaN with no article in a period."""
    earlier, later = ([rows[f"{period}_count"], rows[f"{period}_articles"]] for period in ("earlier", "later"))
    tables = np.array([*earlier, *later], dtype=np.int64).T
    return np.array(
        [stats.fisher_exact([[k, n - k], [m, g - m]]).pvalue if min(n, g) else np.nan for k, n, m, g in tables.tolist()]
    )


def _ranked(table: pd.DataFrame, pillars: Sequence[str], periods: Sequence[str]) -> tuple[Paragraphs, Integers]:
    """Read the table, and rank the coded paragraphs of each article by position, length N; 0 where not coded."""
    paragraphs = read_paragraphs(table, pillars, periods)
    if not paragraphs.coded.any():
        raise EstimateError("labelled paragraphs in a period", "none", "prominence", "Label some first.")
    paragraphs.check_fair_labels()
    position = _positions(paragraphs)
    coded = np.flatnonzero(paragraphs.coded)
    order = coded[np.lexsort((position[coded], paragraphs.article[coded]))]
    first = np.unique(paragraphs.article[order], return_index=True, return_inverse=True)
    rank = np.zeros(len(paragraphs), dtype=np.int64)
    rank[order] = np.arange(len(order)) - first[1][first[2]] + 1
    return paragraphs, rank


def _positions(paragraphs: Paragraphs) -> Floats:
    need_column(paragraphs.table, "position")
    position = pd.to_numeric(paragraphs.table["position"], errors="coerce").to_numpy(dtype=np.float64)
    wrong = ~np.isfinite(position)
    if wrong.any():
        found = repr(paragraphs.table["position"][wrong].iloc[0])
        raise DataError(
            "a number, the paragraph's place in its article", found, place(paragraphs.table, wrong, "position")
        )
    return position


def _opens(paragraphs: Paragraphs, rank: Integers) -> Booleans:
    """Mark the paragraphs that open an article that counts, length N: one a story, where the table tells stories."""
    opens = rank == 1
    if "story" not in paragraphs.table.columns:
        return opens
    rows = paragraphs.table[opens]
    story = rows["story"].fillna("").astype(str)
    story = story.mask(story == "", rows["article_id"])
    ranked = rows.assign(story=story, copies=story != rows["article_id"]).sort_values(["copies", "article_id"])
    opens[ranked.index[ranked["story"].duplicated()]] = False
    return opens


def _after_unlabelled(paragraphs: Paragraphs, openings: Paragraphs) -> int:
    """Count the articles in which an unlabelled paragraph stands before the one that opens it."""
    position = pd.Series(_positions(paragraphs), paragraphs.table["article_id"])
    first = pd.Series(_positions(openings), openings.table["article_id"])
    unlabelled = position[paragraphs.primary == ""]
    before = unlabelled[unlabelled < first.reindex(unlabelled.index)]
    return before.index.nunique()


def _estimates(paragraphs: Paragraphs, rank: Integers) -> dict[str, Estimate]:
    """Estimate each measure."""
    ranks = np.maximum(rank, 1)
    belongs, counted = paragraphs.belongs("share"), rank > 0
    opens = _opens(paragraphs, rank)
    openings = paragraphs.keep(opens)
    named = paragraphs.belongs("mention_share" if "also" in paragraphs.table.columns else "share")
    ever = np.zeros((len(paragraphs.articles), len(paragraphs.pillars)))
    np.maximum.at(ever, paragraphs.article, named)
    sums = {
        "attention": article_sums(paragraphs),
        "rank_weighted": add_up(paragraphs, belongs, counted / ranks),
        "log_rank_weighted": add_up(paragraphs, belongs, counted / np.log2(1 + ranks)),
        "opening": article_sums(openings),
        "reach": add_up(openings, ever[paragraphs.article[opens]], np.ones(len(openings))),
    }
    return {measure: ratio_estimate(each) for measure, each in sums.items()}


def _rows(found: Estimate, measure: str, level: float) -> pd.DataFrame:
    rows = mark_rows(found, found.paragraphs, level).rename(columns={"paragraphs": "counted"})
    if measure.endswith("weighted"):
        rows = rows.assign(numerator=np.nan, counted=np.nan)
    rows.insert(0, "measure", measure)
    return rows[list(COLUMNS)]
