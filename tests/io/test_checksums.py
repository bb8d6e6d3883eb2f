"""A file has the checksum of its bytes, a folder that of the names and bytes of its files."""

from __future__ import annotations

from discourse.io.checksums import checksum


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
