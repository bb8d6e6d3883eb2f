"""How is a good file made a bad one?

Half of the changes are blind: bytes are flipped, cut, inserted, repeated. The other half know the form of the
file: a value of TOML or JSON, a cell, a member of an archive, a tag is replaced by what a program least expects.
Everything follows from the ``random.Random`` that is handed in, so that a number is all it takes to make a file
again. hypothesis would shrink what it finds, but cannot name an input by a number.
"""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import json
import random
import tomllib
from collections.abc import Callable
from typing import Any

from changes import TEXTS, blind, json_tree, tree
from containers import archive, markup, model


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


def _gzip(rng: random.Random, content: bytes) -> bytes:
    return gzip.compress(mutate(rng, gzip.decompress(content), "csv"), 1)


def _json_lines(rng: random.Random, content: bytes) -> bytes:
    lines = content.splitlines()
    for _ in range(rng.randint(1, 3)):
        place = rng.randrange(len(lines))
        lines[place] = json_tree(rng, lines[place])
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
    "json": json_tree,
    "jsonl": _json_lines,
    "markup": markup,
    "model": model,
    "text": _plain,
    "toml": _toml,
    "zip": archive,
}
