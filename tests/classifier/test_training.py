"""A study or texts with codes make the same classifier, and texts are taken as scikit-learn users type them."""

from __future__ import annotations

import io
import pickle
import warnings

import joblib
import numpy as np
import pandas as pd
import pytest
import sklearn
import skops.io
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, GroupKFold, cross_val_predict, cross_val_score

from discourse.classifier import make_classifier, train_study
from discourse.classifier.model import _warn_of_rows
from discourse.errors import DataError
from discourse.evaluation.folds import ArticleKFold
from discourse.features import BLOCKS, EMBEDDING
from discourse.labels.table import coded_table, mention_matrix


def test_too_few_labels_are_refused(toy_study):
    lines = toy_study.labels_path.read_text(encoding="utf-8").splitlines()
    toy_study.labels_path.write_text("\n".join(lines[:4]) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match="at least 10 labelled paragraphs"):
        train_study(toy_study)


def test_the_same_labels_give_the_same_model(toy_study, toy_model):
    again = train_study(toy_study)
    assert again.features == toy_model.features
    assert (again.classifier.coef_ == toy_model.classifier.coef_).all()
    assert again.about == toy_model.about


def test_other_blocks_can_be_asked_for(toy_study):
    model = train_study(toy_study, blocks=("word", "seed"))
    assert model.seeds == toy_study.codebook.seeds
    assert {name.partition(":")[0] for name in model.features} == {"word", "seed"}


def test_what_was_done_is_told(toy_study):
    steps: list[str] = []
    train_study(toy_study, progress=steps.append)
    assert steps[0] == "reading labels"
    assert "paragraphs" in steps[-1]


@pytest.fixture
def rows(toy_study):
    """Labelled rows of the toy study with their texts."""
    table = coded_table(toy_study)
    texts = toy_study.paragraphs.set_index("paragraph_id")["text"]
    table = table[table["primary"] != ""].reset_index(drop=True)
    return table.assign(text=table["paragraph_id"].map(texts))


@pytest.fixture
def warned():
    """Forget that the warning was given, before and after."""
    _warn_of_rows.cache_clear()
    yield
    _warn_of_rows.cache_clear()


def test_it_predicts_what_the_trained_study_predicts(toy_study, rows):
    trained = train_study(toy_study, "text")
    piped = make_classifier(toy_study.language).fit(rows["text"], rows["primary"], classifier__groups=rows["story"])
    texts = [*rows["text"], "kata yang belum pernah dilihat", ""]
    expected = trained.predict_texts(texts)
    assert piped.predict(texts).tolist() == expected["predicted"].tolist()
    columns = [f"p_{code}" for code in piped.classes_]
    np.testing.assert_allclose(piped.predict_proba(texts), expected[columns].to_numpy(), atol=1e-12)
    assert piped["classifier"].penalty_ == trained.classifier.penalty_
    assert piped["classifier"].proportion_weight_ == trained.classifier.proportion_weight_
    again = pickle.loads(pickle.dumps(piped))
    assert (again.predict_proba(texts) == piped.predict_proba(texts)).all()


def test_groups_reach_fit_where_metadata_are_routed(toy_study, rows):
    classifier = make_classifier(toy_study.language, blocks=("word", "dictionary"))
    texts, codes, stories = rows["text"], rows["primary"], rows["story"]
    by_hand = clone(classifier).fit(texts, codes, classifier__groups=stories).predict_proba(texts)
    with sklearn.config_context(enable_metadata_routing=True), warnings.catch_warnings():
        warnings.simplefilter("error")
        assert (clone(classifier).fit(texts, codes, groups=stories).predict_proba(texts) == by_hand).all()
        for cv in (GroupKFold(3), ArticleKFold(3, 1)):
            found = cross_val_score(classifier, texts, codes, cv=cv, params={"groups": stories}, error_score="raise")
            assert len(found) == 3


@pytest.mark.parametrize("routing", [False, True])
def test_articles_reach_fit_and_predict(toy_study, rows, routing):
    classifier = make_classifier(toy_study.language, blocks=("word", "dictionary"))
    texts, codes, articles = rows["text"], rows["primary"], rows["article_id"]
    with sklearn.config_context(enable_metadata_routing=routing):
        told = {"articles" if routing else "classifier__articles": articles}
        fitted = classifier.fit(texts, codes, **told)
        heard, said = fitted.predict_proba(texts, articles=articles), fitted.predict(texts, articles=articles)
    last, margins = fitted[-1], fitted[-1].margins(fitted[:-1].transform(texts))
    np.testing.assert_array_equal(heard, last.primary_from_margins(margins, articles))
    assert said.tolist() == last.classes_[heard.argmax(axis=1)].tolist()


