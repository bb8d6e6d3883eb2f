"""Held-out predictions: no story is on both sides, whatever the model is and however its rows are ordered."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import sklearn
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GroupKFold
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline

from discourse.classifier import PillarClassifier, labelled_paragraphs, make_classifier, predictions
from discourse.classifier.lists import warn_of_articles
from discourse.errors import DataError
from discourse.evaluation import Fold, cross_predict, grouped_folds, held_out, held_out_predictions, scores, study_folds
from discourse.evaluation.folds import ArticleKFold
from discourse.evaluation.held_out import predict_every_paragraph
from discourse.features import TextFeatures
from discourse.labels.table import coded_table, labelled_rows, mention_matrix


def test_labels_and_features_have_the_same_rows(toy_study):
    labels, features = labelled_paragraphs(toy_study, blocks=("word",))
    assert tuple(labels["paragraph_id"]) == features.ids
    assert (labels["primary"] != "").all()


def test_every_labelled_paragraph_is_predicted_once_with_its_story_held_out(toy_study):
    said = held_out_predictions(toy_study)
    labels, _ = labelled_paragraphs(toy_study)
    assert sorted(said["paragraph_id"]) == sorted(labels["paragraph_id"])
    assert said.groupby("article_id")["fold"].nunique().eq(1).all()
    assert said["fold"].nunique() == toy_study.settings.folds


def test_the_number_of_folds_may_be_another(toy_study):
    labels, _ = labelled_paragraphs(toy_study)
    assert len(study_folds(toy_study, labels, 2)) == 2


def test_nothing_of_a_test_article_reaches_training(toy_labels):
    # A column that tells the label in the test rows alone must not help.
    X = np.ones((4, 2))
    X[2:, 1] = [5, 0]
    fold = Fold(np.arange(2), np.arange(2, 4), "1")
    said = cross_predict(PillarClassifier(min_df=1), X, toy_labels, [fold], ["trade", "school"])
    assert said["paragraph_id"].tolist() == ["b:01", "b:02"]
    assert said["p_trade"].nunique() == 1
    assert said["fold"].unique().tolist() == ["1"]


def test_a_study_gets_probabilities_mentions_and_labels(shipped_table):
    features, table, pillars = shipped_table
    folds = grouped_folds(table["story"], table["primary"], 3, 1)
    seen: list[str] = []
    said = cross_predict(PillarClassifier(penalty=2.0), features, table, folds, pillars, seen.append)
    assert seen == ["1", "2", "3"]
    assert len(said) == len(table)
    codes = [f"p_{code}" for code in (*pillars, "none")]
    np.testing.assert_allclose(said[codes].sum(axis=1), 1)
    assert all(one in held for one, held in zip(said["predicted"], said["mentioned"], strict=True) if one != "none")
    for pillar in pillars:
        assert (said[f"m_{pillar}"] >= said[f"p_{pillar}"] - 1e-12).all()
    assert (said["predicted"] == said["label"]).mean() > 0.6


def test_shuffled_rows_give_the_same_predictions(shipped_table):
    features, table, pillars = shipped_table
    order = np.random.default_rng(1).permutation(len(table))
    results = []
    for rows in (np.arange(len(table)), order):
        part = table.iloc[rows].reset_index(drop=True)
        folds = grouped_folds(part["story"], part["primary"], 3, 1)
        said = cross_predict(PillarClassifier(penalty=2.0), features[rows], part, folds, pillars)
        results.append(said.sort_values("paragraph_id", ignore_index=True))
    pd.testing.assert_frame_equal(results[0], results[1], rtol=1e-9)


def test_margins_are_computed_once_and_say_the_same_as_the_model(shipped_table, monkeypatch):
    features, table, pillars = shipped_table
    model = PillarClassifier(penalty=2.0, proportion_weight=1.0).fit(features, table["primary"], groups=table["story"])
    expected = model.predict_proba(features), model.predict(features), model.predict_mention_proba(features)
    margins, calls = model.margins, []
    monkeypatch.setattr(model, "margins", lambda X: calls.append(X) or margins(X))
    said = predictions(model, features, pillars)
    assert len(calls) == 1
    np.testing.assert_array_equal(said[[f"p_{code}" for code in model.classes_]], expected[0])
    assert said["predicted"].tolist() == expected[1].tolist()
    np.testing.assert_array_equal(said[[f"m_{pillar}" for pillar in model.pillars_]], expected[2])


@pytest.mark.parametrize("routing", [False, True])
@pytest.mark.parametrize("of", [list, tuple, np.array, pd.Series])
def test_texts_go_through_the_pipeline_with_articles_and_mentions(toy_study, of, routing):
    labels = labelled_rows(coded_table(toy_study))
    texts = toy_study.paragraphs.set_index("paragraph_id")["text"].loc[labels["paragraph_id"]].tolist()
    pillars, folds = toy_study.codebook.pillar_ids, study_folds(toy_study, labels)
    classifier = make_classifier(toy_study.language, blocks=("word", "dictionary"))
    with sklearn.config_context(enable_metadata_routing=routing):
        said = cross_predict(classifier, of(texts), labels, folds, pillars)
    for fold in folds:
        counts = TextFeatures(language=toy_study.language, blocks=("word", "dictionary"))
        train, test = labels.iloc[fold.train], [texts[row] for row in fold.test]
        model = PillarClassifier().fit(
            counts.fit_transform([texts[row] for row in fold.train]),
            train["primary"].to_numpy(dtype=str),
            mention_matrix(train["primary"], train["also"], pillars),
            train["story"],
            pillars,
            train["article_id"],
        )
        expected = predictions(model, counts.transform(test), pillars, labels["article_id"].to_numpy()[fold.test])
        part = said[said["fold"] == fold.name].reset_index(drop=True)
        pd.testing.assert_frame_equal(part[expected.columns], expected)


def test_a_splitter_makes_the_folds(toy_study):
    labels, features = labelled_paragraphs(toy_study, blocks=("word",))
    pillars, number = toy_study.codebook.pillar_ids, toy_study.settings.folds
    splitter = ArticleKFold(number, toy_study.settings.seed)
    said = cross_predict(PillarClassifier(penalty=1.0), features.matrix, labels, splitter, pillars)
    folds = study_folds(toy_study, labels)
    pd.testing.assert_frame_equal(
        said, cross_predict(PillarClassifier(penalty=1.0), features.matrix, labels, folds, pillars)
    )


def test_alone_each_paragraph_is_judged_by_its_own_words(shipped_table):
    features, labels, pillars = shipped_table
    folds, kept = grouped_folds(labels["story"], labels["primary"], 2, 1), []
    model = PillarClassifier(penalty=2.0)
    alone = cross_predict(model, features, labels, folds, pillars, fitted=kept.append, alone=True)
    expected = [predictions(one, features[fold.test], pillars) for one, fold in zip(kept, folds, strict=True)]
    pd.testing.assert_frame_equal(alone[expected[0].columns], pd.concat(expected, ignore_index=True))
    assert all(one.context_.primary.power > 0 for one in kept)
    heard = cross_predict(model, features, labels, folds, pillars)
    changed = (heard.filter(like="p_") != alone.filter(like="p_")).any(axis=1)
    neighbours = heard.groupby("article_id")["paragraph_id"].transform("size") > 1
    assert changed.tolist() == neighbours.tolist()


@pytest.fixture
def without_label(toy_study, monkeypatch):
    """Take the labels of some paragraphs, or whole articles, of the toy study away."""

    def take(which):
        table = coded_table(toy_study)
        partly = table.assign(primary=table["primary"].mask(which(table), ""))
        monkeypatch.setattr(held_out, "coded_table", lambda study: partly)
        return partly

    return take


def test_a_paragraph_without_label_is_predicted_with_its_story_held_out(toy_study, without_label):
    whole = predict_every_paragraph(toy_study).set_index("paragraph_id")
    assert set(whole.index) == set(toy_study.paragraphs["paragraph_id"])
    table = coded_table(toy_study)
    left_out, article = table[["paragraph_id", "article_id"]].iloc[3]
    without_label(lambda table: table["paragraph_id"] == left_out)
    found = predict_every_paragraph(toy_study).set_index("paragraph_id")
    assert set(found.index) == set(whole.index)
    assert found.loc[left_out, "label"] == ""
    # The fold is that of its article: labelled or not, all its paragraphs are predicted by one model, as before.
    assert found.loc[found["article_id"] == article, "fold"].nunique() == 1
    chances = found.loc[left_out, [f"p_{code}" for code in toy_study.codebook.codes]].astype(float)
    assert chances.sum() == pytest.approx(1)
    assert sorted(held_out_predictions(toy_study)["paragraph_id"]) == sorted(set(whole.index) - {left_out})


def test_stories_without_labels_are_predicted_by_all_labels(toy_study, without_label):
    article = coded_table(toy_study)["article_id"].iloc[-1]
    partly = without_label(lambda table: table["article_id"] == article)
    found = predict_every_paragraph(toy_study)
    rows = found[found["article_id"] == article]
    assert set(rows["paragraph_id"]) == set(partly.loc[partly["article_id"] == article, "paragraph_id"])
    assert set(rows["fold"]) == set(rows["label"]) == {""}
    assert (found.loc[found["article_id"] != article, "fold"] != "").all()


def test_rows_of_a_study_know_the_pillars_and_predictions_the_codes(toy_study):
    table = toy_study.table("all")
    coded = table[table["primary"] != ""]
    model = make_pipeline(CountVectorizer(), MultinomialNB())
    said = cross_predict(model, coded["text"], coded, GroupKFold(2))
    given = cross_predict(model, coded["text"], coded, GroupKFold(2), toy_study.codebook.pillar_ids)
    pd.testing.assert_frame_equal(said, given)
    assert said.attrs["codes"] == toy_study.codebook.codes
    assert list(said.attrs["pillars"]) == list(toy_study.codebook.pillar_ids)


@pytest.mark.parametrize(
    ("X", "change", "said"),
    [
        ("one text", {}, "arguments X and labels: expected as many rows of X as of labels, found one text"),
        (["a"], {}, "expected as many rows of X as of labels, found 1 and 2"),
        (["a", "b"], {"drop": ["also"]}, "argument labels: expected columns also, found none of these names"),
        (["a", "b"], {"drop": ["also", "paragraph_id"]}, "argument labels: expected columns paragraph_id, also"),
    ],
)
def test_labels_that_do_not_fit_are_refused(X, change, said):
    labels = pd.DataFrame({"paragraph_id": ["p", "q"], "article_id": ["a", "b"], "primary": ["x", "y"]})
    labels["also"] = [(), ()]
    with pytest.raises(DataError, match=said):
        cross_predict(MultinomialNB(), X, labels.drop(columns=change.get("drop", [])), GroupKFold(2), ["x", "y"])


def test_labels_that_know_no_pillars_ask_for_them():
    labels = pd.DataFrame({"paragraph_id": ["p"], "article_id": ["a"], "primary": ["x"], "also": [()]})
    with pytest.raises(DataError, match="Give pillars, or take the table from"):
        cross_predict(MultinomialNB(), ["a"], labels, GroupKFold(2))


@pytest.mark.parametrize("of", [list, tuple, np.array, pd.Series])
def test_a_list_of_codes_is_as_good_as_a_table(toy_study, of):
    table = labelled_rows(coded_table(toy_study))
    table["also"] = [()] * len(table)
    table["story"] = table["article_id"]
    texts = toy_study.paragraphs.set_index("paragraph_id")["text"].loc[table["paragraph_id"]].tolist()
    model = make_classifier(toy_study.language, blocks=("word",), penalty=1.0)
    codes = sorted(set(table["primary"]) - {"none"})
    expected = cross_predict(model, texts, table, GroupKFold(2), codes)
    said = cross_predict(model, texts, of(table["primary"]), GroupKFold(2), articles=of(table["article_id"]))
    pd.testing.assert_frame_equal(said.drop(columns="paragraph_id"), expected.drop(columns="paragraph_id"))
    assert said["paragraph_id"].tolist() == [
        str(table["paragraph_id"].tolist().index(i)) for i in expected["paragraph_id"]
    ]
    assert list(said.attrs["pillars"]) == codes
    pd.testing.assert_frame_equal(scores(said, resamples=50), scores(expected, resamples=50))


def test_a_list_without_articles_is_taken_for_one_each_and_a_warning_says_so_once():
    warn_of_articles.cache_clear()
    model, X, codes = MultinomialNB(), np.eye(4, dtype=int), ["x", "y", "x", "y"]
    with pytest.warns(UserWarning, match="cross_predict was given no articles: each text counts as an article"):
        said = cross_predict(model, X, codes, GroupKFold(2))
    assert said["article_id"].is_unique
    warn_of_articles.cache_clear()
    pd.testing.assert_frame_equal(said, cross_predict(model, X, codes, GroupKFold(2), articles=range(4)))


def test_articles_beside_a_table_are_refused(toy_labels):
    with pytest.raises(DataError, match="argument articles: expected articles with a list of codes, found a table"):
        cross_predict(MultinomialNB(), np.ones((4, 1)), toy_labels, GroupKFold(2), ["x"], articles=list("aabb"))
