"""Letters are drawn by lot for each paragraph, and give nobody away."""

from __future__ import annotations

import json

import pytest

from discourse.annotation.parts.adjudication import SLIP, adjudication_face, decided_rule
from discourse.codebook import Rule
from discourse.errors import LabelError
from discourse.labels.coding import Coding

RULES = [
    Rule(1, "Most", "-"),
    Rule(2, "Trainees", "-", ("education",)),
    Rule(3, "Both", "-", ("education", "economic")),
]


def said(paragraph: str, *coders: str) -> list[Coding]:
    codes = ("economic", "education", "political")
    return [
        Coding(f"{coder}-1", paragraph, coder, "1", code, when="2026-01-01T10:00:00Z", note=f"[unclear] {code}")
        for coder, code in zip(coders, codes, strict=False)
    ]


def test_who_said_what_is_hidden_until_decided() -> None:
    codings = said("a:01", "anisah", "budiman")
    hidden = adjudication_face(codings, RULES, 7, decided=False)
    assert [name for name in ("anisah", "budiman", "2026") if name in json.dumps(hidden)] == []
    assert sorted(each["primary"] for each in hidden["codings"]) == ["economic", "education"]
    assert {each["note"] for each in hidden["codings"]} == {"economic", "education"}
    assert all(each["unclear"] for each in hidden["codings"])
    shown = adjudication_face(codings, RULES, 7, decided=True)["codings"]
    assert {each["coder"]: each["primary"] for each in shown} == {"anisah": "economic", "budiman": "education"}
    assert [each["letter"] for each in shown] == ["A", "B"]


def test_the_order_stays_for_a_paragraph_and_no_coder_has_a_letter() -> None:
    def first(paragraph: str, coders: tuple[str, ...] = ("ani", "budi")) -> str:
        return adjudication_face(said(paragraph, *coders), [], 7, decided=True)["codings"][0]["coder"]

    names = [f"a:{number}" for number in range(400)]
    found = [first(name) for name in names]
    assert found == [first(name) for name in names]
    assert 160 < found.count("ani") < 240
    for name in names[:20]:  # the order in which codings came says nothing
        assert first(name) == first(name, ("budi", "ani"))


def test_rules_that_name_most_of_the_codes_come_first() -> None:
    assert adjudication_face(said("a:01", "ani", "budi"), RULES, 1, decided=False)["rules"] == [3, 2, 1]


def test_many_coders_have_letters_then_numbers() -> None:
    many = [Coding(f"c{number}", "a:01", f"p{number:02d}", "1", "economic") for number in range(28)]
    letters = [each["letter"] for each in adjudication_face(many, [], 1, decided=False)["codings"]]
    assert (letters[0], letters[25:]) == ("A", ["Z", "27", "28"])
    assert adjudication_face([], [], 1, decided=False) == {"codings": [], "rules": []}


@pytest.mark.parametrize("chosen", ["", "4", "1 ", "none"])
def test_no_rule_is_no_decision(chosen) -> None:
    with pytest.raises(LabelError, match="the rule that decides"):
        decided_rule(chosen, RULES)


def test_a_rule_or_a_slip_decides() -> None:
    assert [decided_rule(each, RULES) for each in ("3", SLIP)] == ["3", ""]
