"""How is a model kept as plain arrays that nothing can be hidden in?

As data: one npz file of arrays, with a JSON description inside.

Nothing in the file is ever executed: it is a zip archive whose members are arrays of numbers or bytes, never
of objects. What a member says of its size is checked before any of it is read, so that a small file cannot
fill the memory. The member ``about`` is the description, ``digest`` the SHA-256 over the description and all
arrays, so that an altered file is told from the one written. The description begins with the kind of model
and the version of its layout. The same model always gives the same bytes.
"""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from discourse.errors import DataError, ModelError, shown
from discourse.io.arrays import Array, arrays_digest, read_array
from discourse.io.files import write_atomic

Model = TypeVar("Model")

LARGEST = 2**30
"""Bytes that a model may unpack to: room for two million features and twenty codes, each also as a mention."""
ANEW = "Name a file that 'discourse train' wrote, or train the model anew."
_ABOUT, _DIGEST = "about", "digest"
_LONGEST_ABOUT = 2**26
"""Bytes of a description; that of a topic model names its terms."""
_REASON = 120


@dataclass(frozen=True)
class ModelFormat:
    """The layout of one kind of model.

    Attributes
    ----------
    kind : str
        Such as "classifier".
    version : int
        Raised whenever files of the version before could no longer be read, or would be read wrongly.
    arrays : tuple of str
        Names of the arrays that are there.
    optional : tuple of str
        Names of those that may be there: files written before there was such a thing are without.

    Examples
    --------
    >>> str(ModelFormat("classifier", 2, ("coef",)))
    'discourse classifier 2'
    """

    kind: str
    version: int
    arrays: tuple[str, ...]
    optional: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"discourse {self.kind} {self.version}"


def check_new(path: Path) -> None:
    """Refuse a path that is taken: models are never overwritten.

    Raises
    ------
    ModelError
        If something is there already.
    """
    if os.path.lexists(path):
        raise _taken(path)


def write_model(
    path: Path, model_format: ModelFormat, arrays: Mapping[str, Array], description: Mapping[str, Any]
) -> None:
    """Write a model, whole or not at all; a file that is there is never overwritten.

    Parameters
    ----------
    path : Path
        The file.
    model_format : ModelFormat
        Its layout.
    arrays : mapping of str to array
        Those of the format; numbers or bytes, never objects.
    description : mapping
        All else that reading needs; JSON.

    Raises
    ------
    ModelError
        If the file is there already, or cannot be written.
    """
    check_new(path)
    # Keys stay in their order: that of the pillars, say, has a meaning.
    text = json.dumps({"format": str(model_format), **description}, ensure_ascii=False).encode()
    members = {_ABOUT: _as_array(text), _DIGEST: _as_array(arrays_digest(arrays, text)), **arrays}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(members):
            content = io.BytesIO()
            np.lib.format.write_array(content, np.asanyarray(members[name]), allow_pickle=False)
            # A member without a date of its own has that of 1980, so that equal models are equal files.
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), content.getvalue(), zipfile.ZIP_DEFLATED)
    try:
        write_atomic(path, stream.getvalue(), overwrite=False)
    except DataError as error:
        taken = os.path.lexists(path)
        raise (_taken(path) if taken else ModelError(error.expected, error.found, path, error.hint)) from None


def read_model(
    path: Path, model_format: ModelFormat, build: Callable[[dict[str, Array], dict[str, Any]], Model]
) -> Model:
    """Read a model that :func:`write_model` wrote.

    Parameters
    ----------
    path : Path
        The file.
    model_format : ModelFormat
        The layout that is expected.
    build : callable
        Makes the model of its arrays and its description. What it cannot make anything of it says with a
        ``ValueError`` or ``KeyError``, which becomes a ``ModelError``.

    Returns
    -------
    Model
        What ``build`` made.

    Raises
    ------
    ModelError
        If the file is missing, truncated, altered, of another kind or layout, unpacks to more than
        :data:`LARGEST` bytes, or holds anything but the arrays of its kind.
    """
    try:
        # A pipe would be waited for without end.
        if path.exists() and not path.is_file() and not path.is_dir():
            raise OSError(0, "Not a file")
        with zipfile.ZipFile(path) as archive:
            arrays, description = _members(archive, path, model_format)
    except ModelError:
        raise
    except FileNotFoundError:
        raise ModelError(str(model_format), "no file", path, ANEW) from None
    except Exception as error:
        # What a stranger's bytes can raise in zip, zlib, numpy's headers and the allocation of memory has no end.
        found = f"a file that cannot be read ({_reason(error)})"
        raise ModelError(str(model_format), found, path, ANEW) from None
    try:
        return build(arrays, description)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise ModelError(str(model_format), f"a file with other content ({_reason(error)})", path, ANEW) from None


