"""Do the intervals of ``discourse.emphasis`` hold what they promise? A simulation study.

Studies like the shipped one are drawn many times: article sizes from its own articles, the pillars
of an article's paragraphs from a Dirichlet-multinomial with the study's own shares and likeness
within articles, predictions from a table of errors like its classifier's. As the true shares are
known, the part of the intervals that cover them can be counted.

    python benchmarks/intervals.py --jobs 2              # all cells; go on where it stopped
    python benchmarks/intervals.py --runs 200            # a quick look
    python benchmarks/intervals.py --only 5x5            # cells of that design

Every finished cell is a file in ``--out``/cells and is not computed again; the table
(``intervals.csv``) and the figure (``intervals.png``) are written from the cells when all are done.
How to read them stands in README.md.
"""

from __future__ import annotations

import argparse
import multiprocessing
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import gammaln
from tqdm import tqdm

from discourse.emphasis.dsl import paragraph_inflation, pseudo_outcomes
from discourse.emphasis.estimators import estimate
from discourse.emphasis.intervals import Intervals, linear_t, wilson_t, within_limits
from discourse.emphasis.permutation import permutation_interval, permutation_test
from discourse.emphasis.ppi import shares_of_period
from discourse.emphasis.resampling import percentile, studentised
from discourse.emphasis.shares import Estimate, ratio_estimate
from discourse.emphasis.shift_tests import holm
from discourse.emphasis.sums import ArticleSums, article_sums
from discourse.emphasis.wild import wild_bootstrap
from discourse.labels import coded_table, select
from discourse.study import Study

Floats = NDArray[np.float64]

DESIGNS = ((3, 3), (5, 5), (10, 10), (20, 20), (40, 40), (3, 10), (5, 10), (10, 5), (5, 20), (10, 40), (17, 29))
SETTINGS = ("coded", "by article", "labelled in part", "some articles labelled")
COLUMNS = [
    "setting",
    "shift",
    "earlier",
    "later",
    "method",
    "quantity",
    "pillar",
    "coverage",
    "width",
    "rejects",
    "runs",
]
QUANTITIES = ("earlier share", "later share", "shift")
RESAMPLES = 599
LEVEL = 0.95

# Rows: label, columns: prediction, in codebook order. Paragraphs of general leads, predicted out of
# fold (five folds, whole articles) by a logistic regression on tf-idf of words and characters.
CONFUSION = np.array([[291, 2, 3, 3, 1], [8, 12, 0, 2, 1], [8, 0, 34, 0, 0], [3, 0, 0, 7, 0], [4, 0, 1, 0, 6]])


@dataclass(frozen=True)
class World:
    """What studies are drawn from: sizes of articles, likeness within them, shares of both periods."""

    pillars: tuple[str, ...]
    sizes: NDArray[np.int64]
    concentration: float
    pooled: Floats
    shares: tuple[Floats, Floats]

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
    table = select(coded_table(study), settings.analyses[0], settings.period_ids)
    sums = article_sums(table, pillars, settings.period_ids)
    counts, sizes = sums.numerators, sums.denominators
    shares = [part.numerators.sum(axis=0) / part.denominators.sum() for _, part in sums.by_period()]
    pooled = counts.sum(axis=0) / sizes.sum()

    def unlikely(logarithm: Floats) -> float:
        a = np.exp(logarithm[0]) * pooled
        each = gammaln(a.sum()) - gammaln(sizes + a.sum()) + (gammaln(counts + a) - gammaln(a)).sum(axis=1)
        return -float(each.sum())

    concentration = float(np.exp(minimize(unlikely, np.array([1.0]), method="Nelder-Mead").x[0]))
    return World(tuple(pillars), sizes.astype(np.int64), concentration, pooled, (shares[0], shares[1]))


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


