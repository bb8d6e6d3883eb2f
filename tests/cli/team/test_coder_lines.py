"""What is printed of coders: a line each, and of new ones what is missing and what their errors would do."""

from __future__ import annotations

import pytest

from discourse.cli.team.coder_lines import coder_remarks, coder_table, error_lines, shift_lines, unknown_coders
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding
from discourse.labels.consent.decisions import Decision, append_decision
from discourse.labels.consent.standing import coder_standings
from discourse.labels.log import logged_codings, read_codings
from discourse.labels.table import study_labels
from discourse.study import Study

WHEN = "2026-03-01T10:00:00Z"


@pytest.fixture
def coded(toy_study) -> Study:
    """The toy study, its 22 paragraphs coded by ani as the labels have them, but for three."""
    labels = study_labels(toy_study)
    pairs = zip(labels["paragraph_id"], labels["primary"], strict=True)
    LabelLog.of(toy_study).append(
        [
            Coding(f"ani-{name}", name, "ani", "2" if place < 2 else "1", "none" if place < 3 else code, why="coding")
            for place, (name, code) in enumerate(pairs)
        ]
    )
    return Study(toy_study.root)


def standings(study: Study):
    return coder_standings(read_codings(study), study.settings, study.codebook)


def test_each_coder_has_a_line_with_the_reason(coded) -> None:
    lines = coder_table(standings(coded))
    assert lines[0].split() == ["coder", "coded", "common", "alpha", "agree", "kappa", "labels?"]
    assert [line.split()[0] for line in lines[1:]] == ["reader", "blind", "adjudicator", "ani"]
    assert lines[3].endswith("-      -      -  yes: named in label_precedence")
    assert lines[4].split()[1:4] == ["person", "22", "22"]
    assert "86.4%" in lines[4]
    assert lines[4].endswith("no: 22 of 30 common paragraphs")
    judge = Coding("judge", coded.paragraphs["paragraph_id"][0], "dewi", "1", "none", why="adjudication")
    LabelLog.of(coded).append([judge])
    assert coder_table(standings(Study(coded.root)))[5].endswith("  decisions alone, which need no acceptance")
    machine = coded.with_settings(machine_coders=["reader"])
    assert coder_table(standings(machine))[1].split()[1] == "machine"


def test_remarks_are_of_new_coders_alone(coded) -> None:
    assert coder_remarks(coded, standings(coded)) == [
        "",
        "ani: 2 common paragraphs were coded under different versions of the codebook.",
    ]
    append_decision(coded, Decision("1", "ani", WHEN, "accepted", 0.9, 22, "0"))
    found = coder_remarks(coded, standings(coded))
    assert found[-1] == "ani: accepted under version 0 of the codebook, which is now 1."
    named = coded.with_settings(label_precedence=["adjudicator", "reader", "ani"])
    assert coder_remarks(named, standings(named)) == []


def test_errors_are_told_of_people_who_share_paragraphs(coded) -> None:
    machines = coded.with_settings(machine_coders=["reader", "blind", "adjudicator"])
    assert error_lines(machines) == []
    some = [each for each in logged_codings(coded) if each.coder == "ani"]
    codes = ["economic" if each.primary == "none" and place == 0 else each.primary for place, each in enumerate(some)]
    LabelLog.of(coded).append(
        [
            Coding(f"budi-{place}", each.paragraph_id, "budi", "1", code, why="coding")
            for place, (each, code) in enumerate(zip(some, codes, strict=True))
        ]
    )
    # One of 22 paragraphs is open: each is wrong on half of it, 1 / 44.
    assert error_lines(Study(coded.root).with_settings(machine_coders=["reader", "blind", "adjudicator"])) == [
        "",
        "ani: 2.3% wrong of 22 paragraphs that another person coded, too.",
        "budi: 2.3% wrong of 22 paragraphs that another person coded, too.",
        "Shifts corrected for coders' errors stand beside those coded: discourse emphasis",
    ]


def test_the_shift_of_a_coder_is_shown_beside_that_of_the_labels(coded) -> None:
    lines = shift_lines(coded, standings(coded)[-1])
    assert lines[0] == "ani: the shift by the labels, and by ani alone, from the errors on the 22 common paragraphs"
    assert lines[1].endswith("; percentage points)")
    assert [line.split()[0] for line in lines[2:]] == list(coded.codebook.pillar_ids)
    assert lines[2].split()[1] == "-50.0"
    assert all(line.endswith("(no interval)") for line in lines[2:])


def test_who_was_decided_on_and_has_not_coded_is_named(coded) -> None:
    append_decision(coded, Decision("1", "anni", WHEN, "accepted"))
    append_decision(coded, Decision("2", "zoe", WHEN, "refused"))
    append_decision(coded, Decision("3", "budi", WHEN, "refused"))
    append_decision(coded, Decision("4", "budi", WHEN, "withdrawn"))
    said = unknown_coders(coded, standings(coded))
    assert [line.partition("coders.csv")[2] for line in said] == [
        " decides on anni, who has coded nothing; it changes nothing. Did you mean ani?",
        " decides on zoe, who has coded nothing; it changes nothing.",
    ]
