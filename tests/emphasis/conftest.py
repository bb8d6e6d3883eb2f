"""Small tables of paragraphs that the tests of emphasis share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import pytest

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
