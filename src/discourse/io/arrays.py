"""How is an array read from a zip archive that a stranger may have made?

What its header says is compared with the size of the member before memory is set aside for it.
"""

from __future__ import annotations

import hashlib
import math
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_CHUNK = 2**20


def read_array(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Array:
    """Read a member of an archive, an array in the format ``npy``; nothing is executed.

    Parameters
    ----------
    archive : ZipFile
        Open for reading.
    info : ZipInfo
        The member; it says of itself how many bytes it has, and no more are read.

    Raises
    ------
    ValueError
        If it is of objects, or is not as large as its header and the archive say. A damaged member raises what
        ``zipfile`` and ``zlib`` raise.
    """
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError("packed in another way than models are")
    with archive.open(info) as stream:
        if np.lib.format.read_magic(stream) != (1, 0):
            raise ValueError("an array of another version")
        shape, fortran, dtype = np.lib.format.read_array_header_1_0(stream)
        if dtype.hasobject:
            raise ValueError("Object arrays cannot be loaded")
        if dtype.itemsize == 0 or math.prod(shape) * dtype.itemsize != info.file_size - stream.tell():
            raise ValueError("an array of another size than it says")
        array = np.empty(shape, dtype, order="F" if fortran else "C")
        content, place = _bytes_of(array.T if fortran else array), 0
        # Read to the end, where the checksum is compared.
        while part := stream.read(_CHUNK):
            content[place : place + len(part)] = np.frombuffer(part, dtype=np.uint8)
            place += len(part)
    return array


def arrays_digest(arrays: Mapping[str, Array], text: bytes) -> bytes:
    """SHA-256 of a text, and of the names, types, shapes and values of arrays.

    Raises
    ------
    ValueError
        If an array is of objects.
    """
    digest = hashlib.sha256(text)
    for name in sorted(arrays):
        array = np.asanyarray(arrays[name])
        if array.dtype.hasobject:
            raise ValueError("Object arrays cannot be kept")
        digest.update(f"\n{name} {array.dtype.str} {array.shape}\n".encode())
        digest.update(_bytes_of(np.ascontiguousarray(array)).data)
    return digest.digest()


def _bytes_of(array: Array) -> NDArray[np.uint8]:
    """Bytes of an array in C order, not copied."""
    return array.reshape(-1).view(np.uint8)
