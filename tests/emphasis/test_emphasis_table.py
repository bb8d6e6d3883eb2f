"""Is the table of emphasis complete, right and honest about what is missing?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis.correction.usefulness import usefulness_notes
from discourse.emphasis.estimators import estimate
from discourse.emphasis.inputs import read_paragraphs
from discourse.emphasis.table import COLUMNS, emphasis_rows, emphasis_table, study_notes, table_notes
from discourse.errors import DataError, EstimateError
from discourse.labels.table import coded_table, select


def test_one_row_a_pillar_quantity_and_period(draw_table, pillars, periods):
    found = emphasis_table(draw_table(), pillars, periods)
    assert tuple(found.columns) == COLUMNS
    assert len(found) == 3 * 2 * 3
    first = found.iloc[:3]
    assert first["period"].tolist() == ["2023", "2025", "2025-2023"]
    assert first["quantity"].tolist() == ["share", "share", "shift"]
    assert found["quantity"].unique().tolist() == ["share", "shift", "mention_share", "mention_shift"]
    assert first["articles"].tolist() == [8, 10, 18]
    assert first["paragraphs"].iloc[2] == first["paragraphs"].iloc[:2].sum()


def test_values_are_counts_divided(draw_table, pillars, periods):
    table = draw_table()
    found = emphasis_table(table, pillars, periods).set_index(["pillar", "quantity", "period"])["value"]
    later = table[table["period"] == "2025"]
    assert found["economic", "share", "2025"] == pytest.approx((later["primary"] == "economic").mean())
    mentioned = (later["primary"] == "economic") | later["also"].map(lambda codes: "economic" in codes)
    assert found["economic", "mention_share", "2025"] == pytest.approx(mentioned.mean())
    change = found["economic", "share", "2025"] - found["economic", "share", "2023"]
    assert found["economic", "shift", "2025-2023"] == pytest.approx(change)


def test_shares_add_up_to_one_and_shifts_to_zero(draw_table, pillars, periods):
    for weighting in ("paragraph", "article", "word"):
        found = emphasis_table(draw_table(), pillars, periods, quantities=["share"], weighting=weighting)
        sums = found.groupby("period")["value"].sum()
        np.testing.assert_allclose(sums[["2023", "2025", "2025-2023"]], [1, 1, 0], atol=1e-12)


def test_every_interval_holds_the_value_and_repeats(draw_table, pillars, periods):
    found = emphasis_table(draw_table((9, 9)), pillars, periods)
    shown = found.dropna()
    assert len(shown) == 18
    assert (shown["low"] <= shown["value"] + 1e-9).all()
    assert (shown["value"] <= shown["high"] + 1e-9).all()
    pd.testing.assert_frame_equal(found, emphasis_table(draw_table((9, 9)), pillars, periods))


@pytest.mark.parametrize("seed", range(5))
def test_a_variable_has_the_shares_that_its_codes_would_have_as_pillars(draw_table, pillars, periods, seed):
    table = draw_table((7, 6), seed)
    tone = table.rename(columns={"primary": "tone", "also": "tone_also"}).assign(primary="", also=[()] * len(table))
    found = emphasis_table(tone, pillars, periods, variable="tone")
    pd.testing.assert_frame_equal(found, emphasis_table(table, pillars, periods))
    one_code = emphasis_table(tone.drop(columns="tone_also"), pillars, periods, variable="tone")
    shares = one_code["quantity"].isin(("share", "shift"))
    assert one_code.loc[shares, "value"].tolist() == one_code.loc[~shares, "value"].tolist()


def test_how_the_labels_of_the_pillars_were_chosen_says_nothing_of_a_variable(draw_table, pillars, periods):
    table = draw_table().assign(targeted=True, tone=lambda rows: rows["primary"])
    table.loc[0, ["primary", "tone"]] = ""
    with pytest.raises(EstimateError, match="labels drawn by a model's uncertainty"):
        emphasis_table(table, pillars, periods)
    assert len(emphasis_table(table, pillars, periods, variable="tone"))


def test_an_unknown_variable_is_named(draw_table, pillars, periods):
    with pytest.raises(DataError, match="a column tone"):
        emphasis_table(draw_table(), pillars, periods, variable="tone")


def test_the_order_of_rows_changes_no_interval(draw_table, pillars, periods):
    table = draw_table((6, 7))
    shuffled = emphasis_table(table.sample(frac=1, random_state=0), pillars, periods)
    pd.testing.assert_frame_equal(emphasis_table(table, pillars, periods), shuffled)


def test_rows_of_several_estimates_have_the_level_of_95_percent_and_one_index(draw_table, read, pillars, periods):
    table = draw_table()
    both = [estimate(read(table), quantity=quantity) for quantity in ("share", "mention_share")]
    found = emphasis_rows(both)
    pd.testing.assert_frame_equal(found, emphasis_table(table, pillars, periods))
    assert found.index.tolist() == list(range(18))


def test_of_predictions_it_is_said_whether_they_help(draw_table, add_predictions, read):
    paragraphs = read(add_predictions(draw_table()))
    for estimator in ("ppi", "dsl"):
        assert table_notes(paragraphs, estimator=estimator) == usefulness_notes(paragraphs)
    assert table_notes(paragraphs, estimator="adjusted") == ()


def test_a_higher_level_is_wider(draw_table, pillars, periods):
    narrow, wide = (emphasis_table(draw_table(), pillars, periods, level=level) for level in (0.8, 0.99))
    assert (wide["high"] - wide["low"] >= narrow["high"] - narrow["low"]).all()


@pytest.mark.parametrize("articles", [(1, 4), (1, 9), (4, 4), (2, 2)])
def test_few_articles_give_shares_and_no_interval(draw_table, pillars, periods, articles):
    found = emphasis_table(draw_table(articles), pillars, periods, quantities=["share"])
    assert not found["value"].isna().any()
    few = found["period"].map({"2023": articles[0], "2025": articles[1], "2025-2023": min(articles)}) < 5
    assert found.loc[few, ["low", "high"]].isna().all(axis=None)


def test_a_period_without_articles_has_no_share(draw_table, pillars, periods):
    table = draw_table()
    one = table[table["period"] == "2025"]
    found = emphasis_table(one, pillars, periods, quantities=["share"])
    assert found.loc[found["period"] != "2025", "value"].isna().all()
    assert not found.loc[found["period"] == "2025", "value"].isna().any()
    assert found.loc[found["period"] == "2023", "articles"].eq(0).all()


def test_all_paragraphs_in_one_article_give_shares_alone(draw_table, read, pillars, periods):
    table = draw_table()
    one = table.assign(article_id="the one", period="2023")
    found = emphasis_table(one, pillars, periods)
    assert found.loc[found["period"] == "2023", "articles"].eq(1).all()
    assert found[["low", "high"]].isna().all(axis=None)
    assert any("Only 1 article in 2023" in note for note in table_notes(read(one)))


def test_a_pillar_without_paragraphs_has_an_interval_above_zero(draw_table, pillars, periods):
    every = (*pillars, "infrastructure")
    found = emphasis_table(draw_table(), every, periods, quantities=["share"])
    rows = found[found["pillar"] == "infrastructure"].set_index("period")
    assert (rows["value"] == 0).all()
    assert (rows.loc[["2023", "2025"], "low"] == 0).all()
    assert (rows.loc[["2023", "2025"], "high"] > 0.02).all()
    assert rows.loc["2025-2023", "low"] < 0 < rows.loc["2025-2023", "high"]
    assert any("infrastructure" in note for note in table_notes(read_paragraphs(draw_table(), every, periods)))


def test_unlabelled_paragraphs_are_left_out_and_that_is_said(draw_table, read, pillars, periods):
    table = draw_table()
    more = table.assign(primary="", paragraph_id="x" + table["paragraph_id"])
    united = pd.concat([table, more])
    pd.testing.assert_frame_equal(emphasis_table(united, pillars, periods), emphasis_table(table, pillars, periods))
    assert f"{len(table)} paragraphs are not labelled and left out." in table_notes(read(united))
    assert table_notes(read(table)) == ()


def test_estimators_with_a_classifier_stand_in_the_same_table(draw_table, add_predictions, read, pillars, periods):
    table = add_predictions(draw_table())
    for estimator in ("adjusted", "ppi", "dsl"):
        found = emphasis_table(table, pillars, periods, quantities=["share"], estimator=estimator)
        value = estimate(read(table), estimator=estimator).value
        np.testing.assert_allclose(found["value"], value.T.ravel())
        assert not found.isna().any(axis=None)


@pytest.mark.parametrize("choice", [{"level": 0.0}, {"level": 1.0}, {"weighting": "letters"}, {"estimator": "guess"}])
def test_choices_that_make_no_sense_are_refused(draw_table, pillars, periods, choice):
    with pytest.raises(DataError):
        emphasis_table(draw_table(), pillars, periods, **choice)


def test_a_full_table_needs_no_note(draw_table, read, periods):
    assert table_notes(read(draw_table())) == ()


def test_what_is_left_out_is_counted(draw_table, read, periods):
    table = draw_table()
    none = table.head(2).assign(primary="none")
    unlabelled = table.head(1).assign(primary="")
    found = table_notes(read(pd.concat([table, none, unlabelled])))
    assert found == (
        "2 paragraphs are coded 'none' and left out of every denominator.",
        "1 paragraph is not labelled and left out.",
    )


def test_few_articles_are_named_with_what_they_cannot_show(draw_table, read, periods):
    found = table_notes(read(draw_table((3, 3))))
    assert found[:2] == tuple(
        f"Only 3 articles in {period}: no interval for that period and for the shift (5 are needed)."
        for period in periods
    )
    assert found[2].startswith("With 3 + 3 articles no exact test can give a p below 0.1:")
    assert table_notes(read(draw_table((2, 4))))[::2] == (
        "Only 2 articles in 2023: no interval for that period and for the shift (5 are needed).",
        "With 2 + 4 articles no exact test can give a p below 0.067: it cannot reject at 0.05, whatever the shift.",
    )
    assert len(table_notes(read(draw_table((4, 4))))) == 2
    assert table_notes(read(draw_table((4, 4))), level=0.99)[2].startswith("With 4 + 4")


def test_a_period_without_articles_is_named(draw_table, read, periods):
    found = table_notes(read(draw_table().query("period == '2025'")))
    assert found == ("No article in 2023: no interval for that period and for the shift (5 are needed).",)


def test_articles_without_a_label_are_counted(draw_table, read):
    table = draw_table((6, 9))
    gone = table["article_id"].isin(["2025-00", "2025-03"])
    found = table_notes(read(table.assign(primary=table["primary"].mask(gone, ""))))
    assert found == (
        f"{int(gone.sum())} paragraphs are not labelled and left out.",
        "2 of 9 articles in 2025 have no label and count for nothing.",
    )


def test_notes_of_one_and_of_many_read_well(draw_table, read):
    table = draw_table((6, 9))
    one = table["article_id"] == "2023-02"
    found = table_notes(read(table.assign(primary=table["primary"].mask(one, ""))))
    assert found[-1].startswith("1 of 6 articles in 2023 has no label")
    later = table["period"] == "2025"
    without = table_notes(read(table.assign(primary=table["primary"].mask(later, ""))))
    assert [note for note in without if "no label" in note] == []
    assert without[-1] == "No article in 2025: no interval for that period and for the shift (5 are needed)."


def test_pillars_that_are_absent_are_named_together(draw_table, periods):
    def last(*further):
        every = ("political", "economic", "education", *further)
        return table_notes(read_paragraphs(draw_table(), every, periods))[-1]

    assert last("sport") == (
        "No paragraph is about sport in either period: its shares are 0 as far as these articles show."
    )
    assert last("sport", "aid") == (
        "No paragraph is about sport or aid in either period: their shares are 0 as far as these articles show."
    )


def test_five_articles_a_period_are_enough(draw_table, read, pillars, periods):
    assert table_notes(read(draw_table((5, 5)))) == ()
    found = emphasis_table(draw_table((5, 5)), pillars, periods)
    assert found[["low", "high"]].notna().all(axis=None)


def test_how_the_labelled_were_chosen_is_said_where_it_matters(draw_table, read):
    table = draw_table()
    gone = np.arange(len(table)) % 2 == 0
    partly = table.assign(primary=table["primary"].mask(gone, ""), targeted=False)
    unknown, random = partly.assign(inclusion=np.where(gone, np.nan, 1.0)), partly.assign(inclusion=0.5)
    as_text = unknown.assign(inclusion=[f"{one:g}".replace("nan", "") for one in unknown["inclusion"]])
    assert table_notes(read(as_text)) == table_notes(read(unknown))
    assert table_notes(read(unknown))[-1] == (
        "No record says how the labelled paragraphs were chosen; the shares take them for a random sample."
    )
    assert len(table_notes(read(random))) == 1
    picked = random.assign(targeted=~gone)
    assert table_notes(read(picked))[-1].startswith("Labels drawn by a model's uncertainty are no random sample")
    assert table_notes(read(picked[~gone])) == ()


def test_the_notes_of_a_study_are_those_of_its_main_analysis(toy_study):
    settings = toy_study.settings
    rows = select(coded_table(toy_study), settings.analyses[0], settings.compared)
    paragraphs = read_paragraphs(rows, toy_study.codebook.pillar_ids, settings.compared)
    assert study_notes(toy_study) == table_notes(paragraphs, level=0.9) != table_notes(paragraphs)
    assert study_notes(toy_study)[0] == "2 paragraphs are coded 'none' and left out of every denominator."
    lines = toy_study.labels_path.read_text(encoding="utf-8").splitlines(keepends=True)
    gone = toy_study.paragraphs["paragraph_id"][0]
    toy_study.labels_path.write_text("".join(line for line in lines if gone not in line), encoding="utf-8")
    assert "1 paragraph is not labelled and left out." in study_notes(toy_study)


def test_predictions_need_no_labels(draw_table, read, periods):
    assert table_notes(read(draw_table().assign(primary="")), estimator="classify_and_count") == ()
