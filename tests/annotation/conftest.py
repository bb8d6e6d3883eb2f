"""A study of many paragraphs, and its page on a port of its own."""

from __future__ import annotations

import csv
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest

from discourse.annotation.server import Server
from discourse.annotation.session import LabellingSession
from discourse.labels.coding import COLUMNS, Coding
from discourse.study import Study

TOPICS = ("pasar ikan dan bea masuk", "kunjungan wali kota", "beasiswa guru dan pelatihan")
LIFETIME = 60.0
PRACTICE = """
[[practice]]
text = "Kedua kota menurunkan pungutan pasar."
primary = "economic"
rule = 1
explanation = "Pungutan pasar adalah urusan dagang."

[[practice]]
text = "Wali kota datang dan membawa guru baru."
primary = "political"
also = ["education"]
explanation = "Kunjungan, dan guru disebut."

[[practice]]
text = "Terima kasih."
primary = "none"
rule = 2
explanation = "Tidak ada isi."
"""


@pytest.fixture
def many_study(toy_study: Study) -> Study:
    """The toy study with 40 paragraphs in each of two articles and an empty log."""
    path = toy_study.data / "paragraphs.csv"
    articles = list(toy_study.articles["article_id"][:2])
    header = ["paragraph_id", "article_id", "position", "opening", "words", "text", "source_line", "source_sha256"]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for article in articles:
            for number in range(1, 41):
                text = f"Paragraf {number} dari {len(article)} membahas {TOPICS[number % 3]} secara ringkas."
                writer.writerow([f"{article}:{number:02d}", article, number, "yes", 8, text, "", ""])
    (toy_study.data / "terms.csv.gz").unlink(missing_ok=True)
    toy_study.labels_path.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    return Study(toy_study.root)


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Run a page in a thread until the test ends; it would end by itself after a minute."""
    with ExitStack() as stack:
        yield lambda session, **options: stack.enter_context(running(session, **options))


@contextmanager
def running(session: LabellingSession, **options: object) -> Iterator[Server]:
    server = Server(session, port=options.pop("port", 0), **options)
    thread = threading.Thread(target=server.run, args=(LIFETIME,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(10)


@pytest.fixture
def coding() -> Callable[..., Coding]:
    """Make a coding from coder, paragraph and code."""
    counter = iter(range(1000))

    def make(coder: str, paragraph: str, primary: str, **fields: object) -> Coding:
        fields = {"why": "coding", **fields}
        return Coding(f"t{next(counter)}", paragraph, coder, "1", primary, **fields)

    return make


@pytest.fixture
def practised(toy_study: Study) -> Study:
    """The toy study with three practice items, the second without a rule."""
    path = toy_study.data / "codebook.toml"
    path.write_text(path.read_text(encoding="utf-8") + PRACTICE, encoding="utf-8")
    return Study(toy_study.root)
