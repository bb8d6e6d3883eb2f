"""A file is written whole or not at all, by one process or by several, and nothing else is touched."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from discourse.errors import DataError
from discourse.io.files import atomic_writer, checksum, write_atomic


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_atomic(path, b"one")
    write_atomic(path, "dua\r\nbaris – dua\n")
    assert path.read_bytes() == "dua\r\nbaris – dua\n".encode()
    assert names(tmp_path) == ["a.csv"]


def test_a_folder_in_its_place_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(DataError, match="a place to write to"):
        write_atomic(tmp_path / "a.csv", b"one")
    assert names(tmp_path) == ["a.csv"]


@pytest.mark.parametrize("name", ["nowhere/a.csv", f"{'a' * 300}.csv"])
def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="a place to write to"):
        write_atomic(tmp_path / name, "one")
    assert names(tmp_path) == []


def test_a_pipe_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DataError, match="something other than a file"):
        write_atomic(tmp_path / "pipe", "one")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_piece_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old", encoding="utf-8")
    with atomic_writer(path) as stream:
        stream.write("a,b\n")
        assert path.read_text(encoding="utf-8") == "old"
        stream.write("é,2\r\n")
    assert path.read_bytes() == "a,b\né,2\r\n".encode()


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_error_leaves_the_old_file(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old", encoding="utf-8")

    def stop() -> None:
        with atomic_writer(path) as stream:
            stream.write("new")
            raise error

    with pytest.raises(error):
        stop()
    assert path.read_text(encoding="utf-8") == "old"
    assert names(tmp_path) == ["a.csv"]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old", encoding="utf-8")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DataError, match="No space left"):
        write_atomic(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert names(tmp_path) == ["a.csv"]


def test_the_content_is_on_the_disk_before_it_takes_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    sync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda descriptor: (order.append("sync"), sync(descriptor)))
    monkeypatch.setattr(os, "replace", lambda old, new: (order.append("replace"), replace(old, new)))
    write_atomic(tmp_path / "a.csv", "one")
    assert order == ["sync", "replace"]


def test_links_are_replaced_and_not_followed(tmp_path: Path) -> None:
    mine, path = tmp_path / "mine.txt", tmp_path / "out.csv"
    mine.write_text("mine", encoding="utf-8")
    (tmp_path / "out.csv.part").symlink_to(mine)
    path.symlink_to(tmp_path / "gone.txt")
    write_atomic(path, "new")
    assert (path.is_symlink(), path.read_text(encoding="utf-8")) == (False, "new")
    path.unlink()
    path.symlink_to(mine)
    write_atomic(path, "new")
    assert mine.read_text(encoding="utf-8") == "mine"
    assert names(tmp_path) == ["mine.txt", "out.csv", "out.csv.part"]


def test_a_file_that_is_there_is_kept_where_that_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_atomic(path, "one", overwrite=False)
    with pytest.raises(DataError, match="a new file"):
        write_atomic(path, "two", overwrite=False)
    # One that comes while this one is written is kept too.
    path.unlink()

    def late() -> None:
        with atomic_writer(path, overwrite=False) as stream:
            stream.write("two")
            path.write_text("another's", encoding="utf-8")

    with pytest.raises(DataError, match="a new file"):
        late()
    assert path.read_text(encoding="utf-8") == "another's"
    assert names(tmp_path) == ["a.csv"]


def test_everybody_may_read_it_who_may_read_new_files(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("", encoding="utf-8")
    write_atomic(tmp_path / "a.csv", "one")
    assert (tmp_path / "a.csv").stat().st_mode == (tmp_path / "plain").stat().st_mode


WRITER = """
import sys
from pathlib import Path
from discourse.io.files import write_atomic
for _ in range(60):
    write_atomic(Path(sys.argv[1]), sys.argv[2] * 200_000)
"""


def test_two_writers_of_one_file_do_not_mix(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), letter]) for letter in "ab"]
    seen = set()
    while any(writer.poll() is None for writer in writers):
        if path.exists():
            content = path.read_bytes()
            seen.add((content[:1], len(content), len(set(content))))
    assert [writer.returncode for writer in writers] == [0, 0]
    assert {entry[1:] for entry in seen} == {(200_000, 1)}
    assert names(tmp_path) == ["a.csv"]


def test_a_file_has_the_sha256_of_its_bytes(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"abc")  # the example of FIPS 180-2
    assert checksum(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_folder_changes_with_a_name_a_text_and_a_file_more(tmp_path):
    folder = tmp_path / "originals"
    folder.mkdir()
    seen = [checksum(folder)]
    (folder / "a.txt").write_text("one", encoding="utf-8")
    seen.append(checksum(folder))
    (folder / "a.txt").rename(folder / "b.txt")
    seen.append(checksum(folder))
    (folder / "b.txt").write_text("two", encoding="utf-8")
    seen.append(checksum(folder))
    assert len({*seen, checksum(tmp_path / "none")}) == 5


def test_a_folder_keeps_its_checksum_when_files_are_touched(tmp_path):
    (tmp_path / "a.txt").write_text("one", encoding="utf-8")
    before = checksum(tmp_path)
    (tmp_path / "a.txt").touch()
    assert checksum(tmp_path) == before
