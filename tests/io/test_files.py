from __future__ import annotations

from pathlib import Path

import pytest

from discourse.errors import DataError
from discourse.io.files import write_atomic


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_atomic(path, b"one")
    write_atomic(path, b"two")
    assert path.read_bytes() == b"two"
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]


def test_a_folder_in_its_place_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(DataError, match="a place to write to"):
        write_atomic(tmp_path / "a.csv", b"one")
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]
