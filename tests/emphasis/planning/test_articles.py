"""Does the planned number of articles give the width that was asked for? Drawn and coded, it does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis.estimators import estimate
from discourse.emphasis.inputs import Paragraphs, read_paragraphs
from discourse.emphasis.intervals import wilson_t, within_limits
from discourse.emphasis.planning.articles import (
    articles_needed,
    projected_half_widths,
    proxy_correlations,
    shared_out,
)
from discourse.emphasis.power import width_by_articles
from discourse.errors import EstimateError

PILLARS, PERIODS = ("political", "economic", "education"), ("2023", "2025")
ARTICLES = (100, 160)


def population(seed: int = 1) -> pd.DataFrame:
    """Draw articles of both periods whose paragraphs are alike, and a classifier that names a code for each."""
    rng = np.random.default_rng(seed)
    article = np.repeat(np.arange(sum(ARTICLES)), rng.integers(3, 9, sum(ARTICLES)))
    mixes = np.where(
        (np.arange(sum(ARTICLES)) < ARTICLES[0])[:, None],
        rng.dirichlet([1.8, 0.9, 0.3], sum(ARTICLES)),
        rng.dirichlet([1.2, 1.2, 0.6], sum(ARTICLES)),
    )
    label = (rng.random((len(article), 1)) > mixes[article].cumsum(axis=1)[:, :-1]).sum(axis=1)
    scores = np.exp(2.5 * np.eye(3)[label] + rng.normal(size=(len(article), 3)))
    table = pd.DataFrame(scores / scores.sum(axis=1, keepdims=True), columns=[f"p_{pillar}" for pillar in PILLARS])
    table = (table.eq(table.max(axis=1), axis=0)).astype(float)
    return table.assign(
        article_id=[f"a{place:03d}" for place in article],
        period=np.where(article < ARTICLES[0], *PERIODS),
        primary=np.array(PILLARS, dtype=object)[label],
    )


def read(table: pd.DataFrame) -> Paragraphs:
    return read_paragraphs(table, PILLARS, PERIODS)


def said(table: pd.DataFrame) -> np.ndarray:
    return table[[f"p_{pillar}" for pillar in PILLARS]].to_numpy()


def coded_part(table: pd.DataFrame, articles: tuple[int, int], seed: int) -> pd.DataFrame:
    """Keep the labels of so many articles of each period, drawn at random."""
    rng = np.random.default_rng(seed)
    of = [np.unique(table.loc[table["period"] == period, "article_id"]) for period in PERIODS]
    kept = [name for names, number in zip(of, articles, strict=True) for name in rng.permutation(names)[:number]]
    return table.assign(primary=table["primary"].where(table["article_id"].isin(kept), ""))


@pytest.mark.parametrize("with_predictions", [False, True])
def test_the_planned_number_gives_the_width(with_predictions) -> None:
    table = population()
    found = estimate(read(table))
    correlations = proxy_correlations(read(table), [said(table)]) if with_predictions else None
    needed = articles_needed(found, 0.15, [0], correlations)
    articles = needed.corrected if with_predictions else needed.alone
    assert articles is not None
    widths = []
    for seed in range(40):
        part = read(coded_part(table, articles, seed))
        bounds = within_limits(wilson_t(estimate(part, estimator="ppi" if with_predictions else "coded")))
        widths.append((bounds.high[2, 0] - bounds.low[2, 0]) / 2)
    assert np.mean(widths) == pytest.approx(0.15, rel=0.08)


def test_predictions_save_articles_and_poor_ones_save_none() -> None:
    table = population()
    found = estimate(read(table))
    good = articles_needed(found, 0.12, [0, 1, 2], np.full((2, 3), 0.9))
    poor = articles_needed(found, 0.12, [0, 1, 2], np.full((2, 3), 0.05))
    assert good.corrected is not None
    assert poor.corrected is not None
    assert sum(good.corrected) < sum(good.alone)
    assert poor.corrected == poor.alone == good.alone


def test_it_is_the_smallest_number_that_is_enough() -> None:
    found = estimate(read(population()))
    needed = articles_needed(found, 0.2, [0, 1, 2]).alone
    assert (projected_half_widths(found, needed) <= 0.2).all()
    assert projected_half_widths(found, shared_out(sum(needed) - 1, ARTICLES)).max() > 0.2


def test_the_projection_is_that_of_the_table_of_widths() -> None:
    found = estimate(read(population()))
    table = width_by_articles(found, articles=(20,))
    assert projected_half_widths(found, (20, 20)).tolist() == pytest.approx(table["half_width"].tolist())
    every = within_limits(wilson_t(found))
    known = projected_half_widths(found, ARTICLES, np.full((2, 3), 0.99))
    # Where all is coded predictions add nothing.
    assert known.tolist() == pytest.approx(((every.high[2] - every.low[2]) / 2).tolist())


def test_a_width_out_of_reach_takes_more_articles_than_there_are() -> None:
    needed = articles_needed(estimate(read(population())), 0.01, [0], np.full((2, 3), 0.5))
    assert sum(needed.alone) > sum(ARTICLES)
    assert needed.corrected is None


@pytest.mark.parametrize("width", [0.0, -0.1, 1.0, 2.0, float("nan")])
def test_a_width_that_cannot_be_is_refused(width) -> None:
    with pytest.raises(EstimateError, match="a half-width above 0 and below 1"):
        articles_needed(estimate(read(population())), width, [0])


def test_too_few_labelled_articles_project_nothing() -> None:
    few = replace(estimate(read(population())), informative=(4, 40))
    with pytest.raises(EstimateError, match="at least 5 labelled articles a period, found 4 \\+ 40"):
        articles_needed(few, 0.1, [0])


def test_correlations_worked_by_hand() -> None:
    # Articles of two paragraphs; residuals of the labels are 1, 0, -1 in turn, those of the proxy 1, -1, 0: r = .5,
    # and with one proxy and six articles 1 - .75 x 5 / 4 = .0625 = .25 squared.
    table = pd.DataFrame({"article_id": list("aabbccddeeff"), "period": "2023"})
    table["primary"] = ["political", "political", "political", "economic", "economic", "economic"] * 2
    later = table.assign(article_id=table["article_id"] + "2", period="2025")
    paragraphs = read(pd.concat([table, later], ignore_index=True))
    one = np.tile([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0], [1, 0, 0], [0, 1, 0]], (4, 1)).astype(float)
    found = proxy_correlations(paragraphs, [one])
    assert found[:, :2].tolist() == [pytest.approx([0.25, 0.25])] * 2
    assert found[:, 2].tolist() == [0, 0]
    # A second proxy that is the labels explains all; one that is constant, or the same again, adds nothing.
    assert proxy_correlations(paragraphs, [one, paragraphs.belongs("share")])[0, 0] == pytest.approx(1)
    assert proxy_correlations(paragraphs, [one * 0])[0, 0] == 0
