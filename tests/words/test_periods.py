"""Words of two periods of a study: counted by article, of one partner where it can be, without bits of names."""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.errors import DataError, EstimateError
from discourse.study import Study
from discourse.words import study_keyness


def change_table(study, name, change):
    """Write a table of a study anew, as a function changes it."""
    path = study.data / f"{name}.csv"
    change(pd.read_csv(path, dtype=str, keep_default_na=False)).to_csv(path, index=False)
    return Study(study.root)


def count_terms(study, bags):
    """Ship counts: paragraph id to its words."""
    rows = [(each, word, text.split().count(word)) for each, text in bags.items() for word in sorted({*text.split()})]
    table = pd.DataFrame(rows, columns=["paragraph_id", "term", "count"])
    table.to_csv(study.data / "terms.csv.gz", index=False)
    return Study(study.root)


@pytest.fixture
def counted(toy_study):
    """The toy study with counts of two articles of 2023 and two of 2025."""
    articles = toy_study.articles.query("period != ''").groupby("period")["article_id"].apply(list)
    (one, two, *_), (three, four, *_) = articles["2023"], articles["2025"]
    same = {"same_as": "", "partner": "Kenanga", "sampling": "general"}
    study = change_table(toy_study, "articles", lambda table: table.assign(**same))
    first = study.paragraphs.groupby("article_id")["paragraph_id"].first()
    bags = {one: "kapal kapal desa", two: "kapal desa", three: "desa jalan jalan lima", four: "jalan desa lima lima"}
    return count_terms(study, {first[article]: text for article, text in bags.items()}), [one, two, three, four]


def test_a_table_by_hand(counted) -> None:
    study, _ = counted
    table = study_keyness(study).set_index("term")
    assert table.index.tolist() == ["jalan", "lima", "desa", "kapal"]
    assert table["gloss"].tolist() == ["road", "five", "", "ship"]
    counts = ["earlier_count", "later_count", "earlier_texts", "later_texts"]
    assert table[counts].to_numpy().tolist() == [[0, 3, 0, 2], [0, 3, 0, 2], [2, 2, 2, 2], [3, 0, 2, 0]]
    assert table["earlier_words"].unique().tolist() == [5]
    assert table["later_words"].unique().tolist() == [8]
    assert table.loc["desa", ["earlier_per_1000", "later_per_1000"]].tolist() == [400, 250]
    assert set(table["earlier_of_texts"]) == set(table["later_of_texts"]) == {2}
    # half a count of 5 against 3 of 8
    assert 2 ** table.loc["jalan", "log_ratio"] == pytest.approx(3.75)
    assert table.loc["desa", "text_dispersion"] == 0
    assert set(table["partner"]) == {"Kenanga"}


def test_all_counted_paragraphs_are_taken_not_openings_only(counted) -> None:
    study, _ = counted
    study = change_table(study, "paragraphs", lambda table: table.assign(opening="no"))
    study = change_table(study, "articles", lambda table: table.assign(extent="full"))
    assert study.settings.analyses[0].openings
    assert len(study_keyness(study)) == 4


def test_a_copy_is_no_text_of_its_own(counted) -> None:
    study, (one, two, _, _) = counted

    def copied(table):
        return table.assign(same_as=table["article_id"].map({two: one}).fillna(""))

    table = study_keyness(change_table(study, "articles", copied)).set_index("term")
    assert set(table["earlier_of_texts"]) == {1}
    assert table.loc["desa", "earlier_texts"] == 1
    assert "kapal" not in table.index, "a word of one article"


def of_mawar(*articles):
    """Give articles another partner."""
    return lambda table: table.assign(partner=table["partner"].mask(table["article_id"].isin(articles), "Mawar"))


def test_all_partners_are_compared_where_a_period_has_none_of_the_partner(counted) -> None:
    study, (one, two, _, _) = counted
    table = study_keyness(change_table(study, "articles", of_mawar(one, two)))
    assert set(table["partner"]) == {""}
    assert set(table["earlier_of_texts"]) == {2}


def test_articles_of_another_partner_are_left_out(counted) -> None:
    study, (one, _, _, _) = counted
    study = change_table(study, "articles", of_mawar(one))
    assert set(study_keyness(study)["earlier_of_texts"]) == {1}
    assert set(study_keyness(study, "all")["earlier_of_texts"]) == {2}


def test_bits_of_names_are_left_out_and_other_words_of_names_are_not(counted) -> None:
    study, _ = counted
    text = '[[actor]]\nid = "a"\nname = "Jalan Lima"\n\n[[actor]]\nid = "b"\nname = "Desa"\n'
    (study.data / "actors.toml").write_text(text, "utf-8")

    study = change_table(study, "paragraphs", lambda table: table.assign(text="Jalan Lima dan Jalan Lima di jalan."))
    assert study_keyness(study)["term"].tolist() == ["desa", "kapal"]
    study = change_table(study, "paragraphs", lambda table: table.assign(text="Jalan Lima di jalan, di jalan."))
    assert study_keyness(study)["term"].tolist() == ["jalan", "desa", "kapal"]


def test_a_wrong_list_of_actors_is_named(counted) -> None:
    study, _ = counted
    (study.data / "actors.toml").write_text('[[actor]]\nid = "a"\n', "utf-8")
    with pytest.raises(DataError, match=r"actors\.toml, actor 1: expected an entry 'name'"):
        study_keyness(study)


def test_a_period_without_originals_is_refused(counted) -> None:
    study, (one, two, _, _) = counted
    first = study.paragraphs.groupby("article_id")["paragraph_id"].first()
    study = count_terms(study, {first[one]: "kapal", first[two]: "kapal"})
    with pytest.raises(EstimateError, match=r"original articles of 2025, found none\. Attach some of both periods"):
        study_keyness(study)
