"""``discourse plan`` says what an interval takes, what the whole study gives, and what cannot be."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from discourse.cli import app


def plan(study, *arguments: str):
    return CliRunner().invoke(app, ["plan", *arguments, "--study", str(study.root)])


def test_a_plan_for_the_shipped_study(shipped_study) -> None:
    answer = plan(shipped_study, "--width", ".2", "--correlation", ".8")
    assert answer.exit_code == 0, answer.output
    lines = answer.output.splitlines()
    assert lines[0].endswith(" labelled paragraphs, 0 of them by people.")
    assert lines[2] == "Predictions are taken to follow people's labels by r = 0.80 over articles."
    assert lines[3].startswith("All 20 + 43 articles coded by people: up to ±0.1")
    rows = [line.split() for line in lines[5:10]]
    assert [row[0] for row in rows] == ["±0.2", "±0.05", "±0.1", "±0.15", "±0.3"]
    wanted = rows[0]
    assert int(wanted[1]) + int(wanted[3]) < 63
    assert "more than there are" in lines[6]
    assert "relabel --queue audit --by-article --analysis laos-openings --size " in lines[-1]


def test_a_width_that_the_study_cannot_give_names_no_next_step(shipped_study) -> None:
    answer = plan(shipped_study, "--width", ".05", "--pillar", "political")
    assert answer.exit_code == 0, answer.output
    assert "the shift of political" in answer.output
    assert "articles: more than there are" in answer.output.splitlines()[-5]
    assert "Next:" not in answer.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--width", "0"), "--width: expected a half-width above 0 and below 1, found 0"),
        (("--width", "2"), "--width: expected a half-width above 0 and below 1, found 2"),
        (("--width", ".1", "--pillar", "sports"), "--pillar: expected one of political"),
        (("--width", ".1", "--analysis", "none"), "expected one of laos-openings"),
        (("--width", ".1", "--correlation", "1.2"), "Invalid value for '--correlation'"),
    ],
)
def test_mistakes_are_one_line(shipped_study, arguments, said) -> None:
    answer = plan(shipped_study, *arguments)
    assert answer.exit_code == 2
    assert said in answer.output
    assert len(answer.output.strip().splitlines()) == 1
