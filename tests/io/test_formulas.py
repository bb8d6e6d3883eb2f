"""No guarded text begins as a formula, numbers stay numbers, and what was guarded can be had back."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.io.formulas import guard_table, guard_text, unguard_table, unguard_text

LEADING = st.text(st.sampled_from(list(" \t\r\n\"'=+-@\u00a0\ufeff＝")), max_size=4)
TEXTS = st.one_of(st.text(max_size=12), st.builds(str.__add__, LEADING, st.text(max_size=8)))
NUMBERS = st.one_of(
    st.integers(), st.floats(allow_nan=False), st.decimals(allow_nan=False, allow_infinity=False, places=2)
)


def dangerous(text: str) -> bool:
    """Say whether text begins as a formula does once spaces and quotes are dropped, apostrophes not."""
    bare = text.lstrip(' "\u00a0\ufeff\u200b\t\r\n')
    return text[:1] in set("\t\r\n") or bare[:1] in set("=+-@＝＋－＠")


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\ttab", "'\ttab"),
        ("\r=1", "'\r=1"),
        (' "=1"', '\' "=1"'),
        ("＝1+1", "'＝1+1"),
        ("'=1", "'=1"),
        ("-12.7", "-12.7"),
        ("+1,234.5", "+1,234.5"),
        ("-3e-05", "-3e-05"),
        ("-5%", "-5%"),
        ("-inf", "-inf"),
        ("-0.1 [-0.2, 0.1]", "-0.1 [-0.2, 0.1]"),
        ("-0.1 [=1, 2]", "'-0.1 [=1, 2]"),
        ("a = b", "a = b"),
        ("", ""),
    ],
)
def test_text_is_guarded_where_it_begins_as_a_formula(text: str, guarded: str) -> None:
    assert guard_text(text) == guarded


@given(TEXTS)
def test_guarded_text_is_no_formula_and_guarding_it_again_changes_nothing(text: str) -> None:
    guarded = guard_text(text)
    assert guard_text(guarded) == guarded
    assert guarded in (text, f"'{text}")
    if dangerous(guarded):
        assert set(guarded.strip().casefold()) <= set("+-.,;%[] 0123456789einfa")


@given(NUMBERS)
def test_numbers_stay_as_they_are(number: object) -> None:
    assert guard_text(str(number)) == str(number)


@given(TEXTS.filter(lambda text: not text.startswith("'")))
def test_what_was_guarded_can_be_had_back(text: str) -> None:
    assert unguard_text(guard_text(text)) == text


@given(st.text(max_size=12).filter(lambda text: guard_text(text.removeprefix("'")) == text.removeprefix("'")))
def test_other_text_in_apostrophes_keeps_them(text: str) -> None:
    assert unguard_text(text) == text


def test_a_table_keeps_its_numbers_types_and_gaps() -> None:
    table = pd.DataFrame(
        {
            "@name": ["=1", None, "b"],
            "shift": [-0.5, None, 1],
            "articles": [-1, 2, 3],
            "also": pd.Series([None, None, None], dtype="str"),
            "part": pd.Categorical(["-x", "y", "-x"]),
            "held": [True, False, True],
            "listed": [["-x"], (), None],
        }
    )
    written = guard_table(table).to_csv(index=False, lineterminator="\n")
    assert written.splitlines() == [
        "'@name,shift,articles,also,part,held,listed",
        "'=1,-0.5,-1,,'-x,True,['-x']",
        ",,2,,y,False,()",
        "b,1.0,3,,'-x,True,",
    ]
    texts = {"'@name": str, "also": str, "part": str}
    read = unguard_table(pd.read_csv(io.StringIO(written), dtype=texts))
    pd.testing.assert_frame_equal(
        read.drop(columns="listed"),
        table.drop(columns="listed").rename(columns={"@name": "'@name"}).astype({"part": "str"}),
        check_dtype=True,
    )
    assert table["@name"].tolist()[0] == "=1"
