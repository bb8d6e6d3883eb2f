"""One card, several logs: all checked before any is written, the pillars' line last, and taken back together."""

from __future__ import annotations

import pytest

from discourse.annotation.coders import REVIEW, Coder
from discourse.annotation.parts.further import FurtherVariables
from discourse.annotation.requests import FurtherAnswer, LabellingRequest
from discourse.annotation.session import LabellingSession
from discourse.errors import LabelError
from discourse.io.append_log import Conflict
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding
from discourse.labels.log import logged_codings, read_codings
from discourse.study import Study

ANI = Coder("ani", "uncoded")


def sent(card, coding_id="a1", primary="housing", tone="hopeful", speaker="council", **fields) -> LabellingRequest:
    mine = card["further"]
    answers = [
        FurtherAnswer(
            variable=variable, primary=code, replaces=mine[variable]["coding_id"] if mine[variable] else "", **more
        )
        for variable, code, more in (("tone", tone, {}), ("speaker", speaker, {"also": fields.pop("heard", ())}))
        if code
    ]
    replaces = card["mine"]["coding_id"] if card["mine"] else ""
    return LabellingRequest(
        coding_id=coding_id,
        paragraph=card["paragraph"],
        primary=primary,
        further=tuple(answers),
        replaces=replaces,
        **fields,
    )


def mine(study: Study, variable: str = "", coder: str = "ani") -> list[tuple[str, str]]:
    """Id and primary of a coder's codings that stand."""
    seen = study.seen_by(variable)
    if not seen.labels_path.is_file():
        return []
    rows = read_codings(seen)
    rows = rows[rows["coder"] == coder]
    return list(zip(rows["coding_id"], rows["primary"], strict=True))


@pytest.fixture
def session(towns) -> LabellingSession:
    return LabellingSession(towns)


def test_one_save_writes_to_each_log(towns, session) -> None:
    assert not towns.seen_by("speaker").labels_path.exists()  # looking makes no log
    card = session.card(ANI)
    assert card["further"] == {"tone": None, "speaker": None}
    session.save(ANI, sent(card, unsure=True, note="ragu", seconds=7.0, heard=("residents",)))
    assert mine(towns) == [("a1", "housing")]
    assert mine(towns, "tone") == [("a1.tone", "hopeful")]
    assert mine(towns, "speaker") == [("a1.speaker", "council")]
    speaker = read_codings(towns.seen_by("speaker")).iloc[-1]
    assert (speaker["also"], speaker["unsure"], speaker["note"], speaker["seconds"]) == (("residents",), True, "", 7.0)
    assert (speaker["queue"], speaker["why"], speaker["codebook"]) == ("uncoded", "coding", towns.codebook.version)
    again = session.card(ANI, 0)["further"]
    assert (again["tone"]["primary"], again["speaker"]["also"]) == ("hopeful", ["residents"])
    assert session.card(ANI)["done"] == 1


def test_only_what_changed_is_written_again(towns, session) -> None:
    session.save(ANI, sent(session.card(ANI)))
    session.save(ANI, sent(session.card(ANI, 0), "a2", tone="critical"))
    assert mine(towns) == [("a1", "housing"), ("a2", "housing")]
    assert mine(towns, "tone") == [("a1.tone", "hopeful"), ("a2.tone", "critical")]
    assert mine(towns, "speaker") == [("a1.speaker", "council")]


def test_undo_takes_back_what_was_written_together(towns, session) -> None:
    session.save(ANI, sent(session.card(ANI)))
    session.save(ANI, sent(session.card(ANI, 0), "a2", tone="critical"))
    session.undo(ANI, "a2", "u2")
    assert session.undo(ANI, "a2", "u2") == 0  # sent again
    assert (mine(towns), mine(towns, "tone")) == ([("a1", "housing")], [("a1.tone", "hopeful")])
    assert mine(towns, "speaker") == [("a1.speaker", "council")]
    session.undo(ANI, "a1", "u1")
    assert mine(towns) == mine(towns, "tone") == mine(towns, "speaker") == []
    assert session.card(ANI)["done"] == 0


