"""A change of settings is named in few words, and said once, however many figures it makes out of date."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from discourse.pipeline.reasons import reason_lines, settings_cause

PERIODS = [{"id": "2019", "start": "2019-01-01"}, {"id": "2024", "start": "2024-01-01"}]


def test_entries_that_came_went_and_changed_are_named() -> None:
    now = [PERIODS[0] | {"start": "2018-01-01"}, {"id": "2025", "start": "2025-01-01"}]
    assert settings_cause({"periods": PERIODS}, {"periods": now}) == [
        "settings: periods: 1 added (2025), 1 removed (2024), 1 changed (2019)"
    ]
    assert settings_cause({"periods": PERIODS}, {"periods": PERIODS[::-1]}) == ["settings: periods: in another order"]
    old, new = {"seed": 7, "title": "A", "compare": []}, {"seed": 8, "title": "B", "compare": ["2019", "2024"]}
    assert settings_cause(old, new) == ["settings: compare changed, seed was 7, is 8, title changed"]
    assert settings_cause(old, old) == []


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.lists(st.text(min_size=50)), min_size=1))
def test_no_change_takes_more_than_a_line(now) -> None:
    (said,) = settings_cause({}, now)
    assert len(said) <= 120
    assert "; " not in said


def test_settings_that_figures_have_in_common_are_said_once() -> None:
    seed = "settings: seed was 1, is 2"
    reasons = {"a": seed, "b": f"{seed}; data: x.csv changed", "c": "not made yet"}
    assert reason_lines(reasons, 2) == [seed, "a: settings", "b: settings; data: x.csv changed"]
    assert reason_lines({"a": seed, "c": "not made yet"}) == [f"a: {seed}", "c: not made yet"]
    other = reasons | {"a": "settings: seed was 0, is 2"}
    assert reason_lines(other) == [f"{stem}: {reason}" for stem, reason in other.items()]