def coded_studies(world: World, cell: Cell, runs: int, rng: np.random.Generator) -> list[tuple[Floats, Floats, Floats]]:
    """Draw both periods of many fully coded studies: numerators, denominators, squares."""
    parts = []
    for shares, articles in zip(world.truth(cell.shift), (cell.earlier, cell.later), strict=True):
        counts, sizes = draw_counts(world, shares, runs, articles, rng)
        if cell.setting == "by article":
            parts.append((counts / sizes[..., None], np.ones_like(sizes), 1 / sizes))
        else:
            parts.append((counts, sizes, sizes))
    return parts


def dsl_estimates(world: World, cell: Cell, runs: int, rng: np.random.Generator) -> Estimate:
    """Half of the paragraphs, drawn at random, are labelled; all are predicted."""
    parts = []
    for shares, articles in zip(world.truth(cell.shift), (cell.earlier, cell.later), strict=True):
        drawn = []
        for _ in range(runs):
            article, label, predicted = draw_paragraphs(world, shares, articles, rng)
            labelled = rng.random(len(article)) < 0.5
            labelled[0] |= not labelled.any()
            outcomes = pseudo_outcomes(label, predicted, labelled, np.full(len(article), 0.5))
            sums = by_article(outcomes, article, articles)
            squares = np.bincount(article, minlength=articles) * paragraph_inflation(label, predicted, labelled)
            drawn.append((sums, sums.sum(axis=1), squares))
        parts.append(tuple(np.stack(values) for values in zip(*drawn, strict=True)))
    found = ratio_estimate(parts[0], parts[1])  # type: ignore[arg-type]
    first, second = np.clip(found.value[:, 0], 0, 1), np.clip(found.value[:, 1], 0, 1)
    return Estimate(np.stack([first, second, second - first], axis=1), found.variance, found.ceiling, found.articles)


def ppi_estimates(world: World, cell: Cell, runs: int, rng: np.random.Generator) -> Estimate:
    """Beside the labelled articles there are as many again that are only predicted."""
    shares_found, variances, ceilings = [], [], []
    for shares, articles in zip(world.truth(cell.shift), (cell.earlier, cell.later), strict=True):
        labelled = np.arange(2 * articles) < articles
        drawn = []
        for _ in range(runs):
            article, label, predicted = draw_paragraphs(world, shares, 2 * articles, rng)
            sums = (by_article(values, article, 2 * articles) for values in (label, predicted))
            share, variance, lam = shares_of_period(*sums, labelled, "period")
            known = float((article < articles).sum())
            drawn.append((share, variance, known + lam * (len(article) - known)))
        values = [np.array(value) for value in zip(*drawn, strict=True)]
        shares_found.append(values[0])
        variances.append(values[1])
        ceilings.append(values[2])
    first, second = shares_found
    return Estimate(
        value=np.stack([first, second, second - first], axis=1),
        variance=np.stack([*variances, variances[0] + variances[1]], axis=1),
        ceiling=np.stack(ceilings, axis=1),
        articles=(cell.earlier, cell.later),
    )


def predicted_tables(world: World, cell: Cell, runs: int, rng: np.random.Generator) -> Iterator[pd.DataFrame]:
    """Draw tables of paragraphs, half of them labelled, all predicted."""
    names = np.array(world.pillars, dtype=object)
    for _ in range(runs):
        parts = []
        for period, shares, articles in zip("ab", world.truth(cell.shift), (cell.earlier, cell.later), strict=True):
            article, label, predicted = draw_paragraphs(world, shares, articles, rng)
            primary = np.where(rng.random(len(article)) < 0.5, names[label.argmax(axis=1)], "")
            frame = pd.DataFrame(predicted, columns=[f"p_{name}" for name in names])
            parts.append(
                frame.assign(
                    article_id=[f"{period}{i}" for i in article], period=period, primary=primary, inclusion=0.5
                )
            )
        yield pd.concat(parts, ignore_index=True)


