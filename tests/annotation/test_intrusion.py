"""Does the session show no answer, keep what is said, and score what was said of these items only?"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from discourse.annotation.answers.intrusion import answers_path, intrusion_log, read_answers
from discourse.annotation.intrusion import IntrusionCoder, IntrusionSession, score_answers, valid_answers
from discourse.annotation.intrusion_items import IntrusionTests
from discourse.annotation.requests import IntrusionRequest, read_request
from discourse.errors import LabelError
from discourse.io.append_log import Conflict

ANI = IntrusionCoder("ani", "words")


@pytest.fixture
def session(toy_study) -> IntrusionSession:
    return IntrusionSession(IntrusionTests(toy_study), size=2)


def say(session: IntrusionSession, who: IntrusionCoder, answer_id: str, option: int = 0, **more: object) -> str:
    card = session.card(who, more.pop("position", None))
    sent = {
        "answer_id": answer_id,
        "item": card["item"],
        "answer": card["options"][option],
        "digest": session.test(who.kind).digest,
        **more,
    }
    return session.save(who, read_request(IntrusionRequest, json.dumps(sent).encode()))


def test_a_card_tells_no_answer(session) -> None:
    card = session.card(ANI)
    assert set(card) == {"position", "total", "done", "last", "item", "options", "text", "source", "mine"}
    assert json.loads(json.dumps(card))["mine"] is None
    assert (card["position"], card["total"], card["done"]) == (0, 2, 0)


def test_answers_go_on_to_the_end_and_back(session) -> None:
    say(session, ANI, "a1")
    say(session, ANI, "a2")
    assert session.card(ANI) == {"position": 2, "total": 2, "done": 2, "last": "a2"}
    assert session.undo(ANI, "a2", "u1") == 1
    card = session.card(ANI)
    assert (card["position"], card["done"], card["last"], card["mine"]) == (1, 1, "a1", None)
    assert session.card(ANI, 0)["mine"]["answer_id"] == "a1"
    assert session.card(IntrusionCoder("budi", "words"))["done"] == 0
    assert session.card(IntrusionCoder("ani", "topics"))["done"] == 0


def test_an_answer_is_changed_only_by_who_sees_it(session) -> None:
    say(session, ANI, "a1")
    with pytest.raises(Conflict, match="another window"):
        say(session, ANI, "a2", 1, position=0)
    say(session, ANI, "a2", 1, position=0, replaces="a1")
    card = session.card(ANI, 0)
    assert card["mine"] == {"answer_id": "a2", "answer": card["options"][1]}


def test_what_is_sent_again_is_saved_once(session, toy_study) -> None:
    card = session.card(ANI)
    sent = IntrusionRequest(
        answer_id="a1", item=card["item"], answer=card["options"][0], digest=session.test("words").digest
    )
    assert [session.save(ANI, sent) for _ in range(2)] == ["a1", "a1"]
    assert [session.undo(ANI, "a1", "u1") for _ in range(2)] == [0, 0]
    assert len(read_answers(answers_path(toy_study))) == 2


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"answer": "tiada"}, "an option"),
        ({"answer": None}, "answer: expected a valid string"),
        ({"item": "word-03"}, "an option"),
        ({"item": ["word-01"]}, "item: expected a valid string"),
        ({"digest": "0" * 16}, "items of another model"),
        ({"answer_id": ""}, "an id"),
        ({"answer_id": "a b"}, "an id"),
    ],
)
def test_answers_that_cannot_be(session, toy_study, changed, part) -> None:
    with pytest.raises(LabelError, match=part):
        say(session, ANI, **{"answer_id": "a1", **changed})
    assert read_answers(answers_path(toy_study)) == []


def test_only_ones_own_is_taken_back(session) -> None:
    say(session, ANI, "a1")
    others = (IntrusionCoder("budi", "words"), IntrusionCoder("ani", "topics"))
    for who, undoes in (*((other, "a1") for other in others), (ANI, "a9")):
        with pytest.raises(Conflict, match="Nothing was changed"):
            session.undo(who, undoes)


def test_answers_to_another_model_are_not_scored(session, toy_study) -> None:
    say(session, ANI, "a1")
    path = answers_path(toy_study)
    intrusion_log(path).append(replace(read_answers(path)[0], answer_id="old", digest="0" * 16))
    test, lines = session.test("words"), read_answers(path)
    given, others = valid_answers(lines, test)
    assert ([one.answer_id for one in given], others) == (["a1"], 1)
    assert score_answers(lines, test, 0.9)["answers"].tolist() == [1, 1]
    with pytest.raises(LabelError, match="1 to items that this model does not give any more"):
        score_answers(lines[1:], test, 0.9)


def test_found_intruders_score_one(session, toy_study) -> None:
    test = session.test("words")
    for coder in ("ani", "budi"):
        for number in range(2):
            intruder = list(test.items[number].options).index(test.intrusion.key["intruder"][number])
            say(session, IntrusionCoder(coder, "words"), f"{coder}{number}", intruder)
    table = score_answers(read_answers(answers_path(toy_study)), test, 0.9).set_index(["coder", "quantity"])
    assert table.loc[("ani", "precision"), "value"] == 1
    assert table.loc[("ani", "precision"), "low"] == pytest.approx(0.05 ** (1 / 2))
    assert table.loc[("all", "alpha"), "value"] == pytest.approx(1)
    assert table.loc[("all", "precision"), "answers"] == 4


def test_fewer_items_shown_are_the_first_of_more(toy_study) -> None:
    tests = IntrusionTests(toy_study)
    few, more = IntrusionSession(tests, 2), IntrusionSession(tests, 20)
    who = IntrusionCoder("ani", "topics")
    say(few, who, "a1")
    assert [few.card(who, at)["item"] for at in range(2)] == [more.card(who, at)["item"] for at in range(2)]
    assert more.card(who)["done"] == 1
