"""The session shows a coder only what a blind coder may see, and writes what the coder said, once."""

from __future__ import annotations

import errno
import json
import os
import threading
import time

import pandas as pd
import pytest

from discourse.annotation.coders import ADJUDICATE, REVIEW, Coder, opaque_key
from discourse.annotation.requests import LabellingRequest, read_request
from discourse.annotation.session import LabellingSession
from discourse.errors import LabelError
from discourse.io.append_log import Conflict
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding
from discourse.labels.log import read_codings

ANI, BUDI = Coder("ani", "uncoded"), Coder("budi", "uncoded")


def answer(card, primary="economic", **fields):
    sent = {"coding_id": f"id-{card['position']}-{primary}", "paragraph": card["paragraph"], "primary": primary}
    return read_request(LabellingRequest, json.dumps(sent | fields).encode())


def test_a_card_gives_nothing_away(toy_study) -> None:
    card = LabellingSession(toy_study).card(ANI)
    assert set(card) == {"position", "total", "done", "last", "settles", "paragraph", "text", "source", "mine"}
    article = toy_study.articles.iloc[0]
    for told in (article["article_id"], article["outlet"]):
        assert told not in json.dumps({**card, "text": ""})


def test_a_coding_is_written_with_its_draw(many_study) -> None:
    session, coder = LabellingSession(many_study, size=8), Coder("ani", "audit")
    card = session.card(coder)
    saved = session.save(coder, answer(card, also=["education"], unsure=True, note="dua\nbaris", seconds=4.2, rule="2"))
    row = read_codings(many_study).iloc[0]
    assert row["coding_id"] == saved
    assert opaque_key(row["paragraph_id"]) == card["paragraph"]
    assert (row["queue"], row["inclusion"], row["seconds"], row["why"]) == ("audit", 0.1, 4.2, "coding")
    assert (row["also"], row["unsure"], row["note"], row["rule"]) == (("education",), True, "dua baris", "2")
    assert row["codebook"] == many_study.codebook.version
    after = session.card(coder)
    assert (after["position"], after["done"], after["total"], after["last"]) == (1, 1, 8, saved)
    assert session.card(coder, 0)["mine"]["primary"] == "economic"


def test_a_repeat_is_saved_once_and_another_window_is_told(many_study) -> None:
    session = LabellingSession(many_study)
    card = session.card(ANI)
    assert session.save(ANI, answer(card)) == session.save(ANI, answer(card))
    with pytest.raises(Conflict, match="another window"):
        session.save(ANI, answer(card, "political"))
    mine = session.card(ANI, card["position"])["mine"]["coding_id"]
    session.save(ANI, answer(card, "political", replaces=mine))
    assert list(read_codings(many_study)["primary"]) == ["economic", "political"]


def test_a_coder_who_was_shown_no_card_in_this_run_can_save(many_study) -> None:
    card = LabellingSession(many_study).card(ANI)
    session, done = LabellingSession(many_study), []
    thread = threading.Thread(target=lambda: done.append(session.save(ANI, answer(card))), daemon=True)
    thread.start()
    thread.join(30)
    assert done == [answer(card).coding_id]


def test_coders_are_blind_to_each_other_until_they_have_coded(many_study) -> None:
    names = many_study.paragraphs["paragraph_id"]
    session = LabellingSession(many_study, pd.DataFrame({"paragraph_id": names, "p_economic": 0.7, "p_political": 0.3}))
    card = session.card(ANI)
    session.save(ANI, answer(card, "political"))
    with pytest.raises(LabelError, match="Code the paragraph, then compare"):
        session.context(BUDI, card["paragraph"])
    place = next(place for place in range(80) if session.card(BUDI, place)["paragraph"] == card["paragraph"])
    theirs = session.card(BUDI, place)
    assert theirs["mine"] is None
    session.save(BUDI, answer(theirs, coding_id="budi-1"))
    context = session.context(BUDI, card["paragraph"])
    assert [(coding["coder"], coding["primary"]) for coding in context["codings"]] == [("ani", "political")]
    assert context["model"][0] == ("economic", 0.7)
    assert context["period"] in ("2023", "2025")
    session.save(BUDI, answer(theirs, "political", replaces="budi-1", coding_id="budi-2"))
    assert list(read_codings(many_study)["why"]) == ["coding", "coding", "review"]
    again = LabellingSession(many_study)
    mine = again.card(BUDI, 0)
    assert mine["paragraph"] != card["paragraph"]
    again.save(BUDI, answer(card, "none", replaces="budi-2", coding_id="budi-3"))
    assert read_codings(many_study)["why"].iloc[-1] == "review"


