"""Is a table that cannot carry a share refused, with the place at fault?"""

from __future__ import annotations

from io import StringIO

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis.inputs import read_paragraphs
from discourse.errors import DataError, EstimateError

TABLE = pd.DataFrame(
    {
        "article_id": ["b", "a", "a", "c"],
        "period": ["2025", "2023", "2023", "2025"],
        "words": [30, 10, 20, 40],
        "primary": ["political", "economic", "none", ""],
        "also": [("economic",), (), ("political",), ()],
    }
)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"primary": "sports"}, "sports"),
        ({"primary": None}, "missing value"),
        ({"article_id": np.nan}, "missing value"),
        ({"period": None}, "missing value"),
        ({"words": 0}, "column words"),
        ({"words": np.nan}, "column words"),
        ({"words": "many"}, "column words"),
        ({"words": np.inf}, "column words"),
    ],
)
def test_a_bad_value_is_named_with_its_row(change, found, pillars, periods):
    table = TABLE.astype(object)
    table.loc[table.index[1], list(change)] = list(change.values())
    with pytest.raises(DataError, match=found):
        read_paragraphs(table, pillars, periods).weights("word")


def test_an_article_in_two_periods_is_refused(pillars, periods):
    table = TABLE.assign(article_id="a")
    with pytest.raises(DataError, match="one period an article"):
        read_paragraphs(table, pillars, periods)


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        ({"pillars": ()}, "at least one pillar"),
        ({"periods": ("2023",)}, "two different periods"),
        ({"periods": ("2023", "2023")}, "two different periods"),
        ({"table": TABLE.drop(columns="primary")}, "a column primary"),
    ],
)
def test_a_wrong_choice_is_refused(choice, found, pillars, periods):
    arguments = {"table": TABLE, "pillars": pillars, "periods": periods, **choice}
    with pytest.raises(DataError, match=found):
        read_paragraphs(**arguments)


def test_a_wrong_choice_of_what_to_count_is_refused(read):
    with pytest.raises(DataError, match=r"^quantity: expected one of share, mention_share, found 'salience'"):
        read(TABLE).belongs("salience")
    with pytest.raises(DataError, match=r"^weighting: expected one of paragraph, article, word, found 'letters'"):
        read(TABLE).weights("letters")
    with pytest.raises(DataError, match="a column also, found the columns article_id, period, words, primary"):
        read(TABLE.drop(columns="also")).belongs("mention_share")
    with pytest.raises(DataError, match="a column words"):
        read(TABLE.drop(columns="words")).weights("word")


def test_paragraphs_know_their_article_period_label_and_pillars(read):
    found = read(pd.concat([TABLE, TABLE.head(1).assign(article_id="d", period="2024")], ignore_index=True))
    assert found.articles.tolist() == ["a", "b", "c", "d"]
    assert found.article.tolist() == [1, 0, 0, 2, 3]
    assert found.period.tolist() == [0, 1, 1, -1]
    assert found.coded.tolist() == [True, True, False, False, False]
    assert found.belongs("share").tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]]
    assert found.belongs("mention_share").tolist()[0] == [1, 1, 0]
    assert found.articles_per_period() == (1, 2)
    assert found.paragraphs_per_period().tolist() == [2, 2]
    assert found.in_periods.articles.tolist() == ["a", "b", "c"]
    assert (found.pillars, found.periods) == (("political", "economic", "education"), ("2023", "2025"))
    later = read(pd.concat([found.table, TABLE.tail(1).assign(article_id=["e"])] * 3, ignore_index=True))
    assert later.articles_per_period() == (1, 3)
    assert later.paragraphs_per_period().tolist() == [6, 9]


@pytest.fixture
def through_csv():
    """Write a table as a file and read it back, with the choices of read_csv."""

    def through(table, **choices):
        return pd.read_csv(StringIO(table.to_csv(index=False)), **choices)

    return through


