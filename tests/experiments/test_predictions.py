"""Is each prediction made without its story, and do the words named speak for the code?"""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pandas as pd
import pytest

from discourse.evaluation import held_out_predictions
from discourse.labels.table import coded_table, labelled_rows
from discourse.study import Study

SCRIPT = runpy.run_path(str(Path(__file__).resolve().parents[2] / "experiments" / "predictions.py"))


@pytest.fixture
def table(toy_study):
    return SCRIPT["compute"](toy_study)


def test_each_labelled_paragraph_is_predicted_as_in_the_folds_of_the_scores(table, toy_study):
    labels = labelled_rows(coded_table(toy_study))
    assert table.columns.tolist() == ["paragraph", "label", "predicted", "p", "from_article", "words"]
    assert table["paragraph"].tolist() == labels["paragraph_id"].tolist()
    assert table["label"].tolist() == labels["primary"].tolist()
    known = held_out_predictions(toy_study).set_index("paragraph_id").loc[table["paragraph"]]
    assert table["predicted"].tolist() == known["predicted"].tolist()
    most = known[[name for name in known if name.startswith("p_")]].max(axis=1)
    pd.testing.assert_series_equal(table["p"], most, check_names=False, check_index=False)


def test_an_article_adds_something_to_a_paragraph_that_is_not_alone_in_it(table, toy_study):
    articles = toy_study.paragraphs.set_index("paragraph_id")["article_id"].loc[table["paragraph"]]
    beside = articles.duplicated(keep=False).to_numpy()
    assert beside.any()
    assert (table["from_article"][beside] != 0).any()
    log = pd.read_csv(toy_study.labels_path, dtype=str, keep_default_na=False)
    firsts = articles.drop_duplicates().index
    log[log["paragraph_id"].isin(firsts)].to_csv(toy_study.labels_path, index=False)
    alone = SCRIPT["compute"](Study(toy_study.root))
    assert alone["from_article"].tolist() == pytest.approx([0] * len(alone))


def test_the_words_are_of_the_paragraph_and_speak_for_the_code_the_strongest_first(table, toy_study):
    texts = toy_study.paragraphs.set_index("paragraph_id")["text"]
    assert (table["words"] != "").mean() > 0.9
    for row in table.itertuples():
        said = [one.rpartition(" ") for one in row.words.split("; ") if one]
        added = [float(value) for _, _, value in said]
        assert len(said) <= SCRIPT["WORDS"]
        assert added == sorted(added, reverse=True)
        assert all(value >= 0 for value in added)
        assert all(part in texts[row.paragraph].lower() for word, _, _ in said for part in re.split(r"\W|_", word))


def test_a_label_that_changes_does_not_change_what_its_own_story_is_predicted(table, toy_study):
    path, first = toy_study.labels_path, table.iloc[0]
    other = next(code for code in toy_study.codebook.pillar_ids if code != first["label"])
    log = pd.read_csv(path, dtype=str, keep_default_na=False)
    log.loc[log["paragraph_id"] == first["paragraph"], "primary"] = other
    log.to_csv(path, index=False)
    again = SCRIPT["compute"](Study(toy_study.root)).iloc[0]
    assert again["label"] == other
    assert (again["predicted"], again["words"]) == (first["predicted"], first["words"])


def test_title_and_notes_count_what_the_table_says(toy_study):
    numbers = pd.DataFrame({"label": list("aabb"), "predicted": list("abba"), "p": [0.95, 0.9, 0.5, 0.2], "words": ""})
    said = SCRIPT["describe"](numbers, toy_study)
    assert said.title == "The classifier gives 2 of 4 paragraphs their label without having seen their story"
    start = "Of 2 predictions with a probability of 0.9 or more, 1 are the label; of the other 2, 1 are."
    assert said.notes.startswith(start)
