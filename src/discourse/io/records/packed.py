"""How is a file read that gzip or Zstandard has packed, and how much of it has been read?

It is unpacked while it is read, never beside itself on the disk. Zstandard is unpacked by pyarrow.
"""

from __future__ import annotations

import gzip
import io
import os
import zlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from discourse.errors import DataError, MissingExtraError

PACKINGS = (".gz", ".zst")
"""Endings of packed files."""

DAMAGE = (OSError, EOFError, zlib.error)
"""What reading a file raises that is damaged, or ends too early; :func:`damaged` says it."""


def bare_name(source: Path) -> Path:
    """Name of a file without the ending of its packing.

    Examples
    --------
    >>> [bare_name(Path(name)).name for name in ("news.csv.gz", "news.csv", "news.gz.csv")]
    ['news.csv', 'news.csv', 'news.gz.csv']
    """
    return source.with_suffix("") if source.suffix.casefold() in PACKINGS else source


@dataclass(frozen=True)
class OpenedFile:
    """A file that is being read.

    Attributes
    ----------
    stream : BufferedReader
        Its bytes, unpacked.
    raw : FileIO
        The file itself.
    size : int
        Its bytes on the disk.
    """

    stream: io.BufferedReader
    raw: io.FileIO
    size: int

    def share(self) -> float:
        """Share of the file that has been read, between 0 and 1."""
        return min(self.raw.tell() / self.size, 1.0) if self.size else 1.0

    def close(self) -> None:
        """Close both."""
        self.stream.close()
        self.raw.close()


def open_unpacked(source: Path) -> OpenedFile:
    r"""Open a file; one whose name ends in ``.gz`` or ``.zst`` is unpacked while it is read.

    Reading raises one of :data:`DAMAGE` where the file is damaged.

    Raises
    ------
    DataError
        If it cannot be opened.
    MissingExtraError
        If it is packed by Zstandard and pyarrow is not installed.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     source = Path(folder) / "news.csv.gz"
    ...     written = source.write_bytes(gzip.compress(b"text\nkopi\n"))
    ...     opened = open_unpacked(source)
    ...     print(opened.stream.read(), opened.share())
    ...     opened.close()
    b'text\nkopi\n' 1.0
    """
    packing = source.suffix.casefold()
    if packing == ".zst" and find_spec("pyarrow") is None:
        raise MissingExtraError.of("pyarrow", "scale", source)
    try:
        raw = source.open("rb", buffering=0)
    except OSError as error:
        raise DataError("a file that can be read", str(error.strerror), source, "Check the name.") from None
    return OpenedFile(io.BufferedReader(_unpacking(raw, packing)), raw, os.fstat(raw.fileno()).st_size)


def damaged(source: Path, error: BaseException) -> DataError:
    """Say what is wrong with a file whose reading raised one of :data:`DAMAGE`."""
    packing = {".gz": "gzip", ".zst": "Zstandard"}.get(source.suffix.casefold())
    if packing is None:
        return DataError("a file that can be read", getattr(error, "strerror", None) or str(error), source)
    cut = isinstance(error, EOFError) or "Truncated" in str(error)
    found = "one that was cut off" if cut else "a damaged one"
    return DataError(f"a whole file packed by {packing}", found, source, "Copy or make it anew.")


def _unpacking(raw: io.FileIO, packing: str) -> Any:
    if packing == ".gz":
        return gzip.GzipFile(fileobj=io.BufferedReader(raw), mode="rb")
    if packing == ".zst":
        import pyarrow as pa

        return pa.CompressedInputStream(pa.PythonFile(raw, mode="r"), "zstd")
    return raw
