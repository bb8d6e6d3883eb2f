from __future__ import annotations

import numpy as np
import pytest

from discourse.resampling import resampled_articles


def test_each_resample_draws_as_many_articles_as_there_are():
    drawn = resampled_articles(7, 50, 3)
    assert drawn.shape == (50, 7)
    assert (drawn.sum(axis=1) == 7).all()


def test_a_resample_may_draw_fewer():
    assert (resampled_articles(7, 50, 3, 6).sum(axis=1) == 6).all()


def test_an_article_is_drawn_once_on_average():
    assert resampled_articles(5, 20_000, 1).mean(axis=0) == pytest.approx(np.ones(5), abs=0.03)


def test_the_same_seed_gives_the_same_resamples_which_nobody_can_change():
    assert (resampled_articles(4, 10, 2) == resampled_articles(4, 10, 2)).all()
    assert (resampled_articles(4, 10, 2) != resampled_articles(4, 10, 3)).any()
    with pytest.raises(ValueError, match="read-only"):
        resampled_articles(4, 10, 2)[0, 0] = 5
