"""How long do ten thousand article resamples take, and do they grow with the paragraphs alone?

    python benchmarks/resampling.py

Resamples every subset of the shipped study (its analyses), every pillar, both quantities and all
three weightings; then made-up tables of growing size. CPU seconds of one process; the table of
paragraphs is at hand, reading it is not counted. Last, ten thousand resamples of ten thousand articles beside a
loop that draws them one resample at a time.
"""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
from interval_methods import resampled_shares

from discourse.emphasis.inputs import QUANTITIES, WEIGHTINGS, Floats, read_paragraphs
from discourse.emphasis.sums import ArticleSums, article_sums
from discourse.labels.table import coded_table, select
from discourse.study import Study

RESAMPLES = 10_000


def resample_all(tables: dict[str, pd.DataFrame], pillars: tuple[str, ...], periods: tuple[str, ...]) -> int:
    """Resample each table under every quantity and weighting; return how many resamplings that were."""
    done = 0
    for table in tables.values():
        paragraphs = read_paragraphs(table, pillars, periods)
        for quantity in QUANTITIES:
            for weighting in WEIGHTINGS:
                sums = article_sums(paragraphs, quantity=quantity, weighting=weighting)
                resampled_shares(sums, resamples=RESAMPLES, seed=1)
                done += 1
    return done


def made_up(articles: int, seed: int = 0) -> pd.DataFrame:
    """Make a table of ten paragraphs an article, five pillars, half of the articles in each period."""
    rng = np.random.default_rng(seed)
    article = np.repeat(np.arange(articles), 10)
    primary = np.array(list("abcde"), dtype=object)[rng.integers(0, 5, len(article))]
    period = np.where(article % 2 == 0, "2023", "2025").astype(object)
    return pd.DataFrame({"article_id": article.astype(str), "period": period, "primary": primary})


def one_by_one(sums: ArticleSums, resamples: int) -> Floats:
    """Resample in a loop: draw articles, take their rows, and compute shares and errors from these."""
    rng, shares = np.random.default_rng(1), np.empty((resamples, 2, len(sums.pillars)))
    parts = [part for _, part in sums.by_period()]
    for number in range(resamples):
        for period, part in enumerate(parts):
            drawn = rng.integers(0, len(part), len(part))
            numerators, denominators = part.numerators[drawn], part.denominators[drawn]
            total = denominators.sum()
            share = numerators.sum(axis=0) / total
            np.sqrt(np.square(numerators - denominators[:, None] * share).sum(axis=0)) / total
            shares[number, period] = share
    return shares


def against_a_loop(articles: int = 10_000, rounds: int = 3, part: int = 10) -> None:
    """Print how many times as long a loop takes for ten thousand resamples, of which it does a tenth."""
    sums = article_sums(read_paragraphs(made_up(articles), tuple("abcde"), ("2023", "2025")))
    ours, loops = [], []
    for _ in range(rounds):
        start = time.process_time()
        values, _ = resampled_shares(sums, resamples=RESAMPLES, seed=1)
        ours.append(time.process_time() - start)
        start = time.process_time()
        shares = one_by_one(sums, RESAMPLES // part)
        loops.append(part * (time.process_time() - start))
    assert np.allclose(values[:, :2].std(axis=0), shares.std(axis=0), rtol=0.15)
    ratio = np.median(np.array(loops) / np.array(ours))
    told = (
        f"{RESAMPLES:,} resamples of {articles:,} articles: {np.median(ours):.2f} s, in a loop {np.median(loops):.2f} s"
    )
    print(f"{told}; ratio {ratio:.1f} (medians of {rounds} interleaved rounds)")


def main() -> None:
    """Print the seconds of each task."""
    study = Study.find()
    periods = study.settings.compared
    coded = coded_table(study)
    tables = {analysis.id: select(coded, analysis, periods) for analysis in study.settings.analyses}
    start = time.process_time()
    done = resample_all(tables, study.codebook.pillar_ids, periods)
    seconds = time.process_time() - start
    print(f"study: {done} resamplings of {RESAMPLES:,} ({', '.join(tables)}): {seconds:.2f} s")
    for articles in (100, 1_000, 10_000):
        table = made_up(articles)
        start = time.process_time()
        sums = article_sums(read_paragraphs(table, tuple("abcde"), periods))
        summed = time.process_time() - start
        resamples = RESAMPLES if articles < 10_000 else RESAMPLES // 10
        start = time.process_time()
        resampled_shares(sums, resamples=resamples, seed=1)
        seconds = time.process_time() - start
        print(f"{len(table):>7,} paragraphs: sums {summed:.3f} s, {resamples:,} resamples {seconds:.2f} s")
    against_a_loop()


if __name__ == "__main__":
    main()
