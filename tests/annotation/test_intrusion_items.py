"""Are the items those of the study's topics, the same in every run, and without the answer?"""

from __future__ import annotations

import pytest

from discourse.annotation.intrusion_items import KINDS, MODELS, IntrusionTests, fit_shown
from discourse.errors import LabelError, ModelError
from discourse.features import study_dfm
from discourse.study import Study
from discourse.topics import save_topics, train_topics


@pytest.fixture
def tests(toy_study) -> IntrusionTests:
    return IntrusionTests(toy_study)


def test_one_item_a_topic(tests, toy_study) -> None:
    test = tests.of("words")
    assert [item.name for item in test.items] == ["word-01", "word-02", "word-03"]
    assert len(test.items) == toy_study.settings.topics
    assert {len(set(item.options)) for item in test.items} == {6}
    assert {item.text for item in test.items} == {""}


def test_topic_items_show_paragraphs_that_the_model_knows_something_of(tests, toy_study) -> None:
    test = tests.of("topics")
    model, counts = fit_shown(toy_study, "plain")
    known = counts.matrix[:, model.columns_].toarray().any(axis=1)
    texts = toy_study.paragraphs["text"]
    assert {item.text for item in test.items} == set(texts[known])
    assert len(test.items) == known.sum() < len(texts)
    assert {len(item.options) for item in test.items} == {3}
    assert {item.source for item in test.items} <= {"original", "paraphrase"}


def test_seeded_topics_are_those_of_the_pillars_and_the_rest(toy_study) -> None:
    progress: list[tuple[int, int]] = []
    test = IntrusionTests(toy_study, "seeded", lambda done, total: progress.append((done, total))).of("words")
    assert len(test.items) == len(toy_study.codebook.pillar_ids) + toy_study.settings.residual_topics
    assert progress[-1] == (20, 20)


@pytest.mark.parametrize("kind", KINDS)
def test_two_runs_give_the_same_items(tests, toy_study, kind) -> None:
    again = IntrusionTests(Study(toy_study.root)).of(kind)
    assert (again.items, again.digest) == (tests.of(kind).items, tests.of(kind).digest)


def test_every_test_has_a_digest_of_its_own(tests, toy_study) -> None:
    seeded = IntrusionTests(toy_study, "seeded")
    digests = {each.of(kind).digest for each in (tests, seeded) for kind in KINDS}
    assert len(digests) == len(KINDS) * len(MODELS)
    assert {len(digest) for digest in digests} == {16}


def test_other_settings_give_another_digest(tests, toy_study) -> None:
    path = toy_study.data / "study.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("seed = 7\n", "seed = 8\n"), encoding="utf-8")
    assert IntrusionTests(Study(toy_study.root)).of("topics").digest != tests.of("topics").digest


@pytest.mark.parametrize("model", MODELS)
def test_topics_that_were_kept_have_the_tests_of_those_that_were_saved(toy_study, tmp_path, model) -> None:
    fitted, about = train_topics(toy_study, model)
    save_topics(fitted, tmp_path / "topics.npz", about)
    kept = IntrusionTests.kept(toy_study, tmp_path / "topics.npz")
    assert kept.model == model
    for kind in KINDS:
        expected = IntrusionTests(toy_study, model).of(kind)
        assert (kept.of(kind).items, kept.of(kind).digest) == (expected.items, expected.digest)


def test_kept_topics_are_tested_as_they_are_whatever_the_settings_are_now(tests, toy_study, tmp_path) -> None:
    fitted, about = train_topics(toy_study)
    save_topics(fitted, tmp_path / "topics.npz", about)
    path = toy_study.data / "study.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("topics = 3\n", "topics = 2\n"), encoding="utf-8")
    kept = IntrusionTests.kept(Study(toy_study.root), tmp_path / "topics.npz")
    assert kept.of("words").digest == tests.of("words").digest


def test_kept_topics_without_names_of_terms_are_refused(toy_study, tmp_path) -> None:
    fitted, _ = train_topics(toy_study)
    save_topics(fitted.set_params(terms=None).fit(study_dfm(toy_study).matrix), tmp_path / "topics.npz")
    with pytest.raises(ModelError, match="expected a topic model that names its terms"):
        IntrusionTests.kept(toy_study, tmp_path / "topics.npz")


@pytest.mark.parametrize("act", [lambda study: IntrusionTests(study, "x"), lambda study: IntrusionTests(study).of("x")])
def test_there_are_no_others(toy_study, act) -> None:
    with pytest.raises(LabelError, match="Choose one of these"):
        act(toy_study)
