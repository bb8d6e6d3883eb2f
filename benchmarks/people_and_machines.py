"""Do labels of a few articles and the codes of a machine give intervals that hold the truth, whatever the machine does?

    python benchmarks/people_and_machines.py                # all worlds, 2,000 studies each
    python benchmarks/people_and_machines.py --runs 200     # a quick look
    python benchmarks/people_and_machines.py --world perfect

Studies of 300 articles a period are drawn as ``simulated_studies`` draws them, a tenth of the paragraphs coded none.
A machine codes all of them, with errors that differ between the periods; a classifier, which errs on its own, predicts
them; people code 30 articles a period, or as many paragraphs, drawn at random or with unequal probabilities. The rule
of ``emphasis.correction.choice`` then says whether DSL with both proxies speaks, or the people's labels alone. Printed
are, a row a world, for the worst pillar: the part of the 95 % intervals of the shift that hold the truth, of the rule,
of DSL and of the labels alone; the largest bias of a share; how often the rule takes the proxies; and the mean width of
the shift's interval where it does, over that of the labels alone in the same studies.
"""

from __future__ import annotations

import argparse
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from simulated_studies import CONFUSION, Floats, World, fitted_world

from discourse.codebook import NONE
from discourse.emphasis.correction.choice import choose_estimator
from discourse.emphasis.estimators import estimate
from discourse.emphasis.inputs import Paragraphs
from discourse.emphasis.intervals import wilson_t, within_limits
from discourse.emphasis.shares import Estimate

ARTICLES, CODED = 300, 30
PERIODS = ("a", "b")
PART_NONE = 0.1
RATES = CONFUSION / CONFUSION.sum(axis=1, keepdims=True)
EVEN = np.array([0.35, 0.25, 0.2, 0.15, 0.05])
"""Shares without a dominating pillar, beside those of the study."""


def confusion(right: float, towards: int, pull: float) -> Floats:
    """Return rates of errors of five pillars and none: so many right, and so much of the rest to one pillar."""
    rates = np.full((6, 6), (1 - right) * (1 - pull) / 5)
    np.fill_diagonal(rates, 0)
    rates[:, towards] += (1 - right) * pull
    np.fill_diagonal(rates, 0)
    return rates / rates.sum(axis=1, keepdims=True) * (1 - right) + right * np.eye(6)


def of_study(lost: float) -> Floats:
    """Return the study's confusion of the pillars; a part of what is none is taken for the first pillar."""
    rates = np.zeros((6, 6))
    rates[:5, :5] = RATES * 0.95
    rates[:5, 5] = 0.05
    rates[5, [0, 5]] = lost, 1 - lost
    return rates


@dataclass(frozen=True)
class Setting:
    """One world: what the machine and the classifier do in each period, what people code, what the shares are."""

    name: str
    machine: tuple[Floats, Floats]
    classifier: float = 0.75
    design: str = "articles"
    shares: tuple[Floats, Floats] | None = None
    coded: int = CODED
    harder: bool = False


BAD = (confusion(0.55, 1, 0.8), confusion(0.6, 3, 0.7))
STUDY = (of_study(0.2), of_study(0.6))
RANDOM = (np.full((6, 6), 1 / 6), np.full((6, 6), 1 / 6))
SETTINGS = (
    Setting("study's confusion", STUDY),
    Setting("study's, paragraphs drawn", STUDY, design="paragraphs"),
    Setting("study's, unequal, stopped", STUDY, design="unequal"),
    Setting("much worse", BAD),
    Setting("much worse, unequal, stopped", BAD, design="unequal"),
    Setting("even shares, study's", STUDY, shares=(EVEN, EVEN[[1, 0, 2, 3, 4]])),
    Setting("even shares, much worse", BAD, shares=(EVEN, EVEN[[1, 0, 2, 3, 4]])),
    Setting("even shares, unequal", BAD, shares=(EVEN, EVEN[[1, 0, 2, 3, 4]]), design="unequal"),
    Setting("errs in long articles", BAD, shares=(EVEN, EVEN), harder=True),
    Setting("perfect", (np.eye(6), np.eye(6))),
    Setting("both proxies the same", STUDY, classifier=1.0),
    Setting("guesses at random", RANDOM, classifier=1 / 6),
    Setting("ten articles coded", STUDY, shares=(EVEN, EVEN), coded=10),
    Setting("blind to one pillar", (of_study(0.2), np.eye(6)[[0, 0, 2, 3, 4, 5]])),
)


