"""What is shown after coding, and that whoever has seen it is informed."""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.annotation.coders import ADJUDICATE, REVIEW, Coder, CodingHistory, opaque_key
from discourse.annotation.parts.lookback import Lookback
from discourse.labels.coding import Coding, now

ONE, TWO = "melati-2023-02:01", "melati-2023-02:02"
ANI = Coder("ani", "uncoded")


@pytest.fixture
def history() -> CodingHistory:
    found = CodingHistory()
    for coding in (
        Coding("c1", ONE, "ani", "1", "economic", when=now()),
        Coding("c2", ONE, "budi", "1", "education", when=now(), note="[unclear] siapa"),
        Coding("c3", TWO, "budi", "1", "none", when="2020-01-01T00:00:00Z"),
    ):
        found.add(coding)
    return found


@pytest.fixture
def lookback(toy_study, history) -> Lookback:
    texts = dict(zip(toy_study.paragraphs["paragraph_id"], toy_study.paragraphs["text"], strict=True))
    return Lookback(
        toy_study, texts, history, pd.DataFrame({"paragraph_id": [ONE], "p_economic": [0.6], "p_none": [0.4]})
    )


def test_others_codings_the_model_and_the_article_are_shown(lookback, history) -> None:
    found = lookback.context(ANI, ONE)
    assert [(each["coder"], each["primary"], each["unclear"]) for each in found["codings"]] == [
        ("budi", "education", True)
    ]
    assert found["model"] == [("economic", 0.6), ("none", 0.4)]
    assert found["paragraph_id"] == ONE
    assert history.is_informed("ani", ONE)
    assert not history.is_informed("budi", ONE)


def test_who_has_seen_the_neighbours_is_informed_too(lookback, history) -> None:
    assert lookback.neighbours(ANI, ONE)["after"]
    assert history.is_informed("ani", ONE)
    assert not history.is_informed("ani", TWO)
    assert "outlet" not in lookback.context(ANI, ONE)  # the neighbour is still to be coded


@pytest.mark.parametrize("mode", [REVIEW, ADJUDICATE])
def test_who_sees_it_all_has_nothing_to_be_kept_blind_for(lookback, mode) -> None:
    who = Coder("ani", "uncoded", mode)
    assert lookback.context(who, ONE)["outlet"]
    assert lookback.neighbours(who, ONE)["withheld"] == []


def test_what_was_coded_before_the_sitting_is_listed_and_not_counted(lookback) -> None:
    found = lookback.sitting(Coder("budi", "uncoded"), {TWO})
    assert [row["paragraph"] for row in found["recent"]] == [opaque_key(TWO), opaque_key(ONE)]
    assert (found["sitting"]["codes"], found["queue"]["codes"]) == ({"education": 1}, {"none": 1})
    assert lookback.sitting(Coder("budi", "uncoded", ADJUDICATE), {TWO})["recent"] == []
