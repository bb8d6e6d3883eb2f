"""Is the verdict right? Simulated studies of which it is known what should be said.

    python benchmarks/verdicts.py [--studies 200] [--null 2000]

Three kinds of study, of as many articles a period as the main analysis of the shipped one and with its
article sizes and likeness within articles (``simulated_studies``):

- ``one outlet``: a pillar has 85 % of the earlier paragraphs of one outlet, which has half of the articles,
  and its usual share in everything else: "open", with the outlet named, is right;
- ``eight outlets``: the pillar falls from 50 % to 3 % in eight outlets of the same size: "a shift" is right;
- ``none``: no outlet and no period differs: any "a shift" is wrong.

Months are drawn at random; so the busiest one is left out, too.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np
import pandas as pd
from simulated_studies import Floats, World, draw_counts, fitted_world

from discourse.emphasis.estimators import estimate
from discourse.emphasis.inputs import read_paragraphs
from discourse.emphasis.left_out import deciding_shifts
from discourse.emphasis.shifts import shift_test_rows
from discourse.emphasis.verdict import OPEN, SHIFT, verdicts

PERIODS = ("earlier", "later")
LEVEL = 0.95
PERMUTATIONS = 5000
PILLAR = 1
"""The pillar that shifts: the second of the codebook, a rare one."""
LARGE = "large.example"


@dataclass(frozen=True)
class Kind:
    """A kind of study: how the articles are spread over outlets, and the pillar's share by outlet and period."""

    name: str
    outlets: tuple[str, ...]
    parts: tuple[float, ...]
    shares: dict[tuple[str, str], float]


SMALL = tuple(f"{number}.example" for number in range(1, 8))
KINDS = (
    Kind("one outlet", (LARGE, *SMALL[:4]), (0.5, *[0.125] * 4), {(LARGE, "earlier"): 0.85}),
    Kind(
        "eight outlets",
        (LARGE, *SMALL),
        (1 / 8,) * 8,
        {
            (outlet, period): share
            for outlet in (LARGE, *SMALL)
            for period, share in zip(PERIODS, (0.5, 0.03), strict=True)
        },
    ),
    Kind("none", (LARGE, *SMALL[:4]), (0.5, *[0.125] * 4), {}),
)


def draw_study(world: World, kind: Kind, rng: np.random.Generator) -> pd.DataFrame:
    """Draw the table of paragraphs of one study."""
    articles = [len(part) for part in world.articles]
    parts = []
    for period, number in zip(PERIODS, articles, strict=True):
        outlets = np.repeat(kind.outlets, np.diff(np.rint(number * np.cumsum([0, *kind.parts])).astype(int)))
        for place, outlet in enumerate(outlets):
            counts = draw_counts(world, _mix(world, kind.shares.get((outlet, period))), 1, 1, rng)[0][0, 0]
            parts.append(
                pd.DataFrame(
                    {
                        "article_id": f"{period}-{place:03d}",
                        "period": period,
                        "outlet": outlet,
                        "published": f"{2001 + PERIODS.index(period)}-{rng.integers(1, 13):02d}",
                        "primary": np.repeat(world.pillars, counts.astype(int)),
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)


def _mix(world: World, share: float | None) -> Floats:
    """Put the pillar at a share; the other pillars keep their proportions."""
    if share is None:
        return world.pooled
    mix = world.pooled * (1 - share) / (1 - world.pooled[PILLAR])
    mix[PILLAR] = share
    return mix


def verdicts_of(table: pd.DataFrame, pillars: tuple[str, ...], seed: int) -> pd.DataFrame:
    """Return ``pillar, verdict, reason`` for one study, and ``before``: the verdict with nothing left out."""
    paragraphs = read_paragraphs(table, pillars, PERIODS)
    tests = shift_test_rows(estimate(paragraphs), level=LEVEL, seed=seed, permutations=PERMUTATIONS)
    left_out = deciding_shifts(paragraphs, LEVEL)
    before = verdicts(tests, left_out.iloc[:0], LEVEL)["verdict"]
    return verdicts(tests, left_out, LEVEL).assign(before=before)


def is_right(kind: Kind, found: pd.DataFrame) -> bool:
    """Say whether the verdicts are those that the kind of study calls for."""
    row = found.iloc[PILLAR]
    if kind.name == "one outlet":
        return bool(row["verdict"] == OPEN and f"without {LARGE}" in row["reason"])
    if kind.name == "eight outlets":
        return bool(row["verdict"] == SHIFT)
    return not (found["verdict"] == SHIFT).any()


def main() -> None:
    """Print a table, a row per kind of study."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--studies", type=int, default=200)
    parser.add_argument("--null", type=int, default=2000)
    chosen = parser.parse_args()
    world, rows = fitted_world(), []
    for number, kind in enumerate(KINDS):
        rng = np.random.default_rng([2025, number])
        studies = chosen.null if kind.name == "none" else chosen.studies
        found = [verdicts_of(draw_study(world, kind, rng), world.pillars, seed) for seed in range(studies)]
        rows.append(
            {
                "kind": kind.name,
                "studies": studies,
                "right": np.mean([is_right(kind, each) for each in found]),
                "any a shift": np.mean([(each["verdict"] == SHIFT).any() for each in found]),
                "any open": np.mean([(each["verdict"] == OPEN).any() for each in found]),
                "any a shift, nothing left out": np.mean([(each["before"] == SHIFT).any() for each in found]),
            }
        )
        print(pd.DataFrame(rows[-1:]).round(4).to_string(index=False, header=number == 0), flush=True)


if __name__ == "__main__":
    main()
