"""Is "a shift" said only where every condition holds, and is the reason the one that matters?"""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.emphasis.verdict import (
    DISAGREE,
    NOT_DETECTED,
    OPEN,
    SHIFT,
    VERDICTS,
    p_text,
    verdict_endings,
    verdict_text,
    verdicts,
)
from discourse.translations import Translation, read_translation, speaking

NAN = float("nan")


def one_test(shift=-0.14, low=-0.3, high=-0.01, p_holm=0.03, **further):
    row = {"pillar": "defence", "shift": shift, "low": low, "high": high, "p_holm": p_holm, **further}
    return pd.DataFrame([row])


def without(*rows):
    columns = ["pillar", "left_out", "value", "low", "high", "earlier_articles", "later_articles"]
    return pd.DataFrame([("defence", *row) for row in rows], columns=columns)


HOLDS = ("safe.vn", -0.12, -0.25, -0.02, 12, 14)
TURNS = ("main.vn", 0.03, -0.09, 0.19, 14, 9)
WEAKER = ("weak.vn", -0.08, -0.25, 0.02, 14, 9)
FEW = ("huge.vn", -0.09, NAN, NAN, 3, 9)
ALL = ("all.vn", NAN, NAN, NAN, 0, 9)
GONE = ("gone.vn", 0.0, -0.1, 0.1, 14, 9)


def said(tests, left_out=None, level=0.95):
    found = verdicts(tests, without() if left_out is None else left_out, level)
    assert list(found.columns) == ["pillar", "verdict", "reason"]
    return tuple(found.loc[0, ["verdict", "reason"]])


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], (SHIFT, "")),
        ([HOLDS], (SHIFT, "")),
        ([HOLDS, TURNS], (OPEN, "the sign turns without main.vn")),
        ([WEAKER, HOLDS], (OPEN, "not shown without weak.vn (14 + 9 articles)")),
        ([FEW], (OPEN, "not shown without huge.vn (3 + 9 articles)")),
        ([WEAKER, FEW, TURNS], (OPEN, "the sign turns without main.vn")),
        ([FEW, WEAKER], (OPEN, "not shown without weak.vn (14 + 9 articles)")),
        ([ALL, HOLDS], (OPEN, "not shown without all.vn (0 + 9 articles)")),
        ([WEAKER, ALL], (OPEN, "not shown without all.vn (0 + 9 articles)")),
        ([WEAKER, GONE], (OPEN, "not shown without gone.vn (14 + 9 articles)")),
    ],
)
def test_each_group_is_left_out(rows, expected):
    assert said(one_test(), without(*rows)) == expected


@pytest.mark.parametrize("reason", ["", "interval and test disagree", "too few articles for an interval", "of b rule"])
def test_a_verdict_is_said_as_it_is_stored_in_english(reason):
    for verdict in VERDICTS:
        assert verdict_text(verdict, reason) == (f"{verdict}: {reason}" if reason else verdict)


def test_the_reason_is_said_in_the_language_spoken():
    strings = {
        "open": "terbuka",
        "not shown without {group} ({earlier} + {later} articles)": "{later}, {earlier}: {group}",
    }
    with speaking(Translation("xx", strings)):
        assert verdict_text(*said(one_test(), without(WEAKER))) == "terbuka: 9, 14: weak.vn"
        assert verdict_text(*said(one_test(), without(TURNS))) == "terbuka: the sign turns without main.vn"
    with speaking(read_translation("id")):
        for reason in ("interval and test disagree", "too few articles for an interval", "the sign turns without x.vn"):
            assert reason not in verdict_text(OPEN, reason)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"high": 0.02}, (OPEN, "interval and test disagree")),
        ({"p_holm": 0.06}, (OPEN, "interval and test disagree")),
        ({"high": 0.02, "p_holm": 0.06}, (NOT_DETECTED, "")),
        ({"low": NAN}, (OPEN, "too few articles for an interval")),
        ({"high": NAN}, (OPEN, "too few articles for an interval")),
        ({"low": NAN, "high": NAN}, (OPEN, "too few articles for an interval")),
        ({"low": NAN, "high": NAN, "p_holm": 1.0}, (NOT_DETECTED, "too few articles for an interval")),
        ({"p_holm": NAN, "low": NAN, "high": NAN}, (NOT_DETECTED, "too few articles for an interval")),
        ({"p_holm": 0.8, "lengths_differ": True}, (SHIFT, "")),
        ({"p_holm": 0.001, "high": 0.02, "lengths_differ": True}, (NOT_DETECTED, "")),
        ({"p_holm": 0.8, "lengths_differ": True, "low_joint": -0.4, "high_joint": 0.1}, (NOT_DETECTED, "")),
        ({"lengths_differ": False, "low_joint": -0.4, "high_joint": 0.1}, (SHIFT, "")),
    ],
)
def test_interval_and_adjusted_test_must_agree(changes, expected):
    assert said(one_test(**changes), without(HOLDS)) == expected


