"""Are the words of an analysis those of its originals, each with its article and period?"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import discourse
from discourse.errors import DataError, EstimateError, SettingsError
from discourse.features import dfm_of_texts
from discourse.study import Study
from discourse.words import study_keyness


def test_words_are_the_counts_of_originals_with_what_is_known_of_each(toy_study):
    words = toy_study.words()
    assert set(words.ids) <= set(toy_study.terms["paragraph_id"])
    assert words.docvars["paragraph_id"].tolist() == list(words.ids)
    assert set(words.docvars["period"]) == set(toy_study.settings.compared)
    total = toy_study.terms[toy_study.terms["paragraph_id"].isin(words.ids)]["count"].sum()
    assert words.matrix.sum() == total
    some = words.rows([1, 0])
    assert some.docvars["paragraph_id"].tolist() == list(some.ids) == [words.ids[1], words.ids[0]]
    assert words.aligned(words.features[:2]).docvars is words.docvars


def test_keyness_of_a_study_in_one_line_is_that_of_the_figure(toy_study):
    words = toy_study.words()
    found = discourse.keyness(words).set_index("feature")
    figure = study_keyness(toy_study, min_texts=1).set_index("term")
    assert len(figure)
    for column in ("log_ratio", "log_likelihood", "text_dispersion", "p"):
        pd.testing.assert_series_equal(found.loc[figure.index, column], figure[column], check_names=False)
    given = discourse.keyness(
        words, words.docvars["period"] == toy_study.settings.compared[1], articles=words.docvars["story"].tolist()
    )
    pd.testing.assert_frame_equal(given, found.reset_index())


def test_counts_that_know_no_period_ask_for_the_target(toy_study):
    plain = dfm_of_texts(["jalan desa", "kapal baru"], language="id")
    with pytest.raises(DataError, match="argument in_target: expected which paragraphs are the target"):
        discourse.keyness(plain)
    with pytest.raises(DataError, match=r"argument dfm: expected a document-feature matrix, found str.*Study.words"):
        discourse.keyness("jalan desa")


def test_topics_are_found_in_the_words_and_bear_their_names(toy_study):
    words = toy_study.words()
    model = discourse.TopicModel(2, passes=2, min_documents=1, max_share=1.0).fit(words)
    assert model.terms_ == words.features
    assert model.transform(words).shape == (len(words.ids), 2)


def test_a_study_without_originals_or_analysis_says_so(toy_study):
    with pytest.raises(SettingsError, match="nowhere"):
        toy_study.words("nowhere")
    with pytest.raises(EstimateError, match="original articles, in their own words"):
        Study(Path(discourse.__file__).parent / "demo").words()


def test_docvars_have_a_row_a_paragraph():
    counts = dfm_of_texts(["jalan desa", "kapal baru"], language="id")
    with pytest.raises(ValueError, match="docvars has 1 rows, there are 2 paragraphs"):
        type(counts)(counts.matrix, counts.features, counts.ids, pd.DataFrame({"period": ["2019"]}))
