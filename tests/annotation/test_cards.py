"""What both sessions promise: a place for every card, one line for what is sent twice, undo for what is one's own."""

from __future__ import annotations

import pytest

from discourse.annotation.coders import Coder
from discourse.annotation.intrusion import IntrusionCoder, IntrusionSession
from discourse.annotation.intrusion_answers import answers_path
from discourse.annotation.intrusion_items import IntrusionTests
from discourse.annotation.requests import IntrusionRequest, LabellingRequest
from discourse.annotation.session import LabellingSession
from discourse.io.append_log import Conflict


class Labelling:
    """Paragraphs to code."""

    def __init__(self, study) -> None:
        self.session, self.ani, self.budi = LabellingSession(study), Coder("ani", "uncoded"), Coder("budi", "uncoded")
        self.log = study.labels_path

    def sent(self, card, line_id: str, option: int = 0, replaces: str = "") -> LabellingRequest:
        primary = self.session.study.codebook.pillar_ids[option]
        return LabellingRequest(coding_id=line_id, paragraph=card["paragraph"], primary=primary, replaces=replaces)


class Intrusion:
    """Items of a test of topics."""

    def __init__(self, study) -> None:
        self.session = IntrusionSession(IntrusionTests(study))
        self.ani, self.budi = IntrusionCoder("ani", "topics"), IntrusionCoder("budi", "topics")
        self.log = answers_path(study)

    def sent(self, card, line_id: str, option: int = 0, replaces: str = "") -> IntrusionRequest:
        digest = self.session.test("topics").digest
        return IntrusionRequest(
            answer_id=line_id, item=card["item"], answer=card["options"][option], digest=digest, replaces=replaces
        )


@pytest.fixture(params=[Labelling, Intrusion])
def page(request, toy_study):
    return request.param(toy_study)


def lines(page) -> list[str]:
    return page.log.read_text(encoding="utf-8").splitlines()


def test_every_place_is_one_of_the_queue(page) -> None:
    card, total = page.session.card(page.ani), page.session.card(page.ani)["total"]
    assert (card["position"], card["done"], card["last"], card["mine"]) == (0, 0, "", None)
    assert page.session.card(page.ani, -3) == page.session.card(page.ani, 0)
    end = page.session.card(page.ani, total + 5)
    assert end == page.session.card(page.ani, total)
    assert (end["position"], end["total"], end["done"], end["last"]) == (total, total, 0, "")
    assert "text" not in end


def test_what_is_sent_twice_is_one_line(page) -> None:
    sent = page.sent(page.session.card(page.ani), "a1")
    assert page.session.save(page.ani, sent) == "a1"
    written = lines(page)
    assert page.session.save(page.ani, sent) == "a1"
    assert lines(page) == written
    after = page.session.card(page.ani)
    assert (after["position"], after["done"], after["last"]) == (1, 1, "a1")
    assert page.session.card(page.budi)["done"] == 0


def test_only_what_the_card_showed_is_replaced(page) -> None:
    card = page.session.card(page.ani)
    page.session.save(page.ani, page.sent(card, "a1"))
    written = lines(page)
    with pytest.raises(Conflict, match="made in another window"):
        page.session.save(page.ani, page.sent(card, "a2", 1))
    assert lines(page) == written
    page.session.save(page.ani, page.sent(card, "a2", 1, replaces="a1"))
    assert page.session.card(page.ani, 0)["last"] == "a2"


def test_undo_takes_back_ones_own_once(page) -> None:
    page.session.save(page.ani, page.sent(page.session.card(page.ani), "a1"))
    for who, undoes in ((page.budi, "a1"), (page.ani, "a9")):
        with pytest.raises(Conflict, match="Nothing was changed"):
            page.session.undo(who, undoes)
    assert page.session.undo(page.ani, "a1", "u1") == 0
    written = lines(page)
    assert page.session.undo(page.ani, "a1", "u1") == 0
    assert lines(page) == written
    with pytest.raises(Conflict, match="Nothing was changed"):
        page.session.undo(page.ani, "a1", "u2")
    assert page.session.card(page.ani)["mine"] is None
