"""An array is read as numpy wrote it, in place, and its digest is that of its values."""

from __future__ import annotations

import hashlib
import io
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from discourse.io.arrays import arrays_digest, read_array

ANY = arrays(st.sampled_from(["<f8", ">f4", "<i8", "u1", "?"]), array_shapes(min_dims=0, max_dims=3, min_side=0))


def written(array: np.ndarray) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_DEFLATED)
    content = io.BytesIO()
    np.lib.format.write_array(content, array, allow_pickle=False)
    archive.writestr("a.npy", content.getvalue())
    return archive


@given(ANY, st.booleans())
def test_what_numpy_writes_is_read(array: np.ndarray, fortran: bool) -> None:
    array = np.asarray(array, order="F" if fortran else "C")
    archive = written(array)
    found = read_array(archive, archive.getinfo("a.npy"))
    assert found.dtype == array.dtype
    assert found.flags.f_contiguous == array.flags.f_contiguous
    np.testing.assert_array_equal(found, array)


def test_an_array_of_more_than_a_chunk_is_read_whole() -> None:
    array = np.arange(400_000.0)
    archive = written(array)
    np.testing.assert_array_equal(read_array(archive, archive.getinfo("a.npy")), array)


def test_objects_and_cut_arrays_are_refused() -> None:
    archive = written(np.arange(10_000))
    archive.getinfo("a.npy").file_size -= 8
    with pytest.raises(ValueError, match="an array of another size than it says"):
        read_array(archive, archive.getinfo("a.npy"))
    content = io.BytesIO()
    np.save(content, np.array([None]), allow_pickle=True)
    archive.writestr("b.npy", content.getvalue())
    with pytest.raises(ValueError, match="Object arrays cannot be loaded"):
        read_array(archive, archive.getinfo("b.npy"))


def test_a_digest_is_of_names_types_shapes_and_values() -> None:
    byte = np.array([[1, 2]], dtype=np.uint8)
    assert arrays_digest({"a": byte}, b"text") == hashlib.sha256(b"text\na |u1 (1, 2)\n\x01\x02").digest()
    assert arrays_digest({"a": np.asfortranarray(byte)}, b"text") == arrays_digest({"a": byte}, b"text")
    others = [{"b": byte}, {"a": byte.T}, {"a": byte.astype(np.int8)}, {"a": byte + 1}, {}]
    assert len({arrays_digest(each, b"text") for each in [*others, {"a": byte}]}) == 6
