"""Does every paragraph stand once, in its article, with its label and all who coded it?"""

from __future__ import annotations

import json

import pandas as pd
import pytest

from discourse.errors import DataError
from discourse.labels import analysed_rows
from discourse.report import paragraphs
from discourse.report.paragraphs import COLUMNS, link_titles, paragraph_parts, paragraph_table, shown_rows
from discourse.study import Study


def changed(study, name, change):
    """Return the study with a changed table."""
    path = study.data / name
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    change(table)
    table.to_csv(path, index=False)
    return Study(study.root)


def test_every_paragraph_has_one_row_those_of_the_main_analysis_first(toy_study):
    table = paragraph_table(toy_study)
    assert list(table) == COLUMNS
    assert sorted(table["paragraph"]) == sorted(toy_study.paragraphs["paragraph_id"])
    main = table[table["part"] == "main"]
    assert main.index.tolist() == list(range(len(main)))
    assert sorted(main["paragraph"]) == sorted(analysed_rows(toy_study)["paragraph_id"])
    assert set(table["part"]) == {"main", "other"}


def test_articles_stand_by_the_last_day_that_they_may_be_of(toy_study):
    def change(table):
        dates = dict(zip(table["article_id"], table["published"], strict=True))
        dates |= {"melati-2023-02": "2023", "kabar-2023-05": "2023-05", "warta-2023-09": "2023-05-30"}
        table["published"] = table["article_id"].map(dates)

    table = paragraph_table(changed(toy_study, "articles.csv", change))
    earlier = table[(table["part"] == "main") & (table["period"] == "2023")]
    assert list(dict.fromkeys(earlier["article"])) == ["warta-2023-09", "kabar-2023-05", "melati-2023-02"]


def test_an_article_of_no_period_is_for_training(toy_study):
    def change(table):
        table.loc[table["article_id"] == "warta-2023-09", "published"] = ""

    table = paragraph_table(changed(toy_study, "articles.csv", change))
    last = table[table["article"] == "warta-2023-09"]
    assert set(last["part"]) == {"training"}
    assert last.index.tolist() == list(range(len(table) - 4, len(table)))


def test_a_paragraph_shows_its_label_and_all_of_its_codings(toy_study):
    articles = paragraph_parts(toy_study, paragraph_table(toy_study))[0]["articles"]
    second = articles[0]["paragraphs"][1]
    assert (second["id"], second["label"], second["also"]) == ("melati-2023-02:02", "Political", "Economic")
    assert [(one["coder"], one["primary"], one["is_label"]) for one in second["codings"]] == [
        ("reader", "Political", False),
        ("blind", "Economic", False),
        ("adjudicator", "Political", True),
    ]
    assert articles[0]["counts"] == "Political 2"


def test_a_paragraph_without_codings_is_said_to_have_none(toy_study):
    text = toy_study.labels_path.read_text("utf-8")
    toy_study.labels_path.write_text("".join(line for line in text.splitlines(True) if "warta-2025-11:01" not in line))
    (row,) = paragraph_table(toy_study).query("paragraph == 'warta-2025-11:01'").to_dict("records")
    assert (row["primary"], row["also"]) == ("", "")
    assert (
        link_titles(paragraph_table(toy_study), toy_study.codebook.names)["p-warta-2025-11:01"]
        == "warta-teluk, Nov 2025, paragraph 1: not coded"
    )


@pytest.mark.parametrize(
    ("address", "linked"),
    [("https://x.y/z", True), ("HTTP://x.y", True), ("javascript:alert(1)", False), ("", False), ("httpx://x", False)],
)
def test_only_addresses_of_the_web_are_links(toy_study, address, linked):
    study = changed(toy_study, "articles.csv", lambda table: table.update({"url": [address] * len(table)}))
    first = paragraph_parts(study, paragraph_table(study))[0]["articles"][0]
    assert (first["url"], first["address"]) == (address if linked else "", address)


