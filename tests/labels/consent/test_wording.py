"""Whoever codes is told on which footing the codings stand, and which command would change that."""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding
from discourse.labels.consent.decisions import with_decisions
from discourse.labels.consent.wording import consent_note, rule_in_words, say_changes, standing_sentences
from discourse.study import Study
from discourse.translations import read_translation, speaking

HALVES = ["trade", "arts"] * 30
ACCEPT = "To accept them: discourse coders accept ani"


@pytest.mark.parametrize(
    ("coded", "changes", "decided", "said"),
    [
        (([], 12), {}, "", f"are no labels: 12 of 30 common paragraphs. {ACCEPT}"),
        (([], 30), {}, "", "are labels: alpha 1.000 on 30 common paragraphs."),
        ((range(0, 30, 2), 30), {}, "", f"are no labels: alpha -0.311 on 30 common paragraphs, below 0.667. {ACCEPT}"),
        (
            (range(30, 50), 50),
            {},
            "",
            "are labels no longer: alpha 0.208 on 50 common paragraphs; it was at least 0.667 before. " + ACCEPT,
        ),
        (
            (range(40, 50), 60),
            {},
            "",
            "are labels: alpha 0.669 on 60 common paragraphs. On the 30 common paragraphs coded last alpha is 0.344, "
            "below 0.667.",
        ),
        (([], 2), {}, "accepted", "are labels: accepted by a decision."),
        (([], 40), {}, "refused", "are no labels: refused by a decision."),
        (
            ([], 40),
            {"new_coders": "accepted"},
            "",
            f"are no labels: to be accepted by a decision (new_coders in study.toml). {ACCEPT}",
        ),
        (([], 2), {"new_coders": "first"}, "", "are labels: every new coder counts (new_coders in study.toml)."),
        (
            ([], 2),
            {"label_precedence": ["adjudication"]},
            "",
            "are no labels: label_precedence in study.toml lets nobody count whom it does not name.",
        ),
    ],
)
def test_a_sentence_says_the_reason(two, chosen, log_of, wrong_on, coded, changes, decided, said) -> None:
    errors, size = coded
    log = log_of(("m", HALVES), ("ani", wrong_on(errors, size)), decided={"ani": decided} if decided else {})
    assert standing_sentences(log, chosen(**changes), two) == [f"The codings by ani {said}"]


def test_nothing_is_said_of_machines_and_of_people_whom_the_study_names(two, chosen, log_of) -> None:
    log = log_of(("m", HALVES), ("ani", HALVES), ("budi", HALVES))
    settings = chosen(label_precedence=["ani", "*"], agreement_only=["budi"])
    assert standing_sentences(log, settings, two) == []
    assert standing_sentences(log_of(("m", HALVES), ("ani", ["arts"])), chosen(), two, ["m"]) == []


def test_one_code_alone_is_said(two, chosen, log_of) -> None:
    log = log_of(("m", ["arts"] * 30), ("ani", ["arts"] * 30))
    assert standing_sentences(log, chosen(), two) == [
        "The codings by ani are no labels: alpha is undefined, for one code alone occurs on the 30 common paragraphs. "
        + ACCEPT
    ]


def test_who_coded_is_told_and_whoever_came_in_or_fell_out_by_it(two, chosen, log_of) -> None:
    before = log_of(("m", HALVES[:10]), ("ani", HALVES))
    after = log_of(("m", HALVES[:10]), ("ani", HALVES), ("m", HALVES))
    assert say_changes(before, before, chosen(), two) == []
    assert say_changes(before, after, chosen(), two) == [
        "The codings by ani are labels: alpha 1.000 on 60 common paragraphs."
    ]
    came = log_of(("m", HALVES[:10]), ("ani", HALVES), ("budi", ["arts"]))
    assert [each.partition(" are ")[0] for each in say_changes(before, came, chosen(), two)] == ["The codings by budi"]


def test_decisions_count_and_whoever_only_decides_needs_no_acceptance(two, chosen, log_of) -> None:
    blind, more = log_of(("m", HALVES), ("dewi", HALVES[:3]), decided={}), log_of(("dewi", HALVES[:5]))
    decided = blind.assign(why=blind["why"].mask(blind["coder"] == "dewi", "adjudication"))
    more = more.assign(coding_id="later-" + more["coding_id"])
    assert standing_sentences(decided, chosen(), two) == ["3 decisions by dewi count; decisions need no acceptance."]
    both = pd.concat([decided, more], ignore_index=True)
    assert standing_sentences(both, chosen(), two) == [
        "3 decisions by dewi count; the other codings are no labels: 5 of 30 common paragraphs. "
        "To accept them: discourse coders accept dewi"
    ]
    judge = more.assign(coder="edi", why="adjudication", coding_id="edi-" + more["coding_id"])
    overruled = pd.concat([decided, judge.iloc[:2]], ignore_index=True)
    assert standing_sentences(overruled, chosen(), two) == [
        "1 decision by dewi counts; decisions need no acceptance.",
        "2 decisions by edi count; decisions need no acceptance.",
    ]
    overruled = pd.concat([decided, judge], ignore_index=True)
    assert standing_sentences(overruled, chosen(), two, ["dewi"]) == ["No decision by dewi is a label now."]
    refused = with_decisions(decided, {"dewi": "refused"})
    assert standing_sentences(refused, chosen(), two) == ["The codings by dewi are no labels: refused by a decision."]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("agreement", "once alpha with the labels is at least 0.667 on at least 30 common paragraphs, or once"),
        ("accepted", "A new coder's codings become labels once they are accepted by a decision."),
        ("majority", "Of several new coders the code counts that most of them gave"),
        ("first", "Of several new coders the one counts who coded the paragraph first."),
    ],
)
def test_the_note_of_a_figure_names_the_rule_and_who_is_not_accepted(toy_study, rule, said) -> None:
    assert consent_note(toy_study) == ""
    first = toy_study.paragraphs["paragraph_id"][0]
    LabelLog.of(toy_study).append([Coding("new", first, "ani", "1", "none", why="coding")])
    study = Study(toy_study.root).with_settings(new_coders=rule)
    assert said in rule_in_words(study.settings)
    out = "Codings by ani are no labels, for they are not accepted. " if rule in ("agreement", "accepted") else ""
    assert consent_note(study) == out + rule_in_words(study.settings)
    with speaking(read_translation("id")):
        assert "pengode baru" in consent_note(study)
    judge = Coding("judge", toy_study.paragraphs["paragraph_id"][1], "dewi", "1", "none", why="adjudication")
    LabelLog.of(study).append([judge])
    assert consent_note(Study(toy_study.root).with_settings(new_coders=rule)) == out + rule_in_words(study.settings)


def test_of_the_first_coder_a_figure_says_nothing_but_the_status_does(two, chosen, log_of) -> None:
    log = with_decisions(log_of(("ani", HALVES)), {})
    assert standing_sentences(log, chosen(), two) == [
        "The codings by ani are labels: nobody had coded before, so that there is nothing to compare with."
    ]
