"""Which site is an address of, and when are two addresses one?"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

_TRACKING = re.compile(r"utm_.*|fbclid|gclid|mc_[ce]id|ref|ref_src")


def host_of(url: str) -> str:
    """Name the site of an address, without www; empty where it is none.

    >>> host_of("https://www.post.example/a")
    'post.example'
    """
    return _parts(url)[0]


def address_of(url: str) -> str:
    """Bring an address into one form; that of a front page, which is of no article, is empty.

    >>> address_of("https://www.post.example/a/?utm_source=x#top"), address_of("http://post.example/")
    ('post.example/a', '')
    """
    host, path, query = _parts(url)
    kept = urlencode([(key, value) for key, value in parse_qsl(query) if not _TRACKING.fullmatch(key)])
    rest = path.rstrip("/") + (f"?{kept}" if kept else "")
    return f"{host}{rest}" if rest else ""


def _parts(url: str) -> tuple[str, str, str]:
    try:
        parts = urlsplit(url if "//" in url else f"//{url}" if url else "")
        return (parts.hostname or "").removeprefix("www."), parts.path, parts.query
    except ValueError:
        return "", url, ""
