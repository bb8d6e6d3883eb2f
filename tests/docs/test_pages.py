"""Does the documentation do what it says? Every page is typed from top to bottom, in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import matplotlib.pyplot as plt
import pytest
from tests.docs.blocks import read_page
from tests.docs.running import ROOT, Typist

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def name_of(path: Path) -> str:
    """Name of a page in the list of tests: ``tasks/own-study``, with underscores for ``-k``."""
    return path.relative_to(ROOT).with_suffix("").as_posix().replace("-", "_")


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_the_page_does_what_it_says(path: Path, tmp_path: Path) -> None:
    typist = Typist(tmp_path, read_page(path))
    try:
        wrong = typist.run()
    finally:
        plt.close("all")
    if wrong:
        pytest.fail(wrong, pytrace=False)
