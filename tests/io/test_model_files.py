"""Is a model read as it was written, or refused in one line, whatever became of its file?"""

from __future__ import annotations

import io
import json
import os
import pickle
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import ModelError
from discourse.io import model_files
from discourse.io.model_files import (
    LARGEST,
    ModelFormat,
    check_new,
    check_shapes,
    next_numbered,
    numbered_models,
    read_model,
    write_model,
)

FORM = ModelFormat("test", 2, ("counts", "weights"))
ARRAYS = {"counts": np.arange(6).reshape(2, 3), "weights": np.array([0.1, -1e-300, np.pi])}
DESCRIPTION = {"pillars": {"trade": ["ekspor"], "road": ["jalan tol"]}, "strength": 0.1}


class Loaded(RuntimeError):
    """A pickle was opened."""


class Bomb:
    def __reduce__(self):
        return _explode, ()


def _explode() -> None:
    raise Loaded


def as_it_is(arrays: dict[str, Any], description: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    return arrays, description


def read(path: Path, form: ModelFormat = FORM) -> tuple[dict[str, Any], dict[str, Any]]:
    return read_model(path, form, as_it_is)


def assert_whole(path: Path) -> None:
    arrays, description = read(path)
    assert sorted(arrays) == sorted(ARRAYS)
    for name, array in ARRAYS.items():
        assert arrays[name].dtype == array.dtype
        np.testing.assert_array_equal(arrays[name], array)
    assert description == {"format": "discourse test 2", **DESCRIPTION}
    assert list(description["pillars"]) == ["trade", "road"]


def refused(path: Path, form: ModelFormat = FORM) -> str:
    with pytest.raises(ModelError) as caught:
        read(path, form)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("models") / "whole.npz"
    write_model(path, FORM, ARRAYS, DESCRIPTION)
    return path


@pytest.fixture(scope="module")
def spoilt(whole: Path) -> Path:
    return whole.with_name("spoilt.npz")


def test_what_is_written_is_read(whole: Path) -> None:
    assert_whole(whole)
    with np.load(whole, allow_pickle=False) as archive:
        assert sorted(archive.files) == ["about", "counts", "digest", "weights"]
        assert json.loads(archive["about"].tobytes())["format"] == "discourse test 2"


def test_the_same_model_gives_the_same_bytes(whole: Path, tmp_path: Path) -> None:
    write_model(tmp_path / "again.npz", FORM, dict(reversed(ARRAYS.items())), DESCRIPTION)
    assert (tmp_path / "again.npz").read_bytes() == whole.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["again.npz"]


@given(st.data())
def test_a_flipped_byte_is_noticed_or_harmless(whole: Path, spoilt: Path, data: st.DataObject) -> None:
    content = bytearray(whole.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    assert_refused_or_whole(spoilt, bytes(content))


def test_every_byte_flipped_is_noticed_or_harmless(whole: Path, spoilt: Path) -> None:
    content = whole.read_bytes()
    for place in range(len(content)):
        assert_refused_or_whole(spoilt, content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])


def test_a_file_cut_anywhere_is_refused(whole: Path, spoilt: Path) -> None:
    content = whole.read_bytes()
    for length in range(len(content)):
        spoilt.write_bytes(content[:length])
        refused(spoilt)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(spoilt: Path, content: bytes) -> None:
    spoilt.write_bytes(content)
    refused(spoilt)


@given(st.binary(max_size=120), st.sampled_from(["about", "counts", "digest", "weights", "more"]))
def test_any_bytes_as_a_member_are_refused(whole: Path, spoilt: Path, content: bytes, name: str) -> None:
    with zipfile.ZipFile(whole) as archive:
        members = {member: archive.read(member) for member in archive.namelist()}
    with zipfile.ZipFile(spoilt, "w") as archive:
        for member, kept in {**members, f"{name}.npy": content}.items():
            archive.writestr(member, kept)
    refused(spoilt)


def assert_refused_or_whole(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    said = ""
    try:
        read(path)
    except ModelError as error:
        said = str(error)
    if said:
        assert "\n" not in said
    else:
        assert_whole(path)


def rewritten(whole: Path, spoilt: Path, **changes: Any) -> Path:
    """Write a model file again with other arrays, as somebody who edits it would."""
    with np.load(whole) as archive:
        np.savez_compressed(spoilt, **{**{name: archive[name] for name in archive.files}, **changes})
    return spoilt


@pytest.mark.parametrize(
    "changes",
    [
        {"weights": ARRAYS["weights"] + 1e-9},
        {"weights": ARRAYS["weights"].astype(np.float32)},
        {"counts": ARRAYS["counts"].ravel()},
        {"digest": np.zeros(32, dtype=np.uint8)},
        {"about": np.frombuffer(b'{"format": "discourse test 2"}', dtype=np.uint8)},
    ],
)
def test_what_is_altered_is_noticed(whole: Path, spoilt: Path, changes: dict[str, Any]) -> None:
    assert "found a file altered since" in refused(rewritten(whole, spoilt, **changes))


def test_objects_are_refused_unopened(whole: Path, spoilt: Path) -> None:
    bomb = np.array([Bomb()], dtype=object)
    assert "found a file with 'more' in it" in refused(rewritten(whole, spoilt, more=bomb))
    for name in ("about", "counts", "digest"):
        assert "cannot be read (Object arrays cannot be loaded" in refused(rewritten(whole, spoilt, **{name: bomb}))
    spoilt.write_bytes(pickle.dumps(Bomb()))
    assert "cannot be read" in refused(spoilt)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("about.npy", pickle.dumps(Bomb()))
    spoilt.write_bytes(stream.getvalue())
    assert "cannot be read" in refused(spoilt)
    with pytest.raises(ValueError, match="Object arrays"):
        write_model(spoilt.with_name("object.npz"), FORM, {"counts": bomb}, {})
    assert not list(spoilt.parent.glob("object*"))


@pytest.mark.parametrize(
    ("said", "found", "hint"),
    [
        ("discourse test 3", "discourse test 3, of a later version", "Update discourse."),
        ("discourse test 1", "discourse test 1, of an earlier version", "Train the model anew."),
        ("discourse topic model 2", "found a topic model", "Name a file that holds a test."),
        ("discourse test", "a description of something else", "discourse train"),
        ("another program 2", "a description of something else", "discourse train"),
        (7, "a description of something else", "discourse train"),
    ],
)
def test_other_kinds_and_layouts_are_named(whole: Path, spoilt: Path, said: object, found: str, hint: str) -> None:
    about = np.frombuffer(json.dumps({"format": said}).encode(), dtype=np.uint8)
    message = refused(rewritten(whole, spoilt, about=about))
    assert "expected discourse test 2, found" in message
    assert found in message
    assert hint in message


@pytest.mark.parametrize(
    "text",
    [
        b'{"format": "discourse test 2", "a": "\\ud800"}',
        b"",
        b"[1]",
        b"{",
        b"\xff",
        b"[" * 100_000,
        b'"discourse test 2"',
    ],
)
def test_a_description_that_is_none_is_refused(whole: Path, spoilt: Path, text: bytes) -> None:
    about = np.frombuffer(text, dtype=np.uint8)
    assert "a description of something else" in refused(rewritten(whole, spoilt, about=about))


def test_foreign_files_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "other.npz", weights=np.zeros(3))
    assert "a file without a description of a model" in refused(tmp_path / "other.npz")
    with zipfile.ZipFile(tmp_path / "letter.npz", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "a file without a description of a model" in refused(tmp_path / "letter.npz")
    assert "found no file" in refused(tmp_path / "none.npz")
    assert "Is a directory" in refused(tmp_path)
    os.mkfifo(tmp_path / "pipe.npz")
    assert "Not a file" in refused(tmp_path / "pipe.npz")
    write_model(tmp_path / "less.npz", FORM, {"counts": ARRAYS["counts"]}, {})
    assert "a file without weights" in refused(tmp_path / "less.npz")


def npy(shape: str, content: bytes = b"") -> bytes:
    """Write an array whose header says what it likes."""
    header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}".ljust(117).encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + content


def test_what_a_file_says_of_its_size_is_checked_before_memory_is_set_aside(whole: Path, spoilt: Path) -> None:
    with zipfile.ZipFile(whole) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for shape in ("(10**12,)", f"({10**15},)", "(-1,)", "(-2, -3)", "(3, 3)", "(0,)"):
        with zipfile.ZipFile(spoilt, "w") as archive:
            for name, content in {**members, "weights.npy": npy(shape, bytes(24))}.items():
                archive.writestr(name, content)
        tracemalloc.start()
        assert "cannot be read" in refused(spoilt)
        assert tracemalloc.get_traced_memory()[1] < 10**6
        tracemalloc.stop()


def test_a_file_that_unpacks_to_too_much_is_not_unpacked(
    whole: Path, spoilt: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zeros = 10**8
    with zipfile.ZipFile(whole) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
        size = sum(len(content) for content in members.values())
    with zipfile.ZipFile(spoilt, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**members, "weights.npy": bytes(zeros)}.items():
            archive.writestr(name, content)
    assert spoilt.stat().st_size < zeros / 500
    monkeypatch.setattr(model_files, "LARGEST", zeros)
    tracemalloc.start()
    assert "expected a model of at most 100,000,000 bytes, found one of 100,0" in refused(spoilt)
    assert tracemalloc.get_traced_memory()[1] < 10**6
    tracemalloc.stop()
    monkeypatch.setattr(model_files, "LARGEST", size)
    assert_whole(whole)


def test_two_million_features_of_twenty_codes_have_room() -> None:
    features, outputs, longest_name = 2_000_000, 41, 80
    assert features * (outputs * 8 + 8 + longest_name) < LARGEST


def test_a_description_that_is_too_long_is_not_read(whole: Path, spoilt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_files, "_LONGEST_ABOUT", 100)
    assert "a file without a description of a model" in refused(whole)


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_members_packed_in_another_way_are_refused(whole: Path, spoilt: Path, packing: int) -> None:
    with zipfile.ZipFile(whole) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(spoilt, "w", packing) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    assert "packed in another way" in refused(spoilt)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_twice_is_refused(whole: Path, spoilt: Path) -> None:
    with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(spoilt, "w") as again:
        for name in (*archive.namelist(), "counts.npy"):
            again.writestr(name, archive.read(name))
    assert "found a file that holds something twice" in refused(spoilt)


def test_what_cannot_be_built_is_refused_in_one_line(whole: Path) -> None:
    for error in (KeyError("strength"), ValueError("two\nlines"), TypeError("x" * 500), IndexError()):

        def build(*unused: object, error: Exception = error) -> None:
            raise error

        with pytest.raises(ModelError, match=r"a file with other content \(.{1,120}\)\. Name") as caught:
            read_model(whole, FORM, build)
        assert "\n" not in str(caught.value)


def test_shapes_and_numbers_are_checked() -> None:
    check_shapes(ARRAYS, {"counts": (2, 3), "weights": (3,)})
    with pytest.raises(ValueError, match=r"weights has shape \(3,\), not \(2,\)"):
        check_shapes(ARRAYS, {"weights": (2,)})
    for array in (np.array(["a"]), np.array([1.0], dtype=">f8"), np.array([1], dtype=np.int32), np.array([True])):
        with pytest.raises(ValueError, match="names holds no numbers of eight bytes"):
            check_shapes({"names": array}, {"names": (1,)})
    with pytest.raises(ValueError, match="weights holds NaN"):
        check_shapes({"weights": np.array([1.0, np.nan])}, {"weights": (2,)})
    check_shapes({"weights": np.empty(0)}, {"weights": (0,)})


def test_a_model_is_never_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.npz"
    path.write_text("mine")
    with pytest.raises(ModelError, match="never overwritten"):
        write_model(path, FORM, ARRAYS, DESCRIPTION)
    with pytest.raises(ModelError, match="never overwritten"):
        check_new(path)
    # One that comes while this one is written is not overwritten either.
    monkeypatch.setattr(model_files, "check_new", lambda path: None)
    with pytest.raises(ModelError, match="never overwritten"):
        write_model(path, FORM, ARRAYS, DESCRIPTION)
    assert path.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["mine.npz"]


def test_a_file_system_without_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_link(*unused: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_link)
    write_model(tmp_path / "model.npz", FORM, ARRAYS, DESCRIPTION)
    assert_whole(tmp_path / "model.npz")
    assert [path.name for path in tmp_path.iterdir()] == ["model.npz"]


def test_a_crash_leaves_no_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*unused: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        write_model(tmp_path / "model.npz", FORM, ARRAYS, DESCRIPTION)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="expected a place to write to, found no such folder"):
        write_model(tmp_path / "nowhere" / "model.npz", FORM, ARRAYS, DESCRIPTION)
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match="expected a folder to write to"):
        next_numbered(tmp_path / "file", "model")


def test_models_are_numbered(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    assert numbered_models(folder, "model") == []
    for number in ("0001", "0002", "9999", "10000"):
        (folder / f"model-{number}.npz").parent.mkdir(exist_ok=True)
        (folder / f"model-{number}.npz").write_text("")
    for other in ("model-old.npz", "model-001.npz", "my-model-0007.npz", "model-0008.npz.part"):
        (folder / other).write_text("")
    assert [path.stem[6:] for path in numbered_models(folder, "model")] == ["0001", "0002", "9999", "10000"]
    assert next_numbered(folder, "model").name == "model-10001.npz"
    assert next_numbered(tmp_path / "new" / "models", "model").name == "model-0001.npz"
