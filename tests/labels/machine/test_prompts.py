"""A prompt holds codebook and paragraph, gives nothing else away, and is the same each time."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from discourse.codebook import Codebook, Pillar
from discourse.labels.machine.prompts import Drawn, codebook_digest, instructions, text_digest, write_prompts

TONE = Codebook(
    "3", (Pillar("warm", "Warm", "praise"), Pillar("cool", "Cool", "doubt")), None, id="tone", several=False
)


def lines(*drawn: Drawn, book: Codebook) -> list[dict]:
    return [json.loads(line) for line in write_prompts(drawn, book).splitlines()]


def test_a_line_a_paragraph_in_the_order_given(book) -> None:
    drawn = [Drawn("b:02", 'Kapal\nbaru "Melati" tiba.'), Drawn("a:01", "Dua kota.", "audit", 0.25)]
    first, second = lines(*drawn, book=book)
    assert first["prompt"] == 'The paragraph:\n\nKapal\nbaru "Melati" tiba.'
    assert (first["codebook"], first["variable"], first["queue"], first["inclusion"]) == ("2", "", "", None)
    assert (second["queue"], second["inclusion"], second["text_digest"]) == ("audit", 0.25, text_digest("Dua kota."))
    assert write_prompts(drawn, book) == write_prompts(drawn, book)
    assert write_prompts([], book) == ""


def test_the_model_is_told_codes_definitions_rules_and_form(book) -> None:
    said = instructions(book)
    for pillar in book.pillars:
        assert f"- {pillar.id} ({pillar.name}): {pillar.definition}" in said
    assert "- none: nothing of the kind" in said
    assert "1. Most: Most of the content decides.\n2. Training: Of trainees." in said
    assert '{"primary": "CODE", "also": ["CODE", ...]}' in said


def test_a_variable_of_one_code_is_asked_for_one_code() -> None:
    said = instructions(TONE)
    assert '{"primary": "CODE"}' in said
    assert "also" not in said
    assert "none" not in said
    assert "Rules" not in said


def test_nothing_tells_where_a_paragraph_is_from(book) -> None:
    (line,) = lines(Drawn("gazette-2019-05-02:03", "A bridge opens."), book=book)
    assert "gazette" not in json.dumps(line)
    assert "2019" not in json.dumps(line)
    assert re.fullmatch(r"p-[0-9a-f]{16}\.[0-9a-f]{8}\.[0-9a-f]{8}", line["id"])


@pytest.mark.parametrize(
    "change",
    [
        {"version": "4"},
        {"question": "How?"},
        {"several": True},
        {"id": "mood"},
        {"none_definition": "neither"},
        {"pillars": (Pillar("warm", "Warm", "much praise"), TONE.pillars[1])},
    ],
)
def test_an_id_changes_with_all_that_a_model_is_told(change) -> None:
    assert codebook_digest(replace(TONE, **change)) != codebook_digest(TONE)
    assert text_digest("A bridge opens.") != text_digest("A bridge  opens.")