def check_shapes(arrays: Mapping[str, Array], shapes: Mapping[str, tuple[int, ...]]) -> None:
    """Refuse arrays that do not fit each other, or are not of float64 or int64; for ``build`` of :func:`read_model`.

    Raises
    ------
    ValueError
        Naming the first that does not fit.

    Examples
    --------
    >>> check_shapes({"coef": np.zeros(3)}, {"coef": (3, 2)})
    Traceback (most recent call last):
    ValueError: coef has shape (3,), not (3, 2)
    """
    for name, shape in shapes.items():
        if arrays[name].shape != shape:
            raise ValueError(f"{name} has shape {arrays[name].shape}, not {shape}")
        if arrays[name].dtype not in (np.float64, np.int64):
            raise ValueError(f"{name} holds no numbers of eight bytes")
        if arrays[name].size and np.isnan(arrays[name].min()):
            raise ValueError(f"{name} holds NaN")


def numbered_models(folder: Path, stem: str) -> list[Path]:
    """Models of a folder that are numbered, oldest first: ``<stem>-0001.npz``, ``<stem>-0002.npz``, ..."""
    form = re.compile(rf"{re.escape(stem)}-(\d{{4,}})\.npz")
    found = [(int(match.group(1)), path) for path in folder.glob("*.npz") if (match := form.fullmatch(path.name))]
    return [path for _, path in sorted(found)]


def next_numbered(folder: Path, stem: str) -> Path:
    """Path of a folder's next model of that stem; makes the folder.

    Raises
    ------
    ModelError
        If the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ModelError("a folder to write to", str(error.strerror), folder, "Name another file.") from None
    there = numbered_models(folder, stem)
    number = int(there[-1].stem.rpartition("-")[2]) + 1 if there else 1
    return folder / f"{stem}-{number:04d}.npz"


def _taken(path: Path) -> ModelError:
    return ModelError("a new file", "one that is there", path, "Name another file; models are never overwritten.")


def _members(
    archive: zipfile.ZipFile, path: Path, model_format: ModelFormat
) -> tuple[dict[str, Array], dict[str, Any]]:
    """Read the arrays and the description, each when what came before it is known to be as it should."""
    listed = archive.infolist()
    members = {info.filename.removesuffix(".npy"): info for info in listed}
    if len(members) < len(listed):
        raise ModelError(str(model_format), "a file that holds something twice", path, ANEW)
    size = sum(info.file_size for info in listed)
    if size > LARGEST:
        raise ModelError(f"a model of at most {LARGEST:,} bytes", f"one of {size:,}", path, ANEW)
    if _ABOUT not in members or members[_ABOUT].file_size > _LONGEST_ABOUT:
        raise ModelError(str(model_format), "a file without a description of a model", path, ANEW)
    text = read_array(archive, members.pop(_ABOUT)).tobytes()
    description = _described(text, path, model_format)
    expected = {_DIGEST, *model_format.arrays}
    if missing := sorted(expected - set(members)):
        raise ModelError(str(model_format), f"a file without {', '.join(missing)}", path, ANEW)
    if more := sorted(set(members) - expected - set(model_format.optional)):
        raise ModelError(str(model_format), f"a file with {shown(more[0])} in it", path, ANEW)
    kept = read_array(archive, members.pop(_DIGEST)).tobytes()
    arrays = {name: read_array(archive, info) for name, info in sorted(members.items())}
    if kept != arrays_digest(arrays, text):
        raise ModelError("the model as it was written", "a file altered since", path, ANEW)
    return arrays, description


def _described(text: bytes, path: Path, model_format: ModelFormat) -> dict[str, Any]:
    """Return the description, if it is that of a model of this kind and layout."""
    try:
        description = json.loads(text)
        # A half of a pair of surrogates is JSON, and no text.
        if re.search(rb"\\u[dD]", text):
            json.dumps(description, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        description = None
    declared = description.get("format") if isinstance(description, dict) else None
    match = re.fullmatch(r"discourse ([a-z ]{1,40}) (\d{1,6})", declared) if isinstance(declared, str) else None
    if not isinstance(description, dict) or match is None:
        raise ModelError(str(model_format), "a description of something else", path, ANEW)
    kind, version = match.group(1), int(match.group(2))
    if kind != model_format.kind:
        raise ModelError(str(model_format), f"a {kind}", path, f"Name a file that holds a {model_format.kind}.")
    if version > model_format.version:
        raise ModelError(
            str(model_format), f"{declared}, of a later version of this program", path, "Update discourse."
        )
    if version < model_format.version:
        raise ModelError(
            str(model_format), f"{declared}, of an earlier version of this program", path, "Train the model anew."
        )
    return description


def _as_array(content: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(content, dtype=np.uint8)


def _reason(error: Exception) -> str:
    """Say in some words of one line what went wrong."""
    return (" ".join(str(error).split()) or type(error).__name__)[:_REASON]
