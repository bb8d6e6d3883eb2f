"""A document that takes too much time or memory is refused, and the next one is read."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from discourse.corpus import bounded, read_article
from discourse.corpus.bounded import DocumentReader
from discourse.errors import ArticleError, MissingExtraError

WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'


def needs(library: str) -> None:
    """Skip where an optional library is missing."""
    if importlib.util.find_spec(library) is None:
        pytest.skip(f"{library} is not installed")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A Word file of one paragraph."""
    needs("docx")
    import docx

    path = tmp_path / "kecil.docx"
    document = docx.Document()
    document.add_paragraph("Pasar dibuka.")
    document.save(str(path))
    return path


@pytest.fixture
def large(small: Path) -> Path:
    """A small file that unpacks to a Word file of very many paragraphs."""
    path = small.with_name("besar.docx")
    with zipfile.ZipFile(small) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for member in old.namelist():
            text = f"{WORD}{'<w:p/>' * 2_000_000}</w:body></w:document>" if member == "word/document.xml" else ""
            made.writestr(member, text or old.read(member))
    return path


@pytest.fixture
def reader() -> Iterator[DocumentReader]:
    """A reader that is ended."""
    reader = DocumentReader(seconds=120)
    yield reader
    reader.close()


def test_one_process_serves_many_documents(reader: DocumentReader, small: Path) -> None:
    assert [line.text for line in reader.read(small).lines] == ["Pasar dibuka."]
    process = reader._process
    assert [line.text for line in reader.read(small).lines] == ["Pasar dibuka."]
    assert reader._process is process


def test_a_document_that_takes_too_long_is_refused_and_the_next_one_read(small: Path, large: Path) -> None:
    reader = DocumentReader(seconds=5)
    try:
        with pytest.raises(ArticleError, match="expected a file that can be read in 5 seconds, found one that needs"):
            reader.read(large)
        reader._seconds = 120
        assert [line.text for line in reader.read(small).lines] == ["Pasar dibuka."]
    finally:
        reader.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="this system does not bound memory")
def test_a_document_that_takes_too_much_memory_is_refused_and_the_next_one_read(small: Path, large: Path) -> None:
    reader = DocumentReader(seconds=120, megabytes=300)
    try:
        reader.read(small)
        # The XML library takes want of memory for damage.
        with pytest.raises(ArticleError, match=r"can be read in 300 MB of memory|damaged or foreign"):
            reader.read(large)
        assert [line.text for line in reader.read(small).lines] == ["Pasar dibuka."]
    finally:
        reader.close()


def test_what_is_wrong_with_a_document_comes_back_whole(reader: DocumentReader, tmp_path: Path) -> None:
    needs("docx")
    path = tmp_path / "rusak.docx"
    path.write_bytes(b"isi")
    with pytest.raises(ArticleError) as raised:
        reader.read(path)
    hint = "Save it again, or copy the text to a .txt file."
    assert str(raised.value) == f"{path}: expected a Word file, found a damaged or foreign file. {hint}"


def test_a_missing_library_comes_back_as_such(reader: DocumentReader, tmp_path: Path, monkeypatch) -> None:
    shadow = tmp_path / "docx.py"
    shadow.write_text("raise ImportError", encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    path = tmp_path / "a.docx"
    path.write_bytes(b"isi")
    with pytest.raises(MissingExtraError, match="python-docx"):
        reader.read(path)


def test_nothing_is_imported_from_the_working_directory(small: Path, monkeypatch) -> None:
    (small.parent / "docx.py").write_text("raise ImportError", encoding="utf-8")
    monkeypatch.chdir(small.parent)
    reader = DocumentReader(seconds=120)
    try:
        assert [line.text for line in reader.read(Path(small.name)).lines] == ["Pasar dibuka."]
    finally:
        reader.close()


def test_a_process_that_has_ended_is_started_again(reader: DocumentReader, small: Path) -> None:
    reader.read(small)
    assert reader._process is not None
    reader._process.kill()
    assert [line.text for line in reader.read(small).lines] == ["Pasar dibuka."]


def test_an_answer_that_nobody_waited_for_is_not_given_to_the_next(reader: DocumentReader, small: Path) -> None:
    class Interrupted(io.BytesIO):
        def readline(self, *unused: object) -> bytes:
            raise KeyboardInterrupt

    reader.read(small)
    process = reader._process
    assert process is not None
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = Interrupted()
    with pytest.raises(KeyboardInterrupt):
        reader.read(small)
    damaged = small.with_name("rusak.docx")
    damaged.write_bytes(b"isi")
    with pytest.raises(ArticleError, match=r"rusak\.docx"):
        reader.read(damaged)
    assert reader._process is not process


def test_a_copy_of_the_process_does_not_share_the_answers(reader: DocumentReader, small: Path, monkeypatch) -> None:
    reader.read(small)
    theirs = reader._process
    assert theirs is not None
    monkeypatch.setattr(reader, "_owner", os.getpid() + 1)
    reader.read(small)
    assert reader._process is not theirs
    assert theirs.poll() is None
    theirs.kill()
    theirs.communicate()


def test_articles_are_read_within_bounds(small: Path) -> None:
    assert [line.text for line in read_article(small).lines] == ["Pasar dibuka."]
    assert bounded.DOCUMENTS._process is not None
    bounded.DOCUMENTS.close()


def test_the_server_answers_a_line_a_document(small: Path, monkeypatch) -> None:
    answers = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(str(small)) + "\n" + json.dumps("none.pdf") + "\n"))
    monkeypatch.setattr(os, "dup", lambda number: number)
    monkeypatch.setattr(os, "dup2", lambda one, other: other)
    monkeypatch.setattr(os, "fdopen", lambda *unused: answers)
    resource = pytest.importorskip("resource", reason="this system bounds no memory")
    monkeypatch.setattr(resource, "setrlimit", lambda *unused: None)
    bounded.serve(1000)
    lines, error = (json.loads(line) for line in answers.getvalue().splitlines())
    assert lines[0] == "article"
    assert lines[1]["lines"] == [[1, 0, "Pasar dibuka.", ""]]
    assert set(lines[1]["details"]) == {"outlet", "published", "date_basis", "title", "url"}
    assert error[0] == "ArticleError"