def test_a_table_that_was_a_file_gives_the_same(read, through_csv):
    labelled = TABLE[TABLE["primary"] != ""]
    back = through_csv(labelled.assign(also=labelled["also"].str.join(" ")))
    assert back["period"].dtype == "int64"
    assert back["also"].isna().tolist() == [False, True, False]
    for quantity in ("share", "mention_share"):
        assert read(back).belongs(quantity).tolist() == read(labelled).belongs(quantity).tolist()
    assert read(back).period.tolist() == [0, 1]


def test_what_became_of_a_table_in_a_file_is_named_with_its_cure(read, through_csv):
    outside = pd.concat([TABLE, TABLE.head(1).assign(article_id="d", period="")], ignore_index=True)
    whole = outside.assign(also=outside["also"].str.join(" "))
    with pytest.raises(DataError, match=r"row 4, column period: .* read_csv\(\.\.\., keep_default_na=False\)"):
        read(through_csv(whole))
    found = read(through_csv(whole, keep_default_na=False))
    assert found.period.tolist() == [0, 1, 1, -1]
    assert found.belongs("mention_share").tolist() == read(outside).belongs("mention_share").tolist()
    with pytest.raises(DataError, match=r"row 0, column also: .*found \"\('economic',\)\"\. Write .*str\.join\(' '\)"):
        read(through_csv(outside, keep_default_na=False)).belongs("mention_share")


def test_periods_are_asked_for_as_the_table_has_them(pillars):
    with pytest.raises(DataError, match=r"periods such as 2023, found 2025 \(str\)\. Ask for them as text"):
        read_paragraphs(TABLE, pillars, (2023, 2025))
    numbers = TABLE.assign(period=TABLE["period"].astype(int))
    assert read_paragraphs(numbers, pillars, (2023, 2025)).period.tolist() == [0, 1, 1]
    with pytest.raises(
        DataError, match=r"periods such as '2023', found 2025\.0 \(float64\)\. .*dtype=\{'period': str\}"
    ):
        read_paragraphs(numbers.astype({"period": float}), pillars, ("2023", "2025"))
    with pytest.raises(DataError, match=r"periods such as '2023', found 2025-01-01 00:00:00 \(datetime64"):
        read_paragraphs(TABLE.assign(period=pd.to_datetime(TABLE["period"])), pillars, ("2023", "2025"))


@pytest.mark.parametrize("of", [list, tuple, set, np.array, " ".join, lambda codes: " ".join(codes) or None])
def test_also_is_any_collection_of_pillars(read, of):
    table = TABLE.assign(also=pd.Series([of(codes) for codes in TABLE["also"]], dtype=object))
    assert read(table).belongs("mention_share").tolist() == read(TABLE).belongs("mention_share").tolist()


def test_a_pillar_is_not_found_in_the_name_of_another(periods):
    table = TABLE.assign(primary=["art", "art", "none", ""], also=["party", "", "art", None])
    found = read_paragraphs(table, ("art", "party", "part"), periods).belongs("mention_share")
    assert found.tolist() == [[1, 1, 0], [1, 0, 0], [0, 0, 0], [0, 0, 0]]


@pytest.mark.parametrize("also", ["economic;education", "sports", ("economic", "sports")])
def test_also_of_what_is_no_pillar_is_refused(read, also):
    table = TABLE.assign(also=pd.Series([(), also, (), ()], dtype=object))
    with pytest.raises(DataError, match="row 1, column also: expected codes among political, economic, education"):
        read(table).belongs("mention_share")


def test_weights_are_those_of_the_paragraphs_that_count(read):
    found = read(TABLE)
    assert found.weights("paragraph").tolist() == [1, 1, 1, 1]
    assert found.weights("article").tolist() == [1, 0.5, 0.5, 1]
    assert found.weights("article", found.coded).tolist() == [1, 1, 0, 0]
    assert found.weights("word", found.coded).tolist() == [30, 10, 0, 0]


