"""Are the errors those of models that had not seen the story?"""

from __future__ import annotations

import numpy as np
import pytest

from discourse.classifier import ErrorCounts, PillarClassifier, read_errors, save_model, train_study
from discourse.classifier.error_counts import count_errors, kept_errors
from discourse.errors import ModelError


def fitted(seed=0, stories=24):
    """A classifier of two words that half of the time tell the code, and what it was fitted to."""
    rng = np.random.default_rng(seed)
    story = np.repeat(np.arange(stories), 3)
    codes = rng.choice(["road", "school"], len(story))
    counts = rng.poisson(0.4, (len(story), 30)).astype(float)
    counts[:, 0] = (codes == "road") & (rng.random(len(story)) < 0.6)
    classifier = PillarClassifier(penalty=1.0, proportion_weight=1.0)
    return classifier.fit(counts, codes, groups=story), counts, codes, story


def test_counts_are_those_of_fits_without_the_story():
    classifier, counts, codes, story = fitted()
    found = count_errors(classifier, ("road", "school", "none"), codes, story, np.arange(len(codes)))
    assert found.crossed.shape == (24, 3, 3)
    assert found.crossed.sum(axis=(1, 2)).tolist() == [3] * 24
    assert found.crossed[:, 2].sum() == found.crossed[:, :, 2].sum() == 0
    together = found.crossed.sum(axis=0)
    assert together.sum(axis=0).tolist() == [(codes == "road").sum(), (codes == "school").sum(), 0]
    seen = (classifier.predict(counts) == codes).mean()
    assert np.trace(together) / together.sum() < seen
    # Story 0 alone, by a fit in which it is not: the few articles leave the choice of weights as it is.
    rest = story > 0
    alone = PillarClassifier(penalty=1.0, proportion_weight=1.0).fit(counts[rest], codes[rest], groups=story[rest])
    said = alone.predict(counts[~rest])
    same = (said == np.array(["road", "school"])[classifier.held_out_margins_[~rest][:, :2].argmax(axis=1)]).sum()
    assert same >= 2


def test_a_saved_model_keeps_its_errors_and_predicts_the_same(toy_study, tmp_path):
    trained = train_study(toy_study)
    save_model(trained, tmp_path / "model.npz")
    found, about = read_errors(tmp_path / "model.npz")
    assert found.codes == (*toy_study.codebook.pillar_ids, "none")
    np.testing.assert_array_equal(found.crossed, trained.errors.crossed)
    labelled = about["trained_on"]["labels"]
    together = found.crossed.sum(axis=(0, 1))
    assert dict(zip(found.codes, together.tolist(), strict=True)) == {
        code: labelled.get(code, 0) for code in found.codes
    }


def test_a_model_without_errors_can_be_opened_and_says_what_to_do(toy_study, tmp_path):
    from dataclasses import replace

    from discourse.classifier import load_model

    trained = train_study(toy_study)
    save_model(replace(trained, errors=None), tmp_path / "old.npz")
    save_model(trained, tmp_path / "new.npz")
    old, new = (load_model(tmp_path / name, toy_study.language) for name in ("old.npz", "new.npz"))
    assert old.errors is None
    texts = ["jalan dan jembatan", "sekolah desa"]
    assert old.predict_texts(texts).equals(new.predict_texts(texts))
    assert new.predict_texts(texts).equals(trained.predict_texts(texts))
    with pytest.raises(ModelError, match=r"old\.npz: expected a model that knows its error rates, .*discourse train"):
        read_errors(tmp_path / "old.npz")


@pytest.mark.parametrize(
    "crossed",
    [np.zeros((2, 3, 2), dtype=np.int64), np.full((2, 3, 3), -1), np.zeros((2, 3, 3)), np.zeros(3, dtype=int)],
)
def test_what_are_no_counts_is_refused(crossed):
    with pytest.raises((ValueError, IndexError)):
        kept_errors({"errors": crossed}, ("road", "school"))
    assert kept_errors({}, ("road", "school")) is None


def test_counts_may_be_put_in_another_order():
    crossed = np.arange(18).reshape(2, 3, 3)
    counts = ErrorCounts(("a", "b", "none"), crossed)
    turned = counts.ordered(("b", "a", "none"))
    assert turned[:, 0, 1].tolist() == crossed[:, 1, 0].tolist()
    np.testing.assert_array_equal(ErrorCounts(("b", "a", "none"), turned).ordered(counts.codes), crossed)
