"""A toy study whose codebook has practice items."""

from __future__ import annotations

import pytest

from discourse.study import Study

ITEMS = """
[[practice]]
text = "Kedua kota menurunkan pungutan pasar."
primary = "economic"
rule = 1
explanation = "Pungutan pasar adalah urusan dagang."

[[practice]]
text = "Wali kota datang dan membawa guru baru."
primary = "political"
also = ["education"]
explanation = "Kunjungan, dan guru disebut."

[[practice]]
text = "Terima kasih."
primary = "none"
rule = 2
explanation = "Tidak ada isi."
"""


@pytest.fixture
def practised(toy_study: Study) -> Study:
    """The toy study with three practice items, the second without a rule."""
    path = toy_study.data / "codebook.toml"
    path.write_text(path.read_text(encoding="utf-8") + ITEMS, encoding="utf-8")
    return Study(toy_study.root)
