"""How often is at least one shift announced where there is none? Null studies under each rule.

    python benchmarks/false_shifts.py            # 10,000 studies a cell; some minutes on one core

In studies whose periods have the same true shares every announced shift is false. Three rules are
compared, each over all pillars: Holm's p at most .05 and an interval that excludes zero; the interval
alone, at its own level and at the joint level of ``shift_tests``. Where lengths differ (20 and 4
paragraphs) the test is not used, and the interval decides alone.
"""

from __future__ import annotations

import argparse
import zlib

import numpy as np
import pandas as pd
from simulated_studies import World, fitted_world, one_study
from uneven_studies import Kind, draw_studies, kinds

from discourse.emphasis.inputs import Booleans
from discourse.emphasis.intervals import Intervals, joint_level, wilson_t
from discourse.emphasis.permutation import permutation_test
from discourse.emphasis.shares import ratio_estimate
from discourse.emphasis.shifts import holm

CELLS = (
    ("study-like", (17, 29)),
    ("study-like", (20, 43)),
    ("study-like", (36, 40)),
    ("lengths 20 and 4", (10, 10)),
    ("lengths 20 and 4", (17, 29)),
    ("lengths 20 and 4", (20, 43)),
    ("lengths 20 and 4", (40, 40)),
)
LEVEL = 0.95
_AT_ONCE = 2_500


def excludes_zero(bounds: Intervals) -> Booleans:
    """Say of every study and pillar whether the interval of the shift excludes zero."""
    found: Booleans = (bounds.low[..., 2, :] > 0) | (bounds.high[..., 2, :] < 0)
    return found


def rates(kind: Kind, world: World, articles: tuple[int, int], runs: int, seed: int) -> dict[str, float]:
    """Return the part of studies with at least one false shift, by rule; the test is skipped where it cannot matter."""
    rng = np.random.default_rng([seed, zlib.crc32(f"{kind.name} {articles}".encode())])
    counts = {"Holm and interval": 0, "interval alone": 0, "joint interval alone": 0}
    for start in range(0, runs, _AT_ONCE):
        many = draw_studies(kind, world, articles, min(_AT_ONCE, runs - start), rng)
        estimate = ratio_estimate(many)
        alone = excludes_zero(wilson_t(estimate, LEVEL))
        joint = excludes_zero(wilson_t(estimate, joint_level(LEVEL, len(world.pillars))))
        counts["interval alone"] += int(alone.any(axis=1).sum())
        counts["joint interval alone"] += int(joint.any(axis=1).sum())
        for run in np.flatnonzero(alone.any(axis=1)):
            p = holm(permutation_test(one_study(many, run)).p)
            counts["Holm and interval"] += bool((alone[run] & (p <= 1 - LEVEL)).any())
    return {rule: count / runs for rule, count in counts.items()}


def main() -> None:
    """Print a table, a row a cell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=10_000, help="simulated studies a cell")
    parser.add_argument("--seed", type=int, default=1)
    choices = parser.parse_args()
    world, rows = fitted_world(), []
    by_name = {kind.name: kind for kind in kinds(world)}
    for name, articles in CELLS:
        found = rates(by_name[name], world, articles, choices.runs, choices.seed)
        worst = max(found.values())
        error = np.sqrt(worst * (1 - worst) / choices.runs)
        rows.append({"kind": name, "articles": f"{articles[0]} + {articles[1]}"} | found | {"error at most": error})
        print(pd.DataFrame(rows[-1:]).round(4).to_string(index=False, header=len(rows) == 1), flush=True)


if __name__ == "__main__":
    main()