def draw_study(world: World, setting: Setting, rng: np.random.Generator) -> tuple[Paragraphs, Floats]:
    """Draw one study with what people, machine and classifier say; and the true shares that it was drawn from."""
    own = setting.shares or world.truth("study")
    parts = []
    for period, shares in enumerate(own):
        article = np.repeat(np.arange(ARTICLES), rng.choice(world.sizes, size=ARTICLES))
        weights = world.concentration * np.append((1 - PART_NONE) * shares, PART_NONE)
        mixes = np.maximum(rng.standard_gamma(np.broadcast_to(weights, (ARTICLES, 6))), 1e-300)
        label = pick((mixes / mixes.sum(axis=1, keepdims=True))[article], rng)
        rates = setting.machine[period][label]
        if setting.harder:
            long = np.bincount(article)[article] > np.median(world.sizes)
            rates = np.where(long[:, None], rates, np.eye(6)[label])
        machine = pick(rates, rng)
        said = machine if setting.classifier == 1 else pick(confusion(setting.classifier, 0, 0.3)[label], rng)
        known, inclusion = designs[setting.design](article, said, setting.coded, rng)
        parts.append((article + ARTICLES * period, label, machine, said, known, inclusion))
    return as_paragraphs(world, [np.concatenate(each) for each in zip(*parts, strict=True)]), np.stack(own)


def pick(chances: Floats, rng: np.random.Generator) -> Floats:
    """Draw a class for each row of probabilities."""
    return (rng.random((len(chances), 1)) > chances.cumsum(axis=1)[:, :-1]).sum(axis=1)


