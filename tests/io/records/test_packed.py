"""A packed file is read as if it lay there unpacked, and a damaged one is named."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest

from discourse.errors import DataError, MissingExtraError
from discourse.io.records import DAMAGE, bare_name, damaged, open_unpacked

CONTENT = b"text\n" + b"".join(b"%d\n" % random.Random(0).getrandbits(64) for _ in range(9)) * 20_000


def packed(path, content=CONTENT):
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(content))
    elif path.suffix == ".zst":
        pyarrow = pytest.importorskip("pyarrow")
        with pyarrow.CompressedOutputStream(str(path), "zstd") as stream:
            stream.write(content)
    else:
        path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", ["news.csv", "news.csv.gz", "news.CSV.GZ", "news.csv.zst"])
def test_the_content_is_that_of_the_bare_file(tmp_path, name):
    path = tmp_path / name
    packed(path) if path.suffix != ".GZ" else path.write_bytes(gzip.compress(CONTENT))
    opened = open_unpacked(path)
    assert opened.share() == 0
    assert b"".join(opened.stream) == CONTENT
    assert opened.share() == 1
    opened.close()
    assert opened.raw.closed
    assert bare_name(path).name.casefold() == "news.csv"


@pytest.mark.parametrize(("name", "said"), [("a.gz", "gzip"), ("a.zst", "Zstandard")])
@pytest.mark.parametrize(
    ("change", "found"), [(lambda raw: raw[:-9], "cut off"), (lambda raw: b"\x1f\x8b" + b"?" * 99, "a damaged one")]
)
def test_what_was_cut_off_or_damaged_is_named(tmp_path, name, said, change, found):
    path = packed(tmp_path / name)
    path.write_bytes(change(path.read_bytes()))
    opened = open_unpacked(path)
    with pytest.raises(DAMAGE) as caught:
        opened.stream.read()
    assert str(damaged(path, caught.value)).startswith(f"{path}: expected a whole file packed by {said}, found ")
    assert found in damaged(path, caught.value).found
    opened.close()


def test_what_cannot_be_opened_is_said(tmp_path, monkeypatch):
    with pytest.raises(DataError, match=r"no\.csv\.gz: expected a file that can be read, found No such file"):
        open_unpacked(tmp_path / "no.csv.gz")
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"a\.csv\.zst: expected the library pyarrow"):
        open_unpacked(tmp_path / "a.csv.zst")


def test_a_disk_that_fails_is_said_in_its_own_words():
    assert damaged(Path("a.csv"), OSError(5, "Input/output error")).found == "Input/output error"
