"""Studies that tests of several scripts draw."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from discourse.study import Study


@pytest.fixture
def eight_pillars(toy_study: Study) -> Study:
    """The toy study with five more pillars of long names, which two of its articles name in every paragraph."""
    path: Path = toy_study.data / "codebook.toml"
    further = [f"p{number}" for number in range(5)]
    entries = (
        f'\n[[pillar]]\nid = "{pillar}"\nname = "Pillar {pillar} of a codebook with long names"\n'
        f'definition = "x"\nseeds = ["kata{pillar}"]\n'
        for pillar in further
    )
    path.write_text(path.read_text(encoding="utf-8") + "".join(entries), encoding="utf-8")
    every = ["political", "economic", "education", *further]
    table = pd.read_csv(toy_study.labels_path, dtype=str, keep_default_na=False)
    changed = table["paragraph_id"].str.startswith(("melati", "kabar")) & (table["primary"] != "none")
    also = [" ".join(pillar for pillar in every if pillar != primary) for primary in table["primary"]]
    table.assign(also=table["also"].mask(changed, also)).to_csv(toy_study.labels_path, index=False)
    return Study(toy_study.root)