@pytest.mark.parametrize(
    "change",
    [
        {"primary": "sports"},
        {"tone": "sports"},
        {"speaker": "none"},  # a variable without that code
        {"heard": ("council",)},
        {"heard": ("sports",)},
    ],
)
def test_what_cannot_be_leaves_every_log_as_it_was(towns, session, change) -> None:
    tone, card = towns.seen_by("tone").labels_path, session.card(ANI)
    before = towns.labels_path.read_bytes(), tone.read_bytes()
    with pytest.raises(LabelError):
        session.save(ANI, sent(card, **change))
    assert (towns.labels_path.read_bytes(), tone.read_bytes()) == before
    assert not towns.seen_by("speaker").labels_path.exists()
    session.save(ANI, sent(card))
    assert mine(towns, "speaker") == [("a1.speaker", "council")]


def test_a_variable_that_is_not_asked_for_is_refused(towns) -> None:
    session = LabellingSession(towns, alone=True)
    card = session.card(ANI)
    assert "further" not in card
    with pytest.raises(LabelError, match="variables of the card"):
        session.save(ANI, sent(card | {"further": {"tone": None, "speaker": None}}))
    twice = (FurtherAnswer(variable="tone", primary="hopeful"),) * 2
    with pytest.raises(LabelError, match="'tone' twice"):
        FurtherVariables(towns, towns.codebook.variables).check(Coding("c", "ash-1:01", "ani", "2", "housing"), twice)


@pytest.mark.parametrize("failing", ["tone", "speaker", "pillars"])
def test_a_crash_between_the_logs_leaves_a_paragraph_that_comes_up_again(towns, monkeypatch, failing) -> None:
    session = LabellingSession(towns)
    card, append = session.card(ANI), LabelLog.append
    crashed = towns.seen_by("" if failing == "pillars" else failing).labels_path

    def dying(self, codings):
        if self._log.path == crashed:
            raise OSError("the machine stops")
        return append(self, codings)

    with monkeypatch.context() as patch:
        patch.setattr(LabelLog, "append", dying)
        with pytest.raises(OSError, match="stops"):
            session.save(ANI, sent(card))
    written = {"tone": [], "speaker": ["tone"], "pillars": ["tone", "speaker"]}[failing]
    assert [name for name in ("tone", "speaker", "") if mine(towns, name)] == written
    after = LabellingSession(towns)
    again = after.card(ANI)
    assert (again["paragraph"], again["mine"], again["done"]) == (card["paragraph"], None, 0)
    assert [name for name, said in again["further"].items() if said] == written
    after.save(ANI, sent(card))  # the browser sends the same again, with the same id
    assert [mine(towns, name) for name in ("", "tone", "speaker")] == [
        [("a1", "housing")],
        [("a1.tone", "hopeful")],
        [("a1.speaker", "council")],
    ]


def test_another_window_is_told_and_nothing_is_written(towns, session) -> None:
    card = session.card(ANI)
    other = LabellingSession(towns.seen_by("tone"))
    other.save(ANI, LabellingRequest(coding_id="t1", paragraph=card["paragraph"], primary="critical"))
    session.card(ANI)
    with pytest.raises(Conflict, match="Tone as this page showed it"):
        session.save(ANI, sent(card))
    assert (mine(towns), mine(towns, "tone"), mine(towns, "speaker")) == ([], [("t1", "critical")], [])
    session.save(ANI, sent(session.card(ANI), tone="critical"))
    assert mine(towns, "tone") == [("t1", "critical")]  # it said so already
    assert mine(towns) == [("a1", "housing")]


def test_variables_are_asked_in_review_and_not_in_adjudication(towns, session) -> None:
    review = Coder("ani", "uncoded", REVIEW)
    session.save(review, sent(session.card(review)))
    assert read_codings(towns.seen_by("tone")).iloc[-1]["why"] == "review"
    decide = Coder("ani", "uncoded", "adjudicate")
    assert "further" not in session.card(decide, 0)


def test_a_queue_drawn_by_the_pillars_labels_is_no_design_for_a_variable(towns) -> None:
    one = towns.paragraphs["paragraph_id"][0]
    codes = {"budi": "housing", "citra": "transport"}
    LabelLog.of(towns).append([Coding(f"c-{name}", one, name, "2", code) for name, code in codes.items()])
    session, who = LabellingSession(towns), Coder("ani", "disagreements")
    session.save(who, sent(session.card(who)))
    assert read_codings(towns).set_index("coding_id").loc["a1", "queue"] == "disagreements"
    tone = logged_codings(towns.seen_by("tone"))[-1]
    assert (tone.queue, tone.inclusion) == ("", None)
