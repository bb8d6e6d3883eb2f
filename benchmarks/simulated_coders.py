"""What does a coder of some accuracy do to a shift, and whom does the rule for new coders let in?

    python benchmarks/simulated_coders.py               # 2,000 studies a coder; some minutes on an idle core
    python benchmarks/simulated_coders.py --runs 200    # a quick look
    python benchmarks/simulated_coders.py --corrected   # shifts corrected for these errors; an hour

Studies like the shipped one are drawn (``simulated_studies``), with its shift and 300 articles a period, and a
simulated coder codes them all: right with the probability given, else one of the other pillars at random; then with
half of that shift. Printed are, a row a coder, the part of the intervals that hold the true shift, for the pillar that
shifts most and for the worst of at least 3 %; the bias of the largest shift; what ``discourse coders`` says that this
bias is, from 100 common paragraphs; and the part of coders whom the rule ``agreement`` lets in on 30. "chance" picks
any pillar, "always" the most common one.

With ``--corrected`` each study is also corrected for the coder's errors (``correction.coders``), as known from 30 and
from 100 paragraphs whose true pillar is known: with the study's shift and with none, 300 and 30 articles a period.
Beside random errors there are two kinds that one rate does not describe: "drawn" takes three in twenty paragraphs of
every other pillar for the most common one, "confused" three in ten of the second pillar for the first. Printed are
coverage, bias and mean width of the interval for the pillar that shifts most, coded and corrected.
"""

from __future__ import annotations

import argparse
import time
import zlib
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
from simulated_studies import World, as_sums, draw_counts, fitted_world

from discourse.emphasis.correction.coders import possible_shares, turned_labels, variance_of_rates
from discourse.emphasis.correction.confusion import drawn_rates, rates_of
from discourse.emphasis.inputs import Floats
from discourse.emphasis.intervals import wilson_t, within_limits
from discourse.emphasis.shares import Estimate, ratio_estimate, with_shift
from discourse.emphasis.sums import ArticleSums
from discourse.labels.consent.attenuation import coded_shift
from discourse.labels.consent.standing import AGREED, COMMON, CommonCodings, reason_of_agreement

ARTICLES, FEW, SHOWN = 300, 30, 100
"""Articles a period, and few of them; common paragraphs from which the bias is told."""
CODERS = ("1", ".95", ".9", ".8", ".6", "chance", "always")
AT_HALF = ("1", ".95", ".9", ".8")
CORRECTED = (*AT_HALF, "drawn", "confused")
KNOWN = (30, 100)
"""Paragraphs from which the errors are known."""
DRAWS = 200
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
    if coder == "drawn":
        rates = 0.85 * np.eye(size)
        rates[:, shares.argmax()] += 0.15
        return rates
    if coder == "confused":
        rates = np.eye(size)
        rates[1, :2] = 0.3, 0.7
        return rates
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


def without_shift(world: World) -> World:
    """Return a world in which both periods have the shares of both together."""
    return replace(world, shares=(world.pooled, world.pooled))


def coded_studies(world: World, coder: str, runs: int, articles: int, rng: np.random.Generator) -> ArticleSums:
    """Draw studies as a coder sees them."""
    rates, parts = error_rates(coder, world.pooled), []
    for shares in world.shares:
        counts, sizes = draw_counts(world, shares, runs, articles, rng)
        parts.append((coded_counts(counts, rates, rng), sizes, sizes))
    return as_sums(world, parts)


def corrected(world: World, sums: ArticleSums, coder: str, known: int, rng: np.random.Generator) -> Estimate:
    """Correct each study for the coder's errors, as known from so many paragraphs, each of an article of its own."""
    size, cells = len(world.pillars), world.pooled[:, None] * error_rates(coder, world.pooled)
    earlier, later = (part.numerators.sum(axis=-2) for _, part in sums.by_period())
    numerators, spread = np.empty(sums.numerators.shape), []
    for run in range(len(numerators)):
        cell = rng.choice(size**2, size=known, p=cells.ravel())
        pairs = np.eye(size**2)[cell].reshape(known, size, size)
        inverse = np.linalg.inv(rates_of(pairs.sum(axis=0)))
        drawn = np.linalg.inv(drawn_rates(pairs, [str(number) for number in range(known)], DRAWS, rng))
        numerators[run] = sums.numerators[run] @ inverse
        weights = np.stack([earlier[run], later[run]])
        labels = turned_labels(inverse, world.pillars, world.pillars)
        moved = turned_labels(drawn - inverse, world.pillars, world.pillars)
        spread.append(variance_of_rates(weights @ labels, weights[:, None], moved[None]))
    found = ratio_estimate(replace(sums, numerators=numerators))
    value = with_shift(possible_shares(found.value[:, :2]))
    return replace(found, value=value, variance=found.variance + np.array(spread))


def compare_corrected(world: World, coder: str, articles: int, runs: int, seed: int) -> list[str]:
    """Write a line a number of known paragraphs, before it one of the studies as they are coded."""
    rng = np.random.default_rng([seed, articles, zlib.crc32(f"corrected {coder}".encode())])
    parts: dict[str, list[Floats]] = {}
    true = world.shares[1] - world.shares[0]
    for start in range(0, runs, _AT_ONCE):
        sums = coded_studies(world, coder, min(_AT_ONCE, runs - start), articles, rng)
        found = {"coded": ratio_estimate(sums)}
        found |= {f"corrected, {known} known": corrected(world, sums, coder, known, rng) for known in KNOWN}
        for name, estimate in found.items():
            bounds = within_limits(wilson_t(estimate))
            low, high = bounds.low[:, 2], bounds.high[:, 2]
            holds = (low <= true + 1e-12) & (true - 1e-12 <= high)
            parts.setdefault(name, []).append(np.stack([holds, estimate.value[:, 2] - true, high - low], axis=1))
    return [_compared(world, name, np.concatenate(values), runs) for name, values in parts.items()]


def _compared(world: World, name: str, values: Floats, runs: int) -> str:
    """Write coverage with its standard error, bias, mean width, and the lowest coverage of any pillar."""
    most = int(world.pooled.argmax())
    coverage, bias, width = values.mean(axis=0)[:, most]
    error = np.sqrt(coverage * (1 - coverage) / runs)
    worst = values.mean(axis=0)[0, np.array(world.shares).min(axis=0) >= _LEAST_SHARE].min()
    return (
        f"    {name:20}  coverage {coverage:.3f} (s.e. {error:.4f}), worst {worst:.3f}  bias {bias:+.4f}  "
        f"width {width:.3f}"
    )


def main() -> None:
    """Simulate every coder and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=2_000, help="simulated studies a coder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corrected", action="store_true", help="correct for the errors, instead")
    choices = parser.parse_args()
    world, start = fitted_world(), time.perf_counter()
    if choices.corrected:
        for name, each in (("the study's own shift", world), ("no shift", without_shift(world))):
            for articles, coder in product((ARTICLES, FEW), CORRECTED):
                print(f"{name}, {articles} articles a period, coder {coder}")
                print("\n".join(compare_corrected(each, coder, articles, choices.runs, choices.seed)), flush=True)
        print(f"{choices.runs} studies a coder; {time.perf_counter() - start:.0f} s")
        return
    print("the study's own shift")
    for coder in CODERS:
        print(in_words(summary(world, coder, choices.runs, choices.seed)), flush=True)
    print("half of it")
    for coder in AT_HALF:
        print(in_words(summary(halved(world), coder, choices.runs, choices.seed)), flush=True)
    print(f"{choices.runs} studies a coder, {ARTICLES} articles a period; {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
