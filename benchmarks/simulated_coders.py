"""What does a coder of some accuracy do to a shift, and whom does the rule for new coders let in?

    python benchmarks/simulated_coders.py               # 2,000 studies a coder; some minutes on an idle core
    python benchmarks/simulated_coders.py --runs 200    # a quick look

Studies like the shipped one are drawn (``simulated_studies``), with its shift and 300 articles a period, and a
simulated coder codes them all: right with the probability given, else one of the other pillars at random; then with
half of that shift. Printed are, a row a coder, the part of the intervals that hold the true shift, for the pillar that
shifts most and for the worst of at least 3 %; the bias of the largest shift; what ``discourse coders`` says that this
bias is, from 100 common paragraphs; and the part of coders whom the rule ``agreement`` lets in on 30. "chance" picks
any pillar, "always" the most common one.
"""

from __future__ import annotations

import argparse
import time
import zlib
from dataclasses import replace

import numpy as np
import pandas as pd
from simulated_studies import World, as_sums, draw_counts, fitted_world

from discourse.emphasis.inputs import Floats
from discourse.emphasis.intervals import wilson_t, within_limits
from discourse.emphasis.shares import ratio_estimate
from discourse.labels.consent.attenuation import coded_shift
from discourse.labels.consent.standing import AGREED, COMMON, CommonCodings, reason_of_agreement

ARTICLES, SHOWN = 300, 100
"""Articles a period; common paragraphs from which the bias is told."""
CODERS = ("1", ".95", ".9", ".8", ".6", "chance", "always")
AT_HALF = ("1", ".95", ".9", ".8")
_AT_ONCE = 100
_LEAST_SHARE = 0.03


def halved(world: World) -> World:
    """Return a world of the same shares in both periods together, whose shift is half as large."""
    middle = (world.shares[0] + world.shares[1]) / 2
    earlier, later = ((shares + middle) / 2 for shares in world.shares)
    return replace(world, shares=(earlier, later))


def error_rates(coder: str, shares: Floats) -> Floats:
    """How often a coder gives the code of the column to a paragraph of the code of the row; shape P x P.

    Examples
    --------
    >>> error_rates(".9", np.array([0.5, 0.3, 0.2]))[0].round(2).tolist()
    [0.9, 0.05, 0.05]
    """
    size = len(shares)
    if coder == "always":
        return np.tile(np.eye(size)[shares.argmax()], (size, 1))
    right = 1 / size if coder == "chance" else float(coder)
    wrong = (1 - right) / (size - 1)
    return np.full((size, size), wrong) + (right - wrong) * np.eye(size)


def coded_counts(counts: Floats, rates: Floats, rng: np.random.Generator) -> Floats:
    """Draw what a coder makes of the paragraphs of each pillar, shape (..., P), as labels have them."""
    return np.sum(
        [rng.multinomial(counts[..., code].astype(int), row) for code, row in enumerate(rates)], axis=0, dtype=float
    )


def count_coder(world: World, coder: str, runs: int, seed: int) -> tuple[Floats, Floats]:
    """Return which intervals hold the true shift and the shifts found, both of shape R x P."""
    rng = np.random.default_rng([seed, zlib.crc32(coder.encode())])
    rates, true = error_rates(coder, world.pooled), world.shares[1] - world.shares[0]
    holds, found = [], []
    for start in range(0, runs, _AT_ONCE):
        size = min(_AT_ONCE, runs - start)
        parts = []
        for shares in world.shares:
            counts, sizes = draw_counts(world, shares, size, ARTICLES, rng)
            parts.append((coded_counts(counts, rates, rng), sizes, sizes))
        estimate = ratio_estimate(as_sums(world, parts))
        bounds = within_limits(wilson_t(estimate))
        holds.append((bounds.low[:, 2] <= true + 1e-12) & (true - 1e-12 <= bounds.high[:, 2]))
        found.append(estimate.value[:, 2])
    return np.concatenate(holds).astype(float), np.concatenate(found)


def draw_common(world: World, coder: str, size: int, rng: np.random.Generator) -> CommonCodings:
    """Draw what a coder and the labels say of common paragraphs, drawn at random from both periods."""
    codes, rates = np.array(world.pillars), error_rates(coder, world.pooled)
    labels = rng.choice(len(codes), size=size, p=world.pooled)
    given = (rng.random((size, 1)) > rates[labels].cumsum(axis=1)[:, :-1]).sum(axis=1)
    return CommonCodings(pd.DataFrame({"primary": codes[given], "label": codes[labels]}), world.pillars)


def summary(world: World, coder: str, runs: int, seed: int) -> dict[str, object]:
    """Reduce a coder to one row: coverage, bias, the bias told, and how often the rule lets the coder in."""
    holds, found = count_coder(world, coder, runs, seed)
    rng = np.random.default_rng([seed, zlib.crc32(f"common {coder}".encode())])
    true, shares = world.shares[1] - world.shares[0], np.array(world.shares)
    counted = shares.min(axis=0) >= _LEAST_SHARE
    bias, most = found.mean(axis=0) - true, int(np.abs(true).argmax())
    everything = [True] * len(world.pillars)
    told = [
        coded_shift(shares, draw_common(world, coder, SHOWN, rng).pairs.sum(axis=0), everything)[most] - true[most]
        for _ in range(runs)
    ]
    reasons = [reason_of_agreement(draw_common(world, coder, COMMON, rng)) for _ in range(runs)]
    coverage = holds.mean(axis=0)
    return {
        "coder": coder,
        "coverage": coverage[most],
        "error": np.sqrt(coverage[most] * (1 - coverage[most]) / runs),
        "worst": coverage[counted].min(),
        "pillar": world.pillars[most],
        "shift": true[most],
        "bias": bias[most],
        "told": np.mean(told),
        "told sd": np.std(told),
        "let in": np.mean([reason == AGREED for reason in reasons]),
    }


def in_words(row: dict[str, object]) -> str:
    """Write a coder as one line."""
    return (
        f"{row['coder']:>7}  coverage {row['coverage']:.3f} (s.e. {row['error']:.4f}), worst {row['worst']:.3f}  "
        f"{row['pillar']}: true shift {row['shift']:+.4f}, bias {row['bias']:+.4f}, "
        f"told {row['told']:+.4f} (sd {row['told sd']:.4f})  let in {row['let in']:.4f}"
    )


def main() -> None:
    """Simulate every coder and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=2_000, help="simulated studies a coder")
    parser.add_argument("--seed", type=int, default=1)
    choices = parser.parse_args()
    world, start = fitted_world(), time.perf_counter()
    print("the study's own shift")
    for coder in CODERS:
        print(in_words(summary(world, coder, choices.runs, choices.seed)), flush=True)
    print("half of it")
    for coder in AT_HALF:
        print(in_words(summary(halved(world), coder, choices.runs, choices.seed)), flush=True)
    print(f"{choices.runs} studies a coder, {ARTICLES} articles a period; {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