def test_without_routing_it_warns_once_and_works(toy_study, rows, warned):
    classifier = make_classifier(toy_study.language, blocks=("word", "dictionary"))
    texts, codes, stories = rows["text"], rows["primary"], rows["story"]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        plain = cross_val_score(classifier, texts, codes, groups=stories, cv=GroupKFold(3), error_score="raise")
        cross_val_score(classifier, texts, codes, groups=stories, cv=ArticleKFold(3, 1), error_score="raise")
    assert len(plain) == 3
    assert [str(one.message).partition(":")[0] for one in caught] == ["fit was given no groups"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        _warn_of_rows.cache_clear()
        params = {"classifier__groups": stories}
        said = cross_val_predict(classifier, texts, codes, groups=stories, cv=GroupKFold(3), params=params)
    assert set(said) <= set(codes)


@pytest.mark.parametrize("routing", [False, True])
def test_a_grid_search_chooses_on_whole_articles(toy_study, rows, routing):
    classifier = make_classifier(toy_study.language, blocks=("word",))
    grid = {"classifier__penalty": [0.5, 8.0], "features__blocks": [("word",), ("word", "dictionary")]}
    search = GridSearchCV(classifier, grid, cv=GroupKFold(3), error_score="raise")
    texts, codes, stories = rows["text"], rows["primary"], rows["story"]
    told = {"groups": stories} if routing else {"groups": stories, "classifier__groups": stories}
    with sklearn.config_context(enable_metadata_routing=routing), warnings.catch_warnings():
        warnings.simplefilter("error")
        search.fit(texts, codes, **told)
    assert len(search.cv_results_["params"]) == 4
    best = clone(classifier).set_params(**search.best_params_)
    expected = best.fit(texts, codes, classifier__groups=stories).predict_proba(texts)
    assert (search.predict_proba(texts) == expected).all()


def test_a_clone_is_not_fitted_and_fits_the_same(toy_study, rows):
    fitted = make_classifier(toy_study.language, blocks=("word",)).fit(
        rows["text"], rows["primary"], classifier__groups=rows["story"]
    )
    again = clone(fitted)
    with pytest.raises(NotFittedError):
        again.predict(rows["text"])
    again.fit(rows["text"], rows["primary"], classifier__groups=rows["story"])
    assert (again.predict_proba(rows["text"]) == fitted.predict_proba(rows["text"])).all()


@pytest.mark.parametrize(
    "of",
    [list, np.array, tuple, pd.Series, pd.Categorical, lambda codes: pd.Series(codes, dtype=object)],
    ids=["list", "array", "tuple", "series", "categorical", "objects"],
)
def test_labels_of_any_kind(toy_study, rows, of):
    classifier = make_classifier(toy_study.language, blocks=("word",), penalty=2.0)
    codes, stories = rows["primary"].tolist(), rows["story"].tolist()
    expected = clone(classifier).fit(rows["text"], codes, classifier__groups=stories).predict(rows["text"])
    fitted = classifier.fit(rows["text"].tolist(), of(codes), classifier__groups=stories)
    assert fitted.predict(np.array(rows["text"], dtype=object)).tolist() == expected.tolist()


def by_joblib(fitted):
    """Copy a fitted classifier through a file of joblib."""
    file = io.BytesIO()
    joblib.dump(fitted, file)
    file.seek(0)
    return joblib.load(file)


def by_skops(fitted):
    """Copy a fitted classifier through a file of skops, trusting the package's own estimators and nothing else."""
    content = skops.io.dumps(fitted)
    own = skops.io.get_untrusted_types(data=content)
    assert all(name.startswith("discourse.") for name in own)
    return skops.io.loads(content, trusted=own)


@pytest.mark.parametrize("copied", [by_joblib, by_skops])
def test_a_copy_in_a_file_says_the_same(toy_study, rows, copied):
    seeds = toy_study.codebook.seeds
    classifier = make_classifier(toy_study.language, blocks=("word", "dictionary", "seed"), seeds=seeds)
    classifier.fit(rows["text"], rows["primary"], classifier__groups=rows["story"])
    again = copied(classifier)
    assert (again.predict_proba(rows["text"]) == classifier.predict_proba(rows["text"])).all()
    assert again["classifier"].pillars_ == classifier["classifier"].pillars_


def test_scikit_learn_calibrates_it_on_whole_articles(toy_study, rows):
    classifier = make_classifier(language=toy_study.language, blocks=("word", "dictionary"), penalty=2.0)
    with sklearn.config_context(enable_metadata_routing=True), warnings.catch_warnings():
        warnings.simplefilter("error")
        calibrated = CalibratedClassifierCV(classifier, cv=GroupKFold(2))
        calibrated.fit(rows["text"], rows["primary"], groups=rows["story"])
    assert calibrated.predict_proba(rows["text"]).sum(axis=1) == pytest.approx(np.ones(len(rows)))
    assert len(calibrated.calibrated_classifiers_) == 2


@pytest.mark.parametrize("routing", [False, True])
def test_mentions_are_a_table_that_goes_to_fit_with_the_groups(toy_study, rows, routing):
    pillars = toy_study.codebook.pillar_ids
    classifier = make_classifier(toy_study.language, blocks=("word",), penalty=2.0)
    texts, codes, stories = rows["text"], rows["primary"], rows["story"]
    marks = pd.DataFrame(mention_matrix(codes, rows["also"], pillars), columns=pillars)[sorted(pillars)]
    told = {"groups": stories, "mentions": marks}
    params = told if routing else {f"classifier__{name}": one for name, one in told.items()}
    with sklearn.config_context(enable_metadata_routing=routing):
        if routing:
            classifier["classifier"].set_fit_request(groups=True, mentions=True)
        said = cross_val_predict(
            classifier, texts, codes, groups=None if routing else stories, cv=GroupKFold(3), params=params
        )
        fitted = clone(classifier).fit(texts, codes, **params)
        with pytest.raises(DataError, match="expected the names of the columns"):
            clone(classifier).fit(texts, codes, **params | {list(params)[1]: marks.to_numpy()})
    assert set(said) <= set(codes)
    assert fitted["classifier"].pillars_ == tuple(sorted(pillars))
    alike = clone(classifier).fit(texts, codes, classifier__groups=stories, classifier__mentions=marks[list(pillars)])
    X = fitted[:-1].transform(texts)
    found = pd.DataFrame(fitted[-1].predict_mentions(X), columns=fitted[-1].pillars_)[list(pillars)]
    assert (found.to_numpy() == alike[-1].predict_mentions(X)).all()


def test_a_study_can_be_trained_with_embeddings_which_are_kept(toy_study, stub_embeddings):
    steps: list[str] = []
    model = train_study(toy_study, blocks=(*BLOCKS, EMBEDDING), progress=steps.append)
    labelled = coded_table(toy_study)
    labelled = labelled[labelled["primary"] != ""]
    assert len(stub_embeddings.read) == len(labelled)
    assert f"embedded {len(labelled)} of {len(labelled)} paragraphs" in steps
    assert sum(name.startswith("embedding:") for name in model.features) == 384
    stub_embeddings.read.clear()
    again = train_study(toy_study, blocks=(*BLOCKS, EMBEDDING))
    assert (again.classifier.coef_ == model.classifier.coef_).all()
    assert stub_embeddings.read == []


def test_a_pipeline_of_texts_reads_embeddings(rows, toy_study, stub_embeddings):
    told = {"classifier__groups": rows["story"]}
    plain = make_classifier(toy_study.language, blocks=("word",)).fit(rows["text"], rows["primary"], **told)
    model = make_classifier(toy_study.language, blocks=("word", EMBEDDING)).fit(rows["text"], rows["primary"], **told)
    assert model["classifier"].held_out_loss_ <= plain["classifier"].held_out_loss_ + 1e-6
    # Words that were never met have a part in the embedding alone.
    unheard = ["xyzzy", "plugh"]
    assert (plain.predict_proba(unheard)[0] == plain.predict_proba(unheard)[1]).all()
    assert (model.predict_proba(unheard)[0] != model.predict_proba(unheard)[1]).any()
