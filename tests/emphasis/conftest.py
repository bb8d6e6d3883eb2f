"""Small tables of paragraphs that the tests of emphasis share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis.inputs import Paragraphs, read_paragraphs
from discourse.emphasis.shares import Estimate
from discourse.emphasis.sums import ArticleSums

PILLARS = ("political", "economic", "education")
PERIODS = ("2023", "2025")
_MIXES = np.array([[0.6, 0.3, 0.1], [0.4, 0.4, 0.2]])


@pytest.fixture
def pillars() -> tuple[str, ...]:
    """Three pillars, in codebook order."""
    return PILLARS


@pytest.fixture
def periods() -> tuple[str, str]:
    """Two periods, earlier first."""
    return PERIODS


@pytest.fixture
def draw_table() -> Callable[..., pd.DataFrame]:
    """Draw a table with so many articles a period, of 2 to 6 paragraphs each."""

    def draw(articles: Sequence[int] = (8, 10), seed: int = 0) -> pd.DataFrame:
        rng = np.random.default_rng(seed)
        rows = []
        for period, (name, number) in enumerate(zip(PERIODS, articles, strict=True)):
            for article in range(number):
                mix = rng.dirichlet(3 * _MIXES[period])
                for _ in range(rng.integers(2, 7)):
                    primary = PILLARS[rng.choice(3, p=mix)]
                    also = tuple(pillar for pillar in PILLARS if pillar != primary and rng.random() < 0.2)
                    rows.append((f"{name}-{article:02d}", name, int(rng.integers(20, 90)), primary, also))
        table = pd.DataFrame(rows, columns=["article_id", "period", "words", "primary", "also"])
        table.insert(0, "paragraph_id", [f"{article}:{i:03d}" for i, article in enumerate(table["article_id"])])
        return table

    return draw


@pytest.fixture
def add_predictions() -> Callable[..., pd.DataFrame]:
    """Add p_<pillar> to a table: right with probability ``accuracy``, else another pillar at random."""

    def add(table: pd.DataFrame, accuracy: float = 0.8, sure: float = 0.9, seed: int = 0) -> pd.DataFrame:
        rng = np.random.default_rng(seed)
        truth = table["primary"].map(PILLARS.index).to_numpy()
        wrong = (truth + rng.integers(1, 3, len(table))) % 3
        predicted = np.where(rng.random(len(table)) < accuracy, truth, wrong)
        probability = np.full((len(table), 3), (1 - sure) / 2)
        probability[np.arange(len(table)), predicted] = sure
        return table.assign(**{f"p_{pillar}": probability[:, k] for k, pillar in enumerate(PILLARS)})

    return add


@pytest.fixture
def read() -> Callable[..., Paragraphs]:
    """Read a table of the three pillars and two periods."""
    return lambda table: read_paragraphs(table, PILLARS, PERIODS)


@pytest.fixture
def as_sums() -> Callable[..., ArticleSums]:
    """Make sums of (numerators, denominators, squares) of each period, shapes (..., G, P) and (..., G)."""

    def make(*parts: tuple[np.ndarray, np.ndarray, np.ndarray]) -> ArticleSums:
        later = np.repeat([False, True], [part[1].shape[-1] for part in parts])
        numerators = np.concatenate([part[0] for part in parts], axis=-2)
        denominators, squares = (np.concatenate([part[i] for part in parts], axis=-1) for i in (1, 2))
        return ArticleSums(
            pillars=tuple(f"pillar {number}" for number in range(numerators.shape[-1])),
            periods=PERIODS,
            quantity="share",
            weighting="paragraph",
            articles=tuple(f"{number:03d}" for number in range(len(later))),
            later=later,
            numerators=numerators,
            denominators=denominators,
            squares=squares,
            paragraphs=np.ones(denominators.shape, dtype=np.int64),
        )

    return make


@pytest.fixture
def as_estimate() -> Callable[..., Estimate]:
    """Make an estimate of value, variance, largest effective sizes and articles."""

    def make(value: np.ndarray, variance: np.ndarray, sizes: np.ndarray, articles: tuple[int, int]) -> Estimate:
        return Estimate(
            pillars=tuple(f"pillar {number}" for number in range(value.shape[-1])),
            periods=PERIODS,
            quantity="share",
            weighting="paragraph",
            articles=articles,
            paragraphs=np.array(articles),
            informative=articles,
            effective_articles=np.array(articles, dtype=float),
            value=value,
            variance=variance,
            max_effective_size=sizes,
        )

    return make