def test_an_articles_own_text_is_shown_in_part_and_a_paraphrase_whole(toy_study):
    texts = toy_study.paragraphs.set_index("paragraph_id")["text"]
    table = paragraph_table(toy_study)
    articles = [one for part in paragraph_parts(toy_study, table) for one in part["articles"]]
    shown = {one["id"]: one["text"] for article in articles for one in article["paragraphs"]}
    own = toy_study.paragraphs.query("source_sha256 != ''")["paragraph_id"]
    for paragraph in texts.index:
        words = texts[paragraph].split()
        cut = paragraph in set(own) and len(words) > paragraphs.MOST_OWN_WORDS
        expected = " ".join(words[: paragraphs.MOST_OWN_WORDS]) + " …" if cut else texts[paragraph]
        assert shown[paragraph] == expected
    assert any(text.endswith(" …") for text in shown.values())


def test_of_a_large_study_whole_articles_are_shown(toy_study, monkeypatch):
    monkeypatch.setattr(paragraphs, "MOST_PARAGRAPHS", 10)
    shown = shown_rows(paragraph_table(toy_study))["paragraph"].tolist()
    assert len(shown) <= 10
    whole = toy_study.paragraphs["article_id"].isin({name.partition(":")[0] for name in shown})
    assert sorted(shown) == sorted(toy_study.paragraphs.loc[whole, "paragraph_id"])


def test_an_address_that_spells_out_a_headline_stands_nowhere_on_the_page(toy_study):
    long = "https://harian.example/2023/02/dua-kota-membuka-jembatan-baru-yang-lama-ditunggu-warga-di-tepi-sungai"
    short = "https://harian.example/2023/02/jembatan"
    for address, linked in ((long, False), (short, True)):
        study = changed(toy_study, "articles.csv", lambda table, url=address: table.update({"url": [url] * len(table)}))
        articles = paragraph_parts(study, paragraph_table(study))[0]["articles"]
        assert {one["url"] for one in articles} == {address if linked else ""}
        assert all((address in one["address"]) == linked for one in articles)
        assert all(one["address"].startswith("harian.example; ") for one in articles) is not linked


def test_a_chunk_reads_back_and_ends_no_script(toy_study):
    first = paragraph_parts(toy_study, paragraph_table(toy_study))[0]["articles"][0]
    read = json.loads(paragraphs.json_chunk(first))
    assert [one["id"] for one in read["paragraphs"]] == [one["id"] for one in first["paragraphs"]]
    assert read["paragraphs"][1]["codings"][2]["is_label"] is True
    assert "is_label" not in read["paragraphs"][1]["codings"][0]
    assert "copy_of" not in read
    assert "<" not in paragraphs.json_chunk({"note": "</script><!-- <script>"})


def test_a_paragraph_has_what_the_classifier_says_if_that_was_made(toy_study):
    toy_study.figures.mkdir(exist_ok=True)
    path = toy_study.figures / "predictions.csv"
    line = "melati-2023-02:02,political,economic,0.375,-0.04,dagang +1.2; sekolah -0.3"
    path.write_text(
        f"paragraph,label,predicted,p,from_article,words\n{line}\nwarta-2025-11:01,,political,1,0.31,\n",
        encoding="utf-8",
    )
    parts = paragraph_parts(toy_study, paragraph_table(toy_study))
    said = {one["id"]: one["guess"] for part in parts for article in part["articles"] for one in article["paragraphs"]}
    assert said["melati-2023-02:02"] == {
        "code": "Economic",
        "p": "38%",
        "article": "+0.0",
        "words": "dagang +1.2; sekolah -0.3",
    }
    assert said["warta-2025-11:01"] == {"code": "Political", "p": "100%", "article": "+0.3", "words": ""}
    assert said["melati-2023-02:01"] == {}
    path.write_text("paragraph,predicted\n", encoding="utf-8")
    with pytest.raises(
        DataError, match=r"predictions.csv: expected a column p, found the columns paragraph, predicted"
    ):
        paragraph_parts(toy_study, paragraph_table(toy_study))
