"""The harness consists of files beside each other; the tests import them as they import one another."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # found before the tests are collected, and in the processes of a run


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """Studies and models for all readers; writing need not reach the disk."""
    from workshop import Workshop

    here = Path.cwd()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield Workshop(tmp_path_factory.mktemp("fuzz"))
    os.chdir(here)