def test_review_shows_and_is_marked(many_study) -> None:
    session, coder = LabellingSession(many_study), Coder("ani", "uncoded", REVIEW)
    card = session.card(coder)
    assert card["context"]["outlet"]
    session.save(coder, answer(card))
    assert read_codings(many_study)["why"].iloc[0] == "review"


@pytest.fixture
def contested(many_study, coding) -> str:
    """A paragraph of which two coders say different things; of another they say the same."""
    one, other = many_study.paragraphs["paragraph_id"][:2]
    LabelLog.of(many_study).append(
        [
            coding("ani", one, "economic"),
            coding("budi", one, "education", note="beasiswa"),
            coding("ani", other, "economic"),
            coding("budi", other, "economic"),
        ]
    )
    return one


def test_adjudication_shows_what_was_said_and_not_by_whom_until_it_is_decided(many_study, contested) -> None:
    session, coder = LabellingSession(many_study), Coder("cici", "uncoded", ADJUDICATE)
    card = session.card(coder)
    assert card["total"] == 1
    assert [said["letter"] for said in card["codings"]] == ["A", "B"]
    assert {said["primary"]: said["note"] for said in card["codings"]} == {"economic": "", "education": "beasiswa"}
    assert [name for name in ("ani", "budi", "coding_id") if name in json.dumps({**card, "text": ""})] == []
    with pytest.raises(LabelError, match="your own coding first"):
        session.context(coder, card["paragraph"])
    assert card["rules"][0] == next(rule.number for rule in many_study.codebook.rules if "education" in rule.pillars)
    session.save(coder, answer(card, "education", rule=str(card["rules"][0])))
    decided = session.card(coder, 0)
    assert decided["mine"]["primary"] == "education"
    said = {each["coder"]: each["primary"] for each in decided["codings"]}
    assert said == {"ani": "economic", "budi": "education"}
    assert session.card(coder)["total"] == 0
    last = read_codings(many_study).iloc[-1]
    assert (last["why"], last["rule"], last["queue"]) == ("adjudication", str(card["rules"][0]), "adjudication")


def test_a_decision_needs_a_rule_or_a_slip(many_study, contested) -> None:
    session, coder = LabellingSession(many_study), Coder("cici", "uncoded", ADJUDICATE)
    card, before = session.card(coder), many_study.labels_path.read_bytes()
    for rule in ("", "99", "none"):
        with pytest.raises(LabelError, match="the rule that decides"):
            session.save(coder, answer(card, "education", rule=rule))
    assert many_study.labels_path.read_bytes() == before
    session.save(coder, answer(card, "education", rule="slip"))
    assert read_codings(many_study).iloc[-1]["rule"] == ""


def test_what_was_coded_is_opened_again_and_keeps_its_queue(many_study) -> None:
    one = LabellingSession(many_study, size=8)
    card = one.card(Coder("ani", "audit"))
    one.save(Coder("ani", "audit"), answer(card))
    later, coder = LabellingSession(many_study), Coder("ani", "stale")
    assert later.card(coder)["total"] == 0
    again = later.again(coder, card["paragraph"])
    assert (again["aside"], again["position"], again["mine"]["primary"]) == (True, 0, "economic")
    later.save(coder, answer(again, "political", replaces=again["mine"]["coding_id"], coding_id="b1"))
    rows = read_codings(many_study)
    assert rows[["primary", "queue", "inclusion"]].to_numpy().tolist() == [
        ["economic", "audit", 0.1],
        ["political", "audit", 0.1],
    ]
    uncoded = next(each for each in later._keys if each != card["paragraph"])
    with pytest.raises(LabelError, match="your own coding first"):
        later.again(coder, uncoded)


def test_an_unclear_text_is_noted_at_the_head_of_the_note(many_study) -> None:
    session = LabellingSession(many_study)
    card = session.card(ANI)
    session.save(ANI, answer(card, unclear=True, note="siapa?"))
    assert read_codings(many_study)["note"].tolist() == ["[unclear] siapa?"]
    mine = session.card(ANI, 0)["mine"]
    assert (mine["unclear"], mine["note"]) == (True, "siapa?")
    assert [row["unclear"] for row in session.sitting(ANI)["doubts"]] == [True]


