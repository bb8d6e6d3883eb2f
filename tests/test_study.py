"""Tables are checked row by row, and the order of their rows does not matter."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from discourse.errors import CodebookError, DataError, SettingsError
from discourse.io.files import checksum
from discourse.study import Study


def edit(path, change):
    """Rewrite a CSV after changing it as a table of text."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    change(table).to_csv(path, index=False)


def with_value(column, row, value):
    def change(table):
        table.loc[row, column] = value
        return table

    return change


@pytest.mark.parametrize(
    ("file", "change", "said"),
    [
        ("articles.csv", with_value("published", 1, "spring"), r"row 3, column published: expected a date"),
        ("articles.csv", with_value("extent", 0, "half"), r"row 2, column extent: expected one of opening, full"),
        (
            "articles.csv",
            with_value("article_id", 1, "melati-2023-02"),
            r"row 3, column article_id: expected each id once",
        ),
        ("articles.csv", with_value("article_id", 1, ""), r"row 3, column article_id: expected an id"),
        ("articles.csv", lambda table: table.drop(columns="outlet"), r"found no outlet"),
        ("articles.csv", lambda table: table.assign(event="State visit"), r"row 3, column event: expected ids such as"),
        ("articles.csv", lambda table: table.assign(event="fair-2023+"), r"row 3, column event: .*found 'fair-2023\+'"),
        ("articles.csv", lambda table: table.assign(event="fair+fair"), r"row 3, column event: .*found 'fair\+fair'"),
        ("articles.csv", lambda table: table.assign(period="2023"), r"row 1, column period: .*Rename the column"),
        ("articles.csv", lambda table: table.assign(words="9"), r"row 1, column words: .*Rename the column"),
        ("articles.csv", lambda table: table[~table["published"].str.startswith("2025")], r"period 2025\), found none"),
        (
            "paragraphs.csv",
            with_value("article_id", 2, "nowhere"),
            r"row 4, column article_id: expected the id of an article",
        ),
        ("paragraphs.csv", with_value("text", 3, "  "), r"row 5, column text: expected the text"),
        ("paragraphs.csv", with_value("words", 0, "many"), r"row 2, column words: expected a whole number"),
        ("paragraphs.csv", with_value("opening", 0, "maybe"), r"row 2, column opening: expected yes or no"),
        ("paragraphs.csv", with_value("paragraph_id", 1, "melati-2023-02:01"), r"row 3, column paragraph_id"),
        (
            "terms.csv.gz",
            with_value("paragraph_id", 0, "x:01"),
            r"row 2, column paragraph_id: expected the id of a para",
        ),
        ("terms.csv.gz", with_value("count", 0, "-1"), r"row 2, column count: expected a whole number"),
    ],
)
def test_a_bad_value_is_named_with_file_row_and_column(toy_study, file, change, said):
    edit(toy_study.data / file, change)
    fresh = Study(toy_study.root)
    with pytest.raises(DataError, match=said) as caught:
        assert fresh.articles is None or fresh.paragraphs is None or fresh.terms is None
    assert file in str(caught.value)
    assert "\n" not in str(caught.value)


def test_tables_with_the_former_names_mean_the_same(toy_study):
    edit(toy_study.data / "articles.csv", lambda table: table.replace({"extent": {"opening": "lead"}}))
    edit(toy_study.data / "paragraphs.csv", lambda table: table.rename(columns={"opening": "lead"}))
    assert "lead" in (toy_study.data / "paragraphs.csv").read_text(encoding="utf-8").splitlines()[0]
    former = Study(toy_study.root)
    assert (pd.read_csv(toy_study.data / "articles.csv")["extent"] == "lead").any()
    pd.testing.assert_frame_equal(former.articles, toy_study.articles)
    pd.testing.assert_frame_equal(former.paragraphs, toy_study.paragraphs)


def test_copies_share_a_story_and_an_unknown_one_is_refused(toy_study):
    path = toy_study.data / "articles.csv"
    edit(path, lambda table: table.assign(same_as=["", "melati-2023-02", *[""] * (len(table) - 2)]))
    articles = Study(toy_study.root).articles.set_index("article_id")
    copy = pd.read_csv(path, dtype=str, keep_default_na=False)["article_id"][1]
    assert articles.loc[copy, "story"] == "melati-2023-02" == articles.loc["melati-2023-02", "story"]
    edit(path, with_value("same_as", 1, "nowhere"))
    with pytest.raises(DataError, match="row 3, column same_as"):
        assert Study(toy_study.root).articles is None


def test_events_and_further_columns_are_kept_and_may_be_missing(toy_study):
    assert set(toy_study.articles["event"]) == {""}
    edit(toy_study.data / "articles.csv", lambda table: table.assign(event="fair-2023+visit-2023-02", desk="007"))
    articles = Study(toy_study.root).articles
    assert set(articles["event"]) == {"fair-2023+visit-2023-02"}
    assert set(articles["desk"]) == {"007"}


def test_a_folder_may_be_given_by_its_name(toy_study):
    assert Study(str(toy_study.root)) == toy_study
    assert Study(str(toy_study.root)).articles.equals(toy_study.articles)


