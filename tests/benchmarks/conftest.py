"""Benchmarks are scripts beside each other; the tests import them as they import one another."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis.inputs import read_paragraphs
from discourse.emphasis.sums import ArticleSums, article_sums


@pytest.fixture(autouse=True)
def beside_the_benchmarks(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    """Find modules in the folder of the benchmarks."""
    monkeypatch.syspath_prepend(str(root / "benchmarks"))


@pytest.fixture
def table() -> pd.DataFrame:
    """Ten articles of three paragraphs a period; the pillars differ from article to article."""
    rng = np.random.default_rng(3)
    rows = [
        (f"{period}-{article}", period, ("political", "economic", "education")[rng.choice(3, p=mix)])
        for period in ("2023", "2025")
        for article in range(10)
        for mix in [rng.dirichlet([2.0, 1.0, 0.5])]
        for _ in range(3)
    ]
    return pd.DataFrame(rows, columns=["article_id", "period", "primary"])


@pytest.fixture
def sums(table: pd.DataFrame) -> ArticleSums:
    """Sums of that table."""
    return article_sums(read_paragraphs(table, ("political", "economic", "education", "health"), ("2023", "2025")))
