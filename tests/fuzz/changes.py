"""How are bytes changed blindly, and values for others that a program least expects?"""

from __future__ import annotations

import datetime
import json
import random
from typing import Any

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


def json_tree(rng: random.Random, content: bytes) -> bytes:
    if rng.random() < 0.01:
        return b"[" * 100_000
    return json.dumps(tree(rng, json.loads(content)), default=str).encode()
