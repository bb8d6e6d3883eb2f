"""A coder hears what is right after the answer and not before; the first try counts; nothing enters the label log."""

from __future__ import annotations

import json

import pytest

from discourse.annotation.answers.practice import practice_path, read_practice
from discourse.annotation.practice.session import Learner, PracticeRequest, PracticeSession
from discourse.errors import CodebookError, LabelError
from discourse.io.append_log import Conflict
from discourse.translations import read_translation, speaking

ANI = Learner("ani")


@pytest.fixture
def session(practised) -> PracticeSession:
    return PracticeSession(practised)


def answered(session, place: int, primary: str, *also: str, who: Learner = ANI, name: str = "") -> dict:
    card = session.card(who, place)
    replaces = card["mine"]["answer_id"] if card["mine"] else ""
    name = name or f"{who.name}-{who.turn}-{place}-{primary}"
    sent = PracticeRequest(
        coder=who.name, turn=who.turn, answer_id=name, item=card["item"], primary=primary, also=also, replaces=replaces
    )
    session.save(who, sent)
    return session.card(who, place)


def test_nothing_is_told_before_the_answer(session) -> None:
    card = session.card(ANI)
    assert (card["place"], card["heading"], card["told"], card["mine"]) == (
        "1 of 3 · 0 done",
        "Item 1 of 3",
        None,
        None,
    )
    assert "Pungutan pasar adalah" not in json.dumps(card)
    told = answered(session, 0, "economic")["told"]
    assert (told["right"], told["verdict"], told["asked"]) == (True, "Right.", "The codebook: Economic")
    assert told["rule"] == "Rule 1: Most of the paragraph"
    assert told["rule_text"].startswith("The pillar that most")
    assert told["explanation"] == "Pungutan pasar adalah urusan dagang."


def test_three_kinds_of_verdict(session) -> None:
    half = answered(session, 1, "political")["told"]
    assert (half["verdict"], half["yours"]) == ("The primary code is right; the others are not.", "You: Political")
    assert (half["asked"], half["rule"]) == ("The codebook: Political, also Education", "")
    assert answered(session, 0, "political")["told"]["verdict"] == "Not what the codebook asks for."
    assert answered(session, 2, "none")["told"]["verdict"] == "Right."


def test_the_summary_counts_first_tries_and_names_the_rules_that_were_missed(session) -> None:
    answered(session, 0, "political")
    session.undo(ANI, session.card(ANI)["last"], "u1")
    assert session.card(ANI, 0)["told"] is None
    answered(session, 0, "economic")
    answered(session, 1, "political")
    end = session.card(ANI, 3)
    assert end["summary"]["sentence"] == "0 of 3 right at the first try. Not answered: 1."
    assert [line["title"] for line in end["summary"]["missed"]] == ["Rule 1: Most of the paragraph", "The definitions"]
    answered(session, 2, "none")
    assert session.card(ANI)["summary"]["sentence"] == "1 of 3 right at the first try."


def test_a_second_turn_begins_anew_and_two_coders_do_not_meet(session) -> None:
    for place, code in enumerate(("economic", "political", "none")):
        answered(session, place, code)
    again = Learner("ani", 2)
    assert session.turns("ani") == 1
    assert session.card(again)["done"] == session.card(Learner("budi"))["done"] == 0
    answered(session, 0, "economic", who=again)
    assert (session.turns("ani"), session.turns("budi")) == (2, 0)
    assert session.card(again, 3)["summary"]["sentence"] == "1 of 3 right at the first try. Not answered: 2."
    assert session.card(ANI)["summary"]["sentence"] == "2 of 3 right at the first try."


def test_nothing_enters_the_label_log(session, practised) -> None:
    before = practised.labels_path.read_bytes()
    answered(session, 1, "political", "education")
    assert practised.labels_path.read_bytes() == before
    (line,) = read_practice(practice_path(practised))
    assert (line.coder, line.primary, line.also, line.right, line.turn) == ("ani", "political", ("education",), True, 1)
    assert line.digest == practised.codebook.practice[1].digest


def test_an_item_that_was_reworded_is_open_again(session, practised) -> None:
    answered(session, 0, "economic")
    path = practised.data / "codebook.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("pungutan pasar", "bea pasar"), encoding="utf-8")
    later = PracticeSession(type(practised)(practised.root))
    assert (later.card(ANI)["position"], later.card(ANI)["done"], later.turns("ani")) == (0, 0, 0)


@pytest.mark.parametrize(
    ("primary", "also", "item", "said"),
    [
        ("none", ("economic",), "", "beside none. Choose again"),
        ("economic", ("economic",), "", "among also"),
        ("trade", (), "", "primary 'trade'"),
        ("economic", (), "0" * 16, "whose wording has changed. Reload the page"),
    ],
)
def test_what_is_no_answer_is_refused(session, practised, primary, also, item, said) -> None:
    card = session.card(ANI)
    sent = PracticeRequest(coder="ani", answer_id="p1", item=item or card["item"], primary=primary, also=also)
    with pytest.raises(LabelError, match=said):
        session.save(ANI, sent)
    assert not read_practice(practice_path(practised))


def test_an_answer_from_another_window_is_no_second_try(session) -> None:
    card = session.card(ANI)
    answered(session, 0, "political")
    with pytest.raises(Conflict, match="another window"):
        session.save(ANI, PracticeRequest(coder="ani", answer_id="p9", item=card["item"], primary="economic"))
    with pytest.raises(Conflict):
        session.undo(Learner("budi"), session.card(ANI)["last"])


def test_a_codebook_without_practice_items_is_refused(toy_study) -> None:
    with pytest.raises(CodebookError, match=r"expected practice items, found none. Write some as \[\[practice\]\]"):
        PracticeSession(toy_study)


def test_it_speaks_the_language_of_the_reader(session) -> None:
    with speaking(read_translation("id")):
        assert session.card(ANI)["place"] == "1 dari 3 · 0 selesai"
        assert answered(session, 0, "economic")["told"]["verdict"] == "Benar."
        assert session.card(ANI, 3)["summary"]["sentence"] == "1 dari 3 benar pada percobaan pertama. Belum dijawab: 2."
