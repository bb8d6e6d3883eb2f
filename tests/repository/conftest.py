"""The documentation as it is read: built once, whatever tests ask for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock


@pytest.fixture(scope="session")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the documentation, every warning an error, and return its folder; workers share one build."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if shared.name.startswith("popen-") else shared
    folder, said = shared / "site", shared / "site.txt"
    with FileLock(shared / "site.lock"):
        if not said.is_file():
            command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html"]
            places = ["-d", shared / "site-cache", root / "docs", folder]
            answer = subprocess.run([*command, *map(str, places)], capture_output=True, text=True, check=False)
            said.write_text(answer.stdout + answer.stderr, encoding="utf-8")
    warnings = said.read_text(encoding="utf-8").strip()
    if warnings:
        pytest.fail(f"the documentation is built with warnings:\n{warnings}", pytrace=False)
    return folder
