"""Do the studies of people and machines have the truth and the probabilities that are counted against?"""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest


@pytest.fixture
def world():
    """A small world, so that the study need not be fitted."""
    pooled = np.array([0.4, 0.25, 0.15, 0.12, 0.08])
    return SimpleNamespace(
        pillars=("political", "defence", "economic", "education", "infrastructure"),
        sizes=np.array([2, 4, 6]),
        concentration=1.6,
        pooled=pooled,
        shares=(pooled, pooled[::-1]),
        truth=lambda shift: (pooled, pooled[::-1]),
    )


def test_every_confusion_has_rows_that_add_up():
    from people_and_machines import SETTINGS, confusion

    for setting in SETTINGS:
        for rates in setting.machine:
            np.testing.assert_allclose(rates.sum(axis=1), 1, err_msg=setting.name)
            assert (rates >= 0).all(), setting.name
    np.testing.assert_allclose(np.diag(confusion(0.7, 1, 0.5)), 0.7)
    assert confusion(0.7, 1, 0.5)[0, 1] > confusion(0.7, 1, 0.5)[0, 2]


@pytest.mark.parametrize("design", ["articles", "paragraphs", "unequal"])
def test_people_code_with_the_probabilities_that_are_given(design):
    from people_and_machines import ARTICLES, designs

    rng = np.random.default_rng(2)
    article = np.repeat(np.arange(ARTICLES), rng.choice([2, 4, 6], ARTICLES))
    said, coded, chances = rng.integers(0, 6, len(article)), np.zeros(len(article)), np.zeros(len(article))
    for _ in range(400):
        known, inclusion = designs[design](article, said, 60, rng)
        coded += known / 400
        chances += inclusion / 400
    np.testing.assert_allclose(coded.mean(), chances.mean(), rtol=0.02)
    for one in (said == 0, said > 0):
        np.testing.assert_allclose(coded[one].mean(), chances[one].mean(), rtol=0.03)
    assert np.abs(coded - chances).max() < 0.16


def test_a_world_is_reduced_to_a_row(world, monkeypatch):
    import people_and_machines as benchmark

    monkeypatch.setattr(benchmark, "ARTICLES", 60)
    setting = next(each for each in benchmark.SETTINGS if each.name == "perfect")
    paragraphs, true = benchmark.draw_study(world, setting, np.random.default_rng(1))
    assert (paragraphs.table["machine"] != "").all()
    known = paragraphs.table["by_person"]
    assert (paragraphs.table.loc[known, "primary"] == paragraphs.table.loc[known, "machine"]).all()
    np.testing.assert_allclose(true.sum(axis=1), 1)
    row = benchmark.counted(world, setting, 6, 1)
    assert row["taken"] > 0.5
    assert row["width"] < 0.8
    assert row["dsl covers"] > 0.4
