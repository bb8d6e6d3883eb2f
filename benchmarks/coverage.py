"""Do the default intervals hold the truth where articles are uneven, pillars rare, outlets few?

    python benchmarks/coverage.py                # all cells, 10,000 studies each; two minutes on an idle core
    python benchmarks/coverage.py --runs 500     # a quick look

Kinds of study with a known truth are drawn (``uneven_studies``), and the part of the intervals that hold
it is counted: for ``wilson_t`` as it is and as it was (``wilson_linear``). Printed are, a row a cell, the
worst pillar of at least 3 % in both periods, with its standard error, and how much wider the new interval
of the shift is. Cells below what is promised are named at the end. The table is written to
``coverage.csv``, the figure to ``coverage.png``.
"""

from __future__ import annotations

import argparse
import time
import zlib
from pathlib import Path

import numpy as np
import pandas as pd
from interval_methods import wilson_linear
from simulated_studies import World, fitted_world
from uneven_studies import Kind, draw_studies, kinds, true_shares

from discourse.emphasis.inputs import Floats
from discourse.emphasis.intervals import wilson_t, within_limits
from discourse.emphasis.shares import ratio_estimate

METHODS = {"wilson_t": wilson_t, "wilson_linear": wilson_linear}
STUDY_LIKE = ((5, 5), (10, 10), (20, 20), (40, 40), (5, 10), (10, 5), (5, 20), (10, 40), (17, 29), (20, 43))
OTHERS = ((5, 5), (10, 10), (20, 20), (40, 40), (5, 40), (10, 40), (40, 10), (20, 43))
PROMISED = {"study-like": (0.935, 5), "others": (0.925, 10)}
"""Least coverage of pillars of 3 % and more, and articles a period from which on it is promised."""
_AT_ONCE = 2_500
_LEAST_SHARE = 0.03


def count_cell(kind: Kind, world: World, articles: tuple[int, int], runs: int, seed: int) -> dict[str, Floats]:
    """Return the part of intervals that hold the truth and their mean width, shape 3 x P, for both methods."""
    rng = np.random.default_rng([seed, zlib.crc32(f"{kind.name} {articles}".encode())])
    true, found = true_shares(kind), {}
    for start in range(0, runs, _AT_ONCE):
        size = min(_AT_ONCE, runs - start)
        estimate = ratio_estimate(draw_studies(kind, world, articles, size, rng))
        for name, method in METHODS.items():
            bounds = within_limits(method(estimate))
            holds = (bounds.low <= true + 1e-12) & (true - 1e-12 <= bounds.high)
            for what, value in (("holds", holds), ("width", bounds.high - bounds.low)):
                found[f"{name} {what}"] = found.get(f"{name} {what}", 0.0) + value.sum(axis=0) / runs
    return found


def summary(kind: Kind, articles: tuple[int, int], found: dict[str, Floats], runs: int) -> dict[str, object]:
    """Reduce a cell to one row: worst coverage of share and shift, standard error, widths."""
    true = true_shares(kind)
    counted = true[:2].min(axis=0) >= _LEAST_SHARE - 1e-9
    row: dict[str, object] = {"kind": kind.name, "earlier": articles[0], "later": articles[1]}
    for name in METHODS:
        row[f"{name} share"] = found[f"{name} holds"][:2][:, counted].min()
        row[f"{name} shift"] = found[f"{name} holds"][2][counted].min()
    worst = min(row["wilson_t share"], row["wilson_t shift"])
    wider = found["wilson_t width"][2] / found["wilson_linear width"][2]
    common = int(true[:2].mean(axis=0).argmax())
    return row | {
        "error": np.sqrt(worst * (1 - worst) / runs),
        "width common": wider[common],
        "width mean": wider.mean(),
        "runs": runs,
    }


def in_words(row: dict[str, object]) -> str:
    """Write a cell as one line."""
    old, new = (f"share {row[f'{name} share']:.3f} shift {row[f'{name} shift']:.3f}" for name in reversed(METHODS))
    return (
        f"{row['kind']:<24} {row['earlier']:>2} + {row['later']:<2}  now {new} (s.e. {row['error']:.4f})  was {old}  "
        f"width {row['width common']:.2f}, mean {row['width mean']:.2f}"
    )


def below(table: pd.DataFrame) -> pd.DataFrame:
    """Return the cells that hold the truth less often than promised; outlets as clusters are the exception."""
    like = table["kind"].str.startswith("study-like")
    least = np.where(like, PROMISED["study-like"][0], PROMISED["others"][0])
    from_articles = np.where(like, PROMISED["study-like"][1], PROMISED["others"][1])
    worst = table[["wilson_t share", "wilson_t shift"]].min(axis=1)
    promised = (table[["earlier", "later"]].min(axis=1) >= from_articles) & ~table["kind"].str.startswith("outlets")
    return table[promised & (worst < least)]


def draw(table: pd.DataFrame, path: Path) -> None:
    """Draw the worst pillar of every cell: the default filled, its forerunner open."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    names = list(dict.fromkeys(table["kind"]))[::-1]
    figure, panels = plt.subplots(1, 2, figsize=(10, 4.6), sharey=True, layout="constrained")
    for panel, quantity in zip(panels, ("share", "shift"), strict=True):
        for method, look in (("wilson_linear", {"mfc": "none", "mec": "0.55"}), ("wilson_t", {"mfc": "k", "mec": "k"})):
            shift = 0.14 if method == "wilson_t" else -0.14
            places = [names.index(kind) + shift for kind in table["kind"]]
            panel.plot(table[f"{method} {quantity}"], places, "o", ms=4, label=method, **look)
        for level, line in ((0.95, "-"), (0.935, "--"), (0.925, ":")):
            panel.axvline(level, color="0.6", lw=0.8, ls=line)
        panel.set(title=f"95 % intervals of the {quantity}, worst pillar", xlabel="part that holds the truth")
        panel.set_yticks(range(len(names)), names)
    panels[0].legend(frameon=False, loc="upper left")
    figure.savefig(path, dpi=100)
    plt.close(figure)


def main() -> None:
    """Count every cell, print the table, and name the cells below what is promised."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("build"), help="folder for the table and the figure")
    parser.add_argument("--runs", type=int, default=10_000, help="simulated studies a cell")
    parser.add_argument("--seed", type=int, default=1)
    choices = parser.parse_args()
    choices.out.mkdir(parents=True, exist_ok=True)
    world, rows, start = fitted_world(), [], time.perf_counter()
    for kind in kinds(world):
        for articles in STUDY_LIKE if kind.name.startswith("study-like") else OTHERS:
            found = count_cell(kind, world, articles, choices.runs, choices.seed)
            rows.append(summary(kind, articles, found, choices.runs))
            print(in_words(rows[-1]), flush=True)
    table = pd.DataFrame(rows)
    table.to_csv(choices.out / "coverage.csv", index=False, float_format="%.4f")
    draw(table, choices.out / "coverage.png")
    low = below(table)
    print(f"\n{len(low)} of {len(table)} cells below what is promised; {time.perf_counter() - start:.0f} s")
    if len(low):
        print(low.round(4).to_string(index=False))


if __name__ == "__main__":
    main()
