"""Does the table of a study hold what Python needs to go on, and say so where it has lost it?"""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import discourse
from discourse.errors import DataError, SettingsError
from discourse.labels.analysed import choices_for, chosen_or_kept
from discourse.labels.log import read_codings
from discourse.labels.table import analysed_rows

BY_ARTICLE = {
    "emphasis_table": discourse.emphasis_table,
    "shift_tests": discourse.shift_tests,
    "linkage": discourse.linkage,
    "prominence": discourse.prominence,
    "emphasis_by": lambda table, pillars=None, periods=None, **more: discourse.emphasis_by(
        table, pillars, "period", periods=periods, **more
    ),
}
"""Functions that take pillars, periods and level from the table."""


def test_the_table_is_that_of_the_main_analysis_with_the_texts(toy_study):
    table, rows = toy_study.table(), analysed_rows(toy_study)
    pd.testing.assert_frame_equal(table[rows.columns], rows)
    texts = toy_study.paragraphs.set_index("paragraph_id")["text"].to_dict()
    assert table["text"].tolist() == [texts[paragraph] for paragraph in table["paragraph_id"]]
    assert list(table.columns[:4]) == ["paragraph_id", "period", "primary", "text"]
    assert table.attrs["periods"] == tuple(toy_study.settings.compared)
    assert list(table.attrs["pillars"]) == list(toy_study.codebook.pillar_ids)
    assert table.attrs["codes"] == toy_study.codebook.codes


def test_another_analysis_is_named_and_one_that_is_not_there_refused(toy_study):
    last = toy_study.settings.analyses[-1].id
    assert toy_study.table(last)["paragraph_id"].tolist() == analysed_rows(toy_study, last)["paragraph_id"].tolist()
    with pytest.raises(SettingsError, match="nowhere"):
        toy_study.table("nowhere")


def test_the_codings_are_those_of_the_log_with_the_article_of_each(toy_study):
    codings, logged = toy_study.codings(), read_codings(toy_study)
    pd.testing.assert_frame_equal(codings[logged.columns], logged)
    articles = toy_study.paragraphs.set_index("paragraph_id")["article_id"]
    assert codings["article_id"].tolist() == articles.loc[codings["paragraph_id"]].tolist()
    found = discourse.agreement_table(codings, resamples=200)
    by_hand = discourse.agreement_table(
        logged, articles.to_dict(), toy_study.codebook, level=toy_study.settings.level, resamples=200
    )
    pd.testing.assert_frame_equal(found, by_hand)
    with pytest.raises(DataError, match=r"argument codings: expected a column article_id.*Study.codings\(\)"):
        discourse.agreement_table(logged)
    with pytest.raises(DataError, match="Give pillars"):
        discourse.agreement_table(logged, articles.to_dict())


def test_from_a_study_to_a_figure_each_output_is_the_next_input(toy_study):
    settings, pillars = toy_study.settings, toy_study.codebook.pillar_ids
    shifts = discourse.emphasis_table(toy_study.table())
    by_hand = discourse.emphasis_table(analysed_rows(toy_study), pillars, settings.compared, level=settings.level)
    pd.testing.assert_frame_equal(shifts, by_hand)
    _, axes = plt.subplots()
    assert discourse.plot_shift(shifts, ax=axes) is axes
    written = {label.get_text().replace("\n", " ") for label in axes.get_yticklabels()}
    assert written == {toy_study.codebook.names[pillar] for pillar in pillars}
    plt.close("all")


@pytest.mark.parametrize("name", BY_ARTICLE)
def test_each_function_knows_what_the_table_knows_and_what_is_given_goes_before(name, toy_study):
    settings, pillars, function = toy_study.settings, toy_study.codebook.pillar_ids, BY_ARTICLE[name]
    table = toy_study.with_settings(level=0.8).table()
    bare = pd.DataFrame(table.to_dict("list"))
    by_hand = function(bare, pillars, settings.compared, level=0.8)
    pd.testing.assert_frame_equal(function(table), by_hand)
    assert function(table).attrs == {"pillars": {pillar: toy_study.codebook.names[pillar] for pillar in pillars}}
    pd.testing.assert_frame_equal(function(table, level=0.95), function(bare, pillars, settings.compared))
    turned = function(table, pillars[::-1], settings.compared[::-1])
    pd.testing.assert_frame_equal(turned, function(bare, pillars[::-1], settings.compared[::-1], level=0.8))
    with pytest.raises(DataError, match=r"argument pillars: expected pillars, in codebook order, found none.*Give"):
        function(bare)
    with pytest.raises(DataError, match=r"expected a list of pillars, found one text, 'road'. Write \['road'\]"):
        function(table, "road")
    with pytest.raises(DataError, match=r"expected a table of paragraphs .*, found Study. Take its table: study.table"):
        function(toy_study)
    with pytest.raises(DataError, match=r"expected a table of paragraphs .*, found NoneType"):
        function(None)


def test_rows_that_are_selected_still_know_what_the_study_chose(toy_study):
    table = toy_study.table()
    kept = table[table["words"] > 0].assign(more=1)
    pd.testing.assert_frame_equal(discourse.emphasis_table(kept), discourse.emphasis_table(table))


@pytest.mark.parametrize("name", ["pillars", "periods"])
def test_a_table_that_knows_nothing_asks_for_it(toy_study, name):
    bare = pd.DataFrame(toy_study.table().to_dict("list"))
    with pytest.raises(DataError, match=f"Give {name}, or take the table from Study.table"):
        chosen_or_kept(None, bare, name)


def test_the_level_is_the_one_given_the_one_known_or_95(toy_study):
    table, bare = toy_study.table(), pd.DataFrame()
    table.attrs["level"] = 0.9
    asked = (["x"], ["2019", "2024"])
    assert [choices_for(each, *asked, level)[2] for each in (table, bare) for level in (None, 0.5)] == [
        0.9,
        0.5,
        0.95,
        0.5,
    ]
