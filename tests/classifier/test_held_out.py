from __future__ import annotations

from discourse.classifier import held_out_predictions, labelled_paragraphs, study_folds


def test_labels_and_features_have_the_same_rows(toy_study):
    labels, features = labelled_paragraphs(toy_study, blocks=("word",))
    assert tuple(labels["paragraph_id"]) == features.ids
    assert (labels["primary"] != "").all()


def test_every_labelled_paragraph_is_predicted_once_with_its_story_held_out(toy_study):
    models = []
    said = held_out_predictions(toy_study, fitted=models.append)
    labels, _ = labelled_paragraphs(toy_study)
    assert sorted(said["paragraph_id"]) == sorted(labels["paragraph_id"])
    assert said.groupby("article_id")["fold"].nunique().eq(1).all()
    assert len(models) == toy_study.settings.folds


def test_the_number_of_folds_may_be_another(toy_study):
    labels, _ = labelled_paragraphs(toy_study)
    assert len(study_folds(toy_study, labels, 2)) == 2
