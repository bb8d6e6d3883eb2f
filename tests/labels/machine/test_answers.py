"""An answer is a coding only if it holds one object with codes that exist, about a text that is what it was."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.codebook import Codebook, Pillar
from discourse.errors import LabelError
from discourse.labels.machine.answers import AnswerReader
from discourse.labels.machine.prompts import Drawn, write_prompts

PILLARS = tuple(Pillar(name, name.title(), "-") for name in ("political", "economic", "education"))
BOOK = Codebook("2", PILLARS, "-")
TEXTS = {"a:01": "Satu.", "a:02": "Dua."}
IDS = [json.loads(line)["id"] for line in write_prompts([Drawn(*each) for each in TEXTS.items()], BOOK).splitlines()]


def read(answer: object, book: Codebook = BOOK, texts=TEXTS, **fields):
    reader = AnswerReader(texts, book, "gpt", "2026-05")
    return reader.coding({"id": IDS[0], "answer": answer, **fields}, "line 7")


@pytest.mark.parametrize(
    "answer",
    [
        {"primary": "economic", "also": ["education"]},
        '{"primary": "economic", "also": ["education"]}',
        'Sure!\n```json\n{"primary": "economic", "also": ["education"]}\n```\nIt is about {trade}.',
        {"primary": "Economic", "also": ["EDUCATION", "economic"], "reason": "fish", "unsure": None},
        {"primary": "economic", "also": "education"},
    ],
)
def test_codes_are_read_from_an_object_or_from_prose_around_it(answer) -> None:
    coding = read(answer)
    assert (coding.paragraph_id, coding.coder, coding.codebook) == ("a:01", "gpt", "2")
    assert (coding.primary, coding.also, coding.unsure) == ("economic", ("education",), False)
    assert (coding.why, coding.note, coding.queue, coding.inclusion) == ("machine", "version 2026-05", "", None)
    assert coding.when


def test_codes_may_stand_beside_the_id_with_queue_and_doubt() -> None:
    line = {"id": IDS[1], "primary": "none", "also": [], "unsure": True, "queue": "audit", "inclusion": 0.5}
    coding = AnswerReader(TEXTS, BOOK, "gpt", "2026-05").coding(line, "line 1")
    assert (coding.paragraph_id, coding.primary, coding.unsure) == ("a:02", "none", True)
    assert (coding.queue, coding.inclusion) == ("audit", 0.5)


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("I cannot help with that.", "found none: a refusal"),
        ("", "found none: a refusal"),
        ('{"primary": "econ', "found none: a refusal"),
        ('{"primary": "economic"} or {"primary": "none"}', "one JSON object in the answer.*found 2"),
        ("[1, 2]", "found none: a refusal"),
        ('{"code": "economic"}', "a primary code, found the fields code"),
        ({}, "a primary code, found {}"),
        (None, "a primary code, found none"),
        (7, "a primary code, found 7"),
        ({"primary": "econmic"}, "one of the codes political, economic.*Did you mean economic"),
        ({"primary": ["economic"]}, "a code in primary"),
        ({"primary": " "}, "a code in primary"),
        ({"primary": "economic", "also": [3]}, "a code in also"),
        ({"primary": "economic", "also": ["sport"]}, "found 'sport'"),
        ({"primary": "none", "also": ["economic"]}, "'economic' in the column also beside none"),
        ({"primary": "economic", "also": ["none"]}, "also 'none'"),
        ({"primary": "economic", "unsure": "yes"}, "true or false in unsure"),
    ],
)
def test_an_answer_that_can_be_no_coding_is_named_by_line_and_paragraph(answer, found) -> None:
    with pytest.raises(LabelError, match=found) as error:
        read(answer)
    assert error.value.where == "line 7, paragraph a:01"
    assert error.value.hint


@pytest.mark.parametrize("name", [None, 5, "", "a:01", "p-0.0", IDS[0].replace("p-", "p-f"), IDS[0] + ".x"])
def test_an_id_that_no_prompt_has_is_refused(name) -> None:
    with pytest.raises(LabelError, match="line 3: expected the id of a prompt of this study"):
        AnswerReader(TEXTS, BOOK, "gpt", "1").coding({"id": name, "answer": {"primary": "none"}}, "line 3")


@pytest.mark.parametrize("fields", [{"inclusion": 0}, {"inclusion": 2}, {"inclusion": True}, {"queue": ["audit"]}])
def test_a_probability_that_is_none_is_refused(fields) -> None:
    with pytest.raises(LabelError, match="queue and inclusion of the prompt"):
        read({"primary": "none"}, **fields)


def test_a_text_that_has_changed_is_refused() -> None:
    with pytest.raises(LabelError, match="the text that the prompt had, found one that has changed since"):
        read({"primary": "none"}, texts=TEXTS | {"a:01": "Satu!"})


def test_an_older_codebook_is_taken_only_where_the_answer_says_which() -> None:
    newer = replace(BOOK, version="3")
    with pytest.raises(LabelError, match="an answer by codebook version 3"):
        read({"primary": "none"}, newer)
    assert read({"primary": "none"}, newer, codebook="2").codebook == "2"
    with pytest.raises(LabelError, match="an answer by codebook version 2"):
        read({"primary": "none"}, replace(BOOK, none_definition="other"), codebook="2")
    with pytest.raises(LabelError, match="name the variable with --variable"):
        read({"primary": "none"}, newer, codebook="2", variable="tone")


def test_codes_where_a_variable_takes_one_are_refused() -> None:
    tone = replace(BOOK, id="tone", several=False)
    line = json.loads(write_prompts([Drawn("a:01", "Satu.")], tone))
    said = {"id": line["id"], "answer": {"primary": "economic", "also": ["education"]}}
    with pytest.raises(LabelError, match="where tone takes one code"):
        AnswerReader(TEXTS, tone, "gpt", "1").coding(said, "line 1")


PROSE = st.text(st.characters(blacklist_characters="{}", blacklist_categories=["Cs"]), max_size=40)


@given(PROSE, PROSE, st.sampled_from(BOOK.codes))
def test_prose_around_the_object_changes_nothing(before, after, code) -> None:
    assert read(f'{before}{{"primary": "{code}"}}{after}').primary == code


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_whatever_an_answer_is_it_is_a_coding_or_refused_in_one_line(answer) -> None:
    try:
        said = read(answer).primary
    except LabelError as error:
        said = str(error)
    assert said in BOOK.codes or (said.startswith("line 7, paragraph a:01: expected") and len(said.splitlines()) == 1)
