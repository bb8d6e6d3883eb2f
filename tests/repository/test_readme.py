"""Is the README one page, and is all of its Python run?"""

from __future__ import annotations

from pathlib import Path

from tests.docs.blocks import read_page

LONGEST = 90


def test_the_readme_is_one_page(root: Path) -> None:
    assert len((root / "README.md").read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_what_the_readme_shows_in_python_is_run(root: Path) -> None:
    """``tests/docs`` runs the blocks of the page."""
    text = (root / "README.md").read_text(encoding="utf-8")
    blocks = read_page(root / "README.md").blocks
    assert [block.kind for block in blocks] == ["python"]
    assert text.count("import discourse") == sum(block.code.count("import discourse") for block in blocks)