def test_a_missing_file_is_named(toy_study):
    (toy_study.data / "articles.csv").unlink()
    with pytest.raises(DataError, match=r"articles\.csv: expected a table, found no file"):
        assert Study(toy_study.root).articles is None


def test_a_file_in_another_encoding_is_refused(toy_study):
    (toy_study.data / "articles.csv").write_bytes("article_id\nsé".encode("latin-1"))
    with pytest.raises(DataError, match="UTF-8"):
        assert Study(toy_study.root).articles is None


def test_the_order_of_rows_does_not_matter(toy_study):
    before = toy_study.articles, toy_study.paragraphs, toy_study.terms
    for name in ("articles.csv", "paragraphs.csv", "terms.csv.gz"):
        edit(toy_study.data / name, lambda table: table.sample(frac=1, random_state=random.Random(3).randint(0, 99)))
    fresh = Study(toy_study.root)
    for old, new in zip(before, (fresh.articles, fresh.paragraphs, fresh.terms), strict=True):
        pd.testing.assert_frame_equal(old, new)


def test_the_study_is_found_from_below_and_nowhere_else(toy_study, tmp_path_factory):
    below = toy_study.root / "a" / "b"
    below.mkdir(parents=True)
    assert Study.find(below).root == toy_study.root.resolve()
    with pytest.raises(DataError, match="a study"):
        Study.find(tmp_path_factory.mktemp("elsewhere"))


def test_a_study_without_originals_has_no_term_counts(toy_study):
    (toy_study.data / "terms.csv.gz").unlink()
    assert Study(toy_study.root).terms.empty


def test_names_of_topics_are_read_and_mistakes_named(toy_study):
    assert toy_study.topic_names == {}
    path = toy_study.data / "topics.toml"
    path.write_text('"ikan, pasar, dagang" = "Trade"\n', encoding="utf-8")
    assert Study(toy_study.root).topic_names == {"ikan, pasar, dagang": "Trade"}
    for wrong, said in (('"ikan" = 3\n', "ikan"), ("ikan = Trade\n", "TOML")):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(DataError, match=said):
            assert Study(toy_study.root).topic_names is None


def test_a_study_notes_what_it_was_asked_for(toy_study):
    study = Study(toy_study.root)
    assert study.settings.seed == 7
    assert study.inputs == {}
    assert study.articles is not None
    assert study.topic_names == {}
    assert study.inputs == {
        "articles.csv": checksum(study.data / "articles.csv"),
        "topics.toml": "",  # asked for, and not there
    }


def test_other_settings_are_those_of_a_copy_that_reads_for_both(toy_study):
    other = toy_study.with_settings(resamples=123)
    assert (other.settings.resamples, other.settings.seed) == (123, toy_study.settings.seed)
    assert toy_study.settings.resamples != 123
    assert other != toy_study
    assert other.with_settings(seed=1).settings.resamples == 123
    assert other.codebook is not None
    assert "codebook.toml" in toy_study.inputs


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"resamples": 1}, ", resamples: expected a number of at least 100"), ({"samples": 500}, ".*mean 'resamples'?")],
)
def test_settings_that_make_no_sense_are_refused(toy_study, changes, said):
    with pytest.raises(SettingsError, match=rf"the settings chosen{said}"):
        toy_study.with_settings(**changes)


def test_the_shipped_study_is_the_one_described(shipped_study):
    assert len(shipped_study.articles) == 233
    assert len(shipped_study.paragraphs) == 1288
    assert (shipped_study.paragraphs["source_sha256"] != "").sum() == 90
    general = shipped_study.articles[shipped_study.articles["sampling"] == "general"]
    assert general["period"].value_counts().to_dict() == {"2025": 80, "2023": 65}


def test_word_lists_of_its_own_come_first(toy_study) -> None:
    from discourse.features import study_dfm

    assert toy_study.language == toy_study.settings.language
    word = study_dfm(toy_study, "text").features[0]
    folder = toy_study.data / "languages" / toy_study.settings.language
    folder.mkdir(parents=True)
    (folder / "stopwords.txt").write_text(f"{word}\n", encoding="utf-8")
    assert toy_study.language == str(folder.resolve())
    assert word not in study_dfm(toy_study, "text").features


def test_a_study_is_seen_by_a_variable_and_notes_what_that_reads(towns):
    tone = towns.seen_by("tone")
    assert tone.codebook.pillar_ids == ("hopeful", "critical")
    assert tone.labels_path == towns.data / "labels.tone.csv"
    assert "labels.tone.csv" in towns.inputs
    assert "variable='tone'" in repr(tone)
    assert tone.seen_by("speaker").codebook.id == "speaker"
    assert tone.seen_by("").labels_path == towns.labels_path
    with pytest.raises(CodebookError, match="Did you mean 'tone'"):
        towns.seen_by("tones")


def test_an_article_has_no_column_that_is_made_later(towns):
    edit(towns.data / "articles.csv", lambda table: table.assign(inclusion="1"))
    with pytest.raises(DataError, match=r"row 1, column inclusion: .*Rename the column"):
        _ = Study(towns.root).articles
