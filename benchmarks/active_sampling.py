"""Are shares unbiased after a draw by uncertainty that was stopped half-way, and how much surer are they?

Run: ``python benchmarks/active_sampling.py [STUDIES]``; about a tenth of a second a study and kind of draw.

Studies of 60 articles a period are drawn with a classifier that is less sure, and more often wrong, of rare pillars.
A coder is given 40 % of the paragraphs, drawn alike (audit), by uncertainty (active), or as articles, and stops after
half of them or codes them all. The shares of DSL are compared with those of the same study coded whole.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

import numpy as np
import pandas as pd

from discourse.emphasis.estimators import estimate
from discourse.emphasis.inputs import read_paragraphs
from discourse.emphasis.intervals import wilson_t
from discourse.labels.inclusion import inclusion_probabilities
from discourse.labels.queues import design_queue
from discourse.labels.sampling.drawing import DrawRequest, make_design

PILLARS, PERIODS = ("political", "economic", "education"), ("2023", "2025")
COLUMNS = [f"p_{pillar}" for pillar in PILLARS]
ARTICLES = 60
"""Articles a period."""
PART = 0.4
"""Part of the paragraphs, or articles, that is drawn."""
TRUTH = np.array([0.7, 0.2, 0.1])
"""Shares of both periods."""


def draw_study(rng: np.random.Generator) -> pd.DataFrame:
    """Draw articles, their paragraphs and what a classifier says, which is less sure of rare pillars."""
    article = np.repeat(np.arange(2 * ARTICLES), rng.integers(3, 9, 2 * ARTICLES))
    mixes = rng.dirichlet(3 * TRUTH, 2 * ARTICLES)
    label = (rng.random((len(article), 1)) > mixes[article].cumsum(axis=1)[:, :-1]).sum(axis=1)
    scores = np.exp([1.2, 0.0, -0.2] + 1.5 * np.eye(3)[label] + rng.normal(size=(len(article), 3)))
    table = pd.DataFrame(scores / scores.sum(axis=1, keepdims=True), columns=COLUMNS)
    return table.assign(
        paragraph_id=[f"p{place:04d}" for place in range(len(article))],
        article_id=[f"a{place:03d}" for place in article],
        period=np.where(article < ARTICLES, *PERIODS),
        label=np.array(PILLARS, dtype=object)[label],
    )


def label_queues(table: pd.DataFrame, parts: Mapping[str, tuple[pd.DataFrame, int, str]]) -> pd.DataFrame:
    """Label what was coded of several draws, by the queue's name: the draw, how many of its paragraphs, who codes."""
    rows = [design_queue(queue, design)[:coded].assign(coder=coder) for queue, (design, coded, coder) in parts.items()]
    designs = {queue: design for queue, (design, _, _) in parts.items()}
    log = pd.concat(rows, ignore_index=True)
    chances = inclusion_probabilities(log, table["paragraph_id"].tolist(), (), designs)
    known = table["paragraph_id"].isin(log["paragraph_id"])
    columns = {name: chances[name].to_numpy() for name in chances}
    return table.assign(primary=table["label"].where(known, ""), **columns)


def drawn(table: pd.DataFrame, kind: str, seed: int, *, by_article: bool = False) -> pd.DataFrame:
    """Draw a part of a study; the errors of the classifier are known of a fifth of the paragraphs."""
    known = table.sample(frac=0.2, random_state=seed).assign(primary=lambda rows: rows["label"])
    units = table["article_id" if by_article else "paragraph_id"].nunique()
    said = table[["paragraph_id", *COLUMNS]] if kind == "active" else None
    return make_design(table, DrawRequest(kind, round(PART * units), by_article), said, known, seed)


def one_study(seed: int) -> list[tuple[str, float, float, bool]]:
    """Return for each way of drawing the errors of the shift and of the first share, and whether the shift is held."""
    table = draw_study(np.random.default_rng(seed))
    whole = estimate(read_paragraphs(table.assign(primary=table["label"]), PILLARS, PERIODS)).value
    active, audit = drawn(table, "active", seed), drawn(table, "audit", seed)
    articles, again = drawn(table, "active", seed, by_article=True), drawn(table, "active", seed + 10**6)
    sizes = [int(design["place"].notna().sum()) for design in (active, audit, articles)]
    ways: dict[str, dict[str, tuple[pd.DataFrame, int, str]]] = {
        "audit, half": {"audit:00000001": (audit, sizes[1] // 2, "ani")},
        "active, half": {"active:00000001": (active, sizes[0] // 2, "ani")},
        "audit, whole": {"audit:00000001": (audit, sizes[1], "ani")},
        "active, whole": {"active:00000001": (active, sizes[0], "ani")},
        "articles, half": {"active:00000001": (articles, sizes[2] // 2, "ani")},
        "articles, whole": {"active:00000001": (articles, sizes[2], "ani")},
        "two coders, half": {
            "active:00000001": (active, sizes[0] // 2, "ani"),
            "active:00000002": (again, sizes[0] // 2, "budi"),
        },
    }
    rows = []
    for name, parts in ways.items():
        found = estimate(read_paragraphs(label_queues(table, parts), PILLARS, PERIODS), estimator="dsl")
        bounds, off = wilson_t(found), found.value - whole
        held = bool(bounds.low[2, 0] <= 0 <= bounds.high[2, 0])
        rows.append((name, float(off[2, 0]), float(off[0, 0]), held))
    return rows


def main(studies: int = 2000) -> None:
    """Print a line a way of drawing."""
    table = pd.DataFrame(
        [row for seed in range(studies) for row in one_study(seed)], columns=["draw", "shift", "share", "held"]
    )
    print(f"{studies} studies; errors against the study coded whole, first pillar")
    print(
        f"{'draw':18} {'bias, share':>12} {'(se)':>8} {'sd':>7} {'bias, shift':>12} {'(se)':>8} {'sd':>7} {'held':>6}"
    )
    for name, rows in table.groupby("draw", sort=False):
        cells = [(rows[column].mean(), rows[column].sem(), rows[column].std()) for column in ("share", "shift")]
        shown = " ".join(f"{bias:12.4f} {error:8.4f} {spread:7.4f}" for bias, error, spread in cells)
        print(f"{name:18} {shown} {rows['held'].mean():6.3f}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