def test_undo_is_a_line_of_its_own(many_study) -> None:
    session = LabellingSession(many_study)
    card = session.card(ANI)
    saved = session.save(ANI, answer(card))
    assert session.undo(ANI, saved, "undo-1") == card["position"]
    assert session.undo(ANI, saved, "undo-1") == card["position"]
    assert (session.card(ANI)["done"], session.card(ANI)["last"]) == (0, "")
    assert len(read_codings(many_study)) == 0
    assert list(read_codings(many_study, undone=True)["why"]) == ["coding", "undo"]
    for coder, target in ((ANI, saved), (BUDI, saved), (ANI, "nothing")):
        with pytest.raises(Conflict, match="to take back"):
            session.undo(coder, target)


def test_a_log_that_was_rewritten_is_what_the_cards_show(many_study) -> None:
    session, path = LabellingSession(many_study), many_study.labels_path
    card = session.card(ANI)
    session.save(ANI, answer(card, note="ragu"))
    time.sleep(0.02)  # within one tick of the file system's clock nobody could tell
    with path.open("r+b") as file:
        text = file.read().replace(b"ragu", b"maju")
        file.seek(0)
        file.write(text)
    assert session.card(ANI, card["position"])["mine"]["note"] == "maju"
    assert session.card(ANI)["done"] == 1


def test_many_who_save_at_once_share_a_write_and_a_mistake_stops_no_other(many_study, monkeypatch) -> None:
    session, outcomes = LabellingSession(many_study), {}
    cards = {name: session.card(Coder(name, "uncoded")) for name in "abcdefgh"}

    def save(name: str) -> None:
        fields = {"coding_id": f"{name}-1"} | ({"primary": "sports"} if name == "c" else {})
        try:
            outcomes[name] = session.save(Coder(name, "uncoded"), answer(cards[name], **fields))
        except LabelError as error:
            outcomes[name] = str(error)

    synced, sync = [], os.fsync
    monkeypatch.setattr(os, "fsync", lambda descriptor: (synced.append(descriptor), sync(descriptor)))
    threads = [threading.Thread(target=save, args=(name,), daemon=True) for name in cards]
    with session._lock:
        for thread in threads:
            thread.start()
        for _ in range(1000):
            if len(session._waiting) == len(cards):
                break
            time.sleep(0.01)
    for thread in threads:
        thread.join(30)
    assert len(synced) == 1
    assert "primary 'sports'" in outcomes.pop("c")
    assert outcomes == {name: f"{name}-1" for name in cards if name != "c"}
    assert set(read_codings(many_study)["coding_id"]) == set(outcomes.values())


