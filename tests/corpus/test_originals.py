from __future__ import annotations

from pathlib import Path

from discourse.corpus import match_originals, original_texts
from discourse.corpus.text import Article, digest, lines_of


def test_paragraphs_are_found_by_digest_in_any_file(toy_study) -> None:
    known = toy_study.paragraphs[toy_study.paragraphs["source_sha256"] != ""]
    text = "\n\n".join(f"  {row} " for row in known["text"])
    article = Article(Path("entah.txt"), lines_of(text))
    other = Article(Path("lain.txt"), lines_of("Tidak ada apa-apa di sini."))
    found = match_originals([other, article], toy_study.paragraphs)
    assert found.texts == dict(zip(known["paragraph_id"], known["text"], strict=True))
    assert found.files == {Path("lain.txt"): 0, Path("entah.txt"): len(known)}
    assert found.missing == {}


def test_what_no_file_has_is_counted_by_article(toy_study) -> None:
    known = toy_study.paragraphs[toy_study.paragraphs["source_sha256"] != ""]
    article = Article(Path("a.txt"), lines_of(known["text"].iloc[0] + "!\n" + known["text"].iloc[1]))
    found = match_originals([article], toy_study.paragraphs)
    assert list(found.texts) == [known["paragraph_id"].iloc[1]]
    assert sum(found.missing.values()) == len(known) - 1


def test_attached_files_give_the_original_texts(toy_study) -> None:
    texts = original_texts(toy_study)
    known = dict(zip(toy_study.paragraphs["paragraph_id"], toy_study.paragraphs["source_sha256"], strict=True))
    assert texts
    assert all(digest(text) == known[paragraph_id] for paragraph_id, text in texts.items())


def test_nothing_attached_gives_nothing(toy_study) -> None:
    for file in toy_study.originals.iterdir():
        file.unlink()
    assert original_texts(toy_study) == {}
    toy_study.originals.rmdir()
    assert original_texts(toy_study) == {}


def test_the_originals_hold_every_paragraph_of_the_study(originals: Path, shipped_study) -> None:
    from discourse.corpus import article_files, read_article

    files = reversed(article_files([originals]))
    found = match_originals([read_article(file) for file in files], shipped_study.paragraphs)
    assert len(found.texts) == 90
    assert found.missing == {}
