"""How do the other intervals do, and those of predicted and part-labelled studies? A simulation study.

Studies like the shipped one are drawn many times (``simulated_studies``). As their true shares are
known, the part of the intervals that hold them can be counted, and how often a test rejects where
there is nothing to find.

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
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from interval_methods import linear_t, linearised, percentile, permutation_interval, studentised, wild_bootstrap
from quantifiers import adjusted_binary, classify_and_count, emq
from simulated_studies import (
    TRAINED_WITH,
    Cell,
    World,
    coded_studies,
    dsl_estimates,
    fitted_world,
    one_study,
    ppi_estimates,
    predicted_tables,
)
from tqdm import tqdm

from discourse.emphasis.estimators import estimate
from discourse.emphasis.inputs import Paragraphs, read_paragraphs
from discourse.emphasis.intervals import Intervals, wilson_t, within_limits
from discourse.emphasis.permutation import permutation_test
from discourse.emphasis.shares import Estimate, ratio_estimate
from discourse.emphasis.shifts import holm
from discourse.emphasis.sums import ArticleSums
from discourse.errors import EstimateError

DESIGNS = ((3, 3), (5, 5), (10, 10), (20, 20), (40, 40), (3, 10), (5, 10), (10, 5), (5, 20), (10, 40), (17, 29))
SETTINGS = ("coded", "by article", "own articles", "labelled in part", "some articles labelled")
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
COMMON = "political"
COLOURS = {
    "wilson_t": "#000000",
    "linear_t": "#0072b2",
    "satterthwaite": "#56b4e9",
    "percentile": "#d55e00",
    "studentised": "#e69f00",
    "permutation": "#009e73",
    "wild": "#cc79a7",
}
RESAMPLES = 599
LEVEL = 0.95


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
    excludes = (low > 1e-12) | (high < -1e-12)
    rows = [
        (cell.setting, cell.shift, cell.earlier, cell.later, method, quantity, pillar,
         covers[:, i, k].mean(), np.nanmean((high - low)[:, i, k]), excludes[:, i, k].mean(), len(low))
        for i, quantity in enumerate(QUANTITIES) for k, pillar in enumerate(world.pillars)
        if not np.isnan(low[:, i, k]).all()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def run_coded(world: World, cell: Cell, runs: int, rng: np.random.Generator) -> pd.DataFrame:
    """Score every interval and test on fully coded studies; the quick ones on five times as many."""
    many = ratio_estimate(coded_studies(world, cell, 5 * runs, rng))
    linear = linearised(many)
    found = [
        scored(world, cell, "wilson_t", [wilson_t(many, LEVEL)]),
        scored(world, cell, "linear_t", [linear_t(linear, LEVEL)]),
        scored(world, cell, "satterthwaite", [linear_t(linear, LEVEL, satterthwaite=True)]),
    ]
    if cell.setting != "coded":
        return pd.concat(found, ignore_index=True)
    drawn = coded_studies(world, cell, runs, rng)
    studies = [one_study(drawn, run) for run in range(runs)]
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
    """Score the default interval with classifier error and half of the paragraphs labelled.

    Runs in which an estimator refuses (a pillar was labelled in no article or in one) do not count.
    """
    found = [scored(world, cell, "dsl, wilson_t", [wilson_t(dsl_estimates(world, cell, 3 * runs, rng), LEVEL)])]
    methods: dict[str, Callable[[Paragraphs], Estimate]] = {
        "coded": partial(estimate, estimator="coded"),
        "classify_and_count": classify_and_count,
        "adjusted": partial(estimate, estimator="adjusted"),
        "adjusted_binary": adjusted_binary,
        "emq": partial(emq, trained_with=np.append(TRAINED_WITH, 0.0)),
    }
    for method, way in methods.items():
        bounds = []
        for table in predicted_tables(world, cell, runs // 4, rng):
            try:
                bounds.append(wilson_t(way(read_paragraphs(table, world.pillars, ("a", "b"))), LEVEL))
            except EstimateError:
                continue
        if bounds:
            found.append(scored(world, cell, f"{method}, wilson_t", bounds))
    return pd.concat(found, ignore_index=True)


def run_cell(cell: Cell, world: World, runs: int, seed: int, out: Path) -> str:
    """Compute a cell and write its file; the file appears whole or not at all."""
    rng = np.random.default_rng([seed, zlib.crc32(cell.stem.encode())])
    if cell.setting in ("coded", "by article", "own articles"):
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
    """Draw coverage by design: shares and shift, of the pillar covered worst and of the most common one.

    Lines join designs with as many articles in both periods; other designs stand to the right.
    """
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    coded = table[(table["setting"] == "coded") & table["coverage"].notna()]
    figure, panels = plt.subplots(2, 2, figsize=(11, 8), sharey=True, layout="constrained")
    for row, (title, chosen) in enumerate((("worst pillar", coded), (COMMON, coded[coded["pillar"] == COMMON]))):
        for panel, quantity in zip(panels[row], ("share", "shift"), strict=True):
            part = chosen[chosen["quantity"].str.endswith(quantity)]
            design = part["earlier"].astype(str) + "+" + part["later"].astype(str)
            _draw_methods(panel, part.groupby(["method", design])["coverage"].min().unstack())
            panel.set(title=f"95 % intervals of the {quantity}, {title}", ylim=(0, 1.02))
    panels[0, 0].set_ylabel("part that holds the truth")
    panels[1, 0].set_ylabel("part that holds the truth")
    panels[1, 1].legend(frameon=False, fontsize=8, ncols=2, loc="lower right")
    figure.savefig(path, dpi=110)
    plt.close(figure)


def _draw_methods(panel: Any, coverage: pd.DataFrame) -> None:
    equal = [f"{earlier}+{later}" for earlier, later in DESIGNS if earlier == later]
    unequal = [f"{earlier}+{later}" for earlier, later in DESIGNS if earlier != later]
    for level, line in ((LEVEL, "-"), (0.935, ":")):
        panel.axhline(level, color="0.5", lw=0.8, ls=line)
    for method, colour in COLOURS.items():
        if method in coverage.index:
            values, default = coverage.loc[method], method == "wilson_t"
            label = f"{method} (default)" if default else method
            paint = {"color": colour, "marker": "o", "ms": 6 if default else 4, "zorder": 3 if default else 2}
            panel.plot(range(len(equal)), values.reindex(equal), lw=2.2 if default else 1.1, label=label, **paint)
            panel.plot(range(len(equal), len(DESIGNS)), values.reindex(unequal), ls="", **paint)
    panel.axvline(len(equal) - 0.5, color="0.8", lw=0.8)
    panel.set_xticks(range(len(DESIGNS)), equal + unequal, rotation=45)
    panel.set_xlabel("articles, earlier + later period")


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
    table.to_csv(choices.out / "intervals.csv", index=False, float_format="%.3f")
    draw(table, choices.out / "intervals.png")


if __name__ == "__main__":
    main()
