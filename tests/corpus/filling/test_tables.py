"""Articles of a table are found by the usual names of columns, and what is amiss is named with its row."""

from __future__ import annotations

from pathlib import Path

import pytest

from discourse.corpus.filling.tables import field_named, read_article_table
from discourse.errors import ArticleError, DataError

ONE = "The two governors opened the bridge over the river on Monday morning, and people from both villages came."
TWO = "The head of the village said that the children could now walk to school in ten minutes and not in an hour."


def table(tmp_path: Path, text: str, name: str = "news.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_paragraph_a_row(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "Doc ID;Paragraph No;Newspaper;Pub. Date;Headline;Full text;Code\n"
        f"b;2;Post;13/03/2019;Bridge;{TWO};x\nb;1;Post;13/03/2019;Bridge;{ONE};y\na;1;Herald;04/03/2019;Boat;Short.;z\n",
    )
    found = read_article_table(path, "en")
    assert [one.article.article_id for one in found.articles] == ["b", "a"]
    first, second = found.articles
    assert [line.text for line in first.body] == [ONE, TWO]
    assert [line.number for line in first.body] == [3, 2]
    assert [line.start for line in first.body] == [0, len(ONE) + 1]
    details = first.article.details
    assert (details.outlet, details.published, details.date_basis, details.title) == (
        "Post",
        "2019-03-13",
        "table",
        "Bridge",
    )
    # The other date of the column says which number is the day.
    assert second.article.details.published == "2019-03-04"
    assert [line.text for line in second.body] == ["Short."]
    assert "cells separated by semicolons" in found.remarks
    assert any(remark.startswith("columns: Doc ID is article_id, Full text is text") for remark in found.remarks)
    assert "columns left aside: Code (--map takes one in)" in found.remarks


def test_ids_of_paragraphs_are_kept(tmp_path: Path) -> None:
    path = table(tmp_path, f"id,article_id,text\np7,a,{ONE}\np9,a,{TWO}\n".replace(", and", " and"))
    (found,) = read_article_table(path, "en").articles
    assert [name for name, _, _ in found.named_paragraphs()] == ["p7", "p9"]


def test_numbers_of_paragraphs_are_kept_where_they_can_be(tmp_path: Path) -> None:
    path = table(tmp_path, f'id,position,text\na,4,"{ONE}"\na,0,"{TWO}"\nb,1,"{ONE}"\nb,1,"{TWO}"\n')
    first, second = read_article_table(path, "en").articles
    assert [(name, at, line.text) for name, at, line in first.named_paragraphs()] == [
        ("a:00", 0, TWO),
        ("a:04", 4, ONE),
    ]
    assert [(name, at) for name, at, _ in second.named_paragraphs()] == [("b:01", 1), ("b:02", 2)]


def test_a_number_of_the_row_is_none_of_a_paragraph(tmp_path: Path) -> None:
    path = table(tmp_path, f'nr,title,text\n1,Bridge,"{ONE}\n{TWO}"\n2,Boat,"{TWO}\n{ONE}"\n')
    assert [len(one.body) for one in read_article_table(path, "en").articles] == [2, 2]


def test_an_article_a_row_is_parted_as_a_file_is(tmp_path: Path) -> None:
    path = table(tmp_path, f'id,date,source,body\na,2019-03-11,Post,"Bridge opens\n\n{ONE}\n{TWO}"\n')
    (found,) = read_article_table(path, "en").articles
    assert found.article.article_id == "a"
    assert [line.text for line in found.body] == [ONE, TWO]
    assert found.left_out == {"heading": 1}


def test_tags_are_taken_out(tmp_path: Path) -> None:
    path = table(
        tmp_path, f'id,content\na,"<h2>Bridge opens</h2><p>{ONE}</p><p>Tea &amp; cake: {TWO}<br/>1 < 2.</p>"\n'
    )
    (found,) = read_article_table(path, "en").articles
    assert [line.text for line in found.body][:2] == [ONE, f"Tea & cake: {TWO}"]


def test_articles_without_an_id_are_told_apart_by_their_addresses(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        f'url,text\nhttps://p.example/a,"{ONE}"\nhttps://p.example/a,"{TWO}"\nhttps://p.example/b,"{ONE}"\n',
    )
    found = read_article_table(path, "en").articles
    assert [len(one.body) for one in found] == [2, 1]
    names = [one.article.article_id for one in found]
    assert all(name.startswith("news-") for name in names)
    assert len(set(names)) == 2
    # The same article has the same id wherever it stands in the table.
    again = table(tmp_path, f'url,text\nhttps://p.example/b,"{ONE}"\n', "news.csv")
    assert read_article_table(again, "en").articles[0].article.article_id == names[1]


