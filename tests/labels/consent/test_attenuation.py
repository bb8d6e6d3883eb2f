"""The shift that a careless coder alone would find is worked out by hand, and with no error it is the labels' own."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding
from discourse.labels.consent.attenuation import coded_shift, coder_shift, count_codes, shift_table
from discourse.labels.consent.standing import CommonCodings, coder_standings
from discourse.labels.log import read_codings
from discourse.labels.reliability import Draws
from discourse.labels.table import study_labels
from discourse.study import Study

CODES = ("trade", "arts", "none")


def common(*pairs: tuple[str, str, int]) -> CommonCodings:
    """Paragraphs of (label, code, how many)."""
    rows = [(label, code) for label, code, times in pairs for _ in range(times)]
    table = pd.DataFrame(rows, columns=["label", "primary"])
    return CommonCodings(table.assign(paragraph_id=[f"p{place}" for place in range(len(rows))]), CODES)


def test_the_shift_left_by_errors_is_worked_out_by_hand() -> None:
    # Earlier 30 trade and 10 arts, later 10 and 30, and 8 none in each. A fifth of trade is coded arts, none as it is:
    # trade 24 of 40 and 8 of 40, so that -.5 becomes -.4.
    found = common(("trade", "trade", 8), ("trade", "arts", 2), ("arts", "arts", 5), ("none", "none", 5))
    paragraphs = np.array([[30.0, 10, 8], [10, 30, 8]])
    articles = {f"p{place}": f"a{place % 10}" for place in range(20)}
    table = shift_table(paragraphs, found, articles, Draws(0.9, 500, 1))
    assert table["pillar"].tolist() == ["trade", "arts"]
    np.testing.assert_allclose(table["shift"], [-0.5, 0.5])
    np.testing.assert_allclose(table["coded"], [-0.4, 0.4])
    assert (table["low"] < table["coded"]).all()
    assert (table["coded"] < table["high"]).all()
    nine = {name: f"a{place % 9}" for place, name in enumerate(articles)}
    assert shift_table(paragraphs, found, nine, Draws(0.9, 500, 1))["low"].isna().all()


def test_a_paragraph_coded_none_leaves_the_shares() -> None:
    # All arts are coded none: only trade is left, and nothing shifts.
    found = common(("trade", "trade", 5), ("arts", "none", 5))
    table = shift_table(np.array([[30.0, 10, 0], [10, 30, 0]]), found, {f"p{i}": "a" for i in range(10)}, Draws())
    np.testing.assert_allclose(table["coded"], [0, 0])


def test_a_period_without_a_pillar_has_no_shift() -> None:
    found = common(("trade", "trade", 5))
    assert shift_table(np.array([[0.0, 0, 4], [1, 1, 0]]), found, dict.fromkeys(found.table["paragraph_id"], "a"),
                       Draws()).empty  # fmt: skip


@given(st.lists(st.integers(1, 50), min_size=6, max_size=6), st.floats(0, 1))
def test_without_errors_nothing_is_lost_and_by_chance_everything(numbers, part) -> None:
    paragraphs = np.array(numbers, dtype=float).reshape(2, 3)
    whole = coded_shift(paragraphs, np.eye(3), [True] * 3)
    np.testing.assert_allclose(whole, paragraphs[1] / paragraphs[1].sum() - paragraphs[0] / paragraphs[0].sum())
    np.testing.assert_allclose(coded_shift(paragraphs, np.ones((3, 3)), [True] * 3), 0, atol=1e-12)
    mixed = part * np.eye(3) + (1 - part) / 3
    np.testing.assert_allclose(coded_shift(paragraphs, mixed, [True] * 3), part * whole, atol=1e-12)
    assert coded_shift(paragraphs, np.stack([np.eye(3), mixed]), [True] * 3).shape == (2, 3)
    np.testing.assert_allclose(coded_shift(paragraphs, np.zeros((3, 3)), [True] * 3), whole)


def test_a_code_that_nobody_gave_is_counted_as_none_of_it() -> None:
    rows = pd.DataFrame({"period": ["2019", "2024", "2030"], "primary": ["trade", "", "trade"]})
    assert count_codes(rows, ("2019", "2024"), CODES).tolist() == [[1, 0, 0], [0, 0, 0]]


def test_a_coder_who_says_what_the_labels_say_finds_their_shift(toy_study) -> None:
    labels = study_labels(toy_study)
    pairs = zip(labels["paragraph_id"], labels["primary"], strict=True)
    LabelLog.of(toy_study).append([Coding(f"ani-{name}", name, "ani", "1", code) for name, code in pairs])
    study = Study(toy_study.root)
    standings = coder_standings(read_codings(study), study.settings, study.codebook)
    ani = next(each for each in standings if each.coder == "ani")
    table = coder_shift(study, "ani", ani.common)
    assert table["shift"].tolist() == pytest.approx([-0.5, 0.25, 0.25])
    assert table["coded"].tolist() == pytest.approx([-0.5, 0.25, 0.25])
