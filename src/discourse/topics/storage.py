"""How is a topic model kept? As data: one npz file of arrays, with a JSON description inside.

Nothing in the file is ever executed: arrays are read with ``allow_pickle=False``. A digest over all
arrays and the description tells an altered file from the one written. The same model always gives the
same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from discourse.errors import ModelError
from discourse.topics.fitting import Fitted
from discourse.topics.model import TopicModel

FORMAT = "discourse topic model 1"
ARRAYS = ("alpha", "columns", "eta", "expected", "weights")
_CURE = "Train the model anew, or name the file that was written by this program."


def save_topics(model: TopicModel, path: Path, about: Mapping[str, Any] | None = None) -> None:
    """Write a fitted topic model.

    Parameters
    ----------
    model : TopicModel
        Fitted.
    path : Path
        The file; it is put in place whole or not at all.
    about : mapping, optional
        What else to keep, such as the codebook's version and the settings; must be JSON.

    Raises
    ------
    ModelError
        If the file cannot be written.
    """
    parameters = model.get_params(deep=False)
    if not isinstance(parameters["random_state"], int | np.integer):
        parameters["random_state"] = None
    description = {
        "format": FORMAT,
        "parameters": _plain(parameters),
        "names": list(model.topic_names_),
        "n_terms": int(model.n_features_in_),
        "about": dict(about or {}),
    }
    fitted = model.fitted_
    arrays: dict[str, Any] = {
        "alpha": fitted.alpha,
        "columns": model.columns_,
        "eta": fitted.eta,
        "expected": fitted.expected,
        "weights": fitted.weights,
    }
    text = json.dumps(description, ensure_ascii=False, sort_keys=True).encode()
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as stream:
            np.savez(stream, about=_bytes(text), digest=_bytes(_digest(arrays, text)), **arrays)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        cure = "Name a file in a folder that is there."
        raise ModelError("a place to write to", str(error.strerror), path, cure) from None


def load_topics(path: Path) -> tuple[TopicModel, dict[str, Any]]:
    """Read a topic model.

    Returns
    -------
    model : TopicModel
        Infers the same topics, to the bit, as the one that was saved.
    about : dict
        What was kept beside it.

    Raises
    ------
    ModelError
        If the file is missing, truncated, altered, of another kind, or holds anything but plain arrays.
    """
    arrays, text = _read(path)
    description = json.loads(text)
    if description.get("format") != FORMAT:
        raise ModelError(FORMAT, repr(description.get("format")), path, _CURE)
    model = TopicModel(**description["parameters"])
    model.n_features_in_ = description["n_terms"]
    model.columns_ = arrays["columns"]
    pillars = dict.fromkeys(model.seeds or {})
    model.adopt(pillars, Fitted(arrays["expected"], arrays["eta"], arrays["alpha"], arrays["weights"]))
    return model, description["about"]


def _read(path: Path) -> tuple[dict[str, NDArray[Any]], bytes]:
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as archive:
            missing = [name for name in (*ARRAYS, "about", "digest") if name not in archive.files]
            if missing:
                raise ModelError(FORMAT, f"a file without {', '.join(missing)}", path, _CURE)
            arrays = {name: archive[name] for name in ARRAYS}
            text, digest = archive["about"].tobytes(), archive["digest"].tobytes()
    except FileNotFoundError:
        raise ModelError(FORMAT, "no file", path, _CURE) from None
    except (ValueError, OSError, EOFError, zipfile.BadZipFile, AttributeError, TypeError) as error:
        found = f"a file that cannot be read ({' '.join(str(error).split())})"
        raise ModelError(FORMAT, found, path, _CURE) from None
    if digest != _digest(arrays, text):
        raise ModelError("the model as it was written", "a file altered since", path, _CURE)
    return arrays, text


def _digest(arrays: Mapping[str, NDArray[Any]], text: bytes) -> bytes:
    digest = hashlib.sha256(text)
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{name} {array.dtype.str} {array.shape}".encode())
        digest.update(array.tobytes())
    return digest.digest()


def _bytes(content: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(content, dtype=np.uint8)


def _plain(value: Any) -> Any:
    """Turn numbers of numpy, tuples and mappings into what JSON knows."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, (list, tuple, np.ndarray)):
        return [_plain(inner) for inner in value]
    return value