def test_a_title_an_outlet_and_a_date_make_an_article_too(tmp_path: Path) -> None:
    path = table(tmp_path, f'title,outlet,text\nBridge,Post,"{ONE}"\nBridge,Post,"{TWO}"\nBridge,Herald,"{TWO}"\n')
    assert [len(one.body) for one in read_article_table(path, "en").articles] == [2, 1]


def test_columns_can_be_named(tmp_path: Path) -> None:
    path = table(tmp_path, f'nr,story,said,when\n1,a,"{ONE}",3/4/2019\n2,a,"{TWO}",3/4/2019\n')
    names = {"text": "said", "id": "story", "date": "when"}
    (found,) = read_article_table(path, "en", names, "mdy").articles
    assert (found.article.article_id, found.article.details.published) == ("a", "2019-03-04")
    assert field_named("date") == "published"


def test_a_column_that_is_named_goes_before_one_of_the_usual_name(tmp_path: Path) -> None:
    path = table(tmp_path, f'id,text,body,-Text\na,"{ONE}","{TWO}",x\n')
    (told,) = read_article_table(path, "en", {"text": "body"}).articles
    assert [line.text for line in told.body] == [TWO]
    # Among names that come to the same, the one that is written so.
    (usual,) = read_article_table(table(tmp_path, f'-Text,id,text\nx,a,"{ONE}"\n'), "en").articles
    assert [line.text for line in usual.body] == [ONE]


def test_dates_that_may_be_two_days_are_not_read_and_said(tmp_path: Path) -> None:
    path = table(tmp_path, f'id,date,text\na,,"{ONE}"\nb,3/4/2019,"{TWO}"\nc,2019,"{TWO}"\n')
    found = read_article_table(path, "en")
    assert [one.article.details.published for one in found.articles] == ["", "", "2019"]
    assert [one.article.details.date_basis for one in found.articles] == ["", "", "table"]
    (said,) = [remark for remark in found.remarks if "not read" in remark]
    assert said.startswith("1 date was not read, such as '3/4/2019' in row 3: say which number is the day")


@pytest.mark.parametrize(
    ("text", "names", "said"),
    [
        (
            "id,words\na,b\n",
            {},
            r"news\.csv: expected a column text, found the columns id, words\. Name it: --map text=",
        ),
        ("id,text\na,b\n", {"text": "txt"}, r"one of the columns id, text, found 'txt'\. Did you mean 'text'"),
        ("id,text\na,b\n", {"colour": "text"}, r"--map: expected one of article_id, .*found 'colour'"),
        ("id,text\na,\n", {}, r"news\.csv, column text: expected rows with a text, found none"),
        ("id,position,text\na,1,b\n,2,c\n", {}, r"news\.csv, row 3, article_id: expected an id in every row"),
        ("paragraph_id,article_id,text\np,a,b\np,a,c\n", {}, r"row 3: expected each paragraph once, found 'p' again"),
        ("id,extent,text\na,half,b\n", {}, r"news\.csv, row 2, column extent: expected one of opening, full"),
    ],
)
def test_what_is_amiss_is_named(tmp_path: Path, text: str, names: dict[str, str], said: str) -> None:
    with pytest.raises(DataError, match=said):
        read_article_table(table(tmp_path, text), "en", names)


def test_an_article_without_a_paragraph_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = table(tmp_path, f'id,text\na,"Photo: Ann Lee\nRead more"\nb,"{ONE}\n{TWO}"\n,\n')
    failed: list[ArticleError] = []
    found = read_article_table(path, "en", failed=failed.append)
    assert [one.article.article_id for one in found.articles] == ["b"]
    (error,) = failed
    assert error.where == f"{path}, row 2"
    with pytest.raises(ArticleError, match="row 2"):
        read_article_table(path, "en")


def test_rows_without_a_text_and_texts_without_line_breaks_are_said(tmp_path: Path) -> None:
    path = table(tmp_path, f'id,text\na,"{ONE * 20}"\nb,"{TWO * 20}"\nc,\n')
    remarks = read_article_table(path, "en").remarks
    assert "1 row without a text left out, the first of them row 4" in remarks
    assert any(remark.startswith("no text has a line break") for remark in remarks)


def test_what_a_table_says_further_of_an_article_is_kept(tmp_path: Path) -> None:
    path = table(tmp_path, f'id,genre,sampling,extent,text\na,news,general,lead,"{ONE}"\n')
    (found,) = read_article_table(path, "en").articles
    assert found.further == {"genre": "news", "sampling": "general", "extent": "lead"}