def as_sums(world: World, parts: list[tuple[Floats, Floats, Floats]], run: int) -> ArticleSums:
    """Return one of the drawn studies as sums over articles."""
    numerators, denominators, squares = (np.concatenate([part[i][run] for part in parts]) for i in range(3))
    later = np.arange(len(denominators)) >= parts[0][1].shape[1]
    names = tuple(f"{i:03d}" for i in range(len(denominators)))
    return ArticleSums(
        world.pillars, ("a", "b"), names, later, numerators, denominators, squares, np.ones(len(names), np.int64)
    )


def scored(world: World, cell: Cell, method: str, found: list[Intervals]) -> pd.DataFrame:
    """Count how often the bounds cover the truth, how wide they are, and how often they exclude 0.

    Where a method gives no bounds in a run, that run is not covered, and not in the width.
    """
    earlier, later = world.truth(cell.shift)
    true = np.stack([earlier, later, later - earlier])
    low, high = (
        np.concatenate([getattr(within_limits(part), end).reshape(-1, 3, len(earlier)) for part in found])
        for end in ("low", "high")
    )
    covers = (low <= true + 1e-12) & (true - 1e-12 <= high)
    rows = [
        (cell.setting, cell.shift, cell.earlier, cell.later, method, quantity, pillar,
         covers[:, i, k].mean(), np.nanmean((high - low)[:, i, k]), ((low > 1e-12) | (high < -1e-12))[:, i, k].mean(), len(low))
        for i, quantity in enumerate(QUANTITIES) for k, pillar in enumerate(world.pillars)
        if not np.isnan(low[:, i, k]).all()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def run_coded(world: World, cell: Cell, runs: int, rng: np.random.Generator) -> pd.DataFrame:
    """Score every interval and test on fully coded studies; the quick ones on five times as many."""
    many = ratio_estimate(*coded_studies(world, cell, 5 * runs, rng))
    found = [
        scored(world, cell, "wilson_t", [wilson_t(many, LEVEL)]),
        scored(world, cell, "linear_t", [linear_t(many, LEVEL)]),
        scored(world, cell, "satterthwaite", [linear_t(many, LEVEL, satterthwaite=True)]),
    ]
    if cell.setting != "coded":
        return pd.concat(found, ignore_index=True)
    parts = coded_studies(world, cell, runs, rng)
    studies = [as_sums(world, parts, run) for run in range(runs)]
    slow: dict[str, tuple[Callable[[ArticleSums], Intervals], int]] = {
        "percentile": (partial(percentile, level=LEVEL, resamples=RESAMPLES), runs),
        "studentised": (partial(studentised, level=LEVEL, resamples=RESAMPLES), runs),
        "permutation": (partial(permutation_interval, level=LEVEL, limit=RESAMPLES + 1), runs),
        "wild": (partial(wild_bootstrap, level=LEVEL, resamples=199), runs // 4),
    }
    for method, (bounds, number) in slow.items():
        found.append(scored(world, cell, method, [bounds(study) for study in studies[:number]]))
    if cell.shift == "none":
        p = np.array([holm(permutation_test(study, limit=RESAMPLES + 1).p) for study in studies])
        rejects = float((p <= 1 - LEVEL).any(axis=1).mean())
        row = (
            cell.setting,
            cell.shift,
            cell.earlier,
            cell.later,
            "permutation, Holm",
            "shift",
            "any",
            np.nan,
            np.nan,
            rejects,
            runs,
        )
        found.append(pd.DataFrame([row], columns=COLUMNS))
    return pd.concat(found, ignore_index=True)


def run_predicted(world: World, cell: Cell, runs: int, rng: np.random.Generator) -> pd.DataFrame:
    """Score the default interval with classifier error and half of the paragraphs labelled."""
    found = [scored(world, cell, "dsl, wilson_t", [wilson_t(dsl_estimates(world, cell, 3 * runs, rng), LEVEL)])]
    names, periods = list(world.pillars), ("a", "b")
    for method in ("coded", "classify_and_count"):
        tables = predicted_tables(world, cell, runs // 4, rng)
        bounds = [
            wilson_t(estimate(table, names, periods, estimator=method), LEVEL)  # type: ignore[arg-type]
            for table in tables
        ]
        found.append(scored(world, cell, f"{method}, wilson_t", bounds))
    return pd.concat(found, ignore_index=True)


def run_cell(cell: Cell, world: World, runs: int, seed: int, out: Path) -> str:
    """Compute a cell and write its file; the file appears whole or not at all."""
    rng = np.random.default_rng([seed, zlib.crc32(cell.stem.encode())])
    if cell.setting in ("coded", "by article"):
        table = run_coded(world, cell, runs, rng)
    elif cell.setting == "labelled in part":
        table = run_predicted(world, cell, runs, rng)
    else:
        table = scored(world, cell, "ppi, wilson_t", [wilson_t(ppi_estimates(world, cell, 3 * runs, rng), LEVEL)])
    unfinished = out / f"{cell.stem}.unfinished"
    table.to_csv(unfinished, index=False, float_format="%.4f")
    unfinished.rename(out / f"{cell.stem}.csv")
    return cell.stem


def draw(table: pd.DataFrame, path: Path) -> None:
    """Draw the coverage of the worst pillar by design, a panel for shares and one for the shift."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    coded = table[(table["setting"] == "coded") & table["coverage"].notna()]
    order = [f"{earlier}+{later}" for earlier, later in DESIGNS]
    figure, panels = plt.subplots(1, 2, figsize=(11, 4.6), sharey=True, layout="constrained")
    for panel, chosen in zip(panels, ("share", "shift"), strict=True):
        part = coded[coded["quantity"].str.endswith(chosen)]
        design = part["earlier"].astype(str) + "+" + part["later"].astype(str)
        worst = part.groupby([part["method"], design])["coverage"].min().unstack().reindex(columns=order)
        for method, row in worst.iterrows():
            default = method == "wilson_t"
            panel.plot(
                order,
                row,
                marker="o",
                ms=4,
                lw=2.4 if default else 1.1,
                label=f"{method} (default)" if default else method,
            )
        panel.axhline(LEVEL, color="0.3", lw=0.8)
        panel.axhline(0.935, color="0.3", lw=0.8, ls=":")
        panel.set(
            title=f"Coverage of 95 % intervals of the {chosen}, worst pillar", xlabel="articles, earlier + later period"
        )
        panel.tick_params(axis="x", rotation=45)
    panels[0].set_ylabel("part of the intervals that hold the truth")
    panels[1].legend(frameon=False, fontsize=8)
    figure.savefig(path, dpi=150)
    plt.close(figure)


def main() -> None:
    """Compute the cells that are missing, then the table and the figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("build/intervals"), help="folder for cells, table and figure")
    parser.add_argument("--runs", type=int, default=2000, help="simulated studies a cell; quick methods get more")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="cells whose name holds this text")
    choices = parser.parse_args()
    cells = choices.out / "cells"
    cells.mkdir(parents=True, exist_ok=True)
    wanted = [
        Cell(setting, shift, *design) for design in DESIGNS for setting in SETTINGS for shift in ("none", "study")
    ]
    missing = [cell for cell in wanted if choices.only in cell.stem and not (cells / f"{cell.stem}.csv").exists()]
    work = partial(run_cell, world=fitted_world(), runs=choices.runs, seed=choices.seed, out=cells)
    with multiprocessing.get_context("spawn").Pool(choices.jobs) as pool:
        for _ in tqdm(pool.imap_unordered(work, missing), total=len(missing), unit="cell"):
            pass
    done = [cells / f"{cell.stem}.csv" for cell in wanted if (cells / f"{cell.stem}.csv").exists()]
    table = pd.concat([pd.read_csv(path) for path in done], ignore_index=True)
    table.to_csv(choices.out / "intervals.csv", index=False, float_format="%.4f")
    draw(table, choices.out / "intervals.png")


if __name__ == "__main__":
    main()
