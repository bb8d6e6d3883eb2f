"""Which counts does a study have, and how are those of the originals kept?

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
from scipy import sparse

from discourse.errors import DataError
from discourse.features.dfm import DocumentFeatureMatrix, dfm_of_counts, dfm_of_texts
from discourse.features.tokens import tokenize
from discourse.study import Study

SOURCES = ("mixed", "text", "originals")


def study_dfm(study: Study, source: str = "mixed") -> DocumentFeatureMatrix:
    """Count the terms of a study's paragraphs, rows in the order of ``study.paragraphs``.

    Parameters
    ----------
    study : Study
        The study.
    source : {"mixed", "text", "originals"}
        "mixed": the counts of the original paragraph where there are any (``terms.csv.gz``), else the
        words of its paraphrase. "text": the paraphrases throughout. "originals": only the
        paragraphs that have original counts; the one source fit for comparing words.

    Returns
    -------
    Counts

    Raises
    ------
    DataError
        If the source is unknown, or "originals" is asked of a study that has none.
    """
    if source not in SOURCES:
        raise DataError(f"one of {', '.join(SOURCES)}", repr(source), "source of counts", "Use one of these.")
    table = study.paragraphs
    original = table["paragraph_id"].isin(set(study.terms["paragraph_id"]))
    language = study.language
    if source == "text":
        return dfm_of_texts(table["text"], tuple(table["paragraph_id"]), language=language)
    originals = dfm_of_counts(study.terms, tuple(table.loc[original, "paragraph_id"]))
    if source == "originals":
        if not originals.ids:
            raise DataError(
                "counts of original paragraphs",
                "none",
                study.data / "terms.csv.gz",
                "Attach the originals and write their counts: discourse attach PATH --write-terms.",
            )
        return originals
    paraphrased = table[~original]
    texts = dfm_of_texts(paraphrased["text"], tuple(paraphrased["paragraph_id"]), language=language)
    return _stacked(originals, texts, tuple(table["paragraph_id"]))


def _stacked(
    first: DocumentFeatureMatrix, second: DocumentFeatureMatrix, order: tuple[str, ...]
) -> DocumentFeatureMatrix:
    """Rows of two counts under one sorted vocabulary, in the order of the ids given."""
    terms = tuple(sorted(set(first.features) | set(second.features)))
    matrix = sparse.vstack([first.aligned(terms).matrix, second.aligned(terms).matrix], format="csr")
    ids = first.ids + second.ids
    position = {paragraph_id: row for row, paragraph_id in enumerate(ids)}
    return DocumentFeatureMatrix(matrix, terms, ids).rows([position[paragraph_id] for paragraph_id in order])


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
        for term, count in sorted(Counter(tokenize(texts[paragraph_id], language)).items())
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
