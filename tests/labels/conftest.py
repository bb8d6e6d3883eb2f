"""A codebook of three pillars, codings in one line, and a log in a folder of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from discourse.codebook import Codebook, Pillar, Rule
from discourse.labels.append import LabelLog
from discourse.labels.coding import COLUMNS, Coding, as_line
from discourse.labels.log import parse_log

PARAGRAPHS = tuple(f"{article}:{number:02d}" for article in ("abad", "bena", "cipta") for number in range(1, 5))


@pytest.fixture
def book() -> Codebook:
    pillars = tuple(Pillar(name, name.title(), f"mostly {name}") for name in ("political", "economic", "education"))
    rules = (Rule(1, "Most", "Most of the content decides."), Rule(2, "Training", "Of trainees.", ("education",)))
    return Codebook("2", pillars, "nothing of the kind", rules, {"2": ("education",)})


@pytest.fixture
def articles() -> dict[str, str]:
    return {paragraph: paragraph.split(":")[0] for paragraph in PARAGRAPHS}


@pytest.fixture
def codings_of(book: Codebook) -> Callable[..., pd.DataFrame]:
    """Make the table of codings from codings, through the log's own form."""

    def make(*codings: Coding, undone: bool = False) -> pd.DataFrame:
        text = ",".join(COLUMNS) + "\n" + "".join(as_line(coding) for coding in codings)
        return parse_log(text.encode(), book, set(PARAGRAPHS), "labels.csv", undone=undone)

    return make


@pytest.fixture
def say() -> Callable[..., Coding]:
    """Make a coding from ``coder``, ``paragraph`` and ``codes`` ("economic education": primary, then also)."""
    counter = iter(range(10_000))

    def make(coder: str, paragraph: str, codes: str, **fields: object) -> Coding:
        primary, *also = codes.split() or [""]
        fields = {"codebook": "2", "why": "coding", "coding_id": f"c{next(counter)}", **fields}
        return Coding(paragraph_id=paragraph, coder=coder, primary=primary, also=tuple(also), **fields)

    return make


@pytest.fixture
def log(tmp_path: Path, book: Codebook) -> LabelLog:
    return LabelLog(tmp_path / "labels.csv", book, set(PARAGRAPHS))
