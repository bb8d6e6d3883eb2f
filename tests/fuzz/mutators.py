"""How is a good file made a bad one?

Half of the changes are blind: bytes are flipped, cut, inserted, repeated. The other half know the form of the
file: a value of TOML or JSON, a cell, a member of an archive, a tag is replaced by what a program least expects.
Everything follows from the ``random.Random`` that is handed in, so that a number is all it takes to make a file
again; hypothesis would shrink what it finds, but is ten times slower and cannot name an input by a number.
"""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import json
import random
import re
import tomllib
import zipfile
from collections.abc import Callable
from typing import Any

import numpy as np

from discourse.io import model_files

SNIPPETS = (
    *(b"\0", b"\r", b"\n", b"\r\n", b'"', b"'", b",", b";", b"\t", b"#torn", b"=1+1", b"-", b"@", b"\\", b"%", b"&"),
    *(b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\xed\xa0\x80", b"\x80", b"\xe2\x80\xa8", b"\xcc\x81" * 50, b"\x1a"),
    *(b"9" * 400, b"a" * 5000, b"[" * 300, b"{", b"}", b"<", b">", b"<!--", b"]]>", b"&a;", b"PK\x03\x04", b"nan"),
)
TEXTS = (
    *(
        "",
        " ",
        "\0",
        "\r",
        "a\nb",
        "a\r\nb",
        "\u2028",
        "\x85",
        "\ufeff",
        "\ud800",
        "=1+1",
        "@sum",
        '"',
        "'",
        ",",
        "#",
        "#torn",
    ),
    *("none", "null", "true", "yes", "no", "nan", "inf", "-inf", "1e999", "-1", "0", "1", "1.5", "1_000", "²", "١٢"),
    *(
        "9" * 25,
        "9" * 5000,
        "a" * 5000,
        "a-" * 500,
        "@" * 500,
        "\u0323\u0302" * 200,
        "-" * 500,
        "../x",
        "x" * 300 + ".csv",
    ),
    *("2024-13-45", "0000-00-00", "9999-12-31", "2024-02", "a+a", "%s{0}", "\x1b[31m", "İ", "ﬃ", "🙂", "\u202e"),
)
VALUES = (
    *(None, True, False, 0, 1, -1, 2, 3, 10**25, 10**400, 0.5, -0.0, 1e308, float("inf"), float("nan")),
    *([], {}, [None], [[]], [[1]], [""], {"a": None}, {"": 1}, [1, "a", None], ["a"] * 300, {"a": {"b": ["c"]}}),
    *(datetime.date(2024, 2, 3), datetime.datetime(9999, 12, 31, 23, 59), datetime.time(1, 2)),
)


def mutate(rng: random.Random, content: bytes, form: str) -> bytes:
    """Change a file once or a few times.

    ``form`` is one of the keys of ``FORMS``; ``args`` (a JSON list of texts) is only changed knowingly.
    """
    if form != "args" and rng.random() < 0.5:
        return blind(rng, content)
    try:
        return FORMS[form](rng, content)
    except (ValueError, OverflowError, RecursionError):  # a value that the form cannot hold
        return blind(rng, content)


def blind(rng: random.Random, content: bytes) -> bytes:
    """Change bytes at one to four places."""
    changed = bytearray(content)
    for _ in range(rng.randint(1, 4)):
        start = rng.randint(0, len(changed))
        end = min(len(changed), start + int(2 ** rng.uniform(0, 9)))
        how = rng.randrange(8)
        if how == 0 and start < len(changed):
            changed[start] ^= 1 << rng.randrange(8)
        elif how == 1 and start < len(changed):
            changed[start] = rng.randrange(256)
        elif how == 2:
            del changed[start:end]
        elif how == 3:
            changed[start:start] = rng.choice(SNIPPETS)
        elif how == 4:
            changed[start:start] = changed[start:end] * rng.choice((1, 2, 30))
        elif how == 5:
            changed[start:end] = bytes(end - start)
        elif how == 6:
            other = rng.randint(0, len(changed))
            changed[start:end] = changed[other : other + end - start]
        elif rng.random() < 0.3:
            del changed[start:]
    return bytes(changed)


def any_value(rng: random.Random) -> Any:
    """Draw a value that is seldom expected."""
    return rng.choice(TEXTS) if rng.random() < 0.5 else rng.choice(VALUES)


def tree(rng: random.Random, value: Any) -> Any:
    """Change one to three places of a tree of lists and dicts, which is changed in place, and return it."""
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        places = list(_places(value))
        if not places or rng.random() < 0.02:
            return any_value(rng)
        holder, key = rng.choice(places)
        how = rng.randrange(8)
        if how == 0:
            del holder[key]
        elif how == 1 and isinstance(holder, dict):
            holder[rng.choice((*TEXTS, f"{key}x", f"{key}\n"))] = holder.pop(key)
        elif how == 2:
            other, name = rng.choice(places)
            if name in other if isinstance(other, dict) else name < len(other):
                holder[key] = json.loads(json.dumps(other[name], default=str))
        elif how == 3:
            holder[key] = [holder[key]]
        elif how == 4 and isinstance(holder, list):
            holder.append(holder[key])
        elif how == 5 and isinstance(holder[key], str):
            cut = rng.randint(0, len(holder[key]))
            holder[key] = holder[key][:cut] + rng.choice(TEXTS) + holder[key][cut:]
        else:
            holder[key] = any_value(rng)
    return value


def _places(value: Any) -> Any:
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from _places(value[key])


def _json(rng: random.Random, content: bytes) -> bytes:
    if rng.random() < 0.01:
        return b"[" * 100_000
    return json.dumps(tree(rng, json.loads(content)), default=str).encode()


def _json_lines(rng: random.Random, content: bytes) -> bytes:
    lines = content.splitlines()
    for _ in range(rng.randint(1, 3)):
        place = rng.randrange(len(lines))
        lines[place] = _json(rng, lines[place])
    return b"\n".join(lines)


def _toml(rng: random.Random, content: bytes) -> bytes:
    whole = tree(rng, tomllib.loads(content.decode()))
    if not isinstance(whole, dict):
        return b"[" * 5000
    lines = [f"{json.dumps(key)} = {_toml_value(value)}\n" for key, value in whole.items()]
    return "".join(lines).encode("utf-8", "surrogatepass")


def _toml_value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_toml_value(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml_value, value)) + "]"
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, float):
        return repr(value)
    return json.dumps(value, ensure_ascii=False) if value is not None else "{}"


