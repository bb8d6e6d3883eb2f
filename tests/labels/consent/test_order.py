"""The order of precedence, and which of several equals counts: the last, the first coder's, the majority's."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.labels.consent.order import among_equals, chosen_codings, precedence


@pytest.fixture
def settings(shipped_study):
    return shipped_study.settings.model_copy(
        update={
            "label_precedence": ("adjudication", "*", "adjudicator", "reader"),
            "agreement_only": ("blind",),
            "machine_coders": (),
        }
    )


def test_without_anybody_only_those_named_count(codings_of, say, settings) -> None:
    strict = settings.model_copy(update={"label_precedence": ("reader",)})
    table = codings_of(say("ani", "abad:01", "economic", why="adjudication"), say("reader", "abad:01", "political"))
    assert precedence(table, strict).isna().tolist() == [True, False]


def test_places_in_the_order_of_precedence_by_hand(codings_of, say, settings) -> None:
    said = [("ani", "coding"), ("ani", "adjudication"), ("adjudicator", "decision"), ("reader", "coding")]
    said += [("reader", "adjudication"), ("blind", "coding"), ("blind", "adjudication")]
    table = codings_of(*(say(coder, "abad:01", "economic", why=why) for coder, why in said))
    np.testing.assert_array_equal(precedence(table, settings), [1, 0, 2, 3, 0, np.nan, np.nan])
    named_first = settings.model_copy(update={"label_precedence": ("reader", "adjudication", "*", "reader")})
    np.testing.assert_array_equal(precedence(table, named_first), [2, 1, 2, 0, 0, np.nan, np.nan])


def chosen(settings, said: str, rule: str = "agreement", order: tuple[str, ...] = ("*", "m")) -> tuple[str, str]:
    """Return coder and code that are chosen of codings such as "ani:trade budi:arts", all of one paragraph."""
    settings = settings.model_copy(update={"new_coders": rule, "label_precedence": order})
    rows = [tuple(each.split(":")) for each in said.split()]
    table = pd.DataFrame(rows, columns=["coder", "primary"]).assign(paragraph_id="p", why="coding")
    found = chosen_codings(table.assign(rank=precedence(table, settings)), settings)
    assert list(found.columns) == ["coder", "primary", "paragraph_id", "why", "rank"]
    return tuple(found[["coder", "primary"]].to_numpy()[0])


@pytest.mark.parametrize(
    ("said", "rule", "order", "wanted"),
    [
        ("ani:trade budi:arts", "agreement", ("*",), ("budi", "arts")),
        ("ani:trade budi:arts", "agreement", ("first",), ("ani", "trade")),
        ("ani:trade budi:arts", "first", ("*",), ("ani", "trade")),
        ("ani:trade budi:arts ani:none", "first", ("*",), ("ani", "none")),
        ("ani:trade budi:arts cici:arts", "majority", ("*",), ("budi", "arts")),
        ("ani:trade budi:arts", "majority", ("first",), ("ani", "trade")),
        ("ani:trade budi:arts ani:arts", "majority", ("*",), ("ani", "arts")),
        ("budi:arts ani:trade cici:trade dodi:arts", "majority", ("*",), ("budi", "arts")),
        ("m:none ani:trade budi:arts cici:arts", "majority", ("*", "m"), ("budi", "arts")),
        ("m:none ani:trade budi:arts cici:arts", "majority", ("m", "*"), ("m", "none")),
        ("m:none m:arts ani:trade", "first", ("m", "*"), ("m", "arts")),
    ],
)
def test_of_several_equals_one_is_chosen(settings, said, rule, order, wanted) -> None:
    assert chosen(settings, said, rule, order) == wanted


def test_the_rule_for_new_coders_comes_before_the_word_of_precedence(settings) -> None:
    def equals(rule: str, *order: str) -> str:
        return among_equals(settings.model_copy(update={"new_coders": rule, "label_precedence": order}))

    assert [equals("agreement", "*"), equals("accepted", "first"), equals("agreement", "*", "first")] == [
        "last",
        "first",
        "last",
    ]
    assert [equals("majority", "*"), equals("first", "*")] == ["majority", "first"]


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from(["trade", "arts", "none"])), min_size=1))
def test_a_majority_is_never_outnumbered_and_its_code_was_given_last_by_its_coder(shipped_study, said) -> None:
    settings = shipped_study.settings.model_copy(update={"machine_coders": (), "agreement_only": ()})
    coder, code = chosen(settings, " ".join(map(":".join, said)), "majority")
    latest = dict(said)
    votes = list(latest.values())
    assert latest[coder] == code
    assert votes.count(code) == max(map(votes.count, votes))
