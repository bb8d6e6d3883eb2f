"""A codebook of two pillars, settings with one machine coder, and logs that are written as words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd
import pytest

from discourse.codebook import Codebook, Pillar
from discourse.labels.coding import Coding
from discourse.labels.consent.decisions import with_decisions
from discourse.labels.log import codings_table
from discourse.settings import Settings, check_settings

HALVES = ["trade", "arts"] * 30


@pytest.fixture(scope="session")
def two() -> Codebook:
    return Codebook("2", (Pillar("trade", "Trade", "-"), Pillar("arts", "Arts", "-")), "-")


@pytest.fixture(scope="session")
def chosen() -> Callable[..., Settings]:
    """Make settings with the machine coder ``m``, in which the last of several accepted coders counts."""

    def make(**changes: object) -> Settings:
        table = {
            "title": "T",
            "language": "en",
            "seed": 1,
            "periods": [{"id": str(y), "start": date(y, 1, 1), "end": date(y, 12, 31)} for y in (2019, 2024)],
            "analyses": [{"id": "all", "title": "All"}],
            "label_precedence": ["adjudication", "*"],
            "machine_coders": ["m"],
        }
        return check_settings(table | changes, "settings of a test")

    return make


@pytest.fixture(scope="session")
def wrong_on() -> Callable[..., list[str]]:
    """Make the codes of somebody who codes ``HALVES`` with errors on some paragraphs, and stops after ``size``."""

    def make(errors: Sequence[int], size: int = 30) -> list[str]:
        other = {"trade": "arts", "arts": "trade"}
        return [other[code] if place in errors else code for place, code in enumerate(HALVES[:size])]

    return make


@pytest.fixture(scope="session")
def log_of(two: Codebook) -> Callable[..., pd.DataFrame]:
    """Make codings of (coder, codes) in this order: the first code is of ``p00``, the second of ``p01``, and so on."""

    def make(*said: tuple[str, Sequence[str]], decided: dict[str, str] | None = None, **fields: object) -> pd.DataFrame:
        lines = [
            Coding(f"{turn}-{place}", f"p{place:02d}", coder, "2", code, **{"why": "coding", **fields})
            for turn, (coder, codes) in enumerate(said)
            for place, code in enumerate(codes)
        ]
        return with_decisions(codings_table(lines, two), decided or {})

    return make
