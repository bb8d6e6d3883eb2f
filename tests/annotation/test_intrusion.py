"""Does the desk show no answer, keep what is said, and score what was said of these items only?"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from discourse.errors import LabelError
from discourse.relabel.intrusion_answers import answers_path, append_answer, read_answers
from discourse.relabel.intrusion_desk import IntrusionDesk, Place, counted, scored
from discourse.relabel.intrusion_items import Sheets
from discourse.relabel.seats import Conflict

ANI = Place("ani", "words")


@pytest.fixture
def desk(toy_study) -> IntrusionDesk:
    return IntrusionDesk(Sheets(toy_study), size=2)


def say(desk: IntrusionDesk, place: Place, answer_id: str, option: int = 0, **more: object) -> str:
    card = desk.card(place, more.pop("position", None))
    return desk.save(
        place,
        {
            "answer_id": answer_id,
            "item": card["item"],
            "answer": card["options"][option],
            "digest": desk.sheet(place.kind).digest,
            "replaces": "",
            **more,
        },
    )


def test_a_card_tells_no_answer(desk) -> None:
    card = desk.card(ANI)
    assert set(card) == {"position", "total", "done", "last", "item", "options", "text", "source", "mine"}
    assert json.loads(json.dumps(card))["mine"] is None
    assert (card["position"], card["total"], card["done"]) == (0, 2, 0)


def test_answers_go_on_to_the_end_and_back(desk) -> None:
    say(desk, ANI, "a1")
    say(desk, ANI, "a2")
    assert desk.card(ANI) == {"position": 2, "total": 2, "done": 2, "last": "a2"}
    assert desk.undo(ANI, "a2", "u1") == 1
    card = desk.card(ANI)
    assert (card["position"], card["done"], card["last"], card["mine"]) == (1, 1, "a1", None)
    assert desk.card(ANI, 0)["mine"]["answer_id"] == "a1"
    assert desk.card(Place("budi", "words"))["done"] == 0
    assert desk.card(Place("ani", "topics"))["done"] == 0


def test_an_answer_is_changed_only_by_who_sees_it(desk) -> None:
    say(desk, ANI, "a1")
    with pytest.raises(Conflict, match="another window"):
        say(desk, ANI, "a2", 1, position=0)
    say(desk, ANI, "a2", 1, position=0, replaces="a1")
    card = desk.card(ANI, 0)
    assert card["mine"] == {"answer_id": "a2", "answer": card["options"][1]}


def test_what_is_sent_again_is_saved_once(desk, toy_study) -> None:
    card = desk.card(ANI)
    said = {
        "answer_id": "a1",
        "item": card["item"],
        "answer": card["options"][0],
        "replaces": "",
        "digest": desk.sheet("words").digest,
    }
    assert [desk.save(ANI, said) for _ in range(2)] == ["a1", "a1"]
    assert [desk.undo(ANI, "a1", "u1") for _ in range(2)] == [0, 0]
    assert len(read_answers(answers_path(toy_study))) == 2


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"answer": "tiada"}, "an option"),
        ({"answer": None}, "an option"),
        ({"item": "word-03"}, "an option"),
        ({"item": ["word-01"]}, "an option"),
        ({"digest": "0" * 16}, "items of another model"),
        ({"answer_id": ""}, "an id"),
        ({"answer_id": "a b"}, "an id"),
    ],
)
def test_answers_that_cannot_be(desk, toy_study, changed, part) -> None:
    with pytest.raises(LabelError, match=part):
        say(desk, ANI, **{"answer_id": "a1", **changed})
    assert not answers_path(toy_study).exists()


def test_only_ones_own_is_taken_back(desk) -> None:
    say(desk, ANI, "a1")
    for place, undoes in ((Place("budi", "words"), "a1"), (Place("ani", "topics"), "a1"), (ANI, "a9")):
        with pytest.raises(Conflict, match="Nothing was changed"):
            desk.undo(place, undoes)


def test_answers_to_another_model_are_not_scored(desk, toy_study) -> None:
    say(desk, ANI, "a1")
    path = answers_path(toy_study)
    append_answer(path, replace(read_answers(path)[0], answer_id="old", digest="0" * 16))
    sheet, lines = desk.sheet("words"), read_answers(path)
    given, others = counted(lines, sheet)
    assert ([one.answer_id for one in given], others) == (["a1"], 1)
    assert scored(lines, sheet, 0.9)["answers"].tolist() == [1, 1]
    with pytest.raises(LabelError, match="1 to items that this model does not give any more"):
        scored(lines[1:], sheet, 0.9)


def test_found_intruders_score_one(desk, toy_study) -> None:
    sheet = desk.sheet("words")
    for coder in ("ani", "budi"):
        for number in range(2):
            options = list(sheet.items[number].options)
            say(desk, Place(coder, "words"), f"{coder}{number}", options.index(sheet.test.key["intruder"][number]))
    table = scored(read_answers(answers_path(toy_study)), sheet, 0.9).set_index(["coder", "quantity"])
    assert table.loc[("ani", "precision"), "value"] == 1
    assert table.loc[("ani", "precision"), "low"] == pytest.approx(0.05 ** (1 / 2))
    assert table.loc[("all", "alpha"), "value"] == pytest.approx(1)
    assert table.loc[("all", "precision"), "answers"] == 4


def test_fewer_items_shown_are_the_first_of_more(toy_study) -> None:
    sheets = Sheets(toy_study)
    few, more = IntrusionDesk(sheets, 2), IntrusionDesk(sheets, 20)
    place = Place("ani", "topics")
    say(few, place, "a1")
    assert [few.card(place, at)["item"] for at in range(2)] == [more.card(place, at)["item"] for at in range(2)]
    assert more.card(place)["done"] == 1