def test_the_unadjusted_p_decides_nothing():
    assert said(one_test(p_holm=0.15, p=0.03))[0] == OPEN


def test_the_level_is_that_of_the_study():
    assert said(one_test(p_holm=0.08), without(HOLDS), 0.90) == (SHIFT, "")
    assert said(one_test(p_holm=0.08), without(HOLDS), 0.95)[0] == OPEN
    assert said(one_test(p_holm=0.5), without(HOLDS), 0.5) == (SHIFT, "")


def test_where_no_shift_is_found_no_group_is_blamed():
    assert said(one_test(high=0.02, p_holm=0.06), without(TURNS)) == (NOT_DETECTED, "")


def test_pillars_have_their_own_groups():
    tests = pd.concat([one_test(), one_test().assign(pillar="trade")], ignore_index=True)
    left_out = pd.concat([without(HOLDS), without(TURNS).assign(pillar="trade")])
    assert verdicts(tests, left_out)["verdict"].tolist() == [SHIFT, OPEN]


NUMBERS = st.floats(-1, 1, allow_subnormal=False)
BOUND = st.one_of(st.just(NAN), NUMBERS)


@given(
    st.tuples(NUMBERS, BOUND, BOUND, st.floats(0, 1), st.booleans()),
    st.lists(st.tuples(BOUND, BOUND, BOUND), max_size=4),
)
def test_a_shift_implies_every_condition(whole, groups):
    shift, low, high, p_holm, lengths_differ = whole
    tests = one_test(shift, low, high, p_holm, lengths_differ=lengths_differ)
    rows = [(f"{number}.vn", *bounds, 5, 5) for number, bounds in enumerate(groups)]
    verdict, reason = said(tests, without(*rows))
    assert verdict in VERDICTS
    assert (verdict != OPEN) or reason
    if verdict != SHIFT:
        return
    assert reason == ""
    assert low > 0 or high < 0
    assert lengths_differ or p_holm <= 1 - 0.95
    for value, bottom, top in groups:
        assert value != 0
        assert math.copysign(1, value) == math.copysign(1, shift)
        assert bottom > 0 or top < 0


@pytest.mark.parametrize(
    ("p", "text"),
    [(0.0, "< .001"), (0.00099, "< .001"), (0.001, ".001"), (0.0474, ".047"), (0.5, ".500"), (1.0, "1.000")],
)
def test_a_small_p_is_never_nought(p, text):
    assert p_text(p) == text


@pytest.mark.parametrize(
    ("reason", "endings"),
    [
        ("", ["open"]),
        (DISAGREE, ["open: interval and test disagree", "interval and test disagree", "open"]),
        (
            "not shown without Kabar (kota) (14 + 9 articles)",
            ["open: not shown without Kabar (kota)", "not shown without Kabar (kota)", "open"],
        ),
    ],
)
def test_a_title_has_a_verdict_in_ever_fewer_words(reason, endings):
    assert verdict_endings(OPEN, reason) == endings
    assert verdict_text(OPEN, reason).startswith(endings[0])


def test_a_verdict_for_a_title_is_said_in_the_language_spoken():
    strings = {"open": "terbuka", "not shown without {group}": "tidak terlihat tanpa {group}"}
    with speaking(Translation("id", strings)):
        found = verdict_endings(OPEN, "not shown without weak.vn (14 + 9 articles)")
    assert found == ["terbuka: tidak terlihat tanpa weak.vn", "tidak terlihat tanpa weak.vn", "terbuka"]
