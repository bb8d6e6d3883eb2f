"""How long do ten thousand article resamples take, and do they grow with the paragraphs alone?

    python benchmarks/resampling.py

Resamples every subset of the shipped study (its analyses), every pillar, both quantities and all
three weightings; then made-up tables of growing size. CPU seconds of one process; the table of
paragraphs is at hand, reading it is not counted.
"""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
from interval_methods import resampled_shares

from discourse.emphasis.inputs import QUANTITIES, WEIGHTINGS, read_paragraphs
from discourse.emphasis.sums import article_sums
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


if __name__ == "__main__":
    main()