def whole_articles(article: Floats, said: Floats, coded: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """People code all paragraphs of so many articles."""
    chosen = rng.permutation(ARTICLES)[:coded]
    return np.isin(article, chosen), np.full(len(article), coded / ARTICLES)


def single_paragraphs(article: Floats, said: Floats, coded: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """People code as many paragraphs as so many articles have."""
    number = round(coded / ARTICLES * len(article))
    known = np.zeros(len(article), dtype=bool)
    known[rng.permutation(len(article))[:number]] = True
    return known, np.full(len(article), number / len(article))


def stopped_queue(article: Floats, said: Floats, coded: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Rare classes are drawn up to six times as often, exactly so many, and people stop half way."""
    wanted = np.where(said == 0, 1.0, 6.0)
    number = 2 * round(coded / ARTICLES * len(article))
    chance = np.minimum(number * wanted / wanted.sum(), 1.0)
    order = rng.permutation(len(article))
    steps = np.floor(chance[order].cumsum() + rng.random())
    queue = order[np.diff(steps, prepend=np.floor(steps[0] - chance[order[0]] + 1e-12)) > 0]
    known = np.zeros(len(article), dtype=bool)
    known[rng.permutation(queue)[: len(queue) // 2]] = True
    return known, chance * (len(queue) // 2) / len(queue)


designs: dict[str, Callable[..., tuple[Floats, Floats]]] = {
    "articles": whole_articles,
    "paragraphs": single_paragraphs,
    "unequal": stopped_queue,
}


def as_paragraphs(world: World, columns: list[Floats]) -> Paragraphs:
    """Write a study as the estimators read it."""
    article, label, machine, said, known, inclusion = columns
    codes = np.array([*world.pillars, NONE], dtype=object)
    table = pd.DataFrame({"primary": np.where(known, codes[label], codes[machine]), "machine": codes[machine]})
    table = table.assign(by_person=known, inclusion=inclusion, article_id=article.astype(str))
    table = table.assign(**{f"p_{code}": 0.1 + 0.4 * (said == place) for place, code in enumerate(codes)})
    used, place = np.unique(article, return_inverse=True)
    return Paragraphs(
        world.pillars, PERIODS, table, used.astype(str).astype(object), place, (used >= ARTICLES).astype(np.int64)
    )


def one_study(world: World, setting: Setting, rng: np.random.Generator) -> dict[str, Floats]:
    """Estimate one study each way; shape P of everything."""
    paragraphs, true = draw_study(world, setting, rng)
    helped = choose_estimator(paragraphs).estimator == "dsl"
    found: dict[str, Estimate] = {name: estimate(paragraphs, estimator=name) for name in ("dsl", "hajek")}
    shift = true[1] - true[0]
    said: dict[str, Floats] = {"helped": np.full(len(shift), helped)}
    for name, each in found.items():
        bounds = within_limits(wilson_t(each))
        said[f"{name} covers"] = (bounds.low[2] <= shift + 1e-12) & (shift - 1e-12 <= bounds.high[2])
        said[f"{name} width"] = bounds.high[2] - bounds.low[2]
        said[f"{name} bias"] = each.value[2] - shift
        said[f"{name} share"] = each.value[0] - true[0]
    said["rule covers"] = said["dsl covers"] if helped else said["hajek covers"]
    return said


def counted(world: World, setting: Setting, runs: int, seed: int) -> dict[str, object]:
    """Reduce many studies of one world to a row."""
    rng = np.random.default_rng([seed, zlib.crc32(setting.name.encode())])
    every = [one_study(world, setting, rng) for _ in range(runs)]
    found = {name: np.array([each[name] for each in every]) for name in every[0]}
    helped = found["helped"][:, 0].astype(bool)
    row: dict[str, object] = {"world": setting.name}
    for name in ("rule", "dsl", "hajek"):
        row[f"{name} covers"] = found[f"{name} covers"].mean(axis=0).min()
    row["mean covers"] = found["rule covers"].mean()
    for name in ("dsl", "hajek"):
        row[f"{name} bias"] = np.abs([found[f"{name} {what}"].mean(axis=0) for what in ("bias", "share")]).max()
    row["taken"] = helped.mean()
    ratio = {kept: mean_ratio(found, kept) for kept in (True, False)}
    return row | {"width": ratio[True], "width if not": ratio[False], "runs": runs}


def mean_ratio(found: dict[str, Floats], taken: bool) -> float:
    """Return the mean width of DSL over that of the labels alone, where the rule takes the proxies or does not."""
    chosen = found["helped"][:, 0].astype(bool) == taken
    if not chosen.any():
        return np.nan
    return float(found["dsl width"][chosen].mean() / found["hajek width"][chosen].mean())


def rows(settings: Iterator[Setting], runs: int, seed: int) -> Iterator[dict[str, object]]:
    """Yield a row a world as it is done."""
    world = fitted_world()
    for setting in settings:
        yield counted(world, setting, runs, seed)


def main() -> None:
    """Print the table, and write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("build"), help="folder for the table")
    parser.add_argument("--runs", type=int, default=2_000, help="simulated studies a world")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--world", default="", help="only worlds whose name has this in it")
    choices = parser.parse_args()
    choices.out.mkdir(parents=True, exist_ok=True)
    start, done = time.perf_counter(), []
    for row in rows((each for each in SETTINGS if choices.world in each.name), choices.runs, choices.seed):
        done.append(row)
        print(pd.DataFrame([row]).round(4).to_string(index=False, header=len(done) == 1), flush=True)
    pd.DataFrame(done).to_csv(choices.out / "people_and_machines.csv", index=False, float_format="%.4f")
    print(f"{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