def _csv(rng: random.Random, content: bytes) -> bytes:
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
    for _ in range(rng.choice((1, 1, 2, 3))):
        place = rng.randrange(len(rows)) if rng.random() < 0.8 else 0
        row = rows[place]
        column = rng.randrange(len(row)) if row else 0
        how = rng.randrange(12)
        if how == 0:
            rows.insert(rng.randint(0, len(rows)), list(row))
        elif how == 1 and len(rows) > 1:
            del rows[place]
        elif how == 2:
            row[column : column + 1] = []
        elif how == 3:
            row.insert(column, rng.choice(TEXTS))
        elif how == 4:
            for one in rows:
                del one[column : column + 1]
        elif how == 5:
            for one in rows:
                one[column : column + 1] *= 2
        elif row:
            row[column] = rng.choice(TEXTS) if rng.random() < 0.8 else rng.choice(rng.choice(rows) or [""])
    made = io.StringIO()
    end, sign = rng.choice(("\n",) * 8 + ("\r\n", "\r")), rng.choice((",",) * 8 + (";", "\t"))
    csv.writer(made, lineterminator=end, delimiter=sign).writerows(rows)
    encoding = rng.choice(("utf-8",) * 12 + ("utf-8-sig", "utf-16", "cp1252"))
    return made.getvalue().encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")


def _gzip(rng: random.Random, content: bytes) -> bytes:
    return gzip.compress(mutate(rng, gzip.decompress(content), "csv"), 1)


def _markup(rng: random.Random, content: bytes) -> bytes:
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
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            # A member without a date of its own has that of 1980: the same number makes the same file.
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _zip(rng: random.Random, content: bytes) -> bytes:
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
        members[name] = _markup(rng, members[name])
    return packed(members)


def _model(rng: random.Random, content: bytes) -> bytes:
    """Change description or arrays of a model; mostly with a digest made anew, as a stranger could."""
    members = members_of(content)
    arrays = {name.removesuffix(".npy"): np.load(io.BytesIO(one)) for name, one in members.items()}
    about = arrays.pop("about").tobytes()
    digest = arrays.pop("digest")
    if rng.random() < 0.6:
        about = _json(rng, about)
    else:
        name = rng.choice(list(arrays))
        arrays[name] = _array(rng, arrays[name])
        if rng.random() < 0.1:
            arrays.pop(name)
    if rng.random() < 0.9:
        digest = np.frombuffer(model_files._digest(arrays, about), np.uint8)
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


def _plain(rng: random.Random, content: bytes) -> bytes:
    """Put unusual text at some places of a text."""
    for _ in range(rng.randint(1, 4)):
        place = rng.randint(0, len(content))
        content = content[:place] + rng.choice(TEXTS).encode("utf-8", "surrogatepass") + content[place:]
    return content


FORMS: dict[str, Callable[[random.Random, bytes], bytes]] = {
    "args": lambda rng, content: json.dumps(tree(rng, json.loads(content)), default=str).encode(),
    "csv": _csv,
    "gzip": _gzip,
    "json": _json,
    "jsonl": _json_lines,
    "markup": _markup,
    "model": _model,
    "text": _plain,
    "toml": _toml,
    "zip": _zip,
}
