"""How are files changed that hold others: tags, members of an archive, arrays of a model?"""

from __future__ import annotations

import io
import random
import re
import zipfile
from typing import Any

import numpy as np
from changes import SNIPPETS, TEXTS, blind, json_tree

from discourse.io.arrays import arrays_digest


def markup(rng: random.Random, content: bytes) -> bytes:
    """Change a tag, an attribute or a name of HTML, XML or PDF."""
    for _ in range(rng.choice((1, 1, 2, 4))):
        parts = list(re.finditer(rb'<[^>]{1,300}>|"[^"<>]{0,80}"|/[A-Za-z]{2,}|\b\d+\b|\b(?:obj|stream)\b', content))
        if not parts:
            return blind(rng, content)
        part, other = rng.choice(parts), rng.choice(parts)
        text = rng.choice(TEXTS).encode("utf-8", "surrogatepass")
        new = rng.choice(
            (b"", part[0] * rng.choice((2, 500)), other[0], b'"' + text + b'"', text, rng.choice(SNIPPETS))
        )
        content = content[: part.start()] + new + content[part.end() :]
    return content


def members_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def packed(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as opened:
        for name, content in members.items():
            # A member without a date of its own has that of 1980: the same number makes the same file.
            opened.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def archive(rng: random.Random, content: bytes) -> bytes:
    """Change a member of an archive of XML, or which members there are."""
    members = members_of(content)
    name, other = rng.choice(list(members)), rng.choice(list(members))
    how = rng.randrange(10)
    if how == 0:
        del members[name]
    elif how == 1:
        members[rng.choice((f"../{name}", name.upper(), f"{name}x"))] = members.pop(name)
    elif how == 2:
        members[name] = members[other]
    elif how == 3:
        members[name] = blind(rng, members[name])
    else:
        members[name] = markup(rng, members[name])
    return packed(members)


def model(rng: random.Random, content: bytes) -> bytes:
    """Change description or arrays of a model; mostly with a digest made anew, as a stranger could."""
    members = members_of(content)
    arrays = {name.removesuffix(".npy"): np.load(io.BytesIO(one)) for name, one in members.items()}
    about = arrays.pop("about").tobytes()
    digest = arrays.pop("digest")
    if rng.random() < 0.6:
        about = json_tree(rng, about)
    else:
        name = rng.choice(list(arrays))
        arrays[name] = _array(rng, arrays[name])
        if rng.random() < 0.1:
            arrays.pop(name)
    if rng.random() < 0.9:
        digest = np.frombuffer(arrays_digest(arrays, about), np.uint8)
    arrays |= {"about": np.frombuffer(about, np.uint8), "digest": digest}
    made = {}
    for name, array in arrays.items():
        stream = io.BytesIO()
        np.lib.format.write_array(stream, np.asanyarray(array), allow_pickle=False)
        made[f"{name}.npy"] = stream.getvalue()
    return packed(made)


def _array(rng: random.Random, array: Any) -> Any:
    flat = array.ravel().copy()
    how = rng.randrange(8)
    if how < 3 and flat.size and flat.dtype.kind in "fiu":
        value = rng.choice((0, 1, 255) if flat.dtype.kind == "u" else (0, -1, 1e300, np.nan, np.inf, -np.inf))
        flat[rng.randrange(flat.size) :][:: rng.choice((1, 100))] = (
            np.nan_to_num(value) if flat.dtype.kind == "i" else value
        )
        return flat.reshape(array.shape)
    return (
        flat[: rng.randint(0, flat.size)],
        np.concatenate([flat, flat]),
        array.astype("S8") if array.size < 10_000 else flat,
        array.astype(complex) if array.dtype.kind in "fiu" else flat,
        np.empty((0,)),
        np.array(rng.choice((1, 1.5, "a"))),
        array[..., None],
        array.T,
    )[rng.randrange(8)]