def test_where_the_disk_is_full_everybody_who_saves_is_told(many_study, monkeypatch) -> None:
    session = LabellingSession(many_study)
    card = session.card(ANI)

    def full(descriptor: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(LabelError, match="room on the disk"):
            session.save(ANI, answer(card))
    assert session.card(ANI)["done"] == 0
    assert session.save(ANI, answer(card)) == answer(card).coding_id
    assert session.card(ANI)["done"] == 1


def test_an_error_of_the_program_itself_leaves_nobody_waiting(many_study, monkeypatch) -> None:
    session = LabellingSession(many_study)
    card = session.card(ANI)
    monkeypatch.setattr(session, "_append", lambda *arguments: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        session.save(ANI, answer(card))
    assert len(read_codings(many_study)) == 0


def test_sessions_of_two_processes_see_each_other(many_study) -> None:
    one, two = LabellingSession(many_study), LabellingSession(many_study)
    card = one.card(ANI)
    two.card(ANI)
    one.save(ANI, answer(card))
    assert two.card(ANI)["done"] == 1


@pytest.mark.parametrize("name", ["", "  ", "first", "adjudication", "*", "a,b", "<b>", "x" * 61])
def test_a_name_that_is_none(toy_study, name) -> None:
    with pytest.raises(LabelError, match="Choose another name"):
        LabellingSession(toy_study).check_coder(name)


@pytest.mark.parametrize(
    "change",
    [
        {"paragraph": "nothing"},
        {"paragraph": 3},
        {"primary": "sports"},
        {"primary": None},
        {"also": "economic"},
        {"also": ["sports"]},
        {"also": [1]},
        {"note": ["x"]},
        {"note": "x" * 2001},
        {"coding_id": "a b"},
        {"coding_id": ""},
        {"coding_id": 7},
        {"replaces": "other"},
    ],
)
def test_what_cannot_be_is_not_written(many_study, change) -> None:
    session = LabellingSession(many_study)
    with pytest.raises(LabelError, match="expected"):
        session.save(ANI, answer(session.card(ANI), **change))
    assert len(read_codings(many_study)) == 0


def test_the_original_is_shown_where_it_is_attached(toy_study, monkeypatch) -> None:
    first = toy_study.paragraphs["paragraph_id"][0]
    monkeypatch.setattr("discourse.annotation.session.original_texts", lambda study: {first: "Kata-kata asli."})
    session = LabellingSession(toy_study)
    cards = [session.card(ANI, place) for place in range(len(toy_study.paragraphs))]
    shown = {card["paragraph"]: (card["text"], card["source"]) for card in cards}
    assert shown[opaque_key(first)] == ("Kata-kata asli.", "original")
    assert sum(source == "paraphrase" for _, source in shown.values()) == len(cards) - 1


def listed(study, *rows: tuple[str, str], coder: str = "ani") -> pd.DataFrame:
    """A task list of paragraphs and their queues."""
    names, queues = zip(*rows, strict=True)
    return pd.DataFrame({"coder": coder, "paragraph_id": names, "queue": queues, "reason": "", "inclusion": 0.5})


def test_a_task_list_is_worked_through_in_its_order(toy_study) -> None:
    third, first, second = toy_study.paragraphs["paragraph_id"][:3]
    tasks = listed(toy_study, (first, "uncoded-tasks"), (second, "audit-tasks"), (third, "audit-tasks"))
    who = Coder("ani", "tasks")
    # A coding from another queue does no part of the list.
    LabelLog.of(toy_study).append([Coding("c1", second, "ani", "1", "none", queue="audit", inclusion=0.5)])
    session = LabellingSession(toy_study, tasks=tasks)
    for place, name in enumerate((first, second, third)):
        card = session.card(who)
        assert (card["paragraph"], card["total"], card["done"]) == (opaque_key(name), 3, place)
        assert card["mine"] is None
        session.save(who, answer(card))
    assert session.card(who)["done"] == 3
    session.undo(who, session.card(who)["last"])
    assert session.card(who)["paragraph"] == opaque_key(third)
    rows = read_codings(toy_study).set_index("paragraph_id")
    rows = rows[rows["queue"].str.endswith("-tasks")]
    assert rows["queue"].to_dict() == {first: "uncoded-tasks", second: "audit-tasks"}
    assert set(rows["inclusion"]) == {0.5}
    # Whoever starts again finds what is left.
    left = LabellingSession(toy_study, tasks=tasks).card(who)
    assert (left["paragraph"], left["total"]) == (opaque_key(third), 1)


def test_a_task_list_is_its_coders_alone_and_shown_where_there_is_one(toy_study) -> None:
    tasks = listed(toy_study, (toy_study.paragraphs["paragraph_id"][0], "audit-tasks"))
    with pytest.raises(LabelError, match="found that of ani"):
        LabellingSession(toy_study, tasks=tasks).card(Coder("budi", "tasks"))
    with pytest.raises(LabelError, match="the task list of ani, found none"):
        LabellingSession(toy_study).card(Coder("ani", "tasks"))
    assert "tasks" in LabellingSession(toy_study, tasks=tasks).queues
    assert "tasks" not in LabellingSession(toy_study).queues


def test_a_draw_is_coded_card_by_card_and_its_codings_name_it(many_study) -> None:
    names = many_study.paragraphs["paragraph_id"].tolist()
    said = pd.DataFrame({"paragraph_id": names, "p_economic": 0.7, "p_political": 0.3})
    session, coder = LabellingSession(many_study, said, 6), Coder("ani", "active")
    card = session.card(coder)
    assert card["total"] == 6
    assert card["settles"].startswith("Paragraphs left: 6, about ")
    session.save(coder, answer(card))
    card = session.card(coder)
    assert (card["done"], card["position"]) == (1, 1)
    assert card["settles"].startswith("Paragraphs left: 5, about ")
    codings = read_codings(many_study)
    assert codings["queue"].str.fullmatch("active:[0-9a-f]{8}").all()
    assert codings["inclusion"].tolist() == pytest.approx([6 / 80])
    again = LabellingSession(many_study, said, 6).card(coder)
    assert (again["total"], again["paragraph"]) == (5, card["paragraph"])
    other = LabellingSession(many_study, said, 6).card(Coder("ani", "uncoded"))
    assert other["total"] == 79