def test_a_part_keeps_its_articles_and_the_row_of_the_table(read):
    wrong = read(TABLE.assign(words=[30, 10, 20, -1]).set_axis(list("wxyz")))
    part = wrong.keep(np.array([False, True, False, True]))
    assert len(part) == 2
    assert part.primary.tolist() == ["economic", ""]
    assert part.articles.tolist() == ["a", "c"]
    assert part.article.tolist() == [0, 1]
    assert part.period.tolist() == [0, 1]
    with pytest.raises(DataError, match="row 3, column words"):
        part.weights("word")


def test_the_probability_of_inclusion_is_known_or_refused(read):
    labelled = TABLE.assign(primary="economic")
    assert read(labelled).inclusion.tolist() == [1, 1, 1, 1]
    assert read(TABLE.assign(inclusion=0.25)).inclusion.tolist() == [0.25] * 4
    with pytest.raises(EstimateError, match="no column inclusion"):
        _ = read(TABLE).inclusion
    with pytest.raises(EstimateError, match="row 2, column inclusion"):
        _ = read(TABLE.assign(inclusion=[0.5, 1, 1.5, 0])).inclusion
    for wrong in ("often", 0.0, -0.1, np.nan):
        with pytest.raises(EstimateError, match="row 1, column inclusion"):
            _ = read(TABLE.assign(inclusion=[0.5, wrong, 1, 1])).inclusion


def test_targeted_labels_are_a_fair_sample_only_where_nothing_is_missing(read):
    whole = TABLE.assign(primary="economic", targeted=True)
    assert read(whole).fairly_labelled
    assert read(TABLE.assign(primary=["economic", "", "", ""], targeted=False)).fairly_labelled
    assert read(TABLE).fairly_labelled
    outside = pd.concat([whole, whole.head(1).assign(article_id="d", period="1999", primary="")], ignore_index=True)
    assert read(outside).fairly_labelled
    one = read(TABLE.assign(primary=["economic", "economic", "economic", ""], targeted=[True, False, False, False]))
    assert not one.fairly_labelled
    read(whole).check_fair_labels()
    partly = read(whole.assign(primary=["economic", "economic", "economic", ""]))
    assert not partly.fairly_labelled
    with pytest.raises(EstimateError, match="uncertainty: 4, paragraphs without a label: 1"):
        partly.check_fair_labels()


def test_words_may_be_any_number_above_nought(read):
    assert read(TABLE.assign(words=[0.5, "2", 1e9, 1])).weights("word").tolist() == [0.5, 2, 1e9, 1]


def test_where_nothing_is_coded_nothing_belongs_to_a_pillar(read):
    found = read(TABLE.assign(primary=""))
    for quantity in ("share", "mention_share"):
        assert found.belongs(quantity).tolist() == [[0, 0, 0]] * 4
    assert found.weights("article", found.coded).tolist() == [0, 0, 0, 0]


def test_an_article_in_two_periods_is_named(pillars, periods):
    table = pd.concat([TABLE, TABLE.tail(1).assign(period="2023")], ignore_index=True)
    with pytest.raises(DataError, match=r"^article c: expected one period an article, found several"):
        read_paragraphs(table, pillars, periods)


def test_a_code_that_is_no_pillar_is_named_with_its_row(pillars, periods):
    with pytest.raises(DataError, match=r"^row 2, column primary: expected one of political, .*found 'sports'"):
        read_paragraphs(TABLE.assign(primary=["none", "", "sports", "aid"]), pillars, periods)
    with pytest.raises(DataError, match=r"^row 3, column period: expected a text, found a missing value"):
        read_paragraphs(TABLE.assign(period=["2025", "2023", "2023", None]), pillars, periods)


def test_a_table_with_an_index_of_its_own_is_read_by_rows(read):
    found = read(TABLE.set_axis(pd.Index([7, 7, 9, 3], name="paragraph")))
    assert found.table.index.tolist() == [0, 1, 2, 3]
    assert found.table.columns.tolist() == TABLE.columns.tolist()
