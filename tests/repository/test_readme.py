"""Does the Python in the README run, from top to bottom, on a small study?"""

from __future__ import annotations

import re
from pathlib import Path

import matplotlib.pyplot as plt
import pytest

import discourse

BLOCK = re.compile(r"^```python\n(.*?)^```$", re.M | re.S)


@pytest.fixture
def said(root: Path, toy_study, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> dict:
    """What the blocks of the README, run one after the other in a study's folder, leave behind and print."""
    monkeypatch.chdir(toy_study.root)
    blocks = BLOCK.findall((root / "README.md").read_text(encoding="utf-8"))
    assert len(blocks) == 4
    names: dict = {}
    for block in blocks:
        exec(block, names)
    plt.close("all")
    return names | {"printed": capsys.readouterr().out}


def test_the_blocks_run_and_give_what_they_say(said: dict) -> None:
    assert set(said["shifts"]["quantity"]) == {"share", "mention_share", "shift", "mention_shift"}
    assert set(said["said"]["paragraph_id"]) == set(said["coded"]["paragraph_id"])
    assert set(said["model"].predict(said["coded"]["text"])) <= {*said["pillars"], "none"}
    assert said["words"]["log_likelihood"].is_monotonic_decreasing
    for part in ("macro_f1", "log_ratio", "left"):
        assert part in said["printed"]


def test_the_readme_uses_names_that_are_public(root: Path) -> None:
    used = set(
        re.findall(r"\bdiscourse\.([A-Za-z_]+)\(", " ".join(BLOCK.findall((root / "README.md").read_text("utf-8"))))
    )
    assert used <= set(discourse.__all__)
    assert len(used) > 5
