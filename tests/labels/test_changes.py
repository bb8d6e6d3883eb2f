"""The difference of two states of the log: which labels, by whom, which way."""

from __future__ import annotations

import pytest

from discourse.errors import LabelError
from discourse.labels.append import LabelLog
from discourse.labels.changes import changed_labels, count_changes, log_state
from discourse.labels.coding import Coding
from discourse.labels.consent.decisions import Decision, append_decision, with_decisions


def test_each_kind_of_change(codings_of, say, book, shipped_study) -> None:
    settings = shipped_study.settings
    kept = [say("ani", "abad:01", "economic"), say("ani", "abad:02", "economic"), say("ani", "abad:03", "political")]
    gone = say("ani", "abad:04", "education")
    before = codings_of(*kept, gone)
    after = codings_of(
        *kept,
        say("budi", "abad:02", "economic education"),
        say("budi", "abad:03", "none"),
        say("budi", "bena:01", "political"),
    )
    assert changed_labels(before, after, settings, book)["kind"].tolist() == ["gone"]  # nobody has accepted budi
    after = with_decisions(after, {"budi": "accepted"})
    changes = changed_labels(before, after, settings, book).set_index("paragraph_id")
    assert changes["kind"].to_dict() == {"abad:02": "also", "abad:03": "changed", "abad:04": "gone", "bena:01": "new"}
    assert tuple(changes.loc["abad:03", ["before", "after", "coder"]]) == ("political", "none", "budi")
    assert tuple(changes.loc["abad:04", ["before", "after", "coder"]]) == ("education", "", "ani")
    assert changes.loc["abad:02", "also_after"] == ("education",)
    counted = count_changes(changes.reset_index())
    assert counted["labels"].sum() == 4
    assert changed_labels(after, after, settings, book).empty


def test_states_of_a_log(toy_study) -> None:
    log = LabelLog.of(toy_study)
    paragraph = toy_study.paragraphs["paragraph_id"][0]
    log.refresh()
    count = len(log.codings)
    log.append([Coding("new", paragraph, "ani", "1", "none", when="2025-12-03T10:00:00Z", why="coding")])
    log.append([Coding("undo", paragraph, "ani", "1", "", when="2025-12-04T10:00:00Z", why="undo", undoes="new")])
    assert len(log_state(toy_study, "now")) == count
    assert len(log_state(toy_study, str(count + 1))) == count + 1
    assert len(log_state(toy_study, "2025-12-03")) == count + 1
    assert len(log_state(toy_study, "2025-12-03T09:00:00Z")) == count
    assert len(log_state(toy_study, "2026-01-01")) == count
    assert len(log_state(toy_study, str(toy_study.labels_path))) == count
    changes = changed_labels(
        log_state(toy_study, str(count)), log_state(toy_study, str(count + 1)), toy_study.settings, toy_study.codebook
    )
    assert changes.empty  # nobody has accepted ani
    append_decision(toy_study, Decision("1", "ani", "2025-12-03T12:00:00Z", "accepted"))
    append_decision(toy_study, Decision("2", "ani", "2025-12-05T12:00:00Z", "refused"))
    states = [str(count), str(count + 1), "2025-12-03T11:00:00Z", "2025-12-03", "now"]
    decided = [set(log_state(toy_study, state)["decision"]) for state in states]
    assert decided == [{""}, {"", "refused"}, {""}, {"", "accepted"}, {""}]
    before, after = (log_state(toy_study, str(count + 1), taken) for taken in (0, 1))
    changes = changed_labels(before, after, toy_study.settings, toy_study.codebook)
    assert changes[["after", "coder"]].to_numpy().tolist() == [["none", "ani"]]


@pytest.mark.parametrize("state", ["99999", "2025-13-40", "no-such-file.csv"])
def test_a_state_that_is_none(toy_study, state) -> None:
    with pytest.raises(LabelError, match="expected"):
        log_state(toy_study, state)
