"""A folder as people have it becomes a study with one command."""

from __future__ import annotations

import importlib.util
import io
import shutil
import textwrap
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from discourse.cli import app
from discourse.corpus.filling import read_study_tables


def needs(*libraries: str) -> None:
    """Skip where an optional library is missing."""
    for library in libraries:
        if importlib.util.find_spec(library) is None:
            pytest.skip(f"{library} is not installed")


@pytest.fixture
def english(root: Path, tmp_path: Path) -> Path:
    """A study in English without a table."""
    data = tmp_path / "study" / "data"
    data.mkdir(parents=True)
    for name in ("study.toml", "codebook.toml"):
        shutil.copy(root / "tests" / "toy_english" / "data" / name, data)
    return data.parent


def run(study: Path, *arguments: object):
    """Call ``discourse import``."""
    return CliRunner().invoke(app, ["import", *map(str, arguments), "--study", str(study)])


def articles(study: Path) -> dict[str, dict[str, str]]:
    """Articles of a study, by id."""
    return {row["article_id"]: row for row in read_study_tables(study / "data").known_articles.to_dict("records")}


def test_twenty_saved_pages(english: Path, tmp_path: Path, saved_pages: dict[str, bytes]) -> None:
    needs("trafilatura")
    folder = tmp_path / "pages"
    (folder / "theatre_files").mkdir(parents=True)
    (folder / "theatre_files" / "saved_resource.html").write_text("<p>Buy this.</p>", encoding="utf-8")
    for name, content in saved_pages.items():
        (folder / name).write_bytes(content)
    assert len(saved_pages) == 20
    answer = run(english, folder)
    assert answer.exit_code == 2
    found = articles(english)
    assert {name: (row["outlet"], row["published"], row["date_basis"]) for name, row in found.items()} == {
        "bridge": ("Northern Post", "2019-03-11", "page"),
        "cafe": ("Valley Times", "2019-09-01", "page"),
        "clinic": ("Valley Times", "2019-07-01", "page"),
        "ferry-herald": ("Herald", "2019-08-01", "page"),
        "ferry-post": ("Northern Post", "2019-08-02", "page"),
        "harbour": ("Northern Post", "2019-03-12", "page"),
        "library": ("Herald", "2019-05-17", "url"),
        "market": ("Herald", "2019-05-03", "page"),
        "moulin": ("La Vallée", "2019-10-01", "page"),
        "museum": ("portal.example", "2019-11-01", "page"),
        "orchard": ("Valley Times", "", ""),
        "quarry": ("valley.example", "2019-10-05", "url"),
        "railway": ("", "2019-06-04", "page"),
        "school": ("Northern Post", "2019-04-02", "page"),
        "stadium": ("portal.example", "2019-11-02", "page"),
        "theatre": ("Herald", "2019-11-12", "text"),
        "windmill": ("Herald", "2019-12-01", "page"),
    }
    assert {name: row["same_as"] for name, row in found.items() if row["same_as"]} == {"ferry-post": "ferry-herald"}
    assert found["theatre"]["url"] == "https://herald.example/culture/theatre"
    assert found["clinic"]["title"] == "What becomes of the clinic"
    paragraphs = read_study_tables(english / "data").known_paragraphs
    assert set(paragraphs.groupby("article_id").size()) == {3}
    assert all("café" in text for text in paragraphs[paragraphs["article_id"] == "cafe"]["text"])
    assert not paragraphs["text"].str.contains("cookies|never work|JavaScript|Buy this").any()
    for said in (
        "Left out, there already under another id: bridge (1) (it has the address of bridge).",
        "Copies: 1 article (ferry-post);",
        "No outlet: 1 article (railway).",
        "No date: 1 article (orchard).",
        "In another language (fr), it seems: 1 article (moulin).",
        "articles: 17, paragraphs: 51.",
        "Next: discourse relabel",
    ):
        assert said in answer.stdout
    assert "empty.html: expected an article, found an empty file" in answer.stderr
    assert "script.html: expected " in answer.stderr
    assert "found 2 of 20 that cannot, named above" in answer.stderr


def test_a_folder_of_word_files_and_pdfs(english: Path, tmp_path: Path, saved_pages, written_pdf) -> None:
    needs("docx", "pypdf")
    import docx
    import pypdf

    folder = tmp_path / "documents"
    folder.mkdir()
    for name, day in (("post-2019-05-03", None), ("mill", datetime(2019, 6, 4)), ("template", None)):
        document = docx.Document()
        document.add_heading(f"What becomes of the {name}", level=1)
        for sentence in range(2):
            document.add_paragraph(f"The {name} was rebuilt with money of the council, for the {sentence + 2}nd time, ")
            document.paragraphs[-1].add_run(
                f"after all the people of the valley had voted on the {name} in the spring."
            )
        if day:
            document.core_properties.created = day
        document.save(str(folder / f"{name}.docx"))
    text = "The ferry crosses the river again since Monday, and whoever works in the town gets home in the evening."
    writer = pypdf.PdfWriter(
        clone_from=io.BytesIO(written_pdf(["A new ferry", "Ann Lee, 7 July 2019", *textwrap.wrap(text, 60)]))
    )
    writer.add_metadata({"/Title": "Microsoft Word - ferry.doc", "/CreationDate": "D:20200101120000Z"})
    writer.write(folder / "ferry.pdf")
    (folder / "scanned.pdf").write_bytes(written_pdf([""]))
    answer = run(english, folder, "--outlet", "Post")
    assert answer.exit_code == 2
    assert "scanned.pdf: expected an article, found a PDF file without text. Copy the article" in answer.stderr
    found = articles(english)
    assert {name: (row["published"], row["date_basis"], row["title"]) for name, row in found.items()} == {
        "post-2019-05-03": ("2019-05-03", "file", "What becomes of the post-2019-05-03"),
        "mill": ("2019-06-04", "properties", "What becomes of the mill"),
        "template": ("", "", "What becomes of the template"),
        "ferry": ("2019-07-07", "text", "A new ferry"),
    }
    assert {row["outlet"] for row in found.values()} == {"Post"}
    assert "The date is the day on which the document was made: 1 article (mill)." in answer.stdout


def test_five_thousand_paragraphs_in_one_table(english: Path, tmp_path: Path) -> None:
    rows = ["Doc ID;Para No;Date;Newspaper;Full text;Code"]
    for number in range(5000):
        text = " ".join(f"w{number * 7 + word}" for word in range(25))
        day = f"{number // 10 % 28 + 1:02d}/03/2019"
        rows.append(f'a{number // 10};{number % 10 + 1};{day};Post;"The café; {text}";trade')
    path = tmp_path / "news.csv"
    path.write_bytes("\r\n".join(rows).encode("cp1252"))
    answer = run(english, path)
    assert answer.exit_code == 0, answer.output
    assert "news.csv: text in Windows-1252." in answer.stdout
    assert "news.csv: cells separated by semicolons." in answer.stdout
    assert "news.csv: columns left aside: Code (--map takes one in)." in answer.stdout
    assert "articles: 500, paragraphs: 5000." in answer.stdout
    tables = read_study_tables(english / "data")
    assert tables.known_paragraphs["paragraph_id"][10] == "a1:01"
    assert tables.known_paragraphs["text"].str.startswith("The café; w").all()
    assert tables.known_articles["published"][12] == "2019-03-13"
    before = (english / "data" / "paragraphs.csv").read_bytes()
    again = run(english, path)
    assert "Nothing new." in again.stdout
    assert (english / "data" / "paragraphs.csv").read_bytes() == before
