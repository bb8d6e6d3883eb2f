"""Whoever comes back to a paragraph has coded it; nobody else is shown anything."""

from __future__ import annotations

import json

import pytest

from discourse.annotation.coders import CODE, REVIEW, Coder
from discourse.annotation.requests import LabellingRequest
from discourse.annotation.session import LabellingSession
from discourse.errors import LabelError

ANI, BUDI = Coder("ani", "uncoded"), Coder("budi", "uncoded")


@pytest.fixture
def session(many_study) -> LabellingSession:
    """A session in which one of two coders has coded one paragraph."""
    made = LabellingSession(many_study)
    card = made.card(ANI)
    made.save(ANI, LabellingRequest(coding_id="a1", paragraph=card["paragraph"], primary="economic"))
    return made


def test_who_has_coded_it_sees_the_card_again(session) -> None:
    key = session.card(ANI, 0)["paragraph"]
    card = session.again(ANI, key)
    assert (card["aside"], card["paragraph"], card["position"], card["total"]) == (True, key, 1, 80)
    assert card["mine"]["coding_id"] == "a1"
    session.undo(ANI, "a1")
    with pytest.raises(LabelError, match="your own coding first"):
        session.again(ANI, key)


@pytest.mark.parametrize("ask", ["again", "context", "neighbours"])
def test_nobody_else_is_shown_anything(session, ask) -> None:
    key = session.card(ANI, 0)["paragraph"]
    with pytest.raises(LabelError, match="your own coding first"):
        getattr(session, ask)(BUDI, key)
    with pytest.raises(LabelError, match="the key of a paragraph that was shown"):
        getattr(session, ask)(ANI, "nothing")
    assert session.sitting(BUDI)["recent"] == []
    assert "a1" not in json.dumps(session.sitting(BUDI))


def test_in_review_all_is_shown(session) -> None:
    key = session.card(ANI, 0)["paragraph"]
    for mode, shown in ((REVIEW, True), (CODE, False)):
        who = Coder("budi", "uncoded", mode)
        try:
            found = [session.context(who, key), session.neighbours(who, key)]
        except LabelError:
            found = []
        assert bool(found) == shown
