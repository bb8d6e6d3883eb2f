"""How are the word counts of original paragraphs kept? As ``terms.csv.gz``: paragraph_id, term, count.

The file holds what the tokeniser made of the originals: terms of several words joined, stop words
and numbers left out, rows sorted. It is written so that equal counts give equal bytes: no time, no
file name, one compression level, one kind of line end. (Another build of zlib may compress the same
rows otherwise; the rows are then still equal.)
"""

from __future__ import annotations

import gzip
import io
from collections import Counter
from collections.abc import Mapping

import pandas as pd

from discourse.counts.tokens import tokenise

_LEVEL = 9


def term_table(texts: Mapping[str, str], language: str) -> pd.DataFrame:
    """Count the terms of texts as a table.

    Parameters
    ----------
    texts : mapping of str to str
        Paragraph id to text.
    language : str
        Language of the tokeniser (code, or folder of its lists).

    Returns
    -------
    DataFrame
        Columns paragraph_id, term, count; sorted by paragraph and term (by code point).

    Examples
    --------
    >>> term_table({"a:01": "jalan baru, jalan lama"}, "id").values.tolist()
    [['a:01', 'baru', 1], ['a:01', 'jalan', 2], ['a:01', 'lama', 1]]
    """
    rows = [
        (paragraph_id, term, count)
        for paragraph_id in sorted(texts)
        for term, count in sorted(Counter(tokenise(texts[paragraph_id], language)).items())
    ]
    return pd.DataFrame(rows, columns=["paragraph_id", "term", "count"]).astype({"count": int})


def terms_bytes(table: pd.DataFrame) -> bytes:
    """Content of ``terms.csv.gz`` for a table of counts; equal tables give equal bytes.

    Parameters
    ----------
    table : DataFrame
        As ``term_table`` makes it.

    Returns
    -------
    bytes
        CSV in UTF-8 with line feeds, compressed with gzip.

    Examples
    --------
    >>> gzip.decompress(terms_bytes(term_table({"a:01": "jalan tol"}, "id"))).decode().splitlines()
    ['paragraph_id,term,count', 'a:01,jalan_tol,1']
    """
    target = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=target, mtime=0) as packed:
        packed.write(table.to_csv(index=False, lineterminator="\n").encode())
    return target.getvalue()
