"""Does the table of a study hold what Python needs to go on, and say so where it has lost it?"""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import discourse
from discourse.errors import DataError, SettingsError
from discourse.labels.analysed import chosen_or_kept
from discourse.labels.table import analysed_rows


def test_the_table_is_that_of_the_main_analysis_with_the_texts(toy_study):
    table, rows = toy_study.table(), analysed_rows(toy_study)
    pd.testing.assert_frame_equal(table.drop(columns="text"), rows)
    texts = toy_study.paragraphs.set_index("paragraph_id")["text"].to_dict()
    assert table["text"].tolist() == [texts[paragraph] for paragraph in table["paragraph_id"]]
    assert table.attrs["periods"] == tuple(toy_study.settings.compared)
    assert list(table.attrs["pillars"]) == list(toy_study.codebook.pillar_ids)


def test_another_analysis_is_named_and_one_that_is_not_there_refused(toy_study):
    last = toy_study.settings.analyses[-1].id
    assert toy_study.table(last)["paragraph_id"].tolist() == analysed_rows(toy_study, last)["paragraph_id"].tolist()
    with pytest.raises(SettingsError, match="nowhere"):
        toy_study.table("nowhere")


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


def test_what_is_given_goes_before_what_the_table_knows(toy_study):
    table = toy_study.table()
    turned = discourse.emphasis_table(table, periods=toy_study.settings.compared[::-1])
    straight = discourse.emphasis_table(table)
    shifts = [found.loc[found["quantity"] == "shift", "value"].to_numpy() for found in (turned, straight)]
    assert shifts[0] == pytest.approx(-shifts[1])


def test_rows_that_are_selected_still_know_what_the_study_chose(toy_study):
    table = toy_study.table()
    kept = table[table["words"] > 0].assign(more=1)
    pd.testing.assert_frame_equal(discourse.emphasis_table(kept), discourse.emphasis_table(table))


@pytest.mark.parametrize("name", ["pillars", "periods"])
def test_a_table_that_knows_nothing_asks_for_it(toy_study, name):
    bare = pd.DataFrame(toy_study.table().to_dict("list"))
    with pytest.raises(DataError, match=f"Give {name}, or take the table from Study.table"):
        chosen_or_kept(None, bare, name)
    with pytest.raises(DataError, match="Give pillars"):
        discourse.emphasis_table(bare)
