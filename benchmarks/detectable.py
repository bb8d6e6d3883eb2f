"""Is the detectable shift detected? Simulated studies that have just that shift.

    python benchmarks/detectable.py

For 10, 20 and 40 articles a period the median detectable shift of a pillar is found in studies without
shift; then studies with that shift are drawn, and it is counted in how many the default interval
excludes zero and the permutation test rejects. Both should be near 80 %.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from simulated_studies import World, as_sums, draw_counts, fitted_world, one_study

from discourse.emphasis.intervals import wilson_t
from discourse.emphasis.permutation import permutation_test
from discourse.emphasis.power import minimum_detectable_shift
from discourse.emphasis.shares import ratio_estimate


def found_shifts(world: World, articles: int, pillar: int, other: int, runs: int) -> tuple[float, float, float]:
    """Return the detectable shift, and how often interval and test find it.

    The shift moves ``pillar`` towards one half, at the cost or to the good of ``other``.
    """
    rng = np.random.default_rng([articles, pillar])

    def draw(shares: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        counts, sizes = draw_counts(world, shares, runs, articles, rng)
        return counts, sizes, sizes

    still = ratio_estimate(as_sums(world, [draw(world.pooled), draw(world.pooled)]))
    detectable = float(np.median(minimum_detectable_shift(still)[:, pillar]))
    moved = world.pooled.copy()
    direction = 1 if moved[pillar] < 0.5 else -1
    moved[pillar] += direction * detectable
    moved[other] -= direction * detectable
    many = as_sums(world, [draw(world.pooled), draw(moved)])
    bounds = wilson_t(ratio_estimate(many))
    excludes = (bounds.low[:, 2, pillar] > 0) | (bounds.high[:, 2, pillar] < 0)
    rejects = [permutation_test(one_study(many, run), limit=500).p[pillar] <= 0.05 for run in range(runs // 4)]
    return detectable, float(excludes.mean()), float(np.mean(rejects))


def main(runs: int = 2000) -> None:
    """Print a table, a row per number of articles and pillar."""
    world = fitted_world()
    common, rare = int(world.pooled.argmax()), int(np.argsort(world.pooled)[-2])
    rows = [
        (articles, world.pillars[pillar], *found_shifts(world, articles, pillar, other, runs))
        for articles in (10, 20, 40)
        for pillar, other in ((common, rare), (rare, common))
    ]
    columns = ["articles", "pillar", "detectable", "interval", "test"]
    print(pd.DataFrame(rows, columns=columns).round(3).to_string(index=False))


if __name__ == "__main__":
    main()
